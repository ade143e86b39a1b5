#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/timekeeper.h"

enum { T = 1790000000, B = 5000 }; /* a wall clock and a time since start */

static void follows_the_clock_and_its_corrections(void **state)
{
    struct timekeeper k = {0};

    (void)state;
    assert_int_equal(timekeeper_now(&k, T, B), T);
    assert_int_equal(timekeeper_now(&k, T + 10, B + 10), T + 10);
    /* a second put in by the night's correction, then a leap second repeated, then a sleep of three
     * days, which the machine's own time counts */
    assert_int_equal(timekeeper_now(&k, T + 21, B + 20), T + 21);
    assert_int_equal(timekeeper_now(&k, T + 30, B + 30), T + 30);
    assert_int_equal(timekeeper_now(&k, T + 259230, B + 259230), T + 259230);
    assert_int_equal(k.until, 0);
}

static void slow_drift_adds_up_to_nothing(void **state)
{
    struct timekeeper k = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) /* 4 s in every 10: far more than any crystal, always followed */
        assert_int_equal(timekeeper_now(&k, T + 14 * i, B + 10 * i), T + 14 * i);
    assert_int_equal(k.until, 0);
}

static void jump_forward_waits(void **state)
{
    struct timekeeper k = {0};

    (void)state;
    timekeeper_now(&k, T, B);
    assert_int_equal(timekeeper_now(&k, T + 86400 + 10, B + 10), T + 10);
    assert_int_equal(k.jump, 86400);
    assert_int_equal(timekeeper_now(&k, T + 86400 + 129, B + 129), T + 129);
    assert_int_equal(timekeeper_now(&k, T + 86400 + 130, B + 130), T + 86400 + 130);
    assert_int_equal(k.jump, 0);
}

static void jump_taken_back_leaves_no_trace(void **state)
{
    struct timekeeper k = {0};

    (void)state;
    timekeeper_now(&k, T, B);
    assert_int_equal(timekeeper_now(&k, T + 86400 + 10, B + 10), T + 10);
    assert_int_equal(timekeeper_now(&k, T + 60, B + 60), T + 60);
    assert_int_equal(k.until, 0);
    assert_int_equal(timekeeper_now(&k, T + 300, B + 300), T + 300);
}

static void jump_backward_is_never_ahead_of_the_clock(void **state)
{
    struct timekeeper k = {0};

    (void)state;
    timekeeper_now(&k, T, B);
    for (int s = 10; s < 400; s += 10)
        assert_int_equal(timekeeper_now(&k, T - 3600 + s, B + s), T - 3600 + s);
    assert_int_equal(k.until, 0);
}

static void second_jump_waits_anew(void **state)
{
    struct timekeeper k = {0};

    (void)state;
    timekeeper_now(&k, T, B);
    timekeeper_now(&k, T + 3600 + 10, B + 10);
    assert_int_equal(timekeeper_now(&k, T + 7200 + 120, B + 120), T + 120);
    assert_int_equal(timekeeper_now(&k, T + 7200 + 239, B + 239), T + 239);
    assert_int_equal(timekeeper_now(&k, T + 7200 + 240, B + 240), T + 7200 + 240);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_clock_and_its_corrections),
        cmocka_unit_test(slow_drift_adds_up_to_nothing),
        cmocka_unit_test(jump_forward_waits),
        cmocka_unit_test(jump_taken_back_leaves_no_trace),
        cmocka_unit_test(jump_backward_is_never_ahead_of_the_clock),
        cmocka_unit_test(second_jump_waits_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
