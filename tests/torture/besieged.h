/* The hall under blows: its home, its desks, its processes as /proc shows them, and our own door.
 * Included once. */
#ifndef YC_TESTS_TORTURE_BESIEGED_H
#define YC_TESTS_TORTURE_BESIEGED_H

#include <dirent.h>
#include <sys/wait.h>
#include <time.h>

#include "account.h"
#include "base/killpoint.h"
#include "office/office.h"
#include "scoreboard.h"

enum { DESKS_MOST = 400 };

static struct besieged {
    const char *service;
    unsigned seed, dice;
    char dir[80], home[96];
    int ndesks;
    struct desk desk[DESKS_MOST];
    pid_t pid[DESKS_MOST]; /* 0: its work is done */
    int desks_failed, taken_over;
    struct door *door;             /* our own */
    pid_t supervisor, data, night; /* as last seen; 0: none */
} B;

static inline int dice(int n)
{
    return rand_r(&B.dice) % n;
}

static inline void give_up(const char *what, const struct fault *f)
{
    printf("FAIL  %s: %s %s %s\n0 passed, 1 failed\n", what, f->msgid ? f->msgid : "", f->arg[0],
           f->arg[1]);
    if (B.supervisor) kill(B.supervisor, SIGTERM);
    exit(1);
}

/* --- Our own door -------------------------------------------------------------------------------
 */

/* Never NULL.  q is freed. */
static inline Yc__Reply *ask(Yc__Request *q)
{
    struct desk through = {.home = B.home, .service = B.service, .door = B.door};
    Yc__Reply *r = desk_send(&through, q);

    B.door = through.door;
    if (!r) give_up(q->name, &(struct fault){.msgid = "no answer"});
    door_request_free(q);
    return r;
}

static inline Yc__Reply *ask_night(void)
{
    Yc__Request *q = door_request_new("hall_night");
    char date[DAY_TEXT];

    door_request_with(q, "date", day_text(day_of_instant(time(NULL)), date));
    return ask(q);
}

static inline void look_at_hall(void)
{
    Yc__Reply *r = ask(door_request_new("hall_stat"));

    B.supervisor = atoi(door_reply_get(r, "supervisor"));
    B.data = atoi(door_reply_get(r, "pid"));
    door_reply_free(r);
}

static inline double stat_number(const char *key)
{
    Yc__Reply *r = ask(door_request_new("stat"));
    double n = atof(door_reply_get(r, key));

    door_reply_free(r);
    return n;
}

/* --- Its processes ------------------------------------------------------------------------------
 */

/* The command line of a process with 0 made ' '; "" when it is gone or has none any more. */
static inline void command_of(int pid, char *out, size_t size)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, out, size - 1);
    if (fd >= 0) close(fd);
    for (ssize_t i = 0; i < n; i++)
        if (!out[i]) out[i] = ' ';
    out[n > 0 ? n : 0] = '\0';
}

/* What the supervisor has running. */
static inline void look_at_children(void)
{
    char path[64], command[400];
    int pid;

    B.data = B.night = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", B.supervisor, B.supervisor);
    FILE *in = fopen(path, "re");
    while (in && fscanf(in, "%d", &pid) == 1) {
        command_of(pid, command, sizeof command);
        if (!command[0]) continue;
        *(strstr(command, "yichuangd night") ? &B.night : &B.data) = pid;
    }
    if (in) fclose(in);
}

static inline bool is_supervisor(int pid)
{
    char command[400];

    command_of(pid, command, sizeof command);
    return strstr(command, "yichuangd") && strstr(command, B.home) && !strstr(command, " night ");
}

/* The one that has children: others may be on their way out. */
static inline void look_for_supervisor(void)
{
    DIR *proc = opendir("/proc");

    B.supervisor = B.data = B.night = 0;
    for (struct dirent *e; !B.data && proc && (e = readdir(proc));) {
        int pid = atoi(e->d_name);
        if (pid <= 0 || !is_supervisor(pid)) continue;
        B.supervisor = pid;
        look_at_children();
    }
    if (proc) closedir(proc);
}

static inline void look_at_processes(void)
{
    B.data = B.night = 0;
    if (B.supervisor && is_supervisor(B.supervisor)) look_at_children();
    if (!B.data) look_for_supervisor();
}

/* --- Desks --------------------------------------------------------------------------------------
 */

static inline void seat(int nr)
{
    fflush(NULL);
    B.pid[nr] = fork();
    if (B.pid[nr]) return;
    B.door = NULL; /* the line is the parent's */
#ifdef YC_KILLPOINTS
    killpoint_spared = false;
#endif
    _exit(desk_live(&B.desk[nr]));
}

static inline void seat_all(int n, int think_ms, int ms)
{
    B.ndesks = n;
    for (int i = 0; i < n; i++) {
        B.desk[i] = (struct desk){.home = B.home,
                                  .service = B.service,
                                  .nr = i,
                                  .think_ms = think_ms,
                                  .until = now_ms() + ms,
                                  .seed = B.seed};
        day_text(day_of_instant(time(NULL)) + 7, B.desk[i].next_week);
        seat(i);
    }
}

/* Takes leave of whatever has ended; a killed desk is taken over at once. */
static inline void reap(void)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (int i = 0; i < B.ndesks; i++) {
            if (pid != B.pid[i]) continue;
            B.pid[i] = 0;
            B.taken_over += WIFSIGNALED(status) != 0;
            if (WIFSIGNALED(status))
                seat(i);
            else if (WEXITSTATUS(status))
                B.desks_failed++;
        }
}

static inline int desks_working(void)
{
    int n = 0;

    reap();
    for (int i = 0; i < B.ndesks; i++)
        n += B.pid[i] != 0;
    return n;
}

static inline void wait_ms(int ms)
{
    for (int64_t until = now_ms() + ms; now_ms() < until; usleep(2000))
        reap();
}

/* --- Beginning and end --------------------------------------------------------------------------
 */

static inline void make_place(const char *name)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* orphans come to us, not to whoever is pid 1 */
    snprintf(B.dir, sizeof B.dir, "%s/yc-%s-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp",
             name);
    if (!mkdtemp(B.dir)) give_up(B.dir, &(struct fault){.msgid = strerror(errno)});
    snprintf(B.home, sizeof B.home, "%s/home", B.dir);
}

static inline void make_home(const char *name, const char *source)
{
    struct office_init how = {.source = source, .sample = true};
    struct fault f = {0};

    make_place(name);
    if (office_create(B.home, &how, &f) != RC_OK) give_up("office_create", &f);
}

static inline bool everybody_left(int ms)
{
    for (int64_t until = now_ms() + ms; now_ms() < until; usleep(5000))
        if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD) return true;
    return false;
}

static inline void check_end(void)
{
    char path[120], region[4096] = "";

    look_at_hall();
    door_close(B.door);
    B.door = NULL;
    snprintf(path, sizeof path, "%s/region", B.home);
    FILE *in = fopen(path, "re");
    if (in && !fgets(region, sizeof region, in)) region[0] = '\0';
    if (in) fclose(in);
    kill(B.supervisor, SIGTERM);
    bool left = everybody_left(5000);
    check(left, "all processes are gone after SIGTERM");
    if (!left) kill(B.supervisor, SIGKILL);
    check(region[0] && access(region, F_OK) != 0, "their shared memory is gone");
}

static inline void clear_away(void)
{
    char *rm = mem_printf("rm -rf %s", B.dir);

    if (failed || getenv("TORTURE_KEEP"))
        printf("      kept: %s\n", B.dir);
    else if (system(rm) != 0)
        printf("      could not remove %s\n", B.dir);
    free(rm);
}

#endif
