/* Sealing the journal: events get leaf numbers, the tree over them a head, the head a signature.
 *
 * Written down with an event (sealing_note): that it has no number yet.  Numbers and hashes are
 * given in transactions of their own, a page at a time; the act "seal" only writes the head over
 * all there is, so it holds nobody up.  Signing happens outside any transaction; the act "sealed"
 * stores the signature.  Killed anywhere, the next round goes on where it was. */
#ifndef YC_OFFICE_SEALING_H
#define YC_OFFICE_SEALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/rc.h"
#include "model/matter.pb-c.h"

struct office;
struct store;
struct txn;

enum { SEAL_EVERY = 15 * 60 }; /* s */

MUST_CHECK enum rc sealing_note(struct txn *t, const void *event, size_t n, struct fault *f);
/* A home from before there was a seal: notes all its events.  Nobody else may write meanwhile. */
MUST_CHECK enum rc sealing_list_old(struct store *s, struct fault *f);
MUST_CHECK enum rc sealing_listed(struct txn *t, struct fault *f); /* a new home needs that not */

MUST_CHECK enum rc sealing_number(struct office *o, struct fault *f); /* every event not numbered */
/* Has every head signed that is not; what goes wrong is logged and told (sealing_state). */
void sealing_sign(struct office *o);
/* For the background thread: seals when something has waited SEAL_EVERY, signs what is not. */
MUST_CHECK enum rc sealing_tick(struct office *o, struct fault *f);

/* "ok", "none" (there is no signer), "silent", or why it refuses: order shorter forked ... */
const char *sealing_state(struct office *o);

MUST_CHECK enum rc sealing_hall(struct txn *t, struct arena *a, const Yc__Hall **out,
                                struct fault *f);
/* *out NULL: there is no such head. */
MUST_CHECK enum rc sealing_head(struct txn *t, struct arena *a, uint64_t number, Yc__Head **out,
                                struct fault *f);
MUST_CHECK enum rc sealing_keep_head(struct txn *t, uint64_t number, const Yc__Head *h,
                                     struct fault *f);

#endif
