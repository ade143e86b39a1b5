/* kill -9 at random times: whatever store_run said was committed is there afterwards, numbers have
 * no gaps and no doubles, indexes agree. */
#include "store/home.h"
#include "store/scan.h"
#include "store/upkeep.h"

#include <pthread.h>
#include <signal.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"

enum { ROUNDS = 15, WRITERS = 4, SERIES = 3, GRAVE = 400000 };

static int acks; /* pipe's end of the child */

/* --- The child: each writer puts record (series, number) and says so afterwards --- */

static void key_of(struct buf *b, uint32_t series, uint64_t number)
{
    buf_clear(b);
    buf_add_u32(b, series);
    buf_add_u64(b, number);
}

struct act {
    uint32_t series;
    uint64_t number;
};

/* A number, its record with index keys that move, and a running total in one hot record. */
static enum rc do_act(struct txn *t, void *arg, struct fault *f)
{
    struct act *a = arg;
    struct buf key = {0}, val = {0};
    bool found;
    enum rc rc = store_next(t, a->series, &a->number, f);

    key_of(&key, a->series, a->number);
    buf_printf(&val, "w%d common s%u|%0700d", (int)(a->number % 9), (unsigned)a->series, 0);
    if (rc == RC_OK) rc = store_add(t, THING, key.data, key.len, val.data, val.len, f);
    if (rc == RC_OK && a->number > 3) { /* an older record changes its words */
        key_of(&key, a->series, a->number - 3);
        buf_clear(&val);
        buf_printf(&val, "old o%d s%u|", (int)(a->number % 5), (unsigned)a->series);
        rc = store_put(t, THING, key.data, key.len, val.data, val.len, f);
    }
    if (rc == RC_OK) rc = store_take(t, PLAIN, "total", 5, &val, &found, f);
    if (rc == RC_OK) {
        long total = found ? atol(buf_str(&val)) : 0;
        buf_clear(&val);
        buf_printf(&val, "%ld", total + 1);
        rc = store_put(t, PLAIN, "total", 5, val.data, val.len, f);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static void *writer(void *arg)
{
    unsigned seed = (unsigned)(uintptr_t)arg + (unsigned)getpid();
    struct fault f;

    for (;;) {
        struct act a = {.series = 1 + (uint32_t)rand_r(&seed) % SERIES};
        enum rc rc = store_run(store, do_act, &a, &f);
        if (rc == RC_OK && write(acks, &a, sizeof a) != sizeof a) _exit(3);
        if (rc == RC_FATAL) _exit(4);
    }
    return NULL;
}

static void child(int ready)
{
    pthread_t thread;
    struct fault f;

    store = open_home(home, STORE_OWNER);
    if (write(ready, "", 1) != 1) _exit(5);
    for (uintptr_t i = 0; i < WRITERS; i++)
        pthread_create(&thread, NULL, writer, (void *)i);
    for (;;) {
        usleep(20000);
        if (store_checkpoint(store, true, &f) == RC_FATAL) _exit(6);
    }
}

/* --- The parent --- */

static unsigned char acked[SERIES + 1][GRAVE];
static uint64_t highest[SERIES + 1];
static long acknowledged;

static void note(const struct act *a)
{
    assert_in_range(a->series, 1, SERIES);
    assert_in_range(a->number, 1, GRAVE - 1);
    assert_int_equal(acked[a->series][a->number], 0); /* the same number never twice */
    acked[a->series][a->number] = 1;
    acknowledged++;
}

/* Runs the child for some milliseconds, kills it, and reads what it had acknowledged. */
static void one_life(int ms)
{
    int pipe_acks[2], pipe_ready[2], status;
    struct act a;
    char c;

    assert_int_equal(pipe(pipe_acks), 0);
    assert_int_equal(pipe(pipe_ready), 0);
    fcntl(pipe_acks[1], F_SETPIPE_SZ, 1 << 20);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        acks = pipe_acks[1];
        child(pipe_ready[1]);
    }
    close(pipe_acks[1]);
    close(pipe_ready[1]);
    assert_int_equal(read(pipe_ready[0], &c, 1), 1);
    usleep((useconds_t)ms * 1000);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    ssize_t n;
    while ((n = read(pipe_acks[0], &a, sizeof a)) == sizeof a)
        note(&a);
    assert_int_equal(n, 0);
    close(pipe_acks[0]);
    close(pipe_ready[0]);
}

struct seen {
    long records;
    uint64_t last[SERIES + 1];
};

static bool see(void *arg, const struct store_row *row)
{
    struct seen *s = arg;
    const unsigned char *k = row->key;
    uint32_t series = k[3];
    uint64_t number = (uint64_t)k[8] << 24 | (uint64_t)k[9] << 16 | (uint64_t)k[10] << 8 | k[11];

    assert_int_equal(number,
                     s->last[series] + 1); /* in key order, so this finds gaps and doubles */
    s->last[series] = number;
    s->records++;
    return true;
}

static enum rc look(struct txn *t, void *arg, struct fault *f)
{
    struct seen *s = arg;
    struct buf total = {0};
    bool found;
    enum rc rc = store_scan(t, THING, STORE_RECORDS, NULL, see, s, f);

    for (uint32_t i = 1; i <= SERIES && rc == RC_OK; i++) {
        uint64_t value;
        rc = store_counter(t, i, &value, f);
        if (rc == RC_OK) assert_int_equal(value, s->last[i]); /* nothing was given out and lost */
    }
    if (rc == RC_OK) rc = store_get(t, PLAIN, "total", 5, &total, &found, f);
    if (rc == RC_OK && s->records) assert_int_equal(atol(buf_str(&total)), s->records);
    buf_free(&total);
    return rc;
}

static void verify(void)
{
    struct seen s = {0};
    struct fault f = {0};

    store = open_home(home, STORE_OWNER);
    must(store_view(store, look, &s, &f), &f);
    for (uint32_t i = 1; i <= SERIES; i++) {
        for (uint64_t n = s.last[i] + 1; n < GRAVE && n < s.last[i] + 5000; n++)
            assert_int_equal(acked[i][n], 0);
        highest[i] = s.last[i];
        memset(acked[i], 1, s.last[i] + 1); /* all these are taken: never to be given again */
    }
    indexes_agree(store);
    store_close(store);
}

static void test_kill_at_random_times(void **state)
{
    unsigned seed = (unsigned)time(NULL);

    (void)state;
    print_message("seed %u\n", seed);
    new_dir(home);
    for (int i = 0; i < ROUNDS; i++) {
        one_life(5 + rand_r(&seed) % 250);
        verify();
    }
    print_message("%ld acknowledged, %lu records\n", acknowledged,
                  highest[1] + highest[2] + highest[3]);
    assert_true(acknowledged > 100);
    remove_dir(home);
}

/* --- Killed while it made its shared memory -----------------------------------------------------
 */

static void die_in_child(void)
{
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        open_home(home, STORE_OWNER);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* As long as they should be, but nothing written into them yet. */
static int empty_regions(const char *dir)
{
    DIR *d = opendir(dir);
    struct stat st;
    int n = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (strncmp(e->d_name, "__db.", 5) != 0) continue;
        int fd = openat(dirfd(d), e->d_name, O_RDWR);
        assert_true(fd >= 0 && fstat(fd, &st) == 0);
        assert_true(ftruncate(fd, 0) == 0 && ftruncate(fd, st.st_size) == 0);
        close(fd);
        n++;
    }
    closedir(d);
    return n;
}

static void read_line(const char *dir, const char *name, char *out, size_t size)
{
    char *path = mem_printf("%s/%s", dir, name);
    FILE *in = fopen(path, "re");

    out[0] = '\0';
    if (in && !fgets(out, (int)size, in)) out[0] = '\0';
    if (in) fclose(in);
    free(path);
}

/* The library takes such files for being made just now by somebody else, says so, and waits for
 * seconds. */
static void test_half_made_regions(void **state)
{
    char region[512], said[512];

    (void)state;
    new_dir(home);
    char *log = mem_printf("%s/said", home);
    die_in_child();
    read_line(home, "region", region, sizeof region);
    assert_true(empty_regions(region) >= 3);
    log_open("store_crash", log);
    store = open_home(home, STORE_OWNER);
    store_close(store);
    read_line(home, "said", said, sizeof said);
    assert_string_equal(said, "");
    remove_dir(home);
    free(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill_at_random_times),
                                       cmocka_unit_test(test_half_made_regions)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
