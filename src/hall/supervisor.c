#include "hall/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "door/now.h"
#include "hall/control.h"
#include "hall/data.h"
#include "hall/listen.h"
#include "hall/night.h"
#include "hall/signer.h"

enum {
    SILENCE_MS = 5000, /* without a beat: stopped or deadlocked */
    OPEN_MS = 60000,   /* for the first beat: recovery after a bad day takes longer */
    STOP_MS = 3000,    /* to stop in order; the data process needs up to 2 s */
    BURST = 5,         /* more ends than this ... */
    BURST_MS = 10000,  /* ... in this time: wait before the next start */
    BACK_OFF_MS = 1000,
    SIGNER_MS = 2000,       /* between two starts of the signer ... */
    SIGNER_AGAIN_MS = 60000 /* ... which has left by itself: its key cannot be used */
};

struct supervisor {
    const struct hall_options *opt;
    sigset_t before; /* signal mask we were started with */
    int lock_fd, listen_fd, signal_fd;

    pid_t data, night;  /* 0: not running */
    pid_t signer;       /* not attached: its end is no reason to restart the others */
    int signer_line[2]; /* its end and the data process's, kept over their restarts */
    int64_t signer_at;  /* ms, when none runs */
    int control_fd;     /* to the data process; -1: none */
    bool beating;       /* this data process has opened its office */
    bool ever;          /* one has */
    int64_t heard;      /* ms: the last beat, or the start */
    day_t night_day;

    int64_t ends[BURST];
    size_t nends;
    int64_t start_at; /* ms, when no data process runs */

    bool stopping, failed;
    int64_t stop_by;
    struct hall_seat seat;
};

/* In a fresh child: must not outlive the supervisor, not even by the moment between fork and prctl.
 */
static void tie_to(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
}

static void hang_up(struct supervisor *s)
{
    if (s->control_fd >= 0) close(s->control_fd);
    s->control_fd = -1;
}

static void start_data(struct supervisor *s)
{
    int pair[2];
    pid_t parent = getpid();

    if (!control_pair(pair)) {
        log_error("no socket pair: %s", strerror(errno));
        s->start_at = now_ms() + BACK_OFF_MS;
        return;
    }
    fflush(NULL); /* the child ends through exit() */
    s->data = fork();
    if (s->data == 0) {
        tie_to(parent);
        close(s->signal_fd);
        close(pair[0]);
        close(s->signer_line[0]);
        s->seat.signer_fd = s->signer_line[1];
        s->seat.control_fd = pair[1];
        s->seat.listen_fd = s->listen_fd;
        exit(hall_data_process(&s->seat, s->opt));
    }
    close(pair[1]);
    s->control_fd = pair[0];
    s->beating = false;
    s->heard = now_ms();
    if (s->data > 0) return;
    log_error("no data process: %s", strerror(errno));
    s->data = 0;
    hang_up(s);
    s->start_at = now_ms() + BACK_OFF_MS;
}

static void start_signer(struct supervisor *s)
{
    pid_t parent = getpid();

    fflush(NULL);
    s->signer_at = now_ms() + SIGNER_MS;
    s->signer = fork();
    if (s->signer == 0) {
        tie_to(parent);
        char *folder = mem_printf("%s/seal", s->opt->home);
        _exit(signer_process(folder, s->signer_line[0]));
    }
    if (s->signer > 0) return;
    log_error("no signer: %s", strerror(errno));
    s->signer = 0;
}

static void exec_night(const struct supervisor *s, const char *date)
{
    size_t n = 0;

    while (s->opt->night_argv[n])
        n++;
    char **argv = mem_alloc((n + 3) * sizeof *argv);
    for (size_t i = 0; i < n; i++)
        argv[i] = mem_strdup(s->opt->night_argv[i]);
    argv[n] = mem_strdup("--date");
    argv[n + 1] = mem_strdup(date);
    fcntl(s->lock_fd, F_SETFD, 0); /* attached: holds the home too */
    sigprocmask(SIG_SETMASK, &s->before, NULL);
    execvp(argv[0], argv);
    log_error("%s: %s", argv[0], strerror(errno));
    _exit(127);
}

static void start_night(struct supervisor *s, day_t day)
{
    char date[DAY_TEXT];
    pid_t parent = getpid();

    if (s->night || s->stopping || !s->opt->night_argv) return;
    day_text(day, date);
    s->night = fork();
    if (s->night == 0) {
        tie_to(parent);
        exec_night(s, date);
    }
    if (s->night < 0) {
        log_error("no night batch: %s", strerror(errno));
        s->night = 0;
        control_say(s->control_fd, "night %s 1", date);
        return;
    }
    s->night_day = day;
    log_info("night batch %s started", date);
}

static void kill_and_reap(pid_t *pid)
{
    if (!*pid) return;
    kill(*pid, SIGKILL);
    while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    *pid = 0;
}

/* Nothing attached may be left when the next owner recovers. */
static void end_attached(struct supervisor *s)
{
    if (s->night) s->seat.night_failed++;
    kill_and_reap(&s->data);
    kill_and_reap(&s->night);
    hang_up(s);
}

static int64_t after_back_off(struct supervisor *s)
{
    int64_t now = now_ms(), oldest = s->ends[s->nends % BURST];
    bool burst = s->nends >= BURST && now - oldest < BURST_MS;

    s->ends[s->nends++ % BURST] = now;
    if (burst) log_warn("more than %d ends in %d s: waiting", BURST, BURST_MS / 1000);
    return burst ? now + BACK_OFF_MS : now;
}

static void restart(struct supervisor *s)
{
    end_attached(s);
    s->seat.restarts++;
    s->start_at = after_back_off(s);
}

/* Before anything was ever served a refusal to open is final: trying again cannot help. */
static void data_ended(struct supervisor *s, int status)
{
    s->data = 0;
    if (s->stopping) return;
    if (WIFSIGNALED(status)) log_error("data process killed by signal %d", WTERMSIG(status));
    if (WIFEXITED(status)) log_error("data process left with status %d", WEXITSTATUS(status));
    if (!s->ever && WIFEXITED(status) && WEXITSTATUS(status) == 1) s->failed = true;
    restart(s);
}

static void night_ended(struct supervisor *s, int status)
{
    char date[DAY_TEXT];

    day_text(s->night_day, date);
    s->night = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        log_info("night batch %s done", date);
        s->seat.night_failed = 0;
        night_record(s->opt->home, s->night_day);
        if (s->control_fd >= 0) control_say(s->control_fd, "night %s 0", date);
        return;
    }
    if (s->stopping) return;
    log_error("night batch %s ended badly (wait status %#x)", date, (unsigned)status);
    s->seat.night_failed++;
    restart(s);
}

static void signer_ended(struct supervisor *s, int status)
{
    s->signer = 0;
    if (WIFEXITED(status)) s->signer_at = now_ms() + SIGNER_AGAIN_MS;
    if (!s->stopping) log_error("the signer has ended (wait status %#x)", (unsigned)status);
}

static void reap(struct supervisor *s)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == s->data)
            data_ended(s, status);
        else if (pid == s->night)
            night_ended(s, status);
        else if (pid == s->signer)
            signer_ended(s, status);
    }
}

static void stop(struct supervisor *s)
{
    if (s->stopping) return;
    log_info("stopping");
    s->stopping = true;
    s->stop_by = now_ms() + STOP_MS;
    if (s->night) kill(s->night, SIGTERM);
    if (s->data) kill(s->data, SIGTERM);
}

static void read_signals(struct supervisor *s)
{
    struct signalfd_siginfo i;

    while (read(s->signal_fd, &i, sizeof i) == sizeof i)
        if (i.ssi_signo != SIGCHLD) stop(s);
    reap(s);
}

/* Somebody has removed the home under us: whoever makes a new one in its place must not meet us
 * there. */
static bool home_is_gone(const struct supervisor *s)
{
    struct stat st;

    return fstat(s->lock_fd, &st) == 0 && st.st_nlink == 0;
}

static void hear(struct supervisor *s, const char *text)
{
    day_t day;

    s->heard = now_ms();
    if (home_is_gone(s)) {
        log_error("%s is gone: leaving", s->opt->home);
        end_attached(s);
        s->failed = true;
        return;
    }
    if (!s->beating) log_info("serving %s, restart %u", s->opt->home, s->seat.restarts);
    s->beating = s->ever = true;
    if (control_is_night(text, &day)) start_night(s, day);
}

static void read_control(struct supervisor *s)
{
    char text[CONTROL_TEXT];
    enum control_got got = s->control_fd >= 0 ? CONTROL_TOLD : CONTROL_NOTHING;

    while (got == CONTROL_TOLD)
        if ((got = control_hear(s->control_fd, text)) == CONTROL_TOLD) hear(s, text);
    if (got == CONTROL_OVER) hang_up(s); /* it has ended; the signal will say how */
}

static int64_t next_look(const struct supervisor *s)
{
    if (s->stopping) return s->stop_by;
    if (!s->data) return s->start_at;
    int64_t silence = s->heard + (s->beating ? SILENCE_MS : OPEN_MS);
    return !s->signer && s->signer_at < silence ? s->signer_at : silence;
}

static void on_time(struct supervisor *s)
{
    if (!s->stopping && !s->signer && now_ms() >= s->signer_at) start_signer(s);
    if (now_ms() < next_look(s)) return;
    if (s->stopping) {
        log_warn("stopping took too long: killed");
        end_attached(s);
    } else if (!s->data) {
        start_data(s);
    } else {
        log_error("no beat for %d s: killed", (s->beating ? SILENCE_MS : OPEN_MS) / 1000);
        restart(s);
    }
}

static void wait_for_something(const struct supervisor *s)
{
    struct pollfd p[2] = {{.fd = s->signal_fd, .events = POLLIN},
                          {.fd = s->control_fd, .events = POLLIN}};
    int64_t left = next_look(s) - now_ms();

    poll(p, 2, left > 0 ? (int)left : 0);
}

static void serve(struct supervisor *s)
{
    while (!s->failed && !(s->stopping && !s->data && !s->night)) {
        wait_for_something(s);
        read_control(s); /* first: after a stop of our own, what was said meanwhile counts */
        read_signals(s);
        on_time(s);
    }
}

static void catch_signals(struct supervisor *s)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, &s->before);
    s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int hall_supervise(const struct hall_options *opt)
{
    struct supervisor s = {.opt = opt, .control_fd = -1};

    enum hall_claim claim = hall_claim(opt->home, &s.lock_fd, &s.listen_fd);
    if (claim != CLAIM_OURS) return claim == CLAIM_SERVED ? 0 : 1;
    s.seat.began = now_ms();
    if (!control_pair(s.signer_line)) return 1;
    catch_signals(&s);
    serve(&s);
    kill_and_reap(&s.signer);
    close(s.signer_line[0]);
    close(s.signer_line[1]);
    close(s.signal_fd);
    close(s.listen_fd);
    close(s.lock_fd);
    sigprocmask(SIG_SETMASK, &s.before, NULL);
    return s.failed ? 1 : 0;
}
