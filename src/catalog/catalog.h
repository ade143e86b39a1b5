/* The catalogue: every definition the hall works by, read from YAML files into checked, immutable
 * structs.
 *
 * It is built from a set of files in memory, all at once, and reports everything that is wrong,
 * each with file, line and column; a catalogue with an error is not built.  Warnings do not stop
 * it. */
#ifndef YC_CATALOG_CATALOG_H
#define YC_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/mem.h"
#include "base/rc.h"
#include "catalog/files.h"
#include "domain/calendar.h"
#include "domain/item.h"

/* One finding; what->msgid with its args says it in words. */
typedef void catalog_report(void *arg, const char *path, int line, int column, bool warning,
                            const struct fault *what);

struct catalog;
/* RC_REFUSED when anything was found wrong (all of it reported; report NULL: to nobody). */
MUST_CHECK enum rc catalog_build(const struct catalog_files *fs, catalog_report *report, void *arg,
                                 struct catalog **out);
/* What was published before: it was checked by the rules of its time, and only what cannot be read
 * stops it. */
MUST_CHECK enum rc catalog_load(const struct catalog_files *fs, catalog_report *report, void *arg,
                                struct catalog **out);
void catalog_free(struct catalog *c);

struct department {
    const char *key, *name, *brief, *uscc; /* brief: 市监局 */
    bool vertical;                         /* 垂管: keeps its own system */
};
struct person {
    const char *key, *name, *initials;
    const char *const *posts; /* "dept/role", the first is his main one */
    size_t nposts;
    const char *login;  /* system account, "" none */
    const char *deputy; /* B of this A, "" none */
};
struct desk {
    const char *key, *name;
    const char *const *items; /* integrated desks: whitelist; empty: all of its department */
    size_t nitems;
};
struct role {
    const char *key, *name;
    bool hall_wide; /* acts for every department (reg, cash ...); its posts are "centre/ROLE" */
    const char *stands_for;      /* may close the steps of this role too (integ: clerk), "" none */
    const char *const *approves; /* titles of the law it goes by: 局负责人 */
    size_t napproves;
};
struct permission { /* act x role */
    const char *act;
    const char *const *roles;
    size_t nroles;
};
struct duty {                /* never by one person in one matter */
    const char *one, *other; /* acts, or "step" for consecutive steps */
};
struct hall {
    const char *name, *region, *language; /* language: "zh_CN" or "en" */
    bool choose_person;                   /* sign-in by choosing a name: single seat, sample */
    struct hours hours;                   /* ordinary ones */
    const struct season *seasons;         /* no two hold on one day */
    size_t nseasons;
    const char *night; /* "22:30" */
    int lock_minutes;  /* a screen left alone so long is locked; 0: never */
    const char *seal;  /* hash of a new journal's seal: "sm3", "sha256" */
};

const struct hall *catalog_hall(const struct catalog *c);
const struct calendar *catalog_calendar(const struct catalog *c);
const struct item *const *catalog_items(const struct catalog *c, size_t *n); /* by id */
const struct item *catalog_item(const struct catalog *c, const char *id);    /* NULL: none */
const struct department *catalog_departments(const struct catalog *c, size_t *n);
const struct department *catalog_department(const struct catalog *c, const char *key);
const struct person *catalog_people(const struct catalog *c, size_t *n);
const struct person *catalog_person(const struct catalog *c, const char *key);
const struct desk *catalog_desks(const struct catalog *c, size_t *n);
const struct role *catalog_roles(const struct catalog *c, size_t *n);
const struct role *catalog_role(const struct catalog *c, const char *key);
/* NULL: nobody may. */
const struct permission *catalog_permission(const struct catalog *c, const char *act);
const struct duty *catalog_duties(const struct catalog *c, size_t *n);
/* The post that lets a person do act on work of dept (and, for steps, role; NULL: any), or NULL. */
const char *catalog_post_for(const struct catalog *c, const struct person *p, const char *act,
                             const char *dept, const char *role);
/* The label of a post ("scj/review": 市监局审核), written to out; an unknown post as it is. */
const char *catalog_post_title(const struct catalog *c, const char *post, char *out, size_t size);

#endif
