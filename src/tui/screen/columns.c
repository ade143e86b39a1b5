#include "tui/screen/columns.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/habits.h"
#include "tui/screen/keys.h"
#include "tui/screen/words.h"
#include "tui/widget/box.h"
#include "tui/widget/list.h"

enum { COLS = 30, MOST = 32 };

int columns_of(struct seat *s, const char *name, const struct column_kind *kind, int n, int usual,
               int out[])
{
    const char *wish = habits_of(s, "columns", name);
    int found = 0;

    for (int i = 0; i < n; i++)
        if (habits_find(wish, kind[i].key) >= 0) out[found++] = i;
    if (found) return found;
    for (; found < usual; found++)
        out[found] = found;
    return found;
}

struct columns {
    struct screen screen;
    const char *name;
    const struct column_kind *kind;
    int n;
    struct list list;
    struct list_column column;
    void (*changed)(void *arg);
    void *arg;
};

static void cell(void *arg, int row, int column, struct buf *out)
{
    (void)column;
    buf_adds(out, words(((struct columns *)arg)->kind[row].title));
}

static const char *id(void *arg, int row)
{
    return ((struct columns *)arg)->kind[row].key;
}

static void draw(struct screen *s, struct rect body)
{
    struct columns *c = (struct columns *)s;
    struct rect frame = {body.row + 1, body.col + 4, c->n + 2, COLS};

    if (frame.rows > body.rows - 1) frame.rows = body.rows - 1;
    list_draw(&c->list, box_draw(frame, _("Columns: Space marks, Enter keeps")));
}

static void keep(const struct columns *c)
{
    struct buf wish = {0};

    for (int i = 0; i < c->n; i++)
        if (list_marked(&c->list, c->kind[i].key))
            buf_printf(&wish, "%s%s", wish.len ? "|" : "", c->kind[i].key);
    habits_set(c->screen.seat, "columns", c->name, buf_str(&wish));
    buf_free(&wish);
    c->changed(c->arg);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct columns *c = (struct columns *)s;
    struct key plain = keys_plain(action, k);

    if (*action && plain.code == KEY_NONE) return strcmp(action, "redraw") != 0;
    enum did did = list_key(&c->list, plain);
    if (did == DID_TAKE && !c->list.marks.n) did = DID_REFUSE; /* a list of nothing */
    if (did == DID_TAKE) keep(c);
    if (did == DID_TAKE || did == DID_CANCEL) stage_pop(s->seat);
    if (did == DID_REFUSE || did == DID_NOTHING) term_bell();
    return true;
}

static void shut(struct screen *s)
{
    list_free(&((struct columns *)s)->list);
    free(s);
}

void columns_open(struct seat *s, const char *name, const struct column_kind *kind, int n,
                  int usual, void (*changed)(void *arg), void *arg)
{
    static const struct screen_kind columns_kind = {
        .mode = "palette", .popup = true, .draw = draw, .key = key, .close = shut};
    struct columns *c = mem_alloc(sizeof *c);
    int shown[MOST];

    c->screen.kind = &columns_kind;
    c->name = name;
    c->kind = kind;
    c->n = n < MOST ? n : MOST;
    c->changed = changed;
    c->arg = arg;
    list_init(&c->list, &(struct list_source){.arg = c, .cell = cell, .id = id}, &c->column, 1,
              c->n);
    c->list.marking = true;
    for (int i = columns_of(s, name, kind, c->n, usual, shown) - 1; i >= 0; i--)
        marks_append(&c->list.marks, kind[shown[i]].key);
    marks_settle(&c->list.marks);
    stage_push(s, &c->screen);
}
