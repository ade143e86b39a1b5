/* Ends: grant, deny, withdraw, transfer; and the remark that changes nothing (许可法 Art 37, 38).
 */
#include <string.h>

#include "office/act.h"
#include "office/content.h"
#include "office/papers.h"
#include "office/walk.h"

static enum rc decide_guard(struct deed *d, struct fault *f)
{
    if (d->m->suspended)
        return fault_set(f, RC_REFUSED, "suspended",
                         N_("the matter is in a special procedure: resume it first (许可法45)"),
                         NULL);
    return RC_OK;
}

static enum rc grant(struct deed *d, struct fault *f)
{
    enum rc rc = content_take_form(d, f);

    if (rc == RC_OK) rc = content_check(d, NEED_FINISH, f);
    if (rc != RC_OK) return rc;
    walk_decided(d, YC__OUTCOME__OUTCOME_GRANTED, deed_param(d, "opinion"));
    walk_close(d, "granted", deed_param(d, "opinion"));
    return paper_issue(d, PAPER_GRANT, NULL, "经审查，您的申请符合法定条件、标准，决定准予。", NULL,
                       f);
}

static enum rc deny(struct deed *d, struct fault *f)
{
    const char *body = deed_print(d, "经审查，决定不予行政许可。\n理由：%s\n救济途径：%s",
                                  deed_param(d, "reason"), deed_param(d, "remedies"));
    enum rc rc = content_take_form(d, f);

    if (rc != RC_OK) return rc;
    walk_decided(d, YC__OUTCOME__OUTCOME_DENIED, deed_param(d, "reason"));
    walk_close(d, "denied", deed_param(d, "reason"));
    return paper_issue(d, PAPER_DENIAL, NULL, body, NULL, f);
}

static enum rc withdraw(struct deed *d, struct fault *f)
{
    walk_end(d, YC__OUTCOME__OUTCOME_WITHDRAWN, deed_param(d, "reason"));
    return paper_issue(d, PAPER_WITHDRAWAL, NULL,
                       deed_print(d, "申请人撤回申请：%s", deed_param(d, "reason")), NULL, f);
}

static enum rc terminate(struct deed *d, struct fault *f)
{
    walk_end(d, YC__OUTCOME__OUTCOME_TERMINATED, deed_param(d, "reason"));
    return paper_issue(d, PAPER_SHEET, d->m->number,
                       deed_print(d, "办理终止：%s", deed_param(d, "reason")), NULL, f);
}

static enum rc transfer(struct deed *d, struct fault *f)
{
    const char *body =
        deed_print(d, "移送机关：%s\n理由：%s", deed_param(d, "organ"), deed_param(d, "reason"));

    walk_end(d, YC__OUTCOME__OUTCOME_TRANSFERRED, deed_param(d, "reason"));
    return paper_issue(d, PAPER_TRANSFER, NULL, body, NULL, f);
}

static enum rc note(struct deed *d, struct fault *f)
{
    (void)f;
    d->event->note = arena_strdup(d->arena, deed_param(d, "text"));
    return RC_OK;
}

static const struct param grant_params[] = {
    {"step", PARAM_KEY, false, N_("step, when several are open")},
    {"opinion", PARAM_TEXT, false, N_("opinion")},
};
static const struct param deny_params[] = {
    {"step", PARAM_KEY, false, N_("step, when several are open")},
    {"reason", PARAM_TEXT, true, N_("reason")},
    {"remedies", PARAM_TEXT, true, N_("how the applicant may seek remedy")},
};
static const struct param reason_params[] = {{"reason", PARAM_TEXT, true, N_("reason")}};
static const struct param transfer_params[] = {
    {"organ", PARAM_TEXT, true, N_("receiving organ")},
    {"reason", PARAM_TEXT, true, N_("reason")},
};
static const struct param note_params[] = {{"text", PARAM_TEXT, true, N_("remark")}};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_decide[] = {
    {"grant", N_("Grant"), N_("decide in favour; the decision is made out"), ON_MATTER, PH_HANDLING,
     .takes_form = true, .steps = 1u << STEP_DECIDE, PARAMS(grant_params), .guard = decide_guard,
     .run = grant},
    {"deny", N_("Deny"), N_("decide against, with reason and remedies"), ON_MATTER, PH_HANDLING,
     .takes_form = true, .steps = 1u << STEP_DECIDE, PARAMS(deny_params), .guard = decide_guard,
     .run = deny},
    {"withdraw", N_("Withdraw"), N_("the applicant takes the application back"), ON_MATTER, PH_OPEN,
     PARAMS(reason_params), .run = withdraw},
    {"terminate", N_("Terminate"), N_("end a matter that cannot go on"), ON_MATTER, PH_OPEN,
     PARAMS(reason_params), .run = terminate},
    {"transfer", N_("Transfer"), N_("hand the matter to the organ that is competent"), ON_MATTER,
     PH_OPEN, PARAMS(transfer_params), .run = transfer},
    {"note", N_("Remark"), N_("write a remark into the trail"), ON_MATTER, PH_ANY,
     PARAMS(note_params), .watches = true, .run = note},
    {.name = NULL},
};
