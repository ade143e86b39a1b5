#include "tui/screen/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/form.h"
#include "tui/screen/draft.h"
#include "tui/screen/words.h"

/* Values, checks and what is sent; how fields look is in sheet_fields.c. */

/* --- Values --- */

int sheet_find(const struct sheet *h, const char *key)
{
    for (int i = 0; i < h->n; i++)
        if (h->of[i] && strcmp(h->of[i]->key, key) == 0) return i;
    return -1;
}

static char *value_at(const struct sheet *h, int i)
{
    struct buf b = {0};
    const char *held = form_value(h->form, i);

    if (sheet_canonical(h->of[i], held, &b, NULL) == RC_OK) return buf_take(&b);
    buf_free(&b);
    return mem_strdup(held);
}

char *sheet_value(const struct sheet *h, const char *key)
{
    int i = sheet_find(h, key);

    return i < 0 || !form_shown(h->form, i) ? mem_strdup("") : value_at(h, i);
}

void sheet_set(struct sheet *h, const char *key, const char *value)
{
    struct buf b = {0};
    int i = sheet_find(h, key);

    if (i < 0) return;
    sheet_held(h->of[i], value, &b);
    form_set(h->form, i, buf_str(&b));
    form_error(h->form, i, NULL);
    sheet_note(h, i, value);
    buf_free(&b);
}

static const char *env_value(void *arg, const char *key)
{
    struct sheet *h = arg;
    char *v = sheet_value(h, key);
    const char *kept = arena_strdup(&h->arena, v);

    free(v);
    return kept;
}

struct expr_env sheet_env(struct sheet *h)
{
    return (struct expr_env){env_value, h, seat_today(h->seat), catalog_calendar(h->seat->catalog)};
}

/* --- Materials --- */

char sheet_material(const struct sheet *h, size_t i)
{
    const char *marks = h->materials < 0 ? "" : form_value(h->form, h->materials);

    return strlen(marks) > i ? marks[i] : ' ';
}

void sheet_set_materials(struct sheet *h, const char *marks)
{
    if (h->materials >= 0) form_set(h->form, h->materials, marks);
}

bool sheet_needs(struct sheet *h, const struct material *mt)
{
    struct expr_env env = sheet_env(h);

    if (mt->held_outside) return false;
    return mt->when_x ? expr_holds(mt->when_x, &env) : mt->required;
}

void sheet_all_materials(struct sheet *h)
{
    struct buf b = {0};

    for (size_t i = 0; i < h->item->nmaterials; i++) {
        char mark = sheet_material(h, i);
        buf_addc(&b, mark == ' ' && sheet_needs(h, &h->item->materials[i]) ? 'x' : mark);
    }
    sheet_set_materials(h, buf_str(&b));
    if (h->materials >= 0) form_error(h->form, h->materials, NULL);
    buf_free(&b);
}

static char mark_of(const char *state)
{
    static const struct {
        const char *state;
        char mark;
    } marks[] = {{"received", 'x'}, {"shared", 's'}, {"promised", 'p'}, {"tolerated", 't'}};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(marks[i].state, state) == 0) return marks[i].mark;
    return ' ';
}

static char material_was(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; m && i < m->n_materials; i++)
        if (strcmp(m->materials[i]->key, key) == 0)
            return mark_of(m->materials[i]->state ? m->materials[i]->state : "");
    return ' ';
}

/* --- Checking --- */

const char *sheet_without_label(const char *sentence, const char *label)
{
    size_t n = strlen(label);

    if (strncmp(sentence, label, n) != 0) return sentence;
    sentence += n;
    if (strncmp(sentence, "：", strlen("：")) == 0)
        sentence += strlen("：");
    else if (*sentence == ':')
        sentence++;
    return sentence + strspn(sentence, " ");
}

static void mark_error(void *arg, const struct field *fd, bool warn, const struct fault *what)
{
    struct sheet *h = arg;
    int i = sheet_find(h, fd->key);
    char *text = sheet_refusal(what);

    if (!warn && i >= 0) form_error(h->form, i, sheet_without_label(text, fd->label));
    free(text);
}

static int check_materials(struct sheet *h)
{
    struct buf missing = {0};

    for (size_t i = 0; i < h->item->nmaterials; i++) {
        const struct material *mt = &h->item->materials[i];
        if (sheet_material(h, i) == ' ' && sheet_needs(h, mt))
            buf_printf(&missing, "%s%s", missing.len ? ", " : "", mt->name);
    }
    if (!missing.len) return 0;
    char *text = words_fill(N_("missing: {1}"), buf_str(&missing), NULL);
    form_error(h->form, h->materials, text);
    free(text);
    buf_free(&missing);
    return 1;
}

static int check_typed_once(struct sheet *h)
{
    int n = 0;

    for (int i = 0; i < h->n; i++) {
        if (!form_unsure(h->form, i)) continue;
        form_error(h->form, i, _("typed once only"));
        n++;
    }
    return n;
}

static int count_hard(struct sheet *h)
{
    struct buf b = {0};
    int n = 0;

    for (int i = 0; i < h->n; i++)
        n += h->of[i] && sheet_canonical(h->of[i], form_value(h->form, i), &b, NULL) != RC_OK;
    buf_free(&b);
    return n;
}

static int first_error(const struct sheet *h)
{
    for (int i = 0; i < h->n; i++)
        if (form_error_text(h->form, i)) return i;
    return form_at(h->form);
}

int sheet_check(struct sheet *h, bool materials, int *hard)
{
    struct expr_env env = sheet_env(h);
    int wrong;

    form_leave(h->form);
    for (int i = 0; i < h->n; i++)
        form_error(h->form, i, NULL);
    wrong = form_check(h->item, &env, NEED_ACCEPT, mark_error, h);
    wrong += check_typed_once(h);
    if (materials) wrong += check_materials(h);
    if (hard) *hard = count_hard(h);
    if (wrong) form_focus(h->form, first_error(h));
    return wrong;
}

void sheet_errors(const struct sheet *h, struct choosing *out)
{
    for (int i = 0; i < h->n; i++) {
        if (!form_error_text(h->form, i)) continue;
        char *text = mem_printf("%s: %s", h->field[i].label, form_error_text(h->form, i));
        char number[12];
        snprintf(number, sizeof number, "%d", i);
        choosing_add(out, NULL, NULL, text, number);
        free(text);
    }
}

/* --- In and out --- */

const char *sheet_was(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; m && i < m->n_values; i++)
        if (strcmp(m->values[i]->key, key) == 0)
            return m->values[i]->value ? m->values[i]->value : "";
    return "";
}

static void put_list(struct sheet *h, Yc__Request *q, char mark, const char *param,
                     const Yc__Matter *was)
{
    struct buf keys = {0};

    for (size_t i = 0; i < h->item->nmaterials; i++) {
        const char *key = h->item->materials[i].key;
        if (sheet_material(h, i) != mark || material_was(was, key) == mark) continue;
        buf_printf(&keys, "%s%s", keys.len ? "," : "", key);
    }
    if (keys.len) door_request_with(q, param, buf_str(&keys));
    buf_free(&keys);
}

void sheet_put(struct sheet *h, Yc__Request *q, const Yc__Matter *was)
{
    for (int i = 0; i < h->n; i++) {
        if (!h->of[i] || *h->of[i]->computed) continue;
        char *v = form_shown(h->form, i) ? value_at(h, i) : mem_strdup("");
        char *key = mem_printf("form.%s", h->of[i]->key);
        if (strcmp(v, sheet_was(was, h->of[i]->key)) != 0) door_request_with(q, key, v);
        free(v);
        free(key);
    }
    put_list(h, q, 'x', "materials", was);
    put_list(h, q, 's', "shared", was);
    put_list(h, q, 'p', "promised", was);
    if (strcmp(q->name, "accept") == 0) put_list(h, q, 't', "tolerate", was);
}

void sheet_fill(struct sheet *h, const Yc__Matter *m)
{
    struct buf marks = {0};

    h->recorded = true;
    for (int i = 0; i < h->n; i++)
        if (form_is_default(h->form, i)) form_set(h->form, i, "");
    for (size_t i = 0; i < m->n_values; i++)
        sheet_set(h, m->values[i]->key, m->values[i]->value ? m->values[i]->value : "");
    for (size_t i = 0; i < h->item->nmaterials; i++)
        buf_addc(&marks, material_was(m, h->item->materials[i].key));
    sheet_set_materials(h, buf_str(&marks));
    form_refresh(h->form);
    form_focus(h->form, form_at(h->form)); /* what Esc gives back is what came in */
    buf_free(&marks);
}

/* Something was typed, not only offered. */
static bool is_begun(const struct sheet *h)
{
    const char *marks = h->materials >= 0 ? form_value(h->form, h->materials) : "";

    for (int i = 0; i < h->n; i++)
        if (h->of[i] && !*h->of[i]->computed && *form_value(h->form, i) &&
            !form_is_default(h->form, i))
            return true;
    return marks[strspn(marks, " ")];
}

/* Where the caret is: keys of fields begin with a letter. */
static const char at_line[] = "@at", caret_line[] = "@caret";

static void draft_place(const struct sheet *h, struct buf *text)
{
    int at = form_at(h->form);
    char caret[24];

    if (at < 0) return;
    snprintf(caret, sizeof caret, "%zu", form_caret(h->form));
    draft_line(text, at_line, h->of[at] ? h->of[at]->key : "materials");
    draft_line(text, caret_line, caret);
}

void sheet_draft(const struct sheet *h, struct buf *text)
{
    if (!is_begun(h)) return;
    for (int i = 0; i < h->n; i++)
        if (h->of[i] && *form_value(h->form, i))
            draft_line(text, h->of[i]->key, form_value(h->form, i));
    const char *marks = h->materials >= 0 ? form_value(h->form, h->materials) : "";
    if (marks[strspn(marks, " ")]) draft_line(text, "materials", marks);
    draft_place(h, text);
}

struct undraft {
    struct sheet *sheet;
    int at;
    size_t caret;
};

static void undraft_line(void *arg, const char *key, const char *value)
{
    struct undraft *u = arg;
    struct sheet *h = u->sheet;
    int i = sheet_find(h, key);

    if (i >= 0)
        form_set(h->form, i, value);
    else if (strcmp(key, "materials") == 0)
        sheet_set_materials(h, value);
    else if (strcmp(key, at_line) == 0)
        u->at = strcmp(value, "materials") == 0 ? h->materials : sheet_find(h, value);
    else if (strcmp(key, caret_line) == 0)
        u->caret = strtoul(value, NULL, 10);
}

void sheet_undraft(struct sheet *h, const char *text)
{
    struct undraft u = {h, -1, 0};

    draft_each(text, undraft_line, &u);
    form_refresh(h->form);
    sheet_mark_wrong(h);
    form_focus(h->form, u.at >= 0 ? u.at : form_at(h->form));
    if (u.at >= 0) form_put_caret(h->form, u.caret);
}
