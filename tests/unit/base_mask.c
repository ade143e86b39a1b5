/* Masks, and dates as people type them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/mask.h"

static void fits(void **state)
{
    static const struct {
        const char *mask, *typed, *text; /* NULL: no place */
        bool whole;
    } v[] = {
        {"AA999999", "jy12", "JY12", false},
        {"AA999999", "jy123456", "JY123456", true},
        {"AA999999", "j1", NULL, false},
        {"AA999999", "jy1234567", NULL, false},
        {"999-99999999", "0532", "053-2", false},
        {"999-99999999", "053-2", "053-2", false},
        {"999-99999999", "053", "053", false}, /* a mark waits for what is behind it */
        {"999-99999999", "053-", "053-", false},
        {"9999年99月", "202602", "2026年02月", true},
        {"9999年99月", "2026年02月", "2026年02月", true},
        {"XX-9", "a1-2", "A1-2", true},
        {"\\A9", "5", "A5", true},
        {"\\A9", "A5", "A5", true},
        {"\\9\\99", "5", "995", true},
        {"\\9\\99", "9", "9", false}, /* what is like a mark counts for it */
        {"9", "x", NULL, false},
        {"9", "", "", false},
    };
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        bool whole;
        buf_clear(&b);
        bool good = mask_fit(v[i].mask, v[i].typed, &b, &whole);
        assert_int_equal(good, v[i].text != NULL);
        if (good) assert_string_equal(buf_str(&b), v[i].text);
        assert_int_equal(good && whole, v[i].whole);
    }
    buf_free(&b);
}

static void masks(void **state)
{
    (void)state;
    assert_int_equal(mask_wrong("AA-999"), 0);
    assert_int_equal(mask_nchar("\\A9年"), 3);
    assert_int_equal(mask_wrong("年-"), 1); /* nothing to type */
    assert_int_equal(mask_wrong("99\\"), 3);
    assert_int_equal(mask_wrong("9999999999999999999999999999999999999999999999999999999999999"),
                     61);
}

static void dates(void **state)
{
    static const struct {
        const char *typed, *date; /* NULL: none */
    } v[] = {
        {"20260214", "2026-02-14"},
        {"2026-2-14", "2026-02-14"},
        {"2026/02/4", "2026-02-04"},
        {"2026.2.4", "2026-02-04"},
        {"2026年2月4日", "2026-02-04"},
        {"14", "2026-11-14"},
        {"4", "2026-11-04"},
        {"0214", "2026-02-14"},
        {"2-14", "2026-02-14"},
        {"t", "2026-11-23"},
        {"T", "2026-11-23"},
        {"+3", "2026-11-26"},
        {"-23", "2026-10-31"},
        {"t+8", "2026-12-01"},
        {"t-1", "2026-11-22"},
        {"31", NULL}, /* November has none */
        {"214", NULL},
        {"0230", NULL},
        {"2026-13-1", NULL},
        {"t+", NULL},
        {"+", NULL},
        {"tt", NULL},
        {"", NULL},
        {"20260230", NULL},
        {"26-2-14", NULL},
    };
    char text[DAY_TEXT];
    day_t d, today = day_of_civil(2026, 11, 23);

    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        bool good = day_typed(v[i].typed, today, &d);
        if (good != (v[i].date != NULL)) fail_msg("'%s'", v[i].typed);
        if (good) assert_string_equal(day_text(d, text), v[i].date);
    }
    assert_false(day_typed("14", DAY_NONE, &d)); /* without a today only whole dates */
    assert_false(day_typed("t", DAY_NONE, &d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fits), cmocka_unit_test(masks),
                                       cmocka_unit_test(dates)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
