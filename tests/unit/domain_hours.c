/* Office hours by season and half day: cases counted by hand, and a walk from minute to minute that
 * knows the hours from tables of its own. */
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

enum { H = 60 };

/* Afternoons from 14:00 in summer, an earlier end over the turn of the year. */
static const struct season seasons[] = {
    {501, 930, {8 * H + 30, 12 * H, 14 * H, 17 * H + 30, 17 * H + 30}},
    {1215, 220, {9 * H, 12 * H, 13 * H, 16 * H + 30, 16 * H}},
};

/* Half days of the hall, in the order of dates. */
static const struct {
    const char *date;
    bool morning;
} halves[] = {
    {"2025-12-24", true}, {"2026-02-14", true},  {"2026-03-07", true},  {"2026-04-30", false},
    {"2026-05-06", true}, {"2026-06-18", true},  {"2026-07-06", false}, {"2026-07-07", false},
    {"2026-10-08", true}, {"2026-12-31", false}, {"2027-02-04", true},
};
enum { HALVES = sizeof halves / sizeof *halves };

static struct calendar *cal, *summer; /* summer: the first season alone, no half days */

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

static int open_calendars(void **state)
{
    char *tsv = file_text("data/calendar/cn.tsv"), hall[1024] = "";
    const char *overlay[] = {hall};

    (void)state;
    for (size_t i = 0; i < HALVES; i++)
        snprintf(hall + strlen(hall), sizeof hall - strlen(hall), "%s\t%s\t半天\n", halves[i].date,
                 halves[i].morning ? "morning" : "afternoon");
    struct calendar_parts parts = {.published = tsv, .season = seasons, .nseason = 1};
    if (calendar_read(&parts, &summer, NULL) != RC_OK) return -1;
    parts.nseason = 2;
    parts.overlay = overlay;
    parts.noverlay = 1;
    if (calendar_read(&parts, &cal, NULL) != RC_OK) return -1;
    free(tsv);
    return 0;
}

static int close_calendars(void **state)
{
    (void)state;
    calendar_free(cal);
    calendar_free(summer);
    return 0;
}

#define assert_day(d, s) assert_string_equal(day_text(d, (char[DAY_TEXT]){0}), s)
#define assert_at(t, s) assert_string_equal(instant_text(t, (char[INSTANT_TEXT]){0}), s)

static void assert_hours(const struct calendar *c, const char *date, int am_from, int am_to,
                         int pm_from, int pm_to, int cutoff)
{
    struct hours h = calendar_hours(c, day(date));

    assert_int_equal(h.am_from, am_from);
    assert_int_equal(h.am_to, am_to);
    assert_int_equal(h.pm_from, pm_from);
    assert_int_equal(h.pm_to, pm_to);
    assert_int_equal(h.cutoff, cutoff);
}

static instant_t bh_end(const struct calendar *c, const char *start, int minutes)
{
    return clock_due(c, DAY_NONE, at(start), (struct span){UNIT_BH, minutes, false}, NULL, 0).late -
           60;
}

/* --- Cases --- */

static void hours_in_force(void **state)
{
    (void)state;
    assert_hours(cal, "2026-04-29", 510, 720, 810, 1020, 1020);
    assert_hours(cal, "2026-05-01", 510, 720, 840, 1050, 1050); /* also of a holiday */
    assert_hours(cal, "2026-09-30", 510, 720, 840, 1050, 1050);
    assert_hours(cal, "2026-10-01", 510, 720, 810, 1020, 1020);
    assert_hours(cal, "2026-12-14", 510, 720, 810, 1020, 1020);
    assert_hours(cal, "2026-12-15", 540, 720, 780, 990, 960);
    assert_hours(cal, "2027-01-01", 540, 720, 780, 990, 960);
    assert_hours(cal, "2027-02-20", 540, 720, 780, 990, 960);
    assert_hours(cal, "2027-02-21", 510, 720, 810, 1020, 1020);
    /* The session left out has no length; handing in ends with the other. */
    assert_hours(cal, "2026-03-07", 510, 720, 720, 720, 720);
    assert_hours(cal, "2026-04-30", 810, 810, 810, 1020, 1020);
    assert_hours(cal, "2026-12-31", 780, 780, 780, 990, 960); /* its cut-off is before closing */
    /* Further off than ten years there are no seasons. */
    assert_hours(cal, "2036-07-01", 510, 720, 840, 1050, 1050);
    assert_hours(cal, "2037-07-01", 510, 720, 810, 1020, 1020);
    assert_hours(cal, "1994-07-01", 510, 720, 840, 1050, 1050);
    assert_hours(cal, "1993-07-01", 510, 720, 810, 1020, 1020);
}

static void receipt(void **state)
{
    (void)state;
    assert_day(clock_receive(cal, at("2026-05-07T17:29:59")), "2026-05-07"); /* summer */
    assert_day(clock_receive(cal, at("2026-05-07T17:30")), "2026-05-08");
    assert_day(clock_receive(cal, at("2026-04-29T17:00")), "2026-04-30");
    assert_day(clock_receive(cal, at("2026-12-15T16:00")), "2026-12-16"); /* winter */
    assert_day(clock_receive(cal, at("2026-10-08T11:59")), "2026-10-08"); /* a morning */
    assert_day(clock_receive(cal, at("2026-10-08T12:00")), "2026-10-09");
    assert_day(clock_receive(cal, at("2026-04-30T08:00")), "2026-04-30"); /* an afternoon */
    assert_day(clock_receive(cal, at("2026-03-07T11:00")), "2026-03-07"); /* Saturday, open */
}

/* Thursday 04-30 closes at 17:00; 05-01..05-05 are free; from 05-06 summer hours. */
static void into_summer(void **state)
{
    (void)state;
    assert_at(bh_end(summer, "2026-04-30T16:50", 10), "2026-04-30T17:00:00");
    assert_at(bh_end(summer, "2026-04-30T16:50", 11), "2026-05-06T08:31:00");
    assert_at(bh_end(summer, "2026-04-30T16:50", 60), "2026-05-06T09:20:00");
    assert_at(bh_end(summer, "2026-04-30T16:50", 10 + 210), "2026-05-06T12:00:00");
    assert_at(bh_end(summer, "2026-04-30T16:50", 10 + 211), "2026-05-06T14:01:00");
    assert_at(bh_end(summer, "2026-04-30T16:50", 10 + 420), "2026-05-06T17:30:00");
    assert_at(bh_end(summer, "2026-04-30T17:10", 60), "2026-05-06T09:30:00");
    assert_at(bh_end(summer, "2026-05-03T15:00", 211), "2026-05-06T14:01:00");
    assert_int_equal(clock_bh_between(summer, at("2026-04-30T16:50"), at("2026-05-06T14:01")), 221);
    /* and out of it: 09-30 to 17:30, then the days of 国庆节 */
    assert_at(bh_end(summer, "2026-09-30T17:00", 30), "2026-09-30T17:30:00");
    assert_at(bh_end(summer, "2026-09-30T17:00", 31), "2026-10-08T08:31:00");
    assert_at(bh_end(summer, "2026-09-30T17:00", 30 + 211), "2026-10-08T13:31:00");
}

static void lunch(void **state)
{
    (void)state;
    assert_at(bh_end(summer, "2026-07-06T12:00", 30), "2026-07-06T14:30:00");
    assert_at(bh_end(summer, "2026-07-06T13:40", 30), "2026-07-06T14:30:00");
    assert_at(bh_end(summer, "2026-07-06T11:45", 15), "2026-07-06T12:00:00");
    assert_at(bh_end(summer, "2026-07-06T11:45", 16), "2026-07-06T14:01:00");
    assert_at(bh_end(summer, "2026-07-06T07:00", 30), "2026-07-06T09:00:00");
    assert_int_equal(clock_bh_between(summer, at("2026-07-06T12:10"), at("2026-07-06T13:59")), 0);
}

/* 10-08 is a morning, 07-06 and 07-07 are afternoons; 04-30 an afternoon, 05-06 a morning. */
static void half_days(void **state)
{
    struct stand monday = {day("2026-07-05"), day("2026-07-06")};
    struct span five = {UNIT_BH, 300, false};

    (void)state;
    assert_at(bh_end(cal, "2026-10-08T11:50", 10), "2026-10-08T12:00:00");
    assert_at(bh_end(cal, "2026-10-08T11:50", 11), "2026-10-09T08:31:00");
    assert_at(bh_end(cal, "2026-10-08T15:00", 20), "2026-10-09T08:50:00");
    assert_at(bh_end(cal, "2026-07-03T17:00", 30 + 210), "2026-07-06T17:30:00");
    assert_at(bh_end(cal, "2026-07-06T09:00", 211), "2026-07-07T14:01:00");
    assert_at(bh_end(cal, "2026-04-30T16:50", 10 + 210 + 1), "2026-05-07T08:31:00");
    /* A suspended half day is lost as it is: 30 on Friday, 210 on Tuesday, 60 on Wednesday. */
    assert_at(clock_due(cal, DAY_NONE, at("2026-07-03T17:00"), five, &monday, 1).late - 60,
              "2026-07-08T09:30:00");
    /* Whole days are whole days. */
    assert_int_equal(calendar_count(cal, day("2026-07-03"), day("2026-07-08")), 3);
    assert_int_equal(calendar_count(summer, day("2026-07-03"), day("2026-07-08")), 3);
    assert_day(calendar_add(cal, day("2026-07-03"), 3), "2026-07-08");
}

/* --- The walk --- */

/* Is the minute that begins at m an office minute of d? */
static bool open_minute(day_t d, int m)
{
    struct civil c = day_civil(d);
    int md = c.month * 100 + c.dom;
    bool am = true, pm = true, works = calendar_workday(summer, d);
    int from = 510, close = 1020, back = 810;

    for (size_t i = 0; i < HALVES; i++) {
        if (day(halves[i].date) != d) continue;
        works = true;
        am = halves[i].morning;
        pm = !am;
    }
    if (md >= 501 && md <= 930) {
        back = 840;
        close = 1050;
    }
    if (md >= 1215 || md <= 220) {
        from = 540;
        back = 780;
        close = 990;
    }
    return works && ((am && m >= from && m < 720) || (pm && m >= back && m < close));
}

enum { STANDS = 3, DAYS = 3 * 365, FOR_EVER = 400 };

static bool minute_is_open[DAYS][1440];

static bool covered(const struct stand *s, size_t n, day_t start, day_t d)
{
    for (size_t i = 0; i < n; i++)
        if (d > start && d > s[i].from && (s[i].to == DAY_NONE || d <= s[i].to)) return true;
    return false;
}

static instant_t walk(day_t first, instant_t start_at, int n, const struct stand *s, size_t ns)
{
    day_t start = day_of_instant(start_at), d = start;
    int m = day_second_of_instant(start_at) / 60;

    for (; d < start + FOR_EVER; d++, m = 0) {
        if (covered(s, ns, start, d)) continue;
        for (; m < 1440; m++)
            if (minute_is_open[d - first][m] && --n == 0) return day_start(d) + (m + 1) * 60;
    }
    return INSTANT_NONE;
}

static void walking_gives_the_same(void **state)
{
    enum { ROUNDS = 10000 };
    day_t first = day("2025-10-01");
    int none = 0, halved = 0;

    (void)state;
    for (int i = 0; i < DAYS; i++)
        for (int m = 0; m < 1440; m++)
            minute_is_open[i][m] = open_minute(first + i, m);
    srand(20260430);
    for (int i = 0; i < ROUNDS; i++) {
        instant_t start = day_start(first + rand() % 600) + rand() % DAY_SECONDS;
        struct stand s[STANDS];
        size_t ns = (size_t)rand() % (STANDS + 1);
        int n = 1 + rand() % 3000;
        for (size_t k = 0; k < ns; k++) {
            s[k].from = day_of_instant(start) - 10 + rand() % 40;
            s[k].to = rand() % 20 ? s[k].from + rand() % 25 : DAY_NONE;
        }
        instant_t want = walk(first, start, n, s, ns);
        struct due is = clock_due(cal, DAY_NONE, start, (struct span){UNIT_BH, n, false}, s, ns);
        if (want == INSTANT_NONE ? is.day != DAY_NONE : is.late - 60 != want)
            fail_msg("round %d: %d minutes from %lld: %lld is %lld", i, n, (long long)start,
                     (long long)want, (long long)is.late - 60);
        none += want == INSTANT_NONE;
        if (want == INSTANT_NONE) continue;
        int between = 0;
        for (instant_t t = start - start % 60; t < want; t += 60)
            between += minute_is_open[day_of_instant(t) - first][day_second_of_instant(t) / 60];
        assert_int_equal(clock_bh_between(cal, start, want), between);
        halved += between != n;
    }
    print_message("%d random limits: %d held open, %d moved by suspensions\n", ROUNDS, none,
                  halved);
    assert_in_range(none, 1, ROUNDS / 4);
    assert_in_range(halved, ROUNDS / 10, ROUNDS);
}

/* Where the numbered days end and the arithmetic begins, and as far as days may be asked for. */
static void far_days(void **state)
{
    static const char *const from[] = {"1900-01-01", "1993-12-20", "2036-12-20", "2999-12-01"};

    (void)state;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        int64_t gone = calendar_minutes_gone(cal, day_start(day(from[i])));
        for (instant_t t = day_start(day(from[i])); t < day_start(day(from[i]) + 30); t += 60) {
            struct hours h = calendar_hours(cal, day_of_instant(t));
            int m = day_second_of_instant(t) / 60;
            bool open = calendar_workday(cal, day_of_instant(t)) &&
                        ((m >= h.am_from && m < h.am_to) || (m >= h.pm_from && m < h.pm_to));
            assert_int_equal(calendar_minutes_gone(cal, t), gone);
            if (!open) continue;
            gone++;
            assert_int_equal(calendar_minute_at(cal, gone), t + 60);
        }
    }
}

static void cost(void **state)
{
    struct timespec a, b;
    enum { ROUNDS = 1000000 };
    int64_t sum = 0;
    instant_t start = at("2010-01-01T10:20");

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < ROUNDS; i++)
        sum += clock_due(cal, DAY_NONE, start + (instant_t)i * 500,
                         (struct span){UNIT_BH, 1 + i % 40000, false}, NULL, 0)
                   .late;
    clock_gettime(CLOCK_MONOTONIC, &b);
    print_message("clock_due, office minutes: %.1f ns\n",
                  ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / ROUNDS);
    assert_true(sum > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_in_force), cmocka_unit_test(receipt),
        cmocka_unit_test(into_summer),    cmocka_unit_test(lunch),
        cmocka_unit_test(half_days),      cmocka_unit_test(walking_gives_the_same),
        cmocka_unit_test(far_days),       cmocka_unit_test(cost),
    };

    return cmocka_run_group_tests(tests, open_calendars, close_calendars);
}
