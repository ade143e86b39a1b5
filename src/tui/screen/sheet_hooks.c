/* What a field of a sheet does when it is left: it is judged, derived from, offered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form.h"
#include "domain/ids.h"
#include "tui/screen/habits.h"
#include "tui/screen/sheet.h"
#include "tui/screen/words.h"

enum { ID_COLS = 18, OLD_ID = 15, MOBILE_DIGITS = 11 };

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

/* --- What is offered --- */

/* Offered once a value: what was cleared by hand stays so. */
static void offer(struct sheet *h, int i, const char *value)
{
    if (h->offered[i] && strcmp(h->offered[i], value) == 0) return;
    if (*form_value(h->form, i) && !form_is_default(h->form, i)) return;
    h->offered[i] = arena_strdup(&h->arena, value);
    form_default(h->form, i, value);
}

void sheet_offer(struct sheet *h)
{
    struct expr_env env = sheet_env(h);
    struct buf b = {0}, held = {0};

    for (int i = 0; i < h->n && !h->recorded; i++) {
        if (!h->of[i] || !h->of[i]->fill_x || !form_applies(h->of[i], &env)) continue;
        if (form_filled(h->of[i], &env, &b, NULL) != RC_OK) continue;
        sheet_held(h->of[i], buf_str(&b), &held);
        if (b.len || form_is_default(h->form, i)) offer(h, i, buf_str(&held));
    }
    buf_free(&b);
    buf_free(&held);
}

void sheet_carry(struct sheet *h)
{
    for (int i = 0; i < h->n; i++) {
        char *value = h->of[i] && h->of[i]->carry && h->dup ? h->dup(h->arg, h->of[i]) : NULL;
        if (value) form_default(h->form, i, value);
        free(value);
    }
    form_refresh(h->form);
}

/* --- Leaving --- */

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

struct verdict {
    struct sheet *sheet;
    const struct field *fd;
    char *error;
};

static void judge(void *arg, const struct field *fd, bool warn, const struct fault *what)
{
    struct verdict *v = arg;
    char *text = words_fault(what);

    if (warn)
        seat_say(v->sheet->seat, BAR_WARN, text);
    else if (!v->error)
        v->error = mem_strdup(sheet_without_label(text, fd->label)), free(text);
    else
        free(text);
}

/* A cell's sentence says where the cell is. */
char *sheet_refusal(const struct fault *f)
{
    char *text = words_fault(f);

    if (strcmp(f->code, "cell") != 0) return text;
    char *whole = words_fill(N_("row {1}, {2}: {3}"), f->arg[2], f->arg[3], text, NULL);
    free(text);
    return whole;
}

/* What the field alone shows to be wrong with its value; fresh, NULL nothing. */
static char *wrong(struct sheet *h, int i, struct buf *canon)
{
    struct verdict v = {h, h->of[i], NULL};
    struct fault f = {0};
    struct expr_env env = sheet_env(h);

    if (sheet_canonical(h->of[i], form_value(h->form, i), canon, &f) != RC_OK)
        return sheet_refusal(&f);
    form_check_alone(h->of[i], &env, judge, &v);
    return v.error;
}

void sheet_mark_wrong(struct sheet *h)
{
    struct buf canon = {0};

    for (int i = 0; i < h->n; i++) {
        if (!h->of[i] || !form_shown(h->form, i) || !*form_value(h->form, i)) continue;
        char *error = wrong(h, i, &canon);
        form_error(h->form, i, error);
        if (canon.len) sheet_note(h, i, buf_str(&canon));
        free(error);
    }
    buf_free(&canon);
}

/* GB 11643-1999 made 18 digits of the 15 of before. */
static void tell_widened(struct sheet *h, const struct field *fd, const char *typed,
                         const char *canon)
{
    if (fd->type == FIELD_ID_NO && strlen(typed) == OLD_ID && strlen(canon) == ID_COLS)
        seat_say(
            h->seat, BAR_INFO,
            words_fill(N_("the old number {1} of 15 digits is kept as {2}"), typed, canon, NULL));
}

static char *leave(void *arg, struct form *form, int i)
{
    struct sheet *h = arg;
    const struct field *fd = h->of[i];
    struct buf canon = {0}, held = {0};

    if (i == h->materials) return leave_materials(h);
    if (!fd) return NULL;
    char *typed = mem_strdup(form_value(form, i)), *error = wrong(h, i, &canon);
    form_note(form, i, NULL);
    if (canon.len || !*typed) {
        sheet_held(fd, buf_str(&canon), &held);
        form_set(form, i, buf_str(&held));
        sheet_note(h, i, buf_str(&canon));
        tell_widened(h, fd, typed, buf_str(&canon));
        sheet_offer(h);
        compute_all(h);
    }
    if ((fd->type == FIELD_ID_NO || fd->type == FIELD_USCC) && canon.len && h->left)
        h->left(h->arg, fd, buf_str(&canon));
    free(typed);
    buf_free(&canon);
    buf_free(&held);
    return error;
}

static bool shown(void *arg, struct form *form, int i)
{
    struct sheet *h = arg;

    h->form = form; /* it asks while it is made */
    if (!h->of[i] || !h->of[i]->when_x) return true;
    struct expr_env env = sheet_env(h);
    return form_applies(h->of[i], &env);
}

/* A mobile number ends by itself; one with an area code begins with 0 and does not. */
static bool whole(void *arg, struct form *form, int i)
{
    struct sheet *h = arg;
    const char *typed = form_value(form, i);

    return h->of[i] && h->of[i]->type == FIELD_PHONE && *typed == '1' &&
           strlen(typed) == MOBILE_DIGITS;
}

static day_t today(void *arg)
{
    return seat_today(((struct sheet *)arg)->seat);
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

/* A number of a choice becomes its word, an amount gets its fen; what cannot be is told at once. */
static char *cell(void *arg, struct form *form, int i, struct form_cell at, const char *text,
                  char **error)
{
    struct sheet *h = arg;
    const struct field *fd = h->of[i];
    struct buf canon = {0};
    struct fault f = {0};
    char row[12];

    (void)form;
    if (!fd || (size_t)at.column >= fd->ncolumns) return NULL;
    const struct field *c = &fd->columns[at.column];
    if (form_canonical(c, text, &canon, &f) == RC_OK) return buf_take(&canon);
    char *said = words_fault(&f);
    snprintf(row, sizeof row, "%d", at.row);
    *error = words_fill(N_("row {1}, {2}: {3}"), row, c->label, sheet_without_label(said, c->label),
                        NULL);
    free(said);
    buf_free(&canon);
    return NULL;
}

/* --- Lists to choose from: what the person takes from each is his habit --- */

static const struct code_list *list_of(const struct sheet *h, int i)
{
    return h->of[i] ? h->of[i]->list : NULL;
}

static bool arrange(void *arg, struct form *form, int i, struct choice *choice, int n,
                    int digit[PICK_DIGITS])
{
    struct sheet *h = arg;
    const struct code_list *l = list_of(h, i);

    (void)form;
    if (!l) return false;
    choices_last_first(h->seat, l->key, choice, n);
    choices_on_digits(h->seat, l->key, choice, n, digit);
    return true;
}

static void took(void *arg, struct form *form, int i, const char *value)
{
    struct sheet *h = arg;

    (void)form;
    if (list_of(h, i)) habits_chosen(h->seat, list_of(h, i)->key, value);
}

static void pinned(void *arg, struct form *form, int i, int digit, const char *value)
{
    struct sheet *h = arg;

    (void)form;
    if (list_of(h, i)) habits_pin(h->seat, list_of(h, i)->key, digit, value);
}

struct form_hooks sheet_hooks(struct sheet *h)
{
    return (struct form_hooks){.arg = h,
                               .shown = shown,
                               .leave = leave,
                               .changed = changed,
                               .dup = dup_value,
                               .whole = whole,
                               .today = today,
                               .cell = cell,
                               .arrange = arrange,
                               .took = took,
                               .pinned = pinned};
}
