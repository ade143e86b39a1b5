#include "tui/screen/table_screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "tui/screen/columns.h"
#include "tui/screen/keys.h"
#include "tui/screen/rows.h"
#include "tui/screen/words.h"
#include "tui/widget/list.h"

enum { MOST_COLUMNS = 12 };

struct table {
    struct screen screen;
    struct screen_kind own; /* for its mode */
    const struct table_kind *kind;
    Yc__Reply *rows; /* NULL: could not be had */
    int *row, n;     /* rows of the reply as shown: filtered, in order */
    int by;          /* the kind's column they are sorted by, -1: as they come */
    struct list list;
    struct column_kind choice[MOST_COLUMNS]; /* all of them */
    int shown[MOST_COLUMNS];
    struct list_column column[MOST_COLUMNS];
    struct buf id;
};

static const char *get(const struct table *t, int row, const char *column)
{
    return t->rows && column ? door_reply_cell(t->rows, (size_t)t->row[row], column) : "";
}

/* A row of the reply, a column of the kind. */
static void show(const struct table *t, int row, int column, struct buf *out)
{
    const struct table_column *c = &t->kind->column[column];
    const char *value = door_reply_cell(t->rows, (size_t)row, c->column);

    if (c->show)
        c->show(t->rows, (size_t)row, value, out);
    else
        buf_adds(out, value);
}

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct table *t = arg;

    show(t, t->row[row], t->shown[column], out);
}

/* --- Filter, order, columns --- */

static bool text_fits(const char *text, const char *folded)
{
    char *whole = text_fold(text);
    bool fits = text_contains(whole, folded) || catalog_spelled(text, folded);

    free(whole);
    return fits;
}

static bool row_fits(const struct table *t, int row, const char *folded)
{
    struct buf text = {0};
    bool fits = !*folded;

    for (int c = 0; !fits && c < t->kind->ncolumn; c++) {
        buf_clear(&text);
        show(t, row, c, &text);
        fits = text_fits(buf_str(&text), folded);
    }
    buf_free(&text);
    return fits;
}

static int in_order(const void *a, const void *b, void *arg)
{
    const struct table *t = arg;
    int x = *(const int *)a, y = *(const int *)b;
    struct buf left = {0}, right = {0};

    show(t, x, t->by, &left);
    show(t, y, t->by, &right);
    int order = t->kind->column[t->by].right ? atoi(buf_str(&right)) - atoi(buf_str(&left))
                                             : strcmp(buf_str(&left), buf_str(&right));
    buf_free(&left);
    buf_free(&right);
    return order ? order : x - y;
}

static int arrange(struct table *t, const char *typed)
{
    char *folded = text_fold(typed);
    int all = t->rows ? (int)t->rows->n_row : 0;

    t->row = mem_resize(t->row, (size_t)(all + 1) * sizeof *t->row);
    t->n = 0;
    for (int i = 0; i < all; i++)
        if (row_fits(t, i, folded)) t->row[t->n++] = i;
    if (t->by >= 0) qsort_r(t->row, (size_t)t->n, sizeof *t->row, in_order, t);
    free(folded);
    return t->n;
}

static int filter(void *arg, const char *typed)
{
    return arrange(arg, typed);
}

static int sort(void *arg, int column)
{
    struct table *t = arg;

    t->by = column < 0 ? -1 : t->shown[column];
    return arrange(t, list_filter(&t->list));
}

static void set_columns(void *arg)
{
    struct table *t = arg;
    int n = t->kind->ncolumn;

    n = columns_of(t->screen.seat, t->kind->query, t->choice, n, n, t->shown);
    t->list.ncolumn = n;
    t->list.sorted = -1;
    for (int i = 0; i < n; i++) {
        const struct table_column *c = &t->kind->column[t->shown[i]];
        t->column[i] = (struct list_column){words(c->title), c->width, c->right};
        if (t->shown[i] == t->by) t->list.sorted = i;
    }
}

/* --- The screen --- */

static const char *id(void *arg, int row)
{
    struct table *t = arg;

    buf_clear(&t->id);
    buf_printf(&t->id, "%s %s", get(t, row, t->kind->id[0]), get(t, row, t->kind->id[1]));
    return buf_str(&t->id);
}

static enum attr look(void *arg, int row)
{
    const struct table *t = arg;

    return rows_look(get(t, row, t->kind->look));
}

static void refresh(struct screen *s)
{
    struct table *t = (struct table *)s;
    Yc__Request *q = seat_request(s->seat, t->kind->query, NULL);

    if (t->kind->request) t->kind->request(s->seat, q);
    Yc__Reply *r = seat_ask(s->seat, q);
    if (!r) return;
    if (t->rows) door_reply_free(t->rows);
    t->rows = r;
    list_refresh(&t->list, arrange(t, list_filter(&t->list)));
}

static void title(struct screen *s, struct buf *left)
{
    buf_adds(left, words(((struct table *)s)->kind->title));
}

static void draw(struct screen *s, struct rect body)
{
    list_draw(&((struct table *)s)->list, body);
}

static const char *number(struct screen *s)
{
    const struct table *t = (struct table *)s;

    return t->kind->number && t->list.n ? get(t, t->list.at, t->kind->number) : NULL;
}

static enum did list_action(struct table *t, struct key k, const char *action)
{
    struct key plain = keys_plain(action, k);

    if (t->list.typing) {
        enum did did = list_key(&t->list, k);
        if (did != DID_NOTHING) return did;
    }
    if (strcmp(action, "filter") == 0) return list_filter_begin(&t->list);
    if (strcmp(action, "sort") == 0) return list_sort_next(&t->list);
    if (strcmp(action, "columns") == 0) {
        int n = t->kind->ncolumn;
        columns_open(t->screen.seat, t->kind->query, t->choice, n, n, set_columns, t);
        return DID_USE;
    }
    return plain.code == KEY_NONE ? DID_NOTHING : list_key(&t->list, plain);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct table *t = (struct table *)s;

    if (!t->list.typing && t->kind->action && t->kind->action(s->seat, action)) return true;
    if (!t->list.typing && strcmp(action, "refresh") == 0) {
        s->stale = true;
        return true;
    }
    enum did did = list_action(t, k, action);
    if (did == DID_TAKE && t->kind->open)
        t->kind->open(s->seat, t->rows, (size_t)t->row[t->list.at]);
    if (did == DID_CANCEL) stage_pop(s->seat);
    if (did == DID_REFUSE) term_bell();
    return did != DID_NOTHING;
}

static void shut(struct screen *s)
{
    struct table *t = (struct table *)s;

    if (t->rows) door_reply_free(t->rows);
    list_free(&t->list);
    buf_free(&t->id);
    free(t->row);
    free(t);
}

void table_open(struct seat *s, const struct table_kind *kind)
{
    struct table *t = mem_alloc(sizeof *t);

    t->own = (struct screen_kind){.mode = kind->mode,
                                  .title = title,
                                  .draw = draw,
                                  .key = key,
                                  .refresh = refresh,
                                  .number = number,
                                  .close = shut};
    t->screen.kind = &t->own;
    t->kind = kind;
    t->by = -1;
    for (int i = 0; i < kind->ncolumn; i++)
        t->choice[i] = (struct column_kind){kind->column[i].column, kind->column[i].title};
    stage_push(s, &t->screen);
    list_init(&t->list,
              &(struct list_source){
                  .arg = t, .cell = cell, .id = id, .look = look, .filter = filter, .sort = sort},
              t->column, 0, 0);
    set_columns(t);
    t->list.empty = words(kind->empty);
    refresh(&t->screen);
}
