/* Dividing the time of a matter: worked by hand, and against a count second by second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "domain/split.h"

static instant_t at(const char *text)
{
    instant_t t = 0;

    assert_true(instant_parse(text, &t));
    return t;
}

/* Registered Monday nine, told what is missing at ten, papers back Tuesday ten, accepted at once by
 * the window; the department has it until Friday 17:00, a laboratory test from Wednesday noon to
 * Thursday noon inside; printed and handed over on Saturday at nine. */
static void by_hand(void **state)
{
    const struct held held[] = {
        {at("2026-03-02T09:00"), at("2026-03-02T10:00"), HOLDER_DESK},
        {at("2026-03-02T10:00"), at("2026-03-03T10:00"), HOLDER_APPLICANT},
        {at("2026-03-03T10:00"), at("2026-03-06T17:00"), HOLDER_DEPARTMENT},
        {at("2026-03-04T12:00"), at("2026-03-05T12:00"), HOLDER_SUSPENDED},
        {at("2026-03-06T17:00"), at("2026-03-07T09:00"), HOLDER_DESK},
    };
    int64_t out[HOLDERS];

    (void)state;
    split_time(held, 5, at("2026-03-02T09:00"), at("2026-03-07T09:00"), out);
    assert_int_equal(out[HOLDER_DESK], (1 + 16) * 3600);
    assert_int_equal(out[HOLDER_APPLICANT], 24 * 3600);
    assert_int_equal(out[HOLDER_SUSPENDED], 24 * 3600);
    assert_int_equal(out[HOLDER_DEPARTMENT], (79 - 24) * 3600);
    assert_int_equal(out[HOLDER_OUTSIDE], 0);
}

/* Where all hold at once the order of the enum decides; each left out, the next has it. */
static void precedence(void **state)
{
    struct held held[HOLDERS];
    int64_t out[HOLDERS];

    (void)state;
    for (int i = 0; i < HOLDERS; i++)
        held[HOLDERS - 1 - i] = (struct held){0, 10, (enum holder)i};
    for (int i = 0; i < HOLDERS; i++) {
        split_time(held, (size_t)(HOLDERS - i), 0, 10, out); /* without the first i kinds */
        for (int k = 0; k < HOLDERS; k++)
            assert_int_equal(out[k], k == i ? 10 : 0);
    }
}

static void nobody_is_the_desk(void **state)
{
    const struct held held[] = {{100, 100, HOLDER_DEPARTMENT}, /* no time at all */
                                {40, 30, HOLDER_DEPARTMENT},   /* a clock set back */
                                {-50, 5, HOLDER_APPLICANT},    /* begun before */
                                {90, 500, HOLDER_OUTSIDE}};    /* not over */
    int64_t out[HOLDERS];

    (void)state;
    split_time(NULL, 0, 7, 12, out);
    assert_int_equal(out[HOLDER_DESK], 5);
    split_time(held, 4, 0, 100, out);
    assert_int_equal(out[HOLDER_APPLICANT], 5);
    assert_int_equal(out[HOLDER_OUTSIDE], 10);
    assert_int_equal(out[HOLDER_DESK], 85);
    assert_int_equal(out[HOLDER_DEPARTMENT], 0);
    split_time(held, 4, 100, 100, out);
    split_time(held, 4, 100, 20, out);
    for (int i = 0; i < HOLDERS; i++)
        assert_int_equal(out[i], 0);
}

/* --- Any intervals --- */

static unsigned long long seed = 20260302;

static int chance(int below)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (int)((seed >> 33) % (unsigned)below);
}

static void second_by_second(const struct held *held, size_t n, instant_t from, instant_t to,
                             int64_t out[HOLDERS])
{
    memset(out, 0, HOLDERS * sizeof *out);
    for (instant_t t = from; t < to; t++) {
        int best = HOLDERS;
        for (size_t i = 0; i < n; i++)
            if (held[i].from <= t && t < held[i].to && (int)held[i].who < best)
                best = (int)held[i].who;
        out[best == HOLDERS ? HOLDER_DESK : best]++;
    }
}

static void any_intervals(void **state)
{
    enum { MOST = 24, LONG = 400, ROUNDS = 3000 };

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct held held[MOST];
        size_t n = (size_t)chance(MOST + 1);
        instant_t from = chance(LONG), to = from + chance(LONG);
        int64_t out[HOLDERS], slow[HOLDERS], sum = 0;
        for (size_t i = 0; i < n; i++) {
            instant_t a = chance(2 * LONG);
            held[i] = (struct held){a, a - 5 + chance(LONG / 2), (enum holder)chance(HOLDERS)};
        }
        split_time(held, n, from, to, out);
        second_by_second(held, n, from, to, slow);
        for (int i = 0; i < HOLDERS; i++) {
            assert_int_equal(out[i], slow[i]);
            sum += out[i];
        }
        assert_int_equal(sum, to - from);
    }
}

/* Years long, to the second. */
static void sums_of_years(void **state)
{
    enum { MOST = 200, ROUNDS = 200, YEARS = 100000000 };
    static struct held held[MOST];
    int64_t out[HOLDERS];

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        instant_t from = at("2026-03-02T09:00:01") + chance(YEARS), to = from + chance(YEARS);
        int64_t sum = 0;
        for (size_t i = 0; i < MOST; i++) {
            instant_t a = from - 1000 + chance(YEARS);
            held[i] = (struct held){a, a + chance(YEARS / 10), (enum holder)chance(HOLDERS)};
        }
        split_time(held, MOST, from, to, out);
        for (int i = 0; i < HOLDERS; i++) {
            assert_true(out[i] >= 0);
            sum += out[i];
        }
        assert_int_equal(sum, to - from);
    }
}

static void names(void **state)
{
    enum holder h;

    (void)state;
    for (int i = 0; i < HOLDERS; i++) {
        assert_true(holder_parse(holder_name((enum holder)i), &h));
        assert_int_equal(h, i);
    }
    assert_string_equal(holder_name(HOLDER_APPLICANT), "applicant");
    assert_false(holder_parse("somebody", &h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_hand),
                                       cmocka_unit_test(precedence),
                                       cmocka_unit_test(nobody_is_the_desk),
                                       cmocka_unit_test(any_intervals),
                                       cmocka_unit_test(sums_of_years),
                                       cmocka_unit_test(names)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
