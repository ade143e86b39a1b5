#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/term/line.h"
#include "tui/term/pace.h"
#include "tui/term/priv.h"
#include "tui/term/scan.h"
#include "tui/term/term.h"

enum { PROBE_MS = 200, READ_MAX = 4096, DROP_MAX = 64, HEARD_MAX = 32 };

static struct {
    struct key_decoder *keys;
    struct key ahead; /* decoded by term_pending, not yet taken */
    struct pace pace;
    struct scan scan;
    bool scans;    /* the focus takes scans whole */
    int64_t sent;  /* when the last byte came, ms */
    int64_t heard; /* that, or when the last escape time ran out */
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
    input.keys = key_decoder_new(cs);
    pace_start(&input.pace, getenv("SSH_CONNECTION") != NULL, escape_ms);
    input.scan = (struct scan){.n = 0};
    input.ahead = (struct key){.code = KEY_NONE};
    input.scans = input.resized = false;
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

/* What the parts of sequences say about the line. */
static void learn(const char *bytes, size_t n, int64_t now)
{
    if (key_goes_on(input.keys, bytes[0]))
        pace_gap(&input.pace, now - input.sent > 1000 ? 1000 : (int)(now - input.sent));
    else if (memmem(bytes, n, "\x1b[", 2) || memmem(bytes, n, "\x1bO", 2))
        pace_gap(&input.pace, 0);
}

static void feed(const char *bytes, size_t n, int64_t now)
{
    key_feed(input.keys, bytes, n);
    input.heard = input.sent = now;
    input.nlast = n < HEARD_MAX ? n : HEARD_MAX;
    memcpy(input.last, bytes, input.nlast);
}

static bool read_more(void)
{
    char bytes[READ_MAX];
    size_t n = line_read(bytes, sizeof bytes);

    if (n == 0) return false;
    int64_t now = now_ms();
    learn(bytes, n, now);
    feed(bytes, n, now);
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
    if (in.len) feed(in.data, in.len, now_ms());
    buf_free(&in);
}

/* Milliseconds until a held ESC counts as the key; -1: nothing is held. */
static int escape_left(void)
{
    if (!key_waiting(input.keys)) return -1;
    int64_t left = input.heard + input.pace.ms - now_ms();
    return left > 0 ? (int)left : 0;
}

/* The nearer of two times, -1 being never. */
static int nearer(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* Milliseconds until something held is to be given up. */
static int held_left(void)
{
    return nearer(escape_left(), scan_left(&input.scan, now_ms()));
}

/* A whole key out of what has come. */
static struct key decoded(void)
{
    struct key k = key_next(input.keys);

    while (k.code == KEY_NONE && read_more())
        k = key_next(input.keys);
    if (k.code != KEY_NONE || escape_left() != 0) return k;
    key_timeout(input.keys);
    input.heard = now_ms();
    return key_next(input.keys);
}

/* ... and past what may be a scanner's. */
static struct key scanned(void)
{
    for (;;) {
        struct key k = scan_take(&input.scan);
        if (k.code != KEY_NONE) return k;
        k = decoded();
        if (k.code != KEY_NONE)
            scan_put(&input.scan, k, input.sent, input.scans);
        else if (scan_left(&input.scan, now_ms()) == 0)
            scan_quiet(&input.scan);
        else
            return k;
    }
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
    k = scanned();
    if (k.code == KEY_NONE && line_gone()) k.code = KEY_HANGUP;
    return k;
}

struct key term_key(int wait_ms, const int *fds, int nfds, int *ready)
{
    int64_t end = now_ms() + wait_ms;

    for (;;) {
        struct key k = take();
        if (k.code != KEY_NONE) return k;
        screen_paint();
        int64_t left = wait_ms < 0 ? -1 : end > now_ms() ? end - now_ms() : 0;
        int event = line_wait(nearer((int)left, held_left()), fds, nfds, ready);
        if (event & LINE_RESIZED) take_size();
        if (event & (LINE_INPUT | LINE_RESIZED)) continue;
        if (event & LINE_EXTRA) return k;
        if (left == 0 && held_left() != 0) return k;
    }
}

void term_scans(bool whole)
{
    input.scans = whole;
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
    scan_drop(&input.scan);
    for (int i = 0; i < DROP_MAX && read_more(); i++)
        key_drop(input.keys);
    key_drop(input.keys);
}
