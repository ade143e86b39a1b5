/* The arithmetic of limits (domain.md part B): pure functions from dates to dates.
 *
 * Whole days: the start day is not counted and the due day ends at midnight; elapsed: the same time
 * of day, n counted days on; hours run from the moment itself; office minutes only within office
 * hours.  Suspensions are half-open (from, to]: the first day still counts, the last does not.
 * Nothing here reads a clock or a database; the caller says what today is. */
#ifndef YC_DOMAIN_CLOCK_H
#define YC_DOMAIN_CLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"
#include "domain/calendar.h"
#include "domain/span.h"
#include "domain/stand.h"

struct due {
    day_t day;        /* last day that is in time; DAY_NONE: none (open suspension, UNIT_NONE) */
    instant_t late;   /* first instant that is late; INSTANT_NONE: none */
    bool provisional; /* day lies past the published calendar */
};

/* B.3: the effective day of something handed in at ts. */
day_t clock_receive(const struct calendar *c, instant_t ts);
day_t clock_receive_until(const struct calendar *c, int cutoff,
                          instant_t ts); /* cutoff: minute of the day */

/* B.2, B.5, B.6: the end of a limit that starts on start (UNIT_HR, UNIT_BH, elapsed: at start_at),
 * shifted by suspensions.  stands need not be sorted, may overlap.  One that begins on or after the
 * end, as moved by those before it, heals nothing; an open one that begins in time gives day =
 * DAY_NONE.
 *
 *   WD      the n-th working day after start that is not suspended.
 *   CD, MO  n extended by the natural days suspended; then rolled to the next working day that is
 *           not suspended.
 *   HR      n * 60 minutes day and night, suspended days left out from midnight to midnight.
 *   BH      n office minutes, suspended days left out; filling a session exactly ends at its
 *           closing time.
 *   NOW     start itself.
 *   elapsed the day WD, CD, MO give, at the time of day of start_at, to the second.
 *
 * late: whole days are late from 00:00 of the day after; HR and BH are judged by the minute, so a
 * limit that ends at 11:30 is late from 11:31:00 (the end itself is late - 60); an elapsed limit is
 * late one second after its end. */
struct due clock_due(const struct calendar *c, day_t start, instant_t start_at, struct span len,
                     const struct stand *stands, size_t n);

/* The last instant in time of a limit judged by the moment (HR, BH, elapsed), where late is the
 * first that is not; INSTANT_NONE for whole days. */
instant_t clock_last_moment(struct span len, instant_t late);

/* Limits that may not be undercut (B.2), in WD, CD, MO or NOW; DAY_NONE in other units.  Neither is
 * ever rolled: who wants the last day of a publicity to be a working day rolls it himself.
 * earliest: nothing may happen before.  CD, MO: start + n; WD: the n-th working day after.
 * latest_before: must have happened by.  CD, MO: event - n; WD: counted back, event not counted. */
day_t clock_earliest(const struct calendar *c, day_t start, struct span least);
day_t clock_latest_before(const struct calendar *c, day_t event, struct span least);

/* Working days used: counted days in (start, upto], suspended ones left out. */
int clock_used(const struct calendar *c, day_t start, day_t upto, const struct stand *stands,
               size_t n);

/* Silence at the end of an acceptance review: a licence is accepted as of receipt (许可法32), a
 * reconsideration as of the last day of the review (复议法30). */
enum silence { SILENCE_FROM_RECEIPT, SILENCE_FROM_END };

enum lamp { LAMP_GREEN, LAMP_YELLOW, LAMP_RED, LAMP_BLUE, LAMP_WHITE }; /* 绿 黄 红 挂 结 */
/* State of a running limit on a day; *left: working days left, red: minus the working days overdue
 * (may be 0: due on Friday, today is Saturday).  due = DAY_NONE is blue.  White is for the caller
 * who knows that it is finished. */
enum lamp clock_lamp(const struct calendar *c, day_t due, day_t today, int warn, int *left);
int clock_warn_threshold(int limit_wd); /* D.1: limit <= 5: 1, <= 10: 2, else 3 */
/* First instant at which a running limit is yellow: 00:00 of the day on which warn working days are
 * left; elapsed: one second after the time of day of its end, warn working days before it.
 * INSTANT_NONE where due has no day. */
instant_t clock_yellow_at(const struct calendar *c, struct due due, struct span len, int warn);

int clock_bh_between(const struct calendar *c, instant_t from, instant_t to); /* office minutes */

#endif
