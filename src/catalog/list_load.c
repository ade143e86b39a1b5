/* Lists that fields look things up in: data/lists/NAME.yaml. */
#include <string.h>

#include "catalog/form_build.h"

static const struct list_entry blank_entry = {"", "", ""};
static const struct slot entry_slots[] = {
    SLOT("code", SLOT_TEXT, true, struct list_entry, code),
    SLOT("name", SLOT_TEXT, true, struct list_entry, name),
    SLOT("brief", SLOT_TEXT, false, struct list_entry, brief),
};
static const struct schema entry_schema = {SLOTS(entry_slots), .size = sizeof(struct list_entry),
                                           .blank = &blank_entry};
static const struct slot list_slots[] = {
    SLOT("list", SLOT_KEY, true, struct code_list, key),
    SLOT("title", SLOT_TEXT, true, struct code_list, title),
    SLOT("entries", SLOT_LIST, true, struct code_list, entry,
         .count = offsetof(struct code_list, n), .of = &entry_schema),
};
static const struct schema list_schema = {SLOTS(list_slots), .size = sizeof(struct code_list)};

static bool is_code(const char *s)
{
    return s[strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")] == '\0';
}

static void load(struct build *b, const struct yaml *root, const char *stem, struct code_list *l)
{
    const struct yaml *entries = yaml_get(root, "entries");

    schema_fill(&b->c->arena, &b->to, root, &list_schema, l);
    if (*l->key && strcmp(l->key, stem) != 0)
        finding(&b->to, yaml_at(root, "list"), N_("the file is named after {1}, but this says {2}"),
                stem, l->key, NULL);
    schema_unique(&b->to, entries, "code");
    schema_unique(&b->to, entries, "name");
    for (size_t i = 0; i < l->n; i++)
        if (!is_code(l->entry[i].code))
            finding(&b->to, yaml_at(yaml_nth(entries, i), "code"),
                    N_("\"{1}\" is not a code: digits, capital letters and -"), l->entry[i].code,
                    NULL);
    if (!*l->key) l->key = arena_strdup(&b->c->arena, stem);
}

void build_lists(struct build *b)
{
    char stem[64];
    size_t n = 0;

    for (size_t i = 0; build_next(b, "data/lists", &i, stem); i++)
        n++;
    struct code_list *all = arena_alloc(&b->c->arena, n * sizeof *all);
    for (size_t i = 0; build_next(b, "data/lists", &i, stem); i++) {
        const struct yaml *root = yaml_read(&b->nodes, &b->files.file[i], &b->to);
        struct code_list *l = &all[b->c->nlists];
        *l = (struct code_list){.key = "", .title = ""};
        if (!root)
            b->lists_unread = true;
        else
            load(b, root, stem, l), b->c->nlists++;
    }
    b->c->lists = all;
}

const struct code_list *list_named(const struct build *b, const char *key)
{
    for (size_t i = 0; i < b->c->nlists; i++)
        if (strcmp(b->c->lists[i].key, key) == 0) return &b->c->lists[i];
    return NULL;
}
