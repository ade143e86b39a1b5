#include "domain/timer.h"

day_t timer_start_day(const struct calendar *c, const struct timer *t, instant_t event)
{
    return t->start == START_RECEIPT ? clock_receive(c, event) : day_of_instant(event);
}

static day_t from(const struct calendar *c, day_t start, struct span len, int sign)
{
    if (len.unit == UNIT_WD)
        return sign > 0 ? calendar_add(c, start, len.n) : calendar_back(c, start, len.n);
    return len.unit == UNIT_MO ? day_add_months(start, sign * len.n) : start + sign * len.n;
}

static bool is_bare(const struct timer *t)
{
    enum unit u = t->length.unit;

    return t->bound == BOUND_UPPER && !t->rolls && (u == UNIT_CD || u == UNIT_MO);
}

struct due timer_due(const struct calendar *c, const struct timer *t, instant_t event,
                     bool extended, const struct stand *stands, size_t n)
{
    day_t start = timer_start_day(c, t, event), end = start;
    struct span len = t->length;

    if (extended && t->extension.unit == len.unit) len.n += t->extension.n;
    if (t->start == START_FIXED)
        end = start;
    else if (t->bound == BOUND_LOWER)
        end = calendar_roll(c, from(c, start, len, 1));
    else if (t->bound == BOUND_BEFORE)
        end = from(c, start, len, -1);
    else if (is_bare(t))
        end = from(c, start, len, 1);
    else
        return clock_due(c, start, event, len, stands, n);
    return (struct due){end, day_start(end + 1), calendar_provisional(c, end)};
}
