#include "door/start.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- The starter: one question a packet, one answer --- */

struct question {
    pid_t ended; /* has this one?  0: start */
};
struct answer {
    int error;
    pid_t pid;
    bool ended;
    int status;
};
static int starter = -1;

static bool ask(struct question q, struct answer *a)
{
    ssize_t got = -1;

    if (send(starter, &q, sizeof q, MSG_NOSIGNAL) == sizeof q)
        while ((got = recv(starter, a, sizeof *a, 0)) < 0 && errno == EINTR)
            continue;
    return got == sizeof *a;
}

static int start(const char *program, const char *const *argv, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setflags(&attr,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    /* exec does not change its arguments, its prototype only dates from before const. */
    int error = posix_spawnp(pid, program, &files, &attr, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return error;
}

static bool ended(pid_t pid, int *status)
{
    int end = 0;
    pid_t got = waitpid(pid, &end, WNOHANG);

    *status = got == pid && WIFEXITED(end) ? WEXITSTATUS(end) : 0;
    return got != 0;
}

/* A session of its own: what is typed at the terminal must not end it. */
static void serve(int fd, const char *program, const char *const *argv)
{
    struct question q;
    int null = open("/dev/null", O_RDWR);

    setsid();
    for (int i = 0; null >= 0 && i <= STDERR_FILENO; i++)
        dup2(null, i);
    starter = dup2(fd, STDERR_FILENO + 1);
    close_range(STDERR_FILENO + 2, ~0u, 0);
    while (recv(starter, &q, sizeof q, 0) == sizeof q) {
        struct answer a = {0};
        if (q.ended)
            a.ended = ended(q.ended, &a.status);
        else
            a.error = start(program, argv, &a.pid);
        if (send(starter, &a, sizeof a, MSG_NOSIGNAL) != sizeof a) break;
    }
    _exit(0);
}

bool door_starter(const char *program, const char *const *argv)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
    pid_t pid = fork();
    if (pid == 0) serve(pair[1], program, argv);
    close(pair[1]);
    if (pid > 0)
        starter = pair[0];
    else
        close(pair[0]);
    return pid > 0;
}

int door_start(const char *program, const char *const *argv, pid_t *pid)
{
    struct answer a;

    if (starter < 0) return start(program, argv, pid);
    if (!ask((struct question){0}, &a)) return EPIPE;
    *pid = a.pid;
    return a.error;
}

/* A starter that is gone leaves nobody to wait for. */
bool door_start_ended(pid_t pid, int *status)
{
    struct answer a = {.ended = true};

    if (starter < 0)
        a.ended = ended(pid, &a.status);
    else if (!ask((struct question){pid}, &a))
        a = (struct answer){.ended = true};
    if (status) *status = a.status;
    return a.ended;
}
