#include "domain/clock.h"

#include <assert.h>

enum { MINUTE = 60 };

/* --- Office hours --- */

static int clamp(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

static int minute_of(instant_t t)
{
    return day_second_of_instant(t) / MINUTE;
}

/* Office minutes of a working day gone by at this minute. */
static int elapsed(const struct hours *h, int minute)
{
    return clamp(minute, h->am_from, h->am_to) - h->am_from + clamp(minute, h->pm_from, h->pm_to) -
           h->pm_from;
}

/* The reverse; a full session ends at its closing time, not at the next opening. */
static int minute_after(const struct hours *h, int office)
{
    int morning = h->am_to - h->am_from;

    return office <= morning ? h->am_from + office : h->pm_from + office - morning;
}

day_t clock_receive(const struct calendar *c, const struct hours *h, instant_t ts)
{
    day_t d = day_of_instant(ts);

    return calendar_workday(c, d) && minute_of(ts) < h->cutoff ? d : calendar_add(c, d, 1);
}

int clock_bh_between(const struct calendar *c, const struct hours *h, instant_t from, instant_t to)
{
    if (to <= from) return 0;
    day_t a = day_of_instant(from), b = day_of_instant(to);
    int before = calendar_workday(c, a) ? elapsed(h, minute_of(from)) : 0;
    int last = calendar_workday(c, b) ? elapsed(h, minute_of(to)) : 0;

    /* Working days a..b-1 in full, less what had gone by on a, and the part of b. */
    return calendar_count(c, a - 1, b - 1) * hours_day_minutes(h) - before + last;
}

/* --- Suspensions --- */

/* The next stretch of suspended days after cursor, however the stands lie and overlap; walked with
 * cursor = piece.to it names every suspended day once.  index: which stand. */
struct piece {
    day_t from, to;
    bool open;
    int index;
};

static bool next_piece(const struct stand *stands, size_t n, day_t cursor, struct piece *out)
{
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        day_t to = stands[i].to == DAY_NONE ? INT32_MAX : stands[i].to;
        day_t from = stands[i].from > cursor ? stands[i].from : cursor;
        if (to <= from) continue; /* over, or of one day: costs nothing */
        if (found && (from > out->from || (from == out->from && to <= out->to))) continue;
        *out = (struct piece){from, to, stands[i].to == DAY_NONE, (int)i};
        found = true;
    }
    return found;
}

/* --- The end of a limit --- */

/* How a limit runs: which days it counts and how many. */
struct run {
    bool natural;
    bool rolls; /* CD, MO: the end is moved to a working day */
    int days;   /* counted days after the start */
    int office; /* BH: office minutes gone by at the end, on the last day */
};

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
static day_t last_counted(const struct calendar *c, day_t start, const struct run *r,
                          const struct stand *stands, size_t n, day_t *cursor)
{
    day_t end = nth_day(c, r->natural, start, r->days);
    struct piece p;
    int lost = 0;

    *cursor = start;
    while (next_piece(stands, n, *cursor, &p) && p.from < end) {
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
    struct piece p;

    while (next_piece(stands, n, cursor, &p) && p.from < d) {
        if (p.open) return DAY_NONE;
        if (p.to >= d) d = calendar_roll(c, p.to + 1);
        cursor = p.to;
    }
    return d;
}

/* Office minutes are turned into working days after the first and a rest on the last. */
static struct run run_office(const struct calendar *c, const struct hours *h, instant_t start_at,
                             int minutes)
{
    int full = hours_day_minutes(h), gone = 0;
    bool open = calendar_workday(c, day_of_instant(start_at));

    assert(full > 0);
    if (open) gone = elapsed(h, minute_of(start_at));
    if (open && gone + minutes <= full) return (struct run){.office = gone + minutes};
    int rest = gone + minutes - (open ? full : 0);
    int more = (rest - 1) / full;
    return (struct run){.days = more + 1, .office = rest - more * full};
}

static struct run run_of(const struct calendar *c, const struct hours *h, day_t start,
                         instant_t start_at, struct span len)
{
    switch (len.unit) {
    case UNIT_WD:
        return (struct run){.days = len.n};
    case UNIT_CD:
        return (struct run){.natural = true, .rolls = true, .days = len.n};
    case UNIT_MO:
        return (struct run){
            .natural = true, .rolls = true, .days = day_add_months(start, len.n) - start};
    case UNIT_BH:
        if (len.n > 0) return run_office(c, h, start_at, len.n);
        break;
    case UNIT_HR:
    case UNIT_NOW:
    case UNIT_NONE:
        break;
    }
    return (struct run){0};
}

/* Hours run through the night; a suspended day is left out from midnight to midnight. */
static instant_t end_of_hours(instant_t start_minute, int hours, const struct stand *stands,
                              size_t n)
{
    instant_t end = start_minute + (instant_t)hours * 3600;
    day_t cursor = day_of_instant(start_minute);
    struct piece p;

    while (next_piece(stands, n, cursor, &p) && day_start(p.from + 1) < end) {
        if (p.open) return INSTANT_NONE;
        end += (instant_t)(p.to - p.from) * DAY_SECONDS;
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

static bool runs_by_minute(enum unit u)
{
    return u == UNIT_HR || u == UNIT_BH;
}

struct due clock_due(const struct calendar *c, const struct hours *h, day_t start,
                     instant_t start_at, struct span len, const struct stand *stands, size_t n)
{
    static const struct due none = {DAY_NONE, INSTANT_NONE, false};

    assert(len.n >= 0);
    if (len.unit == UNIT_NONE) return none;
    if (runs_by_minute(len.unit)) start = day_of_instant(start_at);
    if (len.unit == UNIT_HR) {
        instant_t end = end_of_hours(to_minute(start_at), len.n, stands, n);
        return end == INSTANT_NONE ? none : due_at(c, end);
    }
    struct run r = run_of(c, h, start, start_at, len);
    day_t cursor, d = last_counted(c, start, &r, stands, n, &cursor);
    if (d != DAY_NONE && r.rolls) d = roll(c, d, stands, n, cursor);
    if (d == DAY_NONE) return none;
    if (len.unit != UNIT_BH) return (struct due){d, day_start(d + 1), calendar_provisional(c, d)};
    return due_at(c,
                  len.n ? day_start(d) + minute_after(h, r.office) * MINUTE : to_minute(start_at));
}

int clock_used(const struct calendar *c, day_t start, day_t upto, const struct stand *stands,
               size_t n)
{
    int used = calendar_count(c, start, upto);
    struct piece p;

    for (day_t cursor = start; next_piece(stands, n, cursor, &p) && p.from < upto; cursor = p.to)
        used -= calendar_count(c, p.from, p.to < upto ? p.to : upto);
    return used;
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

/* --- The ledger --- */

struct ledger {
    const struct calendar *c;
    bool natural;
    int days;  /* counted days that close the limit */
    day_t due; /* DAY_NONE: open */
    int counted, late;
    struct piece now; /* the suspension being walked through */
    bool suspended;   /* now is a piece that heals */
};

static enum ledger_kind rest_kind(const struct calendar *c, day_t d)
{
    return calendar_listed(c, d) ? LEDGER_HOLIDAY : LEDGER_WEEKEND;
}

static enum ledger_kind work_kind(day_t d)
{
    return day_weekday(d) > 5 ? LEDGER_MAKEUP : LEDGER_COUNTED;
}

/* Fills kind and nth of one day after the start. */
static void judge(struct ledger *l, struct ledger_line *line)
{
    day_t d = line->day;
    bool works = calendar_workday(l->c, d);

    if (l->due != DAY_NONE && d > l->due) {
        line->kind = works ? LEDGER_LATE : rest_kind(l->c, d);
        if (works) line->nth = ++l->late;
    } else if (!l->natural && !works) {
        line->kind = rest_kind(l->c, d);
    } else if (line->stand >= 0) {
        line->kind = LEDGER_SUSPENDED;
    } else if (l->natural && l->counted == l->days) {
        line->kind = LEDGER_ROLLED;
    } else {
        line->kind = l->natural ? LEDGER_NATURAL : work_kind(d);
        line->nth = ++l->counted;
    }
}

/* The stand that covers d, -1 none; moves on from piece to piece. */
static int stand_on(struct ledger *l, const struct stand *stands, size_t n, day_t d)
{
    while (l->suspended && d > l->now.to)
        l->suspended = next_piece(stands, n, l->now.to, &l->now);
    if (!l->suspended || d <= l->now.from) return -1;
    return l->due == DAY_NONE || l->now.from < l->due ? l->now.index : -1;
}

size_t clock_ledger(const struct calendar *c, const struct hours *h, day_t start,
                    instant_t start_at, struct span len, const struct stand *stands, size_t n,
                    day_t upto, struct ledger_line *out, size_t max)
{
    if (len.unit == UNIT_NONE) return 0;
    if (runs_by_minute(len.unit)) start = day_of_instant(start_at);
    struct run r = run_of(c, h, start, start_at, len);
    if (len.unit == UNIT_HR) r = (struct run){.natural = true, .days = INT32_MAX};
    struct ledger l = {.c = c, .natural = r.natural, .days = r.days};
    l.due = clock_due(c, h, start, start_at, len, stands, n).day;
    l.suspended = next_piece(stands, n, start, &l.now);

    day_t last = l.due == DAY_NONE || upto > l.due ? upto : l.due;
    size_t lines = 0;
    for (day_t d = start; d <= last || d == start; d++, lines++) {
        struct ledger_line line = {
            d, LEDGER_START, 0, calendar_name(c, d), -1, calendar_provisional(c, d)};
        if (d > start) {
            line.stand = stand_on(&l, stands, n, d);
            judge(&l, &line);
        }
        if (lines < max) out[lines] = line;
    }
    return lines;
}
