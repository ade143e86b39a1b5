#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/term/line.h"
#include "tui/term/priv.h"
#include "tui/term/term.h"

enum { ESCAPE_MS = 25, ESCAPE_SSH_MS = 100, PROBE_MS = 200, READ_MAX = 4096, DROP_MAX = 64 };
enum { HEARD_MAX = 32 };

static struct {
    struct key_decoder *keys;
    struct key ahead; /* decoded by term_pending, not yet taken */
    int escape_ms;
    int64_t heard; /* when the last byte came or the last escape time ran out, ms */
    bool resized;
    char last[HEARD_MAX]; /* read last */
    size_t nlast;
} input;

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void input_open(enum key_charset cs, int escape_ms)
{
    bool ssh = getenv("SSH_CONNECTION") != NULL;

    input.keys = key_decoder_new(cs);
    input.escape_ms = escape_ms > 0 ? escape_ms : ssh ? ESCAPE_SSH_MS : ESCAPE_MS;
    input.ahead = (struct key){.code = KEY_NONE};
    input.resized = false;
}

void input_close(void)
{
    key_decoder_free(input.keys);
    input.keys = NULL;
}

static void take_size(void)
{
    screen_resize();
    input.resized = true;
}

static void feed(const char *bytes, size_t n)
{
    key_feed(input.keys, bytes, n);
    input.heard = now_ms();
    input.nlast = n < HEARD_MAX ? n : HEARD_MAX;
    memcpy(input.last, bytes, input.nlast);
}

static bool read_more(void)
{
    char bytes[READ_MAX];
    size_t n = line_read(bytes, sizeof bytes);

    if (n == 0) return false;
    feed(bytes, n);
    return true;
}

/* The whole wait is spent once, and only by a terminal that does not answer. */
void input_probe(struct probe *p)
{
    struct buf in = {0};
    int64_t end = now_ms() + PROBE_MS, left;

    while (!probe_hear(p, &in) && !line_gone() && (left = end - now_ms()) > 0) {
        char bytes[READ_MAX];
        if (line_wait((int)left, NULL, 0, NULL) & LINE_RESIZED) take_size();
        buf_add(&in, bytes, line_read(bytes, sizeof bytes));
    }
    if (in.len) feed(in.data, in.len);
    buf_free(&in);
}

/* Milliseconds until a held ESC counts as the key; -1: nothing is held. */
static int escape_left(void)
{
    if (!key_waiting(input.keys)) return -1;
    int64_t left = input.heard + input.escape_ms - now_ms();
    return left > 0 ? (int)left : 0;
}

/* The next key that needs no waiting.  Input that is already there wins over the escape time: a
 * slow reader must not mistake a late look for a pause. */
static struct key take(void)
{
    struct key k = input.ahead;

    input.ahead = (struct key){.code = KEY_NONE};
    if (k.code == KEY_NONE && line_gone()) k.code = KEY_HANGUP;
    if (k.code == KEY_NONE && input.resized) {
        input.resized = false;
        k.code = KEY_RESIZE;
    }
    if (k.code != KEY_NONE) return k;
    k = key_next(input.keys);
    while (k.code == KEY_NONE && read_more())
        k = key_next(input.keys);
    if (k.code == KEY_NONE && line_gone()) k.code = KEY_HANGUP;
    if (k.code != KEY_NONE || escape_left() != 0) return k;
    key_timeout(input.keys);
    input.heard = now_ms();
    return key_next(input.keys);
}

/* The nearer of two times, -1 being never. */
static int nearer(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

struct key term_key(int wait_ms, const int *fds, int nfds, int *ready)
{
    int64_t end = now_ms() + wait_ms;

    for (;;) {
        struct key k = take();
        if (k.code != KEY_NONE) return k;
        screen_paint();
        int64_t left = wait_ms < 0 ? -1 : end > now_ms() ? end - now_ms() : 0;
        int event = line_wait(nearer((int)left, escape_left()), fds, nfds, ready);
        if (event & LINE_RESIZED) take_size();
        if (event & (LINE_INPUT | LINE_RESIZED)) continue;
        if (event & LINE_EXTRA) return k;
        if (left == 0 && escape_left() != 0) return k;
    }
}

bool term_pending(void)
{
    if (input.ahead.code == KEY_NONE) input.ahead = take();
    return input.ahead.code != KEY_NONE;
}

size_t term_heard(char *to, size_t room)
{
    size_t n = input.nlast < room ? input.nlast : room;

    memcpy(to, input.last, n);
    return n;
}

void term_drop_typeahead(void)
{
    input.ahead = (struct key){.code = KEY_NONE};
    for (int i = 0; i < DROP_MAX && read_more(); i++)
        key_drop(input.keys);
    key_drop(input.keys);
}
