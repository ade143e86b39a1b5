#include "domain/clock.h"

#include <assert.h>

#include "domain/run.h"
#include "domain/stand.h"

enum { MINUTE = 60 };

/* --- Office hours --- */

static int minute_of(instant_t t)
{
    return day_second_of_instant(t) / MINUTE;
}

day_t clock_receive(const struct calendar *c, instant_t ts)
{
    return clock_receive_until(c, calendar_hours(c, day_of_instant(ts)).cutoff, ts);
}

day_t clock_receive_until(const struct calendar *c, int cutoff, instant_t ts)
{
    day_t d = day_of_instant(ts);

    return calendar_workday(c, d) && minute_of(ts) < cutoff ? d : calendar_add(c, d, 1);
}

int clock_bh_between(const struct calendar *c, instant_t from, instant_t to)
{
    if (to <= from) return 0;
    return (int)(calendar_minutes_gone(c, to) - calendar_minutes_gone(c, from));
}

/* --- The end of a limit --- */

static day_t nth_day(const struct calendar *c, bool natural, day_t start, int n)
{
    return natural ? start + n : calendar_add(c, start, n);
}

static int days_between(const struct calendar *c, bool natural, day_t after, day_t upto)
{
    return natural ? upto - after : calendar_count(c, after, upto);
}

/* The day on which the run counts its last; DAY_NONE: never, as things stand.  *cursor: how far
 * stands were read. */
static day_t last_counted(const struct calendar *c, day_t start, const struct limit_run *r,
                          const struct stand *stands, size_t n, day_t *cursor)
{
    day_t end = nth_day(c, r->natural, start, r->days);
    struct stand_piece p;
    int lost = 0;

    *cursor = start;
    while (stand_next(stands, n, *cursor, &p) && p.from < end) {
        if (p.open) return DAY_NONE;
        lost += days_between(c, r->natural, p.from, p.to);
        end = nth_day(c, r->natural, start, r->days + lost);
        *cursor = p.to;
    }
    return end;
}

/* A last day on which nobody works, or which is suspended itself, gives way to the next
 * (民法典203). */
static day_t roll(const struct calendar *c, day_t end, const struct stand *stands, size_t n,
                  day_t cursor)
{
    day_t d = calendar_roll(c, end);
    struct stand_piece p;

    while (stand_next(stands, n, cursor, &p) && p.from < d) {
        if (p.open) return DAY_NONE;
        if (p.to >= d) d = calendar_roll(c, p.to + 1);
        cursor = p.to;
    }
    return d;
}

/* Hours run through the night; a suspended day is left out from midnight to midnight. */
static instant_t end_of_hours(instant_t start_minute, int hours, const struct stand *stands,
                              size_t n)
{
    instant_t end = start_minute + (instant_t)hours * 3600;
    day_t cursor = day_of_instant(start_minute);
    struct stand_piece p;

    while (stand_next(stands, n, cursor, &p) && day_start(p.from + 1) < end) {
        if (p.open) return INSTANT_NONE;
        end += (instant_t)(p.to - p.from) * DAY_SECONDS;
        cursor = p.to;
    }
    return end;
}

/* Office minutes are those of the days that are not suspended. */
static instant_t end_of_office(const struct calendar *c, instant_t start_minute, int minutes,
                               const struct stand *stands, size_t n)
{
    int64_t last = calendar_minutes_gone(c, start_minute) + minutes;
    instant_t end = minutes ? calendar_minute_at(c, last) : start_minute;
    day_t cursor = day_of_instant(start_minute);
    struct stand_piece p;

    while (stand_next(stands, n, cursor, &p) && p.from < day_of_instant(end)) {
        if (p.open) return INSTANT_NONE;
        last += clock_bh_between(c, day_start(p.from + 1), day_start(p.to + 1));
        end = calendar_minute_at(c, last);
        cursor = p.to;
    }
    return end;
}

static struct due due_at(const struct calendar *c, instant_t end)
{
    day_t d = day_of_instant(end);

    return (struct due){d, end + MINUTE, calendar_provisional(c, d)};
}

static instant_t to_minute(instant_t t)
{
    return t - day_second_of_instant(t) % MINUTE;
}

struct due clock_due(const struct calendar *c, day_t start, instant_t start_at, struct span len,
                     const struct stand *stands, size_t n)
{
    static const struct due none = {DAY_NONE, INSTANT_NONE, false};

    assert(len.n >= 0);
    if (len.unit == UNIT_NONE) return none;
    if (limit_by_minute(len.unit)) {
        instant_t end = len.unit == UNIT_HR
                            ? end_of_hours(to_minute(start_at), len.n, stands, n)
                            : end_of_office(c, to_minute(start_at), len.n, stands, n);
        return end == INSTANT_NONE ? none : due_at(c, end);
    }
    start = limit_start(start, start_at, len);
    struct limit_run r = limit_run(start, len);
    day_t cursor, d = last_counted(c, start, &r, stands, n, &cursor);
    if (d != DAY_NONE && r.rolls)
        d = roll(c, d, stands, n,
                 cursor < d ? cursor : d - 1); /* no days: the start may be suspended */
    if (d == DAY_NONE) return none;
    instant_t late =
        len.elapsed ? day_start(d) + day_second_of_instant(start_at) + 1 : day_start(d + 1);
    return (struct due){d, late, calendar_provisional(c, d)};
}

int clock_used(const struct calendar *c, day_t start, day_t upto, const struct stand *stands,
               size_t n)
{
    int used = calendar_count(c, start, upto);
    struct stand_piece p;

    for (day_t cursor = start; stand_next(stands, n, cursor, &p) && p.from < upto; cursor = p.to)
        used -= calendar_count(c, p.from, p.to < upto ? p.to : upto);
    return used;
}

/* --- Limits that may not be undercut --- */

instant_t clock_last_moment(struct span len, instant_t late)
{
    bool minutes = limit_by_minute(len.unit);

    if (late == INSTANT_NONE || !(len.elapsed || minutes)) return INSTANT_NONE;
    return late - (minutes ? 60 : 1);
}

day_t clock_earliest(const struct calendar *c, day_t start, struct span least)
{
    if (least.unit == UNIT_NONE || limit_by_minute(least.unit)) return DAY_NONE;
    struct limit_run r = limit_run(start, least);
    return nth_day(c, r.natural, start, r.days);
}

day_t clock_latest_before(const struct calendar *c, day_t event, struct span least)
{
    switch (least.unit) {
    case UNIT_NOW:
        return event;
    case UNIT_WD:
        return calendar_back(c, event, least.n);
    case UNIT_CD:
        return event - least.n;
    case UNIT_MO:
        return day_add_months(event, -least.n);
    default:
        return DAY_NONE;
    }
}

/* --- Lamps --- */

enum lamp clock_lamp(const struct calendar *c, day_t due, day_t today, int warn, int *left)
{
    *left = 0;
    if (due == DAY_NONE) return LAMP_BLUE;
    if (today > due) {
        *left = -calendar_count(c, due, today);
        return LAMP_RED;
    }
    *left = calendar_count(c, today, due);
    return *left <= warn ? LAMP_YELLOW : LAMP_GREEN;
}

int clock_warn_threshold(int limit_wd)
{
    return limit_wd <= 5 ? 1 : limit_wd <= 10 ? 2 : 3;
}

instant_t clock_yellow_at(const struct calendar *c, struct due due, struct span len, int warn)
{
    if (due.day == DAY_NONE) return INSTANT_NONE;
    instant_t day = day_start(calendar_back(c, calendar_roll_back(c, due.day), warn));
    return len.elapsed ? day + (due.late - day_start(due.day)) : day;
}
