/* The measures of domain.md D.5, by department and by item, with a line for all. */
#include "report/sections.h"

#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/money.h"
#include "report/percent.h"

/* The columns of the query "measures" that are used here. */
enum measure {
    M_REGISTERED,
    M_ACCEPTED,
    M_FINISHED,
    M_GRANTED,
    M_OPEN,
    M_ON_TIME,
    M_EARLY,
    M_INSTANT,
    M_LATE,
    M_OPEN_LATE,
    M_USED,
    M_STATUTORY,
    M_JUDGED,
    M_PRINTED,
    M_DELIVERED,
    M_VERIFIED,
    M_NOTICES,
    M_YELLOWS,
    M_REDS,
    M_FEN,
    M_SPAN,
    EVENTS, /* so far what happened; the rest is what the items promise */
    M_PROMISED = EVENTS,
    M_LAWFUL,
    MEASURES
};
static const char *const names[MEASURES] = {
    "registered", "accepted", "finished",  "granted",   "open",    "on_time",
    "early",      "instant",  "late",      "open_late", "used",    "statutory",
    "judged",     "printed",  "delivered", "verified",  "notices", "yellows",
    "reds",       "fen",      "span_days", "promised",  "lawful"};

typedef const char *cell_of(const int64_t *v, char out[RATIO_TEXT]);
struct figure {
    const char *key, *label; /* label: msgid */
    enum measure measure;    /* when it is a plain count */
    cell_of *cell;           /* else */
};

_Static_assert((int)MONEY_TEXT <= (int)RATIO_TEXT, "a cell holds an amount too");
static const char *money(const int64_t *v, char out[RATIO_TEXT])
{
    return money_text(v[M_FEN], out);
}

/* 按时办结率 = decided no later than the commitment / finished */
static const char *on_time(const int64_t *v, char out[RATIO_TEXT])
{
    return percent_text(v[M_ON_TIME], v[M_FINISHED], out);
}

static const char *early(const int64_t *v, char out[RATIO_TEXT])
{
    return percent_text(v[M_EARLY], v[M_FINISHED], out);
}

static const char *instant(const int64_t *v, char out[RATIO_TEXT])
{
    return percent_text(v[M_INSTANT], v[M_FINISHED], out);
}

/* 超时率 = finished late or open past due / (finished + open past due) */
static const char *late(const int64_t *v, char out[RATIO_TEXT])
{
    return percent_text(v[M_LATE] + v[M_OPEN_LATE], v[M_FINISHED] + v[M_OPEN_LATE], out);
}

/* 实际提速率 = 1 - used / statutory working days of what was finished */
static const char *speed(const int64_t *v, char out[RATIO_TEXT])
{
    return percent_text(v[M_STATUTORY] - v[M_USED], v[M_STATUTORY], out);
}

static const char *mean_used(const int64_t *v, char out[RATIO_TEXT])
{
    return mean_text(v[M_USED], v[M_JUDGED], out);
}

/* 平均全程: natural days from registration to the end */
static const char *mean_span(const int64_t *v, char out[RATIO_TEXT])
{
    return mean_text(v[M_SPAN], v[M_FINISHED], out);
}

/* 承诺压缩率 = 1 - sum of commitments / sum of statutory limits, over the items */
static const char *shorter(const int64_t *v, char out[RATIO_TEXT])
{
    return percent_text(v[M_LAWFUL] - v[M_PROMISED], v[M_LAWFUL], out);
}

static const struct figure counts[] = {
    {"registered", N_("Registered"), M_REGISTERED, NULL},
    {"accepted", N_("Accepted"), M_ACCEPTED, NULL},
    {"finished", N_("Finished"), M_FINISHED, NULL},
    {"granted", N_("Granted"), M_GRANTED, NULL},
    {"open", N_("Open"), M_OPEN, NULL},
    {"printed", N_("Printed"), M_PRINTED, NULL},
    {"delivered", N_("Delivered"), M_DELIVERED, NULL},
    {"verified", N_("Verified"), M_VERIFIED, NULL},
    {"fees", N_("Fees, yuan"), MEASURES, money},
};

static const struct figure rates[] = {
    {"on_time", N_("On time %"), MEASURES, on_time},
    {"early", N_("Early %"), MEASURES, early},
    {"instant", N_("Same day %"), MEASURES, instant},
    {"late", N_("Late %"), MEASURES, late},
    {"speed", N_("Faster by %"), MEASURES, speed},
    {"mean_used", N_("Mean days"), MEASURES, mean_used},
    {"mean_span", N_("Mean span"), MEASURES, mean_span},
    {"shorter", N_("Promised less %"), MEASURES, shorter},
    {"notices", N_("Warnings"), M_NOTICES, NULL},
    {"yellows", N_("Yellow"), M_YELLOWS, NULL},
    {"reds", N_("Red"), M_REDS, NULL},
};
enum { COUNTS = sizeof counts / sizeof *counts, RATES = sizeof rates / sizeof *rates };
_Static_assert((int)RATES >= (int)COUNTS, "a row has room for either");

/* Figures of one kind of table: counts or rates. */
struct kind {
    const struct figure *figure;
    size_t n;
};
static const struct kind count_kind = {counts, COUNTS}, rate_kind = {rates, RATES};

static void begin(struct table *t, const char *key, const char *title, const char *group,
                  const struct kind *kind)
{
    struct table_column column[RATES + 2] = {{"key", gettext("Code"), false},
                                             {"name", group, false}};

    for (size_t i = 0; i < kind->n; i++)
        column[i + 2] =
            (struct table_column){kind->figure[i].key, gettext(kind->figure[i].label), true};
    table_begin(t, key, title, column, kind->n + 2);
}

static void add_row(struct table *t, const char *key, const char *name, const struct kind *kind,
                    const int64_t *v)
{
    char text[RATES][RATIO_TEXT];
    const char *cells[RATES + 2] = {key, name};

    for (size_t i = 0; i < kind->n; i++) {
        const struct figure *g = &kind->figure[i];
        if (!g->cell) snprintf(text[i], RATIO_TEXT, "%" PRId64, v[g->measure]);
        cells[i + 2] = g->cell ? g->cell(v, text[i]) : text[i];
    }
    table_row(t, cells);
}

static bool anything(const int64_t *v)
{
    for (int i = 0; i < EVENTS; i++)
        if (v[i]) return true;
    return false;
}

static void fill(struct table *t, const Yc__Reply *r, const struct kind *kind)
{
    int64_t all[MEASURES] = {0};

    for (size_t row = 0; row < r->n_row; row++) {
        int64_t v[MEASURES];
        for (int i = 0; i < MEASURES; i++) {
            v[i] = strtoll(door_reply_cell(r, row, names[i]), NULL, 10);
            all[i] += v[i];
        }
        if (anything(v))
            add_row(t, door_reply_cell(r, row, "key"), door_reply_cell(r, row, "name"), kind, v);
    }
    add_row(t, "", gettext("All"), kind, all);
}

static enum rc section(struct door *d, const struct report_request *q, const char *by,
                       const char *key, const char *title, const struct kind *kind, struct table *t,
                       struct fault *f)
{
    Yc__Reply *r = NULL;
    enum rc rc = section_ask(d, q, "measures", by, &r, f);

    if (rc != RC_OK) return rc;
    begin(t, key, title, strcmp(by, "item") == 0 ? gettext("Item") : gettext("Department"), kind);
    fill(t, r, kind);
    door_reply_free(r);
    return RC_OK;
}

enum rc section_counts_dept(struct door *d, const struct report_request *q, struct table *t,
                            struct fault *f)
{
    return section(d, q, "dept", "counts_dept", gettext("Figures by department"), &count_kind, t,
                   f);
}

enum rc section_counts_item(struct door *d, const struct report_request *q, struct table *t,
                            struct fault *f)
{
    return section(d, q, "item", "counts_item", gettext("Figures by item"), &count_kind, t, f);
}

enum rc section_rates_dept(struct door *d, const struct report_request *q, struct table *t,
                           struct fault *f)
{
    return section(d, q, "dept", "rates_dept", gettext("Rates and cards by department"), &rate_kind,
                   t, f);
}

enum rc section_rates_item(struct door *d, const struct report_request *q, struct table *t,
                           struct fault *f)
{
    return section(d, q, "item", "rates_item", gettext("Rates and cards by item"), &rate_kind, t,
                   f);
}
