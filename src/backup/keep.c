#include "backup/keep.h"

static int of_day(day_t d)
{
    return d;
}

static int of_week(day_t d)
{
    return d - (day_weekday(d) - 1);
}

static int of_month(day_t d)
{
    struct civil c = day_civil(d);

    return c.year * 12 + c.month;
}

static void keep_last(struct keep_copy *copy, size_t n, int most, int (*period)(day_t d))
{
    int last = 0, kept = 0;

    for (size_t i = n; i-- > 0 && kept < most;) {
        if (!copy[i].good || (kept && period(copy[i].day) == last)) continue;
        last = period(copy[i].day);
        copy[i].keep = true;
        kept++;
    }
}

void keep_by_rule(const struct keep_rule *rule, struct keep_copy *copy, size_t n)
{
    bool newer = false;

    for (size_t i = n; i-- > 0;) {
        copy[i].keep = !newer && !copy[i].good;
        newer |= copy[i].good;
    }
    keep_last(copy, n, rule->daily, of_day);
    keep_last(copy, n, rule->weekly, of_week);
    keep_last(copy, n, rule->monthly, of_month);
}
