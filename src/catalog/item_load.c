/* Items: data/items/ID.yaml, one each, with the form of the same name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/build.h"
#include "catalog/initials.h"
#include "domain/form.h"

/* --- Words --- */

static bool word_kind(const char *s, void *to)
{
    return kind_parse(s, to);
}

static bool word_act(const char *s, void *to)
{
    return step_act_parse(s, to);
}

/* How the basis was found: read in the law's text, or written from memory and to be checked. */
static bool word_mark(const char *s, void *to)
{
    (void)to;
    return strcmp(s, "text") == 0 || strcmp(s, "mem") == 0;
}

static bool word_silence(const char *s, void *to)
{
    static const char *const words[] = {[SILENCE_NONE] = "none",
                                        [SILENCE_RENEWAL] = "statutory_renewal",
                                        [SILENCE_OVERDUE] = "local_overdue",
                                        [SILENCE_ABSENT] = "local_absent"};

    for (int i = 0; i < 4; i++) {
        if (strcmp(words[i], s) != 0) continue;
        *(enum silence_mode *)to = (enum silence_mode)i;
        return true;
    }
    return false;
}

static bool word_unmet(const char *s, void *to)
{
    *(bool *)to = strcmp(s, "refuse") == 0;
    return *(bool *)to || strcmp(s, "withdrawn") == 0;
}

/* --- Schemas --- */

static const struct basis blank_basis = {"", ""};
static const struct slot basis_slots[] = {
    SLOT("law", SLOT_TEXT, true, struct basis, law),
    SLOT("article", SLOT_TEXT, true, struct basis, article),
    SLOT("src", SLOT_WORD, true, struct basis, law, .parse = word_mark, .expect = "text mem"),
};
static const struct schema basis_schema = {SLOTS(basis_slots), .size = sizeof(struct basis),
                                           .blank = &blank_basis};

static const struct slot limit_slots[] = {
    SLOT("statutory", SLOT_SPAN, false, struct item, statutory),
    SLOT("extension", SLOT_SPAN, false, struct item, extension),
    SLOT("extension_by", SLOT_TEXT, false, struct item, extension_by),
    SLOT("commitment", SLOT_SPAN, false, struct item, commitment),
    SLOT("review", SLOT_SPAN, true, struct item, review),
    SLOT("deliver", SLOT_SPAN, false, struct item, deliver),
    SLOT("hard_stop", SLOT_KEY, false, struct item, hard_stop),
};
static const struct schema limit_schema = {SLOTS(limit_slots), .size = sizeof(struct item)};

static const struct slot clock_slots[] = {
    SLOT("review", SLOT_TEXT, false, struct item, review_clock),
    SLOT("total", SLOT_TEXT, false, struct item, total_clock),
    SLOT("deliver", SLOT_TEXT, false, struct item, deliver_clock),
};
static const struct schema clock_schema = {SLOTS(clock_slots), .size = sizeof(struct item)};

static const struct slot tolerance_slots[] = {
    SLOT("max", SLOT_SPAN, true, struct item, tolerance_max),
    SLOT("unmet", SLOT_WORD, true, struct item, tolerance_refuse, .parse = word_unmet,
         .expect = "withdrawn refuse"),
};
static const struct schema tolerance_schema = {SLOTS(tolerance_slots), .size = sizeof(struct item)};

static const struct slot outcome_slots[] = {
    SLOT("cert", SLOT_TEXT, false, struct item, cert),
    SLOT("number", SLOT_TEXT, false, struct item, no_rule),
    SLOT("valid", SLOT_SPAN, false, struct item, valid),
    SLOT("printed_outside", SLOT_BOOL, false, struct item, printed_outside),
};
static const struct schema outcome_schema = {SLOTS(outcome_slots), .size = sizeof(struct item)};

static const struct step blank_step = {
    .key = "", .name = "", .role = "", .dept = "", .prints = "", .when = ""};
static const struct slot step_slots[] = {
    SLOT("key", SLOT_KEY, true, struct step, key),
    SLOT("name", SLOT_TEXT, true, struct step, name),
    SLOT("act", SLOT_WORD, false, struct step, act, .parse = word_act,
         .expect = "pass accept decide pay print deliver verify external"),
    SLOT("role", SLOT_KEY, true, struct step, role),
    SLOT("dept", SLOT_KEY, false, struct step, dept),
    SLOT("limit", SLOT_SPAN, false, struct step, limit),
    SLOT("after", SLOT_TEXTS, false, struct step, after, .count = offsetof(struct step, nafter)),
    SLOT("parallel", SLOT_WORD, false, struct step, key, .parse = word_any,
         .expect = "the name of a group"),
    SLOT("before_acceptance", SLOT_BOOL, false, struct step, before_acceptance),
    SLOT("after_decision", SLOT_BOOL, false, struct step, after_decision),
    SLOT("outside_limit", SLOT_BOOL, false, struct step, outside_limit),
    SLOT("suspends", SLOT_BOOL, false, struct step, suspends),
    SLOT("optional", SLOT_BOOL, false, struct step, optional),
    SLOT("external", SLOT_BOOL, false, struct step, external),
    SLOT("two_officers", SLOT_BOOL, false, struct step, two_officers),
    SLOT("best_effort", SLOT_BOOL, false, struct step, best_effort),
    SLOT("never_silent", SLOT_BOOL, false, struct step, never_silent),
    SLOT("prints", SLOT_KEY, false, struct step, prints),
    SLOT("when", SLOT_TEXT, false, struct step, when),
};
static const struct schema step_schema = {SLOTS(step_slots), .size = sizeof(struct step),
                                          .blank = &blank_step};

static const struct material blank_material = {
    .key = "", .name = "", .form = "原件", .copies = 1, .required = true, .when = "", .shared = ""};
static const struct slot material_slots[] = {
    SLOT("key", SLOT_KEY, true, struct material, key),
    SLOT("name", SLOT_TEXT, true, struct material, name),
    SLOT("form", SLOT_TEXT, false, struct material, form),
    SLOT("copies", SLOT_INT, false, struct material, copies, .min = 1, .max = 99),
    SLOT("required", SLOT_BOOL, false, struct material, required),
    SLOT("tolerable", SLOT_BOOL, false, struct material, tolerable),
    SLOT("promise", SLOT_BOOL, false, struct material, promise),
    SLOT("held_outside", SLOT_BOOL, false, struct material, held_outside),
    SLOT("when", SLOT_TEXT, false, struct material, when),
    SLOT("shared", SLOT_TEXT, false, struct material, shared),
};
static const struct schema material_schema = {
    SLOTS(material_slots), .size = sizeof(struct material), .blank = &blank_material};

static const struct fee blank_fee = {
    .code = "", .name = "", .unit = "", .basis = "", .formula = ""};
static const struct slot fee_slots[] = {
    SLOT("code", SLOT_TEXT, true, struct fee, code),
    SLOT("name", SLOT_TEXT, true, struct fee, name),
    SLOT("unit", SLOT_TEXT, true, struct fee, unit),
    SLOT("basis", SLOT_TEXT, true, struct fee, basis),
    SLOT("formula", SLOT_TEXT, true, struct fee, formula),
};
static const struct schema fee_schema = {SLOTS(fee_slots), .size = sizeof(struct fee),
                                         .blank = &blank_fee};

static const struct item blank_item = {.id = "",
                                       .name = "",
                                       .initials = "",
                                       .code = "",
                                       .dept = "",
                                       .power = "",
                                       .brief = "",
                                       .object = "",
                                       .extension_by = "",
                                       .hard_stop = "",
                                       .review_clock = "LIC1",
                                       .total_clock = "",
                                       .deliver_clock = "LIC5",
                                       .silence_rule = "",
                                       .separate = true,
                                       .cert = "",
                                       .no_rule = ""};
static const struct slot item_slots[] = {
    SLOT("id", SLOT_TEXT, true, struct entry, item.id),
    SLOT("name", SLOT_TEXT, true, struct entry, item.name),
    SLOT("brief", SLOT_TEXT, false, struct entry, item.brief),
    SLOT("initials", SLOT_TEXT, false, struct entry, item.initials),
    SLOT("code", SLOT_TEXT, true, struct entry, item.code),
    SLOT("dept", SLOT_KEY, true, struct entry, item.dept),
    SLOT("power", SLOT_TEXT, true, struct entry, item.power),
    SLOT("kind", SLOT_WORD, true, struct entry, item.kind, .parse = word_kind,
         .expect = "immediate committed joint upward proxy dual_net trade"),
    SLOT("object", SLOT_TEXT, true, struct entry, item.object),
    SLOT("channels", SLOT_TEXTS, true, struct entry, item.channels,
         .count = offsetof(struct entry, item.nchannels)),
    SLOT("basis", SLOT_LIST, true, struct entry, item.basis,
         .count = offsetof(struct entry, item.nbasis), .of = &basis_schema),
    SLOT("limits", SLOT_STRUCT, true, struct entry, item, .of = &limit_schema),
    SLOT("clocks", SLOT_STRUCT, false, struct entry, item, .of = &clock_schema),
    SLOT("silence", SLOT_WORD, false, struct entry, item.silence, .parse = word_silence,
         .expect = "none statutory_renewal local_overdue local_absent"),
    SLOT("silence_rule", SLOT_TEXT, false, struct entry, item.silence_rule),
    SLOT("safety", SLOT_BOOL, false, struct entry, item.safety),
    SLOT("promise", SLOT_BOOL, false, struct entry, item.promise),
    SLOT("tolerance", SLOT_STRUCT, false, struct entry, item, .of = &tolerance_schema),
    SLOT("separate", SLOT_BOOL, false, struct entry, item.separate),
    SLOT("special", SLOT_TEXTS, false, struct entry, item.special,
         .count = offsetof(struct entry, item.nspecial)),
    SLOT("steps", SLOT_LIST, true, struct entry, item.steps,
         .count = offsetof(struct entry, item.nsteps), .of = &step_schema),
    SLOT("materials", SLOT_LIST, true, struct entry, item.materials,
         .count = offsetof(struct entry, item.nmaterials), .of = &material_schema),
    SLOT("fees", SLOT_LIST, false, struct entry, item.fees,
         .count = offsetof(struct entry, item.nfees), .of = &fee_schema),
    SLOT("outcome", SLOT_STRUCT, true, struct entry, item, .of = &outcome_schema),
};
static const struct schema item_schema = {SLOTS(item_slots), .size = sizeof(struct entry)};

/* --- Which step follows which --- */

/* Keys a step without "after" waits for, while the table is read from the top. */
struct front {
    const char **key;
    size_t n;
    const char *group;   /* of the steps that are in front now, "" none */
    const char **before; /* what the members of that group wait for */
    size_t nbefore;
};

static const char *text_of(const struct yaml *map, const char *key)
{
    const struct yaml *v = yaml_get(map, key);

    return v && v->kind == YAML_TEXT ? v->text : "";
}

static void wait_for(struct build *b, struct step *s, const char **keys, size_t n)
{
    const char **copy = arena_alloc(&b->c->arena, (n + 1) * sizeof *copy);

    if (n) memcpy(copy, keys, n * sizeof *copy);
    s->after = copy;
    s->nafter = n;
}

/* A following step waits for this one; for an optional one only beside what that waited for, so
 * that a hearing nobody asked for holds up nothing; for a best-effort or after-decision step never.
 */
static void step_into_front(struct front *f, const struct step *s, bool same_group)
{
    if (s->best_effort || s->after_decision) return;
    if (!same_group && !s->optional) f->n = 0;
    f->key[f->n++] = s->key;
}

static void follow(struct build *b, struct item *it, struct step *steps, const struct yaml *list)
{
    struct front f = {.group = ""};

    f.key = arena_alloc(&b->nodes, (it->nsteps + 1) * sizeof *f.key);
    f.before = arena_alloc(&b->nodes, (it->nsteps + 1) * sizeof *f.before);
    for (size_t i = 0; i < it->nsteps; i++) {
        const struct yaml *node = yaml_nth(list, i);
        const char *group = text_of(node, "parallel");
        bool same = *group && strcmp(group, f.group) == 0;
        if (!same) {
            f.nbefore = f.n;
            if (f.n) memcpy(f.before, f.key, f.n * sizeof *f.key);
            f.group = group;
        }
        if (!yaml_get(node, "after")) wait_for(b, &steps[i], f.before, f.nbefore);
        step_into_front(&f, &steps[i], same);
    }
}

/* --- Defaults that need the whole item --- */

/* Steps of hall-wide roles are done at the centre.  Only the parallel parts of a matter for which
 * the county has such a rule may be deemed agreed (缺席默认, B.7): everything else never. */
static void complete_steps(struct build *b, struct entry *e)
{
    struct item *it = &e->item;
    struct step *steps = (struct step *)(uintptr_t)it->steps;
    const struct yaml *list = yaml_get(e->root, "steps");
    bool silent = it->silence == SILENCE_ABSENT;

    for (size_t i = 0; i < it->nsteps; i++) {
        const struct role *r = catalog_role(b->c, steps[i].role);
        if (!*steps[i].dept && r && r->hall_wide) steps[i].dept = "centre";
        if (!silent || !*text_of(yaml_nth(list, i), "parallel")) steps[i].never_silent = true;
    }
    follow(b, it, steps, list);
}

static void compile(struct build *b, struct entry *e)
{
    struct item *it = &e->item;
    struct step *steps = (struct step *)(uintptr_t)it->steps;
    struct material *materials = (struct material *)(uintptr_t)it->materials;
    struct fee *fees = (struct fee *)(uintptr_t)it->fees;
    size_t n;
    const struct expr_name *names = form_names(&b->c->arena, it->fields, it->nfields, &n);

    for (size_t i = 0; i < it->nsteps; i++)
        steps[i].when_x =
            build_expr(b, yaml_nth(yaml_get(e->root, "steps"), i), "when", names, n, EXPR_BOOL);
    for (size_t i = 0; i < it->nmaterials; i++)
        materials[i].when_x =
            build_expr(b, yaml_nth(yaml_get(e->root, "materials"), i), "when", names, n, EXPR_BOOL);
    for (size_t i = 0; i < it->nfees; i++)
        fees[i].formula_x =
            build_expr(b, yaml_nth(yaml_get(e->root, "fees"), i), "formula", names, n, EXPR_NUMBER);
}

static void complete(struct build *b, struct entry *e)
{
    struct item *it = &e->item;
    char out[64];

    it->tolerance = yaml_get(e->root, "tolerance") != NULL;
    if (!*it->total_clock) it->total_clock = it->kind == KIND_JOINT ? "LIC3" : "LIC2";
    if (!*it->brief) it->brief = it->name;
    if (!*it->initials) {
        catalog_initials(it->name, out, sizeof out);
        it->initials = arena_strdup(&b->c->arena, out);
    }
    complete_steps(b, e);
}

/* --- Files --- */

static const struct catalog_file *form_of(const struct build *b, const char *id)
{
    char path[96];

    snprintf(path, sizeof path, "forms/%s.yaml", id);
    return build_file(b, path);
}

/* The file name is the id, whatever the file says: references to it stand even when it cannot be
 * read. */
static void build_item(struct build *b, struct entry *e, const struct catalog_file *file,
                       const char *stem)
{
    const struct catalog_file *form = form_of(b, stem);

    e->item = blank_item;
    e->root = yaml_read(&b->nodes, file, &b->to);
    if (e->root) schema_fill(&b->c->arena, &b->to, e->root, &item_schema, e);
    if (e->root && *e->item.id && strcmp(e->item.id, stem) != 0)
        finding(&b->to, yaml_at(e->root, "id"),
                N_("the file is named after {1}, but this says {2}"), stem, e->item.id, NULL);
    e->item.id = arena_strdup(&b->c->arena, stem);
    if (!form)
        finding_at(&b->to, file->path, 1, 1, N_("it has no form: forms/{1}.yaml is missing"), stem,
                   NULL);
    e->form = form ? yaml_read(&b->nodes, form, &b->to) : NULL;
    if (e->form) build_form(b, e);
    if (!e->root) return;
    complete(b, e);
    if (e->form) compile(b, e);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->item.id, ((const struct entry *)b)->item.id);
}

/* Forms of nothing would be edited in vain. */
static void check_forms(struct build *b)
{
    char stem[64];
    const struct catalog_file *file;

    for (size_t i = 0; (file = build_next(b, "forms", &i, stem)); i++)
        if (strcmp(stem, "sets") != 0 && !catalog_item(b->c, stem))
            finding_at(&b->to, file->path, 1, 1, N_("there is no item {1}"), stem, NULL);
}

void build_items(struct build *b)
{
    struct catalog *c = b->c;
    const struct catalog_file *file;
    char stem[64];
    size_t n = 0;

    for (size_t i = 0; build_next(b, "data/items", &i, stem); i++)
        n++;
    c->entries = arena_alloc(&c->arena, n * sizeof *c->entries);
    c->items = arena_alloc(&c->arena, n * sizeof(*c->items));
    for (size_t i = 0; (file = build_next(b, "data/items", &i, stem)); i++)
        build_item(b, &c->entries[c->nitems++], file, stem);
    if (c->nitems) qsort(c->entries, c->nitems, sizeof *c->entries, by_id);
    for (size_t i = 0; i < c->nitems; i++)
        c->items[i] = &c->entries[i].item;
    check_forms(b);
}
