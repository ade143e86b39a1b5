/* The account of a clock: what it promises or what the law allows it at most, with the suspensions
 * that moved it, reckoned again from the record.  Screens, commands and printed papers all tell a
 * limit from here, so they cannot differ. */
#ifndef YC_OFFICE_ACCOUNT_H
#define YC_OFFICE_ACCOUNT_H

#include "catalog/timers.h"
#include "domain/ledger.h"
#include "office/clocks.h"

struct account {
    const struct calendar *calendar;
    const Yc__Clock *clock;
    struct span length;                           /* extended; UNIT_NONE: a fixed date (renewal) */
    instant_t event;                              /* when it happened; the start may come later */
    struct stand stand[CLOCK_STANDS];             /* those that hold it */
    const Yc__Suspension *stood_by[CLOCK_STANDS]; /* which they are; NULL: cannot be told */
    size_t nstand;
    struct due due; /* by the calendar alone */
};

/* limit: the statutory limit instead of the promise.  false: the clock has no such account, or the
 * limit is the promise itself.  Borrows m and calendar. */
bool account_open(const struct calendar *calendar, const Yc__Matter *m, const Yc__Clock *c,
                  bool limit, struct account *out);

/* Its days through the due day, and on to upto while it is not ended, else to its end; as
 * ledger_write. */
size_t account_days(const struct account *a, day_t upto, struct ledger_line *out, size_t max);
/* The one line for papers and screens.  Appended. */
void account_sentence(const struct account *a, enum ledger_tongue in, struct buf *out);

/* The rule of the law it follows: the one its item names, else its own; NULL: none. */
const struct timer *account_timer(const struct catalog *catalog, const struct item *it,
                                  const Yc__Clock *c);

#endif
