#include "tui/widget/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { FIRST_CELL = 3, GAP = 2, USUAL_PAGE = 19 };

void list_init(struct list *l, const struct list_source *s, const struct list_column *column,
               int ncolumn, int n)
{
    *l = (struct list){
        .source = *s, .column = column, .ncolumn = ncolumn, .n = n, .page = USUAL_PAGE};
    list_select(l, 0);
}

void list_unmark_all(struct list *l)
{
    for (int i = 0; i < l->nmark; i++)
        free(l->mark[i]);
    free(l->mark);
    l->mark = NULL;
    l->nmark = 0;
}

void list_free(struct list *l)
{
    list_unmark_all(l);
    free(l->id);
    l->id = NULL;
}

const char *list_id(const struct list *l)
{
    return l->id;
}

/* The view moves by as little as shows the selection, so that the terminal can scroll by lines. */
static void scroll(struct list *l)
{
    if (l->top > l->n - l->page) l->top = l->n - l->page;
    if (l->top > l->at) l->top = l->at;
    if (l->top < l->at - l->page + 1) l->top = l->at - l->page + 1;
    if (l->top < 0) l->top = 0;
}

void list_select(struct list *l, int row)
{
    if (row >= l->n) row = l->n - 1;
    if (row < 0) row = 0;
    l->at = row;
    scroll(l); /* not only when drawn: keys typed ahead must find the same rows */
    free(l->id);
    l->id = l->n ? mem_strdup(l->source.id(l->source.arg, row)) : NULL;
}

void list_refresh(struct list *l, int n)
{
    int above = l->at - l->top;

    l->n = n;
    for (int i = 0; l->id && i < n; i++) {
        if (strcmp(l->source.id(l->source.arg, i), l->id) != 0) continue;
        l->at = i;
        l->top = i - above; /* the eye is on that screen row: keep it there */
        scroll(l);
        return;
    }
    list_select(l, l->at);
}

static int find_mark(const struct list *l, const char *id)
{
    for (int i = 0; i < l->nmark; i++)
        if (strcmp(l->mark[i], id) == 0) return i;
    return -1;
}

bool list_marked(const struct list *l, const char *id)
{
    return find_mark(l, id) >= 0;
}

static void toggle_mark(struct list *l)
{
    int i = find_mark(l, l->id);

    if (i >= 0) {
        free(l->mark[i]);
        l->mark[i] = l->mark[--l->nmark];
        return;
    }
    l->mark = mem_resize(l->mark, (size_t)(l->nmark + 1) * sizeof *l->mark);
    l->mark[l->nmark++] = mem_strdup(l->id);
}

/* --- Keys --- */

static enum did move_to(struct list *l, int row)
{
    int was = l->at;

    if (row >= l->n && l->source.more) l->n = l->source.more(l->source.arg);
    list_select(l, row);
    return l->at == was ? DID_REFUSE : DID_USE;
}

static enum did move_page(struct list *l, int by)
{
    l->top += by;
    return move_to(l, l->at + by);
}

static enum did space(struct list *l)
{
    if (!l->marking) return DID_NOTHING;
    if (!l->n) return DID_REFUSE;
    toggle_mark(l);
    move_to(l, l->at + 1);
    return DID_USE;
}

enum did list_key(struct list *l, struct key k)
{
    switch (k.code) {
    case KEY_UP:
        return move_to(l, l->at - 1);
    case KEY_DOWN:
        return move_to(l, l->at + 1);
    case KEY_PAGEUP:
        return move_page(l, -l->page);
    case KEY_PAGEDOWN:
        return move_page(l, l->page);
    case KEY_HOME:
        return move_to(l, 0);
    case KEY_END: /* the last known row; once there, a further page */
        return move_to(l, l->at == l->n - 1 ? l->n : l->n - 1);
    case KEY_ENTER:
        return l->n ? DID_TAKE : DID_REFUSE;
    case KEY_ESC:
        return DID_CANCEL;
    case KEY_TEXT:
        return k.ch == ' ' ? space(l) : DID_NOTHING;
    default:
        return DID_NOTHING;
    }
}

/* --- Drawing --- */

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
            buf_adds(&text, l->column[c].title ? l->column[c].title : "");
        add_cell(line, buf_str(&text), width, l->column[c].right);
        add_blanks(line, GAP);
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

void list_draw(struct list *l, struct rect at)
{
    if (has_heading(l)) {
        draw_heading(l, at);
        at.row++;
        at.rows--;
    }
    l->page = at.rows > 1 ? at.rows : 1;
    scroll(l);
    for (int i = 0; i < at.rows; i++)
        draw_row(l, l->top + i, (struct rect){at.row + i, at.col, 1, at.cols});
    term_cursor(at.row + l->at - l->top, at.col);
}
