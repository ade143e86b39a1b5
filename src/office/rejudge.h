/* A matter judged again by a newer calendar (domain.md B.1).
 *
 * Facts stay: start days, ends, suspensions, extensions, what was deemed, papers.  What follows
 * from them is computed again: due days, limits, results, used days, the next stage, and the cards
 * that came of them.  A day told to the applicant in writing never becomes an earlier one; cards
 * are cancelled, never deleted.  Every clock that changed is entered in the matter's list. */
#ifndef YC_OFFICE_REJUDGE_H
#define YC_OFFICE_REJUDGE_H

#include "office/deed.h"

/* Whether rejudge would change anything.  Pure but for the arithmetic; makes nothing. */
bool rejudge_needed(const struct calendar *cal, const Yc__Matter *m, instant_t now);
/* Judges d->m by d->calendar, whose number goes into the entries; sets d->rejudged when something
 * changed. */
void rejudge(struct deed *d);

#endif
