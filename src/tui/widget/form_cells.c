/* A table as text: a row a line, its cells parted by '|'.  While it is typed, cells are where the
 * caret goes: on to the next, back to the one before, each judged as it is left. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/widget/form_priv.h"

/* The row of the caret. */
struct row {
    size_t from, to; /* its line, in bytes of the text */
    int number;      /* from 1 */
    int at, n;       /* the cell of the caret, and how many there are */
};

static bool is_mark(char c)
{
    return c == '|' || c == '\n';
}

static struct row row_of(const struct edit *e)
{
    const char *s = edit_text(e);
    struct row r = {.from = e->cur, .to = e->cur, .number = 1, .n = 1};

    while (r.from && s[r.from - 1] != '\n')
        r.from--;
    r.to += strcspn(s + r.to, "\n");
    for (size_t i = 0; i < r.from; i++)
        r.number += s[i] == '\n';
    for (size_t i = r.from; i < r.to; i++) {
        r.n += s[i] == '|';
        r.at += s[i] == '|' && i < e->cur;
    }
    return r;
}

static void cell_of(const struct edit *e, size_t *from, size_t *to)
{
    const char *s = edit_text(e);

    *from = *to = e->cur;
    while (*from && !is_mark(s[*from - 1]))
        --*from;
    *to += strcspn(s + *to, "|\n");
}

/* What stands from..to becomes text, and the caret goes behind it. */
static void put(struct edit *e, size_t from, size_t to, const char *text)
{
    struct buf b = {0};

    buf_add(&b, edit_text(e), from);
    buf_adds(&b, text);
    size_t caret = b.len;
    buf_adds(&b, edit_text(e) + to);
    edit_set(e, buf_str(&b));
    edit_put_caret(e, caret);
    buf_free(&b);
}

static void go_to_end_of_cell(struct edit *e, size_t at)
{
    edit_put_caret(e, at + strcspn(edit_text(e) + at, "|\n"));
}

/* Where the next word of a line ends, *from at its beginning; NULL: none. */
static const char *word(const char **from, const char *end)
{
    *from += strspn(*from, " ");
    return *from < end ? *from + strcspn(*from, " \n") : NULL;
}

/* A row typed in one go, a word a cell, gets its marks. */
static void part(struct edit *e, const struct form_field *fd)
{
    struct row r = row_of(e);
    const char *text = edit_text(e), *end = text + r.to, *p = text + r.from, *stop;
    size_t caret = 0;
    struct buf b = {0};
    int words = 0;

    for (; (stop = word(&p, end)); p = stop, words++) {
        if (b.len) buf_addc(&b, '|');
        if (text + e->cur >= p) caret = r.from + b.len;
        buf_add(&b, p, (size_t)(stop - p));
    }
    if (r.n == 1 && words == fd->ncell) {
        put(e, r.from, r.to, buf_str(&b));
        go_to_end_of_cell(e, caret);
    }
    buf_free(&b);
}

/* The cell that is left: as its owner writes it, or what is wrong with it, said once. */
static void judge(struct form *f, struct slot *s)
{
    struct edit *e = &s->a.e;
    struct row r = row_of(e);
    char *error = NULL;
    size_t from, to;

    cell_of(e, &from, &to);
    if (!f->hooks.cell || from == to) return;
    char *text = mem_strndup(edit_text(e) + from, to - from);
    char *fresh =
        f->hooks.cell(f->hooks.arg, f, f->at, (struct form_cell){r.number, r.at}, text, &error);
    if (fresh && !strpbrk(fresh, "|\n") && strcmp(fresh, text) != 0) put(e, from, to, fresh);
    if (error) {
        free(f->message);
        f->message = mem_printf("%s: %s", s->fd->label, error);
        term_bell();
    }
    free(error);
    free(fresh);
    free(text);
}

static enum did next_cell(struct form *f, struct slot *s)
{
    struct edit *e = &s->a.e;
    struct row r = row_of(e);

    if (r.from == r.to) return DID_NOTHING; /* a row not begun: go on behind the table */
    part(e, s->fd);
    judge(f, s);
    r = row_of(e);
    if (r.at + 1 < r.n) {
        size_t from, to;
        cell_of(e, &from, &to);
        go_to_end_of_cell(e, to + 1);
    } else if (r.n < s->fd->ncell) {
        put(e, r.to, r.to, "|");
    } else if (edit_text(e)[r.to]) {
        go_to_end_of_cell(e, r.to + 1);
    } else {
        return DID_NOTHING;
    }
    return DID_USE;
}

static enum did cell_before(struct form *f, struct slot *s)
{
    struct edit *e = &s->a.e;
    size_t from, to;

    judge(f, s);
    cell_of(e, &from, &to);
    if (!from) return DID_NOTHING;
    edit_put_caret(e, from - 1);
    return DID_USE;
}

/* An empty row below this one. */
static enum did new_row(struct slot *s)
{
    struct edit *e = &s->a.e;
    struct row r = row_of(e);

    if (r.from == r.to) return DID_REFUSE;
    part(e, s->fd);
    r = row_of(e);
    put(e, r.to, r.to, "\n");
    return DID_USE;
}

enum did form_cells_key(struct form *f, struct slot *s, struct key k)
{
    switch (k.code) {
    case KEY_ENTER:
    case KEY_TAB:
    case KEY_PLUS:
        return next_cell(f, s);
    case KEY_BACKTAB:
    case KEY_MINUS:
        return cell_before(f, s);
    default:
        if (k.code == KEY_CTRL && k.ch == 'O') return new_row(s);
        return k.code == KEY_CTRL && k.ch == 'Y' ? area_key(&s->a, k) : DID_NOTHING;
    }
}

void form_cells_status(const struct slot *s, struct buf *out)
{
    struct row r = row_of(&s->a.e);
    int at = r.at < s->fd->ncell ? r.at : s->fd->ncell - 1;

    buf_printf(out, "%d:", r.number);
    for (int c = 0; c < s->fd->ncell; c++)
        buf_printf(out, c == at ? " [%s]" : " %s", s->fd->cell[c].label);
    if (*s->fd->cell[at].hint) buf_printf(out, " %s", s->fd->cell[at].hint);
    if (s->fd->hint) buf_printf(out, "  %s", s->fd->hint);
}
