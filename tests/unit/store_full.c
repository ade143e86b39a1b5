/* A disk that is really full: refusals that say so, reading goes on, nothing acknowledged is lost,
 * and once there is space again work goes on without reopening.  Runs in a child with a small tmpfs
 * of its own as the disk; skipped where the system gives no private mounts. */
#include "store/home.h"
#include "store/upkeep.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "base/log.h"

enum { SKIPPED = 77, SOME = 20, MANY = 100000, BALLAST = 6 << 20 };

static unsigned char acked[MANY];

struct act {
    uint64_t number;
};

static void key_of(struct buf *b, uint64_t number)
{
    buf_clear(b);
    buf_add_u64(b, number);
}

static enum rc do_act(struct txn *t, void *arg, struct fault *f)
{
    struct act *a = arg;
    struct buf key = {0}, val = {0};
    enum rc rc = store_next(t, 1, &a->number, f);

    key_of(&key, a->number);
    buf_printf(&val, "w%d all|%05000d", (int)(a->number % 7), 1);
    if (rc == RC_OK) rc = store_add(t, THING, key.data, key.len, val.data, val.len, f);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static bool act(struct fault *f)
{
    struct act a;
    enum rc rc = store_run(store, do_act, &a, f);

    if (rc == RC_OK) {
        assert_true(a.number < MANY && !acked[a.number]);
        acked[a.number] = 1;
        return true;
    }
    assert_int_equal(rc, RC_REFUSED);
    assert_true(strcmp(f->code, "disk-full") == 0 || strcmp(f->code, "unknown") == 0);
    return false;
}

/* Every acknowledged record is there; no number is without its record. */
static enum rc look(struct txn *t, void *arg, struct fault *f)
{
    struct buf key = {0}, val = {0};
    uint64_t last;
    bool found;
    enum rc rc = store_counter(t, 1, &last, f);

    for (uint64_t n = 1; rc == RC_OK && n <= last; n++) {
        key_of(&key, n);
        rc = store_get(t, THING, key.data, key.len, &val, &found, f);
        if (rc == RC_OK) assert_true(found);
    }
    for (uint64_t n = last + 1; n < MANY; n++)
        assert_false(acked[n]);
    *(uint64_t *)arg = last;
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static uint64_t all_there(void)
{
    struct fault f = {0};
    uint64_t last;

    must(store_view(store, look, &last, &f), &f);
    return last;
}

static int make_ballast(const char *path)
{
    int fd = open(path, O_CREAT | O_WRONLY, 0600);

    return fd >= 0 && posix_fallocate(fd, 0, BALLAST) == 0 && close(fd) == 0 ? 0 : -1;
}

/* With the cache of real use: what is changed and not yet written must fit in it, or reading stops
 * with the disk. */
static struct store *open_owner(void)
{
    struct fault f = {0};
    struct store *s = NULL;

    must(store_open(home, STORE_OWNER, test_tables, 2, NULL, &s, &f), &f);
    return s;
}

static void fill_and_go_on(const char *disk)
{
    char ballast[80];
    struct fault f = {0};
    int done = 0, refused = 0;

    snprintf(home, sizeof home, "%.50s/home", disk);
    snprintf(ballast, sizeof ballast, "%s/ballast", disk);
    assert_int_equal(make_ballast(ballast), 0);
    log_open("full", "/dev/null");
    store = open_owner();

    while (act(&f)) /* with checkpoints, as a service has them */
        if (++done % 100 == 0 && store_checkpoint(store, true, &f) != RC_OK)
            assert_string_equal(f.code, "disk-full");
    while (refused++ < SOME)
        act(&f);
    assert_true(done > SOME);
    assert_true(all_there() >= (uint64_t)done);
    if (store_checkpoint(store, true, &f) != RC_OK) assert_string_equal(f.code, "disk-full");

    assert_int_equal(unlink(ballast), 0);
    for (int i = 0; i < SOME; i++)
        assert_true(act(&f));
    must(store_checkpoint(store, true, &f), &f);
    all_there();
    indexes_agree(store);
    store_close(store);
    store = open_owner();
    all_there();
    indexes_agree(store);
    store_close(store);
}

static bool private_disk(const char *dir)
{
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return false;
    return mount("none", dir, "tmpfs", 0, "size=40m,mode=0700") == 0;
}

static void test_full_disk(void **state)
{
    char dir[64];
    int status;

    (void)state;
    new_dir(dir);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (!private_disk(dir)) _exit(SKIPPED);
        fill_and_go_on(dir);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    rmdir(dir);
    assert_true(WIFEXITED(status)); /* and not by a bus error */
    if (WEXITSTATUS(status) == SKIPPED) skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_full_disk)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
