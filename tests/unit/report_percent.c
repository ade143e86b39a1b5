/* domain.md D.5: p = (a*20000 + b) / (2b) in hundredths of a percent, and its vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/percent.h"

static void check(int64_t a, int64_t b, const char *expected)
{
    char text[RATIO_TEXT];

    assert_string_equal(percent_text(a, b, text), expected);
}

static void vectors(void **state)
{
    (void)state;
    check(1, 3, "33.33");
    check(2, 3, "66.67");
    check(1, 8, "12.50");
    check(155, 370, "41.89");
    check(5, 1000, "0.50");
    check(335, 342, "97.95");
    check(336, 342, "98.25");
    check(20 - 8, 20, "60.00"); /* commitment 8 of 20 */
    check(20 - 5, 20, "75.00"); /* used 5 of 20 */
}

static void edges(void **state)
{
    (void)state;
    check(0, 0, "—");
    check(7, 0, "—");
    check(0, 9, "0.00");
    check(9, 9, "100.00");
    check(1, 20000, "0.01"); /* 0.005 %: half goes up */
    check(1, 20001, "0.00");
    check(3, 20000, "0.02");      /* 0.015 % */
    check(20 - 25, 20, "-25.00"); /* slower than the law allows */
    check(-1, 20000, "0.00");     /* -0.005 %: up is towards zero */
    check(-3, 20000, "-0.01");
    check(400000000000000, 400000000000001, "100.00"); /* the product still fits */
}

static void means(void **state)
{
    char text[RATIO_TEXT];

    (void)state;
    assert_string_equal(mean_text(13, 4, text), "3.25");
    assert_string_equal(mean_text(1, 3, text), "0.33");
    assert_string_equal(mean_text(2, 3, text), "0.67");
    assert_string_equal(mean_text(1, 200, text), "0.01");
    assert_string_equal(mean_text(0, 0, text), "—");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors), cmocka_unit_test(edges),
                                       cmocka_unit_test(means)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
