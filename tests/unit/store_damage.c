/* Bytes changed on disk behind our back are refused, never read as data.  Every look is made in a
 * child: a damaged page breaks the environment, which ends the process with 75. */
#include "store/home.h"

#include <db.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "base/log.h"

enum { RECORDS = 60, META = 8192, BROKEN = 75, REFUSED = 10, WRONG = 11, GOOD = 12 };

static void record(int i, char key[8], char val[200])
{
    snprintf(key, 8, "k%04d", i);
    memset(val, 'a' + i % 26, 200);
    snprintf(val, 200, "word%d|%d", i, i);
}

static enum rc put_all(struct txn *t, void *arg, struct fault *f)
{
    char key[8], val[200];
    uint64_t number;
    enum rc rc = RC_OK;

    (void)arg;
    for (int i = 0; i < RECORDS && rc == RC_OK; i++) {
        record(i, key, val);
        rc = store_put(t, PLAIN, key, 5, val, sizeof val, f);
        if (rc == RC_OK) rc = store_next(t, 5, &number, f);
    }
    return rc;
}

static enum rc read_all(struct txn *t, void *arg, struct fault *f)
{
    char key[8], val[200];
    struct buf b = {0};
    uint64_t number;
    bool found;
    enum rc rc = store_counter(t, 5, &number, f);

    if (rc == RC_OK && number != RECORDS) *(bool *)arg = true;
    for (int i = 0; i < RECORDS && rc == RC_OK; i++) {
        record(i, key, val);
        rc = store_get(t, PLAIN, key, 5, &b, &found, f);
        if (rc == RC_OK && (!found || b.len != sizeof val || memcmp(b.data, val, sizeof val) != 0))
            *(bool *)arg = true;
    }
    buf_free(&b);
    return rc;
}

/* What a process that opens the store and reads everything ends with. */
static int look(void)
{
    int status;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct fault f = {0};
        bool wrong = false;
        log_open("damage", "/dev/null");
        if (store_open(home, STORE_ALONE, test_tables, 2, &small_cache, &s, &f) != RC_OK)
            _exit(REFUSED);
        enum rc rc = store_view(s, read_all, &wrong, &f);
        _exit(wrong ? WRONG : rc == RC_OK ? GOOD : rc == RC_FATAL ? REFUSED : 99);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void make_store(void)
{
    struct fault f = {0};

    new_dir(home);
    struct store *s = open_home(home, STORE_ALONE);
    must(store_run(s, put_all, NULL, &f), &f);
    store_close(s);
}

static int open_data(const char *name)
{
    char path[100];

    snprintf(path, sizeof path, "%s/data/%s", home, name);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    return fd;
}

static void flip(int fd, off_t at)
{
    unsigned char c;

    assert_int_equal(pread(fd, &c, 1, at), 1);
    c ^= 0x41;
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
}

/* One byte at a time over a whole file.  The library's checksum leaves out the unused rest of the
 * metadata page, which lies in the first 8 KB; a change there may go unnoticed, but must not change
 * an answer. */
static void every_stretch(const char *name, int steps)
{
    int end[256] = {0};

    int fd = open_data(name);
    off_t size = lseek(fd, 0, SEEK_END);
    assert_true(size > META);
    for (off_t at = 3; at < size; at += size / steps + 1) {
        flip(fd, at);
        int how = look();
        flip(fd, at);
        assert_true(how == BROKEN || how == REFUSED || (how == GOOD && at > 512 && at < META));
        end[how]++;
    }
    close(fd);
    print_message("%s: %d broken, %d refused, %d without effect\n", name, end[BROKEN], end[REFUSED],
                  end[GOOD]);
    assert_true(end[BROKEN] > 0);
    assert_int_equal(look(), GOOD);
}

static void test_every_stretch_of_the_file(void **state)
{
    (void)state;
    make_store();
    assert_int_equal(look(), GOOD);
    every_stretch("plain.db", 30);
    every_stretch("series.queue", 12);
    remove_dir(home);
}

/* --- Damage the page's own checksum does not see: our record checksum's turn --- */

/* Puts a record through the library, as a program would that knows nothing of ours; or with
 * another's bytes. */
static void overwrite(const char *key, const char *from, const char *bytes)
{
    char path[100], copy[400];
    DBT k = {.data = (void *)(uintptr_t)(from ? from : key), .size = 5};
    DBT v = {.data = copy, .ulen = sizeof copy, .flags = DB_DBT_USERMEM};
    DB *db;

    snprintf(path, sizeof path, "%s/data/plain.db", home);
    assert_int_equal(db_create(&db, NULL, 0), 0);
    assert_int_equal(db->open(db, NULL, path, NULL, DB_BTREE, 0, 0), 0);
    if (from) {
        assert_int_equal(db->get(db, NULL, &k, &v, 0), 0);
        k.data = (void *)(uintptr_t)key;
    } else {
        v = (DBT){.data = (void *)(uintptr_t)bytes, .size = (u_int32_t)strlen(bytes)};
    }
    assert_int_equal(db->put(db, NULL, &k, &v, 0), 0);
    assert_int_equal(db->close(db, 0), 0);
}

static void test_record_under_wrong_sum(void **state)
{
    (void)state;
    make_store();
    overwrite("k0007", NULL, "abcdefghij");
    assert_int_equal(look(), REFUSED);
    overwrite("k0007", NULL, "abc"); /* shorter than a sum */
    assert_int_equal(look(), REFUSED);
    overwrite("k0007", "k0008", NULL); /* whole, but another's */
    assert_int_equal(look(), REFUSED);
    remove_dir(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_stretch_of_the_file),
        cmocka_unit_test(test_record_under_wrong_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
