/* Vectors: domain.md E.6 (支付结算办法, annex 1); the longer list was made by its reference program
 * (ref_rmb.py). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/money.h"

static const struct {
    int64_t fen;
    const char *capital;
} project[] = {
    {0, "零元整"},
    {5, "伍分"},
    {1, "壹分"},
    {10, "壹角整"},
    {50, "伍角整"},
    {100, "壹元整"},
    {105, "壹元零伍分"},
    {1000, "壹拾元整"},
    {1001, "壹拾元零壹分"},
    {1010, "壹拾元零壹角整"},
    {10000, "壹佰元整"},
    {10005, "壹佰元零伍分"},
    {10010, "壹佰元零壹角整"},
    {32504, "叁佰贰拾伍元零肆分"},
    {140950, "壹仟肆佰零玖元伍角整"},
    {168032, "壹仟陆佰捌拾元零叁角贰分"},
    {600714, "陆仟零柒元壹角肆分"},
    {1000000, "壹万元整"},
    {1640902, "壹万陆仟肆佰零玖元零贰分"},
    {10000000, "壹拾万元整"},
    {10100000, "壹拾万壹仟元整"},
    {10700053, "壹拾万柒仟元零伍角叁分"},
    {10000001, "壹拾万元零壹分"},
    {100000000, "壹佰万元整"},
    {100001000, "壹佰万零壹拾元整"},
    {100010000, "壹佰万零壹佰元整"},
    {INT64_C(1000000000000), "壹佰亿元整"},
    {INT64_C(1000100000001), "壹佰亿零壹佰万元零壹分"},
    {INT64_C(10000000000000), "壹仟亿元整"},
    {INT64_C(123456789012), "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"},
    {INT64_C(99999999999999), "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
    {-5050, "负伍拾元零伍角整"},
    {2000000, "贰万元整"},
    {20000050, "贰拾万元零伍角整"},
    {1040000000, "壹仟零肆拾万元整"},
    {INT64_C(100000000000), "壹拾亿元整"},
    {INT64_C(1000000010000), "壹佰亿零壹佰元整"},
    {126750, "壹仟贰佰陆拾柒元伍角整"},
    {9600, "玖拾陆元整"},
    {1056000000, "壹仟零伍拾陆万元整"},
    {1250000000, "壹仟贰佰伍拾万元整"},
    {INT64_C(100000000000000), "壹万亿元整"},
    {INT64_C(100010000000000), "壹万亿零壹亿元整"},
    {INT64_C(100000000000000005), "壹仟万亿元零伍分"},
    {INT64_C(10000000001000000), "壹佰万亿零壹万元整"},
    {INT64_C(123040500060070), "壹万亿贰仟叁佰零肆亿零伍佰万零陆佰元零柒角整"},
    {MONEY_MAX, "玖仟玖佰玖拾玖万亿玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
    {-MONEY_MAX, "负玖仟玖佰玖拾玖万亿玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
};

static void capital_written(void **state)
{
    char out[MONEY_CAPITAL];

    (void)state;
    for (size_t i = 0; i < sizeof project / sizeof project[0]; i++)
        assert_string_equal(money_capital(project[i].fen, out), project[i].capital);
}

static void capital_read(void **state)
{
    int64_t fen = 77;

    (void)state;
    for (size_t i = 0; i < sizeof project / sizeof project[0]; i++) {
        assert_true(money_capital_parse(project[i].capital, &fen));
        assert_int_equal(fen, project[i].fen);
    }
}

/* The column "also legal" of E.6, and the spellings of the annex. */
static void capital_also_legal(void **state)
{
    static const struct {
        int64_t fen;
        const char *capital;
    } v[] = {
        {50, "伍角"},
        {140950, "壹仟肆佰零玖元伍角"},
        {168032, "壹仟陆佰捌拾元叁角贰分"},
        {10700053, "壹拾万零柒仟元伍角叁分"},
        {10700053, "壹拾万零柒仟元零伍角叁分"},
        {10700053, "壹拾万柒仟元伍角叁分"},
        {140950, "人民币壹仟肆佰零玖元伍角整"},
        {140950, "壹仟肆佰零玖圆伍角正"},
    };
    int64_t fen;

    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
        fen = 0;
        assert_true(money_capital_parse(v[i].capital, &fen));
        assert_int_equal(fen, v[i].fen);
    }
}

static void capital_refused(void **state)
{
    static const char *const bad[] = {
        "",           "元",         "元整",         "整",           "零",
        "零分",       "负零元整",   "壹拾元壹分",   "壹元零伍分整", "壹佰拾元整",
        "壹佰伍元整", "伍分角",     "壹元元整",     "壹拾壹拾元整", "壹万万元整",
        "拾元整",     "壹元整整",   "壹元零零伍分", "壹佰零元整",   "123",
        "壹佰元",     "壹元整x",    "零壹元整",     "壹万零柒仟元", "人民币人民币壹元整",
        "一百元整",   "壹\xe5元整", "壹拾元零整",
    };
    char many[4000] = "";
    int64_t fen = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (money_capital_parse(bad[i], &fen)) fail_msg("accepted: %s", bad[i]);
    for (size_t i = 0; i + 7 < sizeof many; i += 6)
        strcat(many, "玖亿");
    assert_false(money_capital_parse(many, &fen));
    assert_int_equal(fen, 77);
}

static uint64_t next_random(uint64_t *x)
{
    *x = *x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *x >> 11;
}

/* As the reference program: short and long amounts, and round ones with many zeros. */
static int64_t random_amount(uint64_t *x)
{
    int64_t v = (int64_t)(next_random(x) % (UINT64_C(1000000000000000000)));
    unsigned cut = (unsigned)(next_random(x) % 18);

    if (next_random(x) % 2) {
        while (cut--)
            v /= 10;
        return v;
    }
    v %= 10000;
    for (cut %= 12; cut; cut--)
        v *= 10;
    return next_random(x) % 8 ? v : -v;
}

static void round_trips(void **state)
{
    uint64_t x = 370299;
    char text[MONEY_TEXT], capital[MONEY_CAPITAL];

    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t fen = random_amount(&x), back = 1, again = 1;
        if (!money_parse(money_text(fen, text), &back) || back != fen) fail_msg("%s", text);
        if (!money_capital_parse(money_capital(fen, capital), &again) || again != fen)
            fail_msg("%s: %s", text, capital);
        if (strstr(capital, "零零")) fail_msg("%s: %s", text, capital);
    }
}

static void figures_read(void **state)
{
    static const struct {
        const char *s;
        int64_t fen;
    } ok[] = {{"31,797.00", 3179700},
              {"31797", 3179700},
              {"0.5", 50},
              {"0.05", 5},
              {"-50.50", -5050},
              {"0", 0},
              {"-0", 0},
              {"007", 700},
              {"1,000,000", 100000000},
              {"1.2", 120},
              {"9999999999999999.99", MONEY_MAX},
              {"-9999999999999999.99", -MONEY_MAX}};
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      ".5",
                                      "5.",
                                      "1.234",
                                      "1,5",
                                      "1,0000",
                                      "1000,000",
                                      ",100",
                                      "100,",
                                      "1,000,00",
                                      "1.0,00",
                                      "1e3",
                                      "--1",
                                      "+1",
                                      " 1",
                                      "10000000000000000",
                                      "99999999999999999999999",
                                      "1.-5",
                                      "1,,000"};
    int64_t fen = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (money_parse(bad[i], &fen)) fail_msg("accepted: %s", bad[i]);
    assert_int_equal(fen, 77);
    for (size_t i = 0; i < sizeof ok / sizeof ok[0]; i++) {
        assert_true(money_parse(ok[i].s, &fen));
        assert_int_equal(fen, ok[i].fen);
    }
}

static void figures_written(void **state)
{
    char out[MONEY_TEXT];

    (void)state;
    assert_string_equal(money_text(3179700, out), "31797.00");
    assert_string_equal(money_text(5, out), "0.05");
    assert_string_equal(money_text(0, out), "0.00");
    assert_string_equal(money_text(-5, out), "-0.05");
    assert_string_equal(money_text(-5050, out), "-50.50");
    assert_string_equal(money_text(INT64_MIN, out), "-92233720368547758.08");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capital_written),    cmocka_unit_test(capital_read),
        cmocka_unit_test(capital_also_legal), cmocka_unit_test(capital_refused),
        cmocka_unit_test(round_trips),        cmocka_unit_test(figures_read),
        cmocka_unit_test(figures_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
