#include "office/clocks.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "catalog/timers.h"
#include "office/silence.h"

/* --- What a clock is --- */

bool clocks_is(const Yc__Clock *c, const char *base)
{
    size_t n = strlen(base);

    return strncmp(c->key, base, n) == 0 &&
           (c->key[n] == '\0' || c->key[n] == '#' || c->key[n] == ':');
}

static bool in_state(const Yc__Clock *c, const char *state)
{
    return strcmp(TEXT(c->state), state) == 0;
}

size_t clocks_stands(const Yc__Matter *m, const Yc__Clock *c, struct stand *out, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n_suspensions && n < max; i++) {
        const Yc__Suspension *s = m->suspensions[i];
        /* The step that brings a suspension runs on its own limit meanwhile. */
        if (s->step_run && c->step_run && *c->step_run && strcmp(s->step_run, c->step_run) == 0)
            continue;
        /* What came after its end did not hold it. */
        bool ended = in_state(c, "ended");
        if (ended && s->from_at >= c->ended_at) continue;
        bool closed = s->has_to_day && !(ended && s->to_at > c->ended_at);
        out[n++] = (struct stand){s->from_day, closed ? s->to_day : DAY_NONE};
    }
    return n;
}

static struct span span_of(const char *text)
{
    struct span s = {UNIT_NONE, 0, false};

    if (text && *text) span_parse(text, &s);
    return s;
}

/* Extensions lengthen what is counted in their own unit. */
struct span clocks_extended(const Yc__Matter *m, const Yc__Clock *c, const char *text)
{
    struct span s = span_of(text);

    if (!clocks_is(c, "total")) return s;
    for (size_t i = 0; i < m->n_extensions; i++) {
        struct span e = span_of(m->extensions[i]->length);
        if (s.unit == UNIT_NOW && e.unit == UNIT_WD) s = (struct span){UNIT_WD, 0, false};
        if (e.unit == s.unit) s.n += e.n;
    }
    return s;
}

/* --- When it looks next --- */

static const struct {
    const char *name;
    enum clock_stage stage;
} stage_names[] = {{"", STAGE_NONE},          {"warn", STAGE_WARN}, {"late", STAGE_LATE},
                   {"over", STAGE_OVER},      {"deem", STAGE_DEEM}, {"lapse", STAGE_LAPSE},
                   {"default", STAGE_DEFAULT}};

enum clock_stage clocks_stage(const Yc__Clock *c)
{
    for (size_t i = 0; i < sizeof stage_names / sizeof *stage_names; i++)
        if (strcmp(TEXT(c->next), stage_names[i].name) == 0) return stage_names[i].stage;
    return STAGE_NONE;
}

/* The stages of each kind of clock; they come in the order of their instants, those of one instant
 * in this order. */
static const struct {
    const char *key, *name;
    enum clock_stage stage[5];
} stages[] = {
    {"review", "受理审查", {STAGE_WARN, STAGE_LATE, STAGE_DEEM}},
    {"total", "办理时限", {STAGE_WARN, STAGE_LATE, STAGE_OVER, STAGE_DEFAULT}},
    {"step", "环节时限", {STAGE_LATE, STAGE_OVER, STAGE_DEFAULT}},
    {"deliver", "送达", {STAGE_LATE}},
    {"supplement", "容缺补齐", {STAGE_WARN, STAGE_LAPSE}},
    {"renewal", "延续期限", {STAGE_WARN, STAGE_DEEM}},
    {"opinion", "补出意见", {STAGE_LATE}},
};

const char *clocks_name(const struct item *it, const Yc__Matter *m, const Yc__Clock *c)
{
    const Yc__StepRun *r = clocks_is(c, "step") ? matter_run(m, TEXT(c->step_run)) : NULL;
    const struct step *st = r && it ? item_step(it, TEXT(r->step)) : NULL;

    if (st) return st->name;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (clocks_is(c, stages[i].key)) return stages[i].name;
    return c->key;
}

static const enum clock_stage *stages_of(const Yc__Clock *c)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (clocks_is(c, stages[i].key)) return stages[i].stage;
    assert(!"a clock of no known kind");
    return stages[0].stage;
}

static instant_t warn_at(const struct deed *d, const Yc__Clock *c)
{
    /* 许可法50: the alarm of a renewal rings on the last working day not after the expiry. */
    instant_t warn = clocks_is(c, "renewal")
                         ? day_start(calendar_roll_back(d->calendar, c->due_day))
                         : c->yellow_at;
    instant_t first = day_start(c->start_day + 1);

    return warn > first ? warn : first;
}

/* More than n working days late: whole days and hours at midnight, elapsed limits at their own time
 * of day. */
static instant_t late_by(const struct deed *d, const Yc__Clock *c, int n)
{
    day_t day = calendar_add(d->calendar, c->due_day, n);

    return span_of(c->length).elapsed ? day_start(day) + (c->due_at - day_start(c->due_day))
                                      : day_start(day + 1);
}

static instant_t earlier(instant_t a, instant_t b)
{
    return a < b ? a : b;
}

/* The instant of a stage; INSTANT_NONE: this clock has no such stage. */
static instant_t stage_at(const struct deed *d, const Yc__Clock *c, enum clock_stage s)
{
    bool has_limit = c->has_limit_at && c->limit_at != INSTANT_NONE;

    switch (s) {
    case STAGE_WARN: {
        instant_t at = warn_at(d, c);
        return at < c->due_at ? at : INSTANT_NONE;
    }
    case STAGE_LATE:
        if (clocks_is(c, "review"))
            return has_limit && c->due_at < c->limit_at ? c->due_at : INSTANT_NONE;
        /* Where the promise is the limit itself, being late is being over. */
        if (clocks_is(c, "total") && has_limit && c->due_at >= c->limit_at) return INSTANT_NONE;
        return c->due_at;
    case STAGE_OVER:
        if (clocks_is(c, "step")) return late_by(d, c, 1);
        /* M-T4: past the statutory limit, or more than three working days past the commitment; the
         * limit may stand still when the commitment has long gone by. */
        if (!has_limit && *TEXT(c->limit)) return late_by(d, c, 3);
        return earlier(has_limit ? c->limit_at : c->due_at, late_by(d, c, 3));
    case STAGE_DEEM:
        return has_limit ? c->limit_at : c->due_at;
    case STAGE_LAPSE:
        return c->due_at;
    case STAGE_DEFAULT:
        return silence_at(d, c);
    default:
        return INSTANT_NONE;
    }
}

instant_t clocks_stage_at(const struct deed *d, const Yc__Clock *c, enum clock_stage s)
{
    for (const enum clock_stage *has = stages_of(c); *has != STAGE_NONE; has++)
        if (*has == s) return c->due_day == DAY_NONE ? INSTANT_NONE : stage_at(d, c, s);
    return INSTANT_NONE;
}

void clocks_set_next(Yc__Clock *c, enum clock_stage s, instant_t at)
{
    c->next = (char *)(uintptr_t)stage_names[s].name;
    SET(c, next_at, s == STAGE_NONE ? 0 : at);
}

/* Whichever stage comes after the one done (STAGE_NONE: the first of all). */
static void plan(struct deed *d, Yc__Clock *c, enum clock_stage done)
{
    instant_t after = done == STAGE_NONE ? INSTANT_NONE : stage_at(d, c, done), best = INSTANT_NONE;
    enum clock_stage next = STAGE_NONE;
    bool passed = done == STAGE_NONE;

    for (const enum clock_stage *s = stages_of(c); *s != STAGE_NONE; s++) {
        instant_t at = stage_at(d, c, *s);
        if (*s == done) passed = true;
        if (*s == done || at == INSTANT_NONE || at < after || (at == after && !passed)) continue;
        if (next != STAGE_NONE && at >= best) continue;
        next = *s;
        best = at;
    }
    clocks_set_next(c, next, best);
}

void clocks_then_next(struct deed *d, Yc__Clock *c)
{
    plan(d, c, clocks_stage(c));
}

/* --- Computing --- */

/* B.1: the day told in writing does not give way to an earlier one; law_day says which that would
 * have been. */
static void keep_told(Yc__Clock *c, struct due *due, struct due *limit)
{
    bool keeps = c->told_day && due->day != DAY_NONE && due->day < c->told_day;

    if (keeps || c->law_day) SET(c, law_day, keeps ? due->day : 0);
    if (!keeps) return;
    due->late += (instant_t)(c->told_day - due->day) * DAY_SECONDS;
    due->day = c->told_day;
    if (limit->day != DAY_NONE && limit->late < due->late)
        *limit = (struct due){due->day, due->late, limit->provisional};
}

static void set_due(Yc__Clock *c, struct due due, struct due limit)
{
    SET(c, due_day, due.day);
    SET(c, due_at, due.late);
    SET(c, limit_day, limit.day);
    SET(c, limit_at, limit.late);
    SET(c, provisional, due.provisional || limit.provisional);
}

static void compute(struct deed *d, Yc__Clock *c)
{
    struct stand stands[CLOCK_STANDS];
    size_t n = clocks_stands(d->m, c, stands, CLOCK_STANDS);
    instant_t start_at = c->has_start_at ? c->start_at : day_start(c->start_day);
    struct span length = clocks_extended(d->m, c, c->length),
                most = clocks_extended(d->m, c, c->limit);
    struct due due = {c->due_day, c->due_at, false}, limit = {DAY_NONE, INSTANT_NONE, false};

    /* A special procedure holds up the handling, not the end of an old licence or an answer owed.
     */
    if (clocks_is(c, "renewal") || clocks_is(c, "opinion")) n = 0;
    if (!clocks_is(c, "renewal"))
        due = clock_due(d->calendar, c->start_day, start_at, length, stands, n);
    if (*TEXT(c->limit)) limit = clock_due(d->calendar, c->start_day, start_at, most, stands, n);
    bool stands_still = due.day == DAY_NONE;
    if (limit.day != DAY_NONE && due.late > limit.late) {
        due = limit;
        length = most;
    }
    keep_told(c, &due, &limit);
    c->state = (char *)(uintptr_t)(stands_still ? "standing" : "running");
    set_due(c, due, limit);
    if (stands_still)
        SET(c, next_at, 0);
    else
        SET(c, yellow_at, clock_yellow_at(d->calendar, due, length, c->warn));
}

static Yc__Clock *add(struct deed *d, const char *base, const char *rule)
{
    int rounds = 1;

    for (size_t i = 0; i < d->m->n_clocks; i++)
        if (clocks_is(d->m->clocks[i], base)) rounds++;
    Yc__Clock *c = record_add(d->arena, &d->m->n_clocks, &d->m->clocks, &yc__clock__descriptor);
    c->key = rounds > 1 ? deed_print(d, "%s#%d", base, rounds) : arena_strdup(d->arena, base);
    c->rule = arena_strdup(d->arena, rule);
    SET(c, start_day, d->today);
    SET(c, start_at, d->now);
    SET(c, warn, 1);
    return c;
}

static char *span_kept(struct deed *d, struct span s)
{
    char text[SPAN_TEXT];

    return arena_strdup(d->arena, span_text(s, text));
}

static int wd_of(struct span s)
{
    return s.unit == UNIT_WD   ? s.n
           : s.unit == UNIT_CD ? s.n * 5 / 7
           : s.unit == UNIT_MO ? s.n * 21
                               : 1;
}

static void begin(struct deed *d, Yc__Clock *c, struct span length, struct span limit)
{
    c->length = span_kept(d, length);
    c->limit = limit.unit == UNIT_NONE ? (char *)(uintptr_t) "" : span_kept(d, limit);
    SET(c, warn, clock_warn_threshold(wd_of(length)));
    compute(d, c);
    if (in_state(c, "running")) plan(d, c, STAGE_NONE);
}

/* The length the law gives a timer. */
static struct span law_of(const struct deed *d, const char *timer, struct span otherwise)
{
    const struct timer *t = catalog_timer(d->catalog, timer);

    return t && t->length.unit != UNIT_NONE ? t->length : otherwise;
}

void clocks_start_review(struct deed *d)
{
    Yc__Clock *c = add(d, "review", d->item->review_clock);
    struct span law = law_of(d, c->rule, (struct span){UNIT_WD, 5, false}); /* 许可法32 */
    struct span length = d->item->review.unit == UNIT_NONE ? law : d->item->review;

    SET(c, start_day, d->m->receipt_day);
    begin(d, c, length, wd_of(length) > wd_of(law) ? length : law);
}

/* 许可法50 */
static void start_renewal(struct deed *d)
{
    day_t expiry;

    if (d->item->silence != SILENCE_RENEWAL ||
        !day_parse(deed_value(d, d->item->hard_stop), &expiry))
        return;
    if (expiry < d->m->accepted_day)
        return; /* asked for too late: nothing left to renew by silence */
    Yc__Clock *c = add(d, "renewal", "LIC10");
    SET(c, start_day, d->m->accepted_day);
    c->length = c->limit = (char *)(uintptr_t) "";
    SET(c, due_day, expiry);
    SET(c, due_at, day_start(expiry + 1));
    compute(d, c);
    plan(d, c, STAGE_NONE);
}

/* Accepted by silence as of an earlier day: from the moment of that receipt, or the end of the
 * review. */
static instant_t began_at(const struct deed *d, day_t accepted)
{
    const Yc__Clock *review = matter_clock(d->m, "review");

    if (!review || accepted >= d->today) return d->now;
    return accepted == review->start_day ? review->start_at : day_start(accepted + 1) - 1;
}

void clocks_start_total(struct deed *d, day_t accepted)
{
    const struct item *it = d->item;
    struct span length = it->commitment.unit == UNIT_NONE ? it->statutory : it->commitment;

    if (length.unit != UNIT_NONE) {
        Yc__Clock *c = add(d, "total", d->item->total_clock);
        SET(c, start_day, accepted);
        SET(c, start_at, began_at(d, accepted));
        begin(d, c, length, it->statutory);
    }
    start_renewal(d);
}

void clocks_start_step(struct deed *d, const Yc__StepRun *run, const struct step *st)
{
    if (st->limit.unit == UNIT_NONE) return;
    Yc__Clock *c = add(d, deed_print(d, "step:%s", run->key), "STEP");
    c->step_run = run->key;
    begin(d, c, st->limit, (struct span){UNIT_NONE, 0, false});
}

void clocks_start_deliver(struct deed *d)
{
    Yc__Clock *c = add(d, "deliver", d->item->deliver_clock);

    /* 许可法44; what the item promises is the limit of its delivery step. */
    begin(d, c, law_of(d, c->rule, (struct span){UNIT_WD, 10, false}),
          (struct span){UNIT_NONE, 0, false});
}

void clocks_start_supplement(struct deed *d)
{
    const Yc__Clock *total = matter_clock(d->m, "total");
    struct span max = d->item->tolerance_max.unit == UNIT_NONE ? (struct span){UNIT_WD, 20, false}
                                                               : d->item->tolerance_max;
    Yc__Clock *c = add(d, "supplement", "TOL1");

    begin(d, c, max, (struct span){UNIT_NONE, 0, false});
    if (!total || total->due_day == DAY_NONE) return;
    /* min(20 wd, commitment - 2 wd), but never before the day itself is over. */
    day_t latest = calendar_back(d->calendar, calendar_roll_back(d->calendar, total->due_day), 2);
    if (latest < d->today) latest = d->today;
    if (latest >= c->due_day) return;
    int n = calendar_count(d->calendar, d->today, latest);
    begin(d, c, n > 0 ? (struct span){UNIT_WD, n, false} : (struct span){UNIT_NOW, 0, false},
          (struct span){UNIT_NONE, 0, false});
}

Yc__Clock *clocks_start_opinion(struct deed *d, const char *about, const Yc__StepRun *late,
                                day_t day)
{
    Yc__Clock *c = add(d, deed_print(d, "opinion:%s", about), "SIL1");

    SET(c, start_day, day);
    SET(c, start_at, day_start(day));
    if (late) c->step_run = late->key;
    begin(d, c, (struct span){UNIT_WD, 1, false}, (struct span){UNIT_NONE, 0, false});
    return c;
}

/* --- Ending --- */

/* B.2: judged by date for days, by the minute for hours. */
static const char *result_of(const Yc__Clock *c, instant_t at)
{
    if (c->has_limit_at && c->limit_at != INSTANT_NONE && at >= c->limit_at) return "over_limit";
    if (c->due_at != INSTANT_NONE && at >= c->due_at)
        return *TEXT(c->limit) || !clocks_is(c, "total") ? "late" : "over_limit";
    return "on_time";
}

static void judge_end(struct deed *d, Yc__Clock *c)
{
    struct stand stands[CLOCK_STANDS];

    c->state = (char *)(uintptr_t) "ended";
    c->result = (char *)(uintptr_t)result_of(c, c->ended_at);
    size_t n = clocks_stands(d->m, c, stands, CLOCK_STANDS);
    SET(c, used, clock_used(d->calendar, c->start_day, day_of_instant(c->ended_at), stands, n));
    SET(c, next_at, 0);
}

static void end_at(struct deed *d, Yc__Clock *c, instant_t at)
{
    if (in_state(c, "ended")) return;
    SET(c, ended_at, at);
    judge_end(d, c);
}

static void end(struct deed *d, Yc__Clock *c)
{
    end_at(d, c, d->now);
}

void clocks_end_on(struct deed *d, const char *key, day_t day)
{
    Yc__Clock *c = matter_clock(d->m, key);

    if (!c) return;
    end_at(d, c, day_start(day) + DAY_SECONDS / 2);
    clocks_judge(d, c);
}

void clocks_end(struct deed *d, const char *key)
{
    for (size_t i = 0; i < d->m->n_clocks; i++)
        if (clocks_is(d->m->clocks[i], key)) end(d, d->m->clocks[i]);
}

void clocks_end_step(struct deed *d, const Yc__StepRun *run)
{
    for (size_t i = 0; i < d->m->n_clocks; i++)
        if (strcmp(TEXT(d->m->clocks[i]->step_run), run->key) == 0 &&
            !clocks_is(d->m->clocks[i], "opinion"))
            end(d, d->m->clocks[i]);
}

void clocks_end_all(struct deed *d)
{
    for (size_t i = 0; i < d->m->n_clocks; i++)
        end(d, d->m->clocks[i]);
}

void clocks_refresh(struct deed *d)
{
    for (size_t i = 0; i < d->m->n_clocks; i++) {
        Yc__Clock *c = d->m->clocks[i];
        instant_t was = c->due_at;
        if (in_state(c, "ended")) continue;
        bool stood = in_state(c, "standing");
        compute(d, c);
        if (!in_state(c, "running")) continue;
        /* A new due date in the future is warned of anew; its cards carry the new date. */
        if (c->due_at > d->now && (c->due_at != was || stood))
            plan(d, c, STAGE_NONE);
        else if (clocks_stage_at(d, c, clocks_stage(c)) != INSTANT_NONE)
            clocks_set_next(c, clocks_stage(c), clocks_stage_at(d, c, clocks_stage(c)));
    }
}

void clocks_judge(struct deed *d, Yc__Clock *c)
{
    bool ended = in_state(c, "ended");

    if (ended && c->due_day == DAY_NONE) return; /* it stood when it ended */
    compute(d, c);
    if (ended) judge_end(d, c);
}

enum lamp clocks_lamp(const struct calendar *cal, const Yc__Clock *c, day_t today, instant_t now,
                      int *left)
{
    *left = 0;
    if (in_state(c, "ended")) return LAMP_WHITE;
    if (in_state(c, "standing")) return LAMP_BLUE;
    enum lamp lamp = clock_lamp(cal, c->due_day, today, c->warn, left);
    /* Hours and office minutes are judged by the minute, elapsed limits by the second. */
    if (lamp != LAMP_RED && now >= c->due_at) return LAMP_RED;
    return lamp == LAMP_YELLOW && now < c->yellow_at ? LAMP_GREEN : lamp;
}
