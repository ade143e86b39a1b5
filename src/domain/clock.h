/* The arithmetic of limits (domain.md part B): pure functions from dates to dates.
 *
 * Whole days: the start day is not counted and the due day ends at midnight; hours run from the
 * moment itself; office minutes only within office hours.  Suspensions are half-open (from, to]:
 * the first day still counts, the last does not.  Nothing here reads a clock or a database; the
 * caller says what today is. */
#ifndef YC_DOMAIN_CLOCK_H
#define YC_DOMAIN_CLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"
#include "domain/calendar.h"
#include "domain/item.h"

struct stand {      /* one suspension */
    day_t from, to; /* to = DAY_NONE: still open */
};

struct due {
    day_t day;        /* last day that is in time; DAY_NONE: none (open suspension, UNIT_NONE) */
    instant_t late;   /* first instant that is late; INSTANT_NONE: none */
    bool provisional; /* day lies past the published calendar */
};

/* B.3: the effective day of something handed in at ts. */
day_t clock_receive(const struct calendar *c, const struct hours *h, instant_t ts);

/* B.2, B.5, B.6: the end of a limit that starts on start (UNIT_HR, UNIT_BH: at the minute of
 * start_at), shifted by suspensions.  stands need not be sorted, may overlap.  One that begins on
 * or after the end, as moved by those before it, heals nothing; an open one that begins in time
 * gives day = DAY_NONE.
 *
 *   WD      the n-th working day after start that is not suspended.
 *   CD, MO  n extended by the natural days suspended; then rolled to the next working day that is
 * not suspended. HR      n * 60 minutes day and night, suspended days left out from midnight to
 * midnight. BH      n office minutes, suspended days left out; filling a session exactly ends at
 * its closing time. NOW     start itself.
 *
 * late: whole days are late from 00:00 of the day after; HR and BH are judged by the minute, so a
 * limit that ends at 11:30 is late from 11:31:00 (the end itself is late - 60). */
struct due clock_due(const struct calendar *c, const struct hours *h, day_t start,
                     instant_t start_at, struct span len, const struct stand *stands, size_t n);

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

int clock_bh_between(const struct calendar *c, const struct hours *h, instant_t from,
                     instant_t to); /* office minutes */

/* The ledger: every day from start to due (or upto, when later; DAY_NONE: never) and why it did or
 * did not count. COUNTED and MAKEUP (working days), NATURAL (CD, MO, HR) are the days that counted,
 * numbered from 1: n of them for WD and CD, the days of the months for MO, the days touched after
 * the first for HR and BH. */
enum ledger_kind {
    LEDGER_START,
    LEDGER_COUNTED,
    LEDGER_MAKEUP,
    LEDGER_WEEKEND,
    LEDGER_HOLIDAY,
    LEDGER_SUSPENDED, /* would have counted; a weekend inside a suspension stays WEEKEND */
    LEDGER_NATURAL,
    LEDGER_ROLLED, /* after the last counted day of CD, MO, through the due day */
    LEDGER_LATE    /* working day after the due day */
};
struct ledger_line {
    day_t day;
    enum ledger_kind kind;
    int nth;          /* running number of a counted day; LATE: working days overdue; else 0 */
    const char *name; /* festival, or "" */
    int stand;        /* index of a suspension that covers it and heals, -1 none */
    bool provisional;
};
/* Writes at most max lines, returns how many there are (0 for UNIT_NONE; an open suspension ends at
 * upto). */
size_t clock_ledger(const struct calendar *c, const struct hours *h, day_t start,
                    instant_t start_at, struct span len, const struct stand *stands, size_t n,
                    day_t upto, struct ledger_line *out, size_t max);

#endif
