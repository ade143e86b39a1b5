#include "tui/term/attr.h"

enum { BOLD = 1, UNDERLINE = 2, REVERSE = 4, FLAGS = 3 };
enum { RED = 1, YELLOW = 3, BLUE = 4, CYAN = 6 }; /* as ANSI numbers them; 0: the terminal's own */

static const struct {
    uint32_t mono, colour, ink;
} style[ATTR_COUNT] = {
    [ATTR_PLAIN] = {0, 0, 0},
    [ATTR_TITLE] = {BOLD, BOLD, 0},
    [ATTR_BAR] = {REVERSE, REVERSE, 0},
    [ATTR_LABEL] = {0, 0, CYAN},
    [ATTR_FIELD] = {0, 0, 0},
    [ATTR_FOCUS] = {REVERSE, REVERSE, 0},
    [ATTR_ERROR] = {REVERSE | BOLD, BOLD, RED},
    [ATTR_WARN] = {UNDERLINE, 0, YELLOW},
    [ATTR_LATE] = {BOLD | UNDERLINE, BOLD | UNDERLINE, RED},
    [ATTR_DIM] = {0, 0, BLUE},
    [ATTR_KEY] = {BOLD, BOLD, 0},
};

static enum attr_style used;

void attr_open(enum attr_style s, bool has_colours)
{
    used = s == ATTR_COLOURED && !has_colours ? ATTR_MONO : s;
}

bool attr_coloured(void)
{
    return used == ATTR_COLOURED;
}

uint32_t attr_look(enum attr a)
{
    if (used == ATTR_NONE) return 0;
    return used == ATTR_MONO ? style[a].mono : style[a].colour | style[a].ink << FLAGS;
}

bool attr_seen(uint32_t look)
{
    return (look & (UNDERLINE | REVERSE)) != 0;
}

void attr_turn(uint32_t from, uint32_t to, struct buf *out)
{
    static const struct {
        uint32_t flag;
        const char *number;
    } flags[] = {{BOLD, ";1"}, {UNDERLINE, ";4"}, {REVERSE, ";7"}};

    if (from == to) return;
    buf_adds(out, "\033[");
    size_t at = out->len;
    for (int i = 0; i < 3; i++)
        if (to & flags[i].flag) buf_adds(out, flags[i].number);
    if (to >> FLAGS) buf_printf(out, ";3%u", (unsigned)(to >> FLAGS));
    if (!from && out->len > at) { /* nothing to take back: without the first ';' */
        size_t n = out->len - at - 1;
        for (size_t i = 0; i < n; i++)
            out->data[at + i] = out->data[at + i + 1];
        out->data[--out->len] = '\0';
    }
    buf_addc(out, 'm');
}
