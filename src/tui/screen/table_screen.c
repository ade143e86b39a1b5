#include "tui/screen/table_screen.h"

#include <stdlib.h>
#include <string.h>

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
    struct list list;
    struct list_column column[MOST_COLUMNS];
    struct buf id;
};

static const char *get(const struct table *t, int row, const char *column)
{
    return t->rows && column ? door_reply_cell(t->rows, (size_t)row, column) : "";
}

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct table *t = arg;
    const struct table_column *c = &t->kind->column[column];
    const char *value = get(t, row, c->column);

    if (c->show)
        c->show(t->rows, (size_t)row, value, out);
    else
        buf_adds(out, value);
}

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
    list_refresh(&t->list, (int)r->n_row);
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

static bool key(struct screen *s, struct key k, const char *action)
{
    struct table *t = (struct table *)s;

    if (t->kind->action && t->kind->action(s->seat, action)) return true;
    if (strcmp(action, "refresh") == 0) {
        s->stale = true;
        return true;
    }
    if (keys_plain(action, k).code == KEY_NONE) return false;
    enum did did = list_key(&t->list, keys_plain(action, k));
    if (did == DID_TAKE && t->kind->open) t->kind->open(s->seat, t->rows, (size_t)t->list.at);
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
    for (int i = 0; i < kind->ncolumn; i++)
        t->column[i] = (struct list_column){words(kind->column[i].title), kind->column[i].width,
                                            kind->column[i].right};
    stage_push(s, &t->screen);
    list_init(&t->list, &(struct list_source){.arg = t, .cell = cell, .id = id, .look = look},
              t->column, kind->ncolumn, 0);
    t->list.empty = words(kind->empty);
    refresh(&t->screen);
}
