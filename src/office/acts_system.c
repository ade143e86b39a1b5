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
#include "office/silence.h"
#include "office/tables.h"
#include "office/walk.h"
#include "store/scan.h"

static bool is(const Yc__Clock *c, const char *base)
{
    size_t n = strlen(base);

    return strncmp(c->key, base, n) == 0 &&
           (c->key[n] == '\0' || c->key[n] == '#' || c->key[n] == ':');
}

/* What the card says for itself, in the hall's language: the values at the time of issue. */
static const char *facts(struct deed *d, const Yc__Clock *c)
{
    char due[DAY_TEXT], limit[DAY_TEXT];

    day_text(c->due_day, due);
    if (!c->has_limit_day || c->limit_day == DAY_NONE || c->limit_day == c->due_day)
        return deed_print(d, "%s 期限%s", clocks_name(d, c), due);
    return deed_print(d, "%s 期限%s 法定%s", clocks_name(d, c), due, day_text(c->limit_day, limit));
}

/* M-T5: every third reminder in a row of one post in a month costs points. The reminders counted
 * are its cards. */
struct counting {
    int n;
    instant_t until;
    size_t nprefix;
};

static bool count_card(void *arg, const struct store_row *row)
{
    struct counting *c = arg;

    if (buf_read_i64((const char *)row->ikey + c->nprefix) >= c->until) return false;
    c->n++;
    return true;
}

static enum rc third_reminder(struct deed *d, const Yc__Card *card, struct fault *f)
{
    struct civil day = day_civil(day_of_instant(card->at));
    day_t first = day_of_civil(day.year, day.month, 1);
    struct buf prefix = {0}, from = {0};
    struct counting c = {0, day_start(day_add_months(first, 1)), 0};

    buf_addc(&prefix, 'o');
    key_part_text(&prefix, TEXT(card->post));
    c.nprefix = prefix.len;
    buf_add(&from, prefix.data, prefix.len);
    buf_add_i64(&from, day_start(first));
    enum rc rc = store_scan(d->txn, T_MATTER, IX_CARD,
                            &(struct store_range){.from = from.data,
                                                  .nfrom = from.len,
                                                  .prefix = prefix.data,
                                                  .nprefix = prefix.len,
                                                  .keys_only = true},
                            count_card, &c, f);
    buf_free(&prefix);
    buf_free(&from);
    if (rc == RC_OK && (c.n + 1) % 3 == 0)
        card_raise(d, "M-T5", CARD_NOTICE, card->at, NULL, "",
                   deed_print(d, "本月第%d次预警 -3分", c.n + 1));
    return rc;
}

static enum rc warn(struct deed *d, Yc__Clock *c, struct fault *f)
{
    const Yc__Card *card = card_raise(d, "M-T1", CARD_NOTICE, c->next_at, c, "", facts(d, c));

    return card ? third_reminder(d, card, f) : RC_OK;
}

static bool total_in_time(const struct deed *d, instant_t at)
{
    const Yc__Clock *t = matter_clock(d->m, "total");

    return !t || t->due_at == INSTANT_NONE || at < t->due_at;
}

static enum rc late(struct deed *d, Yc__Clock *c, struct fault *f)
{
    if (is(c, "step") || is(c, "review")) {
        if (!total_in_time(d, c->next_at)) return RC_OK; /* the whole is late: M-T3 speaks */
        const Yc__Card *card = card_raise(d, "M-T2", CARD_NOTICE, c->next_at, c, "", facts(d, c));
        return card ? third_reminder(d, card, f) : RC_OK;
    }
    const char *rule = is(c, "deliver") ? "M-T7" : is(c, "opinion") ? "M-L2" : "M-T3";
    card_raise(d, rule, CARD_YELLOW, c->next_at, c, "", facts(d, c));
    return RC_OK;
}

static enum rc over(struct deed *d, Yc__Clock *c, struct fault *f)
{
    (void)f;
    if (is(c, "step")) {
        if (!total_in_time(d, c->next_at)) return RC_OK;
        card_raise(d, "M-T2", CARD_YELLOW, c->next_at, c, "", facts(d, c));
        return RC_OK;
    }
    card_raise(d, "M-T4", CARD_RED, c->next_at, c, "", facts(d, c));
    return RC_OK;
}

/* Silence accepts: as of the day of receipt (许可法32), or as of the last day of the review
 * (复议法30). */
static enum rc deem_accepted(struct deed *d, Yc__Clock *c, bool at_end, struct fault *f)
{
    const char *words = at_end ? "审查期限届满未作决定，依照行政复议法第三十条，自审查期限届满之日"
                                 "起视为受理。"
                               : "逾期未告知，依照行政许可法第三十二条，自收到申请材料之日起即为"
                                 "受理。";

    card_raise(d, "M-T6", CARD_YELLOW, c->next_at, c, "", facts(d, c));
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
    switch (silence_after(c)) {
    case SILENT_ACCEPTED_FROM_START:
        return deem_accepted(d, c, false, f);
    case SILENT_ACCEPTED_AT_END:
        return deem_accepted(d, c, true, f);
    default: /* nothing is deemed; it is only late */
        card_raise(d, "M-T3", CARD_YELLOW, c->next_at, c, "", facts(d, c));
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
    return is(c, "review") ? review_ended(d, c, f) : deem_renewed(d, c, f);
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
    [STAGE_WARN] = warn, [STAGE_LATE] = late,   [STAGE_OVER] = over,
    [STAGE_DEEM] = deem, [STAGE_LAPSE] = lapse, [STAGE_DEFAULT] = silence_propose};

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
    return fault_set(f, RC_REFUSED, "clock", N_("clock {1} has nothing to do now"), key, NULL);
}

static const struct param clock_params[] = {
    {"clock", PARAM_KEY, true, N_("clock of the matter")},
    {"stage", PARAM_KEY, true, N_("warn, late, over, deem, lapse or default")},
};

const struct act acts_system[] = {
    {"clock", N_("Clock strikes"),
     N_("the hour of a clock has come: card, deemed acceptance, renewal"), ON_MATTER, PH_ANY,
     .system_only = true, .params = clock_params, .nparams = 2, .run = clock_act},
    {.name = NULL},
};
