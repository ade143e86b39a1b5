/* What the office does by itself when a clock's hour has come (domain.md B.4, B.7, D.1 M-T1..M-T7).
 *
 * One act, "clock", for one clock at one stage.  It looks again under the matter's lock, so a stage
 * already dealt with, or a clock that has moved, does nothing; the request id makes it once even
 * across a crash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/act.h"
#include "office/cards.h"
#include "office/clocks.h"
#include "office/intake.h"
#include "office/papers.h"
#include "office/stages.h"
#include "office/silence.h"
#include "office/tables.h"
#include "office/walk.h"
#include "store/scan.h"

/* M-T5: three reminders in a row of one post in a month cost points; the next three cost them
 * again. Looks back from the newest to the last time that was said, so at three entries at most. */
enum { IN_A_ROW = 3 };

struct counting {
    int n;
    instant_t first; /* of the month */
    size_t nprefix;
};

static bool count_card(void *arg, const struct store_row *row)
{
    struct counting *c = arg;
    const char *rest = (const char *)row->ikey + c->nprefix;

    if (buf_read_i64(rest) < c->first || row->nikey < 2 ||
        ((const char *)row->ikey)[row->nikey - 2] == CARD_KEY_THIRD)
        return false;
    return ++c->n < IN_A_ROW;
}

static enum rc third_reminder(struct deed *d, const Yc__Card *card, struct fault *f)
{
    struct civil day = day_civil(day_of_instant(card->at));
    struct buf prefix = {0}, from = {0};
    struct counting c = {1, day_start(day_of_civil(day.year, day.month, 1)), 0};

    buf_addc(&prefix, 'o');
    key_part_text(&prefix, TEXT(card->post));
    c.nprefix = prefix.len;
    buf_add(&from, prefix.data, prefix.len);
    buf_add_i64(&from, card->at + 1);
    const struct store_range back = {.from = from.data,
                                     .nfrom = from.len,
                                     .prefix = prefix.data,
                                     .nprefix = prefix.len,
                                     .reverse = true,
                                     .keys_only = true};
    enum rc rc = store_scan(d->txn, T_MATTER, IX_CARD, &back, count_card, &c, f);
    buf_free(&prefix);
    buf_free(&from);
    if (rc == RC_OK && c.n == IN_A_ROW)
        card_raise(d, "M-T5", CARD_NOTICE, card->at, NULL, "", "同一岗位当月连续3次预警 -3分");
    return rc;
}

static enum rc raise_card(struct deed *d, Yc__Clock *c, struct fault *f)
{
    const struct stage_card *sc = stage_card(c, clocks_stage(c));

    if (!sc || !stage_speaks(d, c, sc, c->next_at)) return RC_OK;
    const Yc__Card *card = card_raise(d, sc->rule, sc->level, c->next_at, c, "", stage_facts(d, c));
    return card && sc->level == CARD_NOTICE ? third_reminder(d, card, f) : RC_OK;
}

/* Silence accepts: as of the day of receipt (许可法32), or as of the last day of the review
 * (复议法30). */
static enum rc deem_accepted(struct deed *d, Yc__Clock *c, bool at_end, struct fault *f)
{
    const char *words = at_end ? "审查期限届满未作决定，依照行政复议法第三十条，自审查期限届满之日"
                                 "起视为受理。"
                               : "逾期未告知，依照行政许可法第三十二条，自收到申请材料之日起即为"
                                 "受理。";

    enum rc rc = raise_card(d, c, f);

    if (rc != RC_OK) return rc;
    SET(d->m, accepted_deemed, true);
    for (size_t i = 0; i < d->m->n_steps; i++) {
        Yc__StepRun *r = d->m->steps[i];
        const struct step *st = item_step(d->item, TEXT(r->step));
        if (!st || st->act != STEP_ACCEPT || strcmp(TEXT(r->state), "open") != 0) continue;
        notice_send(d, r->post, N_("{1} is deemed accepted: nobody answered in time ({2})"),
                    c->key);
        d->run = r;
        d->step = st;
    }
    intake_accepted(d, at_end ? c->limit_day : d->m->receipt_day);
    if (d->run) walk_close(d, "deemed", "");
    return paper_issue(d, PAPER_ACCEPTANCE, NULL, words, NULL, f);
}

/* The review has ended without an answer; what that means is the law's (its timer). */
static enum rc review_ended(struct deed *d, Yc__Clock *c, struct fault *f)
{
    switch (silence_after(d, c)) {
    case SILENT_ACCEPTED_FROM_START:
        return deem_accepted(d, c, false, f);
    case SILENT_ACCEPTED_AT_END:
        return deem_accepted(d, c, true, f);
    default: /* nothing is deemed; it is only late */
        card_raise(d, "M-T3", CARD_YELLOW, c->next_at, c, "", stage_facts(d, c));
        return RC_OK;
    }
}

/* 许可法50: undecided at expiry, the licence is renewed. */
static enum rc deem_renewed(struct deed *d, Yc__Clock *c, struct fault *f)
{
    walk_pass_over(
        d, N_("{1} is renewed by law: undecided on the last day of the old licence ({2})"), c->key);
    walk_decided(d, YC__OUTCOME__OUTCOME_DEEMED_GRANTED, "");
    walk_on(d);
    return paper_issue(d, PAPER_GRANT, NULL,
                       "有效期届满前未作决定，依照行政许可法第五十条，视为准予延续。", NULL, f);
}

static enum rc deem(struct deed *d, Yc__Clock *c, struct fault *f)
{
    return clocks_is(c, "review") ? review_ended(d, c, f) : deem_renewed(d, c, f);
}

/* 容缺受理: what was tolerated has not come in time. */
static enum rc lapse(struct deed *d, Yc__Clock *c, struct fault *f)
{
    bool refused = d->item->tolerance_refuse;

    (void)c;
    walk_end(d, refused ? YC__OUTCOME__OUTCOME_DENIED : YC__OUTCOME__OUTCOME_WITHDRAWN,
             "容缺材料逾期未补");
    return paper_issue(d, refused ? PAPER_DENIAL : PAPER_WITHDRAWAL, NULL,
                       "容缺受理的材料逾期未补齐，依照容缺受理约定办理。", NULL, f);
}

static enum rc (*const stage_does[])(struct deed *, Yc__Clock *, struct fault *) = {
    [STAGE_WARN] = raise_card, [STAGE_LATE] = raise_card, [STAGE_OVER] = raise_card,
    [STAGE_DEEM] = deem,       [STAGE_LAPSE] = lapse,     [STAGE_DEFAULT] = silence_propose};

/* All its stages of one instant: the watch looks at each instant of a clock once. */
static enum rc strike(struct deed *d, Yc__Clock *c, struct fault *f)
{
    instant_t at = c->next_at;
    enum rc rc = RC_OK;

    while (rc == RC_OK && strcmp(TEXT(c->state), "running") == 0 && c->next_at == at) {
        rc = stage_does[clocks_stage(c)](d, c, f);
        if (strcmp(TEXT(c->state), "running") == 0) clocks_then_next(d, c);
    }
    return rc;
}

static enum rc clock_act(struct deed *d, struct fault *f)
{
    const char *key = deed_param(d, "clock"), *stage = deed_param(d, "stage");

    for (size_t i = 0; i < d->m->n_clocks; i++) {
        Yc__Clock *c = d->m->clocks[i];
        if (strcmp(c->key, key) != 0) continue;
        enum clock_stage s = clocks_stage(c);
        bool due = strcmp(TEXT(c->state), "running") == 0 && s != STAGE_NONE &&
                   strcmp(TEXT(c->next), stage) == 0 && c->next_at <= d->now;
        if (!due) break;
        return strike(d, c, f);
    }
    if (d->rejudged) return RC_OK; /* that was all: its hour has moved */
    return fault_set(f, RC_REFUSED, "clock", N_("clock {1} has nothing to do now"), key, NULL);
}

/* The judging itself comes before every act on a matter (answer.c). */
static enum rc rejudge_act(struct deed *d, struct fault *f)
{
    if (d->rejudged) return RC_OK;
    return fault_set(f, RC_REFUSED, "judged", N_("matter {1} stands as the calendar has it"),
                     d->m->number, NULL);
}

static enum rc judged_act(struct deed *d, struct fault *f)
{
    uint32_t n = (uint32_t)strtoul(deed_param(d, "calendar"), NULL, 10);

    if (n <= d->hall->calendar)
        return fault_set(f, RC_REFUSED, "judged",
                         N_("all matters have been judged by calendar {1}"),
                         deed_param(d, "calendar"), NULL);
    SET(d->hall, calendar, n);
    d->event->note =
        deed_print(d, "日历第%u版：查看%s件，变更%s件%s个期限，撤销%s张牌，补发%s张牌", n,
                   deed_param(d, "matters"), deed_param(d, "changed"), deed_param(d, "clocks"),
                   deed_param(d, "cancelled"), deed_param(d, "raised"));
    return RC_OK;
}

static const struct param clock_params[] = {
    {"clock", PARAM_KEY, true, N_("clock of the matter")},
    {"stage", PARAM_KEY, true, N_("warn, late, over, deem, lapse or default")},
};
static const struct param judged_params[] = {
    {"calendar", PARAM_INT, true, N_("number of the calendar")},
    {"matters", PARAM_INT, true, N_("matters looked at")},
    {"changed", PARAM_INT, true, N_("matters changed")},
    {"clocks", PARAM_INT, true, N_("clocks changed")},
    {"cancelled", PARAM_INT, true, N_("cards cancelled")},
    {"raised", PARAM_INT, true, N_("cards issued for it")},
};

const struct act acts_system[] = {
    {"clock", N_("Clock strikes"),
     N_("the hour of a clock has come: card, deemed acceptance, renewal"), ON_MATTER, PH_ANY,
     .system_only = true, .params = clock_params, .nparams = 2, .run = clock_act},
    {"rejudge", N_("New calendar"), N_("judge a matter again by a new calendar"), ON_MATTER, PH_ANY,
     .system_only = true, .run = rejudge_act},
    {"judged", N_("All judged"), N_("every matter has been judged by a new calendar"), ON_HALL,
     PH_ANY, .system_only = true, .params = judged_params,
     .nparams = sizeof judged_params / sizeof *judged_params, .run = judged_act},
    {.name = NULL},
};
