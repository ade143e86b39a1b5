/* Room on the disks of the home.
 *
 * Below the first limit everybody is told, below the second new work is refused ("disk-low") so
 * that what is open can still be finished: those acts are refused only when the disk is full.  An
 * act leaves some 30 KB behind (log, data, archive), so the 256 MB of a home that names no limits
 * are 8,000 acts: more than three days of a hall with 54,000 matters a year. */
#ifndef YC_OFFICE_SPACE_H
#define YC_OFFICE_SPACE_H

#include "office/act.h"

/* Refuses new matters and new definitions when there is too little left. */
MUST_CHECK enum rc space_for_act(struct office *o, const struct act *act, struct fault *f);
/* Refuses a copy of the home at dir that would leave too little. */
MUST_CHECK enum rc space_for_copy(struct office *o, const char *dir, struct fault *f);

#endif
