/* The calendar in force, and what it has changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/clocks.h"
#include "office/query.h"
#include "office/tables.h"
#include "store/scan.h"

/* --- How far it reaches --- */

enum { SOON = 31 };

/* The yearly notice comes in autumn: from December on, next year's must be there. */
static bool runs_out(const struct asking *a)
{
    day_t end = calendar_end(a->calendar);
    struct civil today = day_civil(a->today);

    return end - a->today < SOON || (today.month == 12 && day_civil(end).year <= today.year);
}

static enum rc calendar(struct asking *a, struct fault *f)
{
    char text[24];

    (void)f;
    snprintf(text, sizeof text, "%u", a->edition->calendar);
    door_reply_with(a->reply, "calendar", text);
    door_reply_with(a->reply, "calendar_end", day_text(calendar_end(a->calendar), text));
    snprintf(text, sizeof text, "%u", office_judged(a->o));
    door_reply_with(a->reply, "calendar_judged", text);
    door_reply_with(a->reply, "calendar_runs_out", runs_out(a) ? "true" : "false");
    return RC_OK;
}

/* --- The list of what changed --- */

struct listing {
    struct asking *a;
    day_t from, to; /* of the judging; DAY_NONE: any */
    const char *dept;
    unsigned limit;
    struct judged_key last;
};

static const char *const columns[] = {"calendar",
                                      "at",
                                      "number",
                                      "dept",
                                      "item",
                                      "item_name",
                                      "clock",
                                      "clock_name",
                                      "was",
                                      "now",
                                      "was_limit",
                                      "limit",
                                      "was_result",
                                      "result",
                                      "was_used",
                                      "used",
                                      "was_provisional",
                                      "provisional",
                                      "kept",
                                      "cards"};
enum { COLUMNS_N = sizeof columns / sizeof *columns };

static const char *day_or_none(struct asking *a, day_t d)
{
    char text[DAY_TEXT];

    return arena_strdup(a->arena, day_text(d, text));
}

static const char *used_text(struct asking *a, bool has, int days)
{
    return has ? arena_printf(a->arena, "%d", days) : "";
}

static const char *yes(bool is)
{
    return is ? "true" : "";
}

static const char *name_of(const struct item *it, const Yc__Matter *m, const char *clock)
{
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strcmp(m->clocks[i]->key, clock) == 0) return clocks_name(it, m, m->clocks[i]);
    return clock;
}

static void add_row(struct asking *a, const Yc__Matter *m, const Yc__Rejudgement *r)
{
    const struct item *it = asking_item(a, m);
    char at[INSTANT_TEXT];
    const char *cells[COLUMNS_N] = {arena_printf(a->arena, "%u", r->calendar),
                                    instant_text(r->at, at),
                                    m->number,
                                    TEXT(m->dept),
                                    TEXT(m->item),
                                    it ? it->name : "",
                                    r->clock,
                                    name_of(it, m, r->clock),
                                    day_or_none(a, r->was_day),
                                    day_or_none(a, r->day),
                                    day_or_none(a, r->was_limit),
                                    day_or_none(a, r->limit),
                                    TEXT(r->was_result),
                                    TEXT(r->result),
                                    used_text(a, r->has_was_used, r->was_used),
                                    used_text(a, r->has_used, r->used),
                                    yes(r->was_provisional),
                                    yes(r->provisional),
                                    yes(r->kept),
                                    TEXT(r->cards)};

    door_reply_row(a->reply, cells, COLUMNS_N);
}

static bool wanted(const struct listing *l, const Yc__Matter *m, const Yc__Rejudgement *r)
{
    day_t day = day_of_instant(r->at);

    return (l->from == DAY_NONE || day >= l->from) && (l->to == DAY_NONE || day <= l->to) &&
           (!*l->dept || strcmp(l->dept, TEXT(m->dept)) == 0);
}

static bool list_entry(void *arg, const struct store_row *row)
{
    struct listing *l = arg;
    struct arena scratch = {0};
    const Yc__Matter *m = record_unpack(&scratch, &yc__matter__descriptor, row->rec, row->nrec);
    struct judged_key k = judged_read(row->ikey);
    bool full = l->a->reply->n_row >= l->limit;

    if (full)
        door_request_set(&l->a->reply->page,
                         arena_printf(l->a->arena, "%u %llu %u", l->last.calendar,
                                      (unsigned long long)l->last.id, l->last.entry));
    else if (m && k.entry < m->n_rejudgements && wanted(l, m, m->rejudgements[k.entry]))
        add_row(l->a, m, m->rejudgements[k.entry]);
    arena_free(&scratch);
    l->last = k;
    return !full;
}

static enum rc date_param(const struct asking *a, const char *key, day_t *out, struct fault *f)
{
    const char *text = asking_param(a, key);

    *out = DAY_NONE;
    if (!*text || day_parse(text, out)) return RC_OK;
    return fault_set(f, RC_REFUSED, "date", N_("'{1}' is not a date"), text, NULL);
}

/* Of one calendar, the one in force unless 'calendar' names another; with 'from' or 'to', what was
 * judged on those days by any. */
static void range_of(const struct listing *l, struct buf *prefix, struct buf *from)
{
    const char *named = asking_param(l->a, "calendar");
    bool any = !*named && (l->from != DAY_NONE || l->to != DAY_NONE);
    unsigned calendar, entry;
    unsigned long long id;

    if (!any)
        buf_add_u32(prefix, *named ? (uint32_t)strtoul(named, NULL, 10) : l->a->edition->calendar);
    if (sscanf(TEXT(l->a->q->page), "%u %llu %u", &calendar, &id, &entry) != 3) return;
    buf_add_u32(from, calendar);
    buf_add_u64(from, id);
    buf_add_u32(from, entry);
}

static enum rc rejudged(struct asking *a, struct fault *f)
{
    struct listing l = {
        .a = a, .dept = asking_param(a, "dept"), .limit = asking_limit(a, 200, 400)};
    struct buf prefix = {0}, from = {0};
    enum rc rc = date_param(a, "from", &l.from, f);

    if (rc == RC_OK) rc = date_param(a, "to", &l.to, f);
    if (rc != RC_OK) return rc;
    door_reply_columns(a->reply, columns, COLUMNS_N);
    range_of(&l, &prefix, &from);
    rc = store_scan(a->txn, T_MATTER, IX_JUDGED,
                    &(struct store_range){.from = from.data,
                                          .nfrom = from.len,
                                          .after = from.len > 0,
                                          .prefix = prefix.data,
                                          .nprefix = prefix.len},
                    list_entry, &l, f);
    buf_free(&prefix);
    buf_free(&from);
    return rc;
}

const struct query queries_calendar[] = {
    {"calendar", N_("the calendar in force and how far it reaches"), calendar},
    {"rejudged", N_("what a new calendar changed"), rejudged},
    {.name = NULL},
};
