#include "catalog/catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/build.h"

/* --- Files --- */

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct catalog_file *)a)->path, ((const struct catalog_file *)b)->path);
}

static struct catalog_files sorted(const struct catalog_files *fs)
{
    struct catalog_files s = {.file = mem_alloc(fs->n * sizeof *s.file),
                              .n = fs->n,
                              .acts = fs->acts,
                              .nacts = fs->nacts};

    if (s.n) memcpy(s.file, fs->file, s.n * sizeof *s.file);
    if (s.n) qsort(s.file, s.n, sizeof *s.file, by_path);
    return s;
}

static int path_order(const void *path, const void *file)
{
    return strcmp(path, ((const struct catalog_file *)file)->path);
}

const struct catalog_file *build_file(const struct build *b, const char *path)
{
    return bsearch(path, b->files.file, b->files.n, sizeof *b->files.file, path_order);
}

const struct yaml *build_read(struct build *b, const char *path)
{
    const struct catalog_file *file = build_file(b, path);

    if (file) return yaml_read(&b->nodes, file, &b->to);
    finding_at(&b->to, path, 1, 1, N_("the file is missing"), NULL);
    return NULL;
}

const struct catalog_file *build_next(const struct build *b, const char *folder, size_t *i,
                                      char stem[64])
{
    size_t n = strlen(folder);

    for (; *i < b->files.n; (*i)++) {
        const char *path = b->files.file[*i].path, *name = path + n + 1;
        size_t len = strlen(path);
        if (len < n + 7 || strncmp(path, folder, n) != 0 || path[n] != '/' || strchr(name, '/'))
            continue;
        if (strcmp(path + len - 5, ".yaml") != 0 || len - n - 6 >= 64) continue;
        memcpy(stem, name, len - n - 6);
        stem[len - n - 6] = '\0';
        return &b->files.file[*i];
    }
    return NULL;
}

/* Is it one of the files, or in one of the folders (ending with /), that the steps of building
 * read? */
static bool path_read(const char *path)
{
    static const char *const read[] = {"data/items/",
                                       "data/clocks/",
                                       "data/lists/",
                                       "forms/",
                                       "keymaps/",
                                       "data/hall/hall.yaml",
                                       "data/hall/departments.yaml",
                                       "data/hall/roles.yaml",
                                       "data/hall/people.yaml",
                                       "data/hall/desks.yaml",
                                       "data/hall/acts.yaml"};

    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        size_t n = strlen(read[i]);
        if (strncmp(path, read[i], n) == 0 && (read[i][n - 1] == '/' || !path[n])) return true;
    }
    return calendar_path(path);
}

/* A definition that nobody reads, or that is given twice, would never take effect. */
static void check_files(struct build *b)
{
    for (size_t i = 0; i < b->files.n; i++) {
        const char *path = b->files.file[i].path;
        struct yaml_source in = {path, ""};
        struct yaml at = {.in = &in, .line = 1, .column = 1};
        if (!path_read(path))
            finding_warn(&b->to, &at, N_("no part of the catalogue reads this file"), NULL);
        if (i && strcmp(b->files.file[i - 1].path, path) == 0)
            finding(&b->to, &at, N_("the file is given twice"), NULL);
    }
}

/* --- Building --- */

static void unheard(void *arg, const char *path, int line, int column, bool warning,
                    const struct fault *what)
{
    (void)arg;
    (void)path;
    (void)line;
    (void)column;
    (void)warning;
    (void)what;
}

static void lint(struct build *b)
{
    lint_hall(b);
    for (size_t i = 0; i < b->c->nitems; i++) {
        const struct entry *e = &b->c->entries[i];
        if (e->root) lint_item(b, e);
        if (e->root) lint_steps(b, e);
    }
}

static enum rc build(const struct catalog_files *fs, bool published, catalog_report *report,
                     void *arg, struct catalog **out)
{
    struct build b = {.files = sorted(fs),
                      .published = published,
                      .to = {.report = report ? report : unheard, .arg = arg},
                      .c = mem_alloc(sizeof *b.c)};

    *out = NULL;
    check_files(&b);
    build_hall(&b);
    build_calendar(&b); /* by the hall's hours */
    build_timers(&b);
    build_lists(&b);
    build_sets(&b);
    build_items(&b);
    build_keymaps(&b);
    if (!published) lint(&b);
    for (size_t i = 0; i < b.c->nitems; i++)
        b.c->entries[i].root = b.c->entries[i].form = NULL;
    arena_free(&b.nodes);
    free(b.files.file);
    if (b.to.errors) {
        catalog_free(b.c);
        return RC_REFUSED;
    }
    *out = b.c;
    return RC_OK;
}

enum rc catalog_build(const struct catalog_files *fs, catalog_report *report, void *arg,
                      struct catalog **out)
{
    return build(fs, false, report, arg, out);
}

enum rc catalog_load(const struct catalog_files *fs, catalog_report *report, void *arg,
                     struct catalog **out)
{
    return build(fs, true, report, arg, out);
}

void catalog_free(struct catalog *c)
{
    if (!c) return;
    calendar_free(c->calendar);
    arena_free(&c->arena);
    free(c);
}

/* --- Looking --- */

const struct hall *catalog_hall(const struct catalog *c)
{
    return &c->hall;
}

const struct calendar *catalog_calendar(const struct catalog *c)
{
    return c->calendar;
}

const struct item *const *catalog_items(const struct catalog *c, size_t *n)
{
    *n = c->nitems;
    return c->items;
}

static const struct entry *entry_of(const struct catalog *c, const char *id)
{
    size_t low = 0, high = c->nitems;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = strcmp(c->entries[mid].item.id, id);
        if (order == 0) return &c->entries[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

const struct item *catalog_item(const struct catalog *c, const char *id)
{
    const struct entry *e = entry_of(c, id);

    return e ? &e->item : NULL;
}

const struct section *catalog_sections(const struct catalog *c, const char *id, size_t *n)
{
    const struct entry *e = entry_of(c, id);

    *n = e ? e->nsections : 0;
    return e ? e->sections : NULL;
}

#define FIND(list, count, member, wanted)                                                          \
    for (size_t i = 0; i < (count); i++)                                                           \
        if (strcmp((list)[i].member, wanted) == 0) return &(list)[i];                              \
    return NULL

const struct department *catalog_departments(const struct catalog *c, size_t *n)
{
    *n = c->ndepartments;
    return c->departments;
}

const struct department *catalog_department(const struct catalog *c, const char *key)
{
    FIND(c->departments, c->ndepartments, key, key);
}

const struct person *catalog_people(const struct catalog *c, size_t *n)
{
    *n = c->npeople;
    return c->people;
}

const struct person *catalog_person(const struct catalog *c, const char *key)
{
    FIND(c->people, c->npeople, key, key);
}

const struct desk *catalog_desks(const struct catalog *c, size_t *n)
{
    *n = c->ndesks;
    return c->desks;
}

const struct role *catalog_roles(const struct catalog *c, size_t *n)
{
    *n = c->nroles;
    return c->roles;
}

const struct role *catalog_role(const struct catalog *c, const char *key)
{
    FIND(c->roles, c->nroles, key, key);
}

const struct permission *catalog_permission(const struct catalog *c, const char *act)
{
    FIND(c->permissions, c->npermissions, act, act);
}

const struct permission *catalog_permissions(const struct catalog *c, size_t *n)
{
    *n = c->npermissions;
    return c->permissions;
}

static bool listed(const char *const *list, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], s) == 0) return true;
    return false;
}

static bool is_of(const struct permission *p, const char *item)
{
    return !item || ((p->nitems == 0 || listed(p->items, p->nitems, item)) &&
                     !listed(p->not_items, p->nnot_items, item));
}

bool catalog_permits(const struct catalog *c, const char *act, const char *role, const char *item,
                     enum scope *scope)
{
    const struct role *r = catalog_role(c, role);
    enum scope widest = SCOPE_ROLE;

    for (size_t i = 0; i < c->npermissions; i++) {
        const struct permission *p = &c->permissions[i];
        if (strcmp(p->act, act) != 0 || !listed(p->roles, p->nroles, role) || !is_of(p, item))
            continue;
        enum scope s = p->scope != SCOPE_ROLE ? p->scope
                       : r && r->hall_wide    ? SCOPE_HALL
                                              : SCOPE_DEPT;
        if (s > widest) widest = s;
    }
    if (scope) *scope = widest;
    return widest != SCOPE_ROLE;
}

const struct duty *catalog_duties(const struct catalog *c, size_t *n)
{
    *n = c->nduties;
    return c->duties;
}

const struct timer *catalog_timers(const struct catalog *c, size_t *n)
{
    *n = c->ntimers;
    return c->timers;
}

const struct timer *catalog_timer(const struct catalog *c, const char *id)
{
    FIND(c->timers, c->ntimers, id, id);
}

const struct keymap *catalog_keymap(const struct catalog *c, const char *name)
{
    FIND(c->keymaps, c->nkeymaps, name, name);
}
