#include "hall/shipper.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "door/now.h"

enum { AGAIN_MS = 60000 };

static void become(const struct shipper *s, const sigset_t *mask, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(s->argv[0], (char *const *)(uintptr_t)s->argv);
    log_error("%s: %s", s->argv[0], strerror(errno));
    _exit(127);
}

void shipper_look(struct shipper *s, const sigset_t *mask)
{
    pid_t parent = getpid();

    if (!s->argv || s->pid || now_ms() < s->start_at) return;
    s->start_at = now_ms() + AGAIN_MS;
    s->pid = fork();
    if (s->pid == 0) become(s, mask, parent);
    if (s->pid > 0) return;
    log_error("no shipper of logs: %s", strerror(errno));
    s->pid = 0;
}

bool shipper_ended(struct shipper *s, pid_t pid)
{
    if (!s->pid || pid != s->pid) return false;
    s->pid = 0;
    return true;
}

void shipper_kill(struct shipper *s)
{
    if (s->pid) kill(s->pid, SIGKILL);
    while (s->pid && waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    s->pid = 0;
}
