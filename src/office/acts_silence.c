/* Local defaults: confirmed by two people who had no part in the matter, stopped, answered by the
 * late office (domain.md B.7). */
#include <stdio.h>
#include <string.h>

#include "office/act.h"
#include "office/cards.h"
#include "office/clocks.h"
#include "office/papers.h"
#include "office/silence.h"

static bool same(const char *a, const char *b)
{
    return *TEXT(a) && strcmp(a, b) == 0;
}

/* --- Which default --- */

static bool is_named(const struct deed *d, const Yc__Default *def)
{
    const char *name = deed_param(d, "default");

    return !*name || strcmp(name, def->key) == 0;
}

/* The one named by "default", or the only one waiting. */
static enum rc choose(struct deed *d, Yc__Default **out, struct fault *f)
{
    char list[FAULT_ARG_MAX] = "";
    size_t n = 0, used = 0;

    for (size_t i = 0; i < d->m->n_defaults; i++) {
        Yc__Default *def = d->m->defaults[i];
        if (!silence_is_waiting(def) || !is_named(d, def)) continue;
        *out = def;
        if (used < sizeof list)
            used +=
                (size_t)snprintf(list + used, sizeof list - used, "%s%s", n ? ", " : "", def->key);
        n++;
    }
    if (n == 1) return RC_OK;
    if (n == 0)
        return fault_set(f, RC_REFUSED, "default", N_("no such default waits for confirmation"),
                         NULL);
    return fault_set(f, RC_REFUSED, "default",
                     N_("several defaults are waiting: say which with 'default': {1}"), list, NULL);
}

/* --- Who may not --- */

/* Where nobody had taken the step, everybody of its post is late. */
static bool is_liable(const struct deed *d, const Yc__Default *def)
{
    if (*TEXT(def->person)) return strcmp(def->person, d->actor) == 0;
    for (size_t i = 0; i < d->person->nposts; i++)
        if (same(def->post, d->person->posts[i])) return true;
    return false;
}

static bool has_handled(const struct deed *d)
{
    const Yc__Matter *m = d->m;

    if (same(m->registered_by, d->actor) || same(m->accepted_by, d->actor)) return true;
    for (size_t i = 0; i < m->n_steps; i++)
        if (same(m->steps[i]->by, d->actor) || same(m->steps[i]->holder, d->actor)) return true;
    return false;
}

static enum rc not_liable(const struct deed *d, const Yc__Default *def, struct fault *f)
{
    if (!is_liable(d, def)) return RC_OK;
    return fault_set(f, RC_REFUSED, "duty",
                     N_("you answer for this delay, so '{1}' must be done by somebody else"),
                     d->act->title, NULL);
}

static enum rc may_confirm(const struct deed *d, const Yc__Default *def, struct fault *f)
{
    enum rc rc = not_liable(d, def, f);

    if (rc != RC_OK) return rc;
    if (has_handled(d))
        return fault_set(f, RC_REFUSED, "duty",
                         N_("you handled this matter, so '{1}' must be done by somebody else"),
                         d->act->title, NULL);
    if (same(def->first, d->actor))
        return fault_set(f, RC_REFUSED, "duty",
                         N_("you have confirmed it already: a second person must confirm too"),
                         NULL);
    return RC_OK;
}

/* One of those waiting may be dealt with by this person. */
static enum rc any_waiting(struct deed *d,
                           enum rc (*may)(const struct deed *, const Yc__Default *, struct fault *),
                           struct fault *f)
{
    enum rc rc =
        fault_set(f, RC_REFUSED, "default", N_("no such default waits for confirmation"), NULL);

    for (size_t i = 0; i < d->m->n_defaults; i++) {
        const Yc__Default *def = d->m->defaults[i];
        if (!silence_is_waiting(def) || !is_named(d, def)) continue;
        if ((rc = may(d, def, f)) == RC_OK) return RC_OK;
    }
    return rc;
}

/* --- confirm_default, stop_default --- */

/* A hearing under way may still change the result. */
static enum rc confirm_guard(struct deed *d, struct fault *f)
{
    if (d->m->suspended)
        return fault_set(f, RC_REFUSED, "suspended",
                         N_("the matter is in a special procedure: resume it first (许可法45)"),
                         NULL);
    return any_waiting(d, may_confirm, f);
}

static enum rc confirm(struct deed *d, struct fault *f)
{
    Yc__Default *def;
    enum rc rc = choose(d, &def, f);

    if (rc == RC_OK) rc = may_confirm(d, def, f);
    if (rc != RC_OK) return rc;
    d->event->note = arena_strdup(d->arena, deed_param(d, "remark"));
    if (!*TEXT(def->first)) {
        def->first = arena_strdup(d->arena, d->actor);
        SET(def, at, d->now);
        return RC_OK;
    }
    def->second = arena_strdup(d->arena, d->actor);
    return silence_carry_out(d, def, f);
}

static enum rc stop_guard(struct deed *d, struct fault *f)
{
    return any_waiting(d, not_liable, f);
}

static enum rc stop(struct deed *d, struct fault *f)
{
    Yc__Default *def;
    enum rc rc = choose(d, &def, f);

    if (rc == RC_OK) rc = not_liable(d, def, f);
    if (rc != RC_OK) return rc;
    silence_stop(d, def, deed_param(d, "reason"));
    d->event->note = def->reason;
    notice_send(d, *TEXT(def->person) ? def->person : def->post,
                N_("{1}: the default has been stopped ({2})"), def->reason);
    return RC_OK;
}

/* --- file_opinion --- */

static bool works_in(const struct deed *d, const char *dept)
{
    for (size_t i = 0; i < d->person->nposts; i++)
        if (strcspn(d->person->posts[i], "/") == strlen(dept) &&
            strncmp(d->person->posts[i], dept, strlen(dept)) == 0)
            return true;
    return false;
}

static const char *dept_of(struct deed *d, const Yc__Default *def)
{
    return arena_strndup(d->arena, TEXT(def->post), strcspn(TEXT(def->post), "/"));
}

static bool is_owed(const struct deed *d, const Yc__Default *def)
{
    const Yc__Clock *c = silence_opinion_clock(d->m, def);

    return c && strcmp(TEXT(c->state), "running") == 0 && is_named(d, def);
}

/* The default whose opinion this person's department owes; of several the first. */
static Yc__Default *owed_by(struct deed *d)
{
    Yc__Default *any = NULL;

    for (size_t i = 0; i < d->m->n_defaults; i++) {
        Yc__Default *def = d->m->defaults[i];
        if (!is_owed(d, def)) continue;
        if (d->person && works_in(d, dept_of(d, def))) return def;
        if (!any) any = def;
    }
    return any;
}

static enum rc opinion_about(struct deed *d, struct fault *f)
{
    const Yc__Default *def = owed_by(d);

    if (!def)
        return fault_set(f, RC_REFUSED, "default", N_("no opinion on a default is owed here"),
                         NULL);
    d->dept = dept_of(d, def);
    return RC_OK;
}

/* Roles of the whole hall are let through by permission; they answer for their own place only. */
static enum rc opinion_guard(struct deed *d, struct fault *f)
{
    const char *post = TEXT(d->post);
    size_t n = strcspn(post, "/");

    if (deed_is_system(d) || (n == strlen(d->dept) && strncmp(post, d->dept, n) == 0)) return RC_OK;
    return fault_set(f, RC_REFUSED, "role",
                     N_("the opinion is owed by another department than yours"), NULL);
}

static enum rc file_opinion(struct deed *d, struct fault *f)
{
    Yc__Default *def = owed_by(d);

    def->opinion = arena_strdup(d->arena, deed_param(d, "text"));
    SET(def, agrees, strcmp(deed_param(d, "agree"), "true") == 0);
    def->opinion_by = arena_strdup(d->arena, d->actor);
    SET(def, opinion_at, d->now);
    clocks_end(d, deed_print(d, "opinion:%s", def->key));
    return paper_issue(d, PAPER_SHEET, d->m->number,
                       deed_print(d, "%s补出意见：%s\n%s", silence_kind_title(def),
                                  def->agrees ? "同意" : "不同意", def->opinion),
                       NULL, f);
}

/* --- table --- */

static const struct param confirm_params[] = {
    {"default", PARAM_KEY, false, N_("which default, when several are waiting")},
    {"remark", PARAM_TEXT, false, N_("remark")},
};
static const struct param stop_params[] = {
    {"default", PARAM_KEY, false, N_("which default, when several are waiting")},
    {"reason", PARAM_TEXT, true, N_("reason")},
};
static const struct param opinion_params[] = {
    {"default", PARAM_KEY, false, N_("which default, when several are waiting")},
    {"agree", PARAM_BOOL, true, N_("whether the office agrees with the default")},
    {"text", PARAM_TEXT, true, N_("opinion")},
};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_silence[] = {
    {"confirm_default", N_("Confirm the default"),
     N_("one of two confirmations that let a default take effect"), ON_MATTER, PH_HANDLING,
     PARAMS(confirm_params), .watches = true, .guard = confirm_guard, .run = confirm},
    {"stop_default", N_("Stop the default"), N_("the default does not take effect, with reason"),
     ON_MATTER, PH_HANDLING, PARAMS(stop_params), .watches = true, .guard = stop_guard,
     .run = stop},
    {"file_opinion", N_("File the late opinion"),
     N_("the office that did not act in time gives its opinion on the default"), ON_MATTER, PH_ANY,
     PARAMS(opinion_params), .about = opinion_about, .guard = opinion_guard, .run = file_opinion},
    {.name = NULL},
};
