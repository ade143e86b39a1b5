/* Permission: act x role x scope x item as data, separation of duties, stand-ins.  Denied unless
 * allowed. */
#include "office/act.h"

#include <stdio.h>
#include <string.h>

#include "office/priv.h"
#include "office/standin.h"

static const char *role_of(const char *post)
{
    const char *slash = strchr(post, '/');

    return slash ? slash + 1 : post;
}

static bool same_dept(const char *a, const char *b)
{
    size_t n = strcspn(a, "/");

    return n == strcspn(b, "/") && strncmp(a, b, n) == 0;
}

static bool in_list(const char *const *list, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], s) == 0) return true;
    return false;
}

static bool hall_wide(const struct catalog *c, const char *role)
{
    const struct role *r = catalog_role(c, role);

    return r && r->hall_wide;
}

/* 综合受理窗口: its desk accepts for several departments, by whitelist. */
static bool desk_takes(const struct deed *d, const struct item *it)
{
    size_t n;
    const struct desk *desks = catalog_desks(d->catalog, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(desks[i].key, d->desk) == 0)
            return desks[i].nitems == 0 || (it && in_list(desks[i].items, desks[i].nitems, it->id));
    return true;
}

bool permit_post_serves(const struct deed *d, const char *post, const char *work_post,
                        const struct item *it)
{
    const char *have = role_of(post), *need = role_of(work_post);

    if (strcmp(have, need) == 0) return hall_wide(d->catalog, have) || same_dept(post, work_post);
    return strcmp(have, "integ") == 0 && strcmp(need, "clerk") == 0 && desk_takes(d, it);
}

/* --- Posts and stand-ins --- */

enum { STANDINS_MOST = 64 };

bool permit_covers_item(const struct held_post *h, const struct item *it)
{
    size_t n = it ? strlen(it->id) : 0;

    if (!*TEXT(h->items) || !it) return true;
    for (const char *p = h->items; *p; p += strcspn(p, ","), p += *p == ',')
        if (strcspn(p, ",") == n && strncmp(p, it->id, n) == 0) return true;
    return false;
}

static bool visit_posts(const struct person *p, const char *principal, permit_visit *visit,
                        void *arg)
{
    for (size_t i = 0; i < p->nposts; i++)
        if (!visit(arg, &(struct held_post){p->posts[i], principal, ""})) return false;
    return true;
}

static bool holds(const struct person *p, const char *post)
{
    return p && in_list(p->posts, p->nposts, post);
}

void permit_each_post(struct office *o, const struct catalog *c, const struct person *p,
                      instant_t now, permit_visit *visit, void *arg)
{
    struct standin given[STANDINS_MOST];
    size_t n, ngiven = standin_of(o, p->key, now, given, STANDINS_MOST);
    const struct person *all = catalog_people(c, &n);

    if (!visit_posts(p, NULL, visit, arg)) return;
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].deputy, p->key) == 0 && standin_absent(o, all[i].key) &&
            !visit_posts(&all[i], all[i].key, visit, arg))
            return;
    /* Who has lost the post since can no longer lend it. */
    for (size_t i = 0; i < ngiven; i++) {
        struct held_post h = {given[i].post, given[i].principal, given[i].items};
        if (holds(catalog_person(c, h.principal), h.post) && !visit(arg, &h)) return;
    }
}

struct among {
    const char *person;
    bool found;
};

static bool is_principal(void *arg, const struct held_post *h)
{
    struct among *a = arg;

    a->found = h->principal && strcmp(h->principal, a->person) == 0;
    return !a->found;
}

/* A stand-in and whom he stands in for count as one, in whatever place he acts. */
static bool counts_as(const struct deed *d, const char *who)
{
    struct among a = {who, false};

    if (!who || !*who) return false;
    if (strcmp(who, d->actor) == 0) return true;
    permit_each_post(d->office, d->catalog, d->person, d->now, is_principal, &a);
    return a.found;
}

/* --- Scope --- */

static bool own_matter(const struct deed *d, const char *who)
{
    if (d->run) return strcmp(TEXT(d->run->holder), who) == 0;
    if (!d->m) return true; /* being registered */
    if (strcmp(TEXT(d->m->registered_by), who) == 0) return true;
    for (size_t i = 0; i < d->m->n_steps; i++)
        if (!d->m->steps[i]->has_closed_at && strcmp(TEXT(d->m->steps[i]->holder), who) == 0)
            return true;
    return false;
}

static bool reaches_matter(const struct deed *d, const struct held_post *h, enum scope scope)
{
    const char *who = h->principal ? h->principal : d->actor, *dept;

    if (strcmp(role_of(h->post), "integ") == 0 && !desk_takes(d, d->item)) return false;
    if (d->run && scope < SCOPE_HALL &&
        !permit_post_serves(d, h->post, TEXT(d->run->post), d->item))
        return false;
    if (d->run && scope == SCOPE_HALL &&
        strcmp(role_of(h->post), role_of(TEXT(d->run->post))) != 0 &&
        !permit_post_serves(d, h->post, TEXT(d->run->post), d->item))
        return false;
    if (scope == SCOPE_OWN) return own_matter(d, who);
    if (d->run || scope == SCOPE_HALL || !d->item) return true;
    dept = d->dept ? d->dept : d->item->dept;
    return strcspn(h->post, "/") == strlen(dept) && strncmp(h->post, dept, strlen(dept)) == 0;
}

static bool reaches_person(const struct deed *d, const struct held_post *h, enum scope scope)
{
    const struct person *p = catalog_person(d->catalog, d->self->key);

    if (scope == SCOPE_HALL || strcmp(d->self->key, d->actor) == 0) return true;
    for (size_t i = 0; scope == SCOPE_DEPT && p && i < p->nposts; i++)
        if (same_dept(p->posts[i], h->post)) return true;
    return false;
}

static bool reaches(const struct deed *d, const struct held_post *h, enum scope scope)
{
    if (d->act->on == ON_PERSON) return reaches_person(d, h, scope);
    if (d->act->on == ON_MATTER || d->act->on == ON_NEW_MATTER) return reaches_matter(d, h, scope);
    return true;
}

/* --- Choosing the post --- */

struct choosing {
    const struct deed *d;
    const char *holder; /* who has taken the step; "" nobody, or the actor */
    struct held_post found;
    bool has_role; /* a post of his may, but does not reach so far */
};

/* A post fits when its role may do the act on the item and its scope reaches the work.  A step
 * taken by somebody he stands in for is done in that one's place. */
static bool choose(void *arg, const struct held_post *h)
{
    struct choosing *c = arg;
    const struct deed *d = c->d;
    enum scope scope;

    if (d->q->post && *d->q->post && strcmp(h->post, d->q->post) != 0) return true;
    if (!permit_covers_item(h, d->item) ||
        !catalog_permits(d->catalog, d->act->name, role_of(h->post), d->item ? d->item->id : NULL,
                         &scope))
        return true;
    if (!reaches(d, h, scope)) {
        c->has_role |= scope == SCOPE_OWN || d->act->on == ON_PERSON;
        return true;
    }
    if (!c->found.post) c->found = *h;
    if (!*c->holder) return false;
    if (!h->principal || strcmp(h->principal, c->holder) != 0) return true;
    c->found = *h;
    return false;
}

static enum rc say_who_may(const struct deed *d, const struct choosing *c, struct fault *f)
{
    char who[FAULT_ARG_MAX] = "";
    size_t n;
    const struct role *r = catalog_roles(d->catalog, &n);

    if (c->has_role)
        return fault_set(f, RC_REFUSED, "scope",
                         N_("{1} is allowed to you only for what is your own or your department's"),
                         d->act->title, NULL);
    if (d->run) {
        catalog_post_title(d->catalog, TEXT(d->run->post), who, sizeof who);
        return fault_set(f, RC_REFUSED, "role",
                         N_("{1} is done here by {2}; you hold no such post"), d->act->title, who,
                         NULL);
    }
    for (size_t i = 0; i < n; i++) {
        size_t used = strlen(who);
        if (catalog_permits(d->catalog, d->act->name, r[i].key, d->item ? d->item->id : NULL, NULL))
            snprintf(who + used, sizeof who - used, "%s%s", used ? ", " : "", r[i].name);
    }
    return fault_set(f, RC_REFUSED, "role",
                     N_("{1} may be done by: {2}; you hold no such post for this item"),
                     d->act->title, who, NULL);
}

enum rc permit_choose_post(struct deed *d, struct fault *f)
{
    struct choosing c = {.d = d, .holder = d->run ? TEXT(d->run->holder) : ""};

    if (deed_is_system(d)) {
        d->post = "system";
        return RC_OK;
    }
    if (strcmp(c.holder, d->actor) == 0) c.holder = "";
    permit_each_post(d->office, d->catalog, d->person, d->now, choose, &c);
    if (!c.found.post) return say_who_may(d, &c, f);
    d->post = c.found.post;
    d->on_behalf = c.found.principal;
    return RC_OK;
}

struct working {
    const struct deed *look;
    const struct person *p;
    const Yc__StepRun *run;
    bool yes;
};

static bool works(void *arg, const struct held_post *h)
{
    struct working *w = arg;
    const char *holder = TEXT(w->run->holder);

    w->yes = permit_covers_item(h, w->look->item) &&
             permit_post_serves(w->look, h->post, TEXT(w->run->post), w->look->item) &&
             (!*holder || strcmp(holder, h->principal ? h->principal : w->p->key) == 0 ||
              strcmp(holder, w->p->key) == 0);
    return !w->yes;
}

bool permit_works_on(struct deed *look, const struct person *p, const Yc__StepRun *run)
{
    struct working w = {look, p, run, false};

    if (strcmp(TEXT(run->state), "open") == 0)
        permit_each_post(look->office, look->catalog, p, look->now, works, &w);
    return w.yes;
}

struct query_asked {
    const struct catalog *c;
    const char *query;
    bool yes;
};

static bool may_ask(void *arg, const struct held_post *h)
{
    struct query_asked *a = arg;

    a->yes = catalog_permits(a->c, a->query, role_of(h->post), NULL, NULL);
    return !a->yes;
}

bool permit_asks(struct office *o, const struct catalog *c, const struct person *p, instant_t now,
                 const char *query)
{
    struct query_asked a = {c, query, false};

    permit_each_post(o, c, p, now, may_ask, &a);
    return a.yes;
}

/* --- Duties --- */

/* Who did a thing before in this matter; NULL nobody. */
static const char *doer(const Yc__Matter *m, const char *act)
{
    if (strcmp(act, "register") == 0) return m->registered_by;
    if (strcmp(act, "accept") == 0) return m->accepted_by;
    if (strcmp(act, "grant") == 0 || strcmp(act, "deny") == 0) return m->decided_by;
    if (strcmp(act, "verify") == 0) return m->verified_by;
    if (strcmp(act, "pay") == 0) return m->n_receipts ? m->receipts[m->n_receipts - 1]->by : NULL;
    for (size_t i = m->n_papers; i-- > 0;)
        if (strcmp(act, "print") == 0 && strcmp(TEXT(m->papers[i]->kind), "certificate") == 0)
            return m->papers[i]->by;
    return NULL;
}

static const char *const traced[] = {"register", "accept", "grant", "deny",
                                     "verify",   "pay",    "print"};

bool permit_traces(const char *act)
{
    return strcmp(act, "step") == 0 || in_list(traced, sizeof traced / sizeof *traced, act);
}

/* Done by him, by whom he stands in for, or in the place of one of them. */
static bool did(const struct deed *d, const char *act)
{
    if (counts_as(d, doer(d->m, act))) return true;
    for (size_t i = 0; i < d->m->n_by_proxy; i++)
        if (strcmp(TEXT(d->m->by_proxy[i]->act), act) == 0 &&
            counts_as(d, d->m->by_proxy[i]->principal))
            return true;
    return false;
}

static bool did_step(const struct deed *d, const Yc__StepRun *r)
{
    if (counts_as(d, r->by)) return true;
    for (size_t i = 0; i < d->m->n_by_proxy; i++)
        if (strcmp(TEXT(d->m->by_proxy[i]->step_run), r->key) == 0 &&
            strcmp(TEXT(d->m->by_proxy[i]->by), TEXT(r->by)) == 0 &&
            counts_as(d, d->m->by_proxy[i]->principal))
            return true;
    return false;
}

/* "step, step": two steps in a row are never one person's (审批分离).  Hand-overs after the
 * decision are no judgement. */
static bool passed_before(const struct deed *d)
{
    if (!d->run || !d->step || (d->step->act != STEP_DECIDE && d->step->act != STEP_PASS) ||
        d->step->outside_limit)
        return false;
    for (size_t i = 0; i < d->step->nafter; i++) {
        const Yc__StepRun *r = matter_last_run(d->m, d->step->after[i]);
        if (r && did_step(d, r)) return true;
    }
    return false;
}

/* Only acts that close the step judge; taking it or sending it back does not. */
static bool passes(const struct deed *d)
{
    static const char *const acts[] = {"pass", "grant", "deny"};

    return in_list(acts, sizeof acts / sizeof *acts, d->act->name);
}

enum rc permit_duties(struct deed *d, struct fault *f)
{
    size_t n;
    const struct duty *duties = catalog_duties(d->catalog, &n);

    if (deed_is_system(d) || !d->m || !d->item || !d->item->separate) return RC_OK;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(duties[i].one, "step") == 0 && passes(d) && passed_before(d))
            return fault_set(
                f, RC_REFUSED, "duty",
                N_("you passed the step before this one, so '{1}' must be done by somebody else"),
                d->act->title, NULL);
        const char *before = strcmp(duties[i].other, d->act->name) == 0 ? duties[i].one : NULL;
        if (!before || !did(d, before)) continue;
        const struct act *a = act_find(before);
        return fault_set(f, RC_REFUSED, "duty",
                         N_("you did '{1}' on this matter, so '{2}' must be done by somebody else"),
                         a ? a->title : before, d->act->title, NULL);
    }
    return RC_OK;
}
