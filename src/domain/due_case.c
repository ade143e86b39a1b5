/* Questions about a case as a whole, about the timers of the law, and about penalties. */
#include <string.h>

#include "domain/due_ask.h"
#include "domain/fine.h"
#include "domain/money.h"

/* --- Licences --- */

static void put_result(struct ask *a, day_t accepted, day_t commit_due, day_t statutory_due)
{
    day_t decided = ask_day(a, "decided");
    bool open = statutory_due == DAY_NONE;

    if (decided < accepted) ask_fail(a, "decided lies before accepted:", ask_text(a, "decided"));
    bool in_time = commit_due == DAY_NONE || decided <= commit_due;
    ask_put(a, "result", in_time ? "on_time" : open || decided <= statutory_due ? "yellow" : "red");
    ask_put_int(a, "late_wd", in_time ? 0 : calendar_count(a->law->calendar, commit_due, decided));
}

/* An extension is approved while the limit runs (许可法42); one asked for later is void. */
static bool extended_late(struct ask *a, day_t accepted, int limit)
{
    if (!ask_has(a, "ext_on")) return false;
    if (!ask_has(a, "ext")) ask_fail(a, "missing", "ext");
    day_t statutory = clock_due(a->law->calendar, accepted, INSTANT_NONE,
                                (struct span){UNIT_WD, limit, false}, a->stand, a->nstand)
                          .day;
    return ask_day(a, "ext_on") > statutory && statutory != DAY_NONE;
}

static void answer_licence(struct ask *a)
{
    ask_stands(a);
    day_t accepted = ask_day(a, "accepted");
    int limit = ask_int(a, "limit", ASK_N_MAX), commit = ask_int_or(a, "commit", limit),
        ext = ask_int_or(a, "ext", 0);
    bool refused = extended_late(a, accepted, limit);

    if (refused) ext = 0;
    if (commit > limit) commit = limit; /* a commitment never outlasts the law's limit */
    day_t committed = ask_put_days(a, "commit_due", accepted, UNIT_WD, commit + ext);
    day_t statutory = ask_put_days(a, "statutory_due", accepted, UNIT_WD, limit + ext);
    if (refused) ask_put(a, "ext", "refused");
    if (ask_has(a, "decided")) put_result(a, accepted, committed, statutory);
}

static void answer_sus_proj(struct ask *a)
{
    day_t accepted = ask_day(a, "accepted"), since = ask_day(a, "since"),
          today = ask_day(a, "today");
    int limit = ask_int(a, "limit", ASK_N_MAX),
        used = clock_used(a->law->calendar, accepted, since, NULL, 0);

    if (today < since) ask_fail(a, "today lies before since:", ask_text(a, "today"));
    a->stand[a->nstand++] = (struct stand){since, today};
    ask_put_int(a, "used", used);
    ask_put_int(a, "left", limit - used);
    ask_put_days(a, "due_if_resumed_today", accepted, UNIT_WD, limit);
}

static void put_part_due(struct ask *a, const struct part *p, day_t accepted)
{
    char key[ASK_NAME + sizeof "_due"];
    size_t n = strlen(p->name);

    memcpy(key, p->name, n);
    memcpy(key + n, "_due", sizeof "_due");
    ask_put_days(a, key, accepted, UNIT_WD, p->n);
}

static void answer_joint(struct ask *a)
{
    struct part dept[ASK_PARTS];
    size_t n = ask_parts(a, "depts", dept);
    day_t accepted = ask_day(a, "accepted");
    int longest = 0;

    for (size_t i = 0; i < n; i++) {
        put_part_due(a, &dept[i], accepted);
        if (dept[i].n > longest) longest = dept[i].n;
    }
    day_t barrier = ask_put_days(a, "barrier", accepted, UNIT_WD, longest);
    day_t total = ask_put_days(a, "total_due", accepted, UNIT_WD, ask_int(a, "total", ASK_N_MAX));
    ask_put_int(a, "tail_wd", calendar_count(a->law->calendar, barrier, total));
}

static void answer_stages(struct ask *a)
{
    struct part stage[ASK_PARTS];
    size_t n = ask_parts(a, "stages", stage);
    day_t accepted = ask_day(a, "accepted");
    int commit = ask_int(a, "commit", ASK_N_MAX), sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += stage[i].n;
        if (sum > ASK_N_MAX) ask_fail(a, "more than 9999 days up to", stage[i].name);
        ask_put_days(a, stage[i].name, accepted, UNIT_WD, sum);
    }
    ask_put_days(a, "commit_due", accepted, UNIT_WD, commit);
    ask_put(a, "plan", sum <= commit ? "ok" : "rejected"); /* 流程时限总和不得超过承诺期限 */
}

/* --- Timers of the law --- */

static const struct timer *want_timer(struct ask *a)
{
    const struct due_law *law = a->law;
    const char *id = ask_text(a, "id");

    if (!law->timer) {
        ask_fail(a, "there is no table of timers to look up", id);
        return NULL;
    }
    const struct timer *t = law->timer(law->arg, id);
    if (!t) ask_fail(a, "there is no timer", id);
    return t;
}

static struct count count_of(struct ask *a, const struct timer *t, instant_t event, bool extended)
{
    struct count count = {t->length, timer_start_day(a->law->calendar, t, event), event, event,
                          t->bound != BOUND_UPPER};
    enum unit u = t->length.unit;

    if (t->start == START_FIXED) count.len = (struct span){.unit = UNIT_NOW};
    if (extended) count.len.n += t->extension.n;
    if (!t->rolls && (u == UNIT_CD || u == UNIT_MO)) count.bare = true;
    return count;
}

static void answer_timer(struct ask *a)
{
    static const char *const keys[] = {
        [BOUND_UPPER] = "due", [BOUND_LOWER] = "earliest", [BOUND_BEFORE] = "latest"};
    const struct timer *t = want_timer(a);
    instant_t event = ask_instant(a, "event");
    bool extended = ask_flag(a, "extended");

    ask_stands(a);
    if (!t) return;
    if (extended && t->extension.unit == UNIT_NONE) ask_fail(a, "no extension is known for", t->id);
    ask_put_due(a, keys[t->bound], count_of(a, t, event, extended),
                timer_due(a->law->calendar, t, event, extended, a->stand, a->nstand));
}

/* --- Penalties --- */

static void answer_surcharge(struct ask *a)
{
    int64_t fine = ask_money(a, "fine");
    day_t due = ask_day(a, "due"), paid = ask_day(a, "paid");
    char s[MONEY_TEXT];

    ask_stands(a);
    ask_put_int(a, "days", fine_days(due, paid, a->stand, a->nstand));
    ask_put(a, "surcharge", money_text(fine_surcharge(fine, due, paid, a->stand, a->nstand), s));
}

/* Two years, five where life, health or finance were harmed; ends on its last day, whatever day
 * that is. */
static void answer_limitation(struct ask *a)
{
    day_t act = ask_day(a, "act");
    int months = ask_flag(a, "harm") ? 60 : 24;

    ask_put_bare(a, "until", act, UNIT_MO, months, day_add_months(act, months));
}

const struct question due_cases[] = {
    {"licence", "accepted limit commit ext ext_on susp decided", answer_licence},
    {"sus_proj", "accepted limit since today", answer_sus_proj},
    {"joint", "accepted depts total", answer_joint},
    {"stages", "accepted stages commit", answer_stages},
    {"timer", "id event extended susp", answer_timer},
    {"surcharge", "fine due paid susp", answer_surcharge},
    {"limitation", "act harm", answer_limitation},
    {0},
};
