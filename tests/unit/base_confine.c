/* Each question is asked in a child that has shut itself in; the answer is what the kernel said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/confine.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define TAKES_NOTHING 1 /* confine.h says so */
#else
#define TAKES_NOTHING 0
#endif

static char dir[64], inside[80], outside[80];

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "/tmp/confine-XXXXXX");
    if (!mkdtemp(dir)) return -1;
    snprintf(inside, sizeof inside, "%s/inside", dir);
    snprintf(outside, sizeof outside, "%s/outside", dir);
    return mkdir(inside, 0700) || mkdir(outside, 0700);
}

static int clear(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

static int answer_of(long got)
{
    return got < 0 ? errno : 0;
}

/* errno of what the child tried, 0 it went well; 255: it could not shut itself in. */
static int confined(enum confine_calls which, int (*attempt)(void))
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        const struct confine_path allowed[] = {
            {inside, CONFINE_CHANGE}, {"/usr/share", CONFINE_READ}, {"/no/such", CONFINE_CHANGE}};
        if (!confine_files(allowed, 3) || !confine_calls(which)) _exit(255);
        _exit(attempt());
    }
    waitpid(pid, &status, 0);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int open_at(const char *folder, const char *name, int flags)
{
    char path[160];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return answer_of(open(path, flags, 0600));
}

static int write_inside(void)
{
    return open_at(inside, "draft", O_CREAT | O_WRONLY);
}
static int rename_inside(void)
{
    char from[160], to[160];

    if (open_at(inside, "new", O_CREAT | O_WRONLY) != 0) return 254;
    snprintf(from, sizeof from, "%s/new", inside);
    snprintf(to, sizeof to, "%s/old", inside);
    return answer_of(rename(from, to));
}
static int write_outside(void)
{
    return open_at(outside, "stolen", O_CREAT | O_WRONLY);
}
static int read_outside(void)
{
    return answer_of(open("/etc/passwd", O_RDONLY));
}
static int read_shared(void)
{
    return answer_of(open("/usr/share", O_RDONLY | O_DIRECTORY));
}
static int write_shared(void)
{
    return open_at("/usr/share", "yichuang-must-not-be", O_CREAT | O_WRONLY);
}
static int run_program(void)
{
    char *argv[] = {(char[]){"true"}, NULL};

    return answer_of(execv("/bin/true", argv));
}
static int make_child(void)
{
    pid_t pid = fork();

    if (pid == 0) _exit(0);
    return answer_of(pid);
}
static int follow_parent(void)
{
    return answer_of(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}
static int read_parent(void)
{
    char here[8];
    struct iovec to = {here, sizeof here}, from = {dir, sizeof here};

    return answer_of(process_vm_readv(getppid(), &to, 1, &from, 1, 0));
}
static int signal_parent(void)
{
    return answer_of(kill(getppid(), SIGCONT));
}
static int inet_socket(void)
{
    return answer_of(socket(AF_INET, SOCK_STREAM, 0));
}
static int netlink_socket(void)
{
    return answer_of(socket(AF_NETLINK, SOCK_RAW, 0));
}
static int unix_socket(void)
{
    return answer_of(socket(AF_UNIX, SOCK_SEQPACKET, 0));
}
static int push_key(void)
{
    return answer_of(ioctl(0, TIOCSTI, "x"));
}
/* The kernel takes the low half only: CVE-2019-10063. */
static int push_key_disguised(void)
{
    return answer_of(syscall(SYS_ioctl, 0, TIOCSTI | 0x100000000ul, "x"));
}
static int set_clock(void)
{
    return answer_of(syscall(SYS_clock_settime, CLOCK_REALTIME, NULL));
}
static int make_room(void)
{
    void *p = malloc(1 << 20);

    return p ? 0 : ENOMEM;
}

static const struct attempt {
    const char *what;
    int (*attempt)(void);
    int terminal, data; /* errno expected; -1: not asked */
} attempts[] = {
    {"a draft is written", write_inside, 0, 0},
    {"and takes its name", rename_inside, 0, 0},
    {"memory is there", make_room, 0, 0},
    {"a shared file is read", read_shared, 0, 0},
    {"a socket to the door", unix_socket, 0, 0},
    {"a file elsewhere is made", write_outside, EACCES, EACCES},
    {"a file elsewhere is read", read_outside, EACCES, EACCES},
    {"a shared folder is changed", write_shared, EACCES, EACCES},
    {"a program is run", run_program, EPERM, EPERM},
    {"a child is made", make_child, EPERM, -1},
    {"another process is followed", follow_parent, EPERM, EPERM},
    {"another process is read", read_parent, EPERM, EPERM},
    {"another process is signalled", signal_parent, EPERM, -1},
    {"a line to the net", inet_socket, EPERM, EPERM},
    {"a line to the kernel", netlink_socket, EPERM, EPERM},
    {"a key pushed into the terminal", push_key, EPERM, EPERM},
    {"the same, disguised", push_key_disguised, EPERM, EPERM},
    {"the clock is set", set_clock, EPERM, EPERM},
};

static void each(enum confine_calls which, bool terminal)
{
    if (TAKES_NOTHING) skip();
    if (confined(which, write_inside) == 255) {
        print_message("this kernel has no Landlock or no seccomp: the wall cannot be tried\n");
        skip();
    }
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        const struct attempt *a = &attempts[i];
        int expected = terminal ? a->terminal : a->data;
        int got = expected < 0 ? expected : confined(which, a->attempt);
        if (got != expected) print_error("%s: %s\n", a->what, strerror(got));
        assert_int_equal(got, expected);
    }
}

static void a_terminal_has_its_drafts_and_the_door(void **state)
{
    (void)state;
    each(CONFINE_TERMINAL, true);
}

static void a_data_process_stays_at_home(void **state)
{
    (void)state;
    each(CONFINE_DATA, false);
}

/* Without the wall the same attempts are possible: what is tested is the wall. */
static void outside_the_wall_they_work(void **state)
{
    (void)state;
    assert_int_equal(write_outside(), 0);
    assert_int_equal(read_outside(), 0);
    assert_int_equal(inet_socket(), 0);
    assert_int_equal(make_child(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_has_its_drafts_and_the_door),
        cmocka_unit_test(a_data_process_stays_at_home),
        cmocka_unit_test(outside_the_wall_they_work),
    };
    return cmocka_run_group_tests(tests, set_up, clear);
}
