/* What a new calendar changed: due days, limits, results and cards, matter by matter. */
#include "report/sections.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

/* "2026-10-12 -> 2026-10-14"; both the same: once. */
static const char *change(struct table *t, const Yc__Reply *r, size_t i, const char *was,
                          const char *now)
{
    const char *a = door_reply_cell(r, i, was), *b = door_reply_cell(r, i, now);

    return strcmp(a, b) == 0 ? b : arena_printf(&t->arena, "%s -> %s", a, b);
}

static const char *result_word(const char *key)
{
    static const struct {
        const char *key, *name; /* name: msgid */
    } words[] = {{"on_time", N_("on time")},
                 {"late", N_("late")},
                 {"over_limit", N_("over the statutory limit")}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, key) == 0) return gettext(words[i].name);
    return key;
}

static const char *result(struct table *t, const Yc__Reply *r, size_t i)
{
    const char *a = result_word(door_reply_cell(r, i, "was_result")),
               *b = result_word(door_reply_cell(r, i, "result"));

    return strcmp(a, b) == 0 ? b : arena_printf(&t->arena, "%s -> %s", a, b);
}

static bool is(const Yc__Reply *r, size_t i, const char *column)
{
    return strcmp(door_reply_cell(r, i, column), "true") == 0;
}

static const char *remark(const Yc__Reply *r, size_t i)
{
    if (is(r, i, "kept")) return gettext("the day told in writing stands");
    if (is(r, i, "provisional")) return gettext("provisional");
    return is(r, i, "was_provisional") ? gettext("no longer provisional") : "";
}

static void add_rows(void *arg, const Yc__Reply *r)
{
    struct table *t = arg;

    for (size_t i = 0; i < r->n_row; i++) {
        const char *cells[] = {
            door_reply_cell(r, i, "calendar"),     door_reply_cell(r, i, "number"),
            door_reply_cell(r, i, "dept"),         door_reply_cell(r, i, "item_name"),
            door_reply_cell(r, i, "clock_name"),   change(t, r, i, "was", "now"),
            change(t, r, i, "was_limit", "limit"), result(t, r, i),
            change(t, r, i, "was_used", "used"),   remark(r, i),
            door_reply_cell(r, i, "cards")};
        table_row(t, cells);
    }
}

enum rc section_calendar(struct door *d, const struct report_request *q, struct table *t,
                         struct fault *f)
{
    const struct table_column columns[] = {
        {"calendar", gettext("Calendar"), true}, {"number", gettext("Number"), false},
        {"dept", gettext("Department"), false},  {"item", gettext("Item"), false},
        {"clock", gettext("Clock"), false},      {"due", gettext("Due"), false},
        {"limit", gettext("Statutory"), false},  {"result", gettext("Result"), false},
        {"used", gettext("Days used"), false},   {"remark", gettext("Remark"), false},
        {"cards", gettext("Cards"), false}};

    table_begin(t, "calendar", gettext("Judged again by a new calendar"), columns,
                sizeof columns / sizeof *columns);
    return section_pages(d, q, "rejudged", add_rows, t, f);
}
