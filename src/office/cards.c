#include "office/cards.h"

#include <string.h>

const char *card_level_name(enum card_level l)
{
    static const char *const names[] = {"notice", "yellow", "red"};

    return names[l];
}

void notice_send(struct deed *d, const char *to, const char *msgid, const char *arg)
{
    if (!to || !*to || strcmp(to, "system") == 0) return;
    Yc__Notice *n = record_add(d->arena, &d->m->n_notices, &d->m->notices, &yc__notice__descriptor);
    n->key = deed_print(d, "n%zu", d->m->n_notices);
    n->to = arena_strdup(d->arena, to);
    SET(n, at, d->now);
    n->msgid = (char *)(uintptr_t)msgid;
    n->arg = arena_strdup(d->arena, arg);
}

const Yc__StepRun *card_holding(const struct deed *d, const Yc__Clock *about)
{
    if (about && about->step_run && *about->step_run) return matter_run(d->m, about->step_run);
    for (size_t i = 0; i < d->m->n_steps; i++)
        if (!d->m->steps[i]->has_closed_at) return d->m->steps[i];
    return d->m->n_steps ? d->m->steps[d->m->n_steps - 1] : NULL;
}

static void tell(struct deed *d, const Yc__Card *c, enum card_level level)
{
    static const char *const text[] = {N_("Reminder on {1}: {2}"), N_("Yellow card on {1}: {2}"),
                                       N_("Red card on {1}: {2}")};
    const char *facts = deed_print(d, "%s %s", c->rule, TEXT(c->text));

    notice_send(d, *TEXT(c->owner) ? c->owner : c->post, text[level], facts);
    if (level >= CARD_YELLOW)
        notice_send(d, deed_print(d, "%s/review", c->dept), text[level], facts);
    if (level == CARD_RED) {
        notice_send(d, deed_print(d, "%s/head", c->dept), text[level], facts);
        notice_send(d, "centre/sup", text[level], facts);
    }
}

/* M-T4: a second unresolved yellow card on one matter is a red one. */
static void second_yellow(struct deed *d, const Yc__Card *yellow, const Yc__Clock *about)
{
    int n = 0;

    for (size_t i = 0; i < d->m->n_cards; i++)
        n += strcmp(d->m->cards[i]->level, "yellow") == 0 &&
             strcmp(TEXT(d->m->cards[i]->state), "issued") == 0;
    if (n == 2)
        card_raise(d, "M-T4", CARD_RED, yellow->at, about, "second",
                   deed_print(d, "同一办件第二张黄牌（%s）", yellow->rule));
}

Yc__Card *card_raise(struct deed *d, const char *rule, enum card_level level, instant_t at,
                     const Yc__Clock *about, const char *why, const char *facts)
{
    char day[DAY_TEXT];
    const Yc__StepRun *r = card_holding(d, about);
    const char *key =
        about ? deed_print(d, "%s %s %s %s%s%s", rule, card_level_name(level), about->key,
                           day_text(about->due_day, day), *why ? " " : "", why)
              : deed_print(d, "%s %s %llu", rule, card_level_name(level),
                           (unsigned long long)(d->was ? d->was->version : 0));

    for (size_t i = 0; i < d->m->n_cards; i++)
        if (strcmp(d->m->cards[i]->key, key) == 0) return NULL;
    Yc__Card *c = record_add(d->arena, &d->m->n_cards, &d->m->cards, &yc__card__descriptor);
    c->key = arena_strdup(d->arena, key);
    c->rule = arena_strdup(d->arena, rule);
    c->level = (char *)(uintptr_t)card_level_name(level);
    SET(c, at, at);
    c->owner = r && *TEXT(r->holder) ? r->holder : (char *)(uintptr_t) "";
    c->post = r ? r->post : (char *)(uintptr_t) "";
    size_t n = strcspn(TEXT(c->post), "/");
    c->dept =
        n && strncmp(c->post, "centre/", 7) != 0 ? arena_strndup(d->arena, c->post, n) : d->m->dept;
    c->clock = about ? about->key : (char *)(uintptr_t) "";
    c->text = arena_strdup(d->arena, facts);
    c->state = (char *)(uintptr_t) "issued";
    tell(d, c, level);
    if (level == CARD_YELLOW) second_yellow(d, c, about);
    return c;
}
