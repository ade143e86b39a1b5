/* Fields of text: masks, initials taken for a text, values typed twice; and what was changed. */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/mask.h"
#include "base/mem.h"
#include "tui/widget/form_priv.h"

/* --- Masks --- */

/* What was just typed at the end gets the marks of the mask; false: it has no place there. */
static bool follow_mask(struct slot *s, bool *whole)
{
    struct buf b = {0};
    bool good = mask_fit(s->fd->mask, edit_text(&s->a.e), &b, whole);

    if (good) edit_set(&s->a.e, buf_str(&b));
    buf_free(&b);
    return good;
}

static enum did masked(struct slot *s, struct key k)
{
    struct edit *e = &s->a.e;
    char *before = mem_strdup(e->fresh ? "" : edit_text(e));
    bool end = e->cur == e->text.len || e->fresh, whole = false;
    enum did did;

    /* A paste may bring the marks or not: the mask says. */
    if (e->fresh && (k.code == KEY_TEXT || k.code == KEY_PASTE)) edit_set(e, "");
    did = edit_key(e, k);
    if (did == DID_USE || did == DID_FULL)
        if (end && (k.code == KEY_TEXT || k.code == KEY_PASTE)) {
            if (!follow_mask(s, &whole))
                edit_set(e, before), did = DID_REFUSE;
            else
                did = whole && s->fd->flags & FORM_AUTO && k.code == KEY_TEXT ? DID_FULL : DID_USE;
        }
    free(before);
    return did;
}

/* --- Initials --- */

static bool small_letters(const char *s)
{
    return *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

/* The choice whose initials these are: the only one they begin, or, asked for, the only exact one;
 * -1 none. */
static int named(const struct slot *s, const char *typed, bool asked)
{
    int *match = mem_alloc((size_t)(s->nchoice + 1) * sizeof *match);
    int n = choice_filter(s->choice, s->nchoice, typed, match), found = -1;

    if (n && choice_exact(&s->choice[match[0]], typed) &&
        (n == 1 || (asked && !choice_exact(&s->choice[match[1]], typed))))
        found = match[0];
    free(match);
    return found;
}

/* "dgc" becomes 东关村 as it is complete; where more begin so, a blank takes it. */
static void take_initials(struct slot *s, struct key k)
{
    struct edit *e = &s->a.e;
    size_t n = e->text.len;
    bool asked = k.ch == ' ';

    if (k.code != KEY_TEXT || e->cur < n || !n) return;
    char *typed = mem_strndup(edit_text(e), asked ? n - 1 : n);
    int i = small_letters(typed) ? named(s, typed, asked) : -1;
    free(typed);
    if (i >= 0) edit_set(e, choice_value(&s->choice[i]));
}

/* --- A key --- */

static bool is_whole(struct form *f, const struct slot *s)
{
    return s->fd->flags & FORM_AUTO && f->hooks.whole && s->a.e.cur == s->a.e.text.len &&
           f->hooks.whole(f->hooks.arg, f, f->at);
}

enum did form_text_key(struct form *f, struct slot *s, struct key k)
{
    enum did did = s->fd->mask ? masked(s, k) : edit_key(&s->a.e, k);
    bool changed = did == DID_USE || did == DID_FULL;

    if (did == DID_USE && k.code == KEY_TEXT && is_whole(f, s)) did = DID_FULL;
    if (changed && s->nchoice) take_initials(s, k);
    if (changed && s->fd->flags & FORM_TWICE && !s->sure) s->sure = mem_strdup(s->a.e.before);
    return did;
}

bool form_date_open(const struct slot *s)
{
    const char *text = edit_text(&s->a.e);

    return s->fd->kind == FORM_DATE && (strcmp(text, "t") == 0 || strcmp(text, "T") == 0);
}

/* --- Twice --- */

bool form_unsure(const struct form *f, int i)
{
    const struct slot *s = form_slot(f, i);
    const char *value = form_value(f, i);

    return s->sure && *value && strcmp(value, s->sure) != 0;
}

void form_once_only(struct slot *s)
{
    if (!s->first) return;
    edit_set(&s->a.e, s->first);
    free(s->first);
    s->first = NULL;
}

static void be_sure(struct slot *s)
{
    free(s->sure);
    s->sure = NULL;
}

static void tell(struct form *f, const struct slot *s, const char *what)
{
    free(f->message);
    f->message = mem_printf("%s: %s", s->fd->label, what);
}

static bool ask_again(struct form *f, struct slot *s)
{
    if (s->error) return false;
    s->first = mem_strdup(edit_text(&s->a.e));
    edit_set(&s->a.e, "");
    tell(f, s, gettext("type it a second time"));
    return true;
}

/* The second, as the owner writes it. */
static bool agrees(struct form *f, struct slot *s)
{
    char *first = s->first, *error = NULL;

    s->first = NULL;
    if (f->hooks.leave) error = f->hooks.leave(f->hooks.arg, f, f->at);
    s->first = first;
    free(error);
    return strcmp(first, edit_text(&s->a.e)) == 0;
}

bool form_twice(struct form *f, struct slot *s)
{
    if (!s->first) return form_unsure(f, f->at) && ask_again(f, s);
    if (!s->a.e.text.len) { /* no second time: what is typed stands, and is marked */
        form_once_only(s);
        form_error(f, f->at, gettext("typed once only"));
        return false;
    }
    bool same = agrees(f, s);
    form_once_only(s);
    if (!same) {
        edit_set(&s->a.e, "");
        tell(f, s, gettext("the two differ: type it anew"));
        term_bell();
        return true;
    }
    be_sure(s);
    return false;
}

/* --- Undo --- */

enum { MOST_CHANGES = 100 };

void form_remember_change(struct form *f, int i)
{
    if (f->nundo == MOST_CHANGES) {
        free(f->undo[0].was);
        memmove(f->undo, f->undo + 1, (MOST_CHANGES - 1) * sizeof *f->undo);
        f->nundo--;
    }
    f->undo = mem_resize(f->undo, (size_t)(f->nundo + 1) * sizeof *f->undo);
    f->undo[f->nundo++] = (struct change){i, mem_strdup(form_slot(f, i)->a.e.before)};
}

int form_take_change(struct form *f)
{
    if (!f->nundo) return -1;
    struct change c = f->undo[--f->nundo];
    edit_set(&form_slot(f, c.field)->a.e, c.was);
    free(c.was);
    return c.field;
}

void form_forget_changes(struct form *f)
{
    while (f->nundo)
        free(f->undo[--f->nundo].was);
}
