#include "cli/explained.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json_request.h"
#include "cli/lang.h"
#include "cli/list.h"
#include "cli/say.h"
#include "cli/words.h"

/* --- A day --- */

/* msgids; {1} running number, {2} festival, or special procedure and its paper, {3} time of day,
 * {4} cut-off */
static const struct reason {
    const char *kind, *text, *named;
} reasons[] = {
    {"event", N_("it happened at {3}; the clock starts later"),
     N_("it happened at {3}, {2}; the clock starts later")},
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

/* Of "2026-11-24T09:14:05"; to the minute for what happened, else to the second. */
static const char *time_of(const Yc__Reply *r, size_t i, char out[9])
{
    const char *moment = door_reply_cell(r, i, "moment");
    bool event = strcmp(door_reply_cell(r, i, "kind"), "event") == 0;

    snprintf(out, 9, "%.*s", event ? 5 : 8, strlen(moment) > 11 ? moment + 11 : "");
    return out;
}

static char *reason_text(const Yc__Reply *r, size_t i)
{
    const char *kind = door_reply_cell(r, i, "kind"), *name = door_reply_cell(r, i, "name"),
               *paper = door_reply_cell(r, i, "paper"), *cutoff = door_reply_cell(r, i, "cutoff");
    char time[9], *stood = mem_printf("%s%s%s", door_reply_cell(r, i, "suspension"),
                                      *paper ? " " : "", paper);
    const char *args[] = {door_reply_cell(r, i, "nth"),
                          strcmp(kind, "suspended") == 0 ? stood : name, time_of(r, i, time),
                          cutoff};
    char *text = NULL;

    if (*cutoff) text = fault_text(_("it happened at {3}, after the cut-off at {4}"), args, 4);
    for (size_t k = 0; !text && k < sizeof reasons / sizeof *reasons; k++)
        if (strcmp(reasons[k].kind, kind) == 0)
            text = fault_text(_(*args[1] && reasons[k].named ? reasons[k].named : reasons[k].text),
                              args, 4);
    free(stood);
    return text ? text : mem_strdup(kind);
}

static void add_minutes(struct buf *why, const char *minutes)
{
    if (!*minutes) return;
    char *text = fault_text(_("{1} min"), &minutes, 1);
    buf_printf(why, ", %s", text);
    free(text);
}

static void add_day(struct table *t, const Yc__Reply *r, size_t i)
{
    bool event = strcmp(door_reply_cell(r, i, "kind"), "event") == 0;
    char time[9];
    struct buf why = {0};

    char *text = reason_text(r, i);
    buf_adds(&why, text);
    if (!event && *time_of(r, i, time)) buf_printf(&why, " %s", time);
    add_minutes(&why, door_reply_cell(r, i, "minutes"));
    if (*door_reply_cell(r, i, "provisional")) buf_printf(&why, " %s", _("*provisional"));
    const char *cells[] = {door_reply_cell(r, i, "day"),
                           word(WORD_WEEKDAY, door_reply_cell(r, i, "weekday")), buf_str(&why)};
    table_row(t, cells);
    free(text);
    buf_free(&why);
}

/* Each notice once, under the days it speaks of. */
static void note_notice(struct table *t, const char *notice)
{
    for (size_t i = 0; i < t->nnotes; i++)
        if (strcmp(t->note[i], notice) == 0) return;
    if (*notice) table_note(t, notice);
}

/* --- An account --- */

static const char *get(const struct explained *e, const char *column)
{
    return door_reply_cell(e->clocks, e->at, column);
}

static void say_line(const char *template, const char *value)
{
    if (*value) say(template, value, NULL);
}

static const char *due_word(const struct explained *e)
{
    const char *which = get(e, "which");

    if (strcmp(which, "earliest") == 0) return N_("not before {1}{2}");
    return strcmp(which, "latest") == 0 ? N_("{1} at the latest{2}") : N_("due {1}{2}");
}

static void say_head(const struct explained *e)
{
    const char *end = get(e, "end"), *step = get(e, "step_name"), *timer = get(e, "timer");
    const char *mark = *get(e, "provisional") ? _("*provisional") : "";

    if (e->at) say_text("\n");
    say(strcmp(get(e, "which"), "limit") == 0 ? _("Clock {1}, statutory limit") : _("Clock {1}"),
        *step ? step : word(WORD_CLOCK_NAME, get(e, "clock")), NULL);
    if (*timer)
        say(_("{1} {2}: {3} {4}"), timer, get(e, "timer_name"), get(e, "law"), get(e, "article"),
            NULL);
    say_line("{1}", get(e, "sentence"));
    if (*get(e, "due")) say(_(due_word(e)), *end ? end : get(e, "due"), mark, NULL);
    say_line("{1}", word(WORD_CLOCK, get(e, "state")));
    say_line(_("result: {1}"), word(WORD_CLOCK, get(e, "result")));
    if (*get(e, "law_day"))
        say(_("told in writing: {1}; by the calendar alone it would be {2}"), get(e, "told"),
            get(e, "law_day"), NULL);
}

/* --- Going through them --- */

static void close_account(struct explained *e)
{
    if (e->open) {
        list_print(&e->t);
        table_free(&e->t);
        e->open = false;
    }
    e->at++;
}

static bool is_of(const struct explained *e, const Yc__Reply *r, size_t i)
{
    return strcmp(get(e, "clock"), door_reply_cell(r, i, "clock")) == 0 &&
           strcmp(get(e, "which"), door_reply_cell(r, i, "which")) == 0;
}

/* Some accounts have no days. */
static void pass_accounts(struct explained *e, const Yc__Reply *r, size_t i)
{
    while (e->at < e->clocks->n_row && !(r && is_of(e, r, i))) {
        if (!e->open && !e->json) say_head(e);
        close_account(e);
    }
}

static void begin_days(struct explained *e)
{
    const struct table_column columns[] = {
        {"day", _("Day"), false}, {"weekday", "", false}, {"why", "", false}};

    if (e->open) return;
    say_head(e);
    table_begin(&e->t, "ledger", "", columns, 3);
    e->open = true;
}

static void add_json(struct explained *e, json_t *rows, size_t i)
{
    json_t *account = json_array_get(json_object_get(e->json, "clocks"), e->at);

    json_array_append(json_object_get(account, "days"), json_array_get(rows, i));
}

bool explained_days(void *explained, const Yc__Reply *r)
{
    struct explained *e = explained;
    json_t *page = e->json ? json_reply(r, "ledger", NULL) : NULL;

    for (size_t i = 0; i < r->n_row; i++) {
        pass_accounts(e, r, i);
        if (e->at == e->clocks->n_row) break;
        if (page) {
            add_json(e, json_object_get(page, "rows"), i);
            continue;
        }
        begin_days(e);
        add_day(&e->t, r, i);
        note_notice(&e->t, door_reply_cell(r, i, "notice"));
    }
    if (page) json_decref(page);
    return true;
}

void explained_begin(struct explained *e, const Yc__Reply *clocks, bool json)
{
    *e = (struct explained){.clocks = clocks};
    if (!json) return;
    json_t *all = json_reply(clocks, "clocks", NULL), *rows = json_object_get(all, "rows"), *row;
    size_t i;
    json_array_foreach(rows, i, row) json_object_set_new(row, "days", json_array());
    e->json = json_pack("{sO}", "clocks", rows);
    json_decref(all);
}

json_t *explained_end(struct explained *e)
{
    pass_accounts(e, NULL, 0);
    if (!e->json && !e->clocks->n_row) say(_("No clock of this matter counts days."), NULL);
    return e->json;
}
