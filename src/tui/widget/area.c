#include "tui/widget/area.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void area_init(struct area *a, int rows, int cols, int max_rows, int max_ch)
{
    *a = (struct area){.rows = rows, .cols = cols, .max_rows = max_rows};
    edit_init(&a->e, max_ch, 0, EDIT_LINES);
}

void area_free(struct area *a)
{
    edit_free(&a->e);
}

/* --- Layout --- */

/* Walks the text: each call places the next character. */
struct walk {
    const char *s;
    size_t at, next; /* the character placed, the one after it */
    int row, col;    /* its place */
    int after;       /* column behind it, INT_MAX after a line feed */
};

static void walk_on(const struct area *a, struct walk *w)
{
    uint32_t ch = 0;
    int cols = 0;

    w->at = w->next;
    if (w->s[w->at]) {
        w->next += text_decode(w->s + w->at, &ch);
        cols = ch == '\n' ? 0 : text_width(ch);
    }
    if (w->after == INT_MAX || w->after + cols > a->cols) {
        w->row++;
        w->after = 0;
    }
    w->col = w->after;
    w->after = ch == '\n' ? INT_MAX : w->after + cols;
}

struct area_place area_place(const struct area *a, size_t byte)
{
    struct walk w = {.s = edit_text(&a->e)};

    do
        walk_on(a, &w);
    while (w.at < byte);
    return (struct area_place){w.row, w.col};
}

int area_used_rows(const struct area *a)
{
    return area_place(a, a->e.text.len).row + 1;
}

/* The last character of a row at or left of a column. */
static size_t offset_at(const struct area *a, int row, int col)
{
    struct walk w = {.s = edit_text(&a->e)};
    size_t best = 0;

    do {
        walk_on(a, &w);
        if (w.row < row || (w.row == row && w.col <= col)) best = w.at;
    } while (w.at < a->e.text.len && w.row <= row);
    return best;
}

/* --- Keys --- */

static enum did move_to(struct area *a, int row, int col)
{
    if (row < 0 || row >= area_used_rows(a)) return DID_NOTHING;
    a->e.cur = offset_at(a, row, col);
    a->e.fresh = false;
    return DID_USE;
}

/* Lets the editor have the key, and takes the change back when it needs more rows than there may
 * be. */
static enum did change(struct area *a, struct key k)
{
    char *text = mem_strdup(edit_text(&a->e));
    size_t cur = a->e.cur;
    bool fresh = a->e.fresh;
    int rows = area_used_rows(a);
    enum did did = k.code == KEY_ENTER ? edit_insert(&a->e, "\n") : edit_key(&a->e, k);

    if (a->max_rows && area_used_rows(a) > a->max_rows && area_used_rows(a) > rows) {
        edit_set(&a->e, text);
        a->e.cur = cur;
        a->e.fresh = fresh;
        did = DID_REFUSE;
    }
    free(text);
    return did;
}

/* The line of the caret goes, with its end. */
static enum did cut_line(struct area *a)
{
    const char *s = edit_text(&a->e);
    size_t from = a->e.cur, to = a->e.cur;
    struct buf b = {0};

    while (from && s[from - 1] != '\n')
        from--;
    to += strcspn(s + to, "\n");
    if (s[to])
        to++;
    else if (from)
        from--;
    if (from == to) return DID_REFUSE;
    buf_add(&b, s, from);
    buf_adds(&b, s + to);
    edit_set(&a->e, buf_str(&b));
    edit_put_caret(&a->e, from);
    buf_free(&b);
    return DID_USE;
}

enum did area_key(struct area *a, struct key k)
{
    struct area_place p = area_place(a, a->e.cur);

    switch (k.code) {
    case KEY_UP:
        return move_to(a, p.row - 1, p.col);
    case KEY_DOWN:
        return move_to(a, p.row + 1, p.col);
    case KEY_HOME:
        return move_to(a, p.row, 0);
    case KEY_END:
        return move_to(a, p.row, INT_MAX);
    default:
        if (k.code == KEY_CTRL && k.ch == 'Y') return cut_line(a);
        if (k.code == KEY_CTRL && k.ch == 'O') k.code = KEY_ENTER;
        return change(a, k);
    }
}

/* --- Drawing --- */

/* Draws one row; the walk stands on its first character and ends on the first of the next row. */
static void draw_row(const struct area *a, struct walk *w, int at_row, int screen_row, int col,
                     enum attr attr)
{
    struct buf b = {0};
    int used = 0;

    while (w->row == at_row && w->at < a->e.text.len) {
        if (w->s[w->at] != '\n') {
            buf_add(&b, w->s + w->at, w->next - w->at);
            used = w->after;
        }
        walk_on(a, w);
    }
    for (; used < a->cols; used++)
        buf_addc(&b, term_plain() ? ' ' : '_');
    if (screen_row >= 0) term_put(screen_row, col, a->cols, attr, buf_str(&b));
    buf_free(&b);
}

struct area_place area_draw(struct area *a, int row, int col, enum attr attr)
{
    struct area_place caret = area_place(a, a->e.cur);
    struct walk w = {.s = edit_text(&a->e)};

    if (caret.row < a->top) a->top = caret.row;
    if (caret.row >= a->top + a->rows) a->top = caret.row - a->rows + 1;
    walk_on(a, &w);
    for (int r = 0; r < a->top + a->rows; r++)
        draw_row(a, &w, r, r < a->top ? -1 : row + r - a->top, col, attr);
    return (struct area_place){row + caret.row - a->top, col + caret.col};
}
