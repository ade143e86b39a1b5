#include "domain/timer.h"

#include <assert.h>
#include <string.h>

#include "domain/stand.h"

/* --- Reckoning --- */

day_t timer_start_day(const struct calendar *c, const struct timer *t, instant_t event)
{
    return t->start == START_RECEIPT ? clock_receive(c, event) : day_of_instant(event);
}

static struct span whole_length(const struct timer *t, bool extended)
{
    struct span len = t->length;

    assert(!t->extension.unit || t->extension.unit == len.unit);
    if (extended) len.n += t->extension.n;
    return len;
}

/* Natural days and months that end where they end, on whatever day. */
static day_t plain_end(day_t start, struct span len)
{
    return len.unit == UNIT_MO ? day_add_months(start, len.n) : start + len.n;
}

static day_t plain_end_after(day_t start, struct span len, const struct stand *stands, size_t n)
{
    day_t end = plain_end(start, len);
    struct stand_piece p;

    for (day_t cursor = start; stand_next(stands, n, cursor, &p) && p.from < end; cursor = p.to) {
        if (p.open) return DAY_NONE;
        end += p.to - p.from;
    }
    return end;
}

static bool natural(struct span len)
{
    return len.unit == UNIT_CD || len.unit == UNIT_MO;
}

/* The whole of day d is in time; asked: which day, when it lies past the calendar, was asked. */
static struct due until_day(const struct calendar *c, day_t d, day_t asked)
{
    if (d == DAY_NONE) return (struct due){DAY_NONE, INSTANT_NONE, false};
    return (struct due){d, day_start(d + 1), asked != DAY_NONE && calendar_provisional(c, asked)};
}

static struct due upper(const struct calendar *c, const struct timer *t, day_t start,
                        instant_t event, struct span len, const struct stand *stands, size_t n)
{
    if (t->rolls || !natural(len)) return clock_due(c, start, event, len, stands, n);
    return until_day(c, plain_end_after(start, len, stands, n), DAY_NONE);
}

static struct due lower(const struct calendar *c, const struct timer *t, day_t start,
                        struct span len)
{
    bool plain = natural(len) && !t->rolls;
    day_t d = clock_earliest(c, start, len);

    if (natural(len) && t->rolls) d = calendar_roll(c, d);
    return (struct due){d, INSTANT_NONE, !plain && calendar_provisional(c, d)};
}

struct due timer_due(const struct calendar *c, const struct timer *t, instant_t event,
                     bool extended, const struct stand *stands, size_t n)
{
    day_t start = timer_start_day(c, t, event);
    struct span len = whole_length(t, extended);

    if (t->start == START_FIXED) return until_day(c, start, DAY_NONE);
    switch (t->bound) {
    case BOUND_LOWER:
        return lower(c, t, start, len);
    case BOUND_BEFORE:
        return until_day(c, clock_latest_before(c, start, len),
                         natural(len) ? DAY_NONE : start - 1);
    case BOUND_UPPER:
        break;
    }
    return upper(c, t, start, event, len, stands, n);
}

/* --- Words --- */

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const bounds[] = {
    [BOUND_UPPER] = "upper", [BOUND_LOWER] = "lower", [BOUND_BEFORE] = "before"};

static const char *const starts[] = {[START_DAY] = "day",
                                     [START_RECEIPT] = "receipt",
                                     [START_MOMENT] = "moment",
                                     [START_FIXED] = "fixed"};

static const char *const silences[] = {[SILENT_NOTHING] = "nothing",
                                       [SILENT_ACCEPTED_FROM_START] = "accepted_from_start",
                                       [SILENT_ACCEPTED_AT_END] = "accepted_at_end",
                                       [SILENT_RENEWED] = "renewed",
                                       [SILENT_AGREES] = "agrees",
                                       [SILENT_ABANDONED] = "abandoned",
                                       [SILENT_TERMINATED] = "terminated"};

static const char *word_of(const char *const *words, size_t n, size_t i)
{
    return i < n ? words[i] : NULL;
}

static bool find_word(const char *const *words, size_t n, const char *s, size_t *found)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], s) != 0) continue;
        *found = i;
        return true;
    }
    return false;
}

const char *timer_bound_name(enum timer_bound b)
{
    return word_of(bounds, COUNT(bounds), b);
}

const char *timer_start_name(enum timer_start s)
{
    return word_of(starts, COUNT(starts), s);
}

const char *timer_silence_name(enum timer_silence s)
{
    return word_of(silences, COUNT(silences), s);
}

bool timer_bound_parse(const char *s, enum timer_bound *out)
{
    size_t i;

    if (!find_word(bounds, COUNT(bounds), s, &i)) return false;
    *out = (enum timer_bound)i;
    return true;
}

bool timer_start_parse(const char *s, enum timer_start *out)
{
    size_t i;

    if (!find_word(starts, COUNT(starts), s, &i)) return false;
    *out = (enum timer_start)i;
    return true;
}

bool timer_silence_parse(const char *s, enum timer_silence *out)
{
    size_t i;

    if (!find_word(silences, COUNT(silences), s, &i)) return false;
    *out = (enum timer_silence)i;
    return true;
}
