#include "office/holdings.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* --- Keeping them --- */

static bool waits(const Yc__StepRun *r)
{
    return strcmp(TEXT(r->state), "waiting") == 0;
}

static bool held_now(const Yc__StepRun *r)
{
    return waits(r) || strcmp(TEXT(r->state), "open") == 0;
}

static bool at_window(enum step_act a)
{
    return a == STEP_ACCEPT || a == STEP_PRINT || a == STEP_DELIVER || a == STEP_VERIFY;
}

/* Windows are manned by departments too; what is done there is the hall's.  So is what its own
 * posts do: village and town rooms, experts. */
static enum holder whose(const struct deed *d, const Yc__StepRun *r)
{
    const struct step *st = item_step(d->item, TEXT(r->step));

    if (waits(r)) return HOLDER_APPLICANT;
    if (!st) return HOLDER_DESK;
    if (st->external || st->act == STEP_EXTERNAL) return HOLDER_OUTSIDE;
    if (st->act == STEP_PAY) return d->m->charged ? HOLDER_APPLICANT : HOLDER_DESK;
    bool hall = at_window(st->act) || strncmp(TEXT(r->post), "centre/", 7) == 0;
    return hall ? HOLDER_DESK : HOLDER_DEPARTMENT;
}

static bool says(const struct deed *d, const Yc__Holding *h, const Yc__StepRun *r)
{
    return strcmp(TEXT(h->who), holder_name(whose(d, r))) == 0 &&
           strcmp(TEXT(h->person), TEXT(r->holder)) == 0 &&
           strcmp(TEXT(h->post), TEXT(r->post)) == 0;
}

static bool noted(const Yc__Matter *m, const Yc__StepRun *r)
{
    for (size_t i = 0; i < m->n_holdings; i++)
        if (!m->holdings[i]->has_to && strcmp(m->holdings[i]->step_run, r->key) == 0) return true;
    return false;
}

static void begin(struct deed *d, const Yc__StepRun *r)
{
    Yc__Holding *h =
        record_add(d->arena, &d->m->n_holdings, &d->m->holdings, &yc__holding__descriptor);

    h->key = deed_print(d, "h%zu", d->m->n_holdings);
    h->step_run = r->key;
    h->who = (char *)(uintptr_t)holder_name(whose(d, r));
    h->post = arena_strdup(d->arena, TEXT(r->post));
    h->person = arena_strdup(d->arena, TEXT(r->holder));
    SET(h, from, d->now);
}

void holdings_note(struct deed *d)
{
    for (size_t i = 0; i < d->m->n_holdings; i++) {
        Yc__Holding *h = d->m->holdings[i];
        const Yc__StepRun *r = matter_run(d->m, h->step_run);
        if (!h->has_to && (!r || !held_now(r) || !says(d, h, r))) SET(h, to, d->now);
    }
    for (size_t i = 0; i < d->m->n_steps; i++) {
        const Yc__StepRun *r = d->m->steps[i];
        if (held_now(r) && !noted(d->m, r)) begin(d, r);
    }
}

/* --- Who it was --- */

static bool is_department(const Yc__Holding *h)
{
    return strcmp(TEXT(h->who), holder_name(HOLDER_DEPARTMENT)) == 0;
}

bool holdings_hall(const Yc__Holding *h)
{
    return is_department(h) || strcmp(TEXT(h->who), holder_name(HOLDER_DESK)) == 0;
}

const Yc__Holding *holdings_at(const Yc__Matter *m, const char *run, instant_t at)
{
    const Yc__Holding *held = NULL, *before = NULL, *first = NULL;

    for (size_t i = 0; i < m->n_holdings; i++) {
        const Yc__Holding *h = m->holdings[i];
        if (run && strcmp(h->step_run, run) != 0) continue;
        if (!first) first = h;
        if (h->from > at) continue;
        if (h->has_to && h->to <= at) {
            if (!before || h->to >= before->to) before = h;
        } else if (!held || (is_department(h) && !is_department(held))) {
            held = h;
        }
    }
    return held ? held : before ? before : first;
}

/* --- Stretches --- */

struct stretch holdings_whole(const Yc__Matter *m, instant_t now)
{
    return (struct stretch){m->registered_at, m->has_verified_at ? m->verified_at : now,
                            !m->has_verified_at};
}

struct stretch holdings_handling(const Yc__Matter *m, instant_t now)
{
    return (struct stretch){m->registered_at, m->has_finished_at ? m->finished_at : now,
                            !m->has_finished_at};
}

/* 许可法32: silence accepts from the day of receipt. */
static instant_t received_at(const Yc__Matter *m)
{
    const Yc__Clock *review = matter_clock(m, "review");
    instant_t day = day_start(m->accepted_day);

    return review && review->start_at > day ? review->start_at : day;
}

bool holdings_legal(const Yc__Matter *m, instant_t now, struct stretch *out)
{
    if (!m->has_accepted_at) return false;
    *out = holdings_handling(m, now);
    out->from = m->accepted_deemed ? received_at(m) : m->accepted_at;
    return true;
}

/* --- Dividing --- */

static size_t add_suspensions(const Yc__Matter *m, instant_t to, struct held *out)
{
    for (size_t i = 0; i < m->n_suspensions; i++) {
        const Yc__Suspension *s = m->suspensions[i];
        out[i] = (struct held){s->from_at, s->has_to_at ? s->to_at : to, HOLDER_SUSPENDED};
    }
    return m->n_suspensions;
}

static struct held held_of(const Yc__Holding *h, instant_t to)
{
    struct held x = {h->from, h->has_to ? h->to : to, HOLDER_DESK};

    holder_parse(TEXT(h->who), &x.who);
    return x;
}

static struct held *room(const Yc__Matter *m)
{
    return mem_alloc((m->n_suspensions + m->n_holdings + 1) * sizeof(struct held));
}

void holdings_split(const Yc__Matter *m, const struct stretch *s, int64_t out[HOLDERS])
{
    struct held *held = room(m);
    size_t n = add_suspensions(m, s->to, held);

    for (size_t i = 0; i < m->n_holdings; i++)
        held[n++] = held_of(m->holdings[i], s->to);
    split_time(held, n, s->from, s->to, out);
    free(held);
}

static bool owns(const Yc__Holding *h, const char *post, const char *person)
{
    size_t n = strlen(post);

    if (n && post[n - 1] == '/') return is_department(h) && strncmp(TEXT(h->post), post, n) == 0;
    if (!holdings_hall(h)) return false;
    return strcmp(TEXT(h->post), post) == 0 && strcmp(TEXT(h->person), person) == 0;
}

int64_t holdings_own(const Yc__Matter *m, const struct stretch *s, const char *post,
                     const char *person)
{
    struct held *held = room(m);
    size_t n = add_suspensions(m, s->to, held);
    int64_t out[HOLDERS];

    for (size_t i = 0; i < m->n_holdings; i++) {
        if (!owns(m->holdings[i], post, person)) continue;
        held[n] = held_of(m->holdings[i], s->to);
        held[n++].who = HOLDER_DEPARTMENT; /* whatever it is: apart from what nobody held */
    }
    split_time(held, n, s->from, s->to, out);
    free(held);
    return out[HOLDER_DEPARTMENT];
}
