/* Lives of a process under test: forked, listened to, never waited for longer than it may take.
 * Included once. */
#ifndef YC_TESTS_FAULTS_CHILD_H
#define YC_TESTS_FAULTS_CHILD_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "door/now.h"

enum { CHILD_SECONDS = 15, CHILD_HUNG = -1 };

/* Whole lines said by the child go to heard(arg, line).  Returns its wait status, or CHILD_HUNG. */
static inline int child_run(void (*live)(void *arg, int say), void *arg,
                            void (*heard)(void *arg, char *line))
{
    int fd[2], status;
    char text[8192];
    size_t n = 0;
    int64_t until = now_ms() + CHILD_SECONDS * 1000;

    if (pipe(fd) != 0) abort();
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) abort();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(fd[0]);
        live(arg, fd[1]);
        _exit(0);
    }
    close(fd[1]);
    for (;;) {
        struct pollfd p = {.fd = fd[0], .events = POLLIN};
        int64_t left = until - now_ms();
        if (left <= 0 || poll(&p, 1, (int)left) <= 0) break;
        ssize_t got = read(fd[0], text + n, sizeof text - 1 - n);
        if (got <= 0) break;
        n += (size_t)got;
        text[n] = '\0';
        for (char *end; (end = strchr(text, '\n'));) {
            *end = '\0';
            if (heard) heard(arg, text);
            n -= (size_t)(end + 1 - text);
            memmove(text, end + 1, n + 1);
        }
    }
    close(fd[0]);
    bool hung = now_ms() >= until;
    if (hung) kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return hung ? CHILD_HUNG : status;
}

static inline void *child_shared(size_t n)
{
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED) abort();
    return p;
}

#endif
