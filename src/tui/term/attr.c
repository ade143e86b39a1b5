#include "tui/term/attr.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>

static const struct {
    unsigned mono, colour;
    short ink; /* -1: the terminal's own */
} style[ATTR_COUNT] = {
    [ATTR_PLAIN] = {A_NORMAL, A_NORMAL, -1},
    [ATTR_TITLE] = {A_BOLD, A_BOLD, -1},
    [ATTR_BAR] = {A_REVERSE, A_REVERSE, -1},
    [ATTR_LABEL] = {A_NORMAL, A_NORMAL, COLOR_CYAN},
    [ATTR_FIELD] = {A_NORMAL, A_NORMAL, -1},
    [ATTR_FOCUS] = {A_REVERSE, A_REVERSE, -1},
    [ATTR_ERROR] = {A_REVERSE | A_BOLD, A_BOLD, COLOR_RED},
    [ATTR_WARN] = {A_UNDERLINE, A_NORMAL, COLOR_YELLOW},
    [ATTR_LATE] = {A_BOLD | A_UNDERLINE, A_BOLD | A_UNDERLINE, COLOR_RED},
    [ATTR_DIM] = {A_NORMAL, A_NORMAL, COLOR_BLUE},
    [ATTR_KEY] = {A_BOLD, A_BOLD, -1},
};

static enum attr_style used;

void attr_open(enum attr_style s)
{
    bool colour =
        s == ATTR_COLOURED && has_colors() && start_color() == OK && use_default_colors() == OK;

    used = s == ATTR_COLOURED && !colour ? ATTR_MONO : s;
    if (!colour) return;
    for (short i = 0; i < ATTR_COUNT; i++)
        if (style[i].ink >= 0) init_pair((short)(i + 1), style[i].ink, -1);
}

bool attr_coloured(void)
{
    return used == ATTR_COLOURED;
}

struct look attr_look(enum attr a)
{
    if (used == ATTR_NONE) return (struct look){A_NORMAL, 0};
    if (used == ATTR_MONO) return (struct look){style[a].mono, 0};
    return (struct look){style[a].colour, style[a].ink < 0 ? 0 : (short)(a + 1)};
}
