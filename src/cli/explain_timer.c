#include "cli/explain_timer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "catalog/timers.h"
#include "cli/explained.h"
#include "cli/lang.h"
#include "cli/list.h"
#include "cli/say.h"
#include "domain/due.h"
#include "domain/ledger.h"

static const struct timer *find(void *catalog, const char *id)
{
    return catalog_timer(catalog, id);
}

static struct catalog *read_catalog(const struct cli *c)
{
    struct catalog_files files = {0};
    struct catalog *catalog = NULL;
    struct fault f = {0};

    if (!c->source)
        complain(_("yichuang: the timers of the law, data/clocks, are not beside the program"),
                 NULL);
    else if (catalog_files_read(c->source, &files, &f) != RC_OK)
        complain_fault(&f);
    else if (catalog_build(&files, NULL, NULL, &catalog) != RC_OK)
        complain(_("yichuang: the definitions have faults: see 'yichuang lint'"), NULL);
    catalog_files_free(&files);
    return catalog;
}

/* --- What is asked --- */

struct asked {
    const struct calendar *calendar;
    const struct timer *timer;
    instant_t event;
    bool extended;
    struct due due;
};

static bool upper_days(const struct asked *q)
{
    enum unit u = q->timer->length.unit;

    return q->timer->bound == BOUND_UPPER && u != UNIT_NONE &&
           (q->timer->rolls || (u != UNIT_CD && u != UNIT_MO));
}

static struct span length_of(const struct asked *q)
{
    struct span len = q->timer->length;

    if (q->extended) len.n += q->timer->extension.n;
    return len;
}

/* For limits that are counted forward and moved; bounds are told by their days alone. */
static void add_sentence(const struct asked *q, struct buf *out)
{
    char text[1024];

    if (upper_days(q))
        buf_adds(out, ledger_sentence(q->calendar, timer_start_day(q->calendar, q->timer, q->event),
                                      q->event, length_of(q), NULL, 0,
                                      lang_english() ? LEDGER_ENGLISH : LEDGER_CHINESE, text,
                                      sizeof text));
}

/* As the query "clocks" says it. */
static Yc__Reply *clock_of(const struct asked *q, const char *which, const char *end)
{
    static const char *const columns[] = {"clock",   "which",  "timer", "timer_name",  "law",
                                          "article", "length", "due",   "provisional", "sentence"};
    const struct timer *t = q->timer;
    Yc__Reply *r = door_reply_new(NULL);
    struct buf sentence = {0};
    char length[SPAN_TEXT];

    r->ok = true;
    add_sentence(q, &sentence);
    const char *cells[] = {t->id,
                           which,
                           t->id,
                           t->name,
                           t->law,
                           t->article,
                           span_text(length_of(q), length),
                           end,
                           q->due.provisional ? "provisional" : "",
                           buf_str(&sentence)};
    door_reply_columns(r, columns, sizeof columns / sizeof *columns);
    door_reply_row(r, cells, sizeof cells / sizeof *cells);
    buf_free(&sentence);
    return r;
}

/* --- Its days, from the lines of due_ledger (domain/due.h) --- */

static void add_day(const struct asked *q, const char *which, Yc__Reply *r, char *line)
{
    enum { KEY = 1, DAY, KIND, NTH, NAME, MINUTES, CELLS };
    const char *cell[CELLS] = {0};
    char weekday[12], cutoff[8] = "", moment[INSTANT_TEXT] = "";
    day_t day = DAY_NONE;

    for (size_t i = 0; i < CELLS && line; i++)
        cell[i] = strsep(&line, "\t");
    if (!cell[MINUTES] || !day_parse(cell[DAY], &day)) return;
    snprintf(weekday, sizeof weekday, "%d", day_weekday(day));
    if (strcmp(cell[KIND], "event") == 0) {
        int minute = calendar_hours(q->calendar, day).cutoff;
        instant_text(q->event, moment);
        if (calendar_workday(q->calendar, day))
            snprintf(cutoff, sizeof cutoff, "%02d:%02d", minute / 60 % 24, minute % 60);
    }
    const char *cells[] = {q->timer->id,
                           which,
                           cell[DAY],
                           weekday,
                           cell[KIND],
                           strcmp(cell[NTH], "0") == 0 ? "" : cell[NTH],
                           cell[NAME],
                           calendar_notice(q->calendar, day),
                           strcmp(cell[MINUTES], "0") == 0 ? "" : cell[MINUTES],
                           moment,
                           cutoff,
                           calendar_provisional(q->calendar, day) ? "provisional" : ""};
    door_reply_row(r, cells, sizeof cells / sizeof *cells);
}

static Yc__Reply *days_of(const struct asked *q, const char *which, const char *ledger)
{
    static const char *const columns[] = {"clock",   "which",  "day",    "weekday",
                                          "kind",    "nth",    "name",   "notice",
                                          "minutes", "moment", "cutoff", "provisional"};
    char *text = mem_strdup(ledger), *rest = text, *line;
    Yc__Reply *r = door_reply_new(NULL);

    r->ok = true;
    door_reply_columns(r, columns, sizeof columns / sizeof *columns);
    while ((line = strsep(&rest, "\n")))
        add_day(q, which, r, line);
    free(text);
    return r;
}

static void show(const struct cli *c, const struct asked *q, const char *answer, const char *ledger)
{
    size_t key = strcspn(answer, "="); /* due, earliest, latest */
    char *which = mem_strndup(answer, key),
         *end = mem_strndup(answer + key + 1, strcspn(answer + key + 1, ";"));
    Yc__Reply *clocks = clock_of(q, which, end), *days = days_of(q, which, ledger);
    struct explained e;

    explained_begin(&e, clocks, c->json);
    explained_days(&e, days);
    json_t *all = explained_end(&e);
    if (all) list_print_value(all);
    door_reply_free(clocks);
    door_reply_free(days);
    free(which);
    free(end);
}

enum status explain_timer(const struct cli *c, const char *id, const char *event, bool extended)
{
    struct catalog *catalog = read_catalog(c);
    enum status status = STATUS_DONE;
    struct asked q = {.extended = extended};

    if (!catalog) return STATUS_UNAVAILABLE;
    q.calendar = catalog_calendar(catalog);
    q.timer = catalog_timer(catalog, id);
    struct due_law law = {q.calendar, find, catalog};
    struct due_desk *desk = due_open(&law);
    char *inputs = mem_printf("id=%s;event=%s%s", id, event, extended ? ";extended=1" : "");
    const char *answer = due_answer(desk, "timer", inputs);
    if (strncmp(answer, "error: ", 7) == 0) {
        complain("yichuang: {1}", answer + 7, NULL);
        status = STATUS_REFUSED;
    } else if (instant_parse(event, &q.event)) {
        q.due = timer_due(q.calendar, q.timer, q.event, extended, NULL, 0);
        char *kept = mem_strdup(answer);
        show(c, &q, kept, due_ledger(desk));
        free(kept);
    }
    free(inputs);
    due_close(desk);
    catalog_free(catalog);
    return status;
}
