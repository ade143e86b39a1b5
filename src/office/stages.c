#include "office/stages.h"

#include <string.h>

static const struct stage_card brings[] = {
    {"review", STAGE_WARN, "M-T1", CARD_NOTICE},  {"review", STAGE_LATE, "M-T2", CARD_NOTICE},
    {"review", STAGE_DEEM, "M-T6", CARD_YELLOW},  {"total", STAGE_WARN, "M-T1", CARD_NOTICE},
    {"total", STAGE_LATE, "M-T3", CARD_YELLOW},   {"total", STAGE_OVER, "M-T4", CARD_RED},
    {"step", STAGE_LATE, "M-T2", CARD_NOTICE},    {"step", STAGE_OVER, "M-T2", CARD_YELLOW},
    {"deliver", STAGE_LATE, "M-T7", CARD_YELLOW}, {"supplement", STAGE_WARN, "M-T1", CARD_NOTICE},
    {"renewal", STAGE_WARN, "M-T1", CARD_NOTICE}, {"opinion", STAGE_LATE, "M-L2", CARD_YELLOW},
    {"review", STAGE_DEEM, "M-T3", CARD_YELLOW}, /* where silence accepts nothing */
};
enum { BRINGS = sizeof brings / sizeof *brings };

const struct stage_card *stage_card(const Yc__Clock *c, enum clock_stage s)
{
    for (size_t i = 0; i < BRINGS; i++)
        if (brings[i].stage == s && clocks_is(c, brings[i].clock)) return &brings[i];
    return NULL;
}

bool card_is_second(const Yc__Card *card)
{
    return strcmp(TEXT(card->rule), "M-T4") == 0 && strstr(card->key, " second");
}

static bool brought(const struct stage_card *sc, const Yc__Card *card)
{
    return strcmp(TEXT(card->rule), sc->rule) == 0 &&
           strcmp(TEXT(card->level), card_level_name(sc->level)) == 0 && !card_is_second(card);
}

const struct stage_card *stage_of_card(const Yc__Clock *c, const Yc__Card *card)
{
    for (size_t i = 0; i < BRINGS && strcmp(TEXT(card->clock), c->key) == 0; i++)
        if (clocks_is(c, brings[i].clock) && brought(&brings[i], card)) return &brings[i];
    return NULL;
}

Yc__Card *stage_issued(const Yc__Matter *m, const Yc__Clock *c, const struct stage_card *sc)
{
    for (size_t i = 0; i < m->n_cards; i++)
        if (card_issued(m->cards[i]) && strcmp(TEXT(m->cards[i]->clock), c->key) == 0 &&
            brought(sc, m->cards[i]))
            return m->cards[i];
    return NULL;
}

bool stage_speaks(const struct deed *d, const Yc__Clock *c, const struct stage_card *sc,
                  instant_t at)
{
    const Yc__Clock *whole = matter_clock(d->m, "total");
    bool part = strcmp(sc->rule, "M-T2") == 0 && whole && c != whole;

    return !part || whole->due_at == INSTANT_NONE || at < whole->due_at;
}

const char *stage_facts(struct deed *d, const Yc__Clock *c)
{
    char due[DAY_TEXT], limit[DAY_TEXT];

    day_text(c->due_day, due);
    if (!c->has_limit_day || c->limit_day == DAY_NONE || c->limit_day == c->due_day)
        return deed_print(d, "%s 期限%s", clocks_name(d->item, d->m, c), due);
    return deed_print(d, "%s 期限%s 法定%s", clocks_name(d->item, d->m, c), due,
                      day_text(c->limit_day, limit));
}
