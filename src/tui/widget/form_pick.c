#include "tui/widget/form_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* --- Several of the choices: marks --- */

bool form_has_items(const struct slot *s)
{
    return s->fd->kind == FORM_MULTI || s->fd->kind == FORM_CHECKS;
}

static const char *states(const struct slot *s)
{
    return s->fd->kind == FORM_CHECKS && s->fd->states ? s->fd->states : " x";
}

/* Whether the parts of value joined by '|' include part. */
static bool has_part(const char *value, const char *part)
{
    size_t n = strlen(part);

    for (const char *p = value; *p;) {
        size_t len = strcspn(p, "|");
        if (len == n && memcmp(p, part, n) == 0) return true;
        p += len + (p[len] == '|');
    }
    return false;
}

char form_item_mark(const struct slot *s, int j)
{
    const char *value = edit_text(&s->a.e);

    if (s->fd->kind == FORM_MULTI) return has_part(value, choice_value(&s->choice[j])) ? 'x' : ' ';
    return strlen(value) > (size_t)j ? value[j] : *states(s);
}

static void set_marks(struct slot *s, const char *mark)
{
    struct buf b = {0};

    for (int j = 0; j < s->nchoice; j++) {
        if (s->fd->kind == FORM_CHECKS) {
            buf_addc(&b, mark[j]);
        } else if (mark[j] == 'x') {
            if (b.len) buf_addc(&b, '|');
            buf_adds(&b, choice_value(&s->choice[j]));
        }
    }
    edit_set(&s->a.e, buf_str(&b));
    buf_free(&b);
}

static char next_state(const struct slot *s, char mark)
{
    const char *at = strchr(states(s), mark);

    return at && at[1] ? at[1] : *states(s);
}

/* Items from..to go one state on; when all of several stand in the same later state they go back to
 * the first. */
static enum did cycle(struct slot *s, int from, int to)
{
    char *mark;
    bool all = from + 1 < to;

    if (from >= to || to > s->nchoice) return DID_REFUSE;
    mark = mem_alloc((size_t)s->nchoice + 1);
    for (int j = 0; j < s->nchoice; j++)
        mark[j] = form_item_mark(s, j);
    for (int j = from; j < to; j++)
        all &= mark[j] != *states(s);
    for (int j = from; j < to; j++) {
        bool first = mark[j] == *states(s);
        if (from + 1 == to || first || all) mark[j] = all ? *states(s) : next_state(s, mark[j]);
    }
    set_marks(s, mark);
    free(mark);
    return DID_USE;
}

/* A letter that is one of the states marks the current item so. */
static enum did mark_item(const struct form *f, struct slot *s, char state)
{
    char *mark = mem_alloc((size_t)s->nchoice + 1);

    for (int j = 0; j < s->nchoice; j++)
        mark[j] = form_item_mark(s, j);
    mark[f->item] = state;
    set_marks(s, mark);
    free(mark);
    return DID_USE;
}

static enum did move_item(struct form *f, const struct slot *s, int to)
{
    if (to < 0 || to >= s->nchoice) return DID_REFUSE;
    f->item = to;
    return DID_USE;
}

enum did form_items_key(struct form *f, struct slot *s, struct key k)
{
    bool digit = k.code == KEY_TEXT && k.ch >= '0' && k.ch <= '9';

    if (k.code == KEY_LEFT) return move_item(f, s, f->item - 1);
    if (k.code == KEY_RIGHT) return move_item(f, s, f->item + 1);
    if (k.code == KEY_HOME) return move_item(f, s, 0);
    if (k.code == KEY_END) return move_item(f, s, s->nchoice - 1);
    if (k.code == KEY_STAR || (k.code == KEY_TEXT && k.ch == 'a')) return cycle(s, 0, s->nchoice);
    if (k.code == KEY_TEXT && k.ch == ' ') return cycle(s, f->item, f->item + 1);
    if (digit) {
        int j = k.ch == '0' ? 9 : (int)(k.ch - '1');
        return move_item(f, s, j) == DID_USE ? cycle(s, j, j + 1) : DID_REFUSE;
    }
    if (k.code == KEY_TEXT && k.ch > ' ' && k.ch < 127 && s->fd->kind == FORM_CHECKS &&
        f->item < s->nchoice && strchr(states(s), (char)k.ch))
        return mark_item(f, s, (char)k.ch);
    return k.code == KEY_TEXT || k.code == KEY_PASTE ? DID_REFUSE : DID_NOTHING;
}

/* --- One of the choices: typing --- */

int form_chosen(const struct slot *s)
{
    const char *value = edit_text(&s->a.e);

    for (int i = 0; *value && i < s->nchoice; i++)
        if (strcmp(choice_value(&s->choice[i]), value) == 0) return i;
    return -1;
}

void form_forget_typed(struct form *f)
{
    buf_clear(&f->typed);
    f->settled = false;
}

static bool all_digits(const char *s)
{
    return s[strspn(s, "0123456789")] == '\0';
}

/* Takes what is typed so far; false when nothing is like it.  An exact code or a single match is
 * the value at once, and typing on is still understood: a clerk who always types all the letters
 * need not know how many suffice. */
static bool settle(struct form *f, struct slot *s, bool *complete)
{
    const char *typed = buf_str(&f->typed);
    int *match = mem_alloc((size_t)(s->nchoice + 1) * sizeof *match);
    int n = choice_filter(s->choice, s->nchoice, typed, match);
    bool exact = n && choice_exact(&s->choice[match[0]], typed);

    f->settled = n == 1 || (exact && !choice_exact(&s->choice[match[1]], typed));
    if (f->settled) edit_set(&s->a.e, choice_value(&s->choice[match[0]]));
    *complete = n == 1 && exact && all_digits(typed);
    free(match);
    return n > 0;
}

static enum did type_choice(struct form *f, struct slot *s, const char *utf8)
{
    size_t had = f->typed.len;
    bool complete, settled = f->settled;

    if (!*utf8) return DID_REFUSE;
    buf_adds(&f->typed, utf8);
    if (!settle(f, s, &complete)) {
        f->typed.data[f->typed.len = had] = '\0';
        f->settled = settled;
        return DID_REFUSE;
    }
    return complete && s->fd->flags & FORM_AUTO ? DID_FULL : DID_USE;
}

static enum did clear_choice(struct form *f, struct slot *s)
{
    bool had = f->typed.len || s->a.e.text.len;

    form_forget_typed(f);
    edit_set(&s->a.e, "");
    return had ? DID_USE : DID_REFUSE;
}

static enum did space(struct form *f, struct slot *s)
{
    if (s->fd->kind == FORM_YESNO) {
        form_forget_typed(f);
        edit_set(&s->a.e, form_chosen(s) == 0 ? "false" : "true");
    } else {
        form_open_popup(f, s);
    }
    return DID_USE;
}

enum did form_choice_key(struct form *f, struct slot *s, struct key k)
{
    char enc[5] = "";

    if (k.code == KEY_STAR || (k.code == KEY_TEXT && k.ch == ' ')) return space(f, s);
    if (k.code == KEY_BACKSPACE || k.code == KEY_DELETE || (k.code == KEY_CTRL && k.ch == 'U'))
        return clear_choice(f, s);
    if (k.code == KEY_PASTE) return type_choice(f, s, k.text) == DID_REFUSE ? DID_REFUSE : DID_USE;
    if (k.code != KEY_TEXT) return DID_NOTHING;
    enc[text_encode(k.ch, enc)] = '\0';
    return *enc ? type_choice(f, s, enc) : DID_REFUSE;
}

/* --- The popup --- */

/* A copy of the field's choices in its owner's order; true: the keys 1 to 9 and 0 are his. */
static bool arrange(struct form *f, const struct slot *s, int digit[PICK_DIGITS])
{
    size_t bytes = (size_t)s->nchoice * sizeof *f->arranged;

    f->arranged = mem_alloc(bytes + 1);
    if (bytes) memcpy(f->arranged, s->choice, bytes);
    return f->hooks.arrange &&
           f->hooks.arrange(f->hooks.arg, f, f->at, f->arranged, s->nchoice, digit);
}

void form_open_popup(struct form *f, struct slot *s)
{
    int digit[PICK_DIGITS];
    bool owned = arrange(f, s, digit);
    const char *value = edit_text(&s->a.e);

    pick_open(&f->pick, s->fd->label, f->arranged, s->nchoice);
    f->pick.take = s->fd->take;
    if (owned) pick_digits(&f->pick, digit);
    pick_filter(&f->pick, f->settled ? "" : buf_str(&f->typed));
    for (int r = 0; r < f->pick.nmatch; r++)
        if (strcmp(choice_value(&f->arranged[f->pick.match[r]]), value) == 0)
            list_select(&f->pick.list, r);
    form_forget_typed(f);
    f->popup = true;
}

void form_close_popup(struct form *f)
{
    if (f->popup) pick_close(&f->pick);
    f->popup = false;
    free(f->arranged);
    f->arranged = NULL;
}

enum did form_popup_key(struct form *f, struct key k)
{
    enum did did = pick_key(&f->pick, k);
    struct slot *s = form_slot(f, f->at);

    if (did == DID_NOTHING)
        return DID_REFUSE; /* the popup is alone: no key is meant for what lies under it */
    int chosen = pick_chosen(&f->pick);
    const char *value = chosen >= 0 ? choice_value(&f->arranged[chosen]) : "";
    if (f->pick.pinned >= 0 && f->hooks.pinned)
        f->hooks.pinned(f->hooks.arg, f, f->at, f->pick.pinned, value);
    if (did == DID_TAKE) {
        edit_set(&s->a.e, value);
        if (f->hooks.took) f->hooks.took(f->hooks.arg, f, f->at, value);
        f->rest = mem_strdup(pick_rest(&f->pick));
    }
    if (did == DID_TAKE || did == DID_CANCEL) form_close_popup(f);
    return did == DID_CANCEL ? DID_USE : did;
}
