/* Which days are working days (domain.md B.1), and counting them in constant time.
 *
 * A calendar is built once from rows "date kind name" and never changes; load a newer table as a
 * new calendar. From first to last (the published end) every day is known; outside, Monday to
 * Friday count as working days, and whatever leans on days past the end is provisional.  All
 * questions but names cost one or two array looks. */
#ifndef YC_DOMAIN_CALENDAR_H
#define YC_DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/rc.h"

struct calendar;

/* Reads TSV text (lines "2026-02-14<TAB>workday<TAB>春节" in the order of dates, '#' comments; '#
 * coverage: A..B' or first/last row's year ends give the coverage).  provisional (may be NULL) is a
 * second table used only past the end, for display and counting, still provisional.  RC_REFUSED:
 * code "calendar" or "calendar-provisional" says which table; where one place is to blame, arg[0]
 * and arg[1] are its line and column (bytes from 1). */
MUST_CHECK enum rc calendar_read(const char *tsv, const char *provisional, struct calendar **out,
                                 struct fault *f);
void calendar_free(struct calendar *c);

bool calendar_workday(const struct calendar *c, day_t d);
const char *calendar_name(const struct calendar *c,
                          day_t d); /* festival of a holiday or make-up day; "" */
bool calendar_listed(const struct calendar *c, day_t d); /* a row of the table names this day */
day_t calendar_end(const struct calendar *c);            /* last published day */
bool calendar_provisional(const struct calendar *c, day_t d); /* d lies past it */

int calendar_count(const struct calendar *c, day_t after,
                   day_t upto); /* working days d with after < d <= upto */
day_t calendar_add(const struct calendar *c, day_t start,
                   int n); /* n-th working day after start; n = 0: start */
/* n-th working day before event (not counted itself); a working event is the n-th working day after
 * it. */
day_t calendar_back(const struct calendar *c, day_t event, int n);
day_t calendar_roll(const struct calendar *c, day_t d);      /* d, or the next working day */
day_t calendar_roll_back(const struct calendar *c, day_t d); /* d, or the working day before */

/* Office hours of the hall, minutes since midnight. */
struct hours {
    int am_from, am_to, pm_from, pm_to, cutoff;
};
/* 08:30-12:00, 13:30-17:00, cut-off 17:00 (7 h = 1 working day). */
extern const struct hours hours_default;
int hours_day_minutes(const struct hours *h);

#endif
