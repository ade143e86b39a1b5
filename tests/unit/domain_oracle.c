/* The time law asked twice: ours and the slow walk of tests/oracle, on random questions of every
 * kind, answers equal to the letter.  Before that the walk itself is held against the worked cases
 * of the law. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "calendar_file.h"
#include "oracle/walk.h"
#include "time_questions.h"

enum { SHOWN = 5 }; /* differences printed of one kind */

static struct calendar *cal;
static struct walk_calendar *walk;
static int questions, seed;

static int open_calendars(void **state)
{
    (void)state;
    cal = calendar_cn();
    walk = walk_calendar_read(SOURCE_DIR "/data/calendar/cn.tsv");
    questions = from_environment("ORACLE_QUESTIONS", 100000);
    seed = from_environment("ORACLE_SEED", 1);
    print_message("seed %d, %d questions of each kind\n", seed, questions);
    return 0;
}

static int close_calendars(void **state)
{
    (void)state;
    calendar_free(cal);
    walk_calendar_free(walk);
    return 0;
}

/* --- the walk is right --- */

static int walk_wrong(const char *op, const char *inputs, const char *expected)
{
    char answer[WALK_ANSWER];

    walk_answer(walk, op, inputs, answer);
    if (strcmp(answer, expected) == 0) return 0;
    print_error("%s %s\n  should be %s\n  but is    %s\n", op, inputs, expected, answer);
    return 1;
}

static void walk_knows_the_cases(void **state)
{
    (void)state;
    char *text = file_text("tests/data/deadline_cases.tsv"), *rest = text, *line;
    int cases = 0, wrong = 0;

    while ((line = strsep(&rest, "\n"))) {
        if (!*line || *line == '#') continue;
        strsep(&line, "\t");
        strsep(&line, "\t");
        char *op = strsep(&line, "\t"), *inputs = strsep(&line, "\t");
        wrong += walk_wrong(op, inputs, strsep(&line, "\t"));
        cases++;
    }
    free(text);
    assert_int_equal(cases, 94);
    assert_int_equal(wrong, 0);
}

/* domain.md B.1: working days of each year. */
static void walk_knows_the_years(void **state)
{
    (void)state;
    static const int of_year[] = {252, 251, 251, 249, 251, 250, 250, 250, 249, 250, 250, 249,
                                  250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248};
    int day = 20040101;

    for (int year = 2004; year <= 2026; year++) {
        int n = 0;
        for (; day / 10000 == year; day = walk_next(day))
            n += walk_working(walk, day);
        assert_int_equal(n, of_year[year - 2004]);
    }
}

/* Worked in the text of the law's tables, not in the file of cases. */
static void walk_knows_the_rest(void **state)
{
    (void)state;
    static const char *const worked[][3] = {
        {"elapsed", "start=2018-10-15T10:00;n=7", "after=2018-10-24T10:00:00"},
        {"elapsed", "start=2018-10-15T10:00;n=10", "after=2018-10-29T10:00:00"},
        {"cd", "start=2025-11-30;n=60", "due=2026-01-29"},
        {"surcharge", "fine=1000.00;due=2026-03-02;paid=2026-03-12", "days=10;surcharge=300.00"},
        {"surcharge", "fine=1000.00;due=2026-03-02;paid=2026-04-04", "days=33;surcharge=990.00"},
        {"surcharge", "fine=1000.00;due=2026-03-02;paid=2026-04-11", "days=40;surcharge=1000.00"},
        {"limitation", "act=2024-02-29", "until=2026-02-28"},
        {"limitation", "act=2019-05-04;harm=1", "until=2024-05-04"},
    };

    for (size_t i = 0; i < sizeof worked / sizeof *worked; i++)
        assert_int_equal(walk_wrong(worked[i][0], worked[i][1], worked[i][2]), 0);
}

/* --- random questions --- */

static void put_time(struct dice *d, struct text *t)
{
    static const int border[] = {0, 829, 830, 1159, 1200, 1329, 1330, 1659, 1700, 1701, 2359};
    int clock = once_in(d, 2) ? border[roll(d, 0, 10)] : roll(d, 0, 23) * 100 + roll(d, 0, 59);

    put(t, "T%02d:%02d", clock / 100, clock % 100);
    if (once_in(d, 4)) put(t, ":%02d", roll(d, 0, 59));
}

static void ask_receive(struct dice *d, struct text *t)
{
    put_date(t, "ts=", any_date(d));
    put_time(d, t);
    if (once_in(d, 3)) put(t, ";cutoff=%02d:%s", roll(d, 8, 19), once_in(d, 2) ? "00" : "30");
}

static void ask_accept(struct dice *d, struct text *t)
{
    ask_receive(d, t);
    put(t, ";limit=%d", any_length(d));
    if (once_in(d, 2)) put(t, ";review=%d", roll(d, 0, 15));
}

static void ask_days(struct dice *d, struct text *t)
{
    int start = any_date(d), n = any_length(d);

    put_date(t, "start=", start);
    put(t, ";n=%d", n);
    if (!once_in(d, 3)) put_suspensions(d, t, start, n * 7 / 5);
}

static void ask_months(struct dice *d, struct text *t)
{
    int start = any_date(d), n = roll(d, 0, once_in(d, 50) ? 400 : 24);

    if (once_in(d, 4)) start = walk_previous(start / 100 * 100 + 1); /* the last of a month */
    put_date(t, "start=", start);
    put(t, ";n=%d", n);
    if (!once_in(d, 3)) put_suspensions(d, t, start, n * 30);
}

static void ask_hours(struct dice *d, struct text *t)
{
    put_date(t, "ts=", any_date(d));
    put_time(d, t);
    put(t, ";hours=%d", any_length(d));
}

static void ask_office(struct dice *d, struct text *t)
{
    put_date(t, "ts=", any_date(d));
    put_time(d, t);
    put(t, ";minutes=%d", once_in(d, 4) ? roll(d, 0, 20) * 210 : roll(d, 0, 400));
}

static void ask_elapsed(struct dice *d, struct text *t)
{
    int start = any_date(d), n = any_length(d);

    put_date(t, "start=", start);
    put_time(d, t);
    put(t, ";n=%d", n);
    if (!once_in(d, 3)) put_suspensions(d, t, start, n * 7 / 5);
}

static void ask_licence(struct dice *d, struct text *t)
{
    int accepted = any_date(d), limit = any_length(d), about = limit * 7 / 5;

    put_date(t, "accepted=", accepted);
    put(t, ";limit=%d", limit);
    if (!once_in(d, 3)) put(t, ";commit=%d", once_in(d, 8) ? any_length(d) : roll(d, 0, limit));
    if (once_in(d, 2)) {
        put(t, ";ext=%d", roll(d, 0, 20));
        if (!once_in(d, 3)) put_date(t, ";ext_on=", days_on(accepted, roll(d, 0, about + 8)));
    }
    if (!once_in(d, 3)) put_suspensions(d, t, accepted, about);
    if (once_in(d, 2)) put_date(t, ";decided=", days_on(accepted, roll(d, 0, about * 2 + 20)));
}

static void ask_sus_proj(struct dice *d, struct text *t)
{
    int accepted = any_date(d), limit = any_length(d);
    int since = days_on(accepted, roll(d, 0, limit * 3 / 2));

    put_date(t, "accepted=", accepted);
    put(t, ";limit=%d", limit);
    put_date(t, ";since=", since);
    put_date(t, ";today=", days_on(since, roll(d, 0, 60)));
}

static void ask_lamp(struct dice *d, struct text *t)
{
    int due = any_date(d);

    put_date(t, "due=", due);
    put_date(t, ";today=", days_on(due, roll(d, -25, 25)));
    put(t, ";warn=%d", roll(d, 0, 6));
}

static void ask_silent(struct dice *d, struct text *t)
{
    put_date(t, "due=", any_date(d));
}

static void ask_renew(struct dice *d, struct text *t)
{
    put_date(t, "expiry=", any_date(d));
    if (once_in(d, 2)) put(t, ";lead=%d", any_length(d));
}

static void ask_gap(struct dice *d, struct text *t)
{
    put_date(t, "start=", any_date(d));
    put(t, ";n=%d", any_length(d));
}

static void ask_before(struct dice *d, struct text *t)
{
    put_date(t, "event=", any_date(d));
    put(t, ";n=%d", any_length(d));
}

/* Returns the sum. */
static int put_parts(struct dice *d, struct text *t)
{
    static const char *const name[] = {"market", "police_seal", "tax", "social", "fire", "water"};
    int n = roll(d, 1, 6), sum = 0;

    for (int i = 0; i < n; i++) {
        int days = roll(d, 0, once_in(d, 4) ? 45 : 6);
        put(t, "%s%s:%d", i ? "," : "", name[i], days);
        sum += days;
    }
    return sum;
}

static void ask_joint(struct dice *d, struct text *t)
{
    put_date(t, "accepted=", any_date(d));
    put(t, ";depts=");
    put_parts(d, t);
    put(t, ";total=%d", roll(d, 0, 60));
}

static void ask_stages(struct dice *d, struct text *t)
{
    put_date(t, "accepted=", any_date(d));
    put(t, ";stages=");
    int sum = put_parts(d, t);
    put(t, ";commit=%d", once_in(d, 2) ? roll(d, 0, 100) : sum + roll(d, 0, 2));
}

static void ask_surcharge(struct dice *d, struct text *t)
{
    int due = any_date(d), late = once_in(d, 3) ? roll(d, -5, 400) : roll(d, -5, 45);

    put(t, "fine=%d.%02d", roll(d, 1, once_in(d, 2) ? 300 : 5000000), roll(d, 0, 99));
    put_date(t, ";due=", due);
    put_date(t, ";paid=", days_on(due, late));
    if (!once_in(d, 3)) put_suspensions(d, t, due, late > 0 ? late : 0);
}

static void ask_limitation(struct dice *d, struct text *t)
{
    int act = any_date(d);

    if (once_in(d, 10)) act = roll(d, 2004 / 4, 2028 / 4) * 40000 + 229;
    put_date(t, "act=", act);
    if (once_in(d, 2)) put(t, ";harm=1");
}

/* --- the comparison --- */

struct kind {
    const char *op;
    void (*ask)(struct dice *d, struct text *t);
};
static struct kind kinds[] = {
    {"receive", ask_receive},
    {"accept", ask_accept},
    {"accept_end", ask_accept},
    {"wd", ask_days},
    {"cd", ask_days},
    {"mo", ask_months},
    {"hr", ask_hours},
    {"bh", ask_office},
    {"elapsed", ask_elapsed},
    {"licence", ask_licence},
    {"sus_proj", ask_sus_proj},
    {"lamp", ask_lamp},
    {"silent", ask_silent},
    {"renew", ask_renew},
    {"min_gap", ask_gap},
    {"min_gap_wd", ask_gap},
    {"before", ask_before},
    {"before_wd", ask_before},
    {"joint", ask_joint},
    {"stages", ask_stages},
    {"surcharge", ask_surcharge},
    {"limitation", ask_limitation},
};
enum { KINDS = sizeof kinds / sizeof *kinds, FIRST_TESTS = 3 };

static bool equal(const struct kind *k, const char *inputs, bool show)
{
    char theirs[WALK_ANSWER], *ours = ask(cal, k->op, inputs);

    walk_answer(walk, k->op, inputs, theirs);
    bool same = strcmp(ours, theirs) == 0;
    if (!same && show)
        print_error("%s %s\n  ours   %s\n  oracle %s\n", k->op, inputs, ours, theirs);
    free(ours);
    return same;
}

static bool known(const char *op)
{
    char *answer = ask(cal, op, "");
    bool yes = !strstr(answer, "unknown op");

    free(answer);
    return yes;
}

static void both_agree(void **state)
{
    struct kind *k = *state;
    struct dice d = dice_of(walk, (uint64_t)(seed * KINDS + (k - kinds)));
    int different = 0;

    if (!known(k->op)) {
        print_message("%s: our side does not know it yet\n", k->op);
        skip();
    }
    for (int i = 0; i < questions; i++) {
        struct text t = {.len = 0};
        k->ask(&d, &t);
        different += !equal(k, t.s, different < SHOWN);
    }
    if (different) print_error("%s: %d of %d differ\n", k->op, different, questions);
    assert_int_equal(different, 0);
}

int main(void)
{
    struct CMUnitTest tests[FIRST_TESTS + KINDS] = {
        cmocka_unit_test(walk_knows_the_cases),
        cmocka_unit_test(walk_knows_the_years),
        cmocka_unit_test(walk_knows_the_rest),
    };

    for (int i = 0; i < KINDS; i++)
        tests[FIRST_TESTS + i] = (struct CMUnitTest){
            .name = kinds[i].op, .test_func = both_agree, .initial_state = &kinds[i]};
    return cmocka_run_group_tests(tests, open_calendars, close_calendars);
}
