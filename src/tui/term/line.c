#include "tui/term/line.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"

enum { DRAIN_MS = 500, EXTRA_MAX = 8, SIZE_MAX_CELLS = 1000 };

static struct {
    bool open;
    bool dead, told; /* nobody at the other end; told to end by a signal */
    int out,
        wake[2]; /* out: our own opening of the terminal, so that O_NONBLOCK is nobody else's */
    struct termios saved;
    struct buf queue;
    size_t sent;
} line;

/* --- Signals: a byte in a pipe --- */

static void on_signal(int sig)
{
    int saved = errno;
    char c = sig == SIGWINCH ? 'w' : 'h';

    if (write(line.wake[1], &c, 1) < 0) errno = saved; /* full: the reader has enough to do */
    errno = saved;
}

static struct {
    int sig;
    void (*handler)(int);
    struct sigaction saved;
} signals[] = {
    {.sig = SIGWINCH, .handler = on_signal}, {.sig = SIGHUP, .handler = on_signal},
    {.sig = SIGTERM, .handler = on_signal},  {.sig = SIGINT, .handler = on_signal},
    {.sig = SIGTSTP, .handler = SIG_IGN},
};
enum { SIGNALS = sizeof signals / sizeof *signals };

static void catch_signals(void)
{
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction a = {.sa_flags = SA_RESTART};
        a.sa_handler = signals[i].handler;
        sigaction(signals[i].sig, &a, &signals[i].saved);
    }
}

static void release_signals(void)
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i].sig, &signals[i].saved, NULL);
}

static bool read_signals(void)
{
    bool resized = false;
    char c[64];

    for (ssize_t n; (n = read(line.wake[0], c, sizeof c)) > 0;)
        for (ssize_t i = 0; i < n; i++) {
            if (c[i] == 'w') resized = true;
            if (c[i] == 'h') line.told = true;
        }
    return resized;
}

/* --- Opening --- */

static int open_own(void)
{
    char name[256];
    int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

    if (ttyname_r(STDOUT_FILENO, name, sizeof name) == 0) {
        int fd = open(name, flags);
        if (fd >= 0) return fd;
    }
    return open("/dev/tty", flags); /* after su the device itself is another person's */
}

/* Every key comes as bytes, also Ctrl-C, Ctrl-Z and Ctrl-S; output goes out as written. */
static void set_raw(void)
{
    struct termios t = line.saved;

    cfmakeraw(&t);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

enum rc line_open(struct fault *f)
{
    assert(!line.open);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
        tcgetattr(STDIN_FILENO, &line.saved) != 0)
        return fault_set(f, RC_REFUSED, "terminal",
                         N_("Standard input and output are not a terminal: log in with a terminal "
                            "(ssh -t), or use the machine interface."),
                         NULL);
    line.out = open_own();
    if (line.out < 0 || pipe2(line.wake, O_CLOEXEC | O_NONBLOCK) != 0)
        return fault_set(f, RC_FATAL, "terminal", N_("The terminal cannot be opened for output."),
                         NULL);
    line.open = true;
    line.dead = line.told = false;
    catch_signals();
    set_raw();
    return RC_OK;
}

void line_close(void)
{
    if (!line.open) return;
    line.open = false;
    for (int i = 0; i < DRAIN_MS / 10 && !line_send(); i++) {
        struct pollfd p = {.fd = line.out, .events = POLLOUT};
        poll(&p, 1, 10);
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &line.saved);
    tcflush(STDIN_FILENO, TCIFLUSH); /* what was typed for us is no command for the shell */
    release_signals();
    close(line.out);
    close(line.wake[0]);
    close(line.wake[1]);
    buf_free(&line.queue);
    line.sent = 0;
}

/* --- Output --- */

bool line_send(void)
{
    while (line.sent < line.queue.len) {
        ssize_t n = write(line.out, line.queue.data + line.sent, line.queue.len - line.sent);
        if (n > 0)
            line.sent += (size_t)n;
        else if (n < 0 && errno == EAGAIN)
            return false;
        else if (n >= 0 || errno != EINTR) {
            line.dead = true;
            break;
        }
    }
    buf_clear(&line.queue);
    line.sent = 0;
    return true;
}

void line_write(const void *bytes, size_t n)
{
    if (line.dead) return;
    buf_add(&line.queue, bytes, n);
    line_send();
}

bool line_gone(void)
{
    return line.dead || line.told;
}

static int bounded(int n, int otherwise)
{
    return n <= 0 ? otherwise : n > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : n;
}

void line_size(int *rows, int *cols)
{
    struct winsize w = {0};

    ioctl(STDOUT_FILENO, TIOCGWINSZ, &w);
    *rows = bounded(w.ws_row, 24);
    *cols = bounded(w.ws_col, 80);
}

/* --- Input --- */

int line_wait(int wait_ms, const int *fds, int nfds, int *ready)
{
    enum { IN, WAKE, OUT, EXTRA };
    struct pollfd p[EXTRA + EXTRA_MAX] = {
        [IN] = {.fd = STDIN_FILENO, .events = POLLIN},
        [WAKE] = {.fd = line.wake[0], .events = POLLIN},
        [OUT] = {.fd = line_send() ? -1 : line.out, .events = POLLOUT},
    };
    int event = 0;

    assert(nfds <= EXTRA_MAX);
    for (int i = 0; i < nfds; i++)
        p[EXTRA + i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    if (poll(p, (nfds_t)(EXTRA + nfds), wait_ms) <= 0) return 0;
    if (p[WAKE].revents && read_signals()) event |= LINE_RESIZED;
    if (p[OUT].revents) line_send();
    if (p[IN].revents) event |= LINE_INPUT;
    for (int i = nfds - 1; i >= 0; i--)
        if (p[EXTRA + i].revents) {
            event |= LINE_EXTRA;
            if (ready) *ready = i;
        }
    return event;
}

size_t line_read(char *to, size_t room)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};

    if (line.dead || poll(&p, 1, 0) <= 0) return 0;
    ssize_t n = read(STDIN_FILENO, to, room);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) line.dead = true;
    return n > 0 ? (size_t)n : 0;
}
