/* Which days are working days (domain.md B.1), and counting them and their office minutes.
 *
 * A calendar is built once from tables of days and the hall's hours and never changes; load a newer
 * table as a new calendar. From first to last (the published end) every day is known; outside,
 * Monday to Friday count as working days, and whatever leans on days past the end is provisional.
 * Seasons hold from ten years before the first day to ten years past the end; further away the
 * ordinary hours do.  Any day from 1900 to 2999 may be asked for.
 * Days cost one or two array looks, minutes a binary search at most. */
#ifndef YC_DOMAIN_CALENDAR_H
#define YC_DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/rc.h"
#include "domain/hours.h"

struct calendar;

enum { CALENDAR_OVERLAYS = 4 };

/* What a hall's calendar is made of.  Texts are TSV: lines "2026-02-14<TAB>workday<TAB>春节", which
 * may name their notice in a fourth column, in the order of dates; '#' comments, of which
 * "# notice: 2026<TAB>title" names the notice of the other rows of a year.  Kinds: holiday,
 * workday; in overlays also morning and afternoon, a working day whose other session is left out
 * (it counts as a whole day for limits in days). */
struct calendar_parts {
    const char *published;      /* the nation's; '# coverage: A..B' or its first and last year */
    const char *provisional;    /* NULL: none; used only past the end, and still provisional */
    const char *const *overlay; /* region, hall: a row replaces what lies below for its day */
    size_t noverlay;            /* at most CALENDAR_OVERLAYS */
    const struct hours *hours;  /* NULL: hours_default */
    const struct season *season;
    size_t nseason; /* the first that holds a day gives its hours */
};

/* RC_REFUSED: code "calendar", "calendar-provisional" or "calendar-overlay-0".. says which text;
 * where one place is to blame, arg[0] and arg[1] are its line and column (bytes from 1).  Nothing
 * of the parts is kept. */
MUST_CHECK enum rc calendar_read(const struct calendar_parts *parts, struct calendar **out,
                                 struct fault *f);
void calendar_free(struct calendar *c);

bool calendar_workday(const struct calendar *c, day_t d);
bool calendar_listed(const struct calendar *c, day_t d); /* a row of a table names this day */
/* Festival of a listed day, and the notice that says so; "" where there is none. */
const char *calendar_name(const struct calendar *c, day_t d);
const char *calendar_notice(const struct calendar *c, day_t d);
day_t calendar_end(const struct calendar *c);                 /* last published day */
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

/* The hours of a day: its season's, less a session that an overlay leaves out.  Asked of any day,
 * also one on which nobody works. */
struct hours calendar_hours(const struct calendar *c, day_t d);

/* Office minutes (BH) numbered through the days: how many have gone by at t, from a beginning of
 * the calendar's own (so only differences say anything), and the first instant at which n have.
 * What fills a session exactly ends at its closing time. */
int64_t calendar_minutes_gone(const struct calendar *c, instant_t t);
instant_t calendar_minute_at(const struct calendar *c, int64_t n);

#endif
