/* A terminal for tests: a program on a pseudo-terminal, libvterm at the other end (link -lvterm
 * -lutil). The bytes a step cost are in .raw; rows come as UTF-8 without trailing blanks.
 * It answers where its cursor is, for as long as it is read.
 * Descriptors that are to reach the program are simply left open across pty_start. */
#ifndef TESTS_PTY_SCREEN_H
#define TESTS_PTY_SCREEN_H

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <vterm.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/text.h"

enum { PTY_ROWS = 24, PTY_COLS = 80, PTY_QUIET_MS = 25, PTY_END_MS = 2000 };

struct pty {
    pid_t pid;
    int master;
    struct termios before;
    VTerm *vt;
    VTermScreen *screen;
    struct charset *charset;
    struct buf raw, half; /* bytes since pty_forget; half a character */
    bool silent;          /* answers no question */
};

static inline void pty_start(struct pty *t, const char *term, const char *charset,
                             char *const argv[])
{
    struct winsize size = {.ws_row = PTY_ROWS, .ws_col = PTY_COLS};
    int slave;

    memset(t, 0, sizeof *t);
    assert_int_equal(openpty(&t->master, &slave, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(slave, &t->before), 0);
    t->pid = fork();
    if (t->pid == 0) {
        close(t->master);
        login_tty(slave);
        setenv("TERM", term, 1);
        unsetenv("SSH_CONNECTION");
        unsetenv("NO_COLOR");
        execv(argv[0], argv);
        _exit(99);
    }
    close(slave);
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    t->vt = vterm_new(PTY_ROWS, PTY_COLS);
    vterm_set_utf8(t->vt, 1);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
    t->charset = charset_open(charset);
}

/* Hangs the line up: the program sees the end. */
static inline void pty_hang_up(struct pty *t)
{
    close(t->master);
    t->master = -1;
}

/* The program must be gone within two seconds, with this status. */
static inline void pty_end(struct pty *t, int status)
{
    int got = 0, waited = 0;

    while (waitpid(t->pid, &got, WNOHANG) == 0 && waited < PTY_END_MS) {
        usleep(5000);
        waited += 5;
    }
    assert_in_range(waited, 0, PTY_END_MS - 1);
    assert_true(WIFEXITED(got));
    assert_int_equal(WEXITSTATUS(got), status);
    if (t->master >= 0) close(t->master);
    vterm_free(t->vt);
    charset_close(t->charset);
    buf_free(&t->raw);
    buf_free(&t->half);
}

static inline bool pty_readable(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    return poll(&p, 1, ms) > 0;
}

/* Answers to what the program asked of the terminal. */
static inline void pty_answer(struct pty *t)
{
    char bytes[256];
    size_t n = vterm_output_read(t->vt, bytes, sizeof bytes);

    if (n && !t->silent) assert_int_equal(write(t->master, bytes, n), n);
}

static inline void pty_show(struct pty *t, const char *bytes, size_t n)
{
    size_t at = 0;

    buf_add(&t->raw, bytes, n);
    buf_add(&t->half, bytes, n);
    while (at < t->half.len) {
        uint32_t ch;
        char c[4];
        size_t used = charset_decode(t->charset, t->half.data + at, t->half.len - at, &ch);
        if (used == 0) break;
        vterm_input_write(t->vt, c, text_encode(ch, c));
        at += used;
    }
    memmove(t->half.data, t->half.data + at, t->half.len - at);
    t->half.len -= at;
    pty_answer(t);
}

/* Takes what the program sends until the line is quiet. */
static inline void pty_read(struct pty *t)
{
    char bytes[4096];

    while (pty_readable(t->master, PTY_QUIET_MS)) {
        ssize_t n = read(t->master, bytes, sizeof bytes);
        if (n <= 0) break;
        pty_show(t, bytes, (size_t)n);
    }
}

static inline void pty_forget(struct pty *t)
{
    buf_clear(&t->raw);
}

static inline void pty_write(struct pty *t, const char *bytes)
{
    assert_int_equal(write(t->master, bytes, strlen(bytes)), strlen(bytes));
}

static inline bool pty_sent(const struct pty *t, const char *bytes)
{
    return memmem(buf_str(&t->raw), t->raw.len, bytes, strlen(bytes)) != NULL;
}

static inline const char *pty_row(struct pty *t, int r)
{
    static char out[PTY_COLS * VTERM_MAX_CHARS_PER_CELL * 4 + 1];
    size_t n = 0;

    for (int c = 0; c < PTY_COLS; c++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(t->screen, (VTermPos){.row = r, .col = c}, &cell);
        if (cell.chars[0] == (uint32_t)-1) continue; /* right half */
        if (!cell.chars[0]) out[n++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            n += text_encode(cell.chars[i], out + n);
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return out;
}

static inline bool pty_reversed(struct pty *t, int r, int c)
{
    VTermScreenCell cell;

    vterm_screen_get_cell(t->screen, (VTermPos){.row = r, .col = c}, &cell);
    return cell.attrs.reverse;
}

static inline void pty_assert_cursor(struct pty *t, int r, int c)
{
    VTermPos p;

    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &p);
    assert_int_equal(p.row, r);
    assert_int_equal(p.col, c);
}

/* The terminal has its settings back. */
static inline void pty_assert_restored(struct pty *t)
{
    struct termios now;

    assert_int_equal(tcgetattr(t->master, &now), 0);
    assert_int_equal(now.c_iflag, t->before.c_iflag);
    assert_int_equal(now.c_oflag, t->before.c_oflag);
    assert_int_equal(now.c_cflag, t->before.c_cflag);
    assert_int_equal(now.c_lflag, t->before.c_lflag);
    assert_memory_equal(now.c_cc, t->before.c_cc, sizeof now.c_cc);
}

#endif
