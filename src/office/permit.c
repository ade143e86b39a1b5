/* Permission: act x role x scope x item as data, separation of duties, stand-ins.  Denied unless
 * allowed. */
#include "office/act.h"

#include <stdio.h>
#include <string.h>

#include "office/priv.h"

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

void permit_each_post(struct office *o, const struct catalog *c, const struct person *p,
                      permit_visit *visit, void *arg)
{
    size_t n;
    const struct person *all = catalog_people(c, &n);

    for (size_t i = 0; i < p->nposts; i++)
        if (!visit(arg, p->posts[i])) return;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(all[i].deputy, p->key) != 0 || !office_is_absent(o, all[i].key)) continue;
        for (size_t j = 0; j < all[i].nposts; j++)
            if (!visit(arg, all[i].posts[j])) return;
    }
}

struct choosing {
    const struct deed *d;
    const struct permission *allowed;
    const char *found;
};

/* A post fits when its role may do the act and it serves the work: the step's post, or the item's
 * department. */
static bool choose(void *arg, const char *post)
{
    struct choosing *c = arg;
    const struct deed *d = c->d;
    const char *role = role_of(post);

    if (d->q->post && *d->q->post && strcmp(post, d->q->post) != 0) return true;
    if (!c->allowed || !in_list(c->allowed->roles, c->allowed->nroles, role)) return true;
    if (d->run && !permit_post_serves(d, post, TEXT(d->run->post), d->item)) return true;
    if (!d->run && d->item && !hall_wide(d->catalog, role)) {
        char own[64];
        snprintf(own, sizeof own, "%s/%s", d->dept ? d->dept : d->item->dept, role);
        if (!permit_post_serves(d, post, own, d->item) && !same_dept(post, "town/") &&
            !same_dept(post, "village/"))
            return true;
    }
    if (!d->run && d->item && strcmp(role, "integ") == 0 && !desk_takes(d, d->item)) return true;
    c->found = post;
    return false;
}

enum rc permit_choose_post(struct deed *d, struct fault *f)
{
    struct choosing c = {d, catalog_permission(d->catalog, d->act->name), NULL};
    char who[FAULT_ARG_MAX] = "";

    if (deed_is_system(d)) {
        d->post = "system";
        return RC_OK;
    }
    permit_each_post(d->office, d->catalog, d->person, choose, &c);
    if (c.found) {
        d->post = c.found;
        return RC_OK;
    }
    if (d->run) {
        catalog_post_title(d->catalog, TEXT(d->run->post), who, sizeof who);
        return fault_set(f, RC_REFUSED, "role",
                         N_("{1} is done here by {2}; you hold no such post"), d->act->title, who,
                         NULL);
    }
    for (size_t i = 0; c.allowed && i < c.allowed->nroles; i++) {
        const struct role *r = catalog_role(d->catalog, c.allowed->roles[i]);
        size_t used = strlen(who);
        snprintf(who + used, sizeof who - used, "%s%s", used ? ", " : "",
                 r ? r->name : c.allowed->roles[i]);
    }
    return fault_set(f, RC_REFUSED, "role",
                     N_("{1} may be done by: {2}; you hold no such post for this item"),
                     d->act->title, who, NULL);
}

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

static bool same_person(const char *a, const char *b)
{
    return a && *a && strcmp(a, b) == 0;
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
        if (r && same_person(r->by, d->actor)) return true;
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
        if (!before || !same_person(doer(d->m, before), d->actor)) continue;
        const struct act *a = act_find(before);
        return fault_set(f, RC_REFUSED, "duty",
                         N_("you did '{1}' on this matter, so '{2}' must be done by somebody else"),
                         a ? a->title : before, d->act->title, NULL);
    }
    return RC_OK;
}
