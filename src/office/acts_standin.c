/* Standing in: a principal's work in a deputy's hands for at most 30 days (授权), and the list of
 * it.  Nothing is passed on: what one holds in another's place he cannot give away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/act.h"
#include "office/priv.h"
#include "office/query.h"
#include "office/standin.h"
#include "office/tables.h"
#include "store/scan.h"

static bool holds(const struct person *p, const char *post)
{
    for (size_t i = 0; p && i < p->nposts; i++)
        if (strcmp(p->posts[i], post) == 0) return true;
    return false;
}

/* A day: from its first instant, or to its end. */
static instant_t day_edge(const struct deed *d, const char *param, instant_t otherwise, bool end)
{
    day_t day;

    if (!day_parse(deed_param(d, param), &day)) return otherwise;
    return day_start(end ? day + 1 : day);
}

static enum rc check_who(const struct deed *d, const struct person *principal,
                         const struct person *deputy, struct fault *f)
{
    if (!principal || !deputy)
        return fault_set(f, RC_REFUSED, "identity", N_("there is no person '{1}' in this hall"),
                         principal ? deed_param(d, "deputy") : d->self->key, NULL);
    if (principal == deputy)
        return fault_set(f, RC_REFUSED, "delegation", N_("nobody stands in for himself"), NULL);
    if (strcmp(principal->key, d->actor) != 0 && !(d->self->has_absent && d->self->absent))
        return fault_set(f, RC_REFUSED, "delegation",
                         N_("{1} is here and delegates himself; others only for who is absent"),
                         principal->name, NULL);
    return RC_OK;
}

/* Only his own posts: what is lent to him he does not lend on. */
static enum rc check_post(const struct person *principal, const char *post, struct fault *f)
{
    if (holds(principal, post)) return RC_OK;
    return fault_set(f, RC_REFUSED, "delegation",
                     N_("{1} does not hold the post '{2}', and what is delegated to one cannot be "
                        "delegated on"),
                     principal->name, post, NULL);
}

static enum rc check_items(const struct deed *d, const char *list, struct fault *f)
{
    for (const char *p = list; *p; p += strcspn(p, ","), p += *p == ',') {
        char id[64];
        snprintf(id, sizeof id, "%.*s", (int)strcspn(p, ","), p);
        if (!catalog_item(d->catalog, id))
            return fault_set(f, RC_REFUSED, "item", N_("there is no item {1}"), id, NULL);
    }
    return RC_OK;
}

static enum rc check_span(const struct deed *d, instant_t from, instant_t to, struct fault *f)
{
    if (from < day_start(d->today) || to <= d->now || to <= from)
        return fault_set(f, RC_REFUSED, "date",
                         N_("a delegation lies ahead and ends after it begins"), NULL);
    if (day_of_instant(to - 1) - day_of_instant(from) >= DELEGATION_DAYS)
        return fault_set(f, RC_REFUSED, "date", N_("a delegation lasts 30 days at most"), NULL);
    return RC_OK;
}

static enum rc delegate(struct deed *d, struct fault *f)
{
    const struct person *principal = catalog_person(d->catalog, d->self->key),
                        *deputy = catalog_person(d->catalog, deed_param(d, "deputy"));
    enum rc rc = check_who(d, principal, deputy, f);

    if (rc != RC_OK) return rc;
    const char *post = *deed_param(d, "post") ? deed_param(d, "post") : principal->posts[0];
    instant_t from = day_edge(d, "from", d->now, false), to = day_edge(d, "to", d->now, true);
    if (from < d->now) from = d->now;
    rc = check_post(principal, post, f);
    if (rc == RC_OK) rc = check_items(d, deed_param(d, "items"), f);
    if (rc == RC_OK) rc = check_span(d, from, to, f);
    if (rc != RC_OK) return rc;
    Yc__Delegation *g = record_add(d->arena, &d->self->n_delegations, &d->self->delegations,
                                   &yc__delegation__descriptor);
    g->key = deed_print(d, "g%zu", d->self->n_delegations);
    g->deputy = arena_strdup(d->arena, deputy->key);
    g->post = arena_strdup(d->arena, post);
    g->items = arena_strdup(d->arena, deed_param(d, "items"));
    SET(g, from, from);
    SET(g, to, to);
    g->reason = arena_strdup(d->arena, deed_param(d, "reason"));
    g->by = arena_strdup(d->arena, d->actor);
    d->event->note = g->reason;
    door_reply_with(d->reply, "delegation", g->key);
    return RC_OK;
}

static enum rc end_delegation(struct deed *d, struct fault *f)
{
    for (size_t i = 0; i < d->self->n_delegations; i++) {
        Yc__Delegation *g = d->self->delegations[i];
        if (strcmp(g->key, deed_param(d, "delegation")) != 0) continue;
        if (g->has_ended_at || g->to <= d->now)
            return fault_set(f, RC_REFUSED, "date", N_("delegation {1} has ended"), g->key, NULL);
        SET(g, ended_at, d->now);
        return RC_OK;
    }
    return fault_set(f, RC_REFUSED, "parameter", N_("{1} has no delegation '{2}'"), d->self->key,
                     deed_param(d, "delegation"), NULL);
}

static const struct param delegate_params[] = {
    {"deputy", PARAM_KEY, true, N_("who stands in")},
    {"post", PARAM_TEXT, false, N_("which post of the principal; the first by default")},
    {"items", PARAM_LIST, false, N_("only these items; all by default")},
    {"from", PARAM_DATE, false, N_("first day; from now on by default")},
    {"to", PARAM_DATE, true, N_("last day, at most 30 days on")},
    {"reason", PARAM_TEXT, true, N_("why")},
    {"person", PARAM_KEY, false, N_("the principal; yourself by default")},
};
static const struct param end_params[] = {
    {"delegation", PARAM_KEY, true, N_("key of the delegation")},
    {"person", PARAM_KEY, false, N_("the principal; yourself by default")},
};
#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_standin[] = {
    {"delegate", N_("Delegate"), N_("give your work at a post to a deputy for a time"), ON_PERSON,
     PH_ANY, PARAMS(delegate_params), .run = delegate},
    {"end_delegation", N_("End delegation"), N_("take it back before its day"), ON_PERSON, PH_ANY,
     PARAMS(end_params), .run = end_delegation},
    {.name = NULL},
};

/* --- The list --- */

static const char *name_of(const struct asking *a, const char *key)
{
    const struct person *p = catalog_person(a->catalog, TEXT(key));

    return p ? p->name : TEXT(key);
}

static const char *state_of(const Yc__Delegation *g, instant_t now)
{
    if (delegation_holds(g, now)) return "running";
    return g->has_ended_at || now >= g->to ? "ended" : "ahead";
}

static void put(struct asking *a, const Yc__Person *p, const Yc__Delegation *g)
{
    char from[INSTANT_TEXT], to[INSTANT_TEXT], post[96];
    const char *cells[] = {TEXT(p->key),
                           name_of(a, p->key),
                           g->key,
                           TEXT(g->deputy),
                           name_of(a, g->deputy),
                           catalog_post_title(a->catalog, TEXT(g->post), post, sizeof post),
                           TEXT(g->items),
                           instant_text(g->from, from),
                           instant_text(g->has_ended_at ? g->ended_at : g->to, to),
                           TEXT(g->reason),
                           name_of(a, g->by),
                           state_of(g, a->now)};

    door_reply_row(a->reply, cells, sizeof cells / sizeof *cells);
}

static bool person_row(void *arg, const struct store_row *row)
{
    struct asking *a = arg;
    struct arena scratch = {0};
    const Yc__Person *p = record_unpack(&scratch, &yc__person__descriptor, row->rec, row->nrec);

    for (size_t i = 0; p && i < p->n_delegations; i++)
        if (*asking_param(a, "all") || strcmp(state_of(p->delegations[i], a->now), "ended") != 0)
            put(a, p, p->delegations[i]);
    arena_free(&scratch);
    return a->reply->n_row < asking_limit(a, 200, 400);
}

static enum rc delegations(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"principal",   "principal_name", "key",   "deputy",
                                       "deputy_name", "post",           "items", "from",
                                       "to",          "reason",         "by",    "state"};

    door_reply_columns(a->reply, cols, sizeof cols / sizeof *cols);
    return store_scan(a->txn, T_PERSON, STORE_RECORDS, &(struct store_range){0}, person_row, a, f);
}

const struct query queries_standin[] = {
    {"delegations", N_("who works in whose place; with 'all' also those that have ended"),
     delegations},
    {.name = NULL},
};
