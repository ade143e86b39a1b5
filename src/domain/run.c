#include "domain/run.h"

struct limit_run limit_run(day_t start, struct span len)
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
