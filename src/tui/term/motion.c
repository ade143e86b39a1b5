#include "tui/term/motion.h"

#include <stdio.h>

enum { TAB = 8, MOST = 64 };

/* A way is a short string; a longer one than MOST is none. */
struct way {
    char text[MOST];
    size_t n;
};

static void add(struct way *w, const char *s, int times)
{
    for (; times > 0 && w->n < MOST; times--)
        for (const char *p = s; *p && w->n < MOST; p++)
            w->text[w->n++] = *p;
}

static void add_sequence(struct way *w, int n, char final)
{
    char s[16];

    if (n == 1)
        snprintf(s, sizeof s, "\033[%c", final);
    else
        snprintf(s, sizeof s, "\033[%d%c", n, final);
    add(w, s, 1);
}

static void keep_shorter(struct way *best, const struct way *other)
{
    if (other->n < best->n) *best = *other;
}

static void try_steps(struct way *best, int from, int to, struct way w)
{
    struct way sequence = w;

    if (to < from) {
        add(&w, "\b", from - to);
        add_sequence(&sequence, from - to, 'D');
        keep_shorter(best, &w);
    } else if (to > from) {
        add_sequence(&sequence, to - from, 'C');
    }
    keep_shorter(best, &sequence);
}

/* Tabs to the stop before or behind, then steps. */
static void try_tabs(struct way *best, int from, int to, int cols, struct way w)
{
    int before = to / TAB - from / TAB;

    if (before < 0) return;
    add(&w, "\t", before);
    int at = before ? to / TAB * TAB : from;
    if (at == to)
        keep_shorter(best, &w);
    else if (at < to)
        try_steps(best, at, to, w);
    if ((to / TAB + 1) * TAB >= cols) return;
    add(&w, "\t", 1);
    try_steps(best, (to / TAB + 1) * TAB, to, w);
}

/* In the row: w has gone there. */
static void try_along(struct way *best, int from, int to, int cols, bool addresses, struct way w)
{
    if (from == to) {
        keep_shorter(best, &w);
        return;
    }
    try_steps(best, from, to, w);
    try_tabs(best, from, to, cols, w);
    if (addresses) {
        struct way direct = w;
        add_sequence(&direct, to + 1, 'G');
        keep_shorter(best, &direct);
    }
    add(&w, "\r", 1);
    if (to == 0)
        keep_shorter(best, &w);
    else
        try_tabs(best, 0, to, cols, w);
}

static struct way absolute(struct place to)
{
    struct way w = {.n = 0};
    char row[12] = "", col[16] = "", s[32];

    if (to.row) snprintf(row, sizeof row, "%d", to.row + 1);
    if (to.col) snprintf(col, sizeof col, ";%d", to.col + 1);
    snprintf(s, sizeof s, "\033[%s%sH", row, col);
    add(&w, s, 1);
    return w;
}

void motion_add(struct place from, struct place to, int cols, bool addresses, struct buf *out)
{
    struct way best = absolute(to), start = {.n = 0}, w;
    int down = to.row - from.row;

    if (from.col >= 0) {
        if (from.col == cols) {
            add(&start, "\r", 1);
            from.col = 0;
        }
        w = start;
        if (down > 0) add(&w, "\n", down);
        if (down < 0) add_sequence(&w, -down, 'A');
        try_along(&best, from.col, to.col, cols, addresses, w);
        w = start;
        if (addresses && down) add_sequence(&w, to.row + 1, 'd');
        if (addresses && down) try_along(&best, from.col, to.col, cols, addresses, w);
    }
    buf_add(out, best.text, best.n);
}

void motion_tabs(int cols, struct buf *out)
{
    buf_adds(out, "\r\033[3g");
    for (int col = TAB; col < cols; col += TAB)
        buf_adds(out, "\033[8C\033H");
}
