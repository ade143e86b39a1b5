/* The supervision cards issued in the days of a report. */
#include "report/sections.h"

#include <libintl.h>
#include <string.h>

static const struct level {
    const char *key, *name; /* name: msgid */
} levels[] = {{"notice", N_("warning")}, {"yellow", N_("yellow card")}, {"red", N_("red card")}};

static const char *level_name(const char *key)
{
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(levels[i].key, key) == 0) return gettext(levels[i].name);
    return key;
}

/* A cancelled card stays in the list and says why; the figures leave it out. */
static const char *state(struct table *t, const Yc__Reply *r, size_t i)
{
    if (strcmp(door_reply_cell(r, i, "state"), "cancelled") != 0) return "";
    return arena_printf(&t->arena, "%s: %s", gettext("cancelled, not counted"),
                        door_reply_cell(r, i, "why"));
}

static void add_card(struct table *t, const Yc__Reply *r, size_t i)
{
    const char *cells[] = {door_reply_cell(r, i, "at"),
                           level_name(door_reply_cell(r, i, "level")),
                           door_reply_cell(r, i, "rule"),
                           door_reply_cell(r, i, "number"),
                           door_reply_cell(r, i, "dept"),
                           door_reply_cell(r, i, "post"),
                           door_reply_cell(r, i, "owner"),
                           door_reply_cell(r, i, "text"),
                           state(t, r, i)};

    table_row(t, cells);
}

/* Day by day, so that no more are asked for at once than a day brings. */
static enum rc add_day(struct door *d, const struct report_request *q, struct table *t,
                       struct fault *f)
{
    Yc__Reply *r = NULL;
    enum rc rc = section_ask(d, q, "cards", NULL, &r, f);

    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < r->n_row; i++)
        add_card(t, r, i);
    if (r->n_row >= SECTION_ROWS)
        table_note(t, gettext("There are more cards of this day than are listed here."));
    door_reply_free(r);
    return RC_OK;
}

enum rc section_cards(struct door *d, const struct report_request *q, struct table *t,
                      struct fault *f)
{
    const struct table_column columns[] = {
        {"at", gettext("Due"), false},          {"level", gettext("Card"), false},
        {"rule", gettext("Rule"), false},       {"number", gettext("Number"), false},
        {"dept", gettext("Department"), false}, {"post", gettext("Post"), false},
        {"owner", gettext("Person"), false},    {"text", gettext("Facts"), false},
        {"state", gettext("State"), false}};
    enum rc rc = RC_OK;

    table_begin(t, "cards", gettext("Supervision cards"), columns,
                sizeof columns / sizeof *columns);
    for (day_t day = q->from; rc == RC_OK && day <= q->to; day++) {
        struct report_request one = *q;
        one.from = one.to = day;
        rc = add_day(d, &one, t, f);
    }
    return rc;
}
