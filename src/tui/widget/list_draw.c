#include "tui/widget/list_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { FIRST_CELL = 3, GAP = 2, FILTER_COLS = 30 };

static void add_blanks(struct buf *b, int n)
{
    for (; n > 0; n--)
        buf_addc(b, ' ');
}

/* Exactly width columns of text, cut at a whole character. */
static void add_cell(struct buf *b, const char *text, int width, bool right)
{
    bool cut = text_ncol(text) > width &&
               width > 10; /* ".." says that there is more, where there is room to say it */
    int used = 0;
    size_t n = text_cut(text, cut ? width - 2 : width, &used);

    if (right && !term_plain()) add_blanks(b, width - used - (cut ? 2 : 0));
    buf_add(b, text, n);
    if (cut) buf_adds(b, "..");
    if (!right && !term_plain()) add_blanks(b, width - used - (cut ? 2 : 0));
}

/* row -1: the heading. */
static void add_cells(const struct list *l, int row, int cols, struct buf *line)
{
    struct buf text = {0};
    int left = cols - FIRST_CELL;

    for (int c = 0; c < l->ncolumn && left > 0; c++) {
        int width = l->column[c].width;
        if (!width || width > left) width = left;
        buf_clear(&text);
        if (row >= 0)
            l->source.cell(l->source.arg, row, c, &text);
        else
            buf_printf(&text, "%s%s", c == l->sorted ? "^" : "",
                       l->column[c].title ? l->column[c].title : "");
        bool over = text_ncol(buf_str(&text)) == width + 1 && left > width + GAP;
        add_cell(line, buf_str(&text), width + over, l->column[c].right);
        add_blanks(line, term_plain() ? GAP : GAP - over); /* not cut for one column */
        left -= width + GAP;
    }
    buf_free(&text);
}

/* Only the first cell carries the look: attributes on the wire cost more than the text they mark,
 * and the marker passes by at every move. */
static void draw_look(const struct list *l, enum attr a, struct rect at, const char *cells)
{
    int width = l->column[0].width, used = 0;
    size_t n = text_cut(cells, width && width < at.cols ? width : at.cols - FIRST_CELL, &used);
    while (n && cells[n - 1] == ' ')
        n--;
    char *first = mem_strndup(cells, n);

    term_put(at.row, at.col + FIRST_CELL, used, a, first);
    free(first);
}

static void draw_row(const struct list *l, int row, struct rect at)
{
    struct buf line = {0};
    enum attr a = ATTR_PLAIN;

    if (row < l->n) {
        const char *id = l->source.id(l->source.arg, row);
        buf_addc(&line, row == l->at ? '>' : ' ');
        buf_addc(&line, list_marked(l, id) ? '*' : ' ');
        buf_addc(&line, ' ');
        add_cells(l, row, at.cols, &line);
        if (l->source.look) a = l->source.look(l->source.arg, row);
    } else if (row == 0 && l->empty) {
        buf_printf(&line, "   %s", l->empty);
    }
    term_fill(at.row, at.col, at.cols, ATTR_PLAIN, buf_str(&line));
    if (a != ATTR_PLAIN) draw_look(l, a, at, buf_str(&line) + FIRST_CELL);
    buf_free(&line);
}

static bool has_heading(const struct list *l)
{
    for (int c = 0; c < l->ncolumn; c++)
        if (l->column[c].title) return true;
    return false;
}

static void draw_heading(const struct list *l, struct rect at)
{
    struct buf line = {0};

    add_blanks(&line, FIRST_CELL);
    add_cells(l, -1, at.cols, &line);
    term_fill(at.row, at.col, at.cols, ATTR_LABEL, buf_str(&line));
    buf_free(&line);
}

/* Returns the caret's column. */
static int draw_filter(struct list *l, int row, struct rect at)
{
    int room = at.cols - 4 < FILTER_COLS ? at.cols - 4 : FILTER_COLS;

    term_fill(row, at.col, at.cols, ATTR_LABEL, " / ");
    return edit_draw(&l->typed, row, at.col + 3, room > 1 ? room : 1, ATTR_FIELD);
}

void list_draw(struct list *l, struct rect at)
{
    if (has_heading(l)) {
        draw_heading(l, at);
        at.row++;
        at.rows--;
    }
    bool filter = (l->typing || l->typed.text.len) && at.rows > 1;
    if (filter) at.rows--;
    list_view(l, at.rows);
    for (int i = 0; i < at.rows; i++)
        draw_row(l, l->top + i, (struct rect){at.row + i, at.col, 1, at.cols});
    int caret = filter ? draw_filter(l, at.row + at.rows, at) : 0;
    if (l->typing && filter)
        term_cursor(at.row + at.rows, caret);
    else
        term_cursor(at.row + l->at - l->top, at.col);
}
