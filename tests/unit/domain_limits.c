/* What must hold of every limit, asked of random ones over the country's calendar and random ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/clock.h"
#include "limit_questions.h"

enum { ROUNDS = 20000 };

/* An open suspension ends never. */
static instant_t late_of(const struct question *q)
{
    struct due due = due_of(q);

    return due.day == DAY_NONE ? INT64_MAX : due.late;
}

static void longer_is_never_earlier(void **state)
{
    (void)state;
    srand(1);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i)), longer = q;
        longer.len.n += rand() % 10;
        assert_true(late_of(&longer) >= late_of(&q));
    }
}

/* At the same time of day.  A start inside a suspension is the law's own exception, for its day is
 * suspended for an earlier start but not for itself; it shows in three places, which are not asked:
 * limits of no days, months (two starts may share one end: 01-30, 01-31) and office minutes (the
 * rest of the first day counts). */
static void later_start_is_never_earlier(void **state)
{
    (void)state;
    srand(2);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i)), later = q;
        if (!q.len.n || q.len.unit == UNIT_MO || q.len.unit == UNIT_BH) later.n = q.n = 0;
        int days = rand() % 12;
        later.start += days;
        later.start_at += (instant_t)days * DAY_SECONDS;
        assert_true(late_of(&later) >= late_of(&q));
        later = q; /* later the same day */
        later.start_at += rand() % (int)(day_start(q.start + 1) - q.start_at);
        assert_true(late_of(&later) >= late_of(&q));
    }
}

static void suspension_never_shortens(void **state)
{
    int longer = 0;

    (void)state;
    srand(3);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i)), more = q;
        more.stand[more.n++] = any_stand(q.start);
        assert_true(late_of(&more) >= late_of(&q));
        longer += late_of(&more) > late_of(&q);
    }
    assert_in_range(longer, ROUNDS / 20, ROUNDS);
}

/* However the suspensions are told: in any order, and joined or not. */
static void same_in_any_order(void **state)
{
    (void)state;
    srand(4);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i)), again = q;
        for (size_t k = 0; k < q.n; k++)
            again.stand[k] = q.stand[q.n - 1 - k];
        if (q.n) again.stand[again.n++] = q.stand[0];
        struct due a = due_of(&q), b = due_of(&q), c = due_of(&again);
        assert_true(a.day == b.day && a.late == b.late && a.provisional == b.provisional);
        assert_true(a.day == c.day && a.late == c.late && a.provisional == c.provisional);
    }
}

/* count(start, due] = n, suspended days left out, and the last of them is the due day. */
static void working_days_add_up(void **state)
{
    (void)state;
    srand(5);
    for (int i = 0; i < ROUNDS;) {
        struct question q = any_question(days_for(i));
        day_t due = due_of(&q).day;
        if (q.len.unit != UNIT_WD || due == DAY_NONE) continue;
        int n = 0;
        for (day_t d = q.start + 1; d <= due; d++)
            n += works(q.t, d) && !covered(&q, d);
        assert_int_equal(n, q.len.n);
        assert_true(!n || (works(q.t, due) && !covered(&q, due)));
        i++;
    }
}

static void elapsed_is_the_whole_day(void **state)
{
    (void)state;
    srand(6);
    for (int i = 0; i < ROUNDS;) {
        struct question q = any_question(days_for(i));
        if (q.len.unit > UNIT_MO) continue;
        q.len.elapsed = false;
        struct due whole = due_of(&q);
        q.len.elapsed = true;
        struct due elapsed = due_of(&q);
        assert_int_equal(elapsed.day, whole.day);
        assert_int_equal(elapsed.provisional, whole.provisional);
        if (whole.day != DAY_NONE)
            assert_true(whole.late - elapsed.late ==
                        day_start(q.start + 1) - q.start_at - 1); /* what was left of its day */
        i++;
    }
}

/* The lamp by the instant is the lamp by the day. */
static void yellow_by_the_instant(void **state)
{
    (void)state;
    srand(8);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i));
        struct due due = due_of(&q);
        int warn = rand() % 5, left;
        q.len.elapsed = false;
        instant_t yellow = clock_yellow_at(q.t->c, due, q.len, warn);
        if (due.day == DAY_NONE) {
            assert_true(yellow == INSTANT_NONE);
            continue;
        }
        assert_true(yellow == day_start(day_of_instant(yellow)));
        for (day_t d = due.day - 12; d <= due.day; d++) {
            int remaining = 0;
            for (day_t k = d + 1; k <= due.day; k++)
                remaining += works(q.t, k);
            assert_int_equal(day_start(d) >= yellow, remaining <= warn);
            assert_int_equal(clock_lamp(q.t->c, due.day, d, warn, &left) == LAMP_YELLOW,
                             remaining <= warn);
        }
    }
}

/* B.2, counted day by day: n working days or n dates lie between the two. */
static void lower_bounds_add_up(void **state)
{
    (void)state;
    srand(9);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i));
        if (q.len.unit > UNIT_MO) q.len.unit = rand() % 2 ? UNIT_WD : UNIT_CD;
        if (q.len.unit == UNIT_MO) q.len.n %= 40;
        day_t earliest = clock_earliest(q.t->c, q.start, q.len), latest, d = q.start, e = q.start;
        if (q.len.unit == UNIT_WD)
            for (int n = q.len.n; n > 0;)
                n -= works(q.t, ++d);
        else
            d = q.len.unit == UNIT_CD ? q.start + q.len.n : day_add_months(q.start, q.len.n);
        assert_int_equal(earliest, d);
        latest = clock_latest_before(q.t->c, q.start, q.len);
        if (q.len.unit == UNIT_WD)
            for (int n = q.len.n; n > 0;)
                n -= works(q.t, --e);
        else
            e = q.len.unit == UNIT_CD ? q.start - q.len.n : day_add_months(q.start, -q.len.n);
        assert_int_equal(latest, e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longer_is_never_earlier),   cmocka_unit_test(later_start_is_never_earlier),
        cmocka_unit_test(suspension_never_shortens), cmocka_unit_test(same_in_any_order),
        cmocka_unit_test(working_days_add_up),       cmocka_unit_test(elapsed_is_the_whole_day),
        cmocka_unit_test(yellow_by_the_instant),     cmocka_unit_test(lower_bounds_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
