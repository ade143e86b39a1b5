/* A writing request is done once: its reply is kept under (person, id) in the act's own
 * transaction, and the same request sent again is answered from there.  A different request with a
 * used id is refused. */
#ifndef YC_OFFICE_ONCE_H
#define YC_OFFICE_ONCE_H

#include "office/deed.h"

bool once_wanted(const struct act *a, const Yc__Request *q); /* it has an id, and may be kept */

/* Whether q was done before; then *reply is replaced by the reply it got. */
MUST_CHECK enum rc once_look(struct office *o, const char *as, const Yc__Request *q,
                             Yc__Reply **reply, bool *done, struct fault *f);
/* Keeps the reply.  *twice: the same request was done while this one ran; the act must be given up
 * and looked up again. */
MUST_CHECK enum rc once_keep(struct deed *d, const Yc__Reply *reply, bool *twice, struct fault *f);

#endif
