/* For tests of limits: calendars whose days the test reads itself, the country's and random ones,
 * and random questions over them.  Nothing here asks the calendar under test. */
#ifndef YC_TESTS_LIMIT_QUESTIONS_H
#define YC_TESTS_LIMIT_QUESTIONS_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "calendar_file.h"
#include "domain/clock.h"

enum { TABLE_DAYS = 24 * 366 };

struct days {
    struct calendar *c; /* made from the same text */
    day_t first, last;
    char kind[TABLE_DAYS]; /* h holiday, w worked, 0 as the week has it */
    char name[TABLE_DAYS][32];
};

static inline bool listed(const struct days *t, day_t d)
{
    return d >= t->first && d <= t->last && t->kind[d - t->first];
}

static inline bool works(const struct days *t, day_t d)
{
    return listed(t, d) ? t->kind[d - t->first] == 'w' : day_weekday(d) <= 5;
}

static inline const char *festival(const struct days *t, day_t d)
{
    return listed(t, d) ? t->name[d - t->first] : "";
}

static inline void days_read(struct days *t, const char *tsv)
{
    int y, m, dom, y2, m2, dom2;
    char kind[16], name[32];

    memset(t, 0, sizeof *t);
    for (const char *p = tsv; *p; p = strchrnul(p, '\n'), p += *p == '\n') {
        if (sscanf(p, "# coverage: %d-%d-%d..%d-%d-%d", &y, &m, &dom, &y2, &m2, &dom2) == 6) {
            t->first = day_of_civil(y, m, dom);
            t->last = day_of_civil(y2, m2, dom2);
        } else if (sscanf(p, "%d-%d-%d\t%15[a-z]\t%31[^\t\r\n]", &y, &m, &dom, kind, name) == 5) {
            day_t i = day_of_civil(y, m, dom) - t->first;
            if (i < 0 || i >= TABLE_DAYS) abort();
            t->kind[i] = kind[0];
            strcpy(t->name[i], name);
        }
    }
    if (!t->first || t->last - t->first >= TABLE_DAYS ||
        calendar_read(&(struct calendar_parts){.published = tsv}, &t->c, NULL) != RC_OK)
        abort();
}

/* Two to five years from 2010 with holidays of one to nine days anywhere and weekends worked. */
static inline void days_random(struct days *t)
{
    static const char *const names[] = {"春节", "国庆节", "元旦", "端午节"};
    day_t first = day_of_civil(2010, 1, 1), last = first + 700 + rand() % 1100;
    char a[DAY_TEXT], b[DAY_TEXT];
    struct buf tsv = {0};

    buf_printf(&tsv, "# coverage: %s..%s\n", day_text(first, a), day_text(last, b));
    for (day_t d = first; d <= last; d++) {
        const char *name = names[rand() % 4];
        if (rand() % 30 == 0)
            for (int n = 1 + rand() % 9; n > 0 && d <= last; n--, d++)
                buf_printf(&tsv, "%s\tholiday\t%s\n", day_text(d, a), name);
        else if (rand() % 100 < (day_weekday(d) > 5 ? 15 : 2))
            buf_printf(&tsv, "%s\tworkday\t%s\n", day_text(d, a), name);
    }
    days_read(t, buf_str(&tsv));
    buf_free(&tsv);
}

/* By turns five hundred questions over the country's calendar and five hundred over a new one. */
static inline const struct days *days_for(int round)
{
    static struct days cn, any;

    if (!cn.c) {
        char *tsv = file_text("data/calendar/cn.tsv");
        days_read(&cn, tsv);
        free(tsv);
    }
    if (round % 1000 < 500) return &cn;
    if (round % 1000 == 500 || !any.c) {
        calendar_free(any.c);
        days_random(&any);
    }
    return &any;
}

enum { STANDS = 4 };

struct question {
    const struct days *t;
    day_t start;
    instant_t start_at; /* on the day of start */
    struct span len;
    struct stand stand[STANDS];
    size_t n;
};

static inline bool stands_on(const struct question *q, day_t d)
{
    for (size_t i = 0; i < q->n; i++)
        if (d > q->stand[i].from && (q->stand[i].to == DAY_NONE || d <= q->stand[i].to))
            return true;
    return false;
}

/* The start day is never one of those a suspension takes away. */
static inline bool covered(const struct question *q, day_t d)
{
    return d > q->start && stands_on(q, d);
}

static inline struct stand any_stand(day_t start)
{
    day_t from = start - 10 + rand() % 70;

    return (struct stand){from, rand() % 20 ? from + rand() % 25 : DAY_NONE};
}

static inline struct question any_question(const struct days *t)
{
    static const int max[] = {
        [UNIT_WD] = 45, [UNIT_CD] = 90, [UNIT_MO] = 4, [UNIT_HR] = 200, [UNIT_BH] = 3000};
    struct question q = {.t = t};

    q.start = t->first + 10 + rand() % (t->last - t->first);
    q.start_at = day_start(q.start) + (rand() % 10 ? rand() % DAY_SECONDS : 0);
    q.len.unit = UNIT_WD + (enum unit)(rand() % 5);
    q.len.n = rand() % (max[q.len.unit] + 1);
    q.len.elapsed = q.len.unit <= UNIT_MO && rand() % 3 == 0;
    q.n = (size_t)rand() % STANDS;
    for (size_t i = 0; i < q.n; i++)
        q.stand[i] = any_stand(q.start);
    return q;
}

static inline struct due due_of(const struct question *q)
{
    return clock_due(q->t->c, q->start, q->start_at, q->len, q->stand, q->n);
}

#endif
