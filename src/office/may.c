/* Whether an act may be done now: phase, open step, permission, duties, holder, guard. */
#include <stdio.h>
#include <string.h>

#include "office/act.h"
#include "office/priv.h"

static const char *phase_words(const Yc__Matter *m)
{
    static const char *const words[] = {
        [YC__PHASE__PHASE_REVIEW] = N_("waiting for acceptance"),
        [YC__PHASE__PHASE_CORRECTING] = N_("with the applicant for corrections"),
        [YC__PHASE__PHASE_HANDLING] = N_("being handled"),
        [YC__PHASE__PHASE_CLOSING] = N_("decided, on its way out"),
        [YC__PHASE__PHASE_DELIVERED] = N_("delivered, waiting for verification"),
        [YC__PHASE__PHASE_VERIFIED] = N_("verified"),
        [YC__PHASE__PHASE_ARCHIVED] = N_("archived"),
    };
    return words[m->phase];
}

static bool run_is_open(const Yc__StepRun *r)
{
    return strcmp(TEXT(r->state), "open") == 0;
}

/* The step this act works on: the one named, or the only one of the right kind that this person's
 * posts serve. */
struct serving {
    const struct deed *d;
    const char *work;
    bool yes;
};

static bool serves(void *arg, const struct held_post *h)
{
    struct serving *s = arg;

    s->yes =
        permit_covers_item(h, s->d->item) && permit_post_serves(s->d, h->post, s->work, s->d->item);
    return !s->yes;
}

static bool person_serves(const struct deed *d, const char *work)
{
    struct serving s = {d, work, deed_is_system(d)};

    if (!s.yes) permit_each_post(d->office, d->catalog, d->person, d->now, serves, &s);
    return s.yes;
}

static bool act_fits_step(const struct act *a, const struct step *st)
{
    return st && (a->steps & (1u << st->act));
}

/* Name of the step the matter waits at; NULL: none. */
static const char *first_open(const struct deed *d)
{
    for (size_t i = 0; i < d->m->n_steps; i++) {
        const struct step *st = item_step(d->item, TEXT(d->m->steps[i]->step));
        if (st && run_is_open(d->m->steps[i])) return st->name;
    }
    return NULL;
}

static enum rc choose_run(struct deed *d, struct fault *f)
{
    const char *named = deed_param(d, "step");
    Yc__StepRun *mine = NULL, *any = NULL;
    int count = 0;

    for (size_t i = 0; i < d->m->n_steps; i++) {
        Yc__StepRun *r = d->m->steps[i];
        if (!run_is_open(r) || !act_fits_step(d->act, item_step(d->item, TEXT(r->step)))) continue;
        if (*named && strcmp(named, r->key) != 0 && strcmp(named, TEXT(r->step)) != 0) continue;
        if (!any) any = r;
        if (!person_serves(d, TEXT(r->post))) continue;
        if (!mine || strcmp(TEXT(r->holder), d->actor) == 0) mine = r;
        count++;
    }
    if (mine && (count == 1 || *named || strcmp(TEXT(mine->holder), d->actor) == 0))
        d->run = mine;
    else if (mine)
        return fault_set(f, RC_REFUSED, "step",
                         N_("several steps are open to you: say which with 'step'"), NULL);
    else
        d->run = any;
    if (!d->run && *named)
        return fault_set(f, RC_REFUSED, "step", N_("step '{1}' is not open in this matter"), named,
                         NULL);
    if (!d->run && first_open(d))
        return fault_set(f, RC_REFUSED, "step", N_("'{1}' does not come yet: first '{2}'"),
                         d->act->title, first_open(d), NULL);
    if (!d->run)
        return fault_set(f, RC_REFUSED, "step",
                         N_("'{1}' has no open step here: the matter is {2}"), d->act->title,
                         phase_words(d->m), NULL);
    d->step = item_step(d->item, TEXT(d->run->step));
    return RC_OK;
}

static enum rc check_phase(struct deed *d, struct fault *f)
{
    if (d->act->phases & (1u << d->m->phase)) return RC_OK;
    return fault_set(f, RC_REFUSED, "state", N_("'{1}' is not possible now: the matter is {2}"),
                     d->act->title, phase_words(d->m), NULL);
}

static enum rc check_holder(struct deed *d, struct fault *f)
{
    const char *holder = d->run ? TEXT(d->run->holder) : "";

    if (!*holder || deed_is_system(d) || strcmp(holder, d->actor) == 0) return RC_OK;
    if (d->on_behalf && strcmp(holder, d->on_behalf) == 0) return RC_OK;
    const struct person *p = catalog_person(d->catalog, holder);
    return fault_set(f, RC_REFUSED, "held",
                     N_("{1} has taken this step; it comes to you when it is released"),
                     p ? p->name : holder, NULL);
}

/* Everything that must hold before the act itself looks at its parameters. */
enum rc office_may(struct deed *d, struct fault *f)
{
    enum rc rc = RC_OK;

    if (d->act->system_only && !deed_is_system(d))
        return fault_set(f, RC_REFUSED, "role", N_("'{1}' is done by the office itself"),
                         d->act->title, NULL);
    if (d->act->on == ON_MATTER) {
        rc = check_phase(d, f);
        if (rc == RC_OK && d->act->steps) rc = choose_run(d, f);
        if (rc == RC_OK && d->act->about) rc = d->act->about(d, f);
    }
    /* Registering: the guard finds the item, whose department is the scope of the permission. */
    if (rc == RC_OK && d->act->on == ON_NEW_MATTER) rc = d->act->guard(d, f);
    if (rc == RC_OK) rc = permit_choose_post(d, f);
    if (rc == RC_OK) rc = permit_duties(d, f);
    if (rc == RC_OK && d->act->steps) rc = check_holder(d, f);
    if (rc == RC_OK && d->act->guard && d->act->on != ON_NEW_MATTER) rc = d->act->guard(d, f);
    return rc;
}
