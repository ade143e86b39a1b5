/* How a limit runs: which days it counts and how many.  For clock.c and ledger.c. */
#ifndef YC_DOMAIN_RUN_H
#define YC_DOMAIN_RUN_H

#include "domain/calendar.h"
#include "domain/span.h"

struct limit_run {
    bool natural;
    bool rolls; /* CD, MO: the end is moved to a working day */
    int days;   /* counted days after the start */
    int office; /* BH: office minutes gone by at the end, on the last day */
};
struct limit_run limit_run(const struct calendar *c, day_t start, instant_t start_at,
                           struct span len);
bool limit_by_minute(enum unit u); /* judged by the minute: HR, BH */
/* The day a limit is counted from: that of its moment for HR, BH and elapsed ones, else start. */
day_t limit_start(day_t start, instant_t start_at, struct span len);

#endif
