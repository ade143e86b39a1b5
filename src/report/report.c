#include "report/report.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "report/sections.h"

enum { SECTIONS_MOST = 9 };

static const struct report {
    const char *name, *title;
    section_fill *section[SECTIONS_MOST + 1]; /* ended by NULL */
} reports[] = {
    {"day",
     N_("Report on handling"),
     {section_counts_dept, section_rates_dept, section_counts_item, section_rates_item,
      section_split, section_loop, section_orphans, section_cards, section_seal}},
    {"figures",
     N_("Figures"),
     {section_counts_dept, section_rates_dept, section_counts_item, section_rates_item}},
    {"split", N_("Whose time it was"), {section_split}},
    {"loop", N_("The closed loop"), {section_loop, section_orphans}},
    {"cards", N_("Supervision cards"), {section_cards}},
    {"calendar", N_("Judged again by a new calendar"), {section_calendar}},
};

const char report_names[] = "day figures split loop cards calendar";

bool report_format_parse(const char *s, enum report_format *out)
{
    static const char *const names[] = {
        [REPORT_TEXT] = "text", [REPORT_CSV] = "csv", [REPORT_JSON] = "json"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(s, names[i]) != 0) continue;
        *out = (enum report_format)i;
        return true;
    }
    return false;
}

static const char *in_words(const char *msgid)
{
    return gettext(msgid);
}

static void name_days(const struct report_request *q, Yc__Request *request)
{
    char from[DAY_TEXT], to[DAY_TEXT];

    door_request_with(request, "from", day_text(q->from, from));
    door_request_with(request, "to", day_text(q->to, to));
}

/* Sends and frees the request. */
static enum rc ask(struct door *d, const struct report_request *q, Yc__Request *request,
                   Yc__Reply **out, struct fault *f)
{
    if (q->as) door_request_set(&request->as, q->as);
    request->has_limit = 1;
    request->limit = SECTION_ROWS;
    enum rc rc = door_call(d, request, out, f);
    door_request_free(request);
    if (rc != RC_OK || (*out)->ok) return rc;
    char *said = door_reply_text(*out, in_words);
    fault_set(f, RC_REFUSED, "office", N_("the office answers: {1}"), said, NULL);
    free(said);
    door_reply_free(*out);
    *out = NULL;
    return RC_REFUSED;
}

enum rc section_ask(struct door *d, const struct report_request *q, const char *name,
                    const char *by, Yc__Reply **out, struct fault *f)
{
    Yc__Request *request = door_request_new(name);

    name_days(q, request);
    if (by) door_request_with(request, "by", by);
    return ask(d, q, request, out, f);
}

enum rc section_pages(struct door *d, const struct report_request *q, const char *name,
                      section_see *see, void *arg, struct fault *f)
{
    char *page = NULL;
    enum rc rc;

    do {
        Yc__Request *request = door_request_new(name);
        Yc__Reply *r = NULL;
        if (!q->any_day) name_days(q, request);
        if (page) door_request_set(&request->page, page);
        free(page);
        page = NULL;
        rc = ask(d, q, request, &r, f);
        if (rc != RC_OK) break;
        see(arg, r);
        if (r->page && *r->page) page = mem_strdup(r->page);
        door_reply_free(r);
    } while (page);
    return rc;
}

static const struct report *find(const char *name)
{
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        if (strcmp(reports[i].name, name) == 0) return &reports[i];
    return NULL;
}

/* "by" leaves out the sections that count by the other. */
static bool wanted(const struct report_request *q, section_fill *s)
{
    bool by_item = s == section_counts_item || s == section_rates_item;
    bool by_dept = s == section_counts_dept || s == section_rates_dept;

    if (!q->by) return true;
    return strcmp(q->by, "item") == 0 ? !by_dept : !by_item;
}

static enum rc ask_hall(struct door *d, const struct report_request *q, Yc__Reply **hall,
                        struct fault *f)
{
    return section_ask(d, q, "hall", NULL, hall, f);
}

struct writing {
    const struct report_request *q;
    struct buf *out;
    json_t *sections;
    size_t n; /* sections put */
};

static void begin_text(const struct report *r, const struct report_request *q, const char *hall,
                       struct buf *out)
{
    char from[DAY_TEXT], to[DAY_TEXT];

    day_text(q->from, from);
    day_text(q->to, to);
    buf_printf(out, "%s %s  %s%s%s\n", hall, gettext(r->title), from,
               q->from == q->to ? "" : " .. ", q->from == q->to ? "" : to);
}

static void put_section(struct writing *w, const struct table *t)
{
    switch (w->q->format) {
    case REPORT_TEXT:
        buf_addc(w->out, '\n');
        table_text(t, w->out);
        break;
    case REPORT_CSV: /* tables of different shape in one file: each under its title, a blank line
                        between */
        if (w->n) buf_adds(w->out, "\r\n");
        table_csv_field(w->out, t->title);
        buf_adds(w->out, "\r\n");
        table_csv(t, w->out);
        break;
    case REPORT_JSON:
        json_array_append_new(w->sections, table_json(t));
        break;
    }
    w->n++;
}

static enum rc put_sections(struct writing *w, struct door *d, const struct report *r,
                            struct fault *f)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; rc == RC_OK && r->section[i]; i++) {
        struct table t = {0};
        if (!wanted(w->q, r->section[i])) continue;
        rc = r->section[i](d, w->q, &t, f);
        if (rc == RC_OK) put_section(w, &t);
        table_free(&t);
    }
    return rc;
}

static void end_json(struct writing *w, const struct report *r, const char *hall)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    json_t *all = json_pack("{ss ss ss ss sO}", "report", r->name, "hall", hall, "from",
                            day_text(w->q->from, from), "to", day_text(w->q->to, to), "sections",
                            w->sections);
    char *text = json_dumps(all, JSON_INDENT(1));

    buf_printf(w->out, "%s\n", text);
    free(text);
    json_decref(all);
}

enum rc report_write(struct door *d, const struct report_request *q, struct buf *out,
                     struct fault *f)
{
    const struct report *r = find(q->name);
    struct writing w = {.q = q, .out = out};
    Yc__Reply *hall = NULL;

    if (!r)
        return fault_set(f, RC_REFUSED, "report", N_("there is no report '{1}'; there are: {2}"),
                         q->name, report_names, NULL);
    enum rc rc = ask_hall(d, q, &hall, f);
    if (rc != RC_OK) return rc;
    w.sections = json_array();
    if (q->format == REPORT_TEXT) begin_text(r, q, door_reply_get(hall, "name"), out);
    if (q->format == REPORT_CSV && q->bom) buf_adds(out, "\xEF\xBB\xBF");
    rc = put_sections(&w, d, r, f);
    if (rc == RC_OK && q->format == REPORT_JSON) end_json(&w, r, door_reply_get(hall, "name"));
    json_decref(w.sections);
    door_reply_free(hall);
    return rc;
}
