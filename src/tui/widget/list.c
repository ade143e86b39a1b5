#include "tui/widget/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/widget/list_priv.h"

enum { USUAL_PAGE = 19, LOOK_AROUND = 200 };

void list_init(struct list *l, const struct list_source *s, const struct list_column *column,
               int ncolumn, int n)
{
    *l = (struct list){.source = *s,
                       .column = column,
                       .ncolumn = ncolumn,
                       .n = n,
                       .page = USUAL_PAGE,
                       .sorted = -1};
    edit_init(&l->typed, 0, 0, 0);
    list_select(l, 0);
}

void list_free(struct list *l)
{
    list_unmark_all(l);
    edit_free(&l->typed);
    free(l->id);
    l->id = NULL;
}

const char *list_id(const struct list *l)
{
    return l->id;
}

/* The view moves by as little as shows the selection, so that the terminal can scroll by lines. */
static void scroll(struct list *l)
{
    if (l->top > l->n - l->page) l->top = l->n - l->page;
    if (l->top > l->at) l->top = l->at;
    if (l->top < l->at - l->page + 1) l->top = l->at - l->page + 1;
    if (l->top < 0) l->top = 0;
}

void list_view(struct list *l, int rows)
{
    l->page = rows > 1 ? rows : 1;
    scroll(l);
}

void list_select(struct list *l, int row)
{
    if (row >= l->n) row = l->n - 1;
    if (row < 0) row = 0;
    l->at = row;
    scroll(l); /* not only when drawn: keys typed ahead must find the same rows */
    free(l->id);
    l->id = l->n ? mem_strdup(l->source.id(l->source.arg, row)) : NULL;
}

/* The row with the selected id, not far from where it was; -1: gone. */
static int look_around(const struct list *l)
{
    for (int d = 0; l->id && d <= LOOK_AROUND; d++)
        for (int side = 0; side < 2; side++) {
            int row = side ? l->at - d : l->at + d;
            if (row >= 0 && row < l->n && strcmp(l->source.id(l->source.arg, row), l->id) == 0)
                return row;
        }
    return -1;
}

void list_refresh(struct list *l, int n)
{
    int above = l->at - l->top, row;

    l->n = n;
    row = look_around(l);
    if (row < 0) {
        list_select(l, l->at);
        return;
    }
    l->at = row;
    l->top = row - above; /* the eye is on that screen row: keep it there */
    scroll(l);
}

/* --- Marks --- */

bool list_marked(const struct list *l, const char *id)
{
    return marks_have(&l->marks, id);
}

void list_unmark_all(struct list *l)
{
    marks_clear(&l->marks);
}

enum did list_mark_all(struct list *l)
{
    int had = l->marks.n;

    if (!l->marking || !l->n) return DID_REFUSE;
    for (int row = 0; row < l->n; row++)
        marks_append(&l->marks, l->source.id(l->source.arg, row));
    marks_settle(&l->marks);
    if (l->marks.n == had) list_unmark_all(l);
    return DID_USE;
}

/* --- Filter and order --- */

const char *list_filter(const struct list *l)
{
    return edit_text(&l->typed);
}

enum did list_filter_begin(struct list *l)
{
    if (!l->source.filter) return DID_REFUSE;
    l->typing = true;
    return DID_USE;
}

static void narrow(struct list *l)
{
    l->n = l->source.filter(l->source.arg, list_filter(l));
    l->top = 0;
    list_select(l, 0);
}

static enum did unfilter(struct list *l)
{
    l->typing = false;
    if (!l->typed.text.len) return DID_USE;
    edit_set(&l->typed, "");
    list_refresh(l, l->source.filter(l->source.arg, ""));
    return DID_USE;
}

enum did list_sort_next(struct list *l)
{
    if (!l->source.sort) return DID_REFUSE;
    for (int c = l->sorted + 1; c <= l->ncolumn; c++) {
        int column = c < l->ncolumn ? c : -1, n = l->source.sort(l->source.arg, column);
        if (n < 0) continue;
        l->sorted = column;
        l->n = n;
        list_select(l, 0);
        return DID_USE;
    }
    return DID_REFUSE;
}

/* --- Keys --- */

static enum did move_to(struct list *l, int row)
{
    int was = l->at;

    if (row >= l->n && l->source.more) l->n = l->source.more(l->source.arg);
    list_select(l, row);
    return l->at == was ? DID_REFUSE : DID_USE;
}

static enum did move_page(struct list *l, int by)
{
    l->top += by;
    return move_to(l, l->at + by);
}

static enum did space(struct list *l)
{
    if (!l->marking) return DID_NOTHING;
    if (!l->n) return DID_REFUSE;
    marks_toggle(&l->marks, l->id);
    move_to(l, l->at + 1);
    return DID_USE;
}

static enum did text(struct list *l, struct key k)
{
    if (k.ch == '*' && l->marking) return list_mark_all(l);
    return k.ch == ' ' ? space(l) : DID_NOTHING;
}

/* A key while the filter is typed; DID_NOTHING: a move, or somebody else's. */
static enum did typing_key(struct list *l, struct key k)
{
    enum did did;

    if (k.code == KEY_ESC) return unfilter(l);
    if (k.code == KEY_ENTER || (k.code == KEY_BACKSPACE && !l->typed.text.len)) {
        l->typing = false;
        return DID_USE;
    }
    if (k.code == KEY_HOME || k.code == KEY_END) return DID_NOTHING;
    did = edit_key(&l->typed, k);
    if (did == DID_USE && k.code != KEY_LEFT && k.code != KEY_RIGHT) narrow(l);
    return did;
}

enum did list_key(struct list *l, struct key k)
{
    if (l->typing) {
        enum did did = typing_key(l, k);
        if (did != DID_NOTHING) return did;
    }
    switch (k.code) {
    case KEY_UP:
        return move_to(l, l->at - 1);
    case KEY_DOWN:
        return move_to(l, l->at + 1);
    case KEY_PAGEUP:
        return move_page(l, -l->page);
    case KEY_PAGEDOWN:
        return move_page(l, l->page);
    case KEY_HOME:
        return move_to(l, 0);
    case KEY_END: /* the last known row; once there, a further page */
        return move_to(l, l->at == l->n - 1 ? l->n : l->n - 1);
    case KEY_ENTER:
        return l->n ? DID_TAKE : DID_REFUSE;
    case KEY_ESC:
        return l->typed.text.len ? unfilter(l) : DID_CANCEL;
    case KEY_STAR:
        return l->marking ? list_mark_all(l) : DID_NOTHING;
    case KEY_TEXT:
        return text(l, k);
    default:
        return DID_NOTHING;
    }
}
