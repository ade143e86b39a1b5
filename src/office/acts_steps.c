/* Walking: take a step, pass it, send it back; stand still and go on; more time (许可法 Art 34, 42,
 * 45). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/post.h"
#include "office/act.h"
#include "office/cards.h"
#include "office/clocks.h"
#include "office/content.h"
#include "office/papers.h"
#include "office/silence.h"
#include "office/walk.h"

/* --- take, release --- */

static enum rc take_step(struct deed *d, struct fault *f)
{
    (void)f;
    d->run->holder = arena_strdup(d->arena, d->actor);
    return RC_OK;
}

static enum rc release_step(struct deed *d, struct fault *f)
{
    (void)f;
    d->run->holder = (char *)(uintptr_t) "";
    return RC_OK;
}

/* --- pass --- */

static size_t mark_at(const char *p)
{
    static const char *const marks[] = {",", " ", "，", "、"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(p, marks[i], strlen(marks[i])) == 0) return strlen(marks[i]);
    return 0;
}

/* The first name of a list, and where the rest begins. */
static const char *next_name(const char *p, size_t *len)
{
    while (*p && mark_at(p))
        p += mark_at(p);
    for (*len = 0; p[*len] && !mark_at(p + *len);)
        ++*len;
    return p;
}

static bool two_different(const char *list)
{
    size_t n, m;
    const char *first = next_name(list, &n);

    for (const char *p = first + n; *(p = next_name(p, &m)); p += m)
        if (m != n || strncmp(p, first, n) != 0) return true;
    return false;
}

static enum rc two_officers(struct deed *d, struct fault *f)
{
    const char *officers = deed_param(d, "officers");

    if (*officers) d->run->officers = arena_strdup(d->arena, officers);
    if (!d->step->two_officers || two_different(officers)) return RC_OK;
    return fault_set(
        f, RC_REFUSED, "officers",
        N_("'{1}' is an on-site check: name at least two different officers (许可法34)"),
        d->step->name, NULL);
}

/* 一厅双网 (A.4): lateness is judged by the outside dates; a result older than the registration
 * bypassed it. */
static enum rc outside_dates(struct deed *d, day_t *decided, struct fault *f)
{
    day_t accepted, registered = day_of_instant(d->m->registered_at);

    if (d->item->kind != KIND_DUAL_NET) return RC_OK;
    enum rc rc = content_check(d, NEED_VERIFY, f);
    if (rc != RC_OK) return rc;
    if (!day_parse(deed_value(d, "ext_accept"), &accepted) ||
        !day_parse(deed_value(d, "ext_decide"), decided))
        return RC_OK;
    if (*decided > d->today)
        return fault_set(f, RC_REFUSED, "field",
                         N_("the outside decision cannot lie in the future"), NULL);
    if (accepted < registered)
        card_raise(d, "M-P6", CARD_YELLOW, d->now, NULL, "", "垂管系统受理早于登记");
    SET(d->m, accepted_day, accepted);
    Yc__Clock *total = matter_clock(d->m, "total");
    if (total) {
        SET(total, start_day, accepted);
        SET(total, told_day, 0);
    }
    clocks_refresh(d);
    if (total && total->due_day != DAY_NONE) SET(total, told_day, total->due_day);
    clocks_end_on(d, "total", *decided);
    return RC_OK;
}

static enum rc pass_guard(struct deed *d, struct fault *f)
{
    if (d->m->suspended && d->step && !d->step->suspends && !d->step->before_acceptance &&
        d->m->phase == YC__PHASE__PHASE_HANDLING)
        for (size_t i = 0; i < d->m->n_suspensions; i++)
            if (!d->m->suspensions[i]->has_to_day && !*TEXT(d->m->suspensions[i]->step_run))
                return fault_set(
                    f, RC_REFUSED, "suspended",
                    N_("the matter is in a special procedure: resume it first (许可法45)"), NULL);
    return RC_OK;
}

static enum rc pass(struct deed *d, struct fault *f)
{
    const char *result = deed_param(d, "result");
    day_t decided = DAY_NONE; /* outside */
    enum rc rc = content_take_form(d, f);

    if (rc == RC_OK) rc = two_officers(d, f);
    if (rc == RC_OK && d->step->act == STEP_EXTERNAL) rc = outside_dates(d, &decided, f);
    if (rc != RC_OK) return rc;
    if (d->item->kind == KIND_DUAL_NET && d->step->act == STEP_EXTERNAL &&
        strcmp(result, "denied") == 0)
        walk_decided(d, YC__OUTCOME__OUTCOME_DENIED, deed_param(d, "opinion"));
    walk_close(d, *result ? result : "agree", deed_param(d, "opinion"));
    if (decided != DAY_NONE && d->m->has_decided_day) SET(d->m, decided_day, decided);
    return RC_OK;
}

static const struct step *step_before(const struct deed *d)
{
    return d->step->nafter ? item_step(d->item, d->step->after[0]) : NULL;
}

static enum rc send_back(struct deed *d, struct fault *f)
{
    const char *to = deed_param(d, "to");
    const struct step *st = *to ? item_step(d->item, to) : step_before(d);

    if (!st)
        return fault_set(f, RC_REFUSED, "step", N_("there is no step '{1}' to send back to"), to,
                         NULL);
    if (!matter_last_run(d->m, st->key) || st == d->step)
        return fault_set(f, RC_REFUSED, "step", N_("step '{1}' has not been passed yet"), st->name,
                         NULL);
    if (st->act == STEP_ACCEPT)
        return fault_set(f, RC_REFUSED, "step",
                         N_("an accepted matter cannot go back to acceptance"), NULL);
    walk_send_back(d, st, deed_param(d, "reason"));
    return RC_OK;
}

static enum rc open_step(struct deed *d, struct fault *f)
{
    const struct step *st = item_step(d->item, deed_param(d, "which"));

    if (!st || !st->optional)
        return fault_set(f, RC_REFUSED, "step", N_("'{1}' is not a step that is opened on demand"),
                         deed_param(d, "which"), NULL);
    const Yc__StepRun *r = matter_last_run(d->m, st->key);
    if (r && strcmp(TEXT(r->state), "open") == 0)
        return fault_set(f, RC_REFUSED, "step", N_("step '{1}' is open already"), st->name, NULL);
    walk_open(d, st);
    return RC_OK;
}

/* --- suspend, resume, extend --- */

/* Who approves must be head or chief of the matter's department; acting himself, he has approved.
 */
static enum rc approved(struct deed *d, struct fault *f)
{
    const char *by = *deed_param(d, "approved_by") ? deed_param(d, "approved_by") : d->actor;
    const struct person *p = catalog_person(d->catalog, by);

    for (size_t i = 0; p && i < p->nposts; i++) {
        const char *slash = strchr(p->posts[i], '/');
        bool leads = slash && (strcmp(slash, "/head") == 0 || strcmp(slash, "/chief") == 0);
        size_t n = slash ? (size_t)(slash - p->posts[i]) : 0;
        if (leads && n == strlen(d->m->dept) && strncmp(p->posts[i], d->m->dept, n) == 0)
            return RC_OK;
    }
    return fault_set(f, RC_REFUSED, "approval",
                     N_("this needs the approval of a head or chief representative of the "
                        "department: give 'approved_by'"),
                     NULL);
}

static enum rc suspend_guard(struct deed *d, struct fault *f)
{
    if (d->m->suspended)
        return fault_set(f, RC_REFUSED, "suspended",
                         N_("the matter is in a special procedure already"), NULL);
    if (d->item->nspecial == 0)
        return fault_set(f, RC_REFUSED, "special",
                         N_("{1} has no special procedure: its clock cannot stop"), d->item->name,
                         NULL);
    return RC_OK;
}

static enum rc suspend(struct deed *d, struct fault *f)
{
    const char *kind = deed_param(d, "kind");
    int planned = atoi(deed_param(d, "planned"));
    bool known = false;
    Yc__Paper *paper = NULL;

    for (size_t i = 0; i < d->item->nspecial; i++)
        known |= strcmp(d->item->special[i], kind) == 0;
    if (!known)
        return fault_set(f, RC_REFUSED, "special",
                         N_("'{1}' is not a special procedure of {2} (许可法45)"), kind,
                         d->item->name, NULL);
    if (planned < 1)
        return fault_set(f, RC_REFUSED, "planned", N_("say how many working days it will take"),
                         NULL);
    enum rc rc = approved(d, f);
    if (rc != RC_OK) return rc;
    Yc__Suspension *s = walk_suspend(d, kind, planned, NULL);
    rc = paper_issue(d, PAPER_SUSPENSION, NULL,
                     deed_print(d, "依法需要%s，所需时间%d个工作日不计入办理期限。%s", kind,
                                planned, paper_limit(d, "total")),
                     &paper, f);
    if (rc != RC_OK) return rc;
    s->notice_no = paper->number;
    s->evidence = arena_strdup(d->arena, deed_param(d, "evidence"));
    return RC_OK;
}

static Yc__Suspension *open_suspension(const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_suspensions; i++)
        if (!m->suspensions[i]->has_to_day && !*TEXT(m->suspensions[i]->step_run))
            return m->suspensions[i];
    return NULL;
}

static enum rc resume_guard(struct deed *d, struct fault *f)
{
    if (open_suspension(d->m)) return RC_OK;
    return fault_set(f, RC_REFUSED, "suspended", N_("the matter is not in a special procedure"),
                     NULL);
}

/* M-S1: longer than announced. */
static void judge_length(struct deed *d, const Yc__Suspension *s)
{
    int took = calendar_count(d->calendar, s->from_day, d->today);
    const char *facts = deed_print(d, "%s用时%d个工作日 告知%d个工作日", s->kind, took, s->planned);

    if (took > s->planned + 5)
        card_raise(d, "M-S1", CARD_YELLOW, d->now, NULL, "", facts);
    else if (took > s->planned)
        card_raise(d, "M-S1", CARD_NOTICE, d->now, NULL, "", facts);
}

static enum rc resume(struct deed *d, struct fault *f)
{
    Yc__Suspension *s = open_suspension(d->m);

    (void)f;
    if (*deed_param(d, "evidence")) s->evidence = arena_strdup(d->arena, deed_param(d, "evidence"));
    judge_length(d, s);
    walk_resume(d, "");
    return RC_OK;
}

static day_t approval_day(const struct deed *d)
{
    day_t day;

    return day_parse(deed_param(d, "approved_on"), &day) ? day : d->today;
}

static enum rc extend_guard(struct deed *d, struct fault *f)
{
    const Yc__Clock *c = matter_clock(d->m, "total");
    char day[DAY_TEXT];

    if (d->item->extension.unit == UNIT_NONE)
        return fault_set(f, RC_REFUSED, "extension", N_("the limit of {1} cannot be extended"),
                         d->item->name, NULL);
    if (d->m->n_extensions)
        return fault_set(f, RC_REFUSED, "extension",
                         N_("the limit has been extended once already (许可法42)"), NULL);
    if (!c || strcmp(TEXT(c->state), "ended") == 0)
        return fault_set(f, RC_REFUSED, "extension", N_("no decision limit is running"), NULL);
    /* The approval must fall inside the statutory limit; one asked later is void (B.5). */
    day_t last = c->limit_day != DAY_NONE ? c->limit_day : c->due_day;
    if (last != DAY_NONE && approval_day(d) > last)
        return fault_set(f, RC_REFUSED, "extension",
                         N_("the statutory limit ended on {1}: an extension approved later is "
                            "void (许可法42)"),
                         day_text(last, day), NULL);
    return RC_OK;
}

/* The one whom the law names: "局负责人" of this department, or of the government for all. */
static enum rc approved_extension(struct deed *d, struct fault *f)
{
    const char *by = *deed_param(d, "approved_by") ? deed_param(d, "approved_by") : d->actor;
    const struct person *p = catalog_person(d->catalog, by);

    if (p && person_approves(d->catalog, p, d->item->extension_by, d->m->dept)) return RC_OK;
    return fault_set(f, RC_REFUSED, "approval",
                     N_("this extension is approved by {1} (许可法42): give 'approved_by'"),
                     d->item->extension_by, NULL);
}

/* Given before, entered now: no longer than the item allows, not before acceptance, not to come. */
static enum rc check_extension(struct deed *d, struct span *len, struct fault *f)
{
    const char *given = deed_param(d, "length");
    day_t on = approval_day(d);
    char most[SPAN_TEXT], day[DAY_TEXT];

    *len = d->item->extension;
    if (on > d->today || on < d->m->accepted_day)
        return fault_set(f, RC_REFUSED, "approval",
                         N_("the approval cannot be of {1}: it falls between acceptance and today"),
                         day_text(on, day), NULL);
    if (*given && (!span_parse(given, len) || len->unit != d->item->extension.unit || len->n < 1 ||
                   len->n > d->item->extension.n))
        return fault_set(f, RC_REFUSED, "extension", N_("the extension is {1} at most"),
                         span_text(d->item->extension, most), NULL);
    return RC_OK;
}

/* M-N1: an approval of an earlier day is entered only now. */
static void judge_entry(struct deed *d, day_t approved_day)
{
    char day[DAY_TEXT];

    if (approved_day < d->today)
        card_raise(d, "M-N1", CARD_NOTICE, d->now, NULL, "",
                   deed_print(d, "延期%s批准 次日以后补录", day_text(approved_day, day)));
}

/* What was about to be granted for being late is not late any more. */
static void stop_default(struct deed *d, const Yc__Clock *total)
{
    for (size_t i = 0; i < d->m->n_defaults; i++)
        if (silence_is_waiting(d->m->defaults[i]) &&
            strcmp(d->m->defaults[i]->kind, "overdue") == 0 &&
            total->due_day >= d->m->defaults[i]->day)
            silence_stop(d, d->m->defaults[i], "办理期限已依法延长");
}

static enum rc extend(struct deed *d, struct fault *f)
{
    char len[SPAN_TEXT];
    struct span length;

    enum rc rc = approved_extension(d, f);
    if (rc == RC_OK) rc = check_extension(d, &length, f);
    if (rc != RC_OK) return rc;
    Yc__Extension *e =
        record_add(d->arena, &d->m->n_extensions, &d->m->extensions, &yc__extension__descriptor);
    e->key = deed_print(d, "e%zu", d->m->n_extensions);
    SET(e, approved_day, approval_day(d));
    e->length = arena_strdup(d->arena, span_text(length, len));
    e->reason = arena_strdup(d->arena, deed_param(d, "reason"));
    e->by = arena_strdup(d->arena,
                         *deed_param(d, "approved_by") ? deed_param(d, "approved_by") : d->actor);
    judge_entry(d, e->approved_day);
    clocks_refresh(d);
    Yc__Clock *c = matter_clock(d->m, "total");
    stop_default(d, c);
    const char *due = c->due_day != DAY_NONE ? paper_date(d, c->due_day) : "（停计中）";
    if (c->due_day != DAY_NONE) SET(c, told_day, c->due_day);
    return paper_issue(
        d, PAPER_EXTENSION, NULL,
        deed_print(d, "延长理由：%s\n新的期限：%s。%s", e->reason, due, paper_limit(d, "total")),
        NULL, f);
}

/* --- table --- */

#define STEP_PARAM                                                                                 \
    {                                                                                              \
        "step", PARAM_KEY, false, N_("step, when several are open")                                \
    }

static const struct param step_params[] = {STEP_PARAM};
static const struct param pass_params[] = {
    STEP_PARAM,
    {"opinion", PARAM_TEXT, false, N_("opinion")},
    {"result", PARAM_TEXT, false, N_("agree, conditions, disagree, or what came from outside")},
    {"officers", PARAM_LIST, false, N_("officers on site, at least two where the law says so")},
};
static const struct param back_params[] = {
    STEP_PARAM,
    {"to", PARAM_KEY, false, N_("step to go back to; the one before by default")},
    {"reason", PARAM_TEXT, true, N_("reason")},
};
static const struct param open_params[] = {{"which", PARAM_KEY, true, N_("optional step to open")}};
static const struct param suspend_params[] = {
    {"kind", PARAM_TEXT, true, N_("special procedure, one of the item's")},
    {"planned", PARAM_INT, true, N_("working days announced to the applicant")},
    {"evidence", PARAM_TEXT, false, N_("paper that shows it")},
    {"approved_by", PARAM_KEY, false, N_("head or chief who approved")},
};
static const struct param resume_params[] = {
    {"evidence", PARAM_TEXT, false, N_("paper that shows it")}};
static const struct param extend_params[] = {
    {"reason", PARAM_TEXT, true, N_("reason")},
    {"length", PARAM_TEXT, false, N_("by how much, when less than the item allows")},
    {"approved_by", PARAM_KEY, false, N_("who approved: the one the law names")},
    {"approved_on", PARAM_DATE, false, N_("day of the approval; today when left out")},
};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_steps[] = {
    {"take", N_("Take"), N_("take a step into your hands; nobody else can then do it"), ON_MATTER,
     PH_ANY, .steps = STEPS_ANY, PARAMS(step_params), .run = take_step},
    {"release", N_("Release"), N_("give a step you have taken back to the post"), ON_MATTER, PH_ANY,
     .steps = STEPS_ANY, PARAMS(step_params), .run = release_step},
    {"pass", N_("Pass"), N_("close your step with an opinion; the next one opens"), ON_MATTER,
     PH_ANY, .takes_form = true, .steps = 1u << STEP_PASS | 1u << STEP_EXTERNAL,
     PARAMS(pass_params), .guard = pass_guard, .run = pass},
    {"send_back", N_("Send back"), N_("send the matter back to an earlier step; the clock goes on"),
     ON_MATTER, PH_HANDLING, .steps = 1u << STEP_PASS | 1u << STEP_DECIDE, PARAMS(back_params),
     .run = send_back},
    {"open_step", N_("Open a step"), N_("open an optional step: hearing, third party"), ON_MATTER,
     PH_HANDLING, PARAMS(open_params), .run = open_step},
    {"suspend", N_("Suspend"), N_("begin a special procedure; its time is not counted"), ON_MATTER,
     PH_HANDLING, PARAMS(suspend_params), .guard = suspend_guard, .run = suspend},
    {"resume", N_("Resume"), N_("end the special procedure; the clock goes on tomorrow"), ON_MATTER,
     PH_HANDLING, PARAMS(resume_params), .guard = resume_guard, .run = resume},
    {"extend", N_("Extend"), N_("extend the limit once, with the reason told"), ON_MATTER,
     PH_HANDLING, PARAMS(extend_params), .guard = extend_guard, .run = extend},
    {.name = NULL},
};
