#include "tui/widget/form.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mask.h"
#include "base/mem.h"
#include "tui/widget/form_priv.h"

/* --- Making --- */

static bool accept_char(void *arg, uint32_t ch)
{
    const struct slot *s = arg;
    const struct form_hooks *h = &s->form->hooks;

    if (s->fd->kind == FORM_DATE && (ch > 0x7F || !strchr("0123456789-/.tT+", (int)ch)))
        return false;
    return !h->accept || h->accept(h->arg, s->form, (int)(s - s->form->slot), ch);
}

static void init_slot(struct form *f, struct slot *s, const struct form_field *fd)
{
    static const unsigned filter[] = {
        [FORM_DIGITS] = EDIT_DIGITS, [FORM_DECIMAL] = EDIT_DECIMAL, [FORM_STATIC] = 0};
    int max = fd->max_ch;

    *s = (struct slot){.form = f, .fd = fd, .choice = fd->choice, .nchoice = fd->nchoice};
    if (fd->kind == FORM_YESNO) s->choice = f->yesno, s->nchoice = 2;
    if (fd->mask) max = (int)mask_nchar(fd->mask);
    if (!max && fd->flags & FORM_AUTO) max = fd->width;
    if (fd->kind == FORM_DATE) max = DAY_TEXT - 1;
    area_init(&s->a, fd->rows ? fd->rows : 1, 1, 0, max);
    s->a.e.flags = filter[fd->kind];
    if (fd->kind == FORM_AREA) s->a.e.flags = EDIT_LINES;
    if (fd->flags & FORM_UPPER) s->a.e.flags |= EDIT_UPPER;
    if (fd->flags & FORM_AUTO) s->a.e.flags |= EDIT_AUTO;
    if (fd->flags & FORM_SECRET) s->a.e.flags |= EDIT_SECRET;
    s->a.e.accept = accept_char;
    s->a.e.arg = s;
}

struct form *form_new(const struct form_field *fields, int n, const struct form_hooks *hooks)
{
    struct form *f = mem_alloc(sizeof *f);

    *f = (struct form){.n = n, .cols = 80, .at = -1};
    if (hooks) f->hooks = *hooks;
    f->yesno[0] = (struct choice){"1", "y s", gettext("yes"), "true"};
    f->yesno[1] = (struct choice){"2", "n f 0", gettext("no"), "false"};
    f->slot = mem_alloc((size_t)n * sizeof *f->slot);
    for (int i = 0; i < n; i++)
        init_slot(f, form_slot(f, i), &fields[i]);
    form_refresh(f);
    return f;
}

void form_free(struct form *f)
{
    if (!f) return;
    for (int i = 0; i < f->n; i++) {
        area_free(&f->slot[i].a);
        free(f->slot[i].error);
        free(f->slot[i].note);
        free(f->slot[i].first);
        free(f->slot[i].sure);
    }
    form_forget_changes(f);
    free(f->undo);
    form_close_popup(f);
    buf_free(&f->typed);
    free(f->message);
    free(f->rest);
    free(f->slot);
    free(f);
}

/* --- Values --- */

const char *form_value(const struct form *f, int i)
{
    const struct slot *s = form_slot(f, i);

    return s->first ? s->first : edit_text(&s->a.e);
}

void form_set(struct form *f, int i, const char *value)
{
    edit_set(&form_slot(f, i)->a.e, value);
}

void form_default(struct form *f, int i, const char *value)
{
    edit_default(&form_slot(f, i)->a.e, value);
}

bool form_is_default(const struct form *f, int i)
{
    return form_slot(f, i)->a.e.fresh;
}

size_t form_caret(const struct form *f)
{
    return f->at < 0 ? 0 : form_slot(f, f->at)->a.e.cur;
}

void form_put_caret(struct form *f, size_t at)
{
    if (f->at >= 0) edit_put_caret(&form_slot(f, f->at)->a.e, at);
}

static void replace(char **to, const char *text)
{
    char *fresh = mem_strdup(text);

    free(*to);
    *to = fresh;
}

void form_note(struct form *f, int i, const char *note)
{
    replace(&form_slot(f, i)->note, note);
}

void form_error(struct form *f, int i, const char *sentence)
{
    replace(&form_slot(f, i)->error, sentence);
}

const char *form_error_text(const struct form *f, int i)
{
    return form_slot(f, i)->error;
}

bool form_shown(const struct form *f, int i)
{
    return form_slot(f, i)->shown;
}

void form_next(struct form *f)
{
    for (int i = 0; i < f->n; i++) {
        struct slot *s = form_slot(f, i);
        char *keep = mem_strdup(s->fd->flags & FORM_CARRY ? form_value(f, i) : "");
        form_default(f, i, keep);
        form_error(f, i, NULL);
        form_note(f, i, NULL);
        edit_begin(&s->a.e);
        replace(&s->first, NULL);
        replace(&s->sure, NULL);
        free(keep);
    }
    form_forget_changes(f);
    replace(&f->message, NULL);
    f->at = -1;
    form_refresh(f);
}

/* --- Focus --- */

static bool can_focus(const struct form *f, int i)
{
    const struct slot *s = form_slot(f, i);

    return s->shown && s->fd->kind != FORM_STATIC && !(s->fd->flags & FORM_LOCKED);
}

/* The next field that can have the focus, in steps of by; -1: none. */
static int neighbour(const struct form *f, int i, int by)
{
    for (i += by; i >= 0 && i < f->n; i += by)
        if (can_focus(f, i)) return i;
    return -1;
}

/* Where going on leads: past what need not be looked at. */
static int ahead(const struct form *f, int i)
{
    for (i = neighbour(f, i, 1); i >= 0; i = neighbour(f, i, 1)) {
        const struct form_field *fd = form_slot(f, i)->fd;
        if (!(fd->flags & FORM_SKIP)) break;
        if (fd->flags & FORM_REQUIRED && !*form_value(f, i)) break;
    }
    return i;
}

int form_at(const struct form *f)
{
    return f->at;
}

void form_focus(struct form *f, int i)
{
    if (i >= 0 && !can_focus(f, i)) return;
    form_close_popup(f); /* it belongs to the field that is left */
    if (f->at >= 0 && f->at != i) form_once_only(form_slot(f, f->at));
    f->at = i;
    f->item = 0;
    form_forget_typed(f);
    if (i >= 0) edit_begin(&form_slot(f, i)->a.e);
}

void form_refresh(struct form *f)
{
    bool changed = false;

    for (int i = 0; i < f->n; i++) {
        bool shown = !f->hooks.shown || f->hooks.shown(f->hooks.arg, f, i);
        changed |= shown != form_slot(f, i)->shown;
        form_slot(f, i)->shown = shown;
    }
    if (changed) form_layout(f);
    if (f->at < 0 || !can_focus(f, f->at)) {
        int next = f->at < 0 ? ahead(f, f->at) : neighbour(f, f->at, 1);
        form_focus(f, next >= 0 ? next : neighbour(f, f->at < 0 ? 0 : f->at, -1));
    }
}

/* --- Checks --- */

static char *check_date(struct form *f, int i)
{
    char out[DAY_TEXT];
    day_t d;

    day_t today = f->hooks.today ? f->hooks.today(f->hooks.arg) : DAY_NONE;
    if (!*form_value(f, i)) return NULL;
    if (!day_typed(form_value(f, i), today, &d))
        return mem_strdup(gettext("not a date: type it as 20261124"));
    form_set(f, i, day_text(d, out));
    return NULL;
}

static void check(struct form *f, int i)
{
    struct slot *s = form_slot(f, i);
    char *error = s->fd->kind == FORM_DATE ? check_date(f, i) : NULL;

    if (!error && f->hooks.leave) error = f->hooks.leave(f->hooks.arg, f, i);
    free(s->error);
    s->error = error;
}

static char *said(const struct slot *s)
{
    return mem_printf("%s: %s", s->fd->label, s->error);
}

void form_leave(struct form *f)
{
    struct slot *s;

    if (f->at < 0) return;
    s = form_slot(f, f->at);
    if (s->first || (!edit_changed(&s->a.e) && !s->error)) return;
    check(f, f->at);
    if (edit_changed(&s->a.e)) {
        form_remember_change(f, f->at);
        if (f->hooks.changed) f->hooks.changed(f->hooks.arg, f, f->at);
        edit_remember(&s->a.e); /* told once */
    }
    if (s->error) {
        free(f->message);
        f->message = said(s);
        term_bell();
    }
}

static bool is_empty(const char *value)
{
    return !value[strspn(value, " ")];
}

int form_verify(struct form *f)
{
    int wrong = 0, first = -1;

    form_leave(f);
    form_refresh(f);
    for (int i = 0; i < f->n; i++) {
        const struct slot *s = form_slot(f, i);
        if (!can_focus(f, i)) continue;
        check(f, i);
        if (!s->error && s->fd->flags & FORM_REQUIRED && is_empty(form_value(f, i)))
            form_error(f, i, gettext("must be filled in"));
        if (s->error && !wrong++) first = i;
    }
    replace(&f->message, NULL);
    if (wrong) form_focus(f, first);
    return wrong;
}

enum bar_kind form_status(const struct form *f, struct buf *out)
{
    const struct slot *s = f->at < 0 ? NULL : form_slot(f, f->at);

    buf_clear(out);
    if (f->message || (s && s->error)) {
        char *own = f->message ? NULL : said(s);
        buf_adds(out, f->message ? f->message : own);
        free(own);
        return BAR_ERROR;
    }
    if (s && s->fd->ncell) {
        form_cells_status(s, out);
    } else if (s && s->fd->hint) {
        buf_adds(out, s->fd->hint);
    } else if (s && !form_has_items(s)) {
        for (int i = 0; i < s->nchoice; i++)
            buf_printf(out, "%s%s%s", i ? " " : "", s->choice[i].code ? s->choice[i].code : "",
                       s->choice[i].text);
    }
    return BAR_INFO;
}

/* --- Keys --- */

static enum did go_on(struct form *f, enum did at_end)
{
    struct slot *s = form_slot(f, f->at);
    int next;

    if (f->typed.len && !f->settled) { /* several are meant by what is typed: show them */
        form_open_popup(f, s);
        return DID_USE;
    }
    form_leave(f);
    if (s->fd->flags & FORM_TWICE && form_twice(f, s)) return DID_USE;
    form_refresh(f);
    next = ahead(f, f->at);
    if (next < 0) return at_end;
    form_focus(f, next);
    return DID_USE;
}

static enum did go_back(struct form *f)
{
    int next;

    form_forget_typed(f);
    form_once_only(form_slot(f, f->at));
    form_leave(f);
    form_refresh(f);
    next = neighbour(f, f->at, -1);
    if (next < 0) return DID_REFUSE;
    form_focus(f, next);
    return DID_USE;
}

static enum did escape(struct form *f)
{
    struct slot *s = form_slot(f, f->at);
    bool typing = f->typed.len > 0 || s->first;

    form_forget_typed(f);
    form_once_only(s);
    if (!typing && !edit_changed(&s->a.e)) return DID_CANCEL;
    edit_undo(&s->a.e);
    return DID_USE;
}

static enum did undo(struct form *f)
{
    struct slot *s = form_slot(f, f->at);
    int i;

    if (f->typed.len || s->first || edit_changed(&s->a.e)) return escape(f);
    if ((i = form_take_change(f)) < 0) return DID_REFUSE;
    check(f, i);
    form_refresh(f);
    form_focus(f, i);
    if (f->hooks.changed) f->hooks.changed(f->hooks.arg, f, i);
    return DID_USE;
}

static enum did repeat(struct form *f)
{
    bool barred = form_slot(f, f->at)->fd->flags & FORM_NO_DUP;
    char *value = f->hooks.dup && !barred ? f->hooks.dup(f->hooks.arg, f, f->at) : NULL;

    if (!value) return DID_REFUSE;
    form_forget_typed(f);
    form_set(f, f->at, value);
    free(value);
    return go_on(f, DID_USE);
}

/* Off the application mode the keypad sends plain characters. */
static struct key keypad(const struct slot *s, struct key k)
{
    bool text = s->fd->kind == FORM_TEXT || s->fd->kind == FORM_AREA;

    if (k.code != KEY_TEXT || text) return k;
    if (k.ch == '+' && !form_date_open(s)) k.code = KEY_PLUS;
    if (k.ch == '-' && s->fd->kind != FORM_DATE) k.code = KEY_MINUS;
    if (k.ch == '*') k.code = KEY_STAR;
    return k;
}

static enum did field_key(struct form *f, struct slot *s, struct key k)
{
    enum did did;
    day_t d;

    if (s->fd->ncell && (did = form_cells_key(f, s, k)) != DID_NOTHING) return did;
    if (k.code == KEY_ENTER) return DID_NOTHING;
    if (form_has_items(s)) return form_items_key(f, s, k);
    if (s->fd->kind == FORM_CHOICE || s->fd->kind == FORM_YESNO) return form_choice_key(f, s, k);
    if (s->fd->kind == FORM_AREA) return area_key(&s->a, k);
    did = form_text_key(f, s, k);
    if (did == DID_USE && k.code == KEY_TEXT && s->fd->kind == FORM_DATE &&
        s->fd->flags & FORM_AUTO && s->a.e.text.len == 8 && day_parse(edit_text(&s->a.e), &d))
        return DID_FULL; /* the eight digits are a whole date */
    return did;
}

const char *form_rest(const struct form *f)
{
    return f->rest;
}

/* --- Scanners --- */

bool form_scans(const struct form *f)
{
    return f->at >= 0 && !f->popup && form_slot(f, f->at)->fd->flags & FORM_SCAN;
}

/* The text in place of all the field holds, or nothing. */
static bool take_whole(struct form *f, struct slot *s, const char *text)
{
    char *was = mem_strdup(edit_text(&s->a.e));
    enum did did;

    edit_set(&s->a.e, "");
    did = form_text_key(f, s, (struct key){.code = KEY_PASTE, .text = text});
    if (did != DID_USE) edit_set(&s->a.e, was);
    free(was);
    return did == DID_USE;
}

/* What is not taken whole is typing, of which the first character has come already. */
static enum did scanned(struct form *f, struct key k)
{
    struct key end = {.code = k.ch == '\t' ? KEY_TAB : KEY_ENTER};

    if (form_scans(f) && take_whole(f, form_slot(f, f->at), k.text)) return form_key(f, end);
    for (const char *p = k.text + 1; *p; p++)
        form_key(f, (struct key){.code = KEY_TEXT, .ch = (unsigned char)*p});
    return form_key(f, end);
}

enum did form_key(struct form *f, struct key k)
{
    struct slot *s;
    enum did did;

    if (k.code == KEY_SCAN) return scanned(f, k);
    replace(&f->message, NULL);
    replace(&f->rest, NULL);
    if (f->at < 0) return k.code == KEY_ESC ? DID_CANCEL : DID_NOTHING;
    if (f->popup) {
        did = form_popup_key(f, k);
        if (did != DID_TAKE) return did;
        return form_slot(f, f->at)->fd->kind == FORM_TEXT ? DID_USE : go_on(f, DID_USE);
    }
    s = form_slot(f, f->at);
    k = keypad(s, k);
    did = field_key(f, s, k);
    if (did == DID_FULL) return go_on(f, DID_USE);
    if (did != DID_NOTHING) return did;
    switch (k.code) {
    case KEY_ENTER:
    case KEY_PLUS:
        return go_on(f, DID_TAKE);
    case KEY_TAB:
    case KEY_DOWN:
        return go_on(f, DID_REFUSE);
    case KEY_BACKTAB:
    case KEY_MINUS:
    case KEY_UP:
        return go_back(f);
    case KEY_ESC:
        return escape(f);
    case KEY_STAR:
        if (!s->nchoice) return repeat(f);
        form_open_popup(f, s);
        return DID_USE;
    default:
        if (k.code == KEY_CTRL && k.ch == 'Z') return undo(f);
        return k.code == KEY_CTRL && k.ch == 'D' ? repeat(f) : DID_NOTHING;
    }
}
