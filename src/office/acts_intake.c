/* Intake: register, correct, tell once what is missing, accept or refuse (许可法 Art 29-32,
 * domain.md B.3, B.4). */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "domain/form.h"
#include "domain/ids.h"
#include "office/act.h"
#include "office/cards.h"
#include "office/clocks.h"
#include "office/content.h"
#include "office/intake.h"
#include "office/joint.h"
#include "office/papers.h"
#include "office/tables.h"
#include "office/walk.h"

/* --- register --- */

static enum rc new_number(struct deed *d, struct fault *f)
{
    char name[32], number[IDS_NUMBER], date[DAY_TEXT];
    struct civil c = day_civil(d->today);
    uint64_t serial;

    snprintf(name, sizeof name, "register/%s", day_text(d->today, date));
    enum rc rc = deed_number(d, series_register(d->today), name, &serial, f);
    if (rc != RC_OK) return rc;
    if (serial > 999999)
        return fault_set(f, RC_REFUSED, "number", N_("this hall has used up the numbers of {1}"),
                         date, NULL);
    SET(d->m, id, (uint64_t)(c.year * 10000 + c.month * 100 + c.dom) * 1000000 + serial);
    ids_number(catalog_hall(d->catalog)->region, d->m->id, number);
    d->m->number = arena_strdup(d->arena, number);
    return RC_OK;
}

static enum rc query_code(struct deed *d, struct fault *f)
{
    unsigned char random[6];
    char code[7];

    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return fault_set(f, RC_FATAL, "random", N_("the system gives no random bytes"), NULL);
    ids_query_code(random, code);
    d->m->query_code = arena_strdup(d->arena, code);
    return RC_OK;
}

static bool has_accept_step(const struct item *it)
{
    for (size_t i = 0; i < it->nsteps; i++)
        if (it->steps[i].act == STEP_ACCEPT) return true;
    return false;
}

static enum rc register_guard(struct deed *d, struct fault *f)
{
    const char *id = deed_param(d, "item");

    d->item = catalog_item(d->catalog, id);
    if (!d->item)
        return fault_set(f, RC_REFUSED, "item", N_("there is no item '{1}' in the catalogue"), id,
                         NULL);
    return RC_OK;
}

static void begin_matter(struct deed *d)
{
    Yc__Matter *m = d->m;
    const char *channel = deed_param(d, "channel");

    m->item = arena_strdup(d->arena, d->item->id);
    SET(m, item_version, d->edition);
    m->kind = (char *)(uintptr_t)kind_name(d->item->kind);
    m->dept = arena_strdup(d->arena, d->item->dept);
    m->channel = arena_strdup(d->arena, *channel             ? channel
                                        : d->item->nchannels ? d->item->channels[0]
                                                             : "");
    SET(m, phase, YC__PHASE__PHASE_REVIEW);
    SET(m, outcome, YC__OUTCOME__OUTCOME_OPEN);
    SET(m, suspended, false);
    SET(m, registered_at, d->now);
    m->registered_by = arena_strdup(d->arena, d->actor);
    m->registered_post = arena_strdup(d->arena, TEXT(d->post));
    m->first_contact = m->registered_by;
    SET(m, receipt_day, clock_receive(d->calendar, d->now));
    for (size_t i = 0; i < d->item->nmaterials; i++)
        content_set_material(d, d->item->materials[i].key, "missing");
}

/* Dual net and trade: nothing is accepted here; the walk begins at once. */
static void begin_without_acceptance(struct deed *d)
{
    SET(d->m, phase, YC__PHASE__PHASE_HANDLING);
    SET(d->m, accepted_at, d->now);
    SET(d->m, accepted_day, d->m->receipt_day);
    d->m->accepted_by = d->m->registered_by;
    clocks_start_total(d, d->m->receipt_day);
}

/* B.3: why the day of receipt is not the day it was brought. */
static const char *brought_late(struct deed *d)
{
    static const char *const weekdays[] = {"六", "日"};
    char at[INSTANT_TEXT], day[DAY_TEXT];
    int cutoff = calendar_hours(d->calendar, d->today).cutoff;
    const char *name = calendar_name(d->calendar, d->today), *why;

    if (d->m->receipt_day == d->today) return "";
    if (calendar_workday(d->calendar, d->today))
        why = deed_print(d, "已过当日截止时间%02d:%02d", cutoff / 60, cutoff % 60);
    else if (*name)
        why = deed_print(d, "当日为%s假期", name);
    else
        why = deed_print(d, "当日为周%s", weekdays[day_weekday(d->today) - 6]);
    instant_text(d->now, at);
    return deed_print(d, "\n%.10s %.5s收到，%s，收件日为次一工作日%s。", at, at + 11, why,
                      day_text(d->m->receipt_day, day));
}

static enum rc issue_slip(struct deed *d, const char *what, struct fault *f)
{
    bool reviewed = *paper_limit(d, "review");

    return paper_issue(d, PAPER_SLIP, NULL,
                       deed_print(d, "%s%s%s", what, brought_late(d),
                                  paper_limit(d, reviewed ? "review" : "total")),
                       NULL, f);
}

static enum rc register_matter(struct deed *d, struct fault *f)
{
    d->m = record_new(d->arena, &yc__matter__descriptor);
    enum rc rc = new_number(d, f);
    if (rc == RC_OK) rc = query_code(d, f);
    if (rc != RC_OK) return rc;
    begin_matter(d);
    rc = content_take_form(d, f);
    if (rc == RC_OK) rc = content_take_materials(d, f);
    if (rc != RC_OK) return rc;
    const Yc__Party *p = matter_party(d->m, "applicant");
    if (!p || !*TEXT(p->name) || !*TEXT(p->id_no))
        return fault_set(f, RC_REFUSED, "field",
                         N_("register needs the applicant: a name and an ID number or credit code"),
                         NULL);
    if (!has_accept_step(d->item)) begin_without_acceptance(d);
    walk_on(d);
    door_reply_with(d->reply, "query_code", d->m->query_code);
    return issue_slip(d,
                      deed_print(d, "已收到您的申请。收件日：%s。查询密码：%s。",
                                 paper_date(d, d->m->receipt_day), d->m->query_code),
                      f);
}

/* --- correct on the spot, resubmit, supplement --- */

static enum rc take_all(struct deed *d, struct fault *f)
{
    enum rc rc = content_take_form(d, f);

    return rc == RC_OK ? content_take_materials(d, f) : rc;
}

static enum rc still_missing(struct deed *d, struct fault *f)
{
    for (size_t i = 0; i < d->m->n_materials; i++) {
        const Yc__Material *m = d->m->materials[i];
        const struct material *mt = item_material(d->item, m->key);
        if (m->told && mt && !content_has(d, m->key))
            return fault_set(f, RC_REFUSED, "material",
                             N_("'{1}' was asked for and is still missing"), mt->name, NULL);
    }
    return RC_OK;
}

static Yc__StepRun *waiting_run(const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_steps; i++)
        if (strcmp(TEXT(m->steps[i]->state), "waiting") == 0) return m->steps[i];
    return NULL;
}

static enum rc resubmit(struct deed *d, struct fault *f)
{
    Yc__StepRun *r = waiting_run(d->m);
    enum rc rc = take_all(d, f);

    if (rc == RC_OK) rc = still_missing(d, f);
    if (rc == RC_OK) rc = content_check(d, NEED_ACCEPT, f);
    if (rc != RC_OK) return rc;
    SET(d->m, phase, YC__PHASE__PHASE_REVIEW);
    SET(d->m, receipt_day, clock_receive(d->calendar, d->now));
    clocks_start_review(d);
    if (r) {
        r->state = (char *)(uintptr_t) "open";
        clocks_start_step(d, r, item_step(d->item, r->step));
    }
    return issue_slip(d,
                      deed_print(d, "补正材料已收齐，自%s起重新计算受理审查期限。",
                                 paper_date(d, d->m->receipt_day)),
                      f);
}

static enum rc supplement(struct deed *d, struct fault *f)
{
    enum rc rc = content_take_materials(d, f);

    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < d->m->n_materials; i++)
        if (strcmp(TEXT(d->m->materials[i]->state), "tolerated") == 0) return RC_OK;
    clocks_end(d, "supplement");
    return RC_OK;
}

/* --- one-time notice --- */

struct gaps {
    struct buf text;
    int n;
    bool seen_before; /* names something that was visible the first time: M-A4 */
};

static void gap(struct gaps *g, const char *what, const char *why)
{
    buf_printf(&g->text, "%d. %s（%s）\n", ++g->n, what, why);
}

static enum rc reject(struct deed *d, const char *key, void *arg, struct fault *f)
{
    struct gaps *g = arg;
    const struct material *mt = item_material(d->item, key);
    const Yc__Material *m = matter_material(d->m, key);

    if (!mt || !m)
        return fault_set(f, RC_REFUSED, "material", N_("{1} asks for no material '{2}'"),
                         d->item->name, key, NULL);
    /* It lay on the desk when the first notice was written and has not been handed in again since.
     */
    if (d->m->rounds > 0 && !m->told) g->seen_before = true;
    content_set_material(d, key, "rejected");
    return RC_OK;
}

static void list_gaps(struct deed *d, struct gaps *g)
{
    int round = d->m->rounds + 1;

    for (size_t i = 0; i < d->item->nmaterials; i++) {
        const struct material *mt = &d->item->materials[i];
        Yc__Material *m = matter_material(d->m, mt->key);
        bool rejected = m && strcmp(TEXT(m->state), "rejected") == 0;
        if (!m || content_has(d, mt->key) || (!rejected && !content_needs(d, mt))) continue;
        gap(g, mt->name, rejected ? "不符合法定形式" : "缺少");
        if (d->m->rounds > 0 && !m->told) g->seen_before = true;
        SET(m, told, round);
    }
}

static void form_gap(void *arg, const struct field *fd, bool warn, const struct fault *what)
{
    (void)what;
    if (!warn) gap(arg, fd->label, "填写不全或不符");
}

static enum rc notice(struct deed *d, struct fault *f)
{
    struct gaps g = {0};
    struct expr_env env = deed_env(d);
    const char *remark = deed_param(d, "remark");

    enum rc rc = content_each(d, deed_param(d, "reject"), reject, &g, f);
    list_gaps(d, &g);
    form_check(d->item, &env, NEED_ACCEPT, form_gap, &g);
    if (*remark) gap(&g, remark, "说明");
    if (rc == RC_OK && g.n == 0)
        rc = fault_set(f, RC_REFUSED, "gaps",
                       N_("nothing is missing: accept the matter (许可法32)"), NULL);
    if (rc == RC_OK) {
        const char *body = deed_print(
            d, "经审查，您的申请需补正以下全部内容：\n%s补正后请一次交齐。", buf_str(&g.text));
        rc = paper_issue(d, PAPER_CORRECTION, NULL, body, NULL, f);
    }
    if (rc == RC_OK) {
        if (g.seen_before)
            card_raise(d, "M-A4", CARD_YELLOW, d->now, NULL, "", "再次告知首次即可发现的问题");
        SET(d->m, rounds, d->m->rounds + 1);
        SET(d->m, phase, YC__PHASE__PHASE_CORRECTING);
        d->run->state = (char *)(uintptr_t) "waiting";
        clocks_end(d, "review");
        clocks_end_step(d, d->run);
    }
    buf_free(&g.text);
    return rc;
}

/* --- accept --- */

static enum rc tolerate(struct deed *d, const char *key, void *arg, struct fault *f)
{
    const struct material *mt = item_material(d->item, key);

    if (!mt || !mt->tolerable)
        return fault_set(f, RC_REFUSED, "material", N_("'{1}' may not be tolerated as missing"),
                         mt ? mt->name : key, NULL);
    if (!content_has(d, key)) {
        content_set_material(d, key, "tolerated");
        *(bool *)arg = true;
    }
    return RC_OK;
}

static enum rc complete(struct deed *d, struct fault *f)
{
    for (size_t i = 0; i < d->item->nmaterials; i++) {
        const struct material *mt = &d->item->materials[i];
        if (content_needs(d, mt) && !content_has(d, mt->key))
            return fault_set(f, RC_REFUSED, "material",
                             mt->tolerable
                                 ? N_("'{1}' is missing: send the one-time notice, or tolerate it")
                                 : N_("'{1}' is missing: send the one-time notice (许可法32)"),
                             mt->name, NULL);
    }
    return RC_OK;
}

/* To the second for elapsed limits, to the minute for hours. */
static const char *due_words(struct deed *d, const Yc__Clock *c)
{
    struct span length = clocks_extended(d->m, c, c->length);
    instant_t last = clock_last_moment(length, c->due_at);
    char at[INSTANT_TEXT];

    if (last == INSTANT_NONE) return paper_date(d, c->due_day);
    instant_text(last, at);
    return deed_print(d, "%s%.*s", paper_date(d, day_of_instant(last)), length.elapsed ? 8 : 5,
                      at + 11);
}

static const char *tell_due(struct deed *d)
{
    Yc__Clock *c = matter_clock(d->m, "total");

    if (!c || c->due_day == DAY_NONE) return "";
    SET(c, told_day, c->due_day);
    return deed_print(d, "\n承诺于%s前办结%s。%s", due_words(d, c),
                      c->provisional ? "（日历暂定）" : "", paper_limit(d, "total"));
}

void intake_accepted(struct deed *d, day_t accepted)
{
    SET(d->m, phase, YC__PHASE__PHASE_HANDLING);
    SET(d->m, accepted_at, d->now);
    SET(d->m, accepted_day, accepted);
    d->m->accepted_by = arena_strdup(d->arena, d->actor);
    clocks_end(d, "review");
    clocks_start_total(d, accepted);
    joint_plan(d);
}

static enum rc accept_matter(struct deed *d, struct fault *f)
{
    bool tolerated = false;
    enum rc rc = take_all(d, f);

    if (rc == RC_OK) rc = content_each(d, deed_param(d, "tolerate"), tolerate, &tolerated, f);
    if (rc == RC_OK) rc = complete(d, f);
    if (rc == RC_OK) rc = content_check(d, NEED_ACCEPT, f);
    if (rc != RC_OK) return rc;
    intake_accepted(d, d->today);
    if (tolerated) clocks_start_supplement(d);
    walk_close(d, "accepted", deed_param(d, "opinion"));
    return paper_issue(d, PAPER_ACCEPTANCE, NULL,
                       deed_print(d, "经审查，您的申请符合受理条件，予以受理。%s", tell_due(d)),
                       NULL, f);
}

/* --- refuse --- */

static enum rc refuse(struct deed *d, struct fault *f)
{
    const char *organ = deed_param(d, "organ");
    const char *body = deed_print(d, "不予受理的理由：%s\n%s%s%s救济途径：%s",
                                  deed_param(d, "reason"), *organ ? "有权办理的机关：" : "", organ,
                                  *organ ? "\n" : "", deed_param(d, "remedies"));

    walk_end(d, YC__OUTCOME__OUTCOME_REFUSED, deed_param(d, "reason"));
    return paper_issue(d, PAPER_REFUSAL, NULL, body, NULL, f);
}

static enum rc not_needed(struct deed *d, struct fault *f)
{
    walk_end(d, YC__OUTCOME__OUTCOME_NOT_NEEDED, deed_param(d, "reason"));
    return paper_issue(
        d, PAPER_NOT_NEEDED, NULL,
        deed_print(d, "您申请的事项依法不需要取得行政许可：%s", deed_param(d, "reason")), NULL, f);
}

/* --- table --- */

#define MATERIAL_LISTS                                                                             \
    {"materials", PARAM_LIST, false, N_("materials handed in on paper")},                          \
        {"shared", PARAM_LIST, false, N_("materials taken from a shared source")},                 \
    {                                                                                              \
        "promised", PARAM_LIST, false, N_("materials replaced by a signed promise")                \
    }

static const struct param register_params[] = {
    {"item", PARAM_KEY, true, N_("item of the catalogue")},
    {"channel", PARAM_TEXT, false, N_("how it came in")},
    MATERIAL_LISTS,
};
static const struct param take_params[] = {MATERIAL_LISTS};
static const struct param notice_params[] = {
    {"step", PARAM_KEY, false, N_("step, when several are open")},
    {"reject", PARAM_LIST, false, N_("materials handed in that do not meet the legal form")},
    {"remark", PARAM_TEXT, false, N_("anything else the applicant must mend")},
};
static const struct param accept_params[] = {
    {"step", PARAM_KEY, false, N_("step, when several are open")},
    {"opinion", PARAM_TEXT, false, N_("opinion")},
    {"tolerate", PARAM_LIST, false, N_("missing materials accepted for the time being (容缺受理)")},
    MATERIAL_LISTS,
};
static const struct param refuse_params[] = {
    {"step", PARAM_KEY, false, N_("step, when several are open")},
    {"reason", PARAM_TEXT, true, N_("reason")},
    {"organ", PARAM_TEXT, false, N_("the right organ, when this one is not competent")},
    {"remedies", PARAM_TEXT, true, N_("how the applicant may seek remedy")},
};
static const struct param reason_params[] = {
    {"step", PARAM_KEY, false, N_("step, when several are open")},
    {"reason", PARAM_TEXT, true, N_("reason")},
};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_intake[] = {
    {"register", N_("Register"), N_("write a new application into the office; it gets its number"),
     ON_NEW_MATTER, PH_ANY, .takes_form = true, PARAMS(register_params), .guard = register_guard,
     .run = register_matter},
    {"correct_on_spot", N_("Correct on the spot"),
     N_("let the applicant correct form or materials at the desk"), ON_MATTER, PH_REVIEW,
     .takes_form = true, PARAMS(take_params), .run = take_all},
    {"notice", N_("One-time notice"), N_("tell the applicant once everything that is missing"),
     ON_MATTER, PH_REVIEW, .steps = 1u << STEP_ACCEPT, PARAMS(notice_params), .run = notice},
    {"resubmit", N_("Resubmit"), N_("take the corrected papers; all that was right is kept"),
     ON_MATTER, PH_CORRECTING, .takes_form = true, PARAMS(take_params), .run = resubmit},
    {"supplement", N_("Supplement"), N_("take papers that were tolerated as missing"), ON_MATTER,
     PH_HANDLING | PH_CLOSING, PARAMS(take_params), .run = supplement},
    {"accept", N_("Accept"), N_("accept the application: the clock starts"), ON_MATTER, PH_REVIEW,
     .takes_form = true, .steps = 1u << STEP_ACCEPT, PARAMS(accept_params), .run = accept_matter},
    {"refuse", N_("Refuse to accept"), N_("refuse with reason, right organ and remedies"),
     ON_MATTER, PH_REVIEW, .steps = 1u << STEP_ACCEPT, PARAMS(refuse_params), .run = refuse},
    {"not_needed", N_("No licence needed"), N_("tell that no licence is needed"), ON_MATTER,
     PH_REVIEW, .steps = 1u << STEP_ACCEPT, PARAMS(reason_params), .run = not_needed},
    {.name = NULL},
};
