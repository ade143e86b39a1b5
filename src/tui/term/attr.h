/* What a meaning looks like: colour, or bold, underline and reverse, which is all a VT100 has.
 * Colour only repeats what the text says.  Fields are plain on purpose: an attribute costs ten
 * bytes a typed character. */
#ifndef YC_TUI_TERM_ATTR_H
#define YC_TUI_TERM_ATTR_H

#include <stdbool.h>

#include "tui/term/term.h"

enum attr_style { ATTR_COLOURED, ATTR_MONO, ATTR_NONE };
void attr_open(enum attr_style s); /* after curses has started */
bool attr_coloured(void);

/* attr_t and pair of the curses library, as plain integers so that this header needs none of it. */
struct look {
    unsigned attrs;
    short pair;
};
struct look attr_look(enum attr a);

#endif
