/* Inside the catalogue only: what is being built, and the steps of building it.
 *
 * Each step reads files into the catalogue's own arena and reports what is wrong; the YAML nodes
 * live until the end of the build, so that later checks can point at them. */
#ifndef YC_CATALOG_BUILD_H
#define YC_CATALOG_BUILD_H

#include "catalog/keymap.h"
#include "catalog/schema.h"
#include "catalog/sections.h"
#include "catalog/timers.h"
#include "domain/expr.h"

/* An item, and what its files say that others do not need. */
struct entry {
    struct item item;
    const struct section *sections;
    size_t nsections;
    const struct yaml *root, *form; /* NULL: unreadable, reported; gone after the build */
};

struct catalog {
    struct arena arena;
    struct hall hall;
    struct calendar *calendar;
    struct entry *entries; /* by id */
    const struct item **items;
    size_t nitems;
    const struct department *departments;
    const struct role *roles;
    const struct person *people;
    const struct desk *desks;
    const struct permission *permissions;
    const struct duty *duties;
    const struct keymap *keymaps;
    const struct timer *timers;
    const struct code_list *lists;
    size_t ndepartments, nroles, npeople, ndesks, npermissions, nduties, nkeymaps, ntimers, nlists;
};

struct field_set { /* forms/sets.yaml */
    const char *key, *title;
    struct field *fields;
    size_t n;
    const char *layout; /* as drawn, "" none */
    const struct drawn_field *drawn;
};

struct build {
    struct catalog_files files; /* by path; paths and texts are the caller's */
    struct findings to;
    bool published; /* readable is enough: the checks that only lint makes are left out */
    struct arena nodes;
    struct catalog *c;
    struct field_set *sets;
    size_t nsets;
    /* NULL: unreadable; nothing can then be said about references into them */
    const struct yaml *departments, *roles, *people, *desks, *acts, *setfile;
    bool timers_unread, lists_unread; /* the same of some file of timers, of lists */
};

const struct catalog_file *build_file(const struct build *b, const char *path); /* NULL: none */
/* NULL: missing or unreadable, reported. */
const struct yaml *build_read(struct build *b, const char *path);
/* The next file at or after *i whose path is folder/NAME.yaml; its NAME is written to stem. */
const struct catalog_file *build_next(const struct build *b, const char *folder, size_t *i,
                                      char stem[64]);

void build_calendar(struct build *b);
bool calendar_path(const char *path); /* is it a file that build_calendar reads? */
void build_timers(struct build *b);
void build_hall(struct build *b);
void build_lists(struct build *b);
void build_sets(struct build *b);
void build_form(struct build *b, struct entry *e);
void build_items(struct build *b);
void build_keymaps(struct build *b);
void lint_hall(struct build *b);                         /* posts, acts, desks against each other */
void lint_permissions(struct build *b); /* acts.yaml, and what people come to hold by it */
void lint_item(struct build *b, const struct entry *e);  /* one item against the hall */
void lint_steps(struct build *b, const struct entry *e); /* its step table */

/* Compiles the expression under key of map (absent or "": NULL). */
const struct expr *build_expr(struct build *b, const struct yaml *map, const char *key,
                              const struct expr_name *names, size_t n, enum expr_type want);

/* Is there such a thing; true as well when the file of these things cannot be read. */
bool known_department(const struct build *b, const char *key);
bool known_role(const struct build *b, const char *key);

#endif
