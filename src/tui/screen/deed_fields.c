#include "tui/screen/deed_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/initials.h"
#include "catalog/post.h"
#include "domain/money.h"
#include "tui/screen/draft.h"
#include "tui/screen/sheet.h"
#include "tui/screen/words.h"

struct asking {
    struct deed_fields *d;
    struct seat *seat;
    const char *act;
    const Yc__Matter *m;
    const struct item *item; /* NULL: no matter */
    const struct step *step;
};

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* --- What can be chosen --- */

struct listing {
    struct arena *arena;
    struct choice *c;
    int n;
};

static void add_choice(struct listing *l, const char *text, const char *value)
{
    char initials[INITIALS_READINGS];

    catalog_readings(text, initials, sizeof initials);
    l->c = mem_resize(l->c, (size_t)(l->n + 1) * sizeof *l->c);
    l->c[l->n] =
        (struct choice){arena_printf(l->arena, "%d", l->n + 1), arena_strdup(l->arena, initials),
                        arena_strdup(l->arena, text), arena_strdup(l->arena, value)};
    l->n++;
}

static void choose_words(struct listing *l, const char *const (*words_of)[2], size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_choice(l, words(words_of[i][1]), words_of[i][0]);
}

static void choose_channel(struct asking *a, struct listing *l)
{
    static const char *const channels[][2] = {
        {"cash", N_("cash")}, {"card", N_("card")}, {"bank", N_("bank")}, {"code", N_("code")}};

    (void)a;
    choose_words(l, channels, 4);
}

static void choose_outcome(struct asking *a, struct listing *l)
{
    static const char *const outcomes[][2] = {
        {"granted", N_("granted")},         {"denied", N_("denied")},
        {"refused", N_("not accepted")},    {"not_needed", N_("no licence needed")},
        {"withdrawn", N_("withdrawn")},     {"terminated", N_("terminated")},
        {"transferred", N_("transferred")}, {"deemed_granted", N_("deemed granted")}};
    static const char *const opinions[][2] = {{"agree", N_("agree")},
                                              {"conditions", N_("agree on conditions")},
                                              {"disagree", N_("disagree")},
                                              {"denied", N_("denied")}};

    if (is(a->act, "verify"))
        choose_words(l, outcomes, sizeof outcomes / sizeof *outcomes);
    else
        choose_words(l, opinions, sizeof opinions / sizeof *opinions);
}

static void choose_way(struct asking *a, struct listing *l)
{
    static const char *const ways[][2] = {
        {"window", N_("at the window")}, {"post", N_("by post")}, {"visit", N_("by visit")}};

    (void)a;
    choose_words(l, ways, 3);
}

static void choose_special(struct asking *a, struct listing *l)
{
    for (size_t i = 0; a->item && i < a->item->nspecial; i++)
        add_choice(l, a->item->special[i], a->item->special[i]);
}

static void choose_passed(struct asking *a, struct listing *l)
{
    for (size_t i = 0; a->item && i < a->m->n_steps; i++) {
        const Yc__StepRun *r = a->m->steps[i];
        const struct step *st = item_step(a->item, r->step ? r->step : "");
        if (st && r->has_closed_at && st->act != STEP_ACCEPT) add_choice(l, st->name, st->key);
    }
}

static void choose_optional(struct asking *a, struct listing *l)
{
    for (size_t i = 0; a->item && i < a->item->nsteps; i++)
        if (a->item->steps[i].optional)
            add_choice(l, a->item->steps[i].name, a->item->steps[i].key);
}

static bool leads(const struct person *p, const char *dept)
{
    size_t n = strlen(dept);

    for (size_t i = 0; i < p->nposts; i++) {
        const char *role = p->posts[i] + n;
        if (strncmp(p->posts[i], dept, n) == 0 && (is(role, "/head") || is(role, "/chief")))
            return true;
    }
    return false;
}

static void choose_leader(struct asking *a, struct listing *l)
{
    size_t n;
    const struct person *p = catalog_people(a->seat->catalog, &n);

    const char *dept = a->m && a->m->dept ? a->m->dept : "";

    for (size_t i = 0; a->m && i < n; i++) {
        bool may = is(a->act, "extend") && a->item
                       ? person_approves(a->seat->catalog, &p[i], a->item->extension_by, dept)
                       : leads(&p[i], dept);
        if (may) add_choice(l, p[i].name, p[i].key);
    }
}

static void choose_default(struct asking *a, struct listing *l)
{
    for (size_t i = 0; a->m && i < a->m->n_defaults; i++)
        if (!is(a->m->defaults[i]->state, "stopped"))
            add_choice(l, a->m->defaults[i]->key, a->m->defaults[i]->key);
}

static void choose_person(struct asking *a, struct listing *l)
{
    size_t n;
    const struct person *p = catalog_people(a->seat->catalog, &n);

    for (size_t i = 0; i < n; i++)
        add_choice(l, p[i].name, p[i].key);
}

static const char *material_state(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_materials; i++)
        if (is(m->materials[i]->key, key))
            return m->materials[i]->state ? m->materials[i]->state : "";
    return "missing";
}

/* Those that are there (to be rejected) or those that are not (to be handed in). */
static void choose_materials(struct asking *a, struct listing *l, bool there, bool tolerable)
{
    for (size_t i = 0; a->item && i < a->item->nmaterials; i++) {
        const struct material *mt = &a->item->materials[i];
        const char *state = material_state(a->m, mt->key);
        bool has = !is(state, "missing") && !is(state, "rejected") && !is(state, "tolerated");
        if (has == there && (!tolerable || mt->tolerable)) add_choice(l, mt->name, mt->key);
    }
}

static void choose_there(struct asking *a, struct listing *l)
{
    choose_materials(a, l, true, false);
}

static void choose_missing(struct asking *a, struct listing *l)
{
    choose_materials(a, l, false, false);
}

static void choose_tolerable(struct asking *a, struct listing *l)
{
    choose_materials(a, l, false, true);
}

static const struct {
    const char *param;
    void (*choose)(struct asking *a, struct listing *l);
} choosers[] = {
    {"channel", choose_channel},    {"result", choose_outcome},  {"way", choose_way},
    {"kind", choose_special},       {"to", choose_passed},       {"which", choose_optional},
    {"approved_by", choose_leader}, {"person", choose_person},   {"reject", choose_there},
    {"materials", choose_missing},  {"shared", choose_missing},  {"promised", choose_missing},
    {"tolerate", choose_tolerable}, {"default", choose_default},
};

/* --- What is likely --- */

static const Yc__Party *applicant(const Yc__Matter *m)
{
    for (size_t i = 0; m && i < m->n_parties; i++)
        if (is(m->parties[i]->key, "applicant")) return m->parties[i];
    return NULL;
}

static const char *likely(struct asking *a, const char *param)
{
    const Yc__Party *p = applicant(a->m);
    char money[MONEY_TEXT];
    int64_t fen = 0;

    if (is(param, "amount")) {
        for (size_t i = 0; a->m && i < a->m->n_charges; i++)
            fen += a->m->charges[i]->fen;
        return arena_strdup(&a->d->arena, money_text(fen, money));
    }
    if (is(param, "recipient") && p) return p->name;
    if (is(param, "recipient_id") && p) return p->id_no;
    /* 行政复议法第二十条, 行政诉讼法第四十六条: sixty days, six months.  It goes on a paper, so it
     * is Chinese. */
    if (is(param, "remedies"))
        return "可自收到本决定之日起六十日内申请行政复议，或者六个月内提起行政诉讼";
    return NULL;
}

/* --- Parameters to fields --- */

static const char *label_of(const char *param)
{
    static const struct {
        const char *param, *msgid;
    } labels[] = {
        {"opinion", N_("Opinion")},
        {"reason", N_("Reason")},
        {"remedies", N_("Remedies")},
        {"organ", N_("Organ")},
        {"remark", N_("Remark")},
        {"text", N_("Remark")},
        {"reject", N_("Not in form")},
        {"tolerate", N_("Tolerated")},
        {"materials", N_("On paper")},
        {"shared", N_("Shared source")},
        {"promised", N_("Promised")},
        {"officers", N_("Officers")},
        {"result", N_("Result")},
        {"to", N_("Back to")},
        {"which", N_("Step")},
        {"kind", N_("Procedure")},
        {"planned", N_("Working days")},
        {"evidence", N_("Evidence")},
        {"approved_by", N_("Approved by")},
        {"approved_on", N_("Approved on")},
        {"length", N_("Length")},
        {"default", N_("Default")},
        {"agree", N_("Agrees")},
        {"channel", N_("Paid by")},
        {"amount", N_("Amount")},
        {"cert_no", N_("Certificate no.")},
        {"fee", N_("Fee")},
        {"recipient", N_("Recipient")},
        {"recipient_id", N_("Recipient's ID")},
        {"way", N_("Way")},
        {"person", N_("Person")},
        {"absent", N_("Absent")},
        {"step", N_("Step")},
    };

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (is(labels[i].param, param)) return words(labels[i].msgid);
    return param;
}

static void choices_for(struct asking *a, const char *param, struct form_field *fd)
{
    struct listing l = {&a->d->arena, NULL, 0};

    for (size_t i = 0; i < sizeof choosers / sizeof *choosers; i++)
        if (is(choosers[i].param, param)) choosers[i].choose(a, &l);
    if (!l.n) return;
    struct choice *kept = arena_alloc(&a->d->arena, (size_t)l.n * sizeof *kept);
    memcpy(kept, l.c, (size_t)l.n * sizeof *kept);
    free(l.c);
    fd->choice = kept;
    fd->nchoice = l.n;
    fd->width = 30;
    fd->kind = fd->kind == FORM_MULTI ? FORM_MULTI : FORM_CHOICE;
    if (fd->kind == FORM_CHOICE && fd->nchoice < 10) fd->hint = NULL; /* the choices say more */
    fd->flags |= FORM_AUTO;
}

static void describe(struct asking *a, const char *param, const char *type, const char *help,
                     bool required, struct form_field *fd)
{
    static const struct {
        const char *type;
        enum form_kind kind;
        int width;
    } types[] = {{"text", FORM_TEXT, 50},    {"int", FORM_DIGITS, 6}, {"date", FORM_DATE, 10},
                 {"key", FORM_TEXT, 30},     {"list", FORM_MULTI, 0}, {"bool", FORM_YESNO, 6},
                 {"money", FORM_DECIMAL, 14}};

    *fd = (struct form_field){
        .label = label_of(param), .hint = words(help), .kind = FORM_TEXT, .width = 50};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is(types[i].type, type)) fd->kind = types[i].kind, fd->width = types[i].width;
    choices_for(a, param, fd);
    if (fd->kind == FORM_MULTI && !fd->nchoice) fd->kind = FORM_TEXT, fd->width = 50;
    if (required) fd->flags |= FORM_REQUIRED;
    if (is(param, "cert_no") || is(param, "recipient_id")) fd->flags |= FORM_SCAN;
}

static bool wanted(const struct asking *a, const char *param)
{
    if (is(param, "step")) return false;
    if (is(param, "officers")) return a->step && a->step->two_officers;
    if (is(param, "result") && is(a->act, "pass"))
        return a->step && (a->step->external || a->item->kind == KIND_JOINT);
    return true;
}

static void add(struct asking *a, const struct form_field *fd, const char *param,
                const char *initial, const struct field *of)
{
    struct deed_fields *d = a->d;

    d->field[d->n] = *fd;
    d->param[d->n] = arena_strdup(&d->arena, param);
    d->initial[d->n] = initial ? arena_strdup(&d->arena, initial) : NULL;
    d->of[d->n++] = of;
    if (fd->flags & FORM_REQUIRED) d->nrequired = d->n;
}

static void add_params(struct asking *a, const Yc__Reply *help, bool required)
{
    for (size_t i = 0; i < help->n_row; i++) {
        const char *param = door_reply_cell(help, i, "param");
        if (!*param || !is(door_reply_cell(help, i, "act"), a->act) || !wanted(a, param)) continue;
        bool needed = is(door_reply_cell(help, i, "title"), "required") || is(param, "officers");
        struct form_field fd;
        if (needed != required) continue;
        describe(a, param, door_reply_cell(help, i, "type"), door_reply_cell(help, i, "help"),
                 needed, &fd);
        if ((is(param, "materials") || is(param, "shared") || is(param, "promised") ||
             is(param, "tolerate") || is(param, "reject")) &&
            !fd.nchoice)
            continue; /* nothing to choose from */
        add(a, &fd, param, likely(a, param), NULL);
    }
}

static const char *value_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_values; i++)
        if (is(m->values[i]->key, key)) return m->values[i]->value ? m->values[i]->value : "";
    return "";
}

/* What comes back from outside or is read off the result belongs to the form: asked where the loop
 * needs it. */
static void add_form(struct asking *a)
{
    bool outside = is(a->act, "pass") && a->step && a->step->act == STEP_EXTERNAL;

    if (!a->item || !(outside || is(a->act, "verify"))) return;
    for (size_t i = 0; i < a->item->nfields; i++) {
        const struct field *f = &a->item->fields[i];
        struct form_field fd;
        if (f->need != NEED_VERIFY || *f->computed) continue;
        sheet_describe(&a->d->arena, f, &fd);
        struct buf held = {0};
        sheet_held(f, value_of(a->m, f->key), &held);
        char *key = mem_printf("form.%s", f->key);
        add(a, &fd, key, held.len ? buf_str(&held) : NULL, f);
        free(key);
        buf_free(&held);
    }
}

static const struct step *step_of_run(const struct item *it, const Yc__Matter *m, const char *run)
{
    for (size_t i = 0; it && i < m->n_steps; i++)
        if (is(m->steps[i]->key, run))
            return item_step(it, m->steps[i]->step ? m->steps[i]->step : "");
    return NULL;
}

void deed_fields_open(struct deed_fields *d, struct seat *s, const Yc__Reply *help, const char *act,
                      const Yc__Matter *m, const char *step)
{
    const struct item *item = m ? catalog_item(s->catalog, m->item ? m->item : "") : NULL;
    struct asking a = {d, s, act, m, item, m ? step_of_run(item, m, step) : NULL};
    size_t room = help->n_row + (item ? item->nfields : 0);

    *d = (struct deed_fields){0};
    d->field = arena_alloc(&d->arena, room * sizeof *d->field);
    d->param = arena_alloc(&d->arena, room * sizeof *d->param);
    d->initial = arena_alloc(&d->arena, room * sizeof *d->initial);
    d->of = arena_alloc(&d->arena, room * sizeof *d->of);
    add_params(&a, help, true);
    add_params(&a, help, false);
    /* The verifier reads all three off the paper; which of them a paper has, only he can see. */
    if (is(act, "verify")) d->nrequired = d->n;
    add_form(&a);
}

void deed_fields_close(struct deed_fields *d)
{
    arena_free(&d->arena);
}

struct form *deed_fields_form(struct deed_fields *d)
{
    struct form *form = form_new(d->field, d->n, NULL);

    for (int i = 0; i < d->n; i++)
        if (d->initial[i]) form_default(form, i, d->initial[i]);
    form_refresh(form);
    form_focus(form, 0);
    return form;
}

void deed_fields_draft(const struct deed_fields *d, const struct form *form, struct buf *out)
{
    for (int i = 0; i < d->n; i++)
        if (*form_value(form, i) && !form_is_default(form, i))
            draft_line(out, d->param[i], form_value(form, i));
}

struct undraft {
    const struct deed_fields *d;
    struct form *form;
};

static void undraft_line(void *arg, const char *key, const char *value)
{
    struct undraft *u = arg;

    for (int i = 0; i < u->d->n; i++)
        if (is(u->d->param[i], key)) form_set(u->form, i, value);
}

void deed_fields_undraft(const struct deed_fields *d, struct form *form, const char *text)
{
    struct undraft u = {d, form};

    draft_each(text, undraft_line, &u);
    form_focus(form, form_at(form)); /* what Esc gives back is what came in */
}

void deed_fields_put(const struct deed_fields *d, const struct form *form, Yc__Request *q)
{
    for (int i = 0; i < d->n; i++) {
        struct buf canon = {0};
        const char *value = form_value(form, i);
        if (!*value) continue;
        char *text = mem_strdup(value);
        if (d->of[i] && sheet_canonical(d->of[i], value, &canon, NULL) == RC_OK) {
            free(text);
            text = mem_strdup(buf_str(&canon));
        } else if (d->field[i].kind == FORM_MULTI) {
            for (char *p = text; *p; p++)
                if (*p == '|') *p = ',';
        }
        door_request_with(q, d->param[i], text);
        free(text);
        buf_free(&canon);
    }
}
