/* Any bytes as a form, as the shared sets of fields, or as a list that fields look things up in;
 * the first byte chooses. */
#include "catalog_part.h"

static void build_one_form(struct build *b)
{
    struct entry *e = arena_alloc(&b->c->arena, sizeof *e);
    const struct catalog_file *file = build_file(b, "forms/X01.yaml");

    e->item.id = "X01";
    e->form = file ? yaml_read(&b->nodes, file, &b->to) : NULL;
    if (e->form) build_form(b, e);
    for (size_t i = 0; i < e->nsections; i++)
        assert(e->sections[i].from + e->sections[i].n <= e->item.nfields);
}

/* What the form includes; its columns and list are the reader's own. */
static void ready_set(struct build *b)
{
    static struct field name = {.key = "name", .label = "姓名", .need = NEED_ACCEPT};
    static struct field_set person = {"person", "申请人", &name, 1, "", NULL};
    static const struct list_entry village = {"370299101203", "北崖村", "北崖"};
    static const struct code_list villages = {"villages", "村", &village, 1};
    static const struct yaml_source in = {"forms/sets.yaml", ""};
    static const struct yaml setfile = {.in = &in, .line = 1, .column = 1};

    b->sets = &person;
    b->nsets = 1;
    b->setfile = &setfile;
    b->c->lists = &villages;
    b->c->nlists = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char paths[3][28] = {"data/lists/villages.yaml", "forms/X01.yaml", "forms/sets.yaml"};
    static void (*const parts[3][3])(struct build *) = {
        {build_lists, NULL}, {ready_set, build_one_form, NULL}, {build_sets, NULL}};

    if (!size) return 0;
    char *text = mem_strndup((const char *)data + 1, size - 1);
    struct catalog_file file = {paths[data[0] % 3], text, size - 1};
    build_parts(&file, 1, data[0] & 0x80, parts[data[0] % 3], 64 * size);
    free(text);
    return 0;
}
