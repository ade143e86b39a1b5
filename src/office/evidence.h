/* The evidence pack of a default, as the body of a paper: facts, an account of every clock in one
 * sentence, who held what and when, the rule, what is undone, and the liability record. */
#ifndef YC_OFFICE_EVIDENCE_H
#define YC_OFFICE_EVIDENCE_H

#include "office/deed.h"

/* c: the clock that ran out.  Chinese, in the deed's arena. */
char *evidence_text(struct deed *d, const Yc__Clock *c, const Yc__Default *def);

#endif
