/* The hall's files against each other. */
#include <string.h>

#include "catalog/build.h"
#include "catalog/post.h"

bool known_department(const struct build *b, const char *key)
{
    return !b->departments || catalog_department(b->c, key);
}

bool known_role(const struct build *b, const char *key)
{
    return !b->roles || catalog_role(b->c, key);
}

/* Hall-wide roles sit at the centre and only they do, so that "centre/print" is the one name of the
 * print desk. */
static void lint_post(struct build *b, const char *post, const struct yaml *at)
{
    char dept[64];
    const char *role = post_split(post, dept);
    const struct role *r = role ? catalog_role(b->c, role) : NULL;

    if (!*post) return;
    if (!role) {
        finding(&b->to, at, N_("\"{1}\" is not a post; write department/role"), post, NULL);
        return;
    }
    if (!known_department(b, dept))
        finding(&b->to, at, N_("there is no department \"{1}\""), dept, NULL);
    if (!known_role(b, role)) finding(&b->to, at, N_("there is no role \"{1}\""), role, NULL);
    if (r && r->hall_wide != (strcmp(dept, "centre") == 0))
        finding(&b->to, at,
                N_("\"{1}\": roles of the whole hall have their posts at \"centre\", the others at "
                   "a department"),
                post, NULL);
}

static void lint_people(struct build *b)
{
    const struct yaml *list = yaml_get(b->people, "people");

    for (size_t i = 0; i < b->c->npeople; i++) {
        const struct person *p = &b->c->people[i];
        const struct yaml *node = yaml_nth(list, i);
        for (size_t k = 0; k < p->nposts; k++)
            lint_post(b, p->posts[k], yaml_nth(yaml_get(node, "posts"), k));
        if (*p->deputy && !catalog_person(b->c, p->deputy))
            finding(&b->to, yaml_at(node, "deputy"), N_("there is no person \"{1}\""), p->deputy,
                    NULL);
        if (*p->deputy && strcmp(p->deputy, p->key) == 0)
            finding(&b->to, yaml_at(node, "deputy"), N_("nobody stands in for himself"), NULL);
    }
}

void lint_hall(struct build *b)
{
    const struct yaml *roles = yaml_get(b->roles, "roles"), *desks = yaml_get(b->desks, "desks");

    for (size_t i = 0; i < b->c->nroles; i++) {
        const char *other = b->c->roles[i].stands_for;
        if (*other && !known_role(b, other))
            finding(&b->to, yaml_at(yaml_nth(roles, i), "stands_for"),
                    N_("there is no role \"{1}\""), other, NULL);
    }
    for (size_t i = 0; i < b->c->ndesks; i++) {
        const struct desk *d = &b->c->desks[i];
        for (size_t k = 0; k < d->nitems; k++)
            if (*d->items[k] && !catalog_item(b->c, d->items[k]))
                finding(&b->to, yaml_nth(yaml_get(yaml_nth(desks, i), "items"), k),
                        N_("there is no item {1}"), d->items[k], NULL);
    }
    lint_people(b);
    lint_permissions(b);
}
