/* Cells: what a screen shows, or is to show.  A wide character stands in its left cell and its
 * right one is GRID_HALF; a grid never holds half a character. */
#ifndef YC_TUI_TERM_GRID_H
#define YC_TUI_TERM_GRID_H

#include <stdbool.h>
#include <stdint.h>

enum { GRID_MARKS = 4, GRID_HALF = 0 };

struct cell {
    uint32_t ch[1 + GRID_MARKS]; /* a character and its marks, 0 after the last */
    uint32_t look;               /* attr.h */
};

struct grid {
    struct cell *cell;
    int rows, cols;
};

void grid_size(struct grid *g, int rows, int cols); /* blank */
void grid_free(struct grid *g);
void grid_copy(struct grid *to, const struct grid *from); /* of the same size */

struct cell *grid_row(const struct grid *g, int row);
/* Both of these make what is left of a character cut in two blank.  A blank whose look cannot be
 * seen has none. */
void grid_put(struct grid *g, int row, int col, uint32_t ch, int width, uint32_t look);
void grid_blank(struct grid *g, int row, int from, int to);
void grid_mark(struct grid *g, int row, int col, uint32_t mark); /* more than fit are dropped */

bool cell_same(const struct cell *a, const struct cell *b);
bool cell_blank(const struct cell *c); /* nothing to see */

#endif
