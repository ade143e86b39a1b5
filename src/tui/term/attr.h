/* What a meaning looks like: colour, or bold, underline and reverse, which is all a VT100 has.
 * Colour only repeats what the text says.  Fields are plain on purpose: an attribute costs eight
 * bytes a typed character. */
#ifndef YC_TUI_TERM_ATTR_H
#define YC_TUI_TERM_ATTR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "tui/term/term.h"

enum attr_style { ATTR_COLOURED, ATTR_MONO, ATTR_NONE };
void attr_open(enum attr_style s, bool has_colours); /* those of ANSI */
bool attr_coloured(void);

/* Two meanings that look the same have the same number; 0 is plain. */
uint32_t attr_look(enum attr a);
bool attr_seen(uint32_t look); /* on a blank too */
/* Appends what turns one look into another (SGR). */
void attr_turn(uint32_t from, uint32_t to, struct buf *out);

#endif
