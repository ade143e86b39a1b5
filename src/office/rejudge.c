#include "office/rejudge.h"

#include <stdio.h>
#include <string.h>

#include "office/cards.h"
#include "office/clocks.h"
#include "office/stages.h"

static bool ended(const Yc__Clock *c)
{
    return strcmp(TEXT(c->state), "ended") == 0;
}

/* --- Cards against dates --- */

/* Up to when a clock's stages count: its end, or the present. */
static instant_t until(const struct deed *d, const Yc__Clock *c)
{
    return ended(c) ? c->ended_at : d->now;
}

static bool reached(const struct deed *d, const Yc__Clock *c, enum clock_stage s)
{
    instant_t at = clocks_stage_at(d, c, s);

    return at != INSTANT_NONE && at <= until(d, c);
}

/* A card that followed from the dates as they were and does not from those that are.  What an
 * earlier suspension has overtaken is left alone.  The old instant of the red card is not kept:
 * that it lies past the old due day must do. */
static bool fallen(const struct deed *d, const Yc__Clock *was, const Yc__Clock *c,
                   const Yc__Card *card)
{
    const struct stage_card *sc = card_issued(card) ? stage_of_card(c, card) : NULL;

    if (!sc || was->due_day == DAY_NONE) return false;
    if (reached(d, c, sc->stage)) return false;
    return reached(d, was, sc->stage) || (sc->stage == STAGE_OVER && card->at >= was->due_at);
}

static bool any_fallen(const struct deed *d, const Yc__Clock *was, const Yc__Clock *c)
{
    for (size_t i = 0; i < d->m->n_cards; i++)
        if (fallen(d, was, c, d->m->cards[i])) return true;
    return false;
}

/* An ended clock has become late: the card its watch would have brought. */
static bool missing(const struct deed *d, const Yc__Clock *was, const Yc__Clock *c,
                    enum clock_stage s)
{
    const struct stage_card *sc = stage_card(c, s);

    return ended(c) && sc && reached(d, c, s) && !reached(d, was, s) &&
           !stage_issued(d->m, c, sc) && stage_speaks(d, c, sc, clocks_stage_at(d, c, s));
}

static const enum clock_stage late_stages[] = {STAGE_LATE, STAGE_OVER};
enum { LATE_STAGES = sizeof late_stages / sizeof *late_stages };

static bool any_missing(const struct deed *d, const Yc__Clock *was, const Yc__Clock *c)
{
    for (size_t i = 0; i < LATE_STAGES; i++)
        if (missing(d, was, c, late_stages[i])) return true;
    return false;
}

/* --- One clock --- */

static bool moved(const Yc__Clock *a, const Yc__Clock *b)
{
    return a->due_at != b->due_at || a->limit_at != b->limit_at || a->yellow_at != b->yellow_at ||
           strcmp(TEXT(a->state), TEXT(b->state)) != 0;
}

static bool same(const Yc__Clock *a, const Yc__Clock *b)
{
    return !moved(a, b) && a->due_day == b->due_day && a->limit_day == b->limit_day &&
           a->law_day == b->law_day && a->provisional == b->provisional && a->used == b->used &&
           a->next_at == b->next_at && strcmp(TEXT(a->result), TEXT(b->result)) == 0;
}

/* The first stage that has not brought its card yet. */
static void plan_afresh(const struct deed *d, Yc__Clock *c)
{
    enum clock_stage next = STAGE_NONE;
    instant_t first = 0;

    for (enum clock_stage s = STAGE_WARN; s <= STAGE_DEFAULT; s++) {
        const struct stage_card *sc = stage_card(c, s);
        instant_t at = clocks_stage_at(d, c, s);
        if (at == INSTANT_NONE || (sc && at <= d->now && stage_issued(d->m, c, sc))) continue;
        if (next != STAGE_NONE && at >= first) continue;
        next = s;
        first = at;
    }
    clocks_set_next(c, next, first);
}

static void plan(const struct deed *d, const Yc__Clock *was, Yc__Clock *c)
{
    enum clock_stage s = clocks_stage(c);
    instant_t at = clocks_stage_at(d, c, s);

    if (strcmp(TEXT(c->state), "running") != 0) return;
    if (moved(was, c) || any_fallen(d, was, c))
        plan_afresh(d, c);
    else if (at != INSTANT_NONE)
        clocks_set_next(c, s, at);
}

static void judge(struct deed *d, const Yc__Clock *was, Yc__Clock *c)
{
    clocks_judge(d, c);
    plan(d, was, c);
}

/* Whether anything of it, or of its cards, is no longer as it was. */
static bool changed(const struct deed *d, const Yc__Clock *was, const Yc__Clock *c)
{
    return !same(was, c) || any_fallen(d, was, c) || any_missing(d, was, c);
}

bool rejudge_needed(const struct calendar *cal, const Yc__Matter *m, instant_t now)
{
    struct deed look = {.calendar = cal, .m = (Yc__Matter *)(uintptr_t)m, .now = now};

    for (size_t i = 0; i < m->n_clocks; i++) {
        Yc__Clock c = *m->clocks[i];
        judge(&look, m->clocks[i], &c);
        if (changed(&look, m->clocks[i], &c)) return true;
    }
    return false;
}

/* --- The list --- */

static Yc__Rejudgement *enter(struct deed *d, const Yc__Clock *was, const Yc__Clock *c)
{
    char *key = deed_print(d, "%u %s", d->calendar_number, c->key);

    for (size_t i = 0; i < d->m->n_rejudgements; i++)
        if (strcmp(d->m->rejudgements[i]->key, key) == 0) return d->m->rejudgements[i];
    Yc__Rejudgement *r = record_add(d->arena, &d->m->n_rejudgements, &d->m->rejudgements,
                                    &yc__rejudgement__descriptor);
    r->key = key;
    SET(r, calendar, d->calendar_number);
    r->clock = c->key;
    SET(r, was_day, was->due_day);
    SET(r, day, c->due_day);
    SET(r, was_limit, was->has_limit_day ? was->limit_day : DAY_NONE);
    SET(r, limit, c->has_limit_day ? c->limit_day : DAY_NONE);
    SET(r, was_provisional, was->provisional);
    SET(r, provisional, c->provisional);
    SET(r, kept, c->law_day != 0);
    SET(r, at, d->now);
    if (!ended(c)) return r;
    r->was_result = was->result;
    r->result = c->result;
    SET(r, was_used, was->used);
    SET(r, used, c->used);
    return r;
}

static const char *card_name(const Yc__Card *c)
{
    return strcmp(c->level, "red") == 0      ? "红牌"
           : strcmp(c->level, "yellow") == 0 ? "黄牌"
                                             : "预警";
}

static void add_words(struct deed *d, Yc__Rejudgement *r, const char *what, const Yc__Card *card)
{
    r->cards = deed_print(d, "%s%s%s %s%s", TEXT(r->cards), *TEXT(r->cards) ? "；" : "", what,
                          card->rule, card_name(card));
}

/* --- Cards changed --- */

static const char *day_word(day_t day, char out[DAY_TEXT])
{
    return day == DAY_NONE ? "停计" : day_text(day, out);
}

static const char *reason(struct deed *d, const Yc__Rejudgement *r)
{
    char was[DAY_TEXT], now[DAY_TEXT];

    if (r->was_day == r->day)
        return deed_print(d, "日历第%u版：期限%s不变，其余时点重新计算", d->calendar_number,
                          day_word(r->day, now));
    return deed_print(d, "日历第%u版：期限由%s改为%s", d->calendar_number,
                      day_word(r->was_day, was), day_word(r->day, now));
}

static void cancel(struct deed *d, Yc__Rejudgement *r, Yc__Card *card, const char *why)
{
    card_cancel(d, card, why);
    SET(r, cancelled, r->cancelled + 1);
    add_words(d, r, "撤销", card);
}

/* Its line in the list is begun here. */
static void cancel_fallen(struct deed *d, const Yc__Clock *was, const Yc__Clock *c)
{
    Yc__Rejudgement *r = enter(d, was, c);

    for (size_t i = 0; i < d->m->n_cards; i++)
        if (fallen(d, was, c, d->m->cards[i])) cancel(d, r, d->m->cards[i], reason(d, r));
}

/* One card may bring another (M-T4). */
static void raise_missing(struct deed *d, const Yc__Clock *was, const Yc__Clock *c,
                          enum clock_stage s)
{
    const struct stage_card *sc = stage_card(c, s);
    Yc__Rejudgement *r = enter(d, was, c);
    const char *facts = deed_print(d, "%s（%s，补发）", stage_facts(d, c), reason(d, r));
    size_t had = d->m->n_cards;

    card_raise(d, sc->rule, sc->level, clocks_stage_at(d, c, s), c, "", facts);
    for (size_t i = had; i < d->m->n_cards; i++) {
        SET(r, raised, r->raised + 1);
        add_words(d, r, "补发", d->m->cards[i]);
    }
}

/* The line of the clock a card is about; of the last one changed, when it is about none. */
static Yc__Rejudgement *line_of(struct deed *d, const Yc__Card *card)
{
    for (size_t i = 0; i < d->m->n_clocks; i++)
        if (strcmp(d->m->clocks[i]->key, TEXT(card->clock)) == 0)
            return enter(d, d->m->clocks[i], d->m->clocks[i]);
    return d->m->rejudgements[d->m->n_rejudgements - 1];
}

/* The red card for a second yellow one falls with it. */
static void cancel_seconds(struct deed *d)
{
    int yellow = 0;

    for (size_t i = 0; i < d->m->n_cards; i++)
        yellow += card_issued(d->m->cards[i]) && strcmp(d->m->cards[i]->level, "yellow") == 0;
    for (size_t i = 0; yellow < 2 && i < d->m->n_cards; i++) {
        Yc__Card *card = d->m->cards[i];
        if (!card_issued(card) || !card_is_second(card)) continue;
        cancel(d, line_of(d, card), card,
               deed_print(d, "日历第%u版：未撤销的黄牌不足两张", d->calendar_number));
    }
}

/* First all dates, then what falls, then what is missing: each looks at the whole matter. */
void rejudge(struct deed *d)
{
    size_t n = d->m->n_clocks;
    Yc__Clock *was = arena_alloc(d->arena, (n + 1) * sizeof *was), **c = d->m->clocks;

    for (size_t i = 0; i < n; i++) {
        was[i] = *c[i];
        judge(d, &was[i], c[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if (!changed(d, &was[i], c[i])) continue;
        cancel_fallen(d, &was[i], c[i]);
        d->rejudged = true;
    }
    if (d->rejudged) cancel_seconds(d);
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < LATE_STAGES; s++)
            if (missing(d, &was[i], c[i], late_stages[s]))
                raise_missing(d, &was[i], c[i], late_stages[s]);
}
