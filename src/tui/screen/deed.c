#include "tui/screen/deed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/deed_fields.h"
#include "tui/screen/draft.h"
#include "tui/screen/words.h"
#include "tui/widget/box.h"

struct deed_screen {
    struct screen screen;
    struct deed_fields fields;
    char *act, *number, *step;
    bool names_step; /* the act takes the step as a parameter */
    uint64_t version;
    struct form *form;
    Yc__Request *sent; /* nobody answered: goes again under the same id */
};

/* --- Words --- */

const char *deed_title(struct seat *s, const char *act)
{
    const Yc__Reply *help = seat_help(s);

    for (size_t i = 0; help && i < help->n_row; i++)
        if (strcmp(door_reply_cell(help, i, "act"), act) == 0 &&
            !*door_reply_cell(help, i, "param"))
            return words(door_reply_cell(help, i, "title"));
    return act;
}

/* A paper that carries the number of the matter, the receipt or the certificate needs no word of
 * its own. */
static bool told_otherwise(const Yc__Reply *r, const char *paper)
{
    return strcmp(paper, r->number ? r->number : "") == 0 ||
           strcmp(paper, door_reply_get(r, "receipt")) == 0 ||
           strcmp(paper, door_reply_get(r, "cert_no")) == 0;
}

char *deed_done(struct seat *s, const char *act, const Yc__Reply *r)
{
    static const struct {
        const char *key, *msgid;
    } told[] = {{"paper", N_("paper {1}")},
                {"receipt", N_("receipt {1}")},
                {"cert_no", N_("certificate {1}")},
                {"amount", N_("amount {1}")}};
    struct buf b = {0};

    buf_printf(&b, "%s: %s", deed_title(s, act), _("done"));
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const char *value = door_reply_get(r, told[i].key);
        if (!*value || (i == 0 && told_otherwise(r, value))) continue;
        char *text = words_fill(told[i].msgid, value, NULL);
        buf_printf(&b, ", %s", text);
        free(text);
    }
    return buf_take(&b);
}

/* --- Sending --- */

static Yc__Request *request(const struct deed_screen *d)
{
    Yc__Request *q = seat_request(d->screen.seat, d->act, d->number);

    if (d->version) {
        q->has_version = true;
        q->version = d->version;
    }
    if (*d->step && d->names_step) door_request_with(q, "step", d->step);
    if (d->form) deed_fields_put(&d->fields, d->form, q);
    return q;
}

/* What decides about somebody's right or money, or can only be taken back by another paper: a macro
 * fills in its form, a person does it. */
static bool done_by_hand_only(const char *act)
{
    static const char *const acts[] = {
        "grant",    "deny",      "refuse",  "not_needed", "withdraw",     "terminate",
        "transfer", "send_back", "suspend", "extend",     "void_receipt", "confirm_default",
        "print",    "deliver",   "verify",  "archive",    "pay",          "stop_default",
        "absent",   "publish"};

    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(acts[i], act) == 0) return true;
    return false;
}

static bool send(struct deed_screen *d)
{
    struct seat *s = d->screen.seat;

    if (s->playing && done_by_hand_only(d->act)) {
        seat_say(s, BAR_WARN,
                 words_fill(N_("{1} is yours to do, no macro's"), deed_title(s, d->act), NULL));
        return false;
    }
    if (!d->sent) d->sent = request(d);
    Yc__Reply *r = seat_try(s, d->sent);
    if (r || strcmp(s->code, "unavailable") != 0) {
        door_request_free(d->sent);
        d->sent = NULL;
    }
    if (!r) return false;
    char *say = deed_done(s, d->act, r);
    door_reply_free(r);
    seat_tick(s);
    stage_stale(s);
    seat_say(s, BAR_INFO, say);
    return true;
}

/* --- Drafts --- */

static char *thing(const struct deed_screen *d)
{
    return mem_printf("%s.%s", d->number ? d->number : d->screen.seat->person, d->act);
}

static void save_draft(struct deed_screen *d)
{
    char *name = thing(d);
    struct buf text = {0};

    deed_fields_draft(&d->fields, d->form, &text);
    if (!text.len)
        draft_remove(d->screen.seat, name);
    else if (!draft_save(d->screen.seat, name, &text))
        seat_tell(d->screen.seat, BAR_WARN,
                  _("the draft cannot be written to disk: save before you leave"));
    buf_free(&text);
    free(name);
}

static void forget_draft(const struct deed_screen *d)
{
    char *name = thing(d);

    draft_remove(d->screen.seat, name);
    free(name);
}

static void take_draft(struct deed_screen *d)
{
    char *name = thing(d), *text = draft_load(d->screen.seat, name);

    if (text) {
        deed_fields_undraft(&d->fields, d->form, text);
        seat_tell(d->screen.seat, BAR_INFO, _("the draft is back"));
    }
    free(text);
    free(name);
}

static void keep(struct screen *s)
{
    save_draft((struct deed_screen *)s);
}

/* --- The screen --- */

static void draw(struct screen *s, struct rect body)
{
    struct deed_screen *d = (struct deed_screen *)s;
    int rows = d->fields.n + 2 < body.rows - 4 ? d->fields.n + 2 : body.rows - 4;
    struct rect frame = {body.row + 1, 0, rows + 2, body.cols}, inside;

    inside = box_draw(frame, deed_title(s->seat, d->act));
    form_draw(d->form, (struct rect){inside.row, inside.col + 1, inside.rows, inside.cols - 2});
}

static enum bar_kind status(struct screen *s, struct buf *out)
{
    return form_status(((struct deed_screen *)s)->form, out);
}

static bool scans(struct screen *s)
{
    return form_scans(((struct deed_screen *)s)->form);
}

static void finish(struct deed_screen *d)
{
    struct seat *s = d->screen.seat;

    if (form_verify(d->form)) {
        term_bell();
        return;
    }
    if (!send(d)) return;
    forget_draft(d);
    stage_pop(s);
}

static void forget_sent(struct deed_screen *d)
{
    if (d->sent) door_request_free(d->sent);
    d->sent = NULL;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct deed_screen *d = (struct deed_screen *)s;
    bool last = form_at(d->form) >= d->fields.nrequired - 1;

    if (strcmp(action, "save") == 0 || strcmp(action, "accept") == 0) {
        finish(d);
        return true;
    }
    if (strcmp(action, "pick") == 0)
        k = (struct key){.code = KEY_STAR};
    else if (strcmp(action, "back") == 0)
        k = (struct key){.code = KEY_ESC};
    else if (strcmp(action, "quit") == 0 || strcmp(action, "redraw") == 0 ||
             strcmp(action, "help") == 0)
        return false;
    else if (*action)
        return true;
    bool enter = k.code == KEY_ENTER || k.code == KEY_PLUS || k.code == KEY_SCAN;
    int was = form_at(d->form);
    enum did did = form_key(d->form, k);
    if (form_rest(d->form)) burst_begin(&s->seat->burst, form_rest(d->form));
    if (did == DID_REFUSE) term_bell();
    if (did == DID_CANCEL) {
        forget_draft(d);
        stage_pop(s->seat);
    } else if (form_at(d->form) != was) {
        save_draft(d);
    }
    if (!enter) forget_sent(d);
    /* Enter went on from the last field that must be there (and not into a list of choices). */
    if (did == DID_TAKE || (enter && last && did == DID_USE && form_at(d->form) != was)) finish(d);
    return true;
}

static void shut(struct screen *s)
{
    struct deed_screen *d = (struct deed_screen *)s;

    forget_sent(d);
    form_free(d->form);
    deed_fields_close(&d->fields);
    free(d->act);
    free(d->number);
    free(d->step);
    free(d);
}

bool deed_takes_step(struct seat *s, const char *act)
{
    const Yc__Reply *help = seat_help(s);

    for (size_t i = 0; help && i < help->n_row; i++)
        if (strcmp(door_reply_cell(help, i, "act"), act) == 0 &&
            strcmp(door_reply_cell(help, i, "param"), "step") == 0)
            return true;
    return false;
}

void deed_open(struct seat *s, const char *act, const Yc__Matter *m, const char *step)
{
    static const char *const bar[] = {"save", "pick", "back", "help", NULL};
    static const struct screen_kind kind = {.mode = "form",
                                            .popup = true,
                                            .bar = bar,
                                            .draw = draw,
                                            .key = key,
                                            .status = status,
                                            .scans = scans,
                                            .keep = keep,
                                            .close = shut};
    const Yc__Reply *help = seat_help(s);
    struct deed_screen *d;

    if (!help) return;
    d = mem_alloc(sizeof *d);
    d->screen.kind = &kind;
    d->act = mem_strdup(act);
    d->number = mem_strdup(m ? m->number : NULL);
    d->step = mem_strdup(step ? step : "");
    d->names_step = deed_takes_step(s, act);
    d->version = m ? m->version : 0;
    deed_fields_open(&d->fields, s, help, act, m, d->step);
    if (d->fields.n) {
        d->form = deed_fields_form(&d->fields);
        stage_push(s, &d->screen);
        take_draft(d);
        return;
    }
    d->screen.seat = s;
    send(d);
    shut(&d->screen);
}
