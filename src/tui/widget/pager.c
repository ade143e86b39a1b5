#include "tui/widget/pager.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/widget/box.h"

enum { SEARCH_COLS = 40 };

void pager_open(struct pager *p, const char *text)
{
    *p = (struct pager){.text = mem_strdup(text), .found = -1, .rows = 1};
    edit_init(&p->search, 0, 0, 0);
}

void pager_close(struct pager *p)
{
    free(p->text);
    free(p->line);
    edit_free(&p->search);
    *p = (struct pager){0};
}

static void wrap(struct pager *p, int cols)
{
    size_t at = 0, skip, first = p->n ? p->line[p->top].at : 0;
    int room = 0;

    p->n = 0;
    p->cols = cols;
    p->found = -1;
    for (; p->text[at]; at += skip) {
        if (p->n == room)
            p->line = mem_resize(p->line, (size_t)(room = room ? room * 2 : 64) * sizeof *p->line);
        p->line[p->n++] = (struct pager_line){at, box_wrap(p->text + at, cols, &skip)};
    }
    for (p->top = 0; p->top + 1 < p->n && p->line[p->top + 1].at <= first;)
        p->top++;
}

static char *line_text(const struct pager *p, int i)
{
    return mem_strndup(p->text + p->line[i].at, p->line[i].len);
}

/* --- Keys --- */

static enum did move_to(struct pager *p, int top)
{
    int was = p->top;

    if (top > p->n - p->rows) top = p->n - p->rows;
    p->top = top < 0 ? 0 : top;
    return p->top == was ? DID_REFUSE : DID_USE;
}

static bool line_has(const struct pager *p, int i, const char *folded)
{
    char *line = line_text(p, i), *whole = text_fold(line);
    bool found = text_contains(whole, folded);

    free(line);
    free(whole);
    return found;
}

/* The next match after the last one (or from the view's top), around the end. */
static enum did search(struct pager *p)
{
    char *folded = text_fold(edit_text(&p->search));
    int from = p->found >= 0 ? p->found + 1 : p->top, hit = -1;

    for (int i = 0; *folded && i < p->n && hit < 0; i++)
        if (line_has(p, (from + i) % p->n, folded)) hit = (from + i) % p->n;
    free(folded);
    if (hit < 0) return DID_REFUSE;
    p->found = hit;
    if (hit < p->top || hit >= p->top + p->rows) move_to(p, hit);
    return DID_USE;
}

static enum did search_key(struct pager *p, struct key k)
{
    if (k.code == KEY_ENTER || k.code == KEY_ESC) p->asking = false;
    if (k.code == KEY_ESC) return DID_USE;
    return k.code == KEY_ENTER ? search(p) : edit_key(&p->search, k);
}

static enum did text_key(struct pager *p, uint32_t ch)
{
    if (ch == ' ') return move_to(p, p->top + p->rows);
    if (ch == 'n') return search(p);
    if (ch != '/') return DID_NOTHING;
    edit_default(&p->search, edit_text(&p->search));
    p->found = -1;
    p->asking = true;
    return DID_USE;
}

enum did pager_key(struct pager *p, struct key k)
{
    if (p->asking) return search_key(p, k);
    switch (k.code) {
    case KEY_UP:
        return move_to(p, p->top - 1);
    case KEY_DOWN:
        return move_to(p, p->top + 1);
    case KEY_PAGEUP:
        return move_to(p, p->top - p->rows);
    case KEY_PAGEDOWN:
        return move_to(p, p->top + p->rows);
    case KEY_HOME:
        return move_to(p, 0);
    case KEY_END:
        return move_to(p, p->n);
    case KEY_TEXT:
        return text_key(p, k.ch);
    default:
        return k.code == KEY_ESC ? DID_CANCEL : DID_NOTHING;
    }
}

/* --- Drawing --- */

static void draw_foot(struct pager *p, int row, struct rect at)
{
    struct buf b = {0};
    int last = p->top + p->rows < p->n ? p->top + p->rows : p->n;

    if (p->asking) {
        term_fill(row, at.col, at.cols, ATTR_PLAIN, "/");
        term_cursor(row, edit_draw(&p->search, row, at.col + 1, SEARCH_COLS, ATTR_FIELD));
        return;
    }
    buf_printf(&b, " %d-%d / %d", p->n ? p->top + 1 : 0, last, p->n);
    term_fill(row, at.col, at.cols, ATTR_DIM, buf_str(&b));
    buf_free(&b);
}

void pager_draw(struct pager *p, struct rect at)
{
    if (p->cols != at.cols - 1) wrap(p, at.cols - 1);
    p->rows = at.rows > 2 ? at.rows - 1 : 1;
    move_to(p, p->top);
    for (int i = 0; i < p->rows; i++) {
        int n = p->top + i;
        char *line = n < p->n ? line_text(p, n) : mem_strdup("");
        term_put(at.row + i, at.col, 1, ATTR_PLAIN, n == p->found && n < p->n ? ">" : " ");
        term_fill(at.row + i, at.col + 1, at.cols - 1, ATTR_PLAIN, line);
        free(line);
    }
    term_cursor(at.row +
                    (p->found >= p->top && p->found < p->top + p->rows ? p->found - p->top : 0),
                at.col);
    draw_foot(p, at.row + p->rows, at);
}
