/* From what a terminal shows to what it is to show, in as few bytes as we can find.
 *
 * Three ways are written out and the shortest is sent: the difference; the difference after some
 * rows have been scrolled (a list gone on by a line or a page); all, after clearing the screen.  In
 * a row likewise: the cells that differ, or the rest of the row erased and written again.  So on
 * blank cells the gaps between columns cost a tab. */
#ifndef YC_TUI_TERM_PAINT_H
#define YC_TUI_TERM_PAINT_H

#include <stdbool.h>

#include "base/buf.h"
#include "tui/term/grid.h"
#include "tui/term/motion.h"

struct paint {
    struct grid shown;
    bool known;     /* false: the terminal may show anything and its tab stops stand anywhere */
    bool addresses; /* motion.h */
    bool waits;     /* having written the last column, the cursor waits there (terminfo: xenl) */
    struct place at;
};

void paint_size(struct paint *p, int rows, int cols); /* nothing is known any more */
void paint_free(struct paint *p);
/* Appends the bytes; afterwards want is shown, and the cursor is there with a plain look. */
void paint_frame(struct paint *p, const struct grid *want, struct place cursor, struct buf *out);

#endif
