/* Limits against the law's own examples, and against a second implementation that walks minute by
 * minute and day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "dates.h"
#include "domain/clock.h"
#include "limit_questions.h"

static struct due whole_days(const char *start, const char *len, const struct stand *stands,
                             size_t n)
{
    struct span s;

    assert_true(span_parse(len, &s));
    return clock_due(cal, day(start), INSTANT_NONE, s, stands, n);
}

static struct due from_instant(const char *start, const char *len, const struct stand *stands,
                               size_t n)
{
    struct span s;

    assert_true(span_parse(len, &s));
    return clock_due(cal, day_of_instant(at(start)), at(start), s, stands, n);
}

#define assert_day(d, s) assert_string_equal(day_text(d, (char[DAY_TEXT]){0}), s)
#define assert_at(t, s) assert_string_equal(instant_text(t, (char[INSTANT_TEXT]){0}), s)

/* --- Examples --- */

static void receipt(void **state)
{
    (void)state;
    assert_day(clock_receive(cal, at("2026-03-10T16:59:59")), "2026-03-10");
    assert_day(clock_receive(cal, at("2026-03-10T17:00")), "2026-03-11");
    assert_day(clock_receive(cal, at("2026-02-14T18:00")), "2026-02-24");
}

static void whole_day_units(void **state)
{
    (void)state;
    assert_day(whole_days("2026-03-10", "now", NULL, 0).day, "2026-03-10");
    assert_int_equal(whole_days("2026-03-10", "", NULL, 0).day, DAY_NONE);
    assert_true(whole_days("2026-03-10", "", NULL, 0).late == INSTANT_NONE);
    assert_day(whole_days("2026-07-03", "90cd", NULL, 0).day, "2026-10-08"); /* P02 */
    assert_day(whole_days("2026-08-07", "2mo", NULL, 0).day, "2026-10-08");  /* K01 */
    assert_day(whole_days("2025-12-31", "2mo", NULL, 0).day,
               "2026-02-28"); /* last day of the month, a worked Saturday */
    assert_true(whole_days("2026-12-15", "20wd", NULL, 0).provisional);
    assert_false(whole_days("2026-12-15", "10wd", NULL, 0).provisional);
}

/* B.2: the red lamp at 00:00 of the day after; hours and office minutes by the minute. */
static void first_late_instant(void **state)
{
    (void)state;
    assert_at(whole_days("2026-03-10", "5wd", NULL, 0).late, "2026-03-18T00:00:00");
    assert_at(whole_days("2026-03-10", "now", NULL, 0).late, "2026-03-11T00:00:00");
    assert_at(from_instant("2026-03-13T16:00:42", "4bh", NULL, 0).late,
              "2026-03-16T11:31:00"); /* D09 */
    assert_at(from_instant("2026-09-30T16:40:59", "24hr", NULL, 0).late,
              "2026-10-01T16:41:00"); /* P26 */
}

static void office_minutes(void **state)
{
    (void)state;
    assert_at(from_instant("2026-03-10T08:30", "3.5bh", NULL, 0).late - 60, "2026-03-10T12:00:00");
    assert_at(from_instant("2026-03-10T12:30", "30min", NULL, 0).late - 60, "2026-03-10T14:00:00");
    assert_at(from_instant("2026-03-10T13:30", "3.5bh", NULL, 0).late - 60, "2026-03-10T17:00:00");
    assert_at(from_instant("2026-03-13T19:00", "1bh", NULL, 0).late - 60, "2026-03-16T09:30:00");
    assert_at(from_instant("2026-03-14T10:00", "14bh", NULL, 0).late - 60, "2026-03-17T17:00:00");
    assert_int_equal(clock_bh_between(cal, at("2026-03-13T16:00"), at("2026-03-16T11:30")), 240);
    assert_int_equal(clock_bh_between(cal, at("2026-02-14T16:30"), at("2026-02-24T09:00")), 60);
    assert_int_equal(clock_bh_between(cal, at("2026-03-10T12:10"), at("2026-03-10T13:20")), 0);
    assert_int_equal(clock_bh_between(cal, at("2026-03-14T09:00"), at("2026-03-15T16:00")), 0);
    assert_int_equal(clock_bh_between(cal, at("2026-03-10T12:10"), at("2026-03-10T09:20")), 0);
}

/* The example of the rule: taken 2018-10-15 10:00, promised in 7 working days, limit 10. */
static void elapsed(void **state)
{
    const char *taken = "2018-10-15T10:00:00";
    const struct span promise = {UNIT_WD, 7, true};
    struct due due = from_instant(taken, "7wd elapsed", NULL, 0);
    struct stand four = {day("2018-10-16"), day("2018-10-20")},
                 open = {day("2018-10-16"), DAY_NONE};

    (void)state;
    assert_day(due.day, "2018-10-24");
    assert_at(due.late, "2018-10-24T10:00:01");
    assert_at(clock_yellow_at(cal, due, promise, 3), "2018-10-19T10:00:01");
    assert_at(from_instant(taken, "10wd elapsed", NULL, 0).late, "2018-10-29T10:00:01");
    /* 17, 18, 19 October suspended: three working days more; held open: no end. */
    assert_at(from_instant(taken, "7wd elapsed", &four, 1).late, "2018-10-29T10:00:01");
    assert_int_equal(from_instant(taken, "7wd elapsed", &open, 1).day, DAY_NONE);
    assert_true(clock_yellow_at(cal, from_instant(taken, "7wd elapsed", &open, 1), promise, 3) ==
                INSTANT_NONE);
    /* Natural days and months roll and keep the time of day: to Monday, over the National Day. */
    assert_at(from_instant("2026-03-04T10:00:59", "10cd elapsed", NULL, 0).late,
              "2026-03-16T10:01:00");
    assert_at(from_instant("2026-08-07T23:59:59", "2mo elapsed", NULL, 0).late,
              "2026-10-09T00:00:00");
    assert_day(from_instant("2026-08-07T23:59:59", "2mo elapsed", NULL, 0).day, "2026-10-08");
    /* Yellow by midnight where the limit ends by the day or by the minute. */
    assert_at(clock_yellow_at(cal, from_instant("2026-03-13T16:00:42", "4bh", NULL, 0),
                              (struct span){UNIT_BH, 240, false}, 1),
              "2026-03-13T00:00:00");
    assert_at(clock_yellow_at(cal, whole_days("2026-02-09", "20wd", NULL, 0),
                              (struct span){UNIT_WD, 20, false}, 3),
              "2026-03-10T00:00:00");
}

static day_t earliest(const char *start, const char *least)
{
    struct span s;

    assert_true(span_parse(least, &s));
    return clock_earliest(cal, day(start), s);
}

static day_t latest(const char *event, const char *least)
{
    struct span s;

    assert_true(span_parse(least, &s));
    return clock_latest_before(cal, day(event), s);
}

/* deadline_cases.tsv T01, T17, T19, T13, P33; T03, T04, D13. */
static void lower_bounds(void **state)
{
    (void)state;
    assert_day(earliest("2026-04-02", "5cd"), "2026-04-07");
    assert_day(earliest("2026-09-21", "20cd"), "2026-10-11"); /* a Sunday stays one */
    assert_day(earliest("2026-04-07", "5cd"), "2026-04-12");
    assert_day(earliest("2026-04-29", "5wd"), "2026-05-09");
    assert_day(earliest("2026-09-23", "5wd"), "2026-10-08");
    assert_day(earliest("2025-12-31", "2mo"), "2026-02-28");
    assert_day(earliest("2026-04-02", "now"), "2026-04-02");
    assert_day(latest("2026-04-28", "15cd"), "2026-04-13");
    assert_day(latest("2026-04-28", "10cd"), "2026-04-18");
    assert_day(latest("2026-03-12", "2wd"), "2026-03-10");
    assert_day(latest("2026-03-31", "1mo"), "2026-02-28");
    assert_day(latest("2026-04-28", "now"), "2026-04-28");
    /* Hours have no day of their own. */
    assert_int_equal(earliest("2026-04-02", "24hr"), DAY_NONE);
    assert_int_equal(earliest("2026-04-02", ""), DAY_NONE);
    assert_int_equal(latest("2026-04-02", "2bh"), DAY_NONE);
    assert_int_equal(latest("2026-04-02", ""), DAY_NONE);
}

static void suspensions(void **state)
{
    struct stand apart[] = {{day("2026-03-17"), day("2026-03-24")},
                            {day("2026-03-05"), day("2026-03-10")}};
    struct stand overlap[] = {{day("2026-03-10"), day("2026-03-18")},
                              {day("2026-03-05"), day("2026-03-12")}};
    struct stand same_day = {day("2026-03-05"), day("2026-03-05")};
    struct stand on_due = {day("2026-03-09"), day("2026-03-20")},
                 before_due = {day("2026-03-08"), day("2026-03-20")};
    struct stand open = {day("2026-03-05"), DAY_NONE}, open_late = {day("2026-03-09"), DAY_NONE};

    (void)state;
    assert_day(whole_days("2026-03-02", "20wd", apart, 2).day, "2026-04-10");   /* S05, unsorted */
    assert_day(whole_days("2026-03-02", "20wd", overlap, 2).day, "2026-04-13"); /* S06, unsorted */
    assert_day(whole_days("2026-03-02", "5wd", &same_day, 1).day, "2026-03-09");
    assert_day(whole_days("2026-03-02", "5wd", &on_due, 1).day,
               "2026-03-09"); /* begins on the due day: heals nothing */
    assert_day(whole_days("2026-03-02", "5wd", &before_due, 1).day, "2026-03-23");
    assert_int_equal(whole_days("2026-03-02", "5wd", &open, 1).day, DAY_NONE);
    assert_true(whole_days("2026-03-02", "5wd", &open, 1).late == INSTANT_NONE);
    assert_day(whole_days("2026-03-02", "5wd", &open_late, 1).day, "2026-03-09");
    assert_int_equal(clock_used(cal, day("2026-03-02"), day("2026-03-25"), &open, 1), 3);
    assert_int_equal(clock_used(cal, day("2026-03-02"), day("2026-03-25"), overlap, 2), 17 - 9);
    /* Natural days: 10 + 5 suspended; an open one that begins in the days rolled over (Saturday to
     * Monday) still holds. */
    struct stand five = {day("2026-03-05"), day("2026-03-10")},
                 sunday = {day("2026-03-15"), DAY_NONE};
    assert_day(whole_days("2026-03-02", "10cd", &five, 1).day, "2026-03-17");
    assert_day(whole_days("2026-03-04", "10cd", &sunday, 1).day, "");
    /* ... and one that covers just the Monday rolled to gives Tuesday. */
    struct stand monday = {day("2026-03-15"), day("2026-03-16")};
    assert_day(whole_days("2026-03-04", "10cd", NULL, 0).day, "2026-03-16");
    assert_day(whole_days("2026-03-04", "10cd", &monday, 1).day, "2026-03-17");
    /* Hours stand still on suspended days; office minutes as well. */
    assert_at(from_instant("2026-03-05T16:40", "24hr", &five, 1).late - 60, "2026-03-11T16:40:00");
    assert_at(from_instant("2026-03-05T16:40", "1bh", &five, 1).late - 60, "2026-03-11T09:10:00");
    assert_at(from_instant("2026-03-05T16:40", "20min", &five, 1).late - 60, "2026-03-05T17:00:00");
}

static void lamps(void **state)
{
    static const struct {
        const char *due, *today;
        int warn;
        enum lamp lamp;
        int left;
    } want[] = {
        {"2026-03-30", "2026-03-24", 3, LAMP_GREEN, 4},
        {"2026-03-30", "2026-03-25", 3, LAMP_YELLOW, 3},
        {"2026-03-30", "2026-03-30", 3, LAMP_YELLOW, 0},
        {"2026-03-30", "2026-03-31", 3, LAMP_RED, -1},
        {"2026-02-25", "2026-02-13", 3, LAMP_YELLOW, 3},
        {"2026-09-18", "2026-09-20", 1, LAMP_RED, -1},
        {"2026-09-18", "2026-09-19", 1, LAMP_RED, 0},
    };
    static const int limits[][2] = {{1, 1}, {5, 1}, {6, 2}, {10, 2}, {11, 3}, {45, 3}};
    int left;

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_int_equal(clock_lamp(cal, day(want[i].due), day(want[i].today), want[i].warn, &left),
                         want[i].lamp);
        assert_int_equal(left, want[i].left);
    }
    assert_int_equal(clock_lamp(cal, DAY_NONE, day("2026-03-30"), 3, &left), LAMP_BLUE);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        assert_int_equal(clock_warn_threshold(limits[i][0]), limits[i][1]);
}

/* --- The second implementation --- */

static bool office_minute(const struct days *days, instant_t t)
{
    int m = day_second_of_instant(t) / 60;

    return works(days, day_of_instant(t)) && ((m >= 510 && m < 720) || (m >= 810 && m < 1020));
}

/* An open suspension never ends: two years are for ever. */
enum { FOR_EVER = 730 };

static day_t walk_days(const struct question *q, bool natural, int n)
{
    day_t d = q->start;

    while (n > 0) {
        if (++d > q->start + FOR_EVER) return DAY_NONE;
        if (!covered(q, d) && (natural || works(q->t, d))) n--;
    }
    while (natural && (!works(q->t, d) || stands_on(q, d)))
        if (++d > q->start + FOR_EVER) return DAY_NONE;
    return d;
}

static instant_t walk_minutes(const struct question *q, bool office, int n)
{
    instant_t t = q->start_at - day_second_of_instant(q->start_at) % 60;

    for (; n > 0; t += 60) {
        if (day_of_instant(t) > q->start + FOR_EVER) return INSTANT_NONE;
        if (!covered(q, day_of_instant(t)) && (!office || office_minute(q->t, t))) n--;
    }
    return t;
}

static struct due walk(const struct question *q)
{
    instant_t end;
    day_t d;

    switch (q->len.unit) {
    case UNIT_HR:
    case UNIT_BH:
        end = walk_minutes(q, q->len.unit == UNIT_BH, q->len.n * (q->len.unit == UNIT_HR ? 60 : 1));
        if (end == INSTANT_NONE) return (struct due){DAY_NONE, INSTANT_NONE, false};
        return (struct due){day_of_instant(end), end + 60, day_of_instant(end) > q->t->last};
    case UNIT_MO:
        d = walk_days(q, true, day_add_months(q->start, q->len.n) - q->start);
        break;
    default:
        d = walk_days(q, q->len.unit == UNIT_CD, q->len.n);
    }
    if (d == DAY_NONE) return (struct due){DAY_NONE, INSTANT_NONE, false};
    return (struct due){
        d, q->len.elapsed ? q->start_at + (instant_t)(d - q->start) * 86400 + 1 : day_start(d + 1),
        d > q->t->last};
}

static void walking_gives_the_same(void **state)
{
    enum { ROUNDS = 20000 };
    int none = 0;

    (void)state;
    srand(20261124);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i));
        struct due want = walk(&q), is = due_of(&q);
        if (is.day != want.day || is.late != want.late || is.provisional != want.provisional)
            fail_msg("round %d: unit %d n %d: day %d is %d, late %lld is %lld", i, q.len.unit,
                     q.len.n, want.day, is.day, (long long)want.late, (long long)is.late);
        none += is.day == DAY_NONE;
        int used = 0;
        for (day_t d = q.start + 1; d <= q.start + 40; d++)
            used += works(q.t, d) && !covered(&q, d);
        assert_int_equal(clock_used(q.t->c, q.start, q.start + 40, q.stand, q.n), used);
    }
    print_message("%d random limits, %d of them held open\n", ROUNDS, none);
    assert_in_range(none, 1, ROUNDS / 2);
}

static void office_minutes_between(void **state)
{
    (void)state;
    srand(7);
    for (int i = 0; i < 300; i++) {
        instant_t from = day_start(day("2026-01-20") + rand() % 200) + rand() % 1440 * 60,
                  to = from + rand() % 20000 * 60;
        int want = 0;
        for (instant_t t = from; t < to; t += 60)
            want += office_minute(days_for(0), t);
        assert_int_equal(clock_bh_between(cal, from, to), want);
    }
}

static void cost(void **state)
{
    struct timespec a, b;
    enum { ROUNDS = 2000000 };
    int64_t sum = 0;
    day_t start = day("2010-01-01");

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < ROUNDS; i++)
        sum += clock_due(cal, start + i % 5000, INSTANT_NONE,
                         (struct span){UNIT_WD, 1 + i % 45, false}, NULL, 0)
                   .day;
    clock_gettime(CLOCK_MONOTONIC, &b);
    print_message("clock_due: %.1f ns\n",
                  ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / ROUNDS);
    assert_true(sum > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receipt),
        cmocka_unit_test(whole_day_units),
        cmocka_unit_test(first_late_instant),
        cmocka_unit_test(office_minutes),
        cmocka_unit_test(elapsed),
        cmocka_unit_test(lower_bounds),
        cmocka_unit_test(suspensions),
        cmocka_unit_test(lamps),
        cmocka_unit_test(walking_gives_the_same),
        cmocka_unit_test(office_minutes_between),
        cmocka_unit_test(cost),
    };

    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
