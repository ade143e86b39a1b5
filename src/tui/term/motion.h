/* The shortest way for the cursor from one cell to another.
 *
 * Every terminal we know goes to an absolute place, by single steps, and by tabs of eight columns;
 * "\n" goes down and nothing else, because the line is raw.  Tab stops are set when the terminal is
 * opened and after a change of size. */
#ifndef YC_TUI_TERM_MOTION_H
#define YC_TUI_TERM_MOTION_H

#include <stdbool.h>

#include "base/buf.h"

struct place {
    int row, col; /* col -1: nobody knows where it is; the number of columns: in the last column,
                     and the next character would begin a new row */
};

/* By what the terminal can: go to a row or a column alone (a VT100 cannot). */
void motion_add(struct place from, struct place to, int cols, bool addresses, struct buf *out);
void motion_tabs(int cols, struct buf *out); /* sets the stops; the cursor is then anywhere */

#endif
