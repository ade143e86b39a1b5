/* The clocks of a matter and their day ledgers (逐日账). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/account.h"
#include "office/query.h"

static const char *which_name(bool limit)
{
    return limit ? "limit" : "length";
}

typedef void see_account(struct asking *a, const Yc__Matter *m, const struct account *acc,
                         bool limit, void *arg);

/* Each account of the clock named by 'clock' (all when it is empty): the promise, then the
 * statutory limit where it is another; only one of them when 'which' says so. */
static enum rc each_account(struct asking *a, see_account *see, void *arg, struct fault *f)
{
    const char *wanted = asking_param(a, "clock"), *which = asking_param(a, "which");
    Yc__Matter *m;
    enum rc rc = asking_matter(a, &m, f);

    for (size_t i = 0; rc == RC_OK && i < m->n_clocks; i++) {
        if (*wanted && strcmp(wanted, m->clocks[i]->key) != 0) continue;
        for (int limit = 0; limit < 2; limit++) {
            struct account acc;
            if (*which && strcmp(which, which_name(limit)) != 0) continue;
            if (account_open(a->calendar, m, m->clocks[i], limit, &acc))
                see(a, m, &acc, limit, arg);
        }
    }
    return rc;
}

/* --- Days --- */

/* What goes into one message; page says how many rows went before. */
struct paging {
    size_t from, row, bytes;
    bool full;
};

/* When it happened, where it began and ended to the minute or second; "" for whole days. */
static const char *moment_of(const struct account *acc, const struct ledger_line *line,
                             char out[INSTANT_TEXT])
{
    instant_t end = clock_last_moment(acc->length, acc->due.late);

    if (line->kind == LEDGER_EVENT) return instant_text(acc->event, out);
    if (end == INSTANT_NONE) return "";
    if (line->kind == LEDGER_START) return instant_text(acc->event, out);
    return line->day == acc->due.day ? instant_text(end, out) : "";
}

/* Why the day of the event is not the first: it came on a working day, but too late in it. */
static const char *cutoff_of(const struct asking *a, const struct ledger_line *line, char out[8])
{
    if (line->kind != LEDGER_EVENT || !calendar_workday(a->calendar, line->day)) return "";
    int minute = calendar_hours(a->calendar, line->day).cutoff;
    snprintf(out, 8, "%02d:%02d", minute / 60 % 24, minute % 60);
    return out;
}

static const char *number_or_none(int n, char out[12])
{
    if (!n) return "";
    snprintf(out, 12, "%d", n);
    return out;
}

static void day_row(struct asking *a, const struct account *acc, bool limit,
                    const struct ledger_line *line)
{
    char day[DAY_TEXT], weekday[12], nth[12], minutes[12], moment[INSTANT_TEXT], cutoff[8];
    const Yc__Suspension *s = line->stand >= 0 ? acc->stood_by[line->stand] : NULL;
    const char *cells[] = {acc->clock->key,
                           which_name(limit),
                           day_text(line->day, day),
                           number_or_none(day_weekday(line->day), weekday),
                           ledger_kind_name(line->kind),
                           number_or_none(line->nth, nth),
                           line->name,
                           line->notice,
                           number_or_none(line->minutes, minutes),
                           s ? TEXT(s->kind) : "",
                           s ? TEXT(s->notice_no) : "",
                           moment_of(acc, line, moment),
                           cutoff_of(a, line, cutoff),
                           line->provisional ? "provisional" : ""};

    door_reply_row(a->reply, cells, sizeof cells / sizeof *cells);
}

static void end_page(struct asking *a, struct paging *p)
{
    char page[24];

    snprintf(page, sizeof page, "%zu", p->row);
    door_request_set(&a->reply->page, page);
    p->full = true;
}

static void days_of(struct asking *a, const Yc__Matter *m, const struct account *acc, bool limit,
                    void *arg)
{
    enum { FRAME = 4 }; /* bytes around a cell, at most */
    struct paging *p = arg;
    size_t n = account_days(acc, a->today, NULL, 0);
    struct ledger_line *line = arena_alloc(a->arena, n * sizeof *line);

    (void)m;
    account_days(acc, a->today, line, n);
    for (size_t i = 0; i < n && !p->full; i++, p->row++) {
        if (p->row < p->from) continue;
        if (p->bytes > DOOR_MESSAGE_MAX / 2) {
            end_page(a, p);
            return;
        }
        day_row(a, acc, limit, &line[i]);
        const Yc__Row *row = a->reply->row[a->reply->n_row - 1];
        for (size_t k = 0; k < row->n_cell; k++)
            p->bytes += strlen(row->cell[k]) + FRAME;
    }
}

static enum rc ledger(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"clock", "which",  "day",    "weekday",    "kind",
                                       "nth",   "name",   "notice", "minutes",    "suspension",
                                       "paper", "moment", "cutoff", "provisional"};
    struct paging p = {.from = *TEXT(a->q->page) ? strtoul(a->q->page, NULL, 10) : 0};

    door_reply_columns(a->reply, cols, sizeof cols / sizeof *cols);
    return each_account(a, days_of, &p, f);
}

/* --- The clocks --- */

static const char *day_or_none(day_t d, char out[DAY_TEXT])
{
    return d ? day_text(d, out) : "";
}

static const char *instant_or_none(instant_t t, char out[INSTANT_TEXT])
{
    return t == INSTANT_NONE ? "" : instant_text(t, out);
}

static const char *step_name(const struct item *it, const Yc__Matter *m, const Yc__Clock *c)
{
    const Yc__StepRun *run = *TEXT(c->step_run) ? matter_run(m, c->step_run) : NULL;
    const struct step *st = it && run ? item_step(it, TEXT(run->step)) : NULL;

    return st ? st->name : "";
}

/* due as the office keeps it: a day told in writing may be later than what the calendar alone
 * gives. */
static void clock_row(struct asking *a, const Yc__Matter *m, const struct account *acc, bool limit,
                      void *arg)
{
    const Yc__Clock *c = acc->clock;
    const struct item *it = asking_item(a, m);
    const struct timer *t = account_timer(a->catalog, it, c);
    day_t due = limit ? c->limit_day : c->due_day;
    instant_t late = limit ? c->limit_at : c->due_at;
    char length[SPAN_TEXT], start[DAY_TEXT], start_at[INSTANT_TEXT], due_text[DAY_TEXT],
        end[INSTANT_TEXT], late_text[INSTANT_TEXT], told[DAY_TEXT], law[DAY_TEXT];
    struct buf sentence = {0};

    (void)arg;
    bool english = strcmp(asking_param(a, "language"), "en") == 0;
    account_sentence(acc, english ? LEDGER_ENGLISH : LEDGER_CHINESE, &sentence);
    const char *cells[] = {
        c->key,
        which_name(limit),
        step_name(it, m, c),
        TEXT(c->rule),
        t ? t->id : "",
        t ? t->name : "",
        t ? t->law : "",
        t ? t->article : "",
        span_text(acc->length, length),
        TEXT(c->state),
        TEXT(c->result),
        day_text(c->start_day, start),
        instant_text(acc->event, start_at),
        day_text(due, due_text),
        instant_or_none(due == DAY_NONE ? INSTANT_NONE : clock_last_moment(acc->length, late), end),
        instant_or_none(due == DAY_NONE ? INSTANT_NONE : late, late_text),
        limit ? "" : day_or_none(c->told_day, told),
        limit ? "" : day_or_none(c->law_day, law),
        acc->due.provisional ? "provisional" : "",
        buf_str(&sentence)};
    door_reply_row(a->reply, cells, sizeof cells / sizeof *cells);
    buf_free(&sentence);
}

static enum rc clocks(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {
        "clock",   "which",   "step_name", "rule",    "timer",       "timer_name", "law",
        "article", "length",  "state",     "result",  "start",       "start_at",   "due",
        "end",     "late_at", "told",      "law_day", "provisional", "sentence"};

    door_reply_columns(a->reply, cols, sizeof cols / sizeof *cols);
    return each_account(a, clock_row, NULL, f);
}

const struct query queries_ledger[] = {
    {"clocks", N_("the clocks of a matter: what they promise, by which law, and why"), clocks},
    {"ledger", N_("the day-by-day account of a matter's clocks"), ledger},
    {.name = NULL},
};
