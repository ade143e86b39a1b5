/* Timers: where each kind of start and bound ends.  Dates walked day by day over the table of days,
 * by hand or by a program that is not ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "dates.h"
#include "domain/timer.h"

static struct timer timer(const char *length, enum timer_bound bound, enum timer_start start)
{
    struct timer t = {.id = "X1", .bound = bound, .start = start, .rolls = true};

    assert_true(span_parse(length, &t.length));
    return t;
}

static struct due ends(const struct timer *t, const char *event)
{
    return timer_due(cal, t, at(event), false, NULL, 0);
}

#define assert_day(d, s) assert_string_equal(day_text(d, (char[DAY_TEXT]){0}), s)
#define assert_at(t, s) assert_string_equal(instant_text(t, (char[INSTANT_TEXT]){0}), s)

/* On the worked Saturday before the Spring Festival the cut-off decides between 14 and 24 February
 * (B.3); a day of an event is what it is, Sunday too. */
static void starts(void **state)
{
    struct timer receipt = timer("5wd", BOUND_UPPER, START_RECEIPT),
                 plain = timer("5wd", BOUND_UPPER, START_DAY),
                 now = timer("now", BOUND_UPPER, START_RECEIPT),
                 hours = timer("24hr", BOUND_UPPER, START_MOMENT);

    (void)state;
    assert_day(timer_start_day(cal, &receipt, at("2026-02-14T16:59")), "2026-02-14");
    assert_day(ends(&receipt, "2026-02-14T16:59").day, "2026-02-28");
    assert_day(timer_start_day(cal, &receipt, at("2026-02-14T17:00")), "2026-02-24");
    assert_day(ends(&receipt, "2026-02-14T17:00").day, "2026-03-02");
    assert_at(ends(&receipt, "2026-02-14T17:00").late, "2026-03-03T00:00:00");
    assert_day(timer_start_day(cal, &plain, at("2026-02-15T20:00")), "2026-02-15");
    assert_day(ends(&plain, "2026-02-15T20:00").day, "2026-02-28");
    assert_day(ends(&now, "2026-02-14T17:30").day, "2026-02-24");
    assert_day(timer_start_day(cal, &hours, at("2026-09-30T16:40")), "2026-09-30");
    assert_at(ends(&hours, "2026-09-30T16:40").late, "2026-10-01T16:41:00"); /* P26 */
}

/* 许可法50: the day of expiry itself, in the middle of the National Day holiday too. */
static void fixed(void **state)
{
    struct timer t = {.start = START_FIXED, .rolls = true};
    struct due due = ends(&t, "2026-10-03");

    (void)state;
    assert_day(due.day, "2026-10-03");
    assert_at(due.late, "2026-10-04T00:00:00");
    assert_false(due.provisional);
    assert_day(ends(&t, "2031-01-01").day, "2031-01-01"); /* a licence for five years */
    assert_false(ends(&t, "2031-01-01").provisional);
}

static void extension_and_suspension(void **state)
{
    struct timer licence = timer("20wd", BOUND_UPPER, START_DAY),
                 review = timer("60cd", BOUND_UPPER, START_DAY);
    struct stand s05[] = {{day("2026-03-05"), day("2026-03-10")},
                          {day("2026-03-17"), day("2026-03-24")}};
    struct stand halted = {day("2026-03-20"), day("2026-04-10")},
                 open = {day("2026-03-20"), DAY_NONE};

    (void)state;
    licence.extension = (struct span){UNIT_WD, 10, false};
    review.extension = (struct span){UNIT_CD, 30, false};
    assert_day(timer_due(cal, &licence, at("2026-03-02"), true, NULL, 0).day, "2026-04-14");
    assert_day(timer_due(cal, &licence, at("2026-03-02"), false, s05, 2).day, "2026-04-10");
    /* 90 natural days and 21 suspended ones after 4 March */
    assert_day(timer_due(cal, &review, at("2026-03-04"), true, &halted, 1).day, "2026-06-23");
    assert_int_equal(timer_due(cal, &review, at("2026-03-04"), true, &open, 1).day, DAY_NONE);
    assert_day(timer_due(cal, &(struct timer){.length = {UNIT_WD, 5, false}}, at("2026-03-10"),
                         true, NULL, 0)
                   .day,
               "2026-03-17"); /* nothing to extend by */
}

/* 追责时效: two years end on their day, 3 October or the last of February. */
static void limitation(void **state)
{
    struct timer two = timer("24mo", BOUND_UPPER, START_DAY),
                 ten = timer("10cd", BOUND_UPPER, START_DAY);
    struct stand apart[] = {{day("2026-11-30"), day("2026-12-30")},
                            {day("2025-01-20"), day("2025-02-10")},
                            {day("2025-01-01"), day("2025-01-31")}};
    struct stand open = {day("2025-01-01"), DAY_NONE};

    (void)state;
    two.rolls = ten.rolls = false;
    assert_day(ends(&two, "2024-10-03").day, "2026-10-03");
    assert_at(ends(&two, "2024-10-03").late, "2026-10-04T00:00:00");
    assert_day(ends(&two, "2024-02-29").day, "2026-02-28");
    assert_day(ends(&ten, "2026-09-24").day, "2026-10-04");
    ten.rolls = true;
    assert_day(ends(&ten, "2026-09-24").day, "2026-10-08");
    /* 40 days of 2025 left out; what begins after the end heals nothing */
    assert_day(timer_due(cal, &two, at("2024-10-03"), false, apart, 3).day, "2026-11-12");
    assert_int_equal(timer_due(cal, &two, at("2024-10-03"), false, &open, 1).day, DAY_NONE);
}

static void lower_bounds(void **state)
{
    struct timer week = timer("7cd", BOUND_LOWER, START_DAY),
                 month = timer("1mo", BOUND_LOWER, START_DAY),
                 two = timer("2mo", BOUND_LOWER, START_DAY),
                 five = timer("5wd", BOUND_LOWER, START_DAY);

    (void)state;
    assert_day(ends(&week, "2026-09-25").day, "2026-10-08"); /* publicity ends on a working day */
    assert_true(ends(&week, "2026-09-25").late == INSTANT_NONE);
    week.rolls = false;
    assert_day(ends(&week, "2026-09-25").day, "2026-10-02"); /* a gap on any day */
    assert_day(ends(&month, "2026-08-31").day, "2026-09-30");
    two.rolls = false;
    assert_day(ends(&two, "2025-12-31").day, "2026-02-28");
    assert_day(ends(&five, "2026-09-30").day, "2026-10-13");
    five.extension = (struct span){UNIT_WD, 5, false};
    assert_day(timer_due(cal, &five, at("2026-04-20"), true, NULL, 0).day, "2026-05-07");
    assert_true(ends(&five, "2026-12-30").provisional);
    assert_false(ends(&week, "2026-12-30").provisional); /* asks no calendar */
}

static void before(void **state)
{
    struct timer two = timer("2wd", BOUND_BEFORE, START_DAY),
                 month = timer("30cd", BOUND_BEFORE, START_DAY),
                 three = timer("3wd", BOUND_BEFORE, START_DAY),
                 half = timer("6mo", BOUND_BEFORE, START_DAY);

    (void)state;
    assert_day(ends(&two, "2026-03-12").day, "2026-03-10"); /* D13 */
    assert_at(ends(&two, "2026-03-12").late, "2026-03-11T00:00:00");
    assert_day(ends(&three, "2026-10-04").day, "2026-09-28"); /* three working days before it */
    assert_day(ends(&month, "2026-12-31").day, "2026-12-01"); /* D02 */
    assert_day(ends(&month, "2026-11-02").day, "2026-10-03"); /* a holiday: never rolled */
    assert_day(ends(&half, "2026-08-31").day, "2026-02-28");
    assert_true(ends(&two, "2027-01-04").provisional);
    assert_false(ends(&month, "2027-02-04").provisional);
}

static void words(void **state)
{
    enum timer_bound b;
    enum timer_start s;
    enum timer_silence q;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(timer_bound_parse(timer_bound_name((enum timer_bound)i), &b) && (int)b == i);
    for (int i = 0; i < 4; i++)
        assert_true(timer_start_parse(timer_start_name((enum timer_start)i), &s) && (int)s == i);
    for (int i = 0; i < 7; i++)
        assert_true(timer_silence_parse(timer_silence_name((enum timer_silence)i), &q) &&
                    (int)q == i);
    assert_string_equal(timer_silence_name(SILENT_ACCEPTED_AT_END), "accepted_at_end");
    assert_null(timer_bound_name((enum timer_bound)3));
    assert_null(timer_start_name((enum timer_start)4));
    assert_null(timer_silence_name((enum timer_silence)7));
    assert_false(timer_bound_parse("", &b) || timer_start_parse("days", &s) ||
                 timer_silence_parse("none", &q));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts),       cmocka_unit_test(fixed),
        cmocka_unit_test(limitation),   cmocka_unit_test(extension_and_suspension),
        cmocka_unit_test(lower_bounds), cmocka_unit_test(before),
        cmocka_unit_test(words),
    };

    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
