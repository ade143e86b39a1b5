/* Counters: from 1, without gaps, also when several ask at once. */
#include "store/home.h"

#include <stdatomic.h>
#include <pthread.h>

/* --- Counters --- */

struct take {
    uint32_t series;
    bool refuse;
    uint64_t value;
};

static enum rc do_take(struct txn *t, void *arg, struct fault *f)
{
    struct take *n = arg;
    enum rc rc = store_next(t, n->series, &n->value, f);

    return rc == RC_OK && n->refuse ? fault_set(f, RC_REFUSED, "no", "no", NULL) : rc;
}

static enum rc do_counter(struct txn *t, void *arg, struct fault *f)
{
    struct take *n = arg;

    return store_counter(t, n->series, &n->value, f);
}

static uint64_t counter(uint32_t series)
{
    struct take n = {.series = series};
    struct fault f = {0};

    must(store_view(store, do_counter, &n, &f), &f);
    return n.value;
}

static void test_counters_count_from_one_without_gaps(void **state)
{
    static const uint32_t series[] = {7, 70000, 1, 6401};
    struct fault f = {0};

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(counter(series[i]), 0);
        for (uint64_t want = 1; want <= 6; want++) {
            struct take n = {.series = series[i], .refuse = true};
            assert_int_equal(store_run(store, do_take, &n, &f), RC_REFUSED);
            assert_int_equal(n.value, want);
            n.refuse = false;
            must(store_run(store, do_take, &n, &f), &f);
            assert_int_equal(n.value, want);
        }
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(counter(series[i]), 6);
    store_close(store);
    store = open_home(home, STORE_ALONE);
    for (int i = 0; i < 4; i++)
        assert_int_equal(counter(series[i]), 6);
}

enum { TAKERS = 2, FRESH = 200, FIRST_FRESH = 100 };

static atomic_int begun; /* transactions of this test */

struct race {
    struct take take;
    bool started;
    int wait_for;
};

/* Inside their transactions, within nanoseconds of each other. */
static enum rc do_race(struct txn *t, void *arg, struct fault *f)
{
    struct race *r = arg;

    if (!r->started) {
        r->started = true;
        begun++;
        while (begun < r->wait_for) {
        }
    }
    return do_take(t, &r->take, f);
}

/* On a series nobody has used: its first number is the hard one, there is no record to lock yet. */
static void *take_first_numbers(void *arg)
{
    uint64_t *got = arg;
    struct fault f = {0};
    bool ok = true;

    for (int s = 0; s < FRESH; s++) {
        bool refuse = s % 3 == 0 && got[FRESH] == 0;
        struct race r = {{FIRST_FRESH + (uint32_t)(FRESH - s), refuse, 0}, false, TAKERS * (s + 1)};
        enum rc rc = store_run(store, do_race, &r, &f);
        if (rc == RC_OK) got[s] = r.take.value;
        ok = ok && rc == (refuse ? RC_REFUSED : RC_OK);
    }
    return ok ? arg : NULL;
}

static void test_first_numbers_under_threads(void **state)
{
    static uint64_t got[TAKERS][FRESH + 1]; /* the last: which thread this is */
    pthread_t thread[TAKERS];
    void *ok;

    (void)state;
    for (int i = 0; i < TAKERS; i++) {
        got[i][FRESH] = (uint64_t)i;
        assert_int_equal(pthread_create(&thread[i], NULL, take_first_numbers, got[i]), 0);
    }
    for (int i = 0; i < TAKERS; i++) {
        pthread_join(thread[i], &ok);
        assert_non_null(ok);
    }
    for (uint32_t s = 0; s < FRESH; s++) {
        uint64_t given = 0, sum = 0; /* 1..given, each once */
        for (int i = 0; i < TAKERS; i++) {
            given += got[i][s] != 0;
            sum += got[i][s];
        }
        assert_int_equal(counter(FIRST_FRESH + FRESH - s), given);
        assert_int_equal(sum, given * (given + 1) / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_counters_count_from_one_without_gaps),
        STORE_TEST(test_first_numbers_under_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
