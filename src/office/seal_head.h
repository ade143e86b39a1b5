/* The head of the sealed journal: a small text that says how many events there are and what they
 * are, and that is signed as it stands (doc/formats.md).
 *
 *   yichuang-seal 1
 *   number 12                      1, 2, 3 ... of the heads
 *   size 1234                      leaves it covers
 *   hash sm3
 *   root 5f0c...                   of the tree over them
 *   at 2026-11-24T22:30:05+08:00   when it was made, by the wall clock
 *   prev 81aa...                   hash of the text of the head before; "-" in the first
 */
#ifndef YC_OFFICE_SEAL_HEAD_H
#define YC_OFFICE_SEAL_HEAD_H

#include "base/day.h"
#include "office/merkle.h"

enum { SEAL_TEXT = 384 };

struct seal_head {
    uint64_t number, size;
    enum merkle_kind kind;
    struct merkle_hash root, prev; /* prev counts from the second head on */
    instant_t at;
};

void seal_head_text(const struct seal_head *h, char out[SEAL_TEXT]);
/* Only what seal_head_text would write, to the byte. */
bool seal_head_parse(const char *text, struct seal_head *out);

#endif
