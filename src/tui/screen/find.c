#include "tui/screen/find.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/keys.h"
#include "tui/screen/matter.h"
#include "tui/screen/rows.h"
#include "tui/screen/words.h"
#include "tui/widget/edit.h"

enum { WORDS_COLS = 40, MOST_LABEL = 50, LEAST_WORDS = 20 };

struct find {
    struct screen screen;
    struct edit words;
    struct rows rows;
    char *asked; /* what the rows answer to, NULL nothing */
};

static Yc__Request *request(void *arg)
{
    struct find *f = arg;
    Yc__Request *q = seat_request(f->screen.seat, "find", NULL);

    door_request_with(q, "words", f->asked);
    return q;
}

static void look(struct find *f)
{
    free(f->asked);
    f->asked = mem_strdup(edit_text(&f->words));
    rows_clear(&f->rows);
    if (!rows_fetch(&f->rows)) return;
    if (f->rows.n == 0) seat_tell(f->screen.seat, BAR_WARN, _("nothing is found by that"));
    if (f->rows.n == 1) matter_open(f->screen.seat, rows_number(&f->rows));
}

static void refresh(struct screen *s)
{
    struct find *f = (struct find *)s;

    if (f->asked) rows_fetch(&f->rows);
}

static void draw(struct screen *s, struct rect body)
{
    struct find *f = (struct find *)s;
    int room = body.cols > MOST_LABEL + LEAST_WORDS ? MOST_LABEL : body.cols - LEAST_WORDS, caret;
    int col = 1 + term_put(body.row, 1, room, ATTR_LABEL,
                           _("Number, name, initials, ID number or phone: "));

    term_put(body.row, col, 1, ATTR_PLAIN, "[");
    int width = body.cols - col - 2 < WORDS_COLS ? body.cols - col - 2 : WORDS_COLS;
    term_put(body.row, col + 1 + width, 1, ATTR_PLAIN, "]");
    if (f->asked) rows_draw(&f->rows, (struct rect){body.row + 2, 0, body.rows - 2, body.cols});
    caret = edit_draw(&f->words, body.row, col + 1, width, ATTR_FIELD);
    bool at_rows = f->asked && f->rows.n && strcmp(f->asked, edit_text(&f->words)) == 0;
    if (!at_rows) term_cursor(body.row, caret);
}

static enum bar_kind status(struct screen *s, struct buf *out)
{
    rows_status(&((struct find *)s)->rows, -1, out);
    return BAR_INFO;
}

static const char *number(struct screen *s)
{
    return rows_number(&((struct find *)s)->rows);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct find *f = (struct find *)s;
    bool asked = f->asked && strcmp(f->asked, edit_text(&f->words)) == 0;

    if (strcmp(action, "back") == 0) return false;
    if (strcmp(action, "open") == 0) {
        if (!asked)
            look(f);
        else if (f->rows.n)
            matter_open(s->seat, rows_number(&f->rows));
        return true;
    }
    if (*action && keys_plain(action, k).code == KEY_NONE) return false;
    enum did did =
        *action ? list_key(&f->rows.list, keys_plain(action, k)) : edit_key(&f->words, k);
    if (did == DID_REFUSE) term_bell();
    return did != DID_NOTHING;
}

static void shut(struct screen *s)
{
    struct find *f = (struct find *)s;

    rows_close(&f->rows);
    edit_free(&f->words);
    free(f->asked);
    free(f);
}

static void title(struct screen *s, struct buf *left)
{
    (void)s;
    buf_adds(left, _("Find a matter"));
}

void find_open(struct seat *s)
{
    static const struct rows_kind rows = {
        .name = "find", .empty = N_("nothing is found by that"), .request = request};
    static const struct screen_kind kind = {.mode = "find",
                                            .title = title,
                                            .draw = draw,
                                            .key = key,
                                            .status = status,
                                            .refresh = refresh,
                                            .number = number,
                                            .close = shut};
    struct find *f = mem_alloc(sizeof *f);

    if (s->top && s->top->kind == &kind) { /* once is enough */
        free(f);
        return;
    }
    f->screen.kind = &kind;
    edit_init(&f->words, 60, 0, 0);
    stage_push(s, &f->screen);
    rows_open(&f->rows, s, &rows, f);
}
