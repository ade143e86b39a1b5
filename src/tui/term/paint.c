#include "tui/term/paint.h"

#include <string.h>

#include "base/text.h"
#include "tui/term/attr.h"

enum {
    ERASE_COST = 3,  /* of erasing the rest of a row */
    WORTH_MORE = 100 /* bytes of a difference for which other ways are looked for */
};

/* Where the terminal stands while a way is written out. */
struct pen {
    const struct paint *p;
    struct place at;
    uint32_t look;
    struct buf *out;
};

void paint_size(struct paint *p, int rows, int cols)
{
    grid_size(&p->shown, rows, cols);
    p->known = false;
}

void paint_free(struct paint *p)
{
    grid_free(&p->shown);
}

/* --- Writing --- */

static void go(struct pen *pen, int row, int col)
{
    struct place to = {row, col};

    if (pen->at.row == row && pen->at.col == col) return;
    motion_add(pen->at, to, pen->p->shown.cols, pen->p->addresses, pen->out);
    pen->at = to;
}

static void turn(struct pen *pen, uint32_t look)
{
    attr_turn(pen->look, look, pen->out);
    pen->look = look;
}

/* A plain blank looks the same in any colour. */
static bool looks_right(const struct pen *pen, const struct cell *c)
{
    return c->look == pen->look || (cell_blank(c) && !attr_seen(pen->look));
}

static void write_cells(struct pen *pen, const struct cell *c, int n)
{
    for (int i = 0; i < n; i++) {
        char utf8[4];
        if (c[i].ch[0] == GRID_HALF) continue;
        if (!looks_right(pen, &c[i])) turn(pen, c[i].look);
        for (int k = 0; k <= GRID_MARKS && c[i].ch[k]; k++)
            buf_add(pen->out, utf8, text_encode(c[i].ch[k], utf8));
    }
    pen->at.col += n;
    if (pen->at.col >= pen->p->shown.cols && !pen->p->waits) pen->at.col = -1;
}

/* Writes cells again that are right already, to the column; false: that is no shorter than so many
 * bytes. */
static bool rewrite(struct pen *pen, const struct cell *c, int to, size_t than)
{
    int from = pen->at.col;
    size_t cost = 0;

    if (from < 0 || from > to || (from < to && c[from].ch[0] == GRID_HALF)) return false;
    for (int i = from; i < to && cost < than; i++)
        cost += looks_right(pen, &c[i]) && c[i].ch[0] < 0x80 && !c[i].ch[1] ? 1 : than;
    if (cost >= than) return false;
    write_cells(pen, c + from, to - from);
    return true;
}

/* Over cells that are right already, from where the cursor is or from the row's beginning. */
static void pass(struct pen *pen, int row, const struct cell *c, int to)
{
    struct pen jump = *pen, line = *pen;
    struct buf way = {0}, start = {0};

    jump.out = &way;
    go(&jump, row, to);
    line.out = &start;
    go(&line, row, 0);
    if (pen->at.row != row || !rewrite(pen, c, to, way.len)) {
        bool shorter = start.len < way.len && rewrite(&line, c, to, way.len - start.len);
        const struct pen *by = shorter ? &line : &jump;
        buf_add(pen->out, by->out->data, by->out->len);
        pen->at = by->at;
    }
    buf_free(&way);
    buf_free(&start);
}

/* --- Rows --- */

static int first_other(const struct cell *was, const struct cell *want, int from, int cols)
{
    while (from < cols && cell_same(&was[from], &want[from]))
        from++;
    return from;
}

/* First column of the blanks at the end. */
static int tail(const struct cell *c, int cols)
{
    while (cols > 0 && cell_blank(&c[cols - 1]))
        cols--;
    return cols;
}

static void erase_from(struct pen *pen, int row, int col)
{
    go(pen, row, col);
    if (attr_seen(pen->look)) turn(pen, 0);
    buf_adds(pen->out, "\033[K");
}

static void write_row(struct pen *pen, int row, const struct cell *was, const struct cell *want)
{
    int cols = pen->p->shown.cols, end = tail(want, cols), old_end = tail(was, cols);

    for (int col = 0; (col = first_other(was, want, col, cols)) < cols;) {
        if (col >= end && old_end - col > ERASE_COST) {
            erase_from(pen, row, col);
            return;
        }
        int to = col + 1;
        while (to < cols && (!cell_same(&was[to], &want[to]) || want[to].ch[0] == GRID_HALF) &&
               !(to >= end && old_end - to > ERASE_COST))
            to++;
        pass(pen, row, want, col);
        write_cells(pen, want + col, to - col);
        col = to;
    }
}

/* Erased from its first difference on, or not. */
static void paint_row(struct pen *pen, int row, const struct cell *was, const struct cell *want)
{
    int cols = pen->p->shown.cols, first = first_other(was, want, 0, cols);
    struct buf plain = {0}, erased = {0};
    struct pen a = *pen, b = *pen;

    if (first == cols) return;
    a.out = &plain;
    b.out = &erased;
    write_row(&a, row, was, want);
    if (tail(was, cols) > first) {
        struct grid rest = {0};
        grid_size(&rest, 1, cols);
        memcpy(rest.cell, was, (size_t)first * sizeof *was);
        erase_from(&b, row, first);
        write_row(&b, row, rest.cell, want);
        grid_free(&rest);
    }
    const struct pen *shorter = erased.len && erased.len < plain.len ? &b : &a;
    buf_add(pen->out, shorter->out->data, shorter->out->len);
    pen->at = shorter->at;
    pen->look = shorter->look;
    buf_free(&plain);
    buf_free(&erased);
}

static void paint_rows(struct pen *pen, const struct grid *was, const struct grid *want,
                       struct place cursor)
{
    for (int r = 0; r < want->rows; r++)
        paint_row(pen, r, grid_row(was, r), grid_row(want, r));
    turn(pen, 0);
    go(pen, cursor.row, cursor.col);
}

/* --- Scrolling --- */

/* Rows top..bottom move up by so many, down when negative. */
struct scroll {
    int top, bottom, by, gain;
};

static int alike(const struct cell *a, const struct cell *b, int cols)
{
    int n = 0;

    for (int i = 0; i < cols; i++)
        n += cell_same(&a[i], &b[i]) && !cell_blank(&a[i]);
    return n;
}

/* The stretch of rows that gains most by moving; like the largest sum of neighbours. */
static struct scroll best_stretch(const struct grid *was, const struct grid *want, int by)
{
    struct scroll best = {0}, now = {.top = -1};
    int first = by < 0 ? -by : 0, end = want->rows - (by > 0 ? by : 0);

    for (int r = first; r < end; r++) {
        if (now.top < 0 || now.gain <= 0) now = (struct scroll){.top = r, .by = by};
        now.gain += alike(grid_row(want, r), grid_row(was, r + by), want->cols) -
                    alike(grid_row(want, r), grid_row(was, r), want->cols);
        now.bottom = r;
        if (now.gain > best.gain) best = now;
    }
    if (by > 0)
        best.bottom += by;
    else
        best.top += by;
    return best;
}

static bool row_same(const struct grid *a, int i, const struct grid *b, int k)
{
    return memcmp(grid_row(a, i), grid_row(b, k), (size_t)a->cols * sizeof(struct cell)) == 0;
}

/* Looking closely is dear: only where a whole row has moved so far. */
static bool moved(const struct grid *was, const struct grid *want, int by)
{
    for (int r = by < 0 ? -by : 0; r < want->rows && r + by < want->rows; r++)
        if (row_same(want, r, was, r + by) && !row_same(want, r, was, r) &&
            tail(grid_row(want, r), want->cols) > 0)
            return true;
    return false;
}

static struct scroll find_scroll(const struct grid *was, const struct grid *want)
{
    struct scroll best = {0};

    for (int by = 1 - want->rows; by < want->rows; by++) {
        if (by == 0 || !moved(was, want, by)) continue;
        struct scroll s = best_stretch(was, want, by);
        if (s.gain > best.gain) best = s;
    }
    return best;
}

static void scroll(struct pen *pen, const struct scroll *s, struct grid *g)
{
    int n = s->by < 0 ? -s->by : s->by;

    buf_printf(pen->out, "\033[%d;%dr", s->top + 1, s->bottom + 1);
    pen->at = (struct place){0, 0};
    go(pen, s->by > 0 ? s->bottom : s->top, 0);
    for (int i = 0; i < n; i++)
        buf_adds(pen->out, s->by > 0 ? "\n" : "\033M");
    buf_adds(pen->out, "\033[r");
    pen->at = (struct place){0, 0};
    size_t kept = (size_t)(s->bottom - s->top + 1 - n) * (size_t)g->cols * sizeof *g->cell;
    memmove(grid_row(g, s->by > 0 ? s->top : s->top + n),
            grid_row(g, s->by > 0 ? s->top + n : s->top), kept);
    for (int r = 0; r < n; r++)
        grid_blank(g, s->by > 0 ? s->bottom - r : s->top + r, 0, g->cols);
}

/* --- Frames --- */

static void clear(struct pen *pen, struct grid *g)
{
    buf_adds(pen->out, "\033[H\033[J");
    pen->at = (struct place){0, 0};
    grid_size(g, g->rows, g->cols);
}

static void keep_shorter(struct buf *best, struct buf *other)
{
    if (other->len < best->len) {
        struct buf b = *best;
        *best = *other;
        *other = b;
    }
    buf_clear(other);
}

/* Looks for something shorter than the difference. */
static void try_others(struct pen pen, const struct grid *want, struct place cursor,
                       struct buf *best)
{
    struct grid g = {0};
    struct buf other = {0};
    struct scroll s = find_scroll(&pen.p->shown, want);
    struct pen start = pen;

    grid_size(&g, want->rows, want->cols);
    start.out = pen.out = &other;
    clear(&pen, &g);
    paint_rows(&pen, &g, want, cursor);
    keep_shorter(best, &other);
    if (s.gain > 0) {
        grid_copy(&g, &start.p->shown);
        scroll(&start, &s, &g);
        paint_rows(&start, &g, want, cursor);
        keep_shorter(best, &other);
    }
    buf_free(&other);
    grid_free(&g);
}

void paint_frame(struct paint *p, const struct grid *want, struct place cursor, struct buf *out)
{
    struct buf best = {0};
    struct pen pen = {.p = p, .at = p->at, .out = &best};

    if (!p->known) {
        buf_adds(out, "\033[m\033[r");
        motion_tabs(want->cols, out);
        clear(&pen, &p->shown);
    }
    paint_rows(&pen, &p->shown, want, cursor);
    if (p->known && best.len > WORTH_MORE) {
        pen.at = p->at;
        try_others(pen, want, cursor, &best);
    }
    buf_add(out, best.data, best.len);
    buf_free(&best);
    grid_copy(&p->shown, want);
    p->known = true;
    p->at = cursor;
}
