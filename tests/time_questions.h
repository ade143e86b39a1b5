/* For tests of the time law: random dates, lengths and suspensions in the words of due.h, and the
 * one place that asks our side.
 *
 * Half of the dates lie within days of a festival or of the end of the calendar.
 * ORACLE_QUESTIONS (how many of a kind) and ORACLE_SEED are taken from the environment, so that
 * slow builds can ask less and a difference can be met again. */
#ifndef YC_TESTS_TIME_QUESTIONS_H
#define YC_TESTS_TIME_QUESTIONS_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "domain/due.h"
#include "oracle/walk.h"

/* Fresh. */
static inline char *ask(const struct calendar *c, const char *op, const char *inputs)
{
    const struct due_law law = {.calendar = c};
    struct due_desk *d = due_open(&law);
    char *answer = mem_strdup(due_answer(d, op, inputs));

    due_close(d);
    return answer;
}

static inline int from_environment(const char *name, int otherwise)
{
    const char *value = getenv(name);

    return value ? atoi(value) : otherwise;
}

struct dice {
    const struct walk_calendar *days;
    int named; /* how many days the calendar names */
    uint64_t state;
};

static inline struct dice dice_of(const struct walk_calendar *days, uint64_t state)
{
    struct dice d = {.days = days, .state = state << 32};

    while (walk_named_day(days, d.named))
        d.named++;
    return d;
}

/* low .. high: the bits of a running sum, well stirred */
static inline int roll(struct dice *d, int low, int high)
{
    uint64_t z = d->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return low + (int)((z ^ z >> 31) % (uint64_t)(high - low + 1));
}

static inline bool once_in(struct dice *d, int n)
{
    return roll(d, 1, n) == 1;
}

static inline int days_on(int date, int n)
{
    for (; n > 0; n--)
        date = walk_next(date);
    for (; n < 0; n++)
        date = walk_previous(date);
    return date;
}

static inline int any_date(struct dice *d)
{
    int kind = roll(d, 1, 10);

    if (kind <= 4)
        return days_on(walk_named_day(d->days, roll(d, 0, d->named - 1)), roll(d, -12, 12));
    if (kind == 5) return days_on(20261231, roll(d, -60, 10));
    int year = roll(d, 2004, 2030);
    return days_on(year * 10000 + roll(d, 1, 12) * 100 + 1, roll(d, 0, 30));
}

static inline int any_length(struct dice *d)
{
    int kind = roll(d, 1, 4);

    return roll(d, 0, kind == 1 ? 5 : kind == 2 ? 400 : 40);
}

/* --- writing a question --- */

struct text {
    char s[1024];
    int len;
};

static inline __attribute__((format(printf, 2, 3))) void put(struct text *t, const char *format,
                                                             ...)
{
    va_list ap;

    va_start(ap, format);
    t->len += vsnprintf(t->s + t->len, sizeof t->s - (size_t)t->len, format, ap);
    va_end(ap);
}

static inline void put_date(struct text *t, const char *before, int date)
{
    put(t, "%s%04d-%02d-%02d", before, date / 10000, date / 100 % 100, date % 100);
}

/* susp=... of 1 to 4: apart, adjacent, overlapping, empty, still open, in any order. */
static inline void put_suspensions(struct dice *d, struct text *t, int start, int length)
{
    int n = roll(d, 1, 4), last = start;

    for (int i = 0; i < n; i++) {
        int from = once_in(d, 4) ? last : days_on(start, roll(d, -15, length * 3 / 2 + 10));
        last = days_on(from, once_in(d, 5) ? 0 : roll(d, 1, once_in(d, 5) ? 90 : 15));
        put_date(t, i ? "," : ";susp=", from);
        put(t, "/");
        if (!once_in(d, 15)) put_date(t, "", last);
    }
}

#endif
