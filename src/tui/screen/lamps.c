#include "tui/screen/lamps.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/keys.h"
#include "tui/screen/matter.h"
#include "tui/screen/rows.h"
#include "tui/screen/table_screen.h"
#include "tui/screen/words.h"

/* --- The matters behind a lamp --- */

struct drill {
    struct screen screen;
    char *dept, *name;
    const char *lamp; /* "" all */
    struct rows rows;
};

static Yc__Request *request(void *arg)
{
    const struct drill *d = arg;
    Yc__Request *q = seat_request(d->screen.seat, "lamp_list", NULL);

    door_request_with(q, "dept", d->dept);
    if (*d->lamp) door_request_with(q, "lamp", d->lamp);
    return q;
}

static void refresh(struct screen *s)
{
    rows_fetch(&((struct drill *)s)->rows);
}

static void title(struct screen *s, struct buf *left)
{
    const struct drill *d = (struct drill *)s;

    buf_printf(left, "%s  %s  %s", _("Lamps"), d->name,
               *d->lamp ? words_lamp(d->lamp) : _("all lamps"));
}

static void draw(struct screen *s, struct rect body)
{
    rows_draw(&((struct drill *)s)->rows, body);
}

static enum bar_kind status(struct screen *s, struct buf *out)
{
    rows_status(&((struct drill *)s)->rows, -1, out);
    return BAR_INFO;
}

static const char *number(struct screen *s)
{
    return rows_number(&((struct drill *)s)->rows);
}

static bool by_lamp(struct drill *d, const char *action)
{
    static const char *const lamps[][2] = {
        {"green", "green"}, {"yellow", "yellow"}, {"red", "red"}, {"blue", "blue"}, {"all", ""}};

    for (size_t i = 0; i < sizeof lamps / sizeof *lamps; i++) {
        if (strcmp(lamps[i][0], action) != 0) continue;
        d->lamp = lamps[i][1];
        rows_clear(&d->rows);
        refresh(&d->screen);
        return true;
    }
    return false;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct drill *d = (struct drill *)s;

    if (!d->rows.list.typing && by_lamp(d, action)) return true;
    enum did did = rows_key(&d->rows, k, action);
    if (did == DID_TAKE) matter_open(s->seat, rows_number(&d->rows));
    if (did == DID_CANCEL) stage_pop(s->seat);
    if (did == DID_REFUSE) term_bell();
    return did != DID_NOTHING;
}

static void shut(struct screen *s)
{
    struct drill *d = (struct drill *)s;

    rows_close(&d->rows);
    free(d->dept);
    free(d->name);
    free(d);
}

static void drill_open(struct seat *s, const Yc__Reply *r, size_t row)
{
    static const struct rows_kind rows = {.name = "lamp_list",
                                          .empty = N_("no matter has that lamp"),
                                          .sieved = true,
                                          .request = request};
    static const struct screen_kind kind = {.mode = "lamp_list",
                                            .title = title,
                                            .draw = draw,
                                            .key = key,
                                            .status = status,
                                            .refresh = refresh,
                                            .number = number,
                                            .close = shut};
    struct drill *d = mem_alloc(sizeof *d);

    d->screen.kind = &kind;
    d->dept = mem_strdup(door_reply_cell(r, row, "dept"));
    d->name = mem_strdup(door_reply_cell(r, row, "name"));
    d->lamp = "";
    stage_push(s, &d->screen);
    rows_open(&d->rows, s, &rows, d);
    refresh(&d->screen);
}

/* --- Cards --- */

static void show_minute(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    (void)r;
    (void)row;
    if (strlen(value) > 16) buf_add(out, value + 11, 5);
}

static void show_number(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    (void)r;
    (void)row;
    words_number(value, out);
}

/* A cancelled card is no card any more: that is what is said of it. */
static void show_level(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    const char *state = door_reply_cell(r, row, "state");

    buf_adds(out, words_state(strcmp(state, "cancelled") == 0 ? state : value));
}

static void open_number(struct seat *s, const Yc__Reply *r, size_t row)
{
    char *n = mem_strdup(door_reply_cell(r, row, "number"));

    matter_open(s, n);
    free(n);
}

static void cards_open(struct seat *s)
{
    static const struct table_column columns[] = {
        {N_("At"), "at", 5, false, show_minute}, {N_("Card"), "level", 11, false, show_level},
        {N_("Rule"), "rule", 5, false, NULL},    {N_("Number"), "number", 22, false, show_number},
        {N_("Post"), "post", 14, false, NULL},   {N_("Person"), "owner", 0, false, NULL}};
    static const struct table_kind kind = {.mode = "list",
                                           .query = "cards",
                                           .title = N_("Cards of today"),
                                           .empty = N_("no cards today"),
                                           .column = columns,
                                           .ncolumn = 6,
                                           .id = {"number", "rule"},
                                           .number = "number",
                                           .look = "level",
                                           .open = open_number};

    table_open(s, &kind);
}

/* --- The board --- */

static bool board_action(struct seat *s, const char *action)
{
    if (strcmp(action, "cards") != 0) return false;
    cards_open(s);
    return true;
}

/* A nought is quiet. */
static void show_count(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    (void)r;
    (void)row;
    buf_adds(out, strcmp(value, "0") == 0 ? "." : value);
}

void lamps_open(struct seat *s)
{
    static const struct table_column columns[] = {
        {N_("Department"), "name", 26, false, NULL},  {N_("GN"), "green", 4, true, show_count},
        {N_("YL"), "yellow", 4, true, show_count},    {N_("RD"), "red", 4, true, show_count},
        {N_("HD"), "blue", 4, true, show_count},      {N_("--"), "white", 4, true, show_count},
        {N_("Warn"), "notices", 5, true, show_count}, {N_("Yel.c"), "yellows", 5, true, show_count},
        {N_("Red c"), "reds", 5, true, show_count}};
    static const struct table_kind kind = {.mode = "lamps",
                                           .query = "lamps",
                                           .title = N_("Lamp board"),
                                           .empty = N_("no departments"),
                                           .column = columns,
                                           .ncolumn = 9,
                                           .id = {"dept", NULL},
                                           .open = drill_open,
                                           .action = board_action};

    table_open(s, &kind);
}
