/* Posts are written "dept/role" in data and records. */
#ifndef YC_CATALOG_POST_H
#define YC_CATALOG_POST_H

#include "catalog/catalog.h"

/* The two halves; NULL role: not written like a post.  dept is cut to its room. */
const char *post_split(const char *post, char dept[64]);
/* May the holder of role close a step of role wanted (itself, or standing for it)? */
bool post_covers(const struct catalog *c, const char *role, const char *wanted);
/* The role goes by this title of the law (an item's extension_by). */
bool post_approves(const struct role *r, const char *title);
/* One of his posts does, for work of department dept: its head, or a role of the whole hall. */
bool person_approves(const struct catalog *c, const struct person *p, const char *title,
                     const char *dept);
/* Somebody holds a post for work of dept and role. */
bool post_held(const struct catalog *c, const char *dept, const char *role);

#endif
