#include "tui/screen/conflict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/stage.h"
#include "tui/screen/words.h"
#include "tui/widget/list.h"

struct differing {
    const struct field *of;
    char *mine, *theirs;
    bool take; /* theirs */
};

struct conflict {
    struct screen screen;
    struct sheet *sheet;
    Yc__Matter *now;
    void (*settled)(void *arg, Yc__Matter *now);
    void *arg;
    struct differing *row;
    int n;
    struct list_column column[3];
    struct list list;
};

/* --- What differs --- */

/* Returns how many of them both sides have changed. */
static int collect(struct conflict *c, const Yc__Matter *was)
{
    int both = 0;

    c->row = mem_alloc((size_t)(c->sheet->n + 1) * sizeof *c->row);
    for (int i = 0; i < c->sheet->n; i++) {
        const struct field *fd = c->sheet->of[i];
        if (!fd || *fd->computed) continue;
        const char *base = sheet_was(was, fd->key), *theirs = sheet_was(c->now, fd->key);
        char *mine = sheet_value(c->sheet, fd->key);
        if (strcmp(theirs, base) == 0 || strcmp(mine, theirs) == 0) {
            free(mine);
            continue;
        }
        bool only_they = strcmp(mine, base) == 0;
        both += !only_they;
        c->row[c->n++] = (struct differing){fd, mine, mem_strdup(theirs), only_they};
    }
    return both;
}

static void drop(struct conflict *c)
{
    for (int i = 0; i < c->n; i++) {
        free(c->row[i].mine);
        free(c->row[i].theirs);
    }
    free(c->row);
    if (c->now) yc__matter__free_unpacked(c->now, NULL);
}

static void settle(struct conflict *c)
{
    char number[12];
    int taken = 0;

    for (int i = 0; i < c->n; i++) {
        if (!c->row[i].take) continue;
        sheet_set(c->sheet, c->row[i].of->key, c->row[i].theirs);
        taken++;
    }
    form_refresh(c->sheet->form);
    snprintf(number, sizeof number, "%d", taken);
    c->settled(c->arg, c->now);
    c->now = NULL;
    seat_say(c->sheet->seat, BAR_WARN,
             words_fill(N_("changed elsewhere meanwhile; {1} fields taken from there: save again"),
                        number, NULL));
}

/* --- The screen --- */

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct differing *d = &((struct conflict *)arg)->row[row];

    if (column == 0) {
        buf_adds(out, d->of->label);
        return;
    }
    const char *value = column == 1 ? d->mine : d->theirs;
    buf_printf(out, "[%c]%s", d->take == (column == 2) ? 'x' : ' ', value);
}

static const char *id(void *arg, int row)
{
    return ((struct conflict *)arg)->row[row].of->key;
}

static void title(struct screen *s, struct buf *left)
{
    (void)s;
    buf_adds(left, _("Changed elsewhere meanwhile"));
}

static void draw(struct screen *s, struct rect body)
{
    struct conflict *c = (struct conflict *)s;
    int half = (body.cols - 3 - 20 - 2 * 2) / 2;

    c->column[0] = (struct list_column){_("Field"), 20, false};
    c->column[1] = (struct list_column){_("Mine"), half, false};
    c->column[2] = (struct list_column){_("Theirs"), 0, false};
    list_draw(&c->list, body);
}

static enum bar_kind status(struct screen *s, struct buf *out)
{
    (void)s;
    buf_adds(out, _("1 mine, 2 theirs, Space the other; F2 goes on with what is chosen"));
    return BAR_INFO;
}

static bool choose(struct conflict *c, struct key k)
{
    bool *take = &c->row[c->list.at].take;

    if (k.code != KEY_TEXT || !strchr("12 ", (int)k.ch) || !k.ch || k.ch > 0x7F) return false;
    *take = k.ch == ' ' ? !*take : k.ch == '2';
    return true;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct conflict *c = (struct conflict *)s;

    if (strcmp(action, "save") == 0) {
        stage_pop(s->seat);
        settle(c);
    } else if (strcmp(action, "back") == 0) {
        stage_pop(s->seat);
    } else if (*action) {
        return false;
    } else if (!choose(c, k)) {
        return list_key(&c->list, k) != DID_NOTHING;
    }
    return true;
}

static void shut(struct screen *s)
{
    struct conflict *c = (struct conflict *)s;

    list_free(&c->list);
    drop(c);
    free(c);
}

void conflict_meet(struct sheet *h, const Yc__Matter *was, Yc__Matter *now,
                   void (*settled)(void *arg, Yc__Matter *now), void *arg)
{
    static const char *const bar[] = {"save", "back", NULL};
    static const struct screen_kind kind = {.mode = "form",
                                            .bar = bar,
                                            .title = title,
                                            .draw = draw,
                                            .key = key,
                                            .status = status,
                                            .close = shut};
    struct conflict *c = mem_alloc(sizeof *c);
    struct list_source source = {.arg = c, .cell = cell, .id = id};

    c->screen.kind = &kind;
    c->sheet = h;
    c->now = now;
    c->settled = settled;
    c->arg = arg;
    if (!collect(c, was)) {
        settle(c);
        drop(c);
        free(c);
        return;
    }
    list_init(&c->list, &source, c->column, 3, c->n);
    stage_push(h->seat, &c->screen);
}
