#include "office/standin.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/priv.h"
#include "office/record.h"

struct given {
    struct standin is;
    char *key;
    struct given *next;
};

struct absent {
    char *person;
    bool yes;
    uint64_t version;
    struct absent *next;
};

/* Entries are added and changed, never removed: their texts can be lent. */
struct standins {
    struct given *given;
    struct absent *absent;
};

struct standins *standins_new(void)
{
    return mem_alloc(sizeof(struct standins));
}

void standins_free(struct standins *s)
{
    if (!s) return;
    for (struct given *g = s->given, *next; g; g = next) {
        next = g->next;
        free(g->key);
        free((char *)(uintptr_t)g->is.principal);
        free((char *)(uintptr_t)g->is.deputy);
        free((char *)(uintptr_t)g->is.post);
        free((char *)(uintptr_t)g->is.items);
        free(g);
    }
    for (struct absent *a = s->absent, *next; a; a = next) {
        next = a->next;
        free(a->person);
        free(a);
    }
    free(s);
}

static struct absent *absent_of(struct standins *s, const char *person)
{
    struct absent *a = s->absent;

    while (a && strcmp(a->person, person) != 0)
        a = a->next;
    return a;
}

static struct given *given_of(struct standins *s, const char *principal, const char *key)
{
    struct given *g = s->given;

    while (g && (strcmp(g->key, key) != 0 || strcmp(g->is.principal, principal) != 0))
        g = g->next;
    return g;
}

static void note_given(struct standins *s, const char *principal, const Yc__Delegation *d)
{
    struct given *g = given_of(s, principal, d->key);

    if (!g) {
        g = mem_alloc(sizeof *g);
        g->key = mem_strdup(d->key);
        g->is.principal = mem_strdup(principal);
        g->is.deputy = mem_strdup(TEXT(d->deputy));
        g->is.post = mem_strdup(TEXT(d->post));
        g->is.items = mem_strdup(TEXT(d->items));
        g->next = s->given;
        s->given = g;
    }
    g->is.from = d->from;
    g->is.to = d->has_ended_at && d->ended_at < d->to ? d->ended_at : d->to;
}

void standins_note(struct office *o, const Yc__Person *p)
{
    struct standins *s = o->standins;

    pthread_mutex_lock(&o->lock);
    struct absent *a = absent_of(s, p->key);
    if (!a) {
        a = mem_alloc(sizeof *a);
        a->person = mem_strdup(p->key);
        a->next = s->absent;
        s->absent = a;
    }
    if (p->version >= a->version) {
        a->version = p->version;
        a->yes = p->has_absent && p->absent;
        for (size_t i = 0; i < p->n_delegations; i++)
            note_given(s, p->key, p->delegations[i]);
    }
    pthread_mutex_unlock(&o->lock);
}

bool standin_absent(struct office *o, const char *person)
{
    pthread_mutex_lock(&o->lock);
    const struct absent *a = absent_of(o->standins, person);
    bool yes = a && a->yes;
    pthread_mutex_unlock(&o->lock);
    return yes;
}

bool delegation_holds(const Yc__Delegation *g, instant_t now)
{
    return g->from <= now && now < g->to && !(g->has_ended_at && g->ended_at <= now);
}

size_t standin_of(struct office *o, const char *deputy, instant_t now, struct standin *out,
                  size_t most)
{
    size_t n = 0;

    pthread_mutex_lock(&o->lock);
    for (const struct given *g = o->standins->given; g && n < most; g = g->next)
        if (strcmp(g->is.deputy, deputy) == 0 && g->is.from <= now && now < g->is.to)
            out[n++] = g->is;
    pthread_mutex_unlock(&o->lock);
    return n;
}
