/* Bringing every matter to the newest calendar, a page at a time (rejudge.h does one).
 *
 * Killed anywhere it begins again: what was done is passed over, for a matter carries the number of
 * the calendar that judged it.  When all have been looked at the hall's record says so. */
#ifndef YC_OFFICE_JUDGING_H
#define YC_OFFICE_JUDGING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rc.h"

struct office;

/* The next page, for the background thread alone; *more: there is another one to do. */
MUST_CHECK enum rc judging_page(struct office *o, bool *more, struct fault *f);
/* One matter out of turn. */
MUST_CHECK enum rc judging_matter(struct office *o, uint64_t id, struct fault *f);
bool judging_open(struct office *o); /* a newer calendar is in force than all were judged by */
void judging_forget(struct office *o);

#endif
