/* A copy made while others write is brought up again, agrees with itself, and leaves the original
 * alone. */
#include "store/home.h"
#include "store/scan.h"
#include "store/upkeep.h"
#include "store/crc32c.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/file.h>

enum { ACCOUNTS = 600, EACH = 1000, WRITERS = 2, COPIES = 12 };

static atomic_bool stop;
static atomic_long acts;

static enum rc amount(struct txn *t, int i, long add, struct fault *f)
{
    struct buf b = {0};
    char key[16];
    bool found;

    snprintf(key, sizeof key, "a%05d", i);
    enum rc rc = store_take(t, THING, key, 6, &b, &found, f);
    long now = rc == RC_OK && found ? atol(strchr(b.data, '|') + 1) : EACH;
    buf_clear(&b);
    buf_printf(&b, "w%ld all|%ld %0300d", (now + add + 100000) % 13, now + add, 0);
    if (rc == RC_OK) rc = store_put(t, THING, key, 6, b.data, b.len, f);
    buf_free(&b);
    return rc;
}

static enum rc fill(struct txn *t, void *arg, struct fault *f)
{
    enum rc rc = RC_OK;

    (void)arg;
    for (int i = 0; i < ACCOUNTS && rc == RC_OK; i++)
        rc = amount(t, i, 0, f);
    return rc;
}

/* The sum of all accounts stays, and counter 1 counts the moves, each of which leaves a note. */
static enum rc move(struct txn *t, void *arg, struct fault *f)
{
    unsigned *seed = arg;
    int from = rand_r(seed) % ACCOUNTS, to = (from + 1 + rand_r(seed) % (ACCOUNTS - 1)) % ACCOUNTS;
    uint64_t number;
    struct buf key = {0};
    enum rc rc = store_next(t, 1, &number, f);

    if (rc == RC_OK) rc = amount(t, from, -5, f);
    if (rc == RC_OK) rc = amount(t, to, 5, f);
    buf_add_u64(&key, number);
    if (rc == RC_OK) rc = store_add(t, PLAIN, key.data, key.len, "note", 4, f);
    buf_free(&key);
    return rc;
}

static void *writer(void *arg)
{
    struct fault f;
    unsigned seed = (unsigned)(uintptr_t)arg;

    while (!stop) {
        enum rc rc = store_run(store, move, &seed, &f);
        if (rc == RC_FATAL) return NULL;
        if (rc == RC_OK) acts++;
    }
    return &stop;
}

static void *checkpointer(void *arg)
{
    struct fault f;

    while (!stop) {
        if (store_checkpoint(store, true, &f) != RC_OK) return NULL;
        usleep(1000);
    }
    return arg;
}

struct sums {
    long sum, accounts, notes;
    uint64_t counter;
};

static bool add_account(void *arg, const struct store_row *row)
{
    struct sums *s = arg;

    s->sum += atol((const char *)memchr(row->rec, '|', row->nrec) + 1);
    s->accounts++;
    return true;
}

static bool add_note(void *arg, const struct store_row *row)
{
    (void)row;
    ++((struct sums *)arg)->notes;
    return true;
}

static enum rc sum_up(struct txn *t, void *arg, struct fault *f)
{
    struct sums *s = arg;

    *s = (struct sums){0};
    enum rc rc = store_counter(t, 1, &s->counter, f);
    if (rc == RC_OK) rc = store_scan(t, THING, STORE_RECORDS, NULL, add_account, s, f);
    if (rc == RC_OK) rc = store_scan(t, PLAIN, STORE_RECORDS, NULL, add_note, s, f);
    return rc;
}

/* The invariants of a store at rest; returns how many moves it holds. */
static long holds(struct store *s)
{
    struct fault f = {0};
    struct sums sums;

    must(store_view(s, sum_up, &sums, &f), &f);
    assert_int_equal(sums.accounts, ACCOUNTS);
    assert_int_equal(sums.sum, (long)ACCOUNTS * EACH);
    assert_int_equal(sums.notes, sums.counter);
    indexes_agree(s);
    return sums.notes;
}

static long restored(const char *dir)
{
    struct fault f = {0};

    must(store_recover_copy(dir, &f), &f);
    struct store *copy = open_home(dir, STORE_ALONE);
    long moves = holds(copy);
    store_close(copy);
    return moves;
}

static void test_copy_while_others_write(void **state)
{
    pthread_t thread[WRITERS + 1];
    char dir[COPIES][64];
    long least[COPIES];
    struct fault f = {0};
    void *ok;

    (void)state;
    for (uintptr_t i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, writer, (void *)(i + 1)), 0);
    assert_int_equal(pthread_create(&thread[WRITERS], NULL, checkpointer, &stop), 0);
    for (int i = 0; i < COPIES; i++) {
        usleep(50000);
        new_dir(dir[i]);
        least[i] = acts;
        must(store_backup(store, dir[i], &f), &f);
    }
    stop = true;
    for (int i = 0; i <= WRITERS; i++) {
        pthread_join(thread[i], &ok);
        assert_non_null(ok);
    }
    assert_int_equal(holds(store), acts);
    for (int i = 0; i < COPIES; i++) {
        long moves = restored(dir[i]);
        assert_true(least[i] > 0);
        assert_in_range(moves, least[i],
                        acts); /* all that was acknowledged before the copy began */
        remove_dir(dir[i]);
    }
}

/* --- The copy is its own world --- */

static uint32_t sum_of_file(const char *path)
{
    static char block[1 << 16];
    FILE *in = fopen(path, "r");
    uint32_t crc = 0;
    size_t n;

    assert_non_null(in);
    while ((n = fread(block, 1, sizeof block, in)) > 0)
        crc = store_crc32c(crc, block, n);
    fclose(in);
    return crc;
}

static uint32_t sum_of_dir(const char *part)
{
    char path[600];
    uint32_t sum = 0;

    snprintf(path, sizeof path, "%s/%s", home, part);
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s/%s", home, part, e->d_name);
        sum += sum_of_file(path);
    }
    closedir(d);
    return sum;
}

static void all_keys(const void *key, size_t nkey, const void *rec, size_t nrec, store_emit *emit,
                     void *to)
{
    (void)rec, (void)nrec;
    emit(to, key, nkey);
}

static const struct store_index more_index[] = {
    {"word", word_keys}, {"initial", initial_keys}, {"all", all_keys}};
static const struct store_table more_tables[] = {
    {.name = "thing", .index = more_index, .nindex = 3}, {.name = "plain"}};

static struct store *open_more(const char *dir)
{
    struct fault f = {0};
    struct store *s = NULL;

    must(store_open(dir, STORE_ALONE, more_tables, 2, &small_cache, &s, &f), &f);
    return s;
}

/* An older copy brought forward with newer logs, on the machine where the original is.  Recovery
 * replays the making of a file the copy does not have; it must make it in the copy, not find it in
 * the original and write there. */
static void test_recovery_leaves_the_original_alone(void **state)
{
    char dir[64], cmd[200];
    unsigned seed = 3;
    struct fault f = {0};

    (void)state;
    new_dir(dir);
    must(store_backup(store, dir, &f), &f);
    store_close(store);
    store = open_more(home);
    must(store_run(store, move, &seed, &f), &f);
    long moves = holds(store);
    store_close(store);
    snprintf(cmd, sizeof cmd, "cp %s/log/log.* %s/log/", home, dir);
    assert_int_equal(system(cmd), 0);
    uint32_t data = sum_of_dir("data"), log = sum_of_dir("log");

    must(store_recover_copy(dir, &f), &f);
    assert_int_equal(sum_of_dir("data"), data);
    assert_int_equal(sum_of_dir("log"), log);
    struct store *copy = open_more(dir);
    assert_int_equal(holds(copy), moves);
    store_close(copy);
    store = open_more(home);
    assert_int_equal(holds(store), moves);
    remove_dir(dir);
}

/* --- Logs stay while a copy is made --- */

static int hold_as_a_backup_does(void)
{
    char path[80];

    snprintf(path, sizeof path, "%s/log.lock", home);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    return fd;
}

static long count(const char *part)
{
    char path[600];
    long n = 0;

    snprintf(path, sizeof path, "%s/%s", home, part);
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += strncmp(e->d_name, "log.", 4) == 0;
    closedir(d);
    return n;
}

static enum rc put_much(struct txn *t, void *arg, struct fault *f)
{
    static char val[100000];
    enum rc rc = RC_OK;

    (void)arg;
    for (int i = 0; i < 100 && rc == RC_OK; i++)
        rc = store_put(t, PLAIN, "much", 4, val, sizeof val, f);
    return rc == RC_OK ? store_del(t, PLAIN, "much", 4, f) : rc;
}

static char later[64];
static atomic_bool copied;

static void *copy_later(void *arg)
{
    struct fault f = {0};

    if (store_backup(store, later, &f) != RC_OK) return NULL;
    copied = true;
    return arg;
}

static void test_logs_stay_while_a_copy_is_made(void **state)
{
    struct fault f = {0};
    pthread_t thread;
    void *ok;

    (void)state;
    for (int i = 0; i < 4; i++)
        must(store_run(store, put_much, NULL, &f), &f);
    long archived = count("archive"), logs = count("log");
    assert_true(logs > 2);
    int held = hold_as_a_backup_does();
    must(store_checkpoint(store, true, &f), &f);
    assert_int_equal(count("archive"), archived);
    assert_int_equal(count("log"), logs);

    new_dir(later);
    assert_int_equal(pthread_create(&thread, NULL, copy_later, &f), 0);
    usleep(100000);
    assert_false(copied);
    close(held);
    pthread_join(thread, &ok);
    assert_non_null(ok);
    assert_true(copied);
    remove_dir(later);

    must(store_checkpoint(store, true, &f), &f);
    assert_true(count("archive") > archived);
    assert_int_equal(count("archive") + count("log"), archived + logs);
}

static void test_places_refused(void **state)
{
    char dir[64], path[80];
    struct fault f = {0};

    (void)state;
    new_dir(dir);
    assert_int_equal(store_recover_copy(dir, &f), RC_REFUSED);
    snprintf(path, sizeof path, "%s/x", dir);
    fclose(fopen(path, "w"));
    assert_int_equal(store_backup(store, dir, &f), RC_REFUSED);
    assert_string_equal(f.code, "backup-place");
    strcat(path, "/there"); /* below a file there is no folder */
    assert_int_equal(store_backup(store, path, &f), RC_REFUSED);
    remove_dir(dir);
}

static int set_up_accounts(void **state)
{
    struct fault f = {0};

    set_up(state);
    must(store_run(store, fill, NULL, &f), &f);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copy_while_others_write),
        cmocka_unit_test(test_recovery_leaves_the_original_alone),
        cmocka_unit_test(test_logs_stay_while_a_copy_is_made),
        cmocka_unit_test(test_places_refused),
    };

    return cmocka_run_group_tests(tests, set_up_accounts, tear_down);
}
