/* explain: why a limit ends on the day it ends (逐日账), and whose time it was (责任划分). */
#include <stdlib.h>
#include <string.h>

#include "cli/connect.h"
#include "cli/json_request.h"
#include "cli/lang.h"
#include "cli/list.h"
#include "cli/say.h"
#include "cli/words.h"
#include "report/percent.h"

/* msgids; {1} running number, {2} festival or kind of suspension */
static const struct reason {
    const char *kind, *text, *named;
} reasons[] = {
    {"event", N_("it happened; the clock starts later"), NULL},
    {"before", N_("the clock has not started"), N_("the clock has not started: {2}")},
    {"start", N_("the clock starts; this day is not counted"), NULL},
    {"counted", N_("day {1}"), NULL},
    {"makeup", N_("day {1}, a working day in exchange"),
     N_("day {1}, a working day in exchange ({2})")},
    {"weekend", N_("weekend"), NULL},
    {"holiday", N_("holiday"), N_("holiday: {2}")},
    {"suspended", N_("suspended"), N_("suspended: {2}")},
    {"natural", N_("day {1}"), NULL},
    {"rolled", N_("not a working day: the end moves on"), NULL},
    {"late", N_("late, working day {1}"), NULL},
};

static char *reason_text(const Yc__Reply *r, size_t i)
{
    const char *kind = door_reply_cell(r, i, "kind"), *name = door_reply_cell(r, i, "name");
    const char *stopped = door_reply_cell(r, i, "suspension");
    const char *args[] = {door_reply_cell(r, i, "nth"), *stopped ? stopped : name};

    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        if (strcmp(reasons[k].kind, kind) == 0)
            return fault_text(_(*args[1] && reasons[k].named ? reasons[k].named : reasons[k].text),
                              args, 2);
    return fault_text(kind, args, 2);
}

struct ledger {
    struct table t;
    char clock[80], which[16];
    bool open, any;
};

static void end_clock(struct ledger *l)
{
    if (!l->open) return;
    if (l->any) say_text("\n");
    list_print(&l->t);
    table_free(&l->t);
    l->open = false;
    l->any = true;
}

static void begin_clock(struct ledger *l, const char *clock, const char *which)
{
    const struct table_column columns[] = {
        {"day", _("Day"), false}, {"weekday", "", false}, {"why", "", false}};
    const char *args[] = {clock};

    end_clock(l);
    snprintf(l->clock, sizeof l->clock, "%s", clock);
    snprintf(l->which, sizeof l->which, "%s", which);
    char *title = fault_text(
        strcmp(which, "limit") == 0 ? _("Clock {1}, statutory limit") : _("Clock {1}"), args, 1);
    table_begin(&l->t, "ledger", title, columns, 3);
    free(title);
    l->open = true;
}

static void add_line(struct ledger *l, const Yc__Reply *r, size_t i)
{
    const char *clock = door_reply_cell(r, i, "clock"), *which = door_reply_cell(r, i, "which");
    struct buf why = {0};

    if (!l->open || strcmp(l->clock, clock) != 0 || strcmp(l->which, which) != 0)
        begin_clock(l, clock, which);
    char *text = reason_text(r, i);
    /* ※: leans on days whose holidays are not yet published */
    buf_printf(&why, "%s%s", text, *door_reply_cell(r, i, "provisional") ? " ※" : "");
    const char *cells[] = {door_reply_cell(r, i, "day"),
                           word(WORD_WEEKDAY, door_reply_cell(r, i, "weekday")), buf_str(&why)};
    table_row(&l->t, cells);
    free(text);
    buf_free(&why);
}

static void print(const Yc__Reply *r)
{
    struct ledger l = {.open = false};

    for (size_t i = 0; i < r->n_row; i++)
        add_line(&l, r, i);
    end_clock(&l);
    if (!l.any) say(_("No clock of this matter counts days."), NULL);
}

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

static void print_json(const Yc__Reply *ledger, const Yc__Reply *split)
{
    json_t *all = json_reply(ledger, "", NULL), *part = split ? json_reply(split, "", NULL) : NULL;

    json_object_del(all, "ok");
    if (part) json_object_del(part, "ok");
    if (part) json_object_set_new(all, "split", part);
    char *text = json_dumps(all, JSON_INDENT(1));
    say_text(text);
    say_text("\n");
    free(text);
    json_decref(all);
}

static enum status run(struct cli *c, struct args *a)
{
    const char *clock = args_option(a, "--clock");
    enum status status = STATUS_UNAVAILABLE;
    Yc__Reply *split = NULL;

    if (!args_words(a, 1, 1)) return cli_usage(&command_explain);
    struct door *d = connect_door(c);
    if (!d) return status;
    Yc__Reply *r =
        connect_ask(d, connect_request(c, "ledger", a->v[0], "clock", clock, NULL), &status);
    if (r && !clock) split = connect_ask(d, connect_request(c, "split", a->v[0], NULL), &status);
    if (r && (split || clock)) {
        if (c->json) {
            print_json(r, split);
        } else {
            print(r);
            if (split) print_split(split);
        }
    }
    if (r) door_reply_free(r);
    if (split) door_reply_free(split);
    door_close(d);
    return status;
}

const struct command command_explain = {
    "explain", "NUMBER [--clock CLOCK]",
    N_("the day-by-day account of a matter's clocks, and whose time it was"), run};
