#include "office/silence.h"

#include <string.h>

#include "catalog/timers.h"

#include "office/cards.h"
#include "office/clocks.h"
#include "office/evidence.h"
#include "office/papers.h"
#include "office/walk.h"

/* --- What the law says --- */

enum timer_silence silence_after(const struct deed *d, const Yc__Clock *c)
{
    const struct timer *t = catalog_timer(d->catalog, TEXT(c->rule));

    return t ? t->silence : SILENT_NOTHING;
}

/* --- Defaults --- */

static bool in_state(const Yc__Default *def, const char *state)
{
    return strcmp(TEXT(def->state), state) == 0;
}

bool silence_is_waiting(const Yc__Default *def)
{
    return in_state(def, "proposed");
}

static bool of_decision(const Yc__Default *def)
{
    return strcmp(TEXT(def->kind), "overdue") == 0;
}

const char *silence_kind_title(const Yc__Default *def)
{
    return of_decision(def) ? "超时默认" : "缺席默认";
}

/* "p1/2" is the second default about run "p1". */
static bool is_about(const Yc__Default *def, const char *about)
{
    size_t n = strlen(about);

    return strncmp(def->key, about, n) == 0 && (def->key[n] == '\0' || def->key[n] == '/');
}

Yc__Clock *silence_opinion_clock(const Yc__Matter *m, const Yc__Default *def)
{
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strncmp(m->clocks[i]->key, "opinion:", 8) == 0 &&
            strcmp(m->clocks[i]->key + 8, def->key) == 0)
            return m->clocks[i];
    return NULL;
}

Yc__StepRun *silence_run(const Yc__Matter *m, const Yc__Default *def)
{
    const Yc__Clock *c = silence_opinion_clock(m, def);

    return c && c->step_run ? matter_run(m, c->step_run) : NULL;
}

static void set_state(struct deed *d, Yc__Default *def, const char *state)
{
    def->state = (char *)(uintptr_t)state;
    SET(def, at, d->now);
}

void silence_stop(struct deed *d, Yc__Default *def, const char *reason)
{
    set_state(d, def, "stopped");
    def->reason = arena_strdup(d->arena, reason);
    clocks_end(d, deed_print(d, "opinion:%s", def->key));
}

void silence_stop_about(struct deed *d, const char *run, const char *reason)
{
    for (size_t i = 0; i < d->m->n_defaults; i++)
        if (silence_is_waiting(d->m->defaults[i]) && (!run || is_about(d->m->defaults[i], run)))
            silence_stop(d, d->m->defaults[i], reason);
}

/* --- Proposing --- */

/* What a clock's default would be about; NULL: it has none. */
static const char *about_of(const struct deed *d, const Yc__Clock *c)
{
    if (d->item->silence == SILENCE_OVERDUE && strncmp(c->key, "total", 5) == 0) return "decision";
    if (d->item->silence != SILENCE_ABSENT || strncmp(c->key, "step:", 5) != 0) return NULL;
    const Yc__StepRun *r = matter_run(d->m, TEXT(c->step_run));
    const struct step *st = r ? item_step(d->item, TEXT(r->step)) : NULL;
    return st && !st->never_silent ? r->key : NULL;
}

instant_t silence_at(const struct deed *d, const Yc__Clock *c)
{
    /* Looked at without its item (rejudge_needed): its dates alone decide. */
    if (!d->item) return INSTANT_NONE;
    return about_of(d, c) ? day_start(calendar_add(d->calendar, c->due_day, 1)) : INSTANT_NONE;
}

static Yc__Default *add_default(struct deed *d, const char *about, const Yc__Clock *c)
{
    const Yc__Holding *late = card_keeper(d, c, c->next_at);
    int rounds = 1;

    for (size_t i = 0; i < d->m->n_defaults; i++) {
        if (!is_about(d->m->defaults[i], about)) continue;
        if (!in_state(d->m->defaults[i], "stopped")) return NULL;
        rounds++;
    }
    Yc__Default *def =
        record_add(d->arena, &d->m->n_defaults, &d->m->defaults, &yc__default__descriptor);
    def->key = rounds > 1 ? deed_print(d, "%s/%d", about, rounds) : arena_strdup(d->arena, about);
    def->kind = (char *)(uintptr_t)(strcmp(about, "decision") == 0 ? "overdue" : "absent");
    SET(def, day, day_of_instant(c->next_at));
    def->person = late && late->person ? late->person : (char *)(uintptr_t) "";
    def->post = late ? late->post : (char *)(uintptr_t) "";
    def->state = (char *)(uintptr_t) "proposed";
    SET(def, at, c->next_at);
    return def;
}

/* Everybody who may confirm. */
static void tell_confirmers(struct deed *d, const Yc__Default *def, const char *paper)
{
    size_t n;
    const struct role *r = catalog_roles(d->catalog, &n);

    for (size_t i = 0; i < n; i++) {
        const char *dept = r[i].hall_wide ? "centre" : d->item->dept;
        if (!catalog_permits(d->catalog, "confirm_default", r[i].key, d->item->id, NULL)) continue;
        notice_send(d, deed_print(d, "%s/%s", dept, r[i].key),
                    N_("{1}: a default waits for two confirmations ({2})"),
                    deed_print(d, "%s %s", silence_kind_title(def), paper));
    }
}

static void tell_late(struct deed *d, const Yc__Default *def, const char *msgid)
{
    char day[DAY_TEXT];

    notice_send(d, *TEXT(def->person) ? def->person : def->post, msgid,
                deed_print(d, "%s %s", silence_kind_title(def), day_text(def->opinion_due, day)));
}

enum rc silence_propose(struct deed *d, Yc__Clock *c, struct fault *f)
{
    const char *about = about_of(d, c);
    Yc__Default *def = about ? add_default(d, about, c) : NULL;
    char due[DAY_TEXT];
    Yc__Paper *paper = NULL;

    if (!def) return RC_OK;
    const Yc__Holding *late = card_keeper(d, c, c->next_at);
    const Yc__StepRun *run = late ? matter_run(d->m, TEXT(late->step_run)) : NULL;
    const Yc__Clock *opinion = clocks_start_opinion(d, def->key, run, def->day);
    SET(def, opinion_due, opinion->due_day);
    card_raise(d, "M-L1", CARD_RED, c->next_at, c, "",
               deed_print(d, "%s %s 期限%s 依据%s", silence_kind_title(def),
                          clocks_name(d->item, d->m, c), day_text(c->due_day, due),
                          d->item->silence_rule));
    enum rc rc = paper_issue(d, PAPER_EVIDENCE, NULL, evidence_text(d, c, def), &paper, f);
    if (rc != RC_OK) return rc;
    tell_confirmers(d, def, paper->number);
    tell_late(d, def, N_("{1}: file your opinion on the default ({2})"));
    return RC_OK;
}

/* --- Carrying out --- */

static enum rc grant(struct deed *d, Yc__Default *def, struct fault *f)
{
    const char *text = deed_print(d, "承诺办结日届满未作决定，依照%s（超时默认），自%s起视为准予。",
                                  d->item->silence_rule, paper_date(d, def->day));

    walk_pass_over(d, N_("{1} is granted by default: nobody decided in time ({2})"),
                   d->item->silence_rule);
    clocks_end_on(d, "total", def->day);
    walk_decided(d, YC__OUTCOME__OUTCOME_DEEMED_GRANTED, "");
    SET(d->m, decided_day, def->day);
    d->m->decided_by = (char *)(uintptr_t) "system";
    walk_on(d);
    return paper_issue(d, PAPER_GRANT, NULL, text, NULL, f);
}

static enum rc agree(struct deed *d, Yc__Default *def, struct fault *f)
{
    Yc__StepRun *r = silence_run(d->m, def);
    const struct step *st = r ? item_step(d->item, TEXT(r->step)) : NULL;

    if (!st || strcmp(TEXT(r->state), "open") != 0)
        return fault_set(f, RC_REFUSED, "default", N_("step '{1}' is not open any more"), def->key,
                         NULL);
    d->run = r;
    d->step = st;
    walk_close(d, "absent_agrees", TEXT(def->opinion));
    r->by = (char *)(uintptr_t) "system";
    return paper_issue(d, PAPER_SHEET, d->m->number,
                       deed_print(d,
                                  "%s：期限届满未出具意见，依照%s（缺席默认），自%s起视为同意。\n"
                                  "后续环节不得以缺少该环节意见为由不予办理。",
                                  st->name, d->item->silence_rule, paper_date(d, def->day)),
                       NULL, f);
}

enum rc silence_carry_out(struct deed *d, Yc__Default *def, struct fault *f)
{
    set_state(d, def, "confirmed");
    tell_late(d, def, N_("{1}: the default has been confirmed ({2})"));
    return of_decision(def) ? grant(d, def, f) : agree(d, def, f);
}
