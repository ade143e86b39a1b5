/* The ledger of a limit: every day from its event to its due day (or a later day) and why it did or
 * did not count.  Adding up its counted days by hand gives the due date. */
#ifndef YC_DOMAIN_LEDGER_H
#define YC_DOMAIN_LEDGER_H

#include "domain/clock.h"

/* COUNTED and MAKEUP (working days), NATURAL (CD, MO, HR) are the days that counted, numbered from
 * 1: n of them for WD and CD, the days of the months for MO, the days touched after the first for
 * HR and BH. */
enum ledger_kind {
    LEDGER_EVENT,  /* the day of the event, when the limit starts only on a later one: after the
                      cut-off, or no working day (B.3) */
    LEDGER_BEFORE, /* between the two */
    LEDGER_START,  /* not counted */
    LEDGER_COUNTED,
    LEDGER_MAKEUP, /* a weekend day that is worked */
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
    int nth;            /* running number of a counted day; LATE: working days overdue; else 0 */
    const char *name;   /* festival, or "" */
    const char *notice; /* the notice that says so, or "" */
    int minutes;        /* BH: office minutes of this day that counted */
    int stand;          /* index of a suspension that covers it and heals, -1 none */
    bool provisional;
};

const char *ledger_kind_name(enum ledger_kind k); /* "counted" ... */

/* event: when it happened (INSTANT_NONE: on the start day).  Writes at most max lines, returns how
 * many there are (0 for UNIT_NONE; an open suspension ends at upto; DAY_NONE: never past the due
 * day). */
size_t ledger_write(const struct calendar *c, instant_t event, day_t start, instant_t start_at,
                    struct span len, const struct stand *stands, size_t n, day_t upto,
                    struct ledger_line *out, size_t max);

/* The same through the due day in one line:
 * "2026-02-09起算（当日不计），6个工作日，止于2026-02-24；其间不计：春节2026-02-15至02-23；
 * 调休上班计入：2026-02-14".  Papers are printed in Chinese; who reads screens in English gets the
 * English.  "" for UNIT_NONE.  At most size bytes with the closing NUL (size >= 4); what does not
 * fit is cut between two characters and ends in "…". */
enum ledger_tongue { LEDGER_CHINESE, LEDGER_ENGLISH };
char *ledger_sentence(const struct calendar *c, day_t start, instant_t start_at, struct span len,
                      const struct stand *stands, size_t n, enum ledger_tongue in, char *out,
                      size_t size);

#endif
