/* Expected values by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/decimal.h"

static void read(void **state)
{
    static const struct {
        const char *s;
        int64_t v;
    } ok[] = {{"0", 0},
              {"12", 12000000},
              {"-12", -12000000},
              {"0.02", 20000},
              {"-0.5", -500000},
              {"1.234567", 1234567},
              {"007.10", 7100000},
              {"9223372036854.775807", INT64_MAX}};
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      "1.",
                                      ".5",
                                      "1.2345678",
                                      "1,000",
                                      "1e3",
                                      "+1",
                                      "--1",
                                      " 1",
                                      "1 ",
                                      "1.2.3",
                                      "9223372036854.775808",
                                      "9223372036855",
                                      "99999999999999999999999999"};
    int64_t v = 42;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (decimal_parse(bad[i], &v)) fail_msg("accepted: %s", bad[i]);
    assert_int_equal(v, 42);
    for (size_t i = 0; i < sizeof ok / sizeof ok[0]; i++) {
        assert_true(decimal_parse(ok[i].s, &v));
        assert_int_equal(v, ok[i].v);
    }
}

static void write(void **state)
{
    char out[DECIMAL_TEXT];

    (void)state;
    assert_string_equal(decimal_text(120500000, 2, out), "120.50");
    assert_string_equal(decimal_text(1234567, 6, out), "1.234567");
    assert_string_equal(decimal_text(1234567, 0, out), "1");
    assert_string_equal(decimal_text(1500000, 0, out), "2");
    assert_string_equal(decimal_text(2500000, 0, out), "3");
    assert_string_equal(decimal_text(-1500000, 0, out), "-2");
    assert_string_equal(decimal_text(612333333, 2, out), "612.33");
    assert_string_equal(decimal_text(995000, 2, out), "1.00");
    assert_string_equal(decimal_text(994999, 2, out), "0.99");
    assert_string_equal(decimal_text(-4999, 2, out), "0.00");
    assert_string_equal(decimal_text(-5000, 2, out), "-0.01");
    assert_string_equal(decimal_text(INT64_MAX, 6, out), "9223372036854.775807");
    assert_string_equal(decimal_text(INT64_MIN, 6, out), "-9223372036854.775808");
    assert_string_equal(decimal_text(INT64_MAX, 0, out), "9223372036855");
}

static void rounding(void **state)
{
    (void)state;
    assert_int_equal(decimal_round(499999), 0);
    assert_int_equal(decimal_round(500000), 1);
    assert_int_equal(decimal_round(-499999), 0);
    assert_int_equal(decimal_round(-500000), -1);
    assert_int_equal(decimal_round(1499999), 1);
    assert_int_equal(decimal_round(INT64_MAX), INT64_C(9223372036855));
    assert_int_equal(decimal_round(INT64_MIN), INT64_C(-9223372036855));
}

static void products_and_quotients(void **state)
{
    int64_t v = 42;

    (void)state;
    assert_true(decimal_multiply(1500000, 20000, &v));
    assert_int_equal(v, 30000);
    assert_true(decimal_multiply(1000000, -1, &v));
    assert_int_equal(v, -1);
    assert_true(decimal_multiply(500000, 1, &v)); /* half of a millionth */
    assert_int_equal(v, 1);
    assert_true(
        decimal_multiply(3000000000000000, 3000000, &v)); /* the product itself passes 2^63 */
    assert_int_equal(v, 9000000000000000);
    assert_true(decimal_divide(2000000, 3000000, &v));
    assert_int_equal(v, 666667);
    assert_true(decimal_divide(-2000000, 3000000, &v));
    assert_int_equal(v, -666667);
    assert_true(decimal_divide(1000000, -4000000, &v));
    assert_int_equal(v, -250000);
    v = 42;
    assert_false(decimal_divide(1, 0, &v));
    assert_false(decimal_divide(INT64_MAX, 1, &v));
    assert_false(decimal_multiply(INT64_MAX, 2000000, &v));
    assert_false(decimal_multiply(INT64_MIN, -1000000, &v));
    assert_int_equal(v, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read),
        cmocka_unit_test(write),
        cmocka_unit_test(rounding),
        cmocka_unit_test(products_and_quotients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
