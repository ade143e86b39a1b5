/* Text of several rows being typed: wraps whole characters, so a wide one never straddles the edge.
 *
 * One function, area_place, says where a character stands; drawing, moving and limits are all
 * derived from it.  The caret after a full row stands on the cell right of it: keep one there, as
 * with edit.h. */
#ifndef YC_TUI_WIDGET_AREA_H
#define YC_TUI_WIDGET_AREA_H

#include "tui/widget/edit.h"

struct area {
    struct edit e;
    int rows, cols; /* of the view */
    int max_rows;   /* limit of the text's rows, 0: scrolls without end */
    int top;        /* first row in view */
};

struct area_place {
    int row, col;
};

void area_init(struct area *a, int rows, int cols, int max_rows, int max_ch);
void area_free(struct area *a);
/* Where the character at that byte stands (the text's length: where the next would be typed). */
struct area_place area_place(const struct area *a, size_t byte);
int area_used_rows(const struct area *a);
/* As edit_key; Home and End go by rows, Up and Down move until the first or last row (then
 * DID_NOTHING), Enter and Ctrl-O start a line, Ctrl-Y takes one out. */
enum did area_key(struct area *a, struct key k);
/* Draws rows x cols from row, col; returns where the caret is on screen. */
struct area_place area_draw(struct area *a, int row, int col, enum attr attr);

#endif
