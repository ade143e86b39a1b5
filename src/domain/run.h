/* How a limit in days runs: which it counts and how many; none for hours and office minutes.  For
 * clock.c and ledger.c. */
#ifndef YC_DOMAIN_RUN_H
#define YC_DOMAIN_RUN_H

#include <stdbool.h>

#include "base/day.h"
#include "domain/span.h"

struct limit_run {
    bool natural;
    bool rolls; /* CD, MO: the end is moved to a working day */
    int days;   /* counted days after the start */
};
struct limit_run limit_run(day_t start, struct span len);
bool limit_by_minute(enum unit u); /* judged by the minute: HR, BH */
/* The day a limit is counted from: that of its moment for HR, BH and elapsed ones, else start. */
day_t limit_start(day_t start, instant_t start_at, struct span len);

#endif
