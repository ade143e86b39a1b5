#include "catalog/step_lint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "catalog/build.h"
#include "catalog/post.h"

int span_minutes(struct span s)
{
    static const int tenths[] = {[UNIT_WD] = 10 * WD_MINUTES,
                                 [UNIT_CD] = 10 * WD_MINUTES * 5 / 7,
                                 [UNIT_MO] = 10 * WD_MINUTES * 5 / 7 * 30,
                                 [UNIT_HR] = 10 * WD_MINUTES / 24,
                                 [UNIT_BH] = 10};

    if (s.unit == UNIT_NOW) return WD_MINUTES;
    return s.unit == UNIT_NONE ? 0 : (int)((int64_t)tenths[s.unit] * s.n / 10);
}

/* Sets of steps are bits. */
typedef uint64_t set_t;
#define BIT(i) ((set_t)1 << (i))

struct graph {
    struct build *b;
    const struct entry *e;
    const struct item *it;
    const struct yaml *list;
    set_t after[STEPS_MAX];  /* direct */
    set_t before[STEPS_MAX]; /* all that must be closed earlier; holds itself when in a cycle */
};

static const struct yaml *node_of(const struct graph *g, size_t i)
{
    return yaml_nth(g->list, i);
}

/* --- References --- */

static int index_of(const struct item *it, const char *key)
{
    const struct step *s = *key ? item_step(it, key) : NULL;

    return s ? (int)(s - it->steps) : -1;
}

static void link_steps(struct graph *g)
{
    for (size_t i = 0; i < g->it->nsteps; i++) {
        const struct step *s = &g->it->steps[i];
        for (size_t k = 0; k < s->nafter; k++) {
            int j = index_of(g->it, s->after[k]);
            const struct yaml *at = yaml_nth(yaml_get(node_of(g, i), "after"), k);
            if (j >= 0)
                g->after[i] |= BIT(j);
            else if (at)
                finding(&g->b->to, at, N_("there is no step \"{1}\""), s->after[k], NULL);
        }
        g->before[i] = g->after[i];
    }
    for (size_t k = 0; k < g->it->nsteps; k++)
        for (size_t i = 0; i < g->it->nsteps; i++)
            if (g->before[i] & BIT(k)) g->before[i] |= g->before[k];
}

/* The act at the door that closes a step. */
static const char *act_of(enum step_act a)
{
    static const char *const acts[] = {
        [STEP_PASS] = "pass",     [STEP_ACCEPT] = "accept", [STEP_DECIDE] = "grant",
        [STEP_PAY] = "pay",       [STEP_PRINT] = "print",   [STEP_DELIVER] = "deliver",
        [STEP_VERIFY] = "verify", [STEP_EXTERNAL] = "pass"};

    return acts[a];
}

/* The step says what closes it, in a word we know. */
static bool act_good(const struct graph *g, size_t i)
{
    const struct yaml *act = yaml_get(node_of(g, i), "act");
    enum step_act a;

    return !act || step_act_parse(act->text, &a);
}

static void lint_who(struct graph *g, size_t i)
{
    struct build *b = g->b;
    const struct step *s = &g->it->steps[i];
    const struct yaml *node = node_of(g, i);
    const char *dept = *s->dept ? s->dept : g->it->dept;

    if (*s->dept && !known_department(b, s->dept))
        finding(&b->to, yaml_at(node, "dept"), N_("there is no department \"{1}\""), s->dept, NULL);
    const struct role *r = catalog_role(b->c, s->role);
    if (r && r->hall_wide && strcmp(dept, "centre") != 0 && known_department(b, dept))
        finding(&b->to, yaml_at(node, "dept"),
                N_("role \"{1}\" is of the whole hall and works at the centre; leave \"dept\" out"),
                s->role, NULL);
    if (!*s->role) return;
    if (!known_role(b, s->role)) {
        finding(&b->to, yaml_at(node, "role"), N_("there is no role \"{1}\""), s->role, NULL);
        return;
    }
    if (b->acts && b->roles && act_good(g, i) &&
        !catalog_permits(b->c, act_of(s->act), s->role, g->it->id, NULL))
        finding(&b->to, yaml_at(node, "role"),
                N_("role \"{1}\" may not do the act \"{2}\" that closes this step"), s->role,
                act_of(s->act), NULL);
    if (b->people && b->roles && !s->external && known_department(b, dept) &&
        !post_held(b->c, dept, s->role))
        finding_warn(&b->to, yaml_at(node, "role"), N_("nobody holds the post {1}/{2}"), dept,
                     s->role, NULL);
}

/* --- Shape --- */

static char *names_of(const struct graph *g, set_t set, const char *between)
{
    struct buf text = {0};

    for (size_t i = 0; i < g->it->nsteps; i++)
        if (set & BIT(i)) buf_printf(&text, "%s%s", text.len ? between : "", g->it->steps[i].key);
    return buf_take(&text);
}

/* Every cycle once, at its first step; then what waits behind one. */
static bool lint_cycles(struct graph *g)
{
    set_t cyclic = 0, told = 0;

    for (size_t i = 0; i < g->it->nsteps; i++)
        if (g->before[i] & BIT(i)) cyclic |= BIT(i);
    for (size_t i = 0; i < g->it->nsteps; i++) {
        const struct yaml *at = yaml_at(node_of(g, i), "after");
        set_t ring = 0;
        for (size_t k = 0; k < g->it->nsteps; k++)
            if ((g->before[i] & BIT(k)) && (g->before[k] & BIT(i))) ring |= BIT(k);
        if (told & BIT(i)) continue;
        char *names = names_of(g, ring ? ring : g->before[i] & cyclic, ", ");
        if (ring)
            finding(&g->b->to, at, N_("these steps wait for each other: {1}"), names, NULL);
        else if (g->before[i] & cyclic)
            finding(&g->b->to, at, N_("step \"{1}\" can never open: it waits for {2}"),
                    g->it->steps[i].key, names, NULL);
        told |= ring;
        free(names);
    }
    return cyclic != 0;
}

static set_t steps_of(const struct graph *g, enum step_act act)
{
    set_t set = 0;

    for (size_t i = 0; i < g->it->nsteps; i++)
        if (g->it->steps[i].act == act) set |= BIT(i);
    return set;
}

static int count_of(set_t s)
{
    return __builtin_popcountll(s);
}

/* The closed loop (A.3): what must be there ... */
static void lint_loop(struct graph *g)
{
    const struct item *it = g->it;
    bool dual = it->kind == KIND_DUAL_NET, printed = *it->cert && !it->printed_outside;
    const struct {
        enum step_act act;
        int least, most;
        const char *msgid;
    } rules[] = {
        {STEP_ACCEPT, !dual, !dual,
         N_("the steps need exactly one \"act: accept\" (none when the department's own system "
            "accepts)")},
        {STEP_DECIDE, !dual, !dual,
         N_("the steps need exactly one \"act: decide\" (none when the department's own system "
            "decides)")},
        {STEP_EXTERNAL, dual, STEPS_MAX,
         N_("a matter of two networks needs a step with \"act: external\"")},
        {STEP_PAY, it->nfees > 0, it->nfees > 0,
         N_("an item with fees, and no other, has one step with \"act: pay\"")},
        {STEP_PRINT, printed, printed,
         N_("an item with a certificate printed here, and no other, has one step with \"act: "
            "print\"")},
        {STEP_DELIVER, !it->printed_outside, 1, N_("the steps need \"act: deliver\", once")},
        {STEP_VERIFY, 1, 1, N_("the steps need exactly one \"act: verify\": it closes the loop")},
    };

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        int n = count_of(steps_of(g, rules[i].act));
        if (n < rules[i].least || n > rules[i].most)
            finding(&g->b->to, g->list, rules[i].msgid, NULL);
    }
}

/* ... and in which order. */
static void lint_order(struct graph *g)
{
    static const enum step_act order[][2] = {
        {STEP_ACCEPT, STEP_DECIDE},  {STEP_DECIDE, STEP_PAY},    {STEP_DECIDE, STEP_PRINT},
        {STEP_PAY, STEP_PRINT},      {STEP_PRINT, STEP_DELIVER}, {STEP_DECIDE, STEP_DELIVER},
        {STEP_DELIVER, STEP_VERIFY}, {STEP_DECIDE, STEP_VERIFY}};

    for (size_t i = 0; i < g->it->nsteps; i++)
        for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
            set_t missing = steps_of(g, order[k][0]) & ~g->before[i];
            if (g->it->steps[i].act != order[k][1] || !missing) continue;
            char *names = names_of(g, missing, ", ");
            finding(&g->b->to, yaml_at(node_of(g, i), "key"),
                    N_("step \"{1}\" must come after {2}"), g->it->steps[i].key, names, NULL);
            free(names);
        }
}

/* Steps that verification does not wait for, though they are not of the kind nobody waits for. */
static void lint_ends(struct graph *g)
{
    set_t verify = steps_of(g, STEP_VERIFY), held = verify;

    for (size_t i = 0; i < g->it->nsteps; i++)
        if (verify & BIT(i)) held |= g->before[i];
    for (size_t i = 0; verify && i < g->it->nsteps; i++) {
        const struct step *s = &g->it->steps[i];
        if ((held & BIT(i)) || s->best_effort || s->after_decision) continue;
        finding(&g->b->to, yaml_at(node_of(g, i), "key"),
                N_("nothing waits for step \"{1}\": the matter would close without it"), s->key,
                NULL);
    }
    set_t accept = steps_of(g, STEP_ACCEPT);
    for (size_t i = 0; accept && i < g->it->nsteps; i++)
        if (g->it->steps[i].before_acceptance && !(g->before[__builtin_ctzll(accept)] & BIT(i)))
            finding(&g->b->to, yaml_at(node_of(g, i), "before_acceptance"),
                    N_("acceptance does not wait for step \"{1}\""), g->it->steps[i].key, NULL);
}

/* --- Sum of limits (B.5) --- */

static int weight(const struct step *s)
{
    bool out = s->suspends || s->external || s->act == STEP_EXTERNAL || s->before_acceptance ||
               s->outside_limit || s->after_decision;

    return out ? 0 : span_minutes(s->limit);
}

static const char *minutes_text(int minutes, char out[32])
{
    int wd = minutes / WD_MINUTES, rest = minutes % WD_MINUTES;

    if (!rest)
        snprintf(out, 32, "%dwd", wd);
    else if (!wd)
        snprintf(out, 32, "%dmin", rest);
    else
        snprintf(out, 32, "%dwd %dmin", wd, rest);
    return out;
}

/* Longest way through the graph: one after the other adds, side by side the longest counts.  No
 * cycles here; a step may still stand above one it waits for, so passes go on until nothing grows.
 */
static void lint_sum(struct graph *g)
{
    int end[STEPS_MAX] = {0}, worst = 0, from[STEPS_MAX];
    size_t n = g->it->nsteps;
    bool grew = n > 0;

    for (size_t i = 0; i < n; i++)
        from[i] = -1;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < n; i++) {
            int start = 0;
            for (size_t k = 0; k < n; k++) {
                if (!(g->after[i] & BIT(k)) || end[k] <= start) continue;
                start = end[k];
                from[i] = (int)k;
            }
            grew |= end[i] != start + weight(&g->it->steps[i]);
            end[i] = start + weight(&g->it->steps[i]);
            if (end[i] > end[worst]) worst = (int)i;
        }
    }
    if (!g->it->commitment.unit || !n || end[worst] <= span_minutes(g->it->commitment)) return;
    set_t way = 0;
    char sum[32], most[32];
    for (int i = worst; i >= 0; i = from[i])
        if (weight(&g->it->steps[i])) way |= BIT(i);
    char *names = names_of(g, way, " + ");
    finding(&g->b->to, yaml_at(yaml_get(g->e->root, "limits"), "commitment"),
            N_("the steps take {1} together, the commitment is {2}: {3}"),
            minutes_text(end[worst], sum), span_text(g->it->commitment, most), names, NULL);
    free(names);
}

void lint_steps(struct build *b, const struct entry *e)
{
    struct graph g = {.b = b, .e = e, .it = &e->item, .list = yaml_get(e->root, "steps")};
    size_t before = b->to.errors;

    if (!g.list || g.list->kind != YAML_LIST) return;
    schema_unique(&b->to, g.list, "key");
    if (e->item.nsteps > STEPS_MAX) {
        finding(&b->to, g.list, N_("more than 64 steps"), NULL);
        return;
    }
    link_steps(&g);
    bool good = b->to.errors == before;
    for (size_t i = 0; i < e->item.nsteps; i++) {
        lint_who(&g, i);
        good &= act_good(&g, i);
    }
    if (!good) return; /* what follows would only be consequences */
    lint_loop(&g);
    if (lint_cycles(&g)) return;
    lint_order(&g);
    lint_ends(&g);
    lint_sum(&g);
}
