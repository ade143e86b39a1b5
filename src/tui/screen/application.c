#include "tui/screen/application.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/choose.h"
#include "tui/screen/conflict.h"
#include "tui/screen/deed.h"
#include "tui/screen/draft.h"
#include "tui/screen/earlier.h"
#include "tui/screen/ledger.h"
#include "tui/screen/matter.h"
#include "tui/screen/promise.h"
#include "tui/screen/sheet.h"
#include "tui/screen/words.h"

struct application {
    struct screen screen;
    const struct item *item;
    struct sheet sheet;
    char *number;    /* NULL: not registered yet */
    Yc__Matter *was; /* as the office has it, NULL not registered */
    bool correcting;
    bool unsaved;        /* a field was left: its draft is written when the key is done */
    bool warned;         /* F2 has told what is missing: once more saves all the same */
    char saved[8];       /* time of the last draft, "" none */
    Yc__Matter *earlier; /* of the same applicant, offered */
    Yc__Request *sent;   /* waits for its answer */
};

static const char *thing(const struct application *a)
{
    return a->number ? a->number : a->item->id;
}

/* --- Drafts --- */

static void touched(void *arg)
{
    ((struct application *)arg)->unsaved = true;
}

static void save_draft(void *arg)
{
    struct application *a = arg;
    struct seat *s = a->screen.seat;
    struct buf text = {0};
    int minute = day_second_of_instant(seat_now(s)) / 60;

    a->unsaved = a->warned = false;
    sheet_draft(&a->sheet, &text);
    if (!text.len)
        draft_remove(s, thing(a));
    else if (draft_save(s, thing(a), &text))
        snprintf(a->saved, sizeof a->saved, "%02d:%02d", minute / 60 % 24, minute % 60);
    else
        seat_tell(s, BAR_WARN, _("the draft cannot be written to disk: save before you leave"));
    buf_free(&text);
}

static void forget_draft(struct application *a)
{
    draft_remove(a->screen.seat, thing(a));
    a->unsaved = false;
}

static void resume(struct seat *s, void *arg, bool yes)
{
    struct application *a = arg;
    char *text = yes ? draft_load(s, thing(a)) : NULL;

    if (text) {
        sheet_undraft(&a->sheet, text);
        seat_tell(s, BAR_INFO, _("the draft is back"));
    }
    free(text);
}

static void offer_draft(struct application *a)
{
    char *text = draft_load(a->screen.seat, thing(a));

    if (text)
        question_open(a->screen.seat,
                      _("There is an unfinished draft of this form. Go on with it?"), true, resume,
                      a);
    free(text);
}

/* --- The applicant was here before --- */

static void forget_earlier(struct application *a)
{
    if (a->earlier) yc__matter__free_unpacked(a->earlier, NULL);
    a->earlier = NULL;
}

static void look_for_earlier(void *arg, const struct field *fd, const char *value)
{
    struct application *a = arg;

    if (a->number || !earlier_names_applicant(fd)) return;
    forget_earlier(a);
    a->earlier = earlier_find(a->screen.seat, value);
}

static void fill_from_earlier(struct application *a)
{
    char n[12];

    snprintf(n, sizeof n, "%d", earlier_fill(&a->sheet, a->earlier));
    forget_earlier(a);
    save_draft(a);
    seat_say(
        a->screen.seat, BAR_INFO,
        words_fill(N_("{1} fields filled in from the earlier matter: compare them with the papers"),
                   n, NULL));
}

/* --- Sending --- */

static void forget_request(struct application *a)
{
    if (a->sent) door_request_free(a->sent);
    a->sent = NULL;
}

/* The same contents go again under the same id until somebody answers. */
static bool same_contents(const Yc__Request *a, const Yc__Request *b)
{
    if (strcmp(a->name, b->name) != 0 || a->n_with != b->n_with) return false;
    for (size_t i = 0; i < a->n_with; i++)
        if (strcmp(a->with[i]->key, b->with[i]->key) != 0 ||
            strcmp(a->with[i]->value, b->with[i]->value) != 0)
            return false;
    return true;
}

static Yc__Reply *send(struct application *a, Yc__Request *q)
{
    struct seat *s = a->screen.seat;

    if (a->sent && same_contents(a->sent, q)) {
        door_request_free(q);
    } else {
        forget_request(a);
        a->sent = q;
    }
    Yc__Reply *r = seat_try(s, a->sent);
    if (r || strcmp(s->code, "unavailable") != 0) forget_request(a);
    return r;
}

static void take_matter(struct application *a, const char *number)
{
    char *fresh = mem_strdup(number);
    free(a->number);
    a->number = fresh;
    if (a->was) yc__matter__free_unpacked(a->was, NULL);
    a->was = matter_fetch(a->screen.seat, number);
}

static void remember(struct application *a)
{
    struct buf text = {0};

    sheet_draft(&a->sheet, &text);
    free(a->screen.seat->last);
    a->screen.seat->last = buf_take(&text);
}

struct looking {
    const char *key;
    char *value;
};

static void match(void *arg, const char *key, const char *value)
{
    struct looking *l = arg;

    if (!l->value && *value && strcmp(key, l->key) == 0) l->value = mem_strdup(value);
}

/* What the form registered before this one had in the field. */
static char *previous(void *arg, const struct field *fd)
{
    const struct application *a = arg;
    struct looking l = {fd->key, NULL};

    if (a->screen.seat->last) draft_each(a->screen.seat->last, match, &l);
    return l.value;
}

static bool register_now(struct application *a, char **say)
{
    struct seat *s = a->screen.seat;
    Yc__Request *q = seat_request(s, "register", NULL);

    door_request_with(q, "item", a->item->id);
    sheet_put(&a->sheet, q, NULL);
    Yc__Reply *r = send(a, q);
    if (!r) return false;
    forget_draft(a);
    remember(a);
    struct buf number = {0};
    words_number(r->number, &number);
    *say = words_fill(N_("registered: {1}, query code {2}"), buf_str(&number),
                      door_reply_get(r, "query_code"), NULL);
    buf_free(&number);
    take_matter(a, r->number);
    door_reply_free(r);
    stage_stale(s);
    return true;
}

static void settled(void *arg, Yc__Matter *now)
{
    struct application *a = arg;

    if (a->was) yc__matter__free_unpacked(a->was, NULL);
    a->was = now;
    a->unsaved = true;
}

/* Somebody else saved first. */
static void meet(struct application *a)
{
    Yc__Matter *now = matter_fetch(a->screen.seat, a->number);

    if (now) conflict_meet(&a->sheet, a->was, now, settled, a);
}

/* accept, resubmit or correct_on_spot of what differs from the record. */
static bool change_now(struct application *a, const char *act, char **say)
{
    struct seat *s = a->screen.seat;
    Yc__Request *q = seat_request(s, act, a->number);

    if (a->was) {
        q->has_version = true;
        q->version = a->was->version;
    }
    sheet_put(&a->sheet, q, a->was);
    Yc__Reply *r = send(a, q);
    if (!r) {
        if (strcmp(a->screen.seat->code, "version") == 0) meet(a);
        return false;
    }
    forget_draft(a);
    free(*say);
    *say = deed_done(s, act, r);
    door_reply_free(r);
    stage_stale(s);
    return true;
}

static void tell_errors(struct application *a, int wrong, bool may_insist)
{
    char n[12];

    snprintf(n, sizeof n, "%d", wrong);
    const char *first =
        form_at(a->sheet.form) >= 0 ? form_error_text(a->sheet.form, form_at(a->sheet.form)) : NULL;
    const char *label =
        form_at(a->sheet.form) >= 0 ? a->sheet.field[form_at(a->sheet.form)].label : "";
    char *text = words_fill(may_insist ? N_("{1} to mend (save again: as it is), first {2}: {3}")
                                       : N_("{1} to mend, first {2}: {3}"),
                            n, label, first ? first : "", NULL);
    seat_say(a->screen.seat, BAR_ERROR, text);
}

static void save(struct application *a)
{
    int hard, wrong = sheet_check(&a->sheet, false, &hard);
    char *say = NULL;
    bool good;

    /* What is incomplete may be registered (the one-time notice needs a matter), what cannot be
     * stored may not. */
    if (wrong && (hard || !a->warned)) {
        save_draft(a);
        tell_errors(a, wrong, !hard);
        a->warned = !hard;
        return;
    }
    if (a->number)
        good = change_now(a, a->correcting ? "resubmit" : "correct_on_spot", &say);
    else
        good = register_now(a, &say);
    if (!good) {
        free(say);
        return;
    }
    stage_pop(a->screen.seat);
    seat_say(a->screen.seat, BAR_INFO, say);
}

static void accept(struct application *a)
{
    int wrong = sheet_check(&a->sheet, true, NULL);
    char *say = NULL;

    if (a->correcting) {
        save(a);
        return;
    }
    if (wrong) {
        save_draft(a);
        tell_errors(a, wrong, false);
        return;
    }
    if (!a->number && !register_now(a, &say)) return;
    if (change_now(a, "accept", &say)) {
        stage_pop(a->screen.seat);
        seat_say(a->screen.seat, BAR_INFO, say);
        return;
    }
    free(say); /* registered all the same: the refusal stands on the status line, the title shows
                  the number */
}

/* --- The limits of this matter --- */

static void show_ledger(struct application *a)
{
    struct seat *s = a->screen.seat;

    if (a->number && !a->correcting && a->was && a->was->n_clocks)
        ledger_open(s, a->number, NULL);
    else
        ledger_of_span(s, _("if it is accepted today"), seat_today(s), promise_length(a->item));
}

static void go_to(struct seat *s, void *arg, const char *field)
{
    struct application *a = arg;

    (void)s;
    form_focus(a->sheet.form, atoi(field));
}

static void show_errors(struct application *a)
{
    struct choosing errors = {0};

    if (!sheet_check(&a->sheet, true, NULL)) {
        seat_tell(a->screen.seat, BAR_INFO, _("nothing is wrong with this form"));
        return;
    }
    sheet_errors(&a->sheet, &errors);
    choose_open(a->screen.seat, _("What has to be mended"), &errors, go_to, a);
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    const struct application *a = (struct application *)s;

    buf_printf(left, "%s  ", a->item->name);
    if (a->number)
        words_number(a->number, left);
    else
        buf_adds(left, _("Register"));
    if (*a->saved) buf_printf(left, "\t%s %s", _("draft"), a->saved);
}

static void draw(struct screen *s, struct rect body)
{
    struct application *a = (struct application *)s;
    struct buf b = {0};
    int last = body.row + body.rows - 1;

    promise_line(a->screen.seat, a->item, &b);
    term_put(last, 1, 10, ATTR_LABEL, _("Limit"));
    term_put(last, 9, -1, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
    form_draw(a->sheet.form, (struct rect){body.row, 0, body.rows - 1, body.cols});
}

static enum bar_kind status(struct screen *s, struct buf *out)
{
    return form_status(((struct application *)s)->sheet.form, out);
}

static const char *number(struct screen *s)
{
    return ((struct application *)s)->number;
}

static bool scans(struct screen *s)
{
    return form_scans(((struct application *)s)->sheet.form);
}

static void go_to_materials(struct application *a)
{
    form_leave(a->sheet.form);
    sheet_all_materials(&a->sheet);
    form_refresh(a->sheet.form);
    if (a->sheet.materials >= 0) form_focus(a->sheet.form, a->sheet.materials);
    save_draft(a);
}

/* Esc gives the field back first; leaving keeps the draft. */
static bool back(struct application *a)
{
    enum did did = form_key(a->sheet.form, (struct key){.code = KEY_ESC});

    if (did != DID_CANCEL) return true;
    stage_pop(a->screen.seat);
    if (*a->saved) seat_tell(a->screen.seat, BAR_INFO, _("the draft is kept"));
    return true;
}

static bool typed(struct application *a, struct key k)
{
    if (k.code == KEY_CTRL && k.ch == 'D' && a->earlier) {
        form_leave(a->sheet.form);
        fill_from_earlier(a);
        return true;
    }
    enum did did = form_key(a->sheet.form, k);
    if (form_rest(a->sheet.form)) burst_begin(&a->screen.seat->burst, form_rest(a->sheet.form));
    if (did == DID_REFUSE) term_bell();
    if (did == DID_TAKE)
        seat_tell(a->screen.seat, BAR_INFO, _("the last field: F2 saves, F8 saves and accepts"));
    return did != DID_NOTHING;
}

static bool do_key(struct application *a, struct key k, const char *action)
{
    if (strcmp(action, "back") == 0) return back(a);
    if (strcmp(action, "save") == 0)
        save(a);
    else if (strcmp(action, "accept") == 0)
        accept(a);
    else if (strcmp(action, "check") == 0)
        show_errors(a);
    else if (strcmp(action, "ledger") == 0)
        show_ledger(a);
    else if (strcmp(action, "all_materials") == 0)
        go_to_materials(a);
    else if (strcmp(action, "pick") == 0)
        return typed(a, (struct key){.code = KEY_STAR});
    else if (*action)
        return false;
    else
        return typed(a, k);
    return true;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct application *a = (struct application *)s;
    bool used = do_key(a, k, action);

    if (a->unsaved) save_draft(a);
    return used;
}

static bool act(struct screen *s, const char *name)
{
    struct application *a = (struct application *)s;

    if (strcmp(name, "accept") == 0)
        accept(a);
    else if (strcmp(name, "correct_on_spot") == 0 || strcmp(name, "resubmit") == 0)
        save(a);
    else
        return false;
    return true;
}

/* Somebody else may have changed it: say so, touch nothing.  Once it is in another phase (our own
 * notice or refusal, too) this form is over; what was typed is offered when it is opened again. */
static void refresh(struct screen *s)
{
    struct application *a = (struct application *)s;

    if (!a->number || !a->was) return;
    Yc__Matter *now = matter_fetch(s->seat, a->number);
    bool changed = now && now->version != a->was->version;
    bool over = changed && now->phase != a->was->phase;
    if (over && s->seat->top != s) { /* what stands on it is finished first */
        s->stale = true;
        over = changed = false;
    }
    if (over) {
        if (*a->saved) save_draft(a);
        stage_pop(s->seat);
    }
    if (changed && (!over || !s->seat->say))
        seat_tell(s->seat, BAR_WARN,
                  _("this matter was changed elsewhere: Esc and open it again to see it"));
    if (now) yc__matter__free_unpacked(now, NULL);
}

static void keep(struct screen *s)
{
    save_draft(s);
}

static void shut(struct screen *s)
{
    struct application *a = (struct application *)s;

    forget_earlier(a);
    forget_request(a);
    if (a->was) yc__matter__free_unpacked(a->was, NULL);
    sheet_close(&a->sheet);
    free(a->number);
    free(a);
}

static const struct screen_kind kind = {.mode = "form",
                                        .title = title,
                                        .draw = draw,
                                        .key = key,
                                        .status = status,
                                        .refresh = refresh,
                                        .number = number,
                                        .scans = scans,
                                        .act = act,
                                        .keep = keep,
                                        .close = shut};

const struct sheet *application_sheet(const struct screen *s)
{
    return s->kind == &kind ? &((const struct application *)s)->sheet : NULL;
}

/* One form at a time for a thing: two would write over each other's draft. */
static bool open_already(struct seat *s, const char *what)
{
    for (struct screen *c = s->top; c; c = c->below) {
        if (c->kind != &kind || strcmp(thing((struct application *)c), what) != 0) continue;
        seat_tell(s, BAR_WARN, _("this form is open below already: Esc leads back to it"));
        return true;
    }
    return false;
}

static struct application *make(struct seat *s, const struct item *item, bool tolerate)
{
    struct application *a = mem_alloc(sizeof *a);

    a->screen.kind = &kind;
    a->item = item;
    sheet_open(&a->sheet, s, item, tolerate);
    a->sheet.arg = a;
    a->sheet.left = look_for_earlier;
    a->sheet.changed = touched;
    a->sheet.dup = previous;
    stage_push(s, &a->screen);
    return a;
}

void application_new(struct seat *s, const char *item)
{
    const struct item *it = catalog_item(s->catalog, item);

    if (!it || open_already(s, item)) return;
    seat_help(s);
    struct application *a = make(s, it, true);
    sheet_carry(&a->sheet);
    offer_draft(a);
}

void application_edit(struct seat *s, const Yc__Matter *m)
{
    const struct item *it = catalog_item(s->catalog, m->item ? m->item : "");

    if (!it) {
        seat_tell(s, BAR_ERROR,
                  _("the definition of this item is not in the hall's present catalogue"));
        return;
    }
    if (open_already(s, m->number)) return;
    struct application *a = make(s, it, true);
    a->number = mem_strdup(m->number);
    a->correcting = m->phase == YC__PHASE__PHASE_CORRECTING;
    a->was = matter_fetch(s, m->number);
    sheet_fill(&a->sheet, a->was ? a->was : m);
    offer_draft(a);
}
