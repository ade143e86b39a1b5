/* A home with a supervisor over the stub office, for the tests of the hall.
 *
 * The test program is its own supervisor ("supervise HOME") and its own night batch ("night HOME
 * --date D"). */
#ifndef YC_TESTS_HALL_HOME_H
#define YC_TESTS_HALL_HOME_H

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/log.h"
#include "door/door.h"
#include "door/now.h"
#include "door/wire.h"
#include "hall/supervisor.h"
#include "stub_office.h"

static char self[4096];
static char home[64], door_sock[96];
static const char *start_argv[] = {self, "supervise", home, NULL};

/* The night batch of the tests leaves with the status written in HOME/night.status, after noting
 * its date. */
static inline int be_night(const char *dir, const char *date)
{
    char *path = mem_printf("%s/night.status", dir), *ran = mem_printf("%s/night.ran", dir);
    FILE *from = fopen(path, "re"), *to = fopen(ran, "we");
    int status = 0;

    if (from && fscanf(from, "%d", &status) != 1) status = 99;
    if (from) fclose(from);
    if (to) {
        fprintf(to, "%s\n", date);
        fclose(to);
    }
    free(path);
    free(ran);
    return status;
}

static inline int be_supervisor(const char *dir)
{
    const char *night[] = {self, "night", dir, NULL};
    struct hall_options opt = {.home = dir, .night_argv = night};
    char *log = mem_printf("%s/yichuangd.log", dir);

    log_open("yichuangd", log);
    free(log);
    return hall_supervise(&opt);
}

/* Call first in main: true when this run is a helper, whose exit status is *status. */
static inline bool hall_helper(int argc, char **argv, int *status)
{
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

    if (n < 0) abort();
    prctl(PR_SET_CHILD_SUBREAPER,
          1); /* orphans of a killed supervisor come to us, not to whoever is pid 1 */
    if (argc >= 3 && strcmp(argv[1], "supervise") == 0) {
        *status = be_supervisor(argv[2]);
        return true;
    }
    if (argc >= 5 && strcmp(argv[1], "night") == 0) {
        *status = be_night(argv[2], argv[4]);
        return true;
    }
    return false;
}

static inline struct door *connect_with(const char *start)
{
    struct door_options opt = {.socket = door_sock, .start = start, .start_argv = start_argv};
    struct door *d;
    struct fault f = {0};

    if (door_connect(&opt, &d, &f) != RC_OK) {
        fprintf(stderr, "door_connect: %s %s %s\n", f.msgid, f.arg[0], f.arg[1]);
        return NULL;
    }
    return d;
}

/* One request with up to two parameters; the reply must be there and ok. */
static inline Yc__Reply *ask(struct door *d, const char *name, const char *k1, const char *v1,
                             const char *k2, const char *v2)
{
    Yc__Request *q = door_request_new(name);
    Yc__Reply *r = NULL;
    struct fault f = {0};

    if (k1) door_request_with(q, k1, v1);
    if (k2) door_request_with(q, k2, v2);
    enum rc rc = door_call(d, q, &r, &f);
    if (rc != RC_OK) fprintf(stderr, "%s: %s\n", name, f.msgid);
    door_request_free(q);
    return r;
}

static inline void ask_ok(struct door *d, const char *name, const char *k1, const char *v1,
                          const char *k2, const char *v2)
{
    Yc__Reply *r = ask(d, name, k1, v1, k2, v2);

    assert_non_null(r);
    assert_true(r->ok);
    door_reply_free(r);
}

/* The line is there before the office is: the first answer says that it is open. */
static inline struct door *connect_started(void)
{
    struct door *d = connect_with(self);

    assert_non_null(d);
    ask_ok(d, "hall_stat", NULL, NULL, NULL, NULL);
    return d;
}

static inline long stat_number(struct door *d, const char *key)
{
    Yc__Reply *r = ask(d, "hall_stat", NULL, NULL, NULL, NULL);

    assert_non_null(r);
    long n = atol(door_reply_get(r, key));
    door_reply_free(r);
    return n;
}

static inline pid_t noted(const char *name)
{
    char *path = mem_printf("%s/%s", home, name);
    FILE *from = fopen(path, "re");
    int pid = 0;

    if (from && fscanf(from, "%d", &pid) != 1) pid = 0;
    if (from) fclose(from);
    free(path);
    return pid;
}

static inline bool alive(pid_t pid)
{
    return pid > 0 && kill(pid, 0) == 0;
}

/* The supervisor may be our own child (started by a door): reap it, or it stays a zombie. */
static inline bool gone_within(pid_t pid, int ms)
{
    for (int64_t until = now_ms() + ms; now_ms() < until; usleep(5000)) {
        waitpid(pid, NULL, WNOHANG);
        if (!alive(pid)) return true;
    }
    return false;
}

static inline void put_file(const char *name, const char *text)
{
    char *path = mem_printf("%s/%s", home, name);
    FILE *to = fopen(path, "we");

    assert_non_null(to);
    fputs(text, to);
    fclose(to);
    free(path);
}

static inline bool file_has(const char *name, const char *text)
{
    char *path = mem_printf("%s/%s", home, name), line[2048];
    FILE *from = fopen(path, "re");
    bool found = false;

    while (from && !found && fgets(line, sizeof line, from))
        found = strstr(line, text) != NULL;
    if (from) fclose(from);
    free(path);
    return found;
}

static inline int new_home(void **state)
{
    (void)state;
    strcpy(home, "/tmp/yc-hall-XXXXXX");
    if (!mkdtemp(home)) return -1;
    snprintf(door_sock, sizeof door_sock, "%s/door.sock", home);
    return 0;
}

static inline int end_home(void **state)
{
    pid_t supervisor = noted("super.pid"), data = noted("data.pid");
    struct stub_ledger *l = stub_ledger(home);
    unsigned doubles = l->doubles;
    char *rm = mem_printf("rm -rf %s", home);

    (void)state;
    munmap(l, sizeof *l);
    if (alive(supervisor)) kill(supervisor, SIGTERM);
    bool gone = gone_within(supervisor, 5000) && gone_within(data, 1000);
    if (system(rm) != 0) gone = false;
    free(rm);
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
    return gone && doubles == 0 ? 0 : -1;
}

#define home_test(f) cmocka_unit_test_setup_teardown(f, new_home, end_home)

#endif
