#include "tui/screen/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/words.h"

enum {
    NUMBER_COLS = 22,
    STEP_COLS = 8,
    LEFT_COLS = 7,
    ITEM_COLS = 18,
    APPLICANT_COLS = 10,
    MOST_ROWS = 200
};

const char *rows_get(const struct rows *r, int row, const char *column)
{
    for (int i = 0; i < r->npage; i++) {
        if ((size_t)row < r->page[i]->n_row)
            return door_reply_cell(r->page[i], (size_t)row, column);
        row -= (int)r->page[i]->n_row;
    }
    return "";
}

enum attr rows_look(const char *lamp)
{
    if (strcmp(lamp, "red") == 0) return ATTR_LATE;
    return strcmp(lamp, "yellow") == 0 ? ATTR_WARN : ATTR_PLAIN;
}

/* --- The list's source --- */

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct rows *r = arg;
    const char *lamp = rows_get(r, row, "lamp"), *step = rows_get(r, row, "step_name");

    switch (column) {
    case 0:
        buf_adds(out, words_lamp(lamp));
        break;
    case 1:
        words_number(rows_get(r, row, "number"), out);
        break;
    case 2:
        buf_adds(out, rows_get(r, row, "item_name"));
        break;
    case 3:
        buf_adds(out, rows_get(r, row, "applicant"));
        break;
    case 4:
        buf_adds(out, *step ? step : words_phase(rows_get(r, row, "phase")));
        break;
    default:
        words_left(lamp, atoi(rows_get(r, row, "left")), rows_get(r, row, "due_at"),
                   seat_now(r->seat), out);
        if (*rows_get(r, row, "provisional")) buf_add(out, words_provisional(), 1); /* '*' */
    }
}

static const char *id(void *arg, int row)
{
    struct rows *r = arg;

    snprintf(r->id, sizeof r->id, "%s %s", rows_get(r, row, "number"), rows_get(r, row, "run"));
    return r->id;
}

static enum attr look(void *arg, int row)
{
    return rows_look(rows_get(arg, row, "lamp"));
}

static bool add_page(struct rows *r, const char *from, int limit)
{
    Yc__Request *q = r->request(r->arg);

    q->has_limit = true;
    q->limit = (uint32_t)limit;
    if (from) door_request_set(&q->page, from);
    Yc__Reply *reply = seat_ask(r->seat, q);
    if (!reply) return false;
    r->page = mem_resize(r->page, (size_t)(r->npage + 1) * sizeof(Yc__Reply *));
    r->page[r->npage++] = reply;
    r->n += (int)reply->n_row;
    return true;
}

static int more(void *arg)
{
    struct rows *r = arg;
    const Yc__Reply *last = r->npage ? r->page[r->npage - 1] : NULL;

    if (last && last->page && *last->page) add_page(r, last->page, ROWS_PAGE);
    return r->n;
}

/* --- Opening and fetching --- */

void rows_open(struct rows *r, struct seat *s, Yc__Request *(*request)(void *arg), void *arg,
               const char *empty)
{
    *r = (struct rows){.seat = s, .request = request, .arg = arg};
    r->column[0] = (struct list_column){_("Lp"), 2, false};
    r->column[1] = (struct list_column){_("Number"), NUMBER_COLS, false};
    r->column[2] = (struct list_column){_("Item"), ITEM_COLS, false};
    r->column[3] = (struct list_column){_("Applicant"), APPLICANT_COLS, false};
    r->column[4] = (struct list_column){_("Step"), STEP_COLS, false};
    r->column[5] = (struct list_column){_("Left"), LEFT_COLS, false};
    list_init(&r->list,
              &(struct list_source){.arg = r, .cell = cell, .id = id, .look = look, .more = more},
              r->column, ROWS_COLUMNS, 0);
    r->list.empty = empty;
}

static void drop(Yc__Reply **page, int n)
{
    for (int i = 0; i < n; i++)
        door_reply_free(page[i]);
    free(page);
}

void rows_clear(struct rows *r)
{
    drop(r->page, r->npage);
    r->page = NULL;
    r->npage = r->n = 0;
    list_refresh(&r->list, 0);
}

void rows_close(struct rows *r)
{
    drop(r->page, r->npage);
    list_free(&r->list);
}

bool rows_fetch(struct rows *r)
{
    Yc__Reply **old = r->page;
    int nold = r->npage, want = r->n > ROWS_PAGE ? r->n : ROWS_PAGE;

    r->page = NULL;
    r->npage = r->n = 0;
    if (!add_page(r, NULL, want < MOST_ROWS ? want : MOST_ROWS)) {
        r->page = old;
        r->npage = nold;
        for (int i = 0; i < nold; i++)
            r->n += (int)old[i]->n_row;
        return false;
    }
    drop(old, nold);
    list_refresh(&r->list, r->n);
    return true;
}

/* --- Drawing --- */

/* Columns more than 80 go to item and applicant; fewer are taken from the item. */
void rows_draw(struct rows *r, struct rect at)
{
    int spare = at.cols - 80;

    r->column[2].width = ITEM_COLS + (spare > 0 ? spare * 2 / 3 : spare);
    if (r->column[2].width < 8) r->column[2].width = 8;
    r->column[3].width = APPLICANT_COLS + (spare > 0 ? spare / 3 : 0);
    list_draw(&r->list, at);
}

const char *rows_number(const struct rows *r)
{
    return r->n ? rows_get(r, r->list.at, "number") : NULL;
}

void rows_status(const struct rows *r, int total, struct buf *out)
{
    char from[12], to[12], all[12];
    int last = r->list.top + r->list.page < r->n ? r->list.top + r->list.page : r->n;

    if (!r->n) return;
    snprintf(from, sizeof from, "%d", r->list.top + 1);
    snprintf(to, sizeof to, "%d", last);
    snprintf(all, sizeof all, "%d", total < r->n ? r->n : total);
    char *s = words_fill(N_("rows {1}-{2} of {3}"), from, to, all, NULL);
    buf_adds(out, s);
    free(s);
    if (*rows_get(r, r->list.at, "provisional")) buf_printf(out, "  %s", words_provisional());
}
