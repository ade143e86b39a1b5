/* Working days per year are those of domain.md B.1, which were counted from the yearly notices. */
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

static day_t ymd(int y, int m, int d)
{
    return day_of_civil(y, m, d);
}

static void years(void **state)
{
    static const int per_year[] = {252, 251, 251, 249, 251, 250, 250, 250, 249, 250, 250, 249,
                                   250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248};
    struct calendar *c = calendar_cn();

    (void)state;
    for (int i = 0; i < 23; i++)
        assert_int_equal(calendar_count(c, ymd(2003 + i, 12, 31), ymd(2004 + i, 12, 31)),
                         per_year[i]);
    assert_int_equal(calendar_count(c, ymd(2003, 12, 31), ymd(2026, 12, 31)), 5745);
    calendar_free(c);
}

static void days(void **state)
{
    struct calendar *c = calendar_cn();

    (void)state;
    assert_true(calendar_workday(c, ymd(2026, 2, 14)));  /* Saturday worked for the festival */
    assert_false(calendar_workday(c, ymd(2026, 2, 16))); /* Monday of the festival */
    assert_false(calendar_workday(c, ymd(2026, 3, 7)));  /* Saturday */
    assert_true(calendar_workday(c, ymd(2026, 3, 9)));
    assert_string_equal(calendar_name(c, ymd(2026, 2, 14)), "春节");
    assert_string_equal(calendar_name(c, ymd(2026, 3, 9)), "");
    assert_true(calendar_listed(c, ymd(2026, 10, 1)));
    assert_false(calendar_listed(c, ymd(2026, 3, 7)));
    assert_int_equal(calendar_roll(c, ymd(2026, 10, 3)), ymd(2026, 10, 8));
    assert_int_equal(calendar_roll(c, ymd(2026, 10, 8)), ymd(2026, 10, 8));
    assert_int_equal(calendar_roll_back(c, ymd(2026, 10, 3)), ymd(2026, 9, 30));
    assert_int_equal(calendar_roll_back(c, ymd(2026, 9, 30)), ymd(2026, 9, 30));
    assert_int_equal(calendar_back(c, ymd(2026, 3, 12), 2), ymd(2026, 3, 10));
    assert_int_equal(calendar_back(c, ymd(2026, 10, 3), 1), ymd(2026, 9, 30));
    assert_int_equal(calendar_count(c, ymd(2026, 3, 12), ymd(2026, 3, 10)), 0);
    calendar_free(c);
}

static void the_end_and_beyond(void **state)
{
    char *tsv = file_text("data/calendar/cn.tsv");
    char *next = file_text("data/calendar/cn_2027_provisional.tsv");
    struct calendar *c = calendar_cn(), *p = NULL;

    (void)state;
    assert_int_equal(
        calendar_read(&(struct calendar_parts){.published = tsv, .provisional = next}, &p, NULL),
        RC_OK);
    assert_int_equal(calendar_end(c), ymd(2026, 12, 31));
    assert_int_equal(calendar_end(p), ymd(2026, 12, 31));
    assert_false(calendar_provisional(p, ymd(2026, 12, 31)));
    assert_true(calendar_provisional(p, ymd(2027, 1, 1)));
    assert_true(calendar_workday(c, ymd(2027, 1, 1)));
    assert_false(calendar_workday(p, ymd(2027, 1, 1)));
    assert_string_equal(calendar_name(p, ymd(2027, 6, 9)), "端午节");
    assert_string_equal(calendar_name(c, ymd(2027, 6, 9)), "");
    /* 2027 has 261 days Monday to Friday; six of the 13 statutory days fall on weekends. */
    assert_int_equal(calendar_count(c, ymd(2026, 12, 31), ymd(2027, 12, 31)), 261);
    assert_int_equal(calendar_count(p, ymd(2026, 12, 31), ymd(2027, 12, 31)), 261 - 7);
    calendar_free(c);
    calendar_free(p);
    free(tsv);
    free(next);
}

/* Adding and counting against walking day by day, across both ends of the table. */
static void adding_is_walking(void **state)
{
    struct calendar *c = calendar_cn();

    (void)state;
    srand(1);
    for (int i = 0; i < 20000; i++) {
        day_t start = ymd(2003, 1, 1) + rand() % (25 * 365), d = start;
        int n = 1 + rand() % 60, left = n;
        while (left > 0)
            left -= calendar_workday(c, ++d);
        assert_int_equal(calendar_add(c, start, n), d);
        assert_int_equal(calendar_count(c, start, d), n);
        for (d = start, left = n; left > 0;)
            left -= calendar_workday(c, --d);
        assert_int_equal(calendar_back(c, start, n), d);
    }
    calendar_free(c);
}

/* Whether a day is worked, read from the text itself. */
static void workdays_are_the_table(void **state)
{
    char *tsv = file_text("data/calendar/cn.tsv"), row[32], date[DAY_TEXT];
    struct calendar *c = calendar_cn();

    (void)state;
    for (day_t d = ymd(2004, 1, 1); d <= ymd(2026, 12, 31); d++) {
        bool works = day_weekday(d) <= 5;
        snprintf(row, sizeof row, "\n%s\tholiday", day_text(d, date));
        if (strstr(tsv, row)) works = false;
        snprintf(row, sizeof row, "\n%s\tworkday", date);
        if (strstr(tsv, row)) works = true;
        assert_int_equal(calendar_workday(c, d), works);
    }
    calendar_free(c);
    free(tsv);
}

/* --- Notices --- */

static void notices(void **state)
{
    struct calendar *c = calendar_cn();
    static const struct {
        const char *day, *says;
    } want[] = {
        {"2004-01-22", "国务院办公厅关于2004年部分节假日安排的通知"},
        {"2005-12-31", "国务院办公厅关于2006年部分节假日安排的通知（国办发明电〔2005〕35号）"},
        {"2006-12-30", "国务院办公厅关于2007年部分节假日安排的通知（国办发明电〔2006〕49号）"},
        {"2011-12-31", "国务院办公厅关于2012年部分节假日安排的通知（国办发明电〔2011〕45号）"},
        {"2015-09-04",
         "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知（国发明电〔20"
         "15〕1号）"},
        {"2015-09-27", "国务院办公厅关于2015年部分节假日安排的通知（国办发明电〔2014〕28号）"},
        {"2018-12-29", "国务院办公厅关于2019年部分节假日安排的通知（国办发明电〔2018〕15号）"},
        {"2019-05-05", "国务院办公厅关于调整2019年劳动节假期安排的通知（国办发明电〔2019〕3号）"},
        {"2020-01-30", "国务院办公厅关于2020年部分节假日安排的通知（国办发明电〔2019〕16号）"},
        {"2020-01-31", "国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）"},
        {"2026-02-28", "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"},
        {"2026-03-07", ""}, /* a Saturday */
        {"2026-03-09", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        day_t d;
        assert_true(day_parse(want[i].day, &d));
        assert_string_equal(calendar_notice(c, d), want[i].says);
    }
    for (day_t d = ymd(2004, 1, 1); d <= ymd(2026, 12, 31); d++)
        assert_int_equal(calendar_listed(c, d), *calendar_notice(c, d) != '\0');
    calendar_free(c);
}

/* --- Overlays --- */

static struct calendar *laid_over(const char *published, const char *region, const char *hall)
{
    struct calendar *c = NULL;
    const char *overlay[] = {region, hall};
    struct calendar_parts parts = {.published = published, .overlay = overlay, .noverlay = 2};

    assert_int_equal(calendar_read(&parts, &c, NULL), RC_OK);
    return c;
}

static void overlays(void **state)
{
    char *tsv = file_text("data/calendar/cn.tsv");
    /* A holiday of the region; the hall works through half of it, opens on a Saturday, drops a
     * make-up day and one day of a festival, and closes after the end of the table. */
    struct calendar *c = laid_over(tsv,
                                   "# notice: 2026\t州政府通知\n"
                                   "2026-07-20\tholiday\t火把节\n2026-07-21\tholiday\t火把节\n"
                                   "2026-07-22\tholiday\t火把节\t州庆通知\n",
                                   "2026-05-09\tholiday\t停电\n2026-06-19\tworkday\t值班\n"
                                   "2026-06-20\tmorning\t值班\n2026-07-21\tafternoon\t值班\n"
                                   "2027-03-01\tholiday\t搬迁\n");

    (void)state;
    assert_false(calendar_workday(c, ymd(2026, 7, 20)));
    assert_string_equal(calendar_name(c, ymd(2026, 7, 20)), "火把节");
    assert_string_equal(calendar_notice(c, ymd(2026, 7, 20)), "州政府通知");
    assert_true(calendar_workday(c, ymd(2026, 7, 21))); /* the later text */
    assert_string_equal(calendar_name(c, ymd(2026, 7, 21)), "值班");
    assert_string_equal(calendar_notice(c, ymd(2026, 7, 21)), "");
    assert_string_equal(calendar_notice(c, ymd(2026, 7, 22)), "州庆通知");
    assert_false(calendar_workday(c, ymd(2026, 5, 9)));  /* was worked for 劳动节 */
    assert_true(calendar_workday(c, ymd(2026, 6, 19)));  /* was 端午节 */
    assert_true(calendar_workday(c, ymd(2026, 6, 20)));  /* Saturday of it */
    assert_false(calendar_workday(c, ymd(2026, 6, 21))); /* Sunday of it */
    /* 248 of the nation, -2 for 火把节, -1 停电, +2 端午节 */
    assert_int_equal(calendar_count(c, ymd(2025, 12, 31), ymd(2026, 12, 31)), 248 - 2 - 1 + 2);
    assert_false(calendar_workday(c, ymd(2027, 3, 1)));
    assert_true(calendar_provisional(c, ymd(2027, 3, 1)));
    assert_int_equal(calendar_end(c), ymd(2026, 12, 31));
    calendar_free(c);
    /* Comments alone change nothing. */
    char *region = file_text("data/calendar/region.tsv"),
         *hall = file_text("data/calendar/hall.tsv");
    c = laid_over(tsv, region, hall);
    assert_int_equal(calendar_count(c, ymd(2003, 12, 31), ymd(2026, 12, 31)), 5745);
    calendar_free(c);
    free(region);
    free(hall);
    free(tsv);
}

static size_t place(const char *text, const char *what)
{
    size_t at = 0, n = strlen(what);

    while (text[at] && strncmp(text + at, what, n) != 0)
        at++;
    assert_true(text[at]);
    return at;
}

/* The table as it stood before the extension of January 2020, and the extension laid over it. */
static void correction_in_mid_year(void **state)
{
    static const char longer[] =
        "# notice: 2020\t国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）\n"
        "2020-01-31\tholiday\t春节\n2020-02-01\tholiday\t春节\n2020-02-02\tholiday\t春节\n";
    char *tsv = file_text("data/calendar/cn.tsv");
    size_t from = place(tsv, "\n2020-01-31\t") + 1, to = place(tsv, "\n2020-04-04\t") + 1;

    (void)state;
    assert_true(from < to);
    char *old = mem_printf("%.*s2020-02-01\tworkday\t春节\n%s", (int)from, tsv, tsv + to);
    struct calendar *now = calendar_cn(), *then = laid_over(old, "", ""),
                    *corrected = laid_over(old, longer, "");
    assert_true(calendar_workday(then, ymd(2020, 1, 31)));
    assert_true(calendar_workday(then, ymd(2020, 2, 1))); /* as first arranged */
    assert_int_equal(calendar_add(then, ymd(2020, 1, 23), 3), ymd(2020, 2, 3));
    assert_int_equal(calendar_add(corrected, ymd(2020, 1, 23), 3), ymd(2020, 2, 5));
    for (day_t d = ymd(2004, 1, 1); d <= ymd(2026, 12, 31); d++) {
        assert_int_equal(calendar_workday(corrected, d), calendar_workday(now, d));
        assert_string_equal(calendar_name(corrected, d), calendar_name(now, d));
        assert_string_equal(calendar_notice(corrected, d), calendar_notice(now, d));
    }
    calendar_free(now);
    calendar_free(then);
    calendar_free(corrected);
    free(old);
    free(tsv);
}

/* --- Texts --- */

static void coverage(void **state)
{
    struct calendar *c;

    (void)state;
    assert_int_equal(
        calendar_read(
            &(struct calendar_parts){.published = "# coverage: 2026-01-01..2026-06-30 (half)\n"},
            &c, NULL),
        RC_OK);
    assert_int_equal(calendar_end(c), ymd(2026, 6, 30));
    calendar_free(c);
    assert_int_equal(
        calendar_read(
            &(struct calendar_parts){
                .published = "2025-10-01\tholiday\t国庆节\r\n\r\n2026-10-01\tholiday\t国庆节"},
            &c, NULL),
        RC_OK);
    assert_int_equal(calendar_end(c), ymd(2026, 12, 31));
    assert_string_equal(calendar_name(c, ymd(2025, 10, 1)), "国庆节");
    calendar_free(c);
}

static void refuse(const char *tsv, const char *next, const char *code, const char *line,
                   const char *column)
{
    struct calendar *c = NULL;
    struct fault f;

    assert_int_equal(
        calendar_read(&(struct calendar_parts){.published = tsv, .provisional = next}, &c, &f),
        RC_REFUSED);
    assert_null(c);
    assert_string_equal(f.code, code);
    if (!line) return;
    assert_string_equal(f.arg[0], line);
    assert_string_equal(f.arg[1], column);
}

static void malformed(void **state)
{
    (void)state;
    refuse("# x\n\n2026-02-30\tholiday\t春节\n", NULL, "calendar", "3", "1");
    refuse("2026-02-14\twork\t春节\n", NULL, "calendar", "1", "12");
    refuse("2026-02-14\n", NULL, "calendar", "1", "11");
    refuse("2026-02-14 workday 春节\n", NULL, "calendar", "1", "1");
    refuse("2026-02-14\tworkday\n", NULL, "calendar", "1", "19");
    refuse("2026-02-14\tworkday\t\n", NULL, "calendar", "1", "19");
    refuse("2026-02-14\tmorning\t春节\n", NULL, "calendar", "1", "12"); /* only in overlays */
    refuse("2026-02-14\tworkday\t春节\t通知\t补班\n", NULL, "calendar", "1", "33");
    refuse("# notice: 26\t通知\n", NULL, "calendar", "1", "11");
    refuse("# notice: 2026 通知\n", NULL, "calendar", "1", "11");
    refuse("# x\n# notice:  2026\t\n", NULL, "calendar", "2", "12");
    refuse("# notice: 2026\t通知\n# notice: 2026\t又\n", NULL, "calendar", "2", "11");
    refuse("2026-02-15\tholiday\t春节\n2026-02-15\tholiday\t春节\n", NULL, "calendar", "2", "1");
    refuse("2026-02-15\tholiday\t春节\n2026-02-14\tworkday\t春节\n", NULL, "calendar", "2", "1");
    refuse("# coverage: 2026\n2026-02-15\tholiday\t春节\n", NULL, "calendar", "1", "13");
    refuse("# coverage: 2026-12-31..2026-01-01\n", NULL, "calendar", "1", "13");
    refuse("# coverage: 2026-01-01..2026-12-31\n2027-01-01\tholiday\t元旦\n", NULL, "calendar",
           NULL, NULL);
    refuse("1026-02-14\tworkday\tx\n2026-02-14\tworkday\tx\n", NULL, "calendar", NULL, NULL);
    refuse("", NULL, "calendar", NULL, NULL);
    refuse("2026-02-14\tworkday\t春节\n", "2027-01-01\tday off\t元旦\n", "calendar-provisional",
           "1", "12");
}

static void refuse_overlay(const char *region, const char *hall, const char *code, const char *line,
                           const char *column)
{
    struct calendar *c = NULL;
    const char *overlay[] = {region, hall};
    struct calendar_parts parts = {
        .published = "# coverage: 2026-01-01..2026-12-31\n", .overlay = overlay, .noverlay = 2};
    struct fault f;

    assert_int_equal(calendar_read(&parts, &c, &f), RC_REFUSED);
    assert_null(c);
    assert_string_equal(f.code, code);
    assert_string_equal(f.arg[0], line);
    assert_string_equal(f.arg[1], column);
}

static void malformed_overlays(void **state)
{
    (void)state;
    refuse_overlay("2026-02-14\tnoon\t春节\n", "", "calendar-overlay-0", "1", "12");
    refuse_overlay("2026-02-14\n", "", "calendar-overlay-0", "1", "11");
    refuse_overlay("", "# 本厅\n2026-02-14\tmorning\n", "calendar-overlay-1", "2", "19");
    refuse_overlay("", "26-02-14\tmorning\t值班\n", "calendar-overlay-1", "1", "1");
    refuse_overlay("2026-02-14\tmorning\t值班\n2026-02-14\tafternoon\t值班\n", "",
                   "calendar-overlay-0", "2", "1");
    /* years mistyped */
    refuse_overlay("2025-12-31\tholiday\t元旦\n", "", "calendar-overlay-0", "1", "1");
    refuse_overlay("", "2026-12-31\tholiday\t元旦\n2062-01-01\tholiday\t元旦\n",
                   "calendar-overlay-1", "2", "1");
    refuse("# coverage: 2026-01-01..2026-12-31\n",
           "2027-01-01\tholiday\t元旦\n2207-01-02\tholiday\t元旦\n", "calendar-provisional", "2",
           "1");
}

static double microseconds(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) * 1e6 + (double)(b->tv_nsec - a->tv_nsec) / 1e3;
}

static void cost_of_reading(void **state)
{
    char *tsv = file_text("data/calendar/cn.tsv");
    struct timespec a, b;
    enum { ROUNDS = 100 };

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < ROUNDS; i++) {
        struct calendar *c = NULL;
        assert_int_equal(calendar_read(&(struct calendar_parts){.published = tsv}, &c, NULL),
                         RC_OK);
        calendar_free(c);
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    print_message("calendar_read: %.0f us\n", microseconds(&a, &b) / ROUNDS);
    free(tsv);
}

static void cost(void **state)
{
    struct calendar *c = calendar_cn();
    struct timespec a, b;
    enum { ROUNDS = 2000000 };
    int64_t sum = 0;
    day_t start = ymd(2010, 1, 1);

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < ROUNDS; i++)
        sum += calendar_add(c, start + i % 5000, 1 + i % 45);
    clock_gettime(CLOCK_MONOTONIC, &b);
    print_message("calendar_add: %.1f ns\n", microseconds(&a, &b) * 1e3 / ROUNDS);
    assert_true(sum > 0);
    calendar_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years),
        cmocka_unit_test(days),
        cmocka_unit_test(the_end_and_beyond),
        cmocka_unit_test(adding_is_walking),
        cmocka_unit_test(workdays_are_the_table),
        cmocka_unit_test(notices),
        cmocka_unit_test(overlays),
        cmocka_unit_test(correction_in_mid_year),
        cmocka_unit_test(coverage),
        cmocka_unit_test(malformed),
        cmocka_unit_test(malformed_overlays),
        cmocka_unit_test(cost_of_reading),
        cmocka_unit_test(cost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
