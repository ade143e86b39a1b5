/* How the fields of an item look and behave as a widget form. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "domain/form.h"
#include "domain/ids.h"
#include "tui/screen/sheet.h"
#include "tui/screen/table_text.h"
#include "tui/screen/words.h"

enum { HEADING_COLS = 500, ID_NOTE = 12, ID_COLS = 18, MOBILE_COLS = 11, MOST_CHOICE = 30 };

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

/* "plot area m2: one row a line" */
static const char *table_hint(struct arena *a, const struct field *fd)
{
    struct buf b = {0};

    buf_printf(&b, "%s:", _("Ctrl-O begins a row, blanks or | part its cells"));
    for (size_t i = 0; i < fd->ncolumns; i++) {
        buf_printf(&b, " %s", fd->columns[i].label);
        for (size_t j = 0; j < fd->columns[i].nvalues; j++)
            buf_printf(&b, "%s%zu%s", j ? " " : "(", j + 1, fd->columns[i].values[j]);
        if (fd->columns[i].nvalues) buf_addc(&b, ')');
    }
    const char *hint = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return hint;
}

void sheet_describe(struct arena *a, const struct field *fd, struct form_field *out)
{
    static const struct {
        enum form_kind kind;
        unsigned flags;
        int width, note;
    } types[] = {
        [FIELD_TEXT] = {FORM_TEXT, 0, 0, 0},
        [FIELD_INT] = {FORM_DIGITS, 0, 10, 0},
        [FIELD_DECIMAL] = {FORM_DECIMAL, 0, 12, 0},
        [FIELD_MONEY] = {FORM_DECIMAL, 0, 14, 0},
        [FIELD_DATE] = {FORM_DATE, FORM_AUTO, 10, 0},
        [FIELD_ENUM] = {FORM_CHOICE, FORM_AUTO, 0, 0},
        [FIELD_MULTI] = {FORM_MULTI, 0, 0, 0},
        [FIELD_BOOL] = {FORM_YESNO, FORM_AUTO, 6, 0},
        [FIELD_ID_NO] = {FORM_TEXT, FORM_AUTO | FORM_UPPER, ID_COLS, ID_NOTE},
        [FIELD_USCC] = {FORM_TEXT, FORM_AUTO | FORM_UPPER, ID_COLS, 2},
        [FIELD_PHONE] = {FORM_TEXT, 0, 14, 0},
        [FIELD_REGION] = {FORM_DIGITS, 0, 12, 0},
        [FIELD_TABLE] = {FORM_AREA, 0, 50, 0},
    };

    *out = (struct form_field){.label = fd->label,
                               .hint = *fd->hint ? fd->hint : NULL,
                               .kind = types[fd->type].kind,
                               .flags = types[fd->type].flags,
                               .width = types[fd->type].width,
                               .note = types[fd->type].note};
    if (fd->type == FIELD_TEXT) out->width = text_width_of(fd->max), out->max_ch = fd->max;
    if (fd->type == FIELD_PHONE && fd->max == MOBILE_COLS)
        out->width = MOBILE_COLS, out->flags |= FORM_AUTO;
    if (fd->type == FIELD_ENUM) out->width = widest(fd->values, fd->nvalues);
    if (fd->nvalues) {
        out->choice = choices_of(a, fd->values, fd->nvalues);
        out->nchoice = (int)fd->nvalues;
    }
    if (fd->type == FIELD_TABLE) out->rows = 3, out->hint = table_hint(a, fd);
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

/* --- Hooks --- */

/* GB 11643: the number itself says birth date and sex. */
void sheet_note(struct sheet *h, int i, const char *value)
{
    enum field_type type = h->of[i]->type;
    char birth[DAY_TEXT], *note = NULL;

    if (type == FIELD_ID_NO && strlen(value) == ID_COLS)
        note = mem_printf("%s%s", ids_citizen_male(value) ? _("M") : _("F"),
                          day_text(ids_citizen_birth(value), birth));
    if (type == FIELD_USCC && *value) note = mem_strdup("ok");
    form_note(h->form, i, note);
    free(note);
}

static void compute_all(struct sheet *h)
{
    struct expr_env env = sheet_env(h);
    struct buf b = {0};

    for (int i = 0; i < h->n; i++) {
        if (!h->of[i] || !*h->of[i]->computed) continue;
        if (form_computed(h->of[i], &env, &b, NULL) == RC_OK) form_set(h->form, i, buf_str(&b));
    }
    buf_free(&b);
}

/* The contact is most often the head himself: offered, and the first key typed replaces it. */
static void offer_contact(struct sheet *h, const struct field *fd)
{
    int contact = sheet_find(h, "contact"), head = sheet_find(h, "legal_rep");

    if (strcmp(fd->key, "legal_rep") != 0 || contact < 0 || *form_value(h->form, contact)) return;
    form_default(h->form, contact, form_value(h->form, head));
}

static char *leave_materials(struct sheet *h)
{
    for (size_t i = 0; i < h->item->nmaterials; i++) {
        const struct material *mt = &h->item->materials[i];
        char mark = sheet_material(h, i);
        const char *msgid =
            mark == 's' && !*mt->shared
                ? N_("'{1}' cannot be had from a shared source: take the paper")
            : mark == 'p' && !mt->promise   ? N_("'{1}' may not be replaced by a promise")
            : mark == 't' && !mt->tolerable ? N_("'{1}' may not be tolerated as missing")
                                            : NULL;
        if (msgid) return words_fill(msgid, mt->name, NULL);
    }
    return NULL;
}

static char *leave(void *arg, struct form *form, int i)
{
    struct sheet *h = arg;
    const struct field *fd = h->of[i];
    struct buf canon = {0}, held = {0};
    struct fault f = {0};
    char *error = NULL;

    if (i == h->materials) return leave_materials(h);
    if (!fd) return NULL;
    if (sheet_canonical(fd, form_value(form, i), &canon, &f) == RC_OK) {
        sheet_held(fd, buf_str(&canon), &held);
        form_set(form, i, buf_str(&held));
        sheet_note(h, i, buf_str(&canon));
        offer_contact(h, fd);
        compute_all(h);
        if ((fd->type == FIELD_ID_NO || fd->type == FIELD_USCC) && canon.len && h->left)
            h->left(h->arg, fd, buf_str(&canon));
    } else {
        error = words_fault(&f);
        form_note(form, i, NULL);
    }
    buf_free(&canon);
    buf_free(&held);
    return error;
}

static void changed(void *arg, struct form *form, int i)
{
    struct sheet *h = arg;

    (void)form;
    (void)i;
    if (h->changed) h->changed(h->arg);
}

static char *dup_value(void *arg, struct form *form, int i)
{
    struct sheet *h = arg;

    (void)form;
    return h->dup && h->of[i] ? h->dup(h->arg, h->of[i]) : NULL;
}

/* --- Making --- */

static void add(struct sheet *h, const struct form_field *fd, const struct field *of)
{
    h->field[h->n] = *fd;
    h->of[h->n++] = of;
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
    struct form_hooks hooks = {.arg = h, .leave = leave, .changed = changed, .dup = dup_value};

    *h = (struct sheet){.seat = s, .item = item, .materials = -1};
    h->field = arena_alloc(&h->arena, room * sizeof *h->field);
    h->of = arena_alloc(&h->arena, room * sizeof *h->of);
    h->states = material_states(h, tolerate);
    for (size_t i = 0, next = 0; i < item->nfields; i++) {
        struct form_field fd;
        if (next < nsections && section[next].from == i) add_heading(h, section[next++].title);
        sheet_describe(&h->arena, &item->fields[i], &fd);
        add(h, &fd, &item->fields[i]);
    }
    add_materials(h);
    h->form = form_new(h->field, h->n, &hooks);
}

void sheet_close(struct sheet *h)
{
    form_free(h->form);
    arena_free(&h->arena);
}
