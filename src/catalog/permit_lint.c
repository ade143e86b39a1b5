/* data/hall/acts.yaml against roles, items and what the program can do; and what becomes of it in
 * people: no role, no person and no stand-in joins what must stay apart (三权分立). */
#include <stdio.h>
#include <string.h>

#include "catalog/build.h"
#include "catalog/post.h"

/* --- Rows --- */

static const struct catalog_act *act_known(const struct build *b, const char *name)
{
    for (size_t i = 0; i < b->files.nacts; i++)
        if (strcmp(b->files.acts[i].name, name) == 0) return &b->files.acts[i];
    return NULL;
}

static void lint_roles(struct build *b, const char *const *role, size_t n, const struct yaml *list)
{
    for (size_t i = 0; i < n; i++)
        if (*role[i] && !known_role(b, role[i]))
            finding(&b->to, yaml_nth(list, i), N_("there is no role \"{1}\""), role[i], NULL);
}

static void lint_items(struct build *b, const char *const *item, size_t n, const struct yaml *list)
{
    for (size_t i = 0; i < n; i++)
        if (*item[i] && !catalog_item(b->c, item[i]))
            finding(&b->to, yaml_nth(list, i), N_("there is no item {1}"), item[i], NULL);
}

static enum scope reach(const struct build *b, const struct permission *p, const char *role)
{
    const struct role *r = catalog_role(b->c, role);

    if (p->scope != SCOPE_ROLE) return p->scope;
    return r && r->hall_wide ? SCOPE_HALL : SCOPE_DEPT;
}

static bool covers(const struct build *b, const struct permission *above,
                   const struct permission *p, const char *role)
{
    bool same = false;

    for (size_t i = 0; i < above->nroles; i++)
        same |= strcmp(above->roles[i], role) == 0;
    return same && strcmp(above->act, p->act) == 0 && above->nitems + above->nnot_items == 0 &&
           reach(b, above, role) >= reach(b, p, role);
}

/* What a row above says already: a slip, or somebody took a limit for one. */
static void lint_again(struct build *b, const struct permission *p, const struct yaml *row)
{
    for (const struct permission *above = b->c->permissions; above < p; above++)
        for (size_t k = 0; k < p->nroles; k++)
            if (covers(b, above, p, p->roles[k]))
                finding(&b->to, yaml_nth(yaml_get(row, "roles"), k),
                        N_("\"{1}\" is allowed to \"{2}\" by a row above already"), p->act,
                        p->roles[k], NULL);
}

static void lint_row(struct build *b, const struct permission *p, const struct yaml *row)
{
    const struct catalog_act *a = act_known(b, p->act);

    if (*p->act && b->files.acts && !a)
        finding(&b->to, yaml_at(row, "act"), N_("there is no act \"{1}\""), p->act, NULL);
    if (a && a->kind == ACT_SYSTEM)
        finding(&b->to, yaml_at(row, "act"),
                N_("\"{1}\" is done by the office itself, never by people"), p->act, NULL);
    lint_roles(b, p->roles, p->nroles, yaml_get(row, "roles"));
    lint_again(b, p, row);
    lint_items(b, p->items, p->nitems, yaml_get(row, "items"));
    lint_items(b, p->not_items, p->nnot_items, yaml_get(row, "not_items"));
}

/* An act nobody may do is nobody's: said, not refused, for a hall may want it so. */
static void lint_nobody(struct build *b, const struct yaml *rows)
{
    for (size_t i = 0; i < b->files.nacts; i++) {
        const struct catalog_act *a = &b->files.acts[i];
        if (a->kind != ACT_SYSTEM && !catalog_permission(b->c, a->name))
            finding_warn(&b->to, rows, N_("nobody may do \"{1}\""), a->name, NULL);
    }
}

/* --- Duties --- */

static bool listed(const char *const *list, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], s) == 0) return true;
    return false;
}

/* The first item with separated duties on which a role may do both; NULL: none. */
static const char *both_on(const struct build *b, const struct duty *d, const char *role)
{
    for (size_t i = 0; i < b->c->nitems; i++) {
        const struct item *it = b->c->items[i];
        if (it->separate && catalog_permits(b->c, d->one, role, it->id, NULL) &&
            catalog_permits(b->c, d->other, role, it->id, NULL))
            return it->id;
    }
    return NULL;
}

static void lint_duty(struct build *b, const struct duty *d, const struct yaml *node)
{
    const char *words[] = {d->one, d->other};
    static const char *const keys[] = {"one", "other"};

    for (int k = 0; k < 2; k++) {
        const struct catalog_act *a = act_known(b, words[k]);
        if (*words[k] && strcmp(words[k], "step") != 0 && !catalog_permission(b->c, words[k]))
            finding(&b->to, yaml_at(node, keys[k]), N_("there is no act \"{1}\" above"), words[k],
                    NULL);
        else if (a && !a->traced)
            finding(&b->to, yaml_at(node, keys[k]),
                    N_("no matter says who did \"{1}\", so no duty can be about it"), words[k],
                    NULL);
    }
    lint_roles(b, d->same_role, d->nsame_role, yaml_get(node, "same_role"));
    for (size_t i = 0; i < b->c->nroles; i++) {
        const char *role = b->c->roles[i].key, *item = both_on(b, d, role);
        if (item && !listed(d->same_role, d->nsame_role, role))
            finding(&b->to, node,
                    N_("role \"{1}\" may do both \"{2}\" and \"{3}\" ({4}): part them, or name it "
                       "under same_role for two people of it"),
                    role, d->one, d->other, item, NULL);
    }
}

/* --- What must never be in one hand, in any matter --- */

enum { WORKS = 1, WATCHES = 2, RULES = 4 };

/* What a role is: works on matters, supervises, makes the rules. */
static unsigned powers_of_role(const struct build *b, const char *role)
{
    const struct role *r = catalog_role(b->c, role);
    unsigned powers = r && r->supervises ? WATCHES : 0;

    for (size_t i = 0; i < b->files.nacts; i++) {
        const struct catalog_act *a = &b->files.acts[i];
        if (a->kind != ACT_WORK && a->kind != ACT_RULE) continue;
        if (catalog_permits(b->c, a->name, role, NULL, NULL))
            powers |= a->kind == ACT_WORK ? WORKS : RULES;
    }
    return powers;
}

static unsigned powers_of_person(const struct build *b, const struct person *p)
{
    unsigned powers = 0;
    char dept[64];

    for (size_t i = 0; i < p->nposts; i++) {
        const char *role = post_split(p->posts[i], dept);
        if (role) powers |= powers_of_role(b, role);
    }
    return powers;
}

static bool joined(unsigned powers)
{
    return (powers & (powers - 1)) != 0;
}

static void powers_text(unsigned powers, char *out, size_t n)
{
    static const char *const words[] = {"业务", "监察", "管理"};
    size_t used = 0;

    *out = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (powers & 1u << i)
            used += (size_t)snprintf(out + used, n - used, "%s%s", used ? "+" : "", words[i]);
}

/* The first row that gives a role what does not go with the rest of it. */
static const struct yaml *row_of(const struct build *b, const char *role, enum act_kind kind)
{
    const struct yaml *rows = yaml_get(b->acts, "acts");

    for (size_t i = 0; i < b->c->npermissions; i++) {
        const struct permission *p = &b->c->permissions[i];
        const struct catalog_act *a = act_known(b, p->act);
        for (size_t k = 0; a && a->kind == kind && k < p->nroles; k++)
            if (strcmp(p->roles[k], role) == 0)
                return yaml_nth(yaml_get(yaml_nth(rows, i), "roles"), k);
    }
    return rows;
}

static void lint_powers(struct build *b)
{
    for (size_t i = 0; i < b->c->nroles; i++) {
        const struct role *r = &b->c->roles[i];
        unsigned powers = powers_of_role(b, r->key);
        char text[64];
        if (!joined(powers)) continue;
        powers_text(powers, text, sizeof text);
        finding(&b->to, row_of(b, r->key, powers & WORKS ? ACT_WORK : ACT_RULE),
                N_("role \"{1}\" joins what must stay apart: {2}"), r->key, text, NULL);
    }
}

/* --- People and those who stand in for them --- */

static bool person_permits(const struct build *b, const struct person *p, const char *act,
                           const char *item)
{
    char dept[64];

    for (size_t i = 0; i < p->nposts; i++) {
        const char *role = post_split(p->posts[i], dept);
        if (role && catalog_permits(b->c, act, role, item, NULL)) return true;
    }
    return false;
}

/* B in A's place could do both, though neither does alone: each matter would refuse him one. */
static bool stand_in_joins(const struct build *b, const struct duty *d, const struct person *one,
                           const struct person *other)
{
    for (size_t i = 0; i < b->c->nitems; i++) {
        const char *item = b->c->items[i]->id;
        if (b->c->items[i]->separate && person_permits(b, one, d->one, item) &&
            person_permits(b, other, d->other, item) && !person_permits(b, one, d->other, item) &&
            !person_permits(b, other, d->one, item))
            return true;
    }
    return false;
}

static void lint_stand_in(struct build *b, const struct person *p, const struct yaml *node)
{
    const struct person *deputy = *p->deputy ? catalog_person(b->c, p->deputy) : NULL;
    const struct yaml *at = yaml_at(node, "deputy");
    char text[64];

    if (!deputy || deputy == p) return;
    unsigned powers = powers_of_person(b, p) | powers_of_person(b, deputy);
    powers_text(powers, text, sizeof text);
    if (joined(powers))
        finding(&b->to, at, N_("\"{1}\" in the place of \"{2}\" joins what must stay apart: {3}"),
                deputy->key, p->key, text, NULL);
    for (size_t i = 0; i < b->c->nduties; i++) {
        const struct duty *d = &b->c->duties[i];
        if (stand_in_joins(b, d, p, deputy) || stand_in_joins(b, d, deputy, p))
            finding_warn(&b->to, at,
                         N_("\"{1}\" in the place of \"{2}\" has both \"{3}\" and \"{4}\", and is "
                            "refused one of them in every matter"),
                         deputy->key, p->key, d->one, d->other, NULL);
    }
    if (*deputy->deputy && strcmp(deputy->deputy, p->key) != 0)
        finding_warn(&b->to, at,
                     N_("\"{1}\" is stood in for by \"{2}\", who does not get the work of \"{3}\": "
                        "stand-ins make no chain"),
                     deputy->key, deputy->deputy, p->key, NULL);
}

static void lint_people(struct build *b)
{
    const struct yaml *list = yaml_get(b->people, "people");

    for (size_t i = 0; i < b->c->npeople; i++) {
        const struct person *p = &b->c->people[i];
        const struct yaml *node = yaml_nth(list, i);
        unsigned powers = powers_of_person(b, p);
        char text[64];
        powers_text(powers, text, sizeof text);
        if (joined(powers))
            finding(&b->to, yaml_at(node, "posts"),
                    N_("the posts of \"{1}\" together join what must stay apart: {2}"), p->key,
                    text, NULL);
        else
            lint_stand_in(b, p, node);
    }
}

void lint_permissions(struct build *b)
{
    const struct yaml *rows = yaml_get(b->acts, "acts"), *duties = yaml_get(b->acts, "duties");

    if (!b->acts) return;
    for (size_t i = 0; i < b->c->npermissions; i++)
        lint_row(b, &b->c->permissions[i], yaml_nth(rows, i));
    for (size_t i = 0; i < b->c->nduties; i++)
        lint_duty(b, &b->c->duties[i], yaml_nth(duties, i));
    if (!b->files.acts) return;
    lint_nobody(b, rows);
    if (!b->roles) return;
    lint_powers(b);
    if (b->people) lint_people(b);
}
