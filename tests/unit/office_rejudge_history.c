/* Step by step is as from the beginning: a random history of acts and calendars on 200 matters, and
 * then every clock and card against the calendar in force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "domain/clock.h"
#include "office/judging.h"

#include "calendar_home.h"

enum { MATTERS = 200, ROUNDS = 60, ACTS = 14, OWN = 4 };

static unsigned drawn;

static unsigned draw(unsigned below)
{
    drawn = drawn * 1103515245u + 12345u;
    return (drawn >> 16) % below;
}

/* A few days of spring with a sign of their own: weekdays off, weekends worked. */
static size_t draw_days(struct own_day own[OWN], char text[OWN][DAY_TEXT])
{
    day_t day = day_of_civil(2026, 3, 2);
    size_t n = draw(OWN + 1);

    for (size_t i = 0; i < n; i++) {
        day += 1 + (day_t)draw(20);
        own[i] =
            (struct own_day){day_text(day, text[i]), day_weekday(day) > 5 ? "workday" : "holiday"};
    }
    return n;
}

static void draw_act(struct home *h, const char *number)
{
    switch (draw(9)) {
    case 0:
    case 1:
        home_do(h, "zhangmin", "accept", number, NULL);
        break;
    case 2:
        home_do(h, "xujianping", "suspend", number, "kind", "检测", "planned", "3", "approved_by",
                "yangguoqing", NULL);
        break;
    case 3:
    case 4:
        home_do(h, "xujianping", "resume", number, "evidence", "报告", NULL);
        break;
    case 5:
        home_do(h, "yangguoqing", "extend", number, "reason", "案情复杂", NULL);
        break;
    case 6:
        home_do(h, "xujianping", "pass", number, "officers", "甲,乙", NULL);
        break;
    case 7:
        home_do(h, "hanxuesong", "pass", number, NULL);
        break;
    default:
        home_do(h, "yangguoqing", draw(4) ? "grant" : "take", number, NULL);
    }
}

struct fresh {
    struct calendar *calendar;
    instant_t now;
    size_t running, ended, issued, cancelled, kept;
};

static struct due end_of(const struct fresh *f, const Yc__Matter *m, const Yc__Clock *c,
                         const char *length)
{
    struct stand stands[64];
    size_t n = 0;
    struct span s, e;

    if (!span_parse(length ? length : "", &s)) s = (struct span){UNIT_NONE, 0, false};
    for (size_t i = 0; i < m->n_extensions && strcmp(c->key, "total") == 0; i++)
        if (span_parse(m->extensions[i]->length, &e)) s.n += e.n;
    for (size_t i = 0; i < m->n_suspensions; i++)
        stands[n++] =
            (struct stand){m->suspensions[i]->from_day,
                           m->suspensions[i]->has_to_day ? m->suspensions[i]->to_day : DAY_NONE};
    return clock_due(f->calendar, c->start_day, c->start_at, s, stands, n);
}

static void check_running(struct fresh *f, const Yc__Matter *m, const Yc__Clock *c)
{
    struct due due = end_of(f, m, c, c->length), limit = end_of(f, m, c, c->limit);

    if (limit.day != DAY_NONE && limit.late < due.late) due = limit;
    day_t law = due.day;
    if (due.day != DAY_NONE && c->told_day && due.day < c->told_day) {
        due.day = c->told_day;
        f->kept++;
    }
    assert_int_equal(c->due_day, due.day);
    assert_int_equal(c->law_day ? c->law_day : due.day, law);
    assert_string_equal(c->state, due.day == DAY_NONE ? "standing" : "running");
    assert_true(c->next_at == 0 || c->next_at > f->now);
    f->running++;
}

static void check_ended(struct fresh *f, const Yc__Clock *c)
{
    bool over = c->limit_at != INSTANT_NONE && c->ended_at >= c->limit_at,
         late = c->due_at != INSTANT_NONE && c->ended_at >= c->due_at;

    assert_string_equal(c->result, over ? "over_limit" : late ? "late" : "on_time");
    f->ended++;
}

static size_t issued(const Yc__Matter *m, const char *clock, const char *rule)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n_cards; i++)
        n += strcmp(m->cards[i]->clock, clock) == 0 && strcmp(m->cards[i]->rule, rule) == 0 &&
             strcmp(m->cards[i]->state, "issued") == 0 && !strstr(m->cards[i]->key, " second");
    return n;
}

/* The whole is carded for what its dates say, no more and no less. */
static void check_total_cards(struct fresh *f, const Yc__Matter *m, const Yc__Clock *c)
{
    instant_t until = strcmp(c->state, "ended") == 0 ? c->ended_at : f->now;

    instant_t limit = c->limit_at == INSTANT_NONE ? INT64_MAX : c->limit_at; /* it may stand */

    if (c->due_day == DAY_NONE || m->n_extensions) return;
    instant_t over = day_start(calendar_add(f->calendar, c->due_day, 3) + 1);
    if (limit < over) over = limit;
    assert_int_equal(issued(m, c->key, "M-T3"), c->due_at < limit && c->due_at <= until);
    assert_int_equal(issued(m, c->key, "M-T4"), over <= until);
}

static void check_seconds(const Yc__Matter *m)
{
    size_t yellow = 0, second = 0;

    for (size_t i = 0; i < m->n_cards; i++) {
        bool counts = strcmp(m->cards[i]->state, "issued") == 0;
        yellow += counts && strcmp(m->cards[i]->level, "yellow") == 0;
        second += counts && strstr(m->cards[i]->key, " second");
    }
    assert_int_equal(second, yellow >= 2);
}

static void check_matter(struct fresh *f, const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        if (strcmp(c->state, "ended") == 0)
            check_ended(f, c);
        else
            check_running(f, m, c);
        if (strcmp(c->key, "total") == 0) check_total_cards(f, m, c);
    }
    for (size_t i = 0; i < m->n_cards; i++) {
        f->issued += strcmp(m->cards[i]->state, "issued") == 0;
        f->cancelled += strcmp(m->cards[i]->state, "cancelled") == 0;
    }
    check_seconds(m);
}

static void check_all(struct home *h, char number[MATTERS][32], const char *published,
                      instant_t now)
{
    char *guessed = file_text("data/calendar/cn_2027_provisional.tsv");
    struct fresh f = {.now = now};

    assert_int_equal(
        calendar_read(&(struct calendar_parts){.published = published, .provisional = guessed},
                      &f.calendar, NULL),
        RC_OK);
    for (int i = 0; i < MATTERS; i++) {
        Yc__Matter *m = matter(h, number[i]);
        check_matter(&f, m);
        yc__matter__free_unpacked(m, NULL);
    }
    assert_true(f.running > 100 && f.ended > 100 && f.issued > 100); /* it was no idle history */
    assert_true(f.cancelled > 100 && f.kept > 10);
    calendar_free(f.calendar);
    free(guessed);
}

/* Half of the calendars come in by the office's own hand, page by page, with a kill between. */
static char *draw_calendar(struct home *h)
{
    char text[OWN][DAY_TEXT];
    struct own_day own[OWN];
    size_t n = draw_days(own, text);
    bool more = true;
    struct fault f;

    publish_as(h, draw(2) ? "system" : "zhoumingyuan", own, n);
    if (draw(2)) reopen(h);
    while (more && draw(2))
        assert_int_equal(judging_page(h->office, &more, &f), RC_OK);
    return calendar_with(own, n);
}

static void as_from_the_beginning(void **state)
{
    static char number[MATTERS][32];
    struct home h;
    char at[INSTANT_TEXT], *published = NULL;
    instant_t now;

    (void)state;
    drawn = 20260302;
    home_open(&h, true);
    instant_parse("2026-03-02T09:00", &now);
    for (int i = 0; i < MATTERS; i++) {
        h.at = instant_text(now, at);
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
        snprintf(number[i], 32, "%s", h.number);
        now += draw(7200);
    }
    for (int round = 0; round < ROUNDS; round++) {
        now += 3600 + draw(30 * 3600);
        h.at = instant_text(now, at);
        for (int i = 0; i < ACTS; i++)
            draw_act(&h, number[draw(MATTERS)]);
        if (round % 5 != 4) continue;
        free(published);
        published = draw_calendar(&h);
    }
    until(&h, instant_text(now, at), number[0]);
    check_all(&h, number, published, now);
    free(published);
    verified(&h);
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_from_the_beginning)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
