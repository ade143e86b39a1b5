#include "office/joint.h"

#include <string.h>

#include "office/cards.h"
#include "office/clocks.h"
#include "office/walk.h"

static bool takes_time(const struct step *st)
{
    return !st->suspends && !st->external && !st->optional && !st->before_acceptance &&
           st->act != STEP_ACCEPT && st->limit.unit != UNIT_NONE;
}

/* The last day on which this step may end when each ends on its own last day; day[] of those it
 * waits for. */
static day_t last_day(const struct deed *d, const struct step *st, const day_t *day)
{
    day_t from = d->m->accepted_day;

    for (size_t i = 0; i < st->nafter; i++) {
        const struct step *before = item_step(d->item, st->after[i]);
        day_t end = before && !before->best_effort ? day[before - d->item->steps] : from;
        if (end > from) from = end;
    }
    if (!takes_time(st)) return from;
    return clock_due(d->calendar, from, day_start(from), st->limit, NULL, 0).day;
}

/* When the decision can open at the latest.  A step may stand above one it waits for, so passes go
 * on until nothing moves; the step table has no rings. */
static day_t barrier(struct deed *d, const struct step **decide)
{
    size_t n = d->item->nsteps;
    day_t *day = arena_alloc(d->arena, n * sizeof *day), last = d->m->accepted_day;

    for (size_t i = 0; i < n; i++)
        day[i] = d->m->accepted_day;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < n; i++) {
            day_t was = day[i];
            day[i] = last_day(d, &d->item->steps[i], day);
            moved |= day[i] != was;
        }
    }
    for (size_t i = 0; i < n; i++) {
        const struct step *st = &d->item->steps[i];
        if (st->act != STEP_DECIDE) continue;
        *decide = st;
        for (size_t k = 0; k < st->nafter; k++) {
            const struct step *before = item_step(d->item, st->after[k]);
            if (before && !before->best_effort && day[before - d->item->steps] > last)
                last = day[before - d->item->steps];
        }
    }
    return last;
}

void joint_plan(struct deed *d)
{
    const Yc__Clock *total = matter_clock(d->m, "total");
    const struct step *decide = NULL;
    char last[DAY_TEXT], due[DAY_TEXT];

    if (d->item->kind != KIND_JOINT || !total || total->due_day == DAY_NONE) return;
    day_t end = barrier(d, &decide);
    int tail = calendar_count(d->calendar, end, total->due_day);
    if (tail >= 1 || !decide) return;
    const char *facts = deed_print(d, "并联环节最迟%s 承诺%s 牵头部门汇总不足1个工作日",
                                   day_text(end, last), day_text(total->due_day, due));
    card_raise(d, "M-J1", CARD_NOTICE, d->now, total, "", facts);
    notice_send(d, walk_post(d, decide), N_("{1}: too little time is left for the lead: {2}"),
                facts);
}
