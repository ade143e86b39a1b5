#include "domain/ledger.h"

#include "domain/run.h"

struct ledger {
    const struct calendar *c;
    bool natural;
    int days;  /* counted days that close the limit */
    day_t due; /* DAY_NONE: open */
    int counted, late;
    struct stand_piece now; /* the suspension being walked through */
    bool suspended;         /* now is a piece that heals */
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
        l->suspended = stand_next(stands, n, l->now.to, &l->now);
    if (!l->suspended || d <= l->now.from) return -1;
    return l->due == DAY_NONE || l->now.from < l->due ? l->now.index : -1;
}

/* Office minutes of d that an office-hour limit counts. */
static int minutes_on(const struct calendar *c, day_t d, instant_t from, instant_t to)
{
    instant_t a = day_start(d), b = day_start(d + 1);

    return clock_bh_between(c, from > a ? from : a, to < b ? to : b);
}

const char *ledger_kind_name(enum ledger_kind k)
{
    static const char *const names[] = {
        [LEDGER_EVENT] = "event",     [LEDGER_BEFORE] = "before",
        [LEDGER_START] = "start",     [LEDGER_COUNTED] = "counted",
        [LEDGER_MAKEUP] = "makeup",   [LEDGER_WEEKEND] = "weekend",
        [LEDGER_HOLIDAY] = "holiday", [LEDGER_SUSPENDED] = "suspended",
        [LEDGER_NATURAL] = "natural", [LEDGER_ROLLED] = "rolled",
        [LEDGER_LATE] = "late"};

    return names[k];
}

size_t ledger_write(const struct calendar *c, instant_t event, day_t start, instant_t start_at,
                    struct span len, const struct stand *stands, size_t n, day_t upto,
                    struct ledger_line *out, size_t max)
{
    if (len.unit == UNIT_NONE) return 0;
    if (limit_by_minute(len.unit)) start = day_of_instant(start_at);
    struct limit_run r = limit_run(c, start, start_at, len);
    if (len.unit == UNIT_HR) r = (struct limit_run){.natural = true, .days = INT32_MAX};
    struct ledger l = {.c = c, .natural = r.natural, .days = r.days};
    struct due due = clock_due(c, start, start_at, len, stands, n);
    l.due = due.day;
    l.suspended = stand_next(stands, n, start, &l.now);

    day_t last = l.due == DAY_NONE || upto > l.due ? upto : l.due;
    size_t lines = 0;
    day_t first =
        event != INSTANT_NONE && day_of_instant(event) < start ? day_of_instant(event) : start;
    for (day_t d = first; d <= last || d <= start; d++, lines++) {
        struct ledger_line line = {
            d,  d == start ? LEDGER_START : d == first ? LEDGER_EVENT : LEDGER_BEFORE,
            0,  calendar_name(c, d),
            "", 0,
            -1, calendar_provisional(c, d)};
        if (d > start) {
            line.stand = stand_on(&l, stands, n, d);
            judge(&l, &line);
        }
        if (len.unit == UNIT_BH && due.day != DAY_NONE &&
            (line.kind == LEDGER_START || line.nth > 0))
            line.minutes = minutes_on(c, d, start_at, due.late - 60);
        if (lines < max) out[lines] = line;
    }
    return lines;
}
