/* explain: why a limit ends on the day it ends (逐日账), of a matter's clocks or of a timer of the
 * law, and whose time it was (责任划分). */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "cli/connect.h"
#include "cli/explain_timer.h"
#include "cli/explained.h"
#include "cli/lang.h"
#include "cli/json_request.h"
#include "cli/list.h"
#include "cli/say.h"
#include "report/percent.h"

/* --- Whose time it was --- */

static const char *part_name(const char *key)
{
    static const char *const names[][2] = {{"suspended", N_("Special procedure")},
                                           {"department", N_("Department")},
                                           {"desk", N_("Window")},
                                           {"outside", N_("Outside")},
                                           {"applicant", N_("Applicant")}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], key) == 0) return _(names[i][1]);
    return key;
}

static void add_time(struct table *t, const Yc__Reply *r, size_t i, int64_t whole)
{
    const char *kind = door_reply_cell(r, i, "kind");
    int64_t seconds = strtoll(door_reply_cell(r, i, "seconds"), NULL, 10);
    char time[DURATION_TEXT], share[RATIO_TEXT];
    char *name = strcmp(kind, "sum") == 0 ? mem_strdup(_("In all"))
                 : strcmp(kind, "part") == 0
                     ? mem_printf("= %s", part_name(door_reply_cell(r, i, "key")))
                     : mem_printf("  %s", door_reply_cell(r, i, "name"));
    const char *cells[] = {name, duration_text(seconds, time), percent_text(seconds, whole, share)};

    table_row(t, cells);
    free(name);
}

/* One span: its sum, the parts that add up to it, and what each department and post had open. */
static void print_span(const Yc__Reply *r, const char *span, const char *title)
{
    const struct table_column columns[] = {
        {"who", "", false}, {"time", _("Time"), true}, {"share", "%", true}};
    int64_t whole = 0;
    struct table t;

    table_begin(&t, span, title, columns, 3);
    for (size_t i = 0; i < r->n_row; i++) {
        if (strcmp(door_reply_cell(r, i, "span"), span) != 0) continue;
        if (strcmp(door_reply_cell(r, i, "kind"), "sum") == 0)
            whole = strtoll(door_reply_cell(r, i, "seconds"), NULL, 10);
        add_time(&t, r, i, whole);
    }
    if (t.nrows) {
        say_text("\n");
        list_print(&t);
    }
    table_free(&t);
}

static void print_split(const Yc__Reply *r)
{
    const char *days = door_reply_get(r, "legal_days");

    print_span(r, "whole", _("Whole time, registration to verification"));
    print_span(r, "legal", _("Legal time, acceptance to decision"));
    if (*days) say(_("counted by law: {1} working days"), days, NULL);
}

/* all: what JSON has so far, NULL for text. */
static enum status add_split(const struct cli *c, struct door *d, const char *number, json_t *all)
{
    enum status status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "split", number, NULL), &status);

    if (!r) return status;
    if (all) {
        json_t *split = json_reply(r, "split", NULL);
        json_object_del(split, "ok");
        json_object_set_new(all, "split", split);
    } else {
        print_split(r);
    }
    door_reply_free(r);
    return status;
}

/* --- The clocks of a matter --- */

static enum status explain(const struct cli *c, struct door *d, const char *number,
                           const char *clock)
{
    enum status status;
    Yc__Reply *clocks = connect_ask(d,
                                    connect_request(c, "clocks", number, "clock", clock, "language",
                                                    lang_english() ? "en" : "", NULL),
                                    &status);
    struct explained e;

    if (!clocks) return status;
    explained_begin(&e, clocks, c->json);
    status = connect_pages(d, connect_request(c, "ledger", number, "clock", clock, NULL),
                           explained_days, &e);
    json_t *all = explained_end(&e);
    if (status == STATUS_DONE && !clock) status = add_split(c, d, number, all);
    if (all) list_print_value(all);
    door_reply_free(clocks);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    const char *clock = args_option(a, "--clock");
    bool extended = args_flag(a, "--extended");
    instant_t event;

    if (!args_words(a, 1, 2)) return cli_usage(&command_explain);
    if (a->n == 2 && instant_parse(a->v[1], &event))
        return explain_timer(c, a->v[0], a->v[1], extended);
    if (extended || (clock && a->n == 2)) return cli_usage(&command_explain);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    enum status status = explain(c, d, a->v[0], a->n == 2 ? a->v[1] : clock);
    door_close(d);
    return status;
}

const struct command command_explain = {
    "explain", "NUMBER [CLOCK] [--json] | TIMER INSTANT [--extended] [--json]",
    N_("the day-by-day account of a matter's clocks, or of a timer of the law"), run};
