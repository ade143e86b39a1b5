#include "office/account.h"

#include <string.h>

#include "base/buf.h"

enum { SENTENCE = 4096 };

/* clocks_stands keeps the order of the record and leaves out what does not hold the clock. */
static void find_papers(struct account *a, const Yc__Matter *m)
{
    size_t k = 0;

    for (size_t i = 0; i < a->nstand; i++) {
        for (; k < m->n_suspensions && !a->stood_by[i]; k++) {
            const Yc__Suspension *s = m->suspensions[k];
            bool own = *TEXT(s->step_run) && strcmp(s->step_run, TEXT(a->clock->step_run)) == 0;
            if (!own && s->from_day == a->stand[i].from) a->stood_by[i] = s;
        }
    }
}

static struct due reckon(const struct account *a, struct span length)
{
    return clock_due(a->calendar, a->clock->start_day, a->event, length, a->stand, a->nstand);
}

static bool same_span(struct span a, struct span b)
{
    return a.unit == b.unit && a.n == b.n && a.elapsed == b.elapsed;
}

bool account_open(const struct calendar *calendar, const Yc__Matter *m, const Yc__Clock *c,
                  bool limit, struct account *out)
{
    struct span promise = clocks_extended(m, c, c->length), most = clocks_extended(m, c, c->limit);

    *out = (struct account){.calendar = calendar,
                            .clock = c,
                            .length = limit ? most : promise,
                            .event = c->has_start_at ? c->start_at : day_start(c->start_day)};
    if (clocks_is(c, "renewal")) { /* 许可法50: silence renews, so nothing stops it */
        out->due = (struct due){c->due_day, c->due_at, c->provisional};
        return !limit;
    }
    if (out->length.unit == UNIT_NONE || (limit && same_span(promise, most))) return false;
    /* An opinion that is owed anyway waits for no special procedure. */
    if (!clocks_is(c, "opinion")) out->nstand = clocks_stands(m, c, out->stand, CLOCK_STANDS);
    find_papers(out, m);
    out->due = reckon(out, out->length);
    if (limit || most.unit == UNIT_NONE) return true;
    /* A promise never outlasts the law's limit. */
    struct due last = reckon(out, most);
    if (last.day != DAY_NONE && last.late < out->due.late) {
        out->length = most;
        out->due = last;
    }
    return true;
}

size_t account_days(const struct account *a, day_t upto, struct ledger_line *out, size_t max)
{
    const Yc__Clock *c = a->clock;

    if (strcmp(TEXT(c->state), "ended") == 0) upto = day_of_instant(c->ended_at);
    return ledger_write(a->calendar, a->event, c->start_day, a->event, a->length, a->stand,
                        a->nstand, upto, out, max);
}

void account_sentence(const struct account *a, enum ledger_tongue in, struct buf *out)
{
    const Yc__Clock *c = a->clock;
    bool english = in == LEDGER_ENGLISH;
    char text[SENTENCE], day[DAY_TEXT];

    if (a->length.unit == UNIT_NONE)
        buf_printf(out,
                   english ? "the permit is valid until %s: to be decided before, deemed renewed "
                             "afterwards"
                           : "原许可有效期至%s，届满前作出决定，逾期视为准予延续",
                   day_text(c->due_day, day));
    else
        buf_adds(out, ledger_sentence(a->calendar, c->start_day, a->event, a->length, a->stand,
                                      a->nstand, in, text, sizeof text));
    if (c->law_day && c->told_day)
        buf_printf(out, english ? "; told in writing as %s, not earlier" : "；已书面告知%s，不提前",
                   day_text(c->told_day, day));
}

const struct timer *account_timer(const struct catalog *catalog, const struct item *it,
                                  const Yc__Clock *c)
{
    const struct {
        const char *base, *id;
    } named[] = {{"review", it ? it->review_clock : ""},
                 {"total", it ? it->total_clock : ""},
                 {"deliver", it ? it->deliver_clock : ""}};

    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (clocks_is(c, named[i].base) && *named[i].id) return catalog_timer(catalog, named[i].id);
    return catalog_timer(catalog, TEXT(c->rule));
}
