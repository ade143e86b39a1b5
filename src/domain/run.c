#include "domain/run.h"

#include <assert.h>

/* Office minutes are turned into working days after the first and a rest on the last. */
static struct limit_run run_office(const struct calendar *c, instant_t start_at, int minutes)
{
    struct hours hours = calendar_hours(c, day_of_instant(start_at)), *h = &hours;
    int full = hours_minutes(h), gone = 0;
    bool open = calendar_workday(c, day_of_instant(start_at));

    assert(full > 0);
    if (open) gone = hours_gone(h, day_second_of_instant(start_at) / 60);
    if (open && gone + minutes <= full) return (struct limit_run){.office = gone + minutes};
    int rest = gone + minutes - (open ? full : 0);
    int more = (rest - 1) / full;
    return (struct limit_run){.days = more + 1, .office = rest - more * full};
}

struct limit_run limit_run(const struct calendar *c, day_t start, instant_t start_at,
                           struct span len)
{
    switch (len.unit) {
    case UNIT_WD:
        return (struct limit_run){.days = len.n};
    case UNIT_CD:
        return (struct limit_run){.natural = true, .rolls = true, .days = len.n};
    case UNIT_MO:
        return (struct limit_run){
            .natural = true, .rolls = true, .days = day_add_months(start, len.n) - start};
    case UNIT_BH:
        if (len.n > 0) return run_office(c, start_at, len.n);
        break;
    case UNIT_HR:
    case UNIT_NOW:
    case UNIT_NONE:
        break;
    }
    return (struct limit_run){0};
}

bool limit_by_minute(enum unit u)
{
    return u == UNIT_HR || u == UNIT_BH;
}

day_t limit_start(day_t start, instant_t start_at, struct span len)
{
    return len.elapsed || limit_by_minute(len.unit) ? day_of_instant(start_at) : start;
}
