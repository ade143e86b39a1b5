/* Whether the seal holds: every event sealed exactly once or noted as not yet, hashes, heads and
 * signatures what they must be.  Part of office_verify. */
#ifndef YC_OFFICE_VERIFY_SEAL_H
#define YC_OFFICE_VERIFY_SEAL_H

#include <stdint.h>

#include "base/rc.h"

struct txn;

/* events: how many the journal holds. */
MUST_CHECK enum rc verify_seal(struct txn *t, uint64_t events,
                               void (*bad)(void *arg, const char *text), void *arg,
                               struct fault *f);

#endif
