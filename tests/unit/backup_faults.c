/* A backup or a restoring that dies, or whose disk fails or is full, at any call to the system:
 * what was a backup before still is one, nothing half made is ever taken for one, and the next goes
 * through and clears up.
 *
 * The calls are ours: the program's own definitions of write, fsync ... come before the C
 * library's, for libdb and libcrypto too.  BACKUP_POINTS=N tries about N points of each kind
 * (make torture: 80, which are all of ours). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "backup/make.h"
#include "backup/place.h"
#include "backup/restore.h"
#include "backup/sealed.h"
#include "backup/settings.h"
#include "base/log.h"
#include "base/mem.h"
#include "office_home.h"
#include "office_forms.h"
#include "store/disk.h"

/* --- Calls that fail --- */

enum { NEVER = 0, KILLED = -1, BROKEN = 75 };
static int calls, fail_at = NEVER, fail_with; /* KILLED, or an errno */
static bool libraries_too;
extern const char __executable_start, etext; /* by the linker */

/* Is it this one's turn to fail?  The database makes fifty calls for one of ours. */
static bool fails_from(const char *caller)
{
    bool ours = caller >= &__executable_start && caller < &etext;

    if (!fail_at || (!ours && !libraries_too) || ++calls != fail_at) return false;
    if (fail_with == KILLED) kill(getpid(), SIGKILL);
    errno = fail_with;
    return true;
}

#define fails() fails_from(__builtin_return_address(0))

ssize_t write(int fd, const void *p, size_t n)
{
    return fails() ? -1 : syscall(SYS_write, fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return fails() ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

int fsync(int fd)
{
    return fails() ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    return fails() ? -1 : (int)syscall(SYS_rename, from, to);
}

int mkdir(const char *path, mode_t mode)
{
    return fails() ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    return fails() ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}

int ftruncate(int fd, off_t n)
{
    return fails() ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int unlink(const char *path)
{
    if (fail_with == KILLED && fails())
        return -1; /* what cannot be removed is left, and no fault */
    return (int)syscall(SYS_unlink, path);
}

/* --- A home with a backup, and more since --- */

static struct home h;
static char folder[64];
static uint64_t before, now; /* events in the first backup, and in the home */

static char *at(const char *part)
{
    static char path[8][200];
    static int turn;
    char *p = path[turn++ % 8];

    snprintf(p, sizeof path[0], "%s/%s", folder, part);
    return p;
}

static void shell(const char *format, ...)
{
    char cmd[600];
    va_list ap;

    va_start(ap, format);
    vsnprintf(cmd, sizeof cmd, format, ap);
    va_end(ap);
    assert_int_equal(system(cmd), 0);
}

/* The hot copy was made beforehand: here nobody has the database open. */
static enum rc copy(void *from, const char *dir, struct fault *f)
{
    shell("cp -a --sparse=always %s %s", (const char *)from, dir);
    (void)f;
    return RC_OK;
}

static enum rc back_up(struct backup_made *made, struct fault *f)
{
    return backup_make(at("home"), true, copy, at("copy"), made, f);
}

static void act(void)
{
    struct fault f = {0};

    assert_int_equal(office_open(at("home"), OFFICE_OWNER, &h.office, &f), RC_OK);
    h.at = "2026-11-24T09:00";
    for (int i = 0; i < 3; i++)
        assert_true(home_do(&h, "zhangmin", "note", h.number, "text", "see", NULL));
    disk_remove(at("copy"));
    assert_int_equal(office_backup(h.office, at("copy"), &f), RC_OK);
    office_close(h.office);
}

static int set_up(void **state)
{
    struct backup_made made;
    struct fault f = {0};

    (void)state;
    log_open("test", "/dev/null");
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1); /* what is synced is counted, not waited for */
    home_open(&h, true);
    snprintf(folder, sizeof folder, "%s", h.dir);
    h.at = "2026-11-23T09:00";
    assert_true(home_do(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM, NULL));
    office_close(h.office);
    act();
    assert_int_equal(sealed_pair(at("key"), NULL, at("home/backup.crt"), &f), RC_OK);
    assert_int_equal(back_up(&made, &f), RC_OK);
    before = made.proof.events;
    act();
    now = before + 3;
    shell("cp -a --sparse=always %s %s", at("home"), at("kept"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    disk_remove(folder);
    return 0;
}

/* --- What must hold whatever happened --- */

static void opens(const struct manifest *m, const char *dir)
{
    struct opener *o = NULL;
    struct fault f = {0};

    assert_int_equal(opener_open(at("key"), NULL, &o, &f), RC_OK);
    for (size_t i = 0; i < m->nfile; i++) {
        disk_remove(at("opened"));
        if (stored_get(&m->file[i], dir, o, at("opened"), &f) != RC_OK)
            fail_msg("%s: %s: %s", dir, f.arg[0], f.msgid);
    }
    opener_close(o);
}

static bool has_log(const struct manifest *logs, uint32_t number)
{
    for (size_t i = 0; i < logs->nfile; i++)
        if (place_log_of(&logs->file[i]) == number) return true;
    return false;
}

/* Every whole copy there is opens to its last byte, and the logs it leans on are there; returns how
 * many. */
static size_t backups_hold(void)
{
    char line[LINE_TEXT], *dir, *logs_dir;
    struct manifest *logs;
    struct wholes w;
    struct fault f = {0};

    assert_true(place_line(at("home"), line));
    dir = mem_printf("%s/backup/%s", at("home"), line);
    logs_dir = place_logs(dir);
    assert_int_equal(manifest_read(logs_dir, &logs, &f), RC_OK);
    opens(logs, logs_dir);
    place_wholes(dir, line, &w);
    assert_int_equal(w.unreadable, 0);
    for (size_t i = 0; i < w.n; i++) {
        char *whole = mem_printf("%s/%s", dir, w.at[i].name);
        opens(w.at[i].m, whole);
        for (uint32_t n = w.at[i].m->first_log; n <= w.at[i].m->last_log; n++)
            assert_true(has_log(logs, n));
        free(whole);
    }
    size_t n = w.n;
    place_wholes_free(&w);
    manifest_free(logs);
    free(logs_dir);
    free(dir);
    return n;
}

static uint64_t newest_events(void)
{
    char line[LINE_TEXT], *dir;
    struct wholes w;

    assert_true(place_line(at("home"), line));
    dir = mem_printf("%s/backup/%s", at("home"), line);
    place_wholes(dir, line, &w);
    uint64_t events = w.n ? w.at[w.n - 1].m->events : 0;
    place_wholes_free(&w);
    free(dir);
    return events;
}

/* Nothing half made lies about. */
static size_t half_made(const char *dir)
{
    DIR *d = opendir(dir);
    size_t n = 0;

    for (struct dirent *e; d && (e = readdir(d));) {
        size_t len = strlen(e->d_name);
        if (e->d_name[0] == '.') continue;
        n += (len > 4 && strcmp(e->d_name + len - 4, ".new") == 0) ||
             (len > 5 && strcmp(e->d_name + len - 5, ".part") == 0) ||
             strcmp(e->d_name, "backup.check") == 0;
        char *below = mem_printf("%s/%s", dir, e->d_name);
        n += half_made(below);
        free(below);
    }
    if (d) closedir(d);
    return n;
}

static uint64_t restored_events(void)
{
    char *place = mem_printf("%s", at("home/backup"));
    struct restore_how how = {.place = place, .key = at("key"), .to = INSTANT_NONE};
    struct restored r;
    struct fault f = {0};

    disk_remove(at("out"));
    enum rc rc = backup_restore(&how, at("out"), &r, &f);
    if (rc != RC_OK) fail_msg("not restored: %s %s", f.msgid, f.arg[0]);
    disk_remove(at("out"));
    free(place);
    return r.proof.events;
}

/* --- Points --- */

static int points(void)
{
    const char *n = getenv("BACKUP_POINTS");

    return n ? atoi(n) : 2;
}

/* In a child: what it ends with; *total: the calls it made (when it lived). */
static int in_child(int (*work)(void), int point, int how)
{
    int status;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        fail_at = point;
        fail_with = how;
        int end = work();
        if (point == INT32_MAX) {
            fail_at = NEVER;
            FILE *to = fopen(at("calls"), "w");
            fprintf(to, "%d", calls);
            fclose(to);
        }
        _exit(end);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int count_calls(int (*work)(void))
{
    int n = 0;

    assert_int_equal(in_child(work, INT32_MAX, EIO), RC_OK);
    FILE *in = fopen(at("calls"), "r");
    assert_int_equal(fscanf(in, "%d", &n), 1);
    fclose(in);
    return n;
}

static void reset(void)
{
    disk_remove(at("home"));
    disk_remove(at("out"));
    disk_remove(at("out.new"));
    shell("cp -a --sparse=always %s %s", at("kept"), at("home"));
}

static int make_once(void)
{
    struct backup_made made;
    struct fault f = {0};

    return (int)back_up(&made, &f);
}

static int restore_once(void)
{
    struct restore_how how = {.place = at("home/backup"), .key = at("key"), .to = INSTANT_NONE};
    struct restored r;
    struct fault f = {0};

    return (int)backup_restore(&how, at("out"), &r, &f);
}

/* Each point of the work, or about as many as were asked for. */
static void at_points(int (*work)(void), int how, void (*after)(int end, int how))
{
    reset();
    int n = count_calls(work), step = n / points() > 0 ? n / points() : 1, tried = 0;

    for (int point = 1 + (how == KILLED ? 0 : step / 2); point <= n; point += step, tried++) {
        reset();
        after(in_child(work, point, how), how);
    }
    print_message("%d calls, %d tried\n", n, tried);
}

static void after_making(int end, int how)
{
    bool good = how == KILLED || end == RC_OK || end == RC_REFUSED || end == RC_FATAL;

    assert_true(good || end == BROKEN);
    /* the rule lets the older one of a day go, after the newer is there */
    assert_in_range(backups_hold(), 1, end == RC_OK ? 1 : 2);
    if (end == RC_OK) assert_int_equal(newest_events(), now);
    if (how != KILLED && end != BROKEN) assert_int_equal(half_made(at("home")), 0);
    assert_int_equal(make_once(), RC_OK); /* the next one */
    assert_int_equal(half_made(at("home")), 0);
    assert_int_equal(backups_hold(), 1);
    assert_int_equal(newest_events(), now);
}

static void after_restoring(int end, int how)
{
    (void)how;
    assert_int_equal(access(at("out"), F_OK) == 0, end == RC_OK);
    if (how != KILLED && end != BROKEN) assert_int_equal(half_made(folder), 0);
    assert_int_equal(backups_hold(), 1);
    assert_int_equal(restored_events(), before);
}

static void test_killed_while_making(void **state)
{
    (void)state;
    at_points(make_once, KILLED, after_making);
    assert_int_equal(restored_events(), now);
}

static void test_disk_full_while_making(void **state)
{
    (void)state;
    at_points(make_once, ENOSPC, after_making);
    assert_int_equal(restored_events(), now);
}

static void test_disk_broken_while_making(void **state)
{
    (void)state;
    at_points(make_once, EIO, after_making);
}

/* The database cannot write to its scratch place either. */
static void test_disk_full_for_all(void **state)
{
    (void)state;
    libraries_too = true;
    at_points(make_once, ENOSPC, after_making);
    libraries_too = false;
}

static void test_killed_while_restoring(void **state)
{
    (void)state;
    at_points(restore_once, KILLED, after_restoring);
}

static void test_disk_full_while_restoring(void **state)
{
    (void)state;
    at_points(restore_once, ENOSPC, after_restoring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_killed_while_making),
        cmocka_unit_test(test_disk_full_while_making),
        cmocka_unit_test(test_disk_broken_while_making),
        cmocka_unit_test(test_disk_full_for_all),
        cmocka_unit_test(test_killed_while_restoring),
        cmocka_unit_test(test_disk_full_while_restoring),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
