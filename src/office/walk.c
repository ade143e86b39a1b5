#include "office/walk.h"

#include <stdio.h>
#include <string.h>

#include "office/cards.h"
#include "office/clocks.h"
#include "office/silence.h"
#include "office/tables.h"

static char *word(const char *s)
{
    return (char *)(uintptr_t)s; /* static text kept in a record that never writes to it */
}

static bool closed(const Yc__StepRun *r)
{
    return r && (strcmp(TEXT(r->state), "done") == 0 || strcmp(TEXT(r->state), "skipped") == 0);
}

/* --- What applies --- */

static bool negative(const Yc__Matter *m)
{
    return matter_ended(m) && m->outcome != YC__OUTCOME__OUTCOME_GRANTED &&
           m->outcome != YC__OUTCOME__OUTCOME_DEEMED_GRANTED;
}

static bool applies(const struct deed *d, const struct step *st)
{
    if (negative(d->m) && st->act != STEP_DELIVER && st->act != STEP_VERIFY) return false;
    if (st->optional) return false;
    if (st->act == STEP_PAY && d->item->nfees == 0) return false;
    if (st->when_x) {
        struct expr_env env = deed_env(d);
        return expr_holds(st->when_x, &env);
    }
    return true;
}

static bool ready(const struct deed *d, const struct step *st)
{
    for (size_t i = 0; i < st->nafter; i++) {
        const struct step *before = item_step(d->item, st->after[i]);
        if (before && before->best_effort) continue;
        if (!closed(matter_last_run(d->m, st->after[i]))) return false;
    }
    return true;
}

/* --- Opening and closing --- */

char *walk_post(struct deed *d, const struct step *st)
{
    const struct role *r = catalog_role(d->catalog, st->role);
    const char *dept = r && r->hall_wide ? "centre" : *st->dept ? st->dept : d->item->dept;

    return deed_print(d, "%s/%s", dept, st->role);
}

static const char work_of[] = {
    [STEP_PASS] = WORK_PASS,     [STEP_ACCEPT] = WORK_ACCEPT,    [STEP_DECIDE] = WORK_DECIDE,
    [STEP_PAY] = WORK_PAY,       [STEP_PRINT] = WORK_PRINT,      [STEP_DELIVER] = WORK_DELIVER,
    [STEP_VERIFY] = WORK_VERIFY, [STEP_EXTERNAL] = WORK_EXTERNAL};

static Yc__StepRun *add_run(struct deed *d, const struct step *st, const char *state)
{
    int round = 1;

    for (size_t i = 0; i < d->m->n_steps; i++)
        if (strcmp(TEXT(d->m->steps[i]->step), st->key) == 0) round++;
    Yc__StepRun *r = record_add(d->arena, &d->m->n_steps, &d->m->steps, &yc__step_run__descriptor);
    r->key = round > 1 ? deed_print(d, "%s#%d", st->key, round) : arena_strdup(d->arena, st->key);
    r->step = arena_strdup(d->arena, st->key);
    r->state = word(state);
    r->post = walk_post(d, st);
    r->work = deed_print(d, "%c", work_of[st->act]);
    SET(r, opened_at, d->now);
    return r;
}

Yc__StepRun *walk_open(struct deed *d, const struct step *st)
{
    Yc__StepRun *r = add_run(d, st, "open");

    if (st->act == STEP_VERIFY) SET(d->m, phase, YC__PHASE__PHASE_DELIVERED);
    if (st->act == STEP_ACCEPT && d->m->phase == YC__PHASE__PHASE_REVIEW) {
        /* Proxy hops come before: what the law counts begins where the county receives it (B.8,
         * C.4). */
        SET(d->m, receipt_day, clock_receive(d->calendar, d->now));
        clocks_start_review(d);
    }
    if (st->suspends)
        walk_suspend(d, st->name, st->limit.unit == UNIT_WD ? st->limit.n : 0, r->key);
    clocks_start_step(d, r, st);
    return r;
}

static void skip(struct deed *d, const struct step *st)
{
    SET(add_run(d, st, "skipped"), closed_at, d->now);
}

static bool has_step(const struct item *it, enum step_act act)
{
    for (size_t i = 0; i < it->nsteps; i++)
        if (it->steps[i].act == act) return true;
    return false;
}

/* Procedures without a decision of their own (tenders, another system's matter) end well by
 * reaching the door. */
static void end_well(struct deed *d, const struct step *st)
{
    bool out = st->act == STEP_PRINT || st->act == STEP_DELIVER || st->act == STEP_VERIFY;

    if (out && !matter_ended(d->m) && !has_step(d->item, STEP_DECIDE))
        walk_decided(d, YC__OUTCOME__OUTCOME_GRANTED, "");
}

void walk_on(struct deed *d)
{
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < d->item->nsteps; i++) {
            const struct step *st = &d->item->steps[i];
            const Yc__StepRun *last = matter_last_run(d->m, st->key);
            if ((last && strcmp(TEXT(last->state), "sent_back") != 0) || !ready(d, st)) continue;
            end_well(d, st);
            if (applies(d, st))
                walk_open(d, st);
            else
                skip(d, st);
            moved = true;
        }
    }
}

static void close_run(struct deed *d, Yc__StepRun *r, const char *state)
{
    r->state = word(state);
    SET(r, closed_at, d->now);
    clocks_end_step(d, r);
    walk_resume(d, r->key);
    silence_stop_about(d, r->key, "确认前该环节已办结");
}

void walk_close(struct deed *d, const char *result, const char *opinion)
{
    d->run->by = arena_strdup(d->arena, d->actor);
    d->run->result = arena_strdup(d->arena, result);
    d->run->opinion = arena_strdup(d->arena, opinion);
    close_run(d, d->run, "done");
    walk_on(d);
}

/* Whether step x comes (directly or not) after step y. */
static bool follows(const struct item *it, const struct step *x, const struct step *y, int depth)
{
    for (size_t i = 0; depth < 64 && i < x->nafter; i++) {
        const struct step *b = item_step(it, x->after[i]);
        if (b && (b == y || follows(it, b, y, depth + 1))) return true;
    }
    return false;
}

void walk_send_back(struct deed *d, const struct step *to, const char *reason)
{
    for (size_t i = 0; i < d->m->n_steps; i++) {
        Yc__StepRun *r = d->m->steps[i];
        const struct step *st = item_step(d->item, TEXT(r->step));
        if (!st || strcmp(TEXT(r->state), "sent_back") == 0) continue;
        if (st != to && !follows(d->item, st, to, 0)) continue;
        if (strcmp(TEXT(r->state), "open") == 0) {
            r->opinion = arena_strdup(d->arena, reason);
            r->by = arena_strdup(d->arena, d->actor);
            close_run(d, r, "sent_back");
        } else {
            r->state = word("sent_back");
        }
    }
    walk_open(d, to);
}

static void skip_open(struct deed *d)
{
    for (size_t i = 0; i < d->m->n_steps; i++) {
        Yc__StepRun *r = d->m->steps[i];
        if (strcmp(TEXT(r->state), "open") == 0 || strcmp(TEXT(r->state), "waiting") == 0)
            close_run(d, r, "skipped");
    }
}

static void finish(struct deed *d, Yc__Outcome outcome, const char *reason)
{
    SET(d->m, outcome, outcome);
    SET(d->m, finished_at, d->now);
    SET(d->m, finished_day, d->today);
    SET(d->m, phase, YC__PHASE__PHASE_CLOSING);
    if (*reason) d->m->reason = arena_strdup(d->arena, reason);
    silence_stop_about(d, NULL, "确认前办件已有结果");
}

void walk_end(struct deed *d, Yc__Outcome outcome, const char *reason)
{
    finish(d, outcome, reason);
    skip_open(d);
    clocks_end_all(d);
    walk_resume(d, NULL);
    if (has_step(d->item, STEP_DELIVER)) clocks_start_deliver(d);
    walk_on(d);
}

void walk_decided(struct deed *d, Yc__Outcome outcome, const char *reason)
{
    finish(d, outcome, reason);
    SET(d->m, decided_at, d->now);
    SET(d->m, decided_day, d->today);
    d->m->decided_by = arena_strdup(d->arena, d->actor);
    clocks_end(d, "total");
    clocks_end(d, "renewal");
    walk_resume(d, NULL);
    if (has_step(d->item, STEP_DELIVER)) clocks_start_deliver(d);
}

static void tell_passed_over(struct deed *d, const char *msgid, const char *arg)
{
    for (size_t i = 0; i < d->m->n_steps; i++) {
        const Yc__StepRun *r = d->m->steps[i];
        if (strcmp(TEXT(r->state), "open") == 0)
            notice_send(d, *TEXT(r->holder) ? r->holder : r->post, msgid, arg);
    }
}

/* The decision, or what it waits for. */
static bool up_to_decision(const struct item *it, const struct step *st)
{
    for (size_t i = 0; i < it->nsteps; i++)
        if (it->steps[i].act == STEP_DECIDE &&
            (st == &it->steps[i] || follows(it, &it->steps[i], st, 0)))
            return true;
    return false;
}

void walk_pass_over(struct deed *d, const char *msgid, const char *arg)
{
    tell_passed_over(d, msgid, arg);
    skip_open(d);
    for (size_t i = 0; i < d->item->nsteps; i++) {
        const struct step *st = &d->item->steps[i];
        if (up_to_decision(d->item, st) && !matter_last_run(d->m, st->key)) skip(d, st);
    }
}

bool walk_finished(const struct deed *d)
{
    for (size_t i = 0; i < d->item->nsteps; i++) {
        const struct step *st = &d->item->steps[i];
        if (st->after_decision || st->best_effort) continue;
        const Yc__StepRun *r = matter_last_run(d->m, st->key);
        if (r && !closed(r)) return false;
    }
    return true;
}

/* --- Standing still --- */

static void note_suspended(struct deed *d)
{
    bool open = false;

    for (size_t i = 0; i < d->m->n_suspensions; i++)
        open |= !d->m->suspensions[i]->has_to_day;
    SET(d->m, suspended, open);
}

Yc__Suspension *walk_suspend(struct deed *d, const char *kind, int planned, const char *run)
{
    Yc__Suspension *s =
        record_add(d->arena, &d->m->n_suspensions, &d->m->suspensions, &yc__suspension__descriptor);

    s->key = deed_print(d, "s%zu", d->m->n_suspensions);
    s->kind = arena_strdup(d->arena, kind);
    SET(s, planned, planned);
    SET(s, from_day, d->today);
    SET(s, from_at, d->now);
    s->by = arena_strdup(d->arena, d->actor);
    if (run) s->step_run = arena_strdup(d->arena, run);
    note_suspended(d);
    clocks_refresh(d);
    return s;
}

void walk_resume(struct deed *d, const char *run)
{
    bool any = false;

    for (size_t i = 0; i < d->m->n_suspensions; i++) {
        Yc__Suspension *s = d->m->suspensions[i];
        if (s->has_to_day || (run && strcmp(TEXT(s->step_run), run) != 0)) continue;
        SET(s, to_day, d->today);
        SET(s, to_at, d->now);
        any = true;
    }
    if (!any) return;
    note_suspended(d);
    clocks_refresh(d);
}
