#include "domain/due_ask.h"

#include <assert.h>
#include <string.h>

#include "domain/run.h"

/* Where the key stands in the answer. */
static size_t put_key(struct ask *a, const char *key)
{
    if (a->answer.len) buf_addc(&a->answer, ';');
    size_t at = a->answer.len;
    buf_adds(&a->answer, key);
    buf_addc(&a->answer, '=');
    return at;
}

void ask_put(struct ask *a, const char *key, const char *value)
{
    put_key(a, key);
    buf_adds(&a->answer, value);
}

void ask_add_number(struct buf *b, int v)
{
    char text[12], *s = text + sizeof text;
    unsigned rest = v < 0 ? -(unsigned)v : (unsigned)v;

    *--s = '\0';
    do
        *--s = (char)('0' + rest % 10);
    while (rest /= 10);
    if (v < 0) *--s = '-';
    buf_adds(b, s);
}

void ask_put_int(struct ask *a, const char *key, int v)
{
    put_key(a, key);
    ask_add_number(&a->answer, v);
}

/* To the minute, the second, or the day, as the limit is judged. */
static void add_end(struct buf *b, struct due due, struct span len)
{
    char s[INSTANT_TEXT];

    if (due.day == DAY_NONE) {
        buf_adds(b, "none");
    } else if (limit_by_minute(len.unit)) {
        instant_text(due.late - 60, s);
        buf_add(b, s, strlen("2026-11-24T09:14"));
    } else if (len.elapsed) {
        buf_adds(b, instant_text(due.late - 1, s));
    } else {
        buf_adds(b, day_text(due.day, s));
    }
}

void ask_put_due(struct ask *a, const char *key, struct count count, struct due due)
{
    size_t at = put_key(a, key), nkey = a->answer.len - at - 1;

    add_end(&a->answer, due, count.len);
    /* Hours run through days off: they need no calendar. */
    if (due.provisional && count.len.unit != UNIT_HR) a->provisional = true;
    if (due.day == DAY_NONE) return;
    assert(a->ndated < ASK_DATES);
    a->dated[a->ndated++] = (struct dated){at, nkey, count, due.day};
}

day_t ask_put_count(struct ask *a, const char *key, struct count count)
{
    struct due due =
        clock_due(a->law->calendar, count.start, count.start_at, count.len, a->stand, a->nstand);

    ask_put_due(a, key, count, due);
    return due.day;
}

static struct count days_from(day_t start, enum unit unit, int n, bool bare)
{
    return (struct count){{unit, n, false}, start, INSTANT_NONE, INSTANT_NONE, bare};
}

day_t ask_put_days(struct ask *a, const char *key, day_t start, enum unit unit, int n)
{
    return ask_put_count(a, key, days_from(start, unit, n, false));
}

void ask_put_bare(struct ask *a, const char *key, day_t start, enum unit unit, int n, day_t d)
{
    /* Counted back, the event itself is not counted, only days before it. */
    bool leans =
        unit == UNIT_WD && calendar_provisional(a->law->calendar, d >= start ? d : start - 1);

    ask_put_due(a, key, days_from(start, unit, n, true), (struct due){d, day_start(d + 1), leans});
}
