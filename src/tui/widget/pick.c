#include "tui/widget/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/widget/box.h"

enum { MOST_ROWS = 10, MOST_COLS = 60, NUMBER_COLS = 6, TYPED_COLS = 16 };

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct pick *p = arg;
    const struct choice *c = &p->choice[p->match[row]];

    if (column == 1)
        buf_adds(out, c->text);
    else if (!p->by_row)
        buf_adds(out, c->code ? c->code : "");
    else if (row - p->list.top < 9)
        buf_printf(out, "%d", row - p->list.top + 1);
}

static const char *id(void *arg, int row)
{
    const struct pick *p = arg;

    return choice_value(&p->choice[p->match[row]]);
}

static bool codes_are_numbers(const struct choice *c, int n)
{
    for (int i = 0; i < n; i++)
        if (c[i].code && *c[i].code >= '0' && *c[i].code <= '9') return true;
    return false;
}

static void narrow(struct pick *p)
{
    p->nmatch = choice_filter(p->choice, p->n, edit_text(&p->filter), p->match);
    p->list.n = p->nmatch;
    p->list.top = 0;
    list_select(&p->list, 0);
}

static bool codes_have_digits(const struct choice *c, int n)
{
    for (int i = 0; i < n; i++)
        if (c[i].code && strpbrk(c[i].code, "0123456789")) return true;
    return false;
}

void pick_open(struct pick *p, const char *title, const struct choice *choice, int n)
{
    static const struct list_column columns[] = {{NULL, NUMBER_COLS, false}, {NULL, 0, false}};
    struct list_source source = {.arg = p, .cell = cell, .id = id};

    *p = (struct pick){.title = title,
                       .choice = choice,
                       .n = n,
                       .by_row = !codes_are_numbers(choice, n),
                       .digits_last = codes_have_digits(choice, n)};
    p->match = mem_alloc((size_t)n * sizeof *p->match);
    edit_init(&p->filter, 0, TYPED_COLS, 0);
    list_init(&p->list, &source, columns, 2, 0);
    p->list.page =
        n < MOST_ROWS ? n : MOST_ROWS; /* as it will be drawn: rows can be picked before that */
    narrow(p);
}

void pick_close(struct pick *p)
{
    free(p->match);
    edit_free(&p->filter);
    list_free(&p->list);
    *p = (struct pick){0};
}

void pick_filter(struct pick *p, const char *typed)
{
    edit_set(&p->filter, typed);
    narrow(p);
}

int pick_chosen(const struct pick *p)
{
    return p->nmatch ? p->match[p->list.at] : -1;
}

/* --- Keys --- */

static enum did pick_row(struct pick *p, int row)
{
    if (row >= p->nmatch || row >= p->list.top + p->list.page) return DID_REFUSE;
    list_select(&p->list, row);
    return DID_TAKE;
}

/* A character that would leave nothing is refused. */
static enum did type(struct pick *p, struct key k)
{
    char *before = mem_strdup(edit_text(&p->filter));
    enum did did = edit_key(&p->filter, k);

    if (did == DID_USE) {
        narrow(p);
        if (!p->nmatch) {
            pick_filter(p, before);
            did = DID_REFUSE;
        }
    }
    free(before);
    return did;
}

enum did pick_key(struct pick *p, struct key k)
{
    bool digit = k.code == KEY_TEXT && k.ch >= '1' && k.ch <= '9';

    if (digit && p->by_row && !(p->digits_last && p->filter.text.len))
        return pick_row(p, p->list.top + (int)(k.ch - '1'));
    if (k.code == KEY_ESC && p->filter.text.len) {
        pick_filter(p, "");
        return DID_USE;
    }
    if (k.code == KEY_TEXT || k.code == KEY_PASTE || k.code == KEY_BACKSPACE || k.code == KEY_CTRL)
        return type(p, k);
    return list_key(&p->list, k);
}

/* --- Drawing --- */

static int widest(const struct pick *p)
{
    int most = TYPED_COLS + 4;

    for (int i = 0; i < p->n; i++) {
        int w = text_ncol(p->choice[i].text) + NUMBER_COLS + 5;
        if (w > most) most = w;
    }
    if (p->title && text_ncol(p->title) + 4 > most) most = text_ncol(p->title) + 4;
    return most < MOST_COLS ? most : MOST_COLS;
}

static int between(int v, int low, int high)
{
    if (v > high) v = high;
    return v < low ? low : v;
}

/* The frame keeps its size while the list narrows, so that little is repainted. */
static struct rect frame(const struct pick *p, struct rect in, int row, int col)
{
    struct rect f = {.rows = between(p->n, 1, MOST_ROWS) + 3, .cols = widest(p) + 2};

    if (term_plain()) return in;
    f.rows = f.rows < in.rows ? f.rows : in.rows;
    f.cols = f.cols < in.cols ? f.cols : in.cols;
    f.row = between(row, in.row, in.row + in.rows - f.rows);
    f.col = between(col, in.col, in.col + in.cols - f.cols);
    return f;
}

void pick_draw(struct pick *p, struct rect in, int row, int col)
{
    struct rect inside = box_draw(frame(p, in, row, col), p->title);
    int last = inside.row + inside.rows - 1, caret;

    term_put(last, inside.col, 2, ATTR_LABEL, "/ ");
    caret = edit_draw(&p->filter, last, inside.col + 2, TYPED_COLS, ATTR_FIELD);
    inside.rows--;
    list_draw(&p->list, inside);
    if (p->filter.text.len) term_cursor(last, caret); /* where an input method composes */
}
