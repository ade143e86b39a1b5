#include "tui/widget/form_priv.h"

#include "base/text.h"

enum { IME_ROWS = 3 }; /* an input method's candidate box covers the screen's last rows */

static bool is_focus(const struct form *f, const struct slot *s)
{
    return s - f->slot == f->at;
}

/* Neither focus nor error changes a field's look: the cursor shows the one, mark and label the
 * other, and moving on or typing then costs a few bytes on the line instead of a field's worth. */
static enum attr look(const struct slot *s)
{
    return s->fd->flags & FORM_LOCKED ? ATTR_DIM : ATTR_FIELD;
}

static void put_char(int row, int col, char c)
{
    char s[2] = {c, '\0'};

    term_put(row, col, 1, ATTR_PLAIN, s);
}

static char mark_of(const struct slot *s)
{
    if (s->error) return '!';
    return s->fd->flags & FORM_REQUIRED ? '*' : ' ';
}

static struct area_place draw_items(const struct form *f, const struct slot *s, int row, int first,
                                    int last)
{
    struct area_place caret = {row, s->col};
    struct buf b = {0};

    for (int j = 0; j < s->nchoice; j++) {
        struct area_place p = form_item_place(s, j);
        int r = row + p.row, number = j < 10;
        buf_clear(&b);
        if (number) buf_addc(&b, (char)('0' + (j + 1) % 10));
        buf_printf(&b, "[%c]%s", form_item_mark(s, j), s->choice[j].text);
        if (r >= first && r <= last)
            term_put(r, s->col + p.col, s->width - p.col, look(s), buf_str(&b));
        if (j == f->item) caret = (struct area_place){r, s->col + p.col + number + 1};
    }
    buf_free(&b);
    return caret;
}

/* What is chosen, or what is typed towards it; the caret at the end of the typed, else at the
 * start. */
static int draw_choice(const struct form *f, const struct slot *s, int row)
{
    struct buf b = {0};
    int i = form_chosen(s), caret = s->col + 1;
    bool typing = is_focus(f, s) && f->typed.len && !f->settled;

    if (typing) {
        buf_adds(&b, buf_str(&f->typed));
        if (text_ncol(buf_str(&b)) < s->width) caret += text_ncol(buf_str(&b));
    } else if (i >= 0) {
        const struct choice *c = &s->choice[i];
        buf_printf(&b, "%s%s%s", c->code ? c->code : "", c->code && *c->code ? " " : "", c->text);
    } else {
        buf_adds(&b, edit_text(&s->a.e)); /* no longer among the choices: show it all the same */
    }
    term_fill(row, s->col + 1, s->width, look(s), buf_str(&b));
    buf_free(&b);
    return caret;
}

/* Brackets turn into arrows where text is out of view. */
static void draw_brackets(const struct slot *s, int row)
{
    bool line = s->fd->kind != FORM_AREA;

    put_char(row, s->col, line && s->a.e.first ? '<' : '[');
    put_char(row, s->col + 1 + s->width, line && s->a.e.more ? '>' : ']');
}

/* The parentheses say it where nothing can be dim. */
static void draw_sample(const struct slot *s, int row)
{
    struct buf b = {0};
    int used;

    if (!s->fd->sample || s->a.e.text.len || s->first || s->width < 4) return;
    size_t n = text_cut(s->fd->sample, s->width - 2, &used);
    buf_printf(&b, "(%.*s)", (int)n, s->fd->sample);
    term_put(row, s->col + 1, s->width, ATTR_DIM, buf_str(&b));
    buf_free(&b);
}

static struct area_place draw_area(struct slot *s, int row)
{
    for (int r = 0; r < s->rows; r++)
        draw_brackets(s, row + r);
    struct area_place caret = area_draw(&s->a, row, s->col + 1, look(s));
    draw_sample(s, row);
    return caret;
}

static struct area_place draw_view(const struct form *f, struct slot *s, int row, int first,
                                   int last)
{
    struct area_place caret = {row, s->col + 1};

    if (form_has_items(s)) return draw_items(f, s, row, first, last);
    if (s->fd->kind == FORM_AREA) return draw_area(s, row);
    if (s->fd->kind == FORM_STATIC) {
        term_put(row, s->col + 1, s->width, ATTR_PLAIN, edit_text(&s->a.e));
    } else if (s->fd->kind == FORM_CHOICE || s->fd->kind == FORM_YESNO) {
        caret.col = draw_choice(f, s, row);
        draw_brackets(s, row);
    } else {
        caret.col = edit_draw(&s->a.e, row, s->col + 1, s->width, look(s));
        draw_sample(s, row);
        draw_brackets(s, row);
    }
    return caret;
}

/* Draws what of a field lies in rows first..last; returns its caret. */
static struct area_place draw_slot(const struct form *f, struct slot *s, int row, int first,
                                   int last)
{
    struct area_place caret = {row, 0};

    if (row + s->rows - 1 < first || row > last) return caret;
    if (row >= first) {
        put_char(row, s->label_col - 1, mark_of(s));
        term_put(row, s->label_col, -1, s->error ? ATTR_ERROR : ATTR_LABEL,
                 f->drawn && s->fd->drawn.line ? s->fd->drawn.caption : s->fd->label);
    }
    if (!form_has_items(s) && (row < first || row + s->rows - 1 > last))
        return caret; /* an area is drawn whole */
    caret = draw_view(f, s, row, first, last);
    if (s->note) term_put(row, s->col + s->width + 4, s->fd->note, ATTR_PLAIN, s->note);
    return caret;
}

/* By half a page at a time: going through a tall form then repaints seldom. */
static void scroll(struct form *f, int page)
{
    const struct slot *s = form_slot(f, f->at);
    int low = s->row, high = s->row + s->rows - 1;

    if (form_has_items(s)) low = high = s->row + form_item_place(s, f->item).row;
    if (low >= f->top && high < f->top + page) return;
    f->top = low < f->top ? low - page / 2 : high - page + 1 + page / 2;
    if (f->top > f->height - page) f->top = f->height - page;
    if (f->top > low) f->top = low;
    if (f->top < 0) f->top = 0;
}

void form_draw(struct form *f, struct rect at)
{
    struct area_place caret = {at.row, at.col};
    int rows = at.rows, last;

    if (at.row + rows > term_rows() - IME_ROWS) rows = term_rows() - IME_ROWS - at.row;
    if (rows < 1) rows = 1;
    last = at.row + rows - 1;
    if (f->left != at.col || f->cols != at.cols) {
        f->left = at.col;
        f->cols = at.cols;
        form_layout(f);
    }
    for (int r = at.row; r < at.row + at.rows; r++)
        term_fill(r, at.col, at.cols, ATTR_PLAIN, "");
    if (f->at >= 0) scroll(f, rows);
    for (int i = 0; i < f->n; i++) {
        struct slot *s = form_slot(f, i);
        struct area_place p;
        if (!s->shown) continue;
        p = draw_slot(f, s, at.row + s->row - f->top, at.row, last);
        if (i == f->at) caret = p;
    }
    term_cursor(caret.row, caret.col);
    if (f->popup)
        pick_draw(&f->pick, (struct rect){at.row, at.col, rows, at.cols}, caret.row + 1, caret.col);
}
