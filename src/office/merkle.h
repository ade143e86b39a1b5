/* A Merkle tree over leaves in order (RFC 6962 §2.1, RFC 9162 §2.1), with SM3 or SHA-256: hashes,
 * proofs, and the checks of proofs.  Pure: who keeps the tree gives its nodes.
 *
 *   leaf H(0x00 || data)      node H(0x01 || left || right)      empty tree H()
 *
 * A node (level, index) is the root of the 2^level leaves from index * 2^level on. */
#ifndef YC_OFFICE_MERKLE_H
#define YC_OFFICE_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"

enum { MERKLE_HASH = 32, MERKLE_PATH = 64, MERKLE_HEX = 65 };
enum merkle_kind { MERKLE_SM3, MERKLE_SHA256 };

struct merkle_hash {
    unsigned char b[MERKLE_HASH];
};

struct merkle_path {
    unsigned n;
    struct merkle_hash hash[MERKLE_PATH];
};

const char *merkle_kind_name(enum merkle_kind k); /* sm3, sha256 */
bool merkle_kind_parse(const char *name, enum merkle_kind *out);
const char *merkle_hex(const struct merkle_hash *h, char out[MERKLE_HEX]);
bool merkle_unhex(const char *hex, struct merkle_hash *out); /* lower case, nothing behind */

struct merkle_hash merkle_digest(enum merkle_kind k, const void *bytes, size_t n); /* plain H() */
struct merkle_hash merkle_leaf(enum merkle_kind k, const void *bytes, size_t n);
struct merkle_hash merkle_node(enum merkle_kind k, const struct merkle_hash *left,
                               const struct merkle_hash *right);

/* --- Growing, with the right edge alone --- */
struct merkle_edge {
    enum merkle_kind kind;
    uint64_t size;
    struct merkle_hash full[MERKLE_PATH]; /* [k]: counts where bit k of size is set */
};
void merkle_add(struct merkle_edge *e, const struct merkle_hash *leaf);
struct merkle_hash merkle_root(const struct merkle_edge *e);

/* --- Making proofs --- */
struct merkle_source {
    enum merkle_kind kind;
    enum rc (*node)(void *arg, unsigned level, uint64_t index, struct merkle_hash *out,
                    struct fault *f);
    void *arg;
};
MUST_CHECK enum rc merkle_root_of(const struct merkle_source *s, uint64_t size,
                                  struct merkle_hash *out, struct fault *f);
/* Leaf index < size. */
MUST_CHECK enum rc merkle_inclusion(const struct merkle_source *s, uint64_t index, uint64_t size,
                                    struct merkle_path *out, struct fault *f);
/* 0 < from <= to; from == to: an empty path. */
MUST_CHECK enum rc merkle_consistency(const struct merkle_source *s, uint64_t from, uint64_t to,
                                      struct merkle_path *out, struct fault *f);

/* --- Checking them (RFC 9162 §2.1.3.2, §2.1.4.2) --- */
bool merkle_included(enum merkle_kind k, const struct merkle_hash *leaf, uint64_t index,
                     uint64_t size, const struct merkle_path *path, const struct merkle_hash *root);
bool merkle_consistent(enum merkle_kind k, uint64_t from, const struct merkle_hash *from_root,
                       uint64_t to, const struct merkle_hash *to_root,
                       const struct merkle_path *path);

#endif
