#include "office/cards.h"

#include <string.h>

#include "office/holdings.h"

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

/* The clock's own step, or the matter, in the last second that was in time: not who has it when the
 * card is written. */
const Yc__Holding *card_keeper(const struct deed *d, const Yc__Clock *about, instant_t at)
{
    const char *run = about && *TEXT(about->step_run) ? about->step_run : NULL;

    return holdings_at(d->m, run, at - 1);
}

static void tell(struct deed *d, const Yc__Card *c, const char *msgid, const char *arg)
{
    bool red = strcmp(c->level, "red") == 0;

    notice_send(d, *TEXT(c->owner) ? c->owner : c->post, msgid, arg);
    if (red || strcmp(c->level, "yellow") == 0)
        notice_send(d, deed_print(d, "%s/review", c->dept), msgid, arg);
    if (!red) return;
    notice_send(d, deed_print(d, "%s/head", c->dept), msgid, arg);
    notice_send(d, "centre/sup", msgid, arg);
}

static void tell_issue(struct deed *d, const Yc__Card *c, enum card_level level)
{
    static const char *const text[] = {N_("Reminder on {1}: {2}"), N_("Yellow card on {1}: {2}"),
                                       N_("Red card on {1}: {2}")};

    tell(d, c, text[level], deed_print(d, "%s %s", c->rule, TEXT(c->text)));
}

bool card_issued(const Yc__Card *c)
{
    return strcmp(TEXT(c->state), "issued") == 0;
}

void card_cancel(struct deed *d, Yc__Card *c, const char *why)
{
    c->state = (char *)(uintptr_t) "cancelled";
    SET(c, changed_at, d->now);
    c->why = arena_strdup(d->arena, why);
    tell(d, c, N_("Card on {1} cancelled: {2}"), deed_print(d, "%s %s", c->rule, why));
}

/* M-T4: a second unresolved yellow card on one matter is a red one. */
static void second_yellow(struct deed *d, const Yc__Card *yellow, const Yc__Clock *about)
{
    int n = 0;

    for (size_t i = 0; i < d->m->n_cards; i++)
        n += strcmp(d->m->cards[i]->level, "yellow") == 0 && card_issued(d->m->cards[i]);
    if (n == 2)
        card_raise(d, "M-T4", CARD_RED, yellow->at, about, "second",
                   deed_print(d, "同一办件第二张黄牌（%s）", yellow->rule));
}

static const Yc__Card *card_of_key(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_cards; i++)
        if (strcmp(m->cards[i]->key, key) == 0) return m->cards[i];
    return NULL;
}

/* A card that was cancelled is not taken back: the next one has a number. NULL: it is issued. */
static const char *free_key(struct deed *d, const char *base)
{
    const char *key = base;
    const Yc__Card *has;

    for (int n = 2; (has = card_of_key(d->m, key)); n++) {
        if (card_issued(has)) return NULL;
        key = deed_print(d, "%s#%d", base, n);
    }
    return key;
}

Yc__Card *card_raise(struct deed *d, const char *rule, enum card_level level, instant_t at,
                     const Yc__Clock *about, const char *why, const char *facts)
{
    char day[DAY_TEXT];
    const Yc__Holding *held = card_keeper(d, about, at);
    const char *key =
        about
            ? deed_print(d, "%s %s %s %s%s%s", rule, card_level_name(level), about->key,
                         day_text(about->due_day, day), *why ? " " : "", why)
            : deed_print(d, "%s %s %llu%s%s", rule, card_level_name(level),
                         (unsigned long long)(d->was ? d->was->version : 0), *why ? " " : "", why);

    if (!(key = free_key(d, key))) return NULL;
    Yc__Card *c = record_add(d->arena, &d->m->n_cards, &d->m->cards, &yc__card__descriptor);
    c->key = arena_strdup(d->arena, key);
    c->rule = arena_strdup(d->arena, rule);
    c->level = (char *)(uintptr_t)card_level_name(level);
    SET(c, at, at);
    c->owner = held ? held->person : (char *)(uintptr_t) "";
    c->post = held ? held->post : d->m->registered_post;
    size_t n = strcspn(TEXT(c->post), "/");
    c->dept =
        n && strncmp(c->post, "centre/", 7) != 0 ? arena_strndup(d->arena, c->post, n) : d->m->dept;
    c->clock = about ? about->key : (char *)(uintptr_t) "";
    c->text = arena_strdup(d->arena, facts);
    c->state = (char *)(uintptr_t) "issued";
    tell_issue(d, c, level);
    if (level == CARD_YELLOW) second_yellow(d, c, about);
    return c;
}
