#include "tui/screen/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/clock.h"
#include "domain/ledger.h"
#include "tui/screen/choose.h"
#include "tui/screen/keys.h"
#include "tui/screen/matter_text.h"
#include "tui/screen/words.h"
#include "tui/widget/list.h"

enum { MOST_LINES = 1200, COLUMNS = 6 };

struct ledger {
    struct screen screen;
    char *title;
    Yc__Reply *rows; /* columns of the query "ledger" */
    struct list list;
    struct list_column column[COLUMNS];
    char id[64];
};

/* --- Rows --- */

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct ledger *l = arg;
    size_t i = (size_t)row;
    const char *stood = door_reply_cell(l->rows, i, "suspension");

    switch (column) {
    case 0:
        buf_adds(out, door_reply_cell(l->rows, i, "day"));
        break;
    case 1:
        buf_adds(out, words_weekday(atoi(door_reply_cell(l->rows, i, "weekday"))));
        break;
    case 2:
        buf_adds(out, door_reply_cell(l->rows, i, "nth"));
        break;
    case 3:
        buf_adds(out, words_day_kind(door_reply_cell(l->rows, i, "kind")));
        break;
    case 4:
        buf_printf(out, "%s%s%s", door_reply_cell(l->rows, i, "name"), *stood ? " " : "", stood);
        if (*door_reply_cell(l->rows, i, "provisional")) buf_adds(out, _("*provisional"));
        break;
    default:
        if (!*door_reply_cell(l->rows, i, "clock")) break;
        matter_clock_name(NULL, NULL, door_reply_cell(l->rows, i, "clock"), out);
        buf_printf(out, "%s",
                   strcmp(door_reply_cell(l->rows, i, "which"), "limit") == 0 ? _(" by law") : "");
    }
}

static const char *id(void *arg, int row)
{
    struct ledger *l = arg;

    snprintf(l->id, sizeof l->id, "%s %s", door_reply_cell(l->rows, (size_t)row, "clock"),
             door_reply_cell(l->rows, (size_t)row, "day"));
    return l->id;
}

static enum attr look(void *arg, int row)
{
    const struct ledger *l = arg;

    return strcmp(door_reply_cell(l->rows, (size_t)row, "kind"), "late") == 0 ? ATTR_LATE
                                                                              : ATTR_PLAIN;
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    buf_printf(left, "%s  %s", _("Day ledger"), ((struct ledger *)s)->title);
}

static void draw(struct screen *s, struct rect body)
{
    list_draw(&((struct ledger *)s)->list, body);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    enum did did = list_key(&((struct ledger *)s)->list, keys_plain(action, k));

    if (did == DID_CANCEL) stage_pop(s->seat);
    if (did == DID_REFUSE) term_bell();
    return did != DID_NOTHING;
}

static void shut(struct screen *s)
{
    struct ledger *l = (struct ledger *)s;

    list_free(&l->list);
    door_reply_free(l->rows);
    free(l->title);
    free(l);
}

static void show(struct seat *s, const char *name, Yc__Reply *rows)
{
    static const struct screen_kind kind = {
        .mode = "ledger", .title = title, .draw = draw, .key = key, .close = shut};
    struct ledger *l = mem_alloc(sizeof *l);

    l->screen.kind = &kind;
    l->title = mem_strdup(name);
    l->rows = rows;
    l->column[0] = (struct list_column){_("Day"), 10, false};
    l->column[1] = (struct list_column){"", 4, false};
    l->column[2] = (struct list_column){_("No."), 4, true};
    l->column[3] = (struct list_column){_("Counts"), 24, false};
    l->column[4] = (struct list_column){_("Why"), 16, false};
    l->column[5] = (struct list_column){_("Clock"), 0, false};
    stage_push(s, &l->screen);
    list_init(&l->list, &(struct list_source){.arg = l, .cell = cell, .id = id, .look = look},
              l->column, COLUMNS, (int)rows->n_row);
    l->list.empty = _("no day is counted for this clock");
}

void ledger_open(struct seat *s, const char *number, const char *clock)
{
    Yc__Request *q = seat_request(s, "ledger", number);
    struct buf name = {0};

    if (clock) door_request_with(q, "clock", clock);
    Yc__Reply *r = seat_ask(s, q);
    if (!r) return;
    words_number(number, &name);
    show(s, buf_str(&name), r);
    buf_free(&name);
}

/* --- Which clock --- */

static void chosen(struct seat *s, void *arg, const char *value)
{
    const char *number = stage_number(s);

    (void)arg;
    if (number) ledger_open(s, number, value);
}

void ledger_choose(struct seat *s, const Yc__Matter *m)
{
    struct choosing c = {0};

    if (!m || !m->n_clocks) {
        seat_tell(s, BAR_WARN, _("no clock has run in this matter yet"));
        return;
    }
    if (m->n_clocks == 1) {
        ledger_open(s, m->number, m->clocks[0]->key);
        return;
    }
    for (size_t i = 0; i < m->n_clocks; i++) {
        struct buf b = {0};
        matter_clock_name(s, m, m->clocks[i]->key, &b);
        buf_printf(&b, "  %s", words_state(m->clocks[i]->state ? m->clocks[i]->state : ""));
        choosing_add(&c, NULL, m->clocks[i]->key, buf_str(&b), m->clocks[i]->key);
        buf_free(&b);
    }
    choose_open(s, _("Day ledger of which clock?"), &c, chosen, NULL);
}

/* --- Reckoned here --- */

void ledger_of_span(struct seat *s, const char *name, day_t start, struct span length)
{
    static const char *const columns[] = {"day", "weekday", "kind", "nth", "name", "provisional"};
    struct ledger_line *line = mem_alloc(MOST_LINES * sizeof *line);
    size_t n = ledger_write(catalog_calendar(s->catalog), INSTANT_NONE, start, seat_now(s), length,
                            NULL, 0, DAY_NONE, line, MOST_LINES);
    Yc__Reply *r = door_reply_new(NULL);

    door_reply_columns(r, columns, 6);
    for (size_t i = 0; i < n && i < MOST_LINES; i++) {
        char day[DAY_TEXT], weekday[8], nth[16] = "";
        snprintf(weekday, sizeof weekday, "%d", day_weekday(line[i].day));
        if (line[i].nth) snprintf(nth, sizeof nth, "%d", line[i].nth);
        const char *cells[] = {
            day_text(line[i].day, day),       weekday,
            ledger_kind_name(line[i].kind),   nth,
            line[i].name ? line[i].name : "", line[i].provisional ? "provisional" : ""};
        door_reply_row(r, cells, 6);
    }
    free(line);
    show(s, name, r);
}
