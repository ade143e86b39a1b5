/* What popups stand in, and breaking text into rows for them. */
#ifndef YC_TUI_WIDGET_BOX_H
#define YC_TUI_WIDGET_BOX_H

#include <stddef.h>

#include "tui/widget/widget.h"

/* On a plain terminal neither frame nor neighbours: the title is a row of text, the inside all of
 * the width. */

/* An ASCII frame (box lines are one or two columns wide depending on the charset) with a blank
 * inside; returns the inside. */
struct rect box_draw(struct rect frame, const char *title);
/* A frame for rows x cols inside, in the middle of a rect and never beyond it. */
struct rect box_centre(struct rect in, int rows, int cols);

/* Bytes of text to show in the next row of ncol columns; *skip gets the bytes to go on by (a line
 * feed or the blank broken at is not shown).  Words are broken only when they do not fit in half a
 * row. */
size_t box_wrap(const char *s, int ncol, size_t *skip);
int box_wrapped_rows(const char *s, int ncol);

#endif
