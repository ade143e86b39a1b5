/* The surcharge on a fine, by 行政处罚法72 and the vectors of domain.md B.8 (PEN6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/fine.h"

enum { DUE = 20000, FINE = 100000 /* fen: 1,000 yuan */ };

static int64_t late_by(int64_t fine, int days)
{
    return fine_surcharge(fine, DUE, DUE + days, NULL, 0);
}

static void by_days(void **state)
{
    (void)state;
    assert_int_equal(late_by(FINE, -5), 0);
    assert_int_equal(late_by(FINE, 0), 0); /* paid on the due day */
    assert_int_equal(late_by(FINE, 1), 3000);
    assert_int_equal(late_by(FINE, 10), 30000);
    assert_int_equal(late_by(FINE, 33), 99000);
    assert_int_equal(late_by(FINE, 34), FINE); /* 102 %: the cap */
    assert_int_equal(late_by(FINE, 40), FINE);
    assert_int_equal(late_by(0, 10), 0);
}

/* Half a fen counts; once, not for every day. */
static void rounding(void **state)
{
    (void)state;
    assert_int_equal(late_by(16, 1), 0);                           /* 0.48 fen */
    assert_int_equal(late_by(17, 1), 1);                           /* 0.51 */
    assert_int_equal(late_by(50, 1), 2);                           /* 1.5 */
    assert_int_equal(late_by(50, 3), 5);                           /* 4.5, and not three times 2 */
    assert_int_equal(late_by(1, 33), 1);                           /* 0.99 */
    assert_int_equal(late_by(INT64_MAX, 33), 9131138316486228049); /* 9131138316486228048.93 */
    assert_int_equal(late_by(INT64_MAX, 40), INT64_MAX);
}

/* 处罚法73: days of reconsideration and lawsuit are not counted; (from, to]. */
static void suspended(void **state)
{
    const struct stand ten = {DUE + 5, DUE + 15}, before = {DUE - 20, DUE + 2},
                       after = {DUE + 20, DUE + 90}, open = {DUE + 4, DAY_NONE},
                       same_day = {DUE + 5, DUE + 5};
    const struct stand overlap[] = {{DUE + 8, DUE + 12}, {DUE + 2, DUE + 10}};

    (void)state;
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 20, &ten, 1), 30000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 50, &ten, 1), FINE);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 43, &ten, 1), 99000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 12, &before, 1), 30000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 10, &after, 1), 30000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 30, &after, 1), 60000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 30, &open, 1), 12000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 10, &same_day, 1), 30000);
    assert_int_equal(fine_surcharge(FINE, DUE, DUE + 20, overlap, 2), 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_days),
        cmocka_unit_test(rounding),
        cmocka_unit_test(suspended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
