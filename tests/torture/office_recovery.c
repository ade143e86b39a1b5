/* How long an office takes to open again after a death with so much log since its last checkpoint.
 *
 *     office_recovery SOURCE MB...
 *
 * The log is filled by the acts of the desks (desk.h), each in its own transaction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "besieged.h"

static unsigned *acts; /* shared */

static Yc__Reply *answer(void *office, const Yc__Request *q)
{
    struct office_caller who = {.uid = getuid()};

    return office_answer(office, &who, q);
}

static double stat_of(struct door *d, const char *key)
{
    Yc__Request *q = door_request_new("stat");
    Yc__Reply *r = NULL;
    struct fault f = {0};

    if (door_call(d, q, &r, &f) != RC_OK || !r->ok) abort();
    double n = atof(door_reply_get(r, key));
    door_reply_free(r);
    door_request_free(q);
    return n;
}

/* Dies with so many MB of log to be gone through. */
static void fill_and_die(int mb, unsigned seed)
{
    struct desk d = {.home = B.home, .seed = seed};
    struct office *o;
    struct fault f = {0};

    if (office_open(B.home, OFFICE_OWNER, &o, &f) != RC_OK) give_up("open", &f);
    d.door = door_local(answer, o);
    d.account = fopen("/dev/null", "we");
    day_text(day_of_instant(time(NULL)) + 7, d.next_week);
    double from = stat_of(d.door, "log_bytes");
    desk_begin(&d, 0);
    d.heir = true; /* does not die by itself */
    for (*acts = 0; *acts % 50 || stat_of(d.door, "log_bytes") - from < mb * 1048576.0; ++*acts) {
        if (!desk_do(&d)) _exit(1);
        if (!d.path->steps[++d.step]) desk_begin(&d, d.turn + 1);
    }
    kill(getpid(), SIGKILL);
}

static void open_again(int mb)
{
    struct office *o;
    struct fault f = {0};
    int64_t began = now_ms();

    if (office_open(B.home, OFFICE_OWNER, &o, &f) != RC_OK) give_up("open", &f);
    int64_t took = now_ms() - began;
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    long cpu = (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 +
               (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
    struct door *d = door_local(answer, o);
    printf("%4d MB of log, %6u acts: open after %5lld ms (%ld ms of processor), the recovery in it "
           "%5.0f ms\n",
           mb, *acts, (long long)took, cpu, stat_of(d, "recovery_ms"));
    fflush(stdout);
    door_close(d);
    office_close(o);
}

static void in_child(void (*work)(int mb, unsigned seed), int mb, unsigned seed)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        work(mb, seed);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

static void open_in_child(int mb, unsigned seed)
{
    (void)seed;
    open_again(mb);
}

int main(int argc, char **argv)
{
    if (argc < 3) exit(64);
    acts = mmap(NULL, sizeof *acts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    make_home("recovery", argv[1]);
    for (int i = 2; i < argc; i++) {
        in_child(fill_and_die, atoi(argv[i]), (unsigned)i);
        in_child(open_in_child, atoi(argv[i]), 0);
    }
    clear_away();
    return 0;
}
