#include "tui/widget/form_priv.h"

#include "base/text.h"

/* A field's row:  mark, label, two blanks, [view], two blanks, note.  All labels get the widest
 * one's room, so brackets stand in one or two columns.  These are reckoned with hidden fields too:
 * one that appears moves nothing sideways. */
enum { MOST_LABEL = 20, GAP = 2 };

static int label_room(const struct form *f)
{
    int most = 0;

    for (int i = 0; i < f->n; i++) {
        int w = text_ncol(f->slot[i].fd->label);
        bool own = !f->drawn || !f->slot[i].fd->drawn.line;
        if (own && w > most) most = w;
    }
    return most < MOST_LABEL ? most : MOST_LABEL;
}

static int wanted_width(const struct form_field *fd)
{
    static const int usual[] = {
        [FORM_TEXT] = 30,   [FORM_DIGITS] = 12, [FORM_DECIMAL] = 12, [FORM_DATE] = 10,
        [FORM_CHOICE] = 20, [FORM_YESNO] = 6,   [FORM_AREA] = 60,    [FORM_STATIC] = 30};

    return fd->width ? fd->width : usual[fd->kind];
}

static bool is_block(const struct slot *s)
{
    return form_has_items(s) || s->fd->kind == FORM_AREA;
}

/* The first column after the field and its note. */
static int end_of(const struct slot *s)
{
    return s->col + s->width + 2 + (s->fd->note ? GAP + s->fd->note : 0);
}

static void place(const struct form *f, struct slot *s, int row, int mark_col, int label)
{
    int own = text_ncol(s->fd->label), most;

    s->row = row;
    s->label_col = f->left + mark_col + 1;
    s->col = s->label_col + (own > label || term_plain() ? own : label) + GAP;
    most = f->left + f->cols - s->col - 2;
    s->width = form_has_items(s) || wanted_width(s->fd) > most ? most : wanted_width(s->fd);
    if (s->width < 2) s->width = 2;
    s->rows = s->fd->kind == FORM_AREA && s->fd->rows ? s->fd->rows : 1;
    if (form_has_items(s) && s->nchoice) s->rows = form_item_place(s, s->nchoice - 1).row + 1;
    s->a.rows = s->rows;
    s->a.cols = s->width;
}

static void place_drawn(const struct form *f, struct slot *s, int row)
{
    const struct form_drawn *d = &s->fd->drawn;

    s->row = row;
    s->label_col = f->left + d->label_col;
    s->col = f->left + d->col;
    s->width = d->width;
    s->rows = s->fd->kind == FORM_AREA && s->fd->rows ? s->fd->rows : 1;
    if (form_has_items(s) && s->nchoice) s->rows = form_item_place(s, s->nchoice - 1).row + 1;
    s->a.rows = s->rows;
    s->a.cols = s->width;
}

/* Places the group of drawn fields that begins with field i below row; returns the first field
 * behind it.  Lines with nothing shown fall away, lines left blank stay. */
static int place_group(struct form *f, int i, int *row, bool hidden_too)
{
    int line = f->slot[i].fd->drawn.line, blank = 0;

    while (i < f->n && f->slot[i].fd->drawn.line >= line && line) {
        int rows = 0;
        line = f->slot[i].fd->drawn.line;
        for (; i < f->n && f->slot[i].fd->drawn.line == line; i++) {
            struct slot *s = &f->slot[i];
            if (!s->shown && !hidden_too) continue;
            place_drawn(f, s, *row + blank);
            if (s->rows > rows) rows = s->rows;
        }
        if (rows) *row += blank + rows, blank = 0;
        if (i < f->n && f->slot[i].fd->drawn.line > line)
            blank = f->slot[i].fd->drawn.line - line - 1;
    }
    return i;
}

/* Every drawn field has its place within the columns. */
static bool has_room(const struct form *f)
{
    for (int i = 0; i < f->n; i++) {
        const struct form_field *fd = f->slot[i].fd;
        int end = fd->drawn.col + fd->drawn.width + 2 + (fd->note ? GAP + fd->note : 0);
        if (fd->drawn.line && end > f->cols) return false;
    }
    return true;
}

/* Places the fields, a second one in a row from column `right` on where both fit (0: never);
 * returns the rows. */
static int place_all(struct form *f, int label, int right, bool hidden_too)
{
    int row = 0;
    const struct slot *left = NULL; /* alone in its row so far */

    for (int i = 0; i < f->n; i++) {
        struct slot *s = &f->slot[i];
        if (f->drawn && s->fd->drawn.line) {
            i = place_group(f, i, &row, hidden_too) - 1;
            left = NULL;
            continue;
        }
        if (!s->shown && !hidden_too) continue;
        if (left && !is_block(s) && f->left + right > end_of(left)) {
            place(f, s, left->row, right, label);
            left = NULL;
            if (s->width == wanted_width(s->fd) && end_of(s) <= f->left + f->cols) continue;
        }
        place(f, s, row, 0, label);
        row += s->rows;
        left = is_block(s) ? NULL : s;
    }
    return row;
}

/* The second column that saves most rows; of several the rightmost, which leaves room for notes. */
static int second_column(struct form *f, int label)
{
    int best = 0, rows = place_all(f, label, 0, true);

    for (int i = 0; i < f->n; i++) {
        struct slot *s = &f->slot[i];
        int right, n;
        if (is_block(s) || (f->drawn && s->fd->drawn.line)) continue;
        place(f, s, 0, 0, label);
        right = end_of(s) + 1 - f->left;
        n = place_all(f, label, right, true);
        if (n < rows || (n == rows && best && right > best)) best = right, rows = n;
    }
    return best;
}

void form_layout(struct form *f)
{
    f->drawn = !term_plain() && has_room(f);
    int label = label_room(f);
    int right = term_plain() ? 0 : second_column(f, label);

    f->height = place_all(f, label, right, false);
}

/* --- Items of checks: "1[x]text ", wrapped whole --- */

int form_item_cols(const struct slot *s, int j)
{
    return (j < 10) + 3 + text_ncol(s->choice[j].text);
}

struct area_place form_item_place(const struct slot *s, int j)
{
    struct area_place p = {0, 0};

    for (int i = 0; i <= j; i++) {
        int w = form_item_cols(s, i);
        if (p.col && (term_plain() || p.col + w > s->width)) p = (struct area_place){p.row + 1, 0};
        if (i < j) p.col += w + 1;
    }
    return p;
}
