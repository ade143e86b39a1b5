/* Forms: forms/sets.yaml (groups of fields many items share) and forms/ITEM.yaml.
 *
 * The expressions of a set see only the set's own fields, so they are compiled once; those of an
 * item's own fields see all fields of its form. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "catalog/form_build.h"
#include "domain/form.h"

/* --- Schemas --- */

static bool word_type(const char *s, void *to)
{
    return field_type_parse(s, to);
}

static bool word_need(const char *s, void *to)
{
    static const char *const words[] = {[NEED_NO] = "no",
                                        [NEED_ACCEPT] = "accept",
                                        [NEED_VERIFY] = "verify",
                                        [NEED_FINISH] = "finish"};

    for (int i = 0; i < 4; i++) {
        if (strcmp(words[i], s) != 0) continue;
        *(enum field_need *)to = (enum field_need)i;
        return true;
    }
    return false;
}

static bool word_privacy(const char *s, void *to)
{
    static const char *const words[] = {
        [PRIVACY_PUB] = "pub", [PRIVACY_INT] = "int", [PRIVACY_PI] = "pi", [PRIVACY_SPI] = "spi"};

    for (size_t i = PRIVACY_PUB; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], s) != 0) continue;
        *(enum privacy *)to = (enum privacy)i;
        return true;
    }
    return false;
}

static bool word_dup(const char *s, void *to)
{
    bool no = strcmp(s, "false") == 0;

    *(bool *)to = no;
    return no || strcmp(s, "true") == 0;
}

static const struct field blank_field = {.key = "",
                                         .label = "",
                                         .need = NEED_ACCEPT,
                                         .check = "",
                                         .warn = "",
                                         .computed = "",
                                         .when = "",
                                         .fill = "",
                                         .mask = "",
                                         .range = "",
                                         .lookup = "",
                                         .hint = "",
                                         .sample = ""};
static const struct schema field_schema;
static const struct slot field_slots[] = {
    SLOT("key", SLOT_KEY, true, struct field, key),
    SLOT("label", SLOT_TEXT, true, struct field, label),
    SLOT("type", SLOT_WORD, true, struct field, type, .parse = word_type,
         .expect = "text int decimal money date enum multi bool id_no uscc phone region table"),
    SLOT("need", SLOT_WORD, false, struct field, need, .parse = word_need,
         .expect = "no accept verify finish"),
    SLOT("class", SLOT_WORD, false, struct field, privacy, .parse = word_privacy,
         .expect = "pub int pi spi"),
    SLOT("max", SLOT_INT, false, struct field, max, .min = 1, .max = 2000),
    SLOT("scale", SLOT_INT, false, struct field, scale, .min = 0, .max = 6),
    SLOT("values", SLOT_TEXTS, false, struct field, values,
         .count = offsetof(struct field, nvalues)),
    SLOT("check", SLOT_TEXT, false, struct field, check),
    SLOT("warn", SLOT_TEXT, false, struct field, warn),
    SLOT("computed", SLOT_TEXT, false, struct field, computed),
    SLOT("when", SLOT_TEXT, false, struct field, when),
    SLOT("fill", SLOT_TEXT, false, struct field, fill),
    SLOT("mask", SLOT_TEXT, false, struct field, mask),
    SLOT("digits", SLOT_BOOL, false, struct field, digits),
    SLOT("upper", SLOT_BOOL, false, struct field, upper),
    SLOT("range", SLOT_TEXT, false, struct field, range),
    SLOT("lookup", SLOT_KEY, false, struct field, lookup),
    SLOT("lines", SLOT_INT, false, struct field, lines, .min = 2, .max = 10),
    SLOT("hint", SLOT_TEXT, false, struct field, hint),
    SLOT("sample", SLOT_TEXT, false, struct field, sample),
    SLOT("auto", SLOT_BOOL, false, struct field, goes_on),
    SLOT("dup", SLOT_WORD, false, struct field, no_dup, .parse = word_dup, .expect = "true false"),
    SLOT("carry", SLOT_BOOL, false, struct field, carry),
    SLOT("twice", SLOT_BOOL, false, struct field, twice),
    SLOT("scan", SLOT_BOOL, false, struct field, scan),
    SLOT("skip", SLOT_BOOL, false, struct field, skip),
    SLOT("columns", SLOT_LIST, false, struct field, columns,
         .count = offsetof(struct field, ncolumns), .of = &field_schema),
    SLOT("min_rows", SLOT_INT, false, struct field, min_rows, .min = 0, .max = 200),
    SLOT("max_rows", SLOT_INT, false, struct field, max_rows, .min = 1, .max = 200),
};
static const struct schema field_schema = {SLOTS(field_slots), .size = sizeof(struct field),
                                           .blank = &blank_field};

/* A titled group of fields: a set, or a section of a form. */
static const struct field_set blank_set = {.key = "", .title = "", .layout = ""};
static const struct slot set_slots[] = {
    SLOT("key", SLOT_KEY, true, struct field_set, key),
    SLOT("title", SLOT_TEXT, true, struct field_set, title),
    SLOT("fields", SLOT_LIST, true, struct field_set, fields,
         .count = offsetof(struct field_set, n), .of = &field_schema),
    SLOT("layout", SLOT_BLOCK, false, struct field_set, layout),
};
static const struct schema set_schema = {SLOTS(set_slots), .size = sizeof(struct field_set),
                                         .blank = &blank_set};
static const struct schema section_schema = {
    .slots = set_slots + 1, .n = 3, .size = sizeof(struct field_set), .blank = &blank_set};

static const struct slot sets_slots[] = {
    SLOT("sets", SLOT_LIST, true, struct build, sets, .count = offsetof(struct build, nsets),
         .of = &set_schema),
};
static const struct schema sets_schema = {SLOTS(sets_slots), .size = sizeof(struct build)};

struct form_file {
    const char *item;
    const char *const *include;
    size_t ninclude;
    struct field_set *sections;
    size_t nsections;
};
static const struct slot form_slots[] = {
    SLOT("item", SLOT_TEXT, true, struct form_file, item),
    SLOT("include", SLOT_TEXTS, false, struct form_file, include,
         .count = offsetof(struct form_file, ninclude)),
    SLOT("sections", SLOT_LIST, true, struct form_file, sections,
         .count = offsetof(struct form_file, nsections), .of = &section_schema),
};
static const struct schema form_schema = {SLOTS(form_slots), .size = sizeof(struct form_file)};

/* --- What a field may say --- */

static bool given(const struct yaml *node, const char *key)
{
    return yaml_get(node, key) != NULL;
}

static void check_choices(struct build *b, const struct field *fd, const struct yaml *node)
{
    bool choice = fd->type == FIELD_ENUM || fd->type == FIELD_MULTI;

    if (given(node, "type") && choice && !fd->nvalues)
        finding(&b->to, yaml_at(node, "type"),
                N_("a field of type {1} needs values to choose from"), field_type_name(fd->type),
                NULL);
    for (size_t i = 0; fd->type == FIELD_MULTI && i < fd->nvalues; i++)
        if (strchr(fd->values[i], '|'))
            finding(&b->to, yaml_nth(yaml_get(node, "values"), i),
                    N_("a value to choose must not hold |"), NULL);
}

static void check_rows(struct build *b, const struct field *fd, const struct yaml *node)
{
    if (fd->type == FIELD_TABLE && given(node, "type") && !fd->ncolumns)
        finding(&b->to, yaml_at(node, "type"), N_("a table needs columns"), NULL);
    if (fd->max_rows && fd->min_rows > fd->max_rows)
        finding(&b->to, yaml_at(node, "min_rows"), N_("more rows are needed than are allowed"),
                NULL);
}

/* Columns are plain: what must hold of a table is said once, by the table's own check. */
static void check_columns(struct build *b, const struct field *fd, const struct yaml *node)
{
    const struct yaml *columns = yaml_get(node, "columns");

    schema_unique(&b->to, columns, "key");
    for (size_t i = 0; i < fd->ncolumns; i++) {
        const struct yaml *column = yaml_nth(columns, i);
        struct field *cell = (struct field *)(uintptr_t)&fd->columns[i]; /* ours to fill still */
        check_choices(b, cell, column);
        attr_check_types(b, cell, column, true);
        attr_check_values(b, cell, column);
        if (cell->type == FIELD_TABLE && given(column, "type"))
            finding(&b->to, yaml_at(column, "type"), N_("a table cannot stand in a table"), NULL);
    }
}

static void check_field(struct build *b, struct field *fd, const struct yaml *node)
{
    if (strcmp(fd->key, "today") == 0)
        finding(&b->to, yaml_at(node, "key"),
                N_("\"today\" is the date of today in every expression"), NULL);
    check_choices(b, fd, node);
    check_rows(b, fd, node);
    attr_check_types(b, fd, node, false);
    attr_check_values(b, fd, node);
    check_columns(b, fd, node);
}

/* --- Expressions --- */

const struct expr *build_expr(struct build *b, const struct yaml *map, const char *key,
                              const struct expr_name *names, size_t n, enum expr_type want)
{
    const struct yaml *v = yaml_get(map, key);
    const struct expr *x = NULL;
    struct fault f;
    int column = 1;

    if (!v || v->kind != YAML_TEXT || !*v->text) return NULL;
    if (expr_compile(&b->c->arena, v->text, names, n, want, &x, &column, &f) == RC_OK) return x;
    finding_within(&b->to, v, column, &f);
    return NULL;
}

static void compile_fields(struct build *b, struct field *fields, const struct yaml *list,
                           const struct expr_name *names, size_t nnames)
{
    size_t i = 0;

    for (const struct yaml *node = list ? list->first : NULL; node; node = node->next, i++) {
        struct field *fd = &fields[i];
        fd->check_x = build_expr(b, node, "check", names, nnames, EXPR_BOOL);
        fd->warn_x = build_expr(b, node, "warn", names, nnames, EXPR_BOOL);
        fd->computed_x = build_expr(b, node, "computed", names, nnames, form_expr_type(fd->type));
        attr_compile(b, fd, node, names, nnames);
    }
}

static const struct yaml *list_of(const struct yaml *map, const char *key)
{
    const struct yaml *list = yaml_get(map, key);

    return list && list->kind == YAML_LIST ? list : NULL;
}

static void check_fields(struct build *b, const struct field_set *set, const struct yaml *list)
{
    schema_unique(&b->to, list, "key");
    for (size_t i = 0; i < set->n; i++)
        check_field(b, &set->fields[i], yaml_nth(list, i));
}

void build_sets(struct build *b)
{
    const struct yaml *list;

    b->setfile = build_read(b, "forms/sets.yaml");
    if (!b->setfile) return;
    schema_fill(&b->c->arena, &b->to, b->setfile, &sets_schema, b);
    list = list_of(b->setfile, "sets");
    schema_unique(&b->to, list, "key");
    for (size_t i = 0; i < b->nsets; i++) {
        struct field_set *set = &b->sets[i];
        const struct yaml *fields = list_of(yaml_nth(list, i), "fields");
        size_t n;
        check_fields(b, set, fields);
        build_layout(b, set, yaml_nth(list, i));
        const struct expr_name *names = form_names(&b->c->arena, set->fields, set->n, &n);
        compile_fields(b, set->fields, fields, names, n);
    }
}

/* --- A form --- */

static const struct field_set *set_named(const struct build *b, const char *key)
{
    for (size_t i = 0; i < b->nsets; i++)
        if (strcmp(b->sets[i].key, key) == 0) return &b->sets[i];
    return NULL;
}

/* The parts of one form, in order: included sets, then its own sections. */
struct parts {
    const struct field_set **set;
    size_t n, fields;
};

static void collect(struct build *b, const struct form_file *form, const struct yaml *root,
                    struct parts *p)
{
    p->set = arena_alloc(&b->nodes, (form->ninclude + form->nsections) * sizeof *p->set);
    for (size_t i = 0; i < form->ninclude; i++) {
        const struct field_set *set = set_named(b, form->include[i]);
        if (set)
            p->set[p->n++] = set;
        else if (b->setfile)
            finding(&b->to, yaml_nth(yaml_get(root, "include"), i),
                    N_("there is no field set \"{1}\""), form->include[i], NULL);
    }
    for (size_t i = 0; i < form->nsections; i++)
        p->set[p->n++] = &form->sections[i];
    for (size_t i = 0; i < p->n; i++)
        p->fields += p->set[i]->n;
}

/* Keys must be unique over the whole form: fields[own] against those before it. */
static void check_clash(struct build *b, const struct item *it, size_t own, const struct yaml *at)
{
    const char *key = it->fields[own].key;

    for (size_t i = 0; *key && i < own; i++) {
        if (strcmp(it->fields[i].key, key) != 0) continue;
        finding(&b->to, at, N_("the field \"{1}\" is in the form twice"), key, NULL);
        return;
    }
}

/* A clash between included sets is reported where the later one is included. */
static size_t check_sets(struct build *b, const struct entry *e, const struct parts *p,
                         size_t nsets)
{
    size_t at = 0;

    for (size_t i = 0; i < nsets; i++)
        for (size_t k = 0; k < p->set[i]->n; k++, at++)
            check_clash(b, &e->item, at, yaml_at(e->form, "include"));
    return at;
}

/* Copies the parts' fields into the item; returns the array while it is still ours to fill. */
static struct field *join(struct build *b, struct entry *e, const struct parts *p)
{
    struct field *fields = arena_alloc(&b->c->arena, p->fields * sizeof *fields);
    struct section *sections = arena_alloc(&b->c->arena, p->n * sizeof *sections);
    size_t at = 0;

    for (size_t i = 0; i < p->n; i++) {
        const struct field_set *set = p->set[i];
        sections[i] = (struct section){set->title, at, set->n, set->drawn};
        if (set->n) memcpy(fields + at, set->fields, set->n * sizeof *fields);
        at += set->n;
    }
    e->item.fields = fields;
    e->item.nfields = at;
    e->sections = sections;
    e->nsections = p->n;
    return fields;
}

void build_form(struct build *b, struct entry *e)
{
    struct form_file form = {.item = ""};
    struct parts p = {0};
    size_t n;

    schema_fill(&b->c->arena, &b->to, e->form, &form_schema, &form);
    if (*form.item && strcmp(form.item, e->item.id) != 0)
        finding(&b->to, yaml_at(e->form, "item"),
                N_("the file is named after {1}, but this says {2}"), e->item.id, form.item, NULL);
    for (size_t i = 0; i < form.nsections; i++)
        build_layout(b, &form.sections[i], yaml_nth(yaml_get(e->form, "sections"), i));
    collect(b, &form, e->form, &p);
    struct field *fields = join(b, e, &p);
    const struct expr_name *names = form_names(&b->c->arena, fields, p.fields, &n);
    size_t first = check_sets(b, e, &p, p.n - form.nsections);
    for (size_t i = 0; i < form.nsections; i++) {
        const struct yaml *list = list_of(yaml_nth(yaml_get(e->form, "sections"), i), "fields");
        for (size_t k = 0; k < form.sections[i].n; k++) {
            check_field(b, &fields[first + k], yaml_nth(list, k));
            check_clash(b, &e->item, first + k, yaml_at(yaml_nth(list, k), "key"));
        }
        compile_fields(b, fields + first, list, names, n);
        first += form.sections[i].n;
    }
}
