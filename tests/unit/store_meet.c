/* Transactions that meet: consistent views, deadlocks run again, "busy". */
#include "store/home.h"
#include "store/scan.h"
#include "store/upkeep.h"

#include <pthread.h>

/* --- Snapshots and conflicts --- */

enum { ACCOUNTS = 40, EACH = 1000, MOVES = 300, SUMS = 60 };

static void account(int i, char key[8])
{
    snprintf(key, 8, "a%03d", i);
}

static enum rc read_amount(struct txn *t, int i, long *amount, struct fault *f)
{
    struct buf b = {0};
    char key[8];
    bool found;

    account(i, key);
    enum rc rc = store_take(t, PLAIN, key, 4, &b, &found, f);
    *amount = rc == RC_OK && found ? atol(buf_str(&b)) : 0;
    buf_free(&b);
    return rc;
}

static enum rc write_amount(struct txn *t, int i, long amount, struct fault *f)
{
    char key[8], val[600];

    account(i, key);
    memset(val, ' ', sizeof val); /* wide, so that the accounts fill several pages */
    snprintf(val, sizeof val, "%ld", amount);
    return store_put(t, PLAIN, key, 4, val, sizeof val, f);
}

static enum rc make_accounts(struct txn *t, void *arg, struct fault *f)
{
    enum rc rc = RC_OK;

    (void)arg;
    for (int i = 0; i < ACCOUNTS && rc == RC_OK; i++)
        rc = write_amount(t, i, EACH, f);
    return rc;
}

/* Locks in any order, so that deadlocks happen. */
static enum rc move_money(struct txn *t, void *arg, struct fault *f)
{
    unsigned *seed = arg;
    int from = rand_r(seed) % ACCOUNTS, to = (from + 1 + rand_r(seed) % (ACCOUNTS - 1)) % ACCOUNTS;
    long a, b;
    enum rc rc = read_amount(t, from, &a, f);

    if (rc == RC_OK) rc = read_amount(t, to, &b, f);
    if (rc == RC_OK) rc = write_amount(t, from, a - 7, f);
    if (rc == RC_OK) rc = write_amount(t, to, b + 7, f);
    return rc;
}

static void *mover(void *arg)
{
    struct fault f = {0};

    for (int i = 0; i < MOVES; i++)
        if (store_run(store, move_money, arg, &f) == RC_FATAL) return NULL;
    return arg;
}

static bool add_amount(void *arg, const struct store_row *row)
{
    *(long *)arg += atol(row->rec);
    return true;
}

static enum rc sum_up(struct txn *t, void *arg, struct fault *f)
{
    *(long *)arg = 0;
    return store_scan(t, PLAIN, STORE_RECORDS, NULL, add_amount, arg, f);
}

static void test_views_are_consistent_while_others_write(void **state)
{
    unsigned seed[2] = {1, 2};
    pthread_t thread[2];
    struct fault f = {0};
    struct store_stat st;
    void *ok;

    (void)state;
    must(store_run(store, make_accounts, NULL, &f), &f);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, mover, &seed[i]), 0);
    for (int i = 0; i < SUMS; i++) {
        long sum;
        must(store_view(store, sum_up, &sum, &f), &f);
        assert_int_equal(sum, ACCOUNTS * EACH);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(thread[i], &ok);
        assert_non_null(ok);
    }
    store_stat(store, &st);
    assert_true(st.commits >= MOVES && st.log_bytes > 0 && st.data_bytes > 0 && st.cache_hits > 0);
}

struct wait {
    pthread_barrier_t both;
    int calls;
};

/* Two transactions that each hold what the other wants: one is sent back and runs again, both end
 * well. */
static enum rc cross(struct txn *t, void *arg, struct fault *f)
{
    struct wait *w = arg;
    int me = __atomic_fetch_add(&w->calls, 1, __ATOMIC_SEQ_CST);
    long a;
    enum rc rc = read_amount(t, me % 2 ? 0 : ACCOUNTS - 1, &a, f);

    if (me < 2) pthread_barrier_wait(&w->both);
    if (rc == RC_OK) rc = read_amount(t, me % 2 ? ACCOUNTS - 1 : 0, &a, f);
    return rc;
}

static void *cross_thread(void *arg)
{
    struct fault f = {0};

    return store_run(store, cross, arg, &f) == RC_OK ? arg : NULL;
}

static void test_deadlock_is_run_again(void **state)
{
    struct wait w = {.calls = 0};
    struct fault f = {0};
    pthread_t thread[2];
    struct store_stat st;
    void *ok;

    (void)state;
    pthread_barrier_init(&w.both, NULL, 2);
    must(store_run(store, make_accounts, NULL, &f), &f);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, cross_thread, &w), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(thread[i], &ok);
        assert_non_null(ok);
    }
    store_stat(store, &st);
    assert_true(st.deadlocks >= 1 && st.aborts >= 1);
    assert_true(w.calls >= 3);
    pthread_barrier_destroy(&w.both);
}

static enum rc always_retry(struct txn *t, void *arg, struct fault *f)
{
    (void)t, (void)f;
    ++*(int *)arg;
    return RC_RETRY;
}

static void test_twenty_conflicts_are_busy(void **state)
{
    struct fault f = {0};
    int calls = 0;

    (void)state;
    assert_int_equal(store_run(store, always_retry, &calls, &f), RC_REFUSED);
    assert_string_equal(f.code, "busy");
    assert_int_equal(calls, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_views_are_consistent_while_others_write),
        STORE_TEST(test_deadlock_is_run_again),
        STORE_TEST(test_twenty_conflicts_are_busy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
