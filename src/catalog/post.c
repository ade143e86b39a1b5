#include "catalog/post.h"

#include <stdio.h>
#include <string.h>

const char *post_split(const char *post, char dept[64])
{
    const char *slash = strchr(post, '/');

    if (!slash || slash == post || !slash[1] || strchr(slash + 1, '/')) return NULL;
    snprintf(dept, 64, "%.*s", (int)(slash - post), post);
    return slash + 1;
}

bool post_covers(const struct catalog *c, const char *role, const char *wanted)
{
    const struct role *r = catalog_role(c, role);

    return strcmp(role, wanted) == 0 || (r && *r->stands_for && strcmp(r->stands_for, wanted) == 0);
}

/* Is this post one for work of department dept (NULL any) and role (NULL any)? */
static bool post_fits(const struct catalog *c, const char *post, const char *dept, const char *role)
{
    char own[64];
    const char *own_role = post_split(post, own);
    const struct role *r = own_role ? catalog_role(c, own_role) : NULL;

    if (!r || (role && !post_covers(c, own_role, role))) return false;
    return !dept || r->hall_wide || strcmp(own, dept) == 0;
}

bool post_approves(const struct role *r, const char *title)
{
    for (size_t i = 0; i < r->napproves; i++)
        if (strcmp(r->approves[i], title) == 0) return true;
    return false;
}

bool person_approves(const struct catalog *c, const struct person *p, const char *title,
                     const char *dept)
{
    char own[64];

    for (size_t i = 0; i < p->nposts; i++) {
        const char *key = post_split(p->posts[i], own);
        const struct role *r = key ? catalog_role(c, key) : NULL;
        if (r && post_approves(r, title) && post_fits(c, p->posts[i], dept, NULL)) return true;
    }
    return false;
}

bool post_held(const struct catalog *c, const char *dept, const char *role)
{
    size_t n;
    const struct person *p = catalog_people(c, &n);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < p[i].nposts; k++)
            if (post_fits(c, p[i].posts[k], dept, role)) return true;
    return false;
}

const char *catalog_post_for(const struct catalog *c, const struct person *p, const char *act,
                             const char *dept, const char *role)
{
    char own[64];

    for (size_t i = 0; i < p->nposts; i++) {
        const char *own_role = post_split(p->posts[i], own);
        if (own_role && catalog_permits(c, act, own_role, NULL, NULL) &&
            post_fits(c, p->posts[i], dept, role))
            return p->posts[i];
    }
    return NULL;
}

const char *catalog_post_title(const struct catalog *c, const char *post, char *out, size_t size)
{
    char dept[64];
    const char *role = post_split(post, dept);
    const struct department *d = role ? catalog_department(c, dept) : NULL;
    const struct role *r = role ? catalog_role(c, role) : NULL;

    if (d && r)
        snprintf(out, size, "%s%s", d->brief, r->name);
    else
        snprintf(out, size, "%s", post);
    return out;
}
