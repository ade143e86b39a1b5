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
    refuse("2026-02-14\tworkday\t春节\t补班\n", NULL, "calendar", "1", "26");
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
    print_message("calendar_add: %.1f ns\n",
                  ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / ROUNDS);
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
        cmocka_unit_test(coverage),
        cmocka_unit_test(malformed),
        cmocka_unit_test(cost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
