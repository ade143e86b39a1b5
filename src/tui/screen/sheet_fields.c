/* How the fields of an item look and behave as a widget form. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mask.h"
#include "base/text.h"
#include "catalog/initials.h"
#include "catalog/sections.h"
#include "domain/form.h"
#include "domain/ids.h"
#include "tui/screen/sheet.h"
#include "tui/screen/table_text.h"
#include "tui/screen/words.h"

enum {
    HEADING_COLS = 500,
    ID_COLS = 18,
    MOBILE_COLS = 11,
    MOST_CHOICE = 30,
    LIST_COLS = 28,
    PHONE_MOST = 20
};

/* --- Describing --- */

static const struct choice *choices_of(struct arena *a, const char *const *values, size_t n)
{
    struct choice *c = arena_alloc(a, n * sizeof *c);

    for (size_t i = 0; i < n; i++) {
        char initials[INITIALS_READINGS];
        catalog_readings(values[i], initials, sizeof initials);
        c[i] = (struct choice){arena_printf(a, "%zu", i + 1), arena_strdup(a, initials), values[i],
                               NULL};
    }
    return c;
}

static int widest(const char *const *values, size_t n)
{
    int most = 6;

    for (size_t i = 0; i < n; i++)
        if (text_ncol(values[i]) + 3 > most) most = text_ncol(values[i]) + 3;
    return most < MOST_CHOICE ? most : MOST_CHOICE;
}

static int text_width_of(int max)
{
    return max == 0 ? 30 : max <= 10 ? max * 2 : max <= 30 ? 20 : max <= 60 ? 40 : 60;
}

/* Columns, with what can be chosen in each: "1户主 2子女". */
static void describe_cells(struct arena *a, const struct field *fd, struct form_field *out)
{
    struct form_column *cell = arena_alloc(a, fd->ncolumns * sizeof *cell);

    for (size_t i = 0; i < fd->ncolumns; i++) {
        const struct field *c = &fd->columns[i];
        struct buf b = {0};
        for (size_t j = 0; j < c->nvalues; j++)
            buf_printf(&b, "%s%zu%s", j ? " " : "", j + 1, c->values[j]);
        if (!b.len) buf_adds(&b, c->hint);
        cell[i] = (struct form_column){c->label, arena_strdup(a, buf_str(&b))};
        buf_free(&b);
    }
    out->cell = cell;
    out->ncell = (int)fd->ncolumns;
}

static void describe_typing(const struct field *fd, struct form_field *out)
{
    static const struct {
        size_t at;
        unsigned flag;
    } flags[] = {
        {offsetof(struct field, goes_on), FORM_AUTO},  {offsetof(struct field, upper), FORM_UPPER},
        {offsetof(struct field, no_dup), FORM_NO_DUP}, {offsetof(struct field, twice), FORM_TWICE},
        {offsetof(struct field, scan), FORM_SCAN},     {offsetof(struct field, skip), FORM_SKIP}};

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (*(const bool *)((const char *)fd + flags[i].at)) out->flags |= flags[i].flag;
    if (fd->digits) out->kind = FORM_DIGITS;
    if (*fd->mask) {
        out->mask = fd->mask;
        out->width = (int)mask_nchar(fd->mask);
    }
}

/* A region keeps the code of what is chosen; a text is a place to begin with. */
static void describe_list(struct arena *a, const struct field *fd, struct form_field *out)
{
    const struct code_list *l = fd->list;
    struct choice *c = arena_alloc(a, l->n * sizeof *c);
    bool code = fd->type == FIELD_REGION;

    for (size_t i = 0; i < l->n; i++) {
        char whole[INITIALS_READINGS], brief[INITIALS_READINGS];
        catalog_readings(l->entry[i].name, whole, sizeof whole);
        catalog_readings(l->entry[i].brief, brief, sizeof brief);
        c[i] =
            (struct choice){code ? l->entry[i].code : NULL, arena_printf(a, "%s %s", whole, brief),
                            l->entry[i].name, code ? l->entry[i].code : NULL};
    }
    out->choice = c;
    out->nchoice = (int)l->n;
    if (!code) return;
    out->kind = FORM_CHOICE;
    out->flags |= FORM_AUTO;
    out->width = LIST_COLS;
}

static const char *table_columns(struct arena *a, const struct field *fd)
{
    struct buf b = {0};

    for (size_t i = 0; i < fd->ncolumns; i++)
        buf_printf(&b, "%s%s", i ? "|" : "", fd->columns[i].label);
    const char *columns = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return columns;
}

static void describe_room(struct arena *a, const struct field *fd, struct form_field *out)
{
    if (fd->type == FIELD_TEXT && !out->mask)
        out->width = text_width_of(fd->max), out->max_ch = fd->max;
    if (fd->lines > 1) out->kind = FORM_AREA, out->rows = fd->lines;
    if (fd->list) describe_list(a, fd, out);
    if (fd->type == FIELD_PHONE) out->max_ch = fd->max ? fd->max : PHONE_MOST;
    if (fd->type == FIELD_PHONE && fd->max == MOBILE_COLS) out->width = MOBILE_COLS;
    if (fd->type == FIELD_ENUM) out->width = widest(fd->values, fd->nvalues);
    if (fd->nvalues) {
        out->choice = choices_of(a, fd->values, fd->nvalues);
        out->nchoice = (int)fd->nvalues;
    }
    if (fd->type == FIELD_TABLE) {
        out->rows = 3;
        describe_cells(a, fd, out);
        out->hint = _("Ctrl-O begins a row, Ctrl-Y takes it out");
        out->sample = table_columns(a, fd);
    }
}

void sheet_describe(struct arena *a, const struct field *fd, struct form_field *out)
{
    static const struct {
        enum form_kind kind;
        unsigned flags;
        int width;
    } types[] = {
        [FIELD_TEXT] = {FORM_TEXT, 0, 0},
        [FIELD_INT] = {FORM_DIGITS, 0, 10},
        [FIELD_DECIMAL] = {FORM_DECIMAL, 0, 12},
        [FIELD_MONEY] = {FORM_DECIMAL, 0, 14},
        [FIELD_DATE] = {FORM_DATE, FORM_AUTO, 10},
        [FIELD_ENUM] = {FORM_CHOICE, FORM_AUTO, 0},
        [FIELD_MULTI] = {FORM_MULTI, 0, 0},
        [FIELD_BOOL] = {FORM_YESNO, FORM_AUTO, 6},
        [FIELD_ID_NO] = {FORM_TEXT, FORM_AUTO | FORM_UPPER | FORM_SCAN, ID_COLS},
        [FIELD_USCC] = {FORM_TEXT, FORM_AUTO | FORM_UPPER | FORM_SCAN, ID_COLS},
        [FIELD_PHONE] = {FORM_TEXT, FORM_AUTO, 14},
        [FIELD_REGION] = {FORM_DIGITS, 0, 12},
        [FIELD_TABLE] = {FORM_AREA, 0, 50},
    };

    *out = (struct form_field){.label = fd->label,
                               .hint = *fd->hint ? fd->hint : NULL,
                               .sample = *fd->sample ? fd->sample : NULL,
                               .kind = types[fd->type].kind,
                               .flags = types[fd->type].flags,
                               .width = types[fd->type].width,
                               .note = catalog_note_cols(fd)};
    describe_typing(fd, out);
    describe_room(a, fd, out);
    if (fd->need == NEED_ACCEPT) out->flags |= FORM_REQUIRED;
    if (*fd->computed) out->flags = FORM_LOCKED;
}

enum rc sheet_canonical(const struct field *fd, const char *held, struct buf *out, struct fault *f)
{
    if (fd->type != FIELD_TABLE) return form_canonical(fd, held, out, f);
    struct buf json = {0};
    table_to_json(fd, held, &json);
    enum rc rc = form_canonical(fd, buf_str(&json), out, f);
    buf_free(&json);
    return rc;
}

void sheet_held(const struct field *fd, const char *canonical, struct buf *out)
{
    if (fd->type == FIELD_TABLE) {
        table_to_lines(fd, canonical, out);
        return;
    }
    buf_clear(out);
    buf_adds(out, canonical);
}

/* --- Making --- */

static void add(struct sheet *h, const struct form_field *fd, const struct field *of)
{
    h->field[h->n] = *fd;
    h->of[h->n++] = of;
}

/* The drawing begins a column in, for the mark. */
static void draw_at(struct form_field *fd, const struct drawn_field *d)
{
    fd->drawn = (struct form_drawn){d->line, d->label_col + 1, d->col + 1, d->width, d->caption};
}

static void add_heading(struct sheet *h, const char *title)
{
    struct form_field fd = {.kind = FORM_STATIC,
                            .width = HEADING_COLS,
                            .label = arena_printf(&h->arena, "-- %s", title)};

    add(h, &fd, NULL);
}

/* Marks this item's materials can have at all. */
static const char *material_states(struct sheet *h, bool tolerate)
{
    bool shared = false, promise = false, tolerable = false;

    for (size_t i = 0; i < h->item->nmaterials; i++) {
        shared |= *h->item->materials[i].shared != '\0';
        promise |= h->item->materials[i].promise;
        tolerable |= h->item->materials[i].tolerable;
    }
    return arena_printf(&h->arena, " x%s%s%s", shared ? "s" : "", promise ? "p" : "",
                        tolerable && tolerate ? "t" : "");
}

static const char *material_name(struct sheet *h, const struct material *mt)
{
    const char *aside = *mt->shared                   ? _("shared")
                        : mt->promise                 ? _("promise")
                        : mt->tolerable               ? _("tolerable")
                        : !mt->required || mt->when_x ? _("if it applies")
                                                      : "";
    int used;
    size_t cut = text_cut(mt->name, 28, &used);

    return arena_printf(&h->arena, "%.*s%s%s%s%s", (int)cut, mt->name, mt->name[cut] ? ".." : "",
                        *aside ? "(" : "", aside, *aside ? ")" : "");
}

static void add_materials(struct sheet *h)
{
    size_t n = h->item->nmaterials;
    struct choice *c = arena_alloc(&h->arena, n * sizeof *c);
    struct form_field fd = {.label = _("Papers"),
                            .kind = FORM_CHECKS,
                            .choice = c,
                            .nchoice = (int)n,
                            .states = h->states};

    if (!n) return;
    for (size_t i = 0; i < n; i++)
        c[i] = (struct choice){.text = material_name(h, &h->item->materials[i]),
                               .value = h->item->materials[i].key};
    fd.hint = _("Space or digit: x paper, s shared, p promise, t tolerated; Ctrl-A all needed");
    h->materials = h->n;
    add(h, &fd, NULL);
}

void sheet_open(struct sheet *h, struct seat *s, const struct item *item, bool tolerate)
{
    size_t nsections;
    const struct section *section = catalog_sections(s->catalog, item->id, &nsections);
    size_t room = item->nfields + nsections + 1;
    const struct section *in = NULL;
    struct form_hooks hooks = sheet_hooks(h);

    *h = (struct sheet){.seat = s, .item = item, .materials = -1};
    h->field = arena_alloc(&h->arena, room * sizeof *h->field);
    h->of = arena_alloc(&h->arena, room * sizeof *h->of);
    h->offered = arena_alloc(&h->arena, room * sizeof *h->offered);
    h->states = material_states(h, tolerate);
    for (size_t i = 0, next = 0; i < item->nfields; i++) {
        struct form_field fd;
        if (next < nsections && section[next].from == i) {
            in = &section[next++];
            add_heading(h, in->title);
        }
        sheet_describe(&h->arena, &item->fields[i], &fd);
        if (in && in->drawn) draw_at(&fd, &in->drawn[i - in->from]);
        add(h, &fd, &item->fields[i]);
    }
    add_materials(h);
    h->form = form_new(h->field, h->n, &hooks);
    sheet_offer(h);
    form_refresh(h->form);
}

void sheet_close(struct sheet *h)
{
    form_free(h->form);
    arena_free(&h->arena);
}
