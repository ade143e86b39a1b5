#include "tui/term/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/term/attr.h"

void grid_size(struct grid *g, int rows, int cols)
{
    g->rows = rows;
    g->cols = cols;
    g->cell = mem_resize(g->cell, (size_t)rows * (size_t)cols * sizeof *g->cell);
    for (int r = 0; r < rows; r++)
        grid_blank(g, r, 0, cols);
}

void grid_free(struct grid *g)
{
    free(g->cell);
    *g = (struct grid){0};
}

void grid_copy(struct grid *to, const struct grid *from)
{
    memcpy(to->cell, from->cell, (size_t)to->rows * (size_t)to->cols * sizeof *to->cell);
}

struct cell *grid_row(const struct grid *g, int row)
{
    return g->cell + (size_t)row * (size_t)g->cols;
}

static const struct cell blank = {{' '}, 0};

void grid_blank(struct grid *g, int row, int from, int to)
{
    struct cell *c = grid_row(g, row);

    if (from >= to) return;
    if (from > 0 && c[from].ch[0] == GRID_HALF) c[from - 1] = blank;
    if (to < g->cols && c[to].ch[0] == GRID_HALF) c[to] = blank;
    for (int i = from; i < to; i++)
        c[i] = blank;
}

void grid_put(struct grid *g, int row, int col, uint32_t ch, int width, uint32_t look)
{
    struct cell *c = grid_row(g, row) + col;

    grid_blank(g, row, col, col + width);
    if (ch == ' ' && !attr_seen(look)) return;
    c[0] = (struct cell){{ch}, look};
    if (width == 2) c[1] = (struct cell){{GRID_HALF}, look};
}

void grid_mark(struct grid *g, int row, int col, uint32_t mark)
{
    uint32_t *ch = grid_row(g, row)[col].ch;

    for (int i = 1; i <= GRID_MARKS; i++)
        if (!ch[i]) {
            ch[i] = mark;
            return;
        }
}

bool cell_same(const struct cell *a, const struct cell *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

bool cell_blank(const struct cell *c)
{
    return cell_same(c, &blank);
}
