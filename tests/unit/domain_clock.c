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

#include "calendar_file.h"
#include "domain/clock.h"
#include "domain/ledger.h"

static struct calendar *cal;

static int open_calendar(void **state)
{
    (void)state;
    cal = calendar_cn();
    return 0;
}

static int close_calendar(void **state)
{
    (void)state;
    calendar_free(cal);
    return 0;
}

static day_t day(const char *s)
{
    day_t d = DAY_NONE;

    if (!day_parse(s, &d)) fail_msg("not a date: %s", s);
    return d;
}

static instant_t at(const char *s)
{
    instant_t t = INSTANT_NONE;

    if (!instant_parse(s, &t)) fail_msg("not a time: %s", s);
    return t;
}

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

/* domain.md B.9, L05, counted by hand over the Spring Festival of 2026. */
static void hand_checked_l05(void **state)
{
    static const struct {
        const char *day;
        enum ledger_kind kind;
        int nth;
    } want[] = {
        {"2026-02-09", LEDGER_START, 0},    {"2026-02-10", LEDGER_COUNTED, 1},
        {"2026-02-11", LEDGER_COUNTED, 2},  {"2026-02-12", LEDGER_COUNTED, 3},
        {"2026-02-13", LEDGER_COUNTED, 4},  {"2026-02-14", LEDGER_MAKEUP, 5},
        {"2026-02-15", LEDGER_HOLIDAY, 0},  {"2026-02-16", LEDGER_HOLIDAY, 0},
        {"2026-02-17", LEDGER_HOLIDAY, 0},  {"2026-02-18", LEDGER_HOLIDAY, 0},
        {"2026-02-19", LEDGER_HOLIDAY, 0},  {"2026-02-20", LEDGER_HOLIDAY, 0},
        {"2026-02-21", LEDGER_HOLIDAY, 0},  {"2026-02-22", LEDGER_HOLIDAY, 0},
        {"2026-02-23", LEDGER_HOLIDAY, 0},  {"2026-02-24", LEDGER_COUNTED, 6},
        {"2026-02-25", LEDGER_COUNTED, 7},  {"2026-02-26", LEDGER_COUNTED, 8},
        {"2026-02-27", LEDGER_COUNTED, 9},  {"2026-02-28", LEDGER_MAKEUP, 10},
        {"2026-03-01", LEDGER_WEEKEND, 0},  {"2026-03-02", LEDGER_COUNTED, 11},
        {"2026-03-03", LEDGER_COUNTED, 12}, {"2026-03-04", LEDGER_COUNTED, 13},
        {"2026-03-05", LEDGER_COUNTED, 14}, {"2026-03-06", LEDGER_COUNTED, 15},
        {"2026-03-07", LEDGER_WEEKEND, 0},  {"2026-03-08", LEDGER_WEEKEND, 0},
        {"2026-03-09", LEDGER_COUNTED, 16}, {"2026-03-10", LEDGER_COUNTED, 17},
        {"2026-03-11", LEDGER_COUNTED, 18}, {"2026-03-12", LEDGER_COUNTED, 19},
        {"2026-03-13", LEDGER_COUNTED, 20}, {"2026-03-14", LEDGER_WEEKEND, 0},
        {"2026-03-15", LEDGER_WEEKEND, 0},  {"2026-03-16", LEDGER_LATE, 1},
    };
    enum { LINES = sizeof want / sizeof *want };
    struct ledger_line line[LINES];

    (void)state;
    assert_day(whole_days("2026-02-09", "20wd", NULL, 0).day, "2026-03-13");
    assert_day(whole_days("2026-02-09", "10wd", NULL, 0).day, "2026-02-28");
    assert_int_equal(ledger_write(cal, INSTANT_NONE, day("2026-02-09"), INSTANT_NONE,
                                  (struct span){UNIT_WD, 20, false}, NULL, 0, day("2026-03-16"),
                                  line, LINES),
                     LINES);
    for (int i = 0; i < LINES; i++) {
        assert_day(line[i].day, want[i].day);
        assert_int_equal(line[i].kind, want[i].kind);
        assert_int_equal(line[i].nth, want[i].nth);
        assert_int_equal(line[i].stand, -1);
        assert_string_equal(line[i].name,
                            want[i].kind == LEDGER_HOLIDAY || want[i].kind == LEDGER_MAKEUP ? "春节"
                                                                                            : "");
    }
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

enum { STANDS = 3 };

struct question {
    day_t start;
    instant_t start_at;
    struct span len;
    struct stand stand[STANDS];
    size_t n;
};

static bool covered(const struct question *q, day_t d)
{
    for (size_t i = 0; i < q->n; i++)
        if (d > q->start && d > q->stand[i].from &&
            (q->stand[i].to == DAY_NONE || d <= q->stand[i].to))
            return true;
    return false;
}

static bool office_minute(instant_t t)
{
    int m = day_second_of_instant(t) / 60;

    return calendar_workday(cal, day_of_instant(t)) &&
           ((m >= 510 && m < 720) || (m >= 810 && m < 1020));
}

/* An open suspension never ends: two years are for ever. */
enum { FOR_EVER = 730 };

static day_t walk_days(const struct question *q, bool natural, int n)
{
    day_t d = q->start;

    while (n > 0) {
        if (++d > q->start + FOR_EVER) return DAY_NONE;
        if (!covered(q, d) && (natural || calendar_workday(cal, d))) n--;
    }
    while (natural && (!calendar_workday(cal, d) || covered(q, d)))
        if (++d > q->start + FOR_EVER) return DAY_NONE;
    return d;
}

static instant_t walk_minutes(const struct question *q, bool office, int n)
{
    instant_t t = q->start_at - day_second_of_instant(q->start_at) % 60;

    for (; n > 0; t += 60) {
        if (day_of_instant(t) > q->start + FOR_EVER) return INSTANT_NONE;
        if (!covered(q, day_of_instant(t)) && (!office || office_minute(t))) n--;
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
        return (struct due){day_of_instant(end), end + 60, day_of_instant(end) > calendar_end(cal)};
    case UNIT_MO:
        d = walk_days(q, true, day_add_months(q->start, q->len.n) - q->start);
        break;
    default:
        d = walk_days(q, q->len.unit == UNIT_CD, q->len.n);
    }
    if (d == DAY_NONE) return (struct due){DAY_NONE, INSTANT_NONE, false};
    return (struct due){d, day_start(d + 1), d > calendar_end(cal)};
}

static struct question any_question(void)
{
    static const int max[] = {
        [UNIT_WD] = 45, [UNIT_CD] = 90, [UNIT_MO] = 4, [UNIT_HR] = 200, [UNIT_BH] = 3000};
    struct question q = {0};

    q.start = day("2004-03-01") + rand() % (22 * 365 + 300);
    q.start_at = day_start(q.start) + rand() % DAY_SECONDS;
    q.len.unit = UNIT_WD + (enum unit)(rand() % 5);
    q.len.n = 1 + rand() % max[q.len.unit];
    q.n = (size_t)rand() % (STANDS + 1);
    for (size_t i = 0; i < q.n; i++) {
        q.stand[i].from = q.start - 10 + rand() % 70;
        q.stand[i].to = rand() % 20 ? q.stand[i].from + rand() % 25 : DAY_NONE;
    }
    return q;
}

static void check_ledger(const struct question *q, day_t due)
{
    enum { MAX = 1200 };
    static struct ledger_line line[MAX];
    day_t upto = q->start + rand() % 60, last = due == DAY_NONE || upto > due ? upto : due;
    size_t n = ledger_write(cal, INSTANT_NONE, q->start, q->start_at, q->len, q->stand, q->n, upto,
                            line, MAX);
    bool natural = q->len.unit != UNIT_WD && q->len.unit != UNIT_BH;
    int counted = 0, late = 0;

    assert_in_range(n, 1, MAX);
    assert_int_equal(n, last - q->start + 1);
    for (size_t i = 0; i < n; i++) {
        day_t d = q->start + (day_t)i;
        bool in_time = due == DAY_NONE || d <= due, works = calendar_workday(cal, d);
        enum ledger_kind k = line[i].kind;
        assert_int_equal(line[i].day, d);
        assert_int_equal(k == LEDGER_START, i == 0);
        if (i == 0) continue;
        if (k == LEDGER_COUNTED || k == LEDGER_MAKEUP || k == LEDGER_NATURAL)
            assert_int_equal(line[i].nth, ++counted);
        if (k == LEDGER_COUNTED)
            assert_true(works && !natural && in_time && !covered(q, d) && day_weekday(d) <= 5);
        if (k == LEDGER_MAKEUP)
            assert_true(works && !natural && in_time && !covered(q, d) && day_weekday(d) > 5);
        if (k == LEDGER_NATURAL) assert_true(natural && in_time && !covered(q, d));
        if (k == LEDGER_SUSPENDED) assert_true(in_time && covered(q, d) && (works || natural));
        if (k == LEDGER_WEEKEND || k == LEDGER_HOLIDAY)
            assert_true(!works && (!natural || !in_time));
        if (k == LEDGER_LATE) assert_true(works && !in_time && line[i].nth == ++late);
        if (k == LEDGER_ROLLED) assert_true(natural && in_time && !covered(q, d));
        assert_int_equal(line[i].stand >= 0, in_time && covered(q, d));
    }
    if (due == DAY_NONE) return;
    if (q->len.unit == UNIT_WD || q->len.unit == UNIT_CD) assert_int_equal(counted, q->len.n);
    if (q->len.unit == UNIT_MO)
        assert_int_equal(counted, day_add_months(q->start, q->len.n) - q->start);
    assert_int_equal(late, calendar_count(cal, due, last));
}

static void walking_gives_the_same(void **state)
{
    enum { ROUNDS = 4000 };
    int none = 0;

    (void)state;
    srand(20261124);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question();
        struct due want = walk(&q), is = clock_due(cal, q.start, q.start_at, q.len, q.stand, q.n);
        if (is.day != want.day || is.late != want.late || is.provisional != want.provisional)
            fail_msg("round %d: unit %d n %d: day %d is %d, late %lld is %lld", i, q.len.unit,
                     q.len.n, want.day, is.day, (long long)want.late, (long long)is.late);
        none += is.day == DAY_NONE;
        check_ledger(&q, is.day);
        int used = 0;
        for (day_t d = q.start + 1; d <= q.start + 40; d++)
            used += calendar_workday(cal, d) && !covered(&q, d);
        assert_int_equal(clock_used(cal, q.start, q.start + 40, q.stand, q.n), used);
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
            want += office_minute(t);
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
        cmocka_unit_test(hand_checked_l05),
        cmocka_unit_test(whole_day_units),
        cmocka_unit_test(first_late_instant),
        cmocka_unit_test(office_minutes),
        cmocka_unit_test(suspensions),
        cmocka_unit_test(lamps),
        cmocka_unit_test(walking_gives_the_same),
        cmocka_unit_test(office_minutes_between),
        cmocka_unit_test(cost),
    };

    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
