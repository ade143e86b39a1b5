#include "tui/screen/lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "door/now.h"
#include "tui/screen/choose.h"
#include "tui/screen/macro.h"
#include "tui/screen/sign_in.h"
#include "tui/screen/words.h"
#include "tui/widget/edit.h"

enum { AWAKE_MS = 30000 };

struct lock {
    struct screen screen;
    struct edit pin;
    char since[8];
};

/* --- The office's word --- */

static Yc__Reply *ask_pin(struct seat *s, const char *act, const char *pin)
{
    Yc__Request *q = seat_request(s, act, NULL);

    door_request_with(q, "pin", pin);
    return seat_ask(s, q);
}

int lock_try_pin(struct seat *s, const char *pin, bool *right)
{
    Yc__Reply *r = ask_pin(s, "check_pin", pin);

    if (!r && strcmp(s->code, "tries") == 0) s->ended = END_TRIES;
    if (!r) return -1;
    *right = strcmp(door_reply_get(r, "right"), "true") == 0;
    int left = atoi(door_reply_get(r, "left"));
    if (!*right)
        seat_say(s, BAR_ERROR,
                 words_fill(N_("wrong PIN; tries left: {1}"), door_reply_get(r, "left"), NULL));
    if (!*right && left <= 0) s->ended = END_TRIES;
    door_reply_free(r);
    return left;
}

/* --- The end of the session --- */

static void forget(char **text)
{
    free(*text);
    *text = NULL;
}

/* The drafts are kept under the person's name: before he is forgotten. */
static void leave(struct seat *s, const char *why)
{
    stage_keep(s);
    macro_forget(s);
    while (s->top)
        stage_pop(s);
    forget(&s->person);
    forget(&s->post);
    forget(&s->desk);
    forget(&s->watched);
    forget(&s->last);
    s->pin = s->locked = false;
    s->ended = END_NOT;
    sign_in_open(s, s->only, NULL);
    seat_tell(s, BAR_WARN, why);
}

static void end_session(struct seat *s, const char *why)
{
    Yc__Reply *r = seat_ask(s, seat_request(s, "sign_out", NULL));

    if (r) door_reply_free(r);
    leave(s, why);
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    buf_printf(left, "%s  %s", _("Yichuang"), catalog_hall(s->seat->catalog)->name);
}

static void draw(struct screen *s, struct rect body)
{
    struct lock *l = (struct lock *)s;
    const struct person *p = seat_person(s->seat);
    char *text = words_fill(N_("Locked since {1}: {2}"), l->since, p ? p->name : "", NULL);

    term_put(body.row + 2, 4, -1, ATTR_PLAIN, text);
    term_put(body.row + 4, 4, -1, ATTR_LABEL, _("PIN"));
    term_put(body.row + 4, 14, 1, ATTR_PLAIN, "[");
    term_put(body.row + 4, 15 + PIN_CHARS, 1, ATTR_PLAIN, "]");
    term_put(body.row + 6, 4, -1, ATTR_PLAIN,
             _("Enter alone ends the session: sign in again; drafts are kept."));
    term_cursor(body.row + 4, edit_draw(&l->pin, body.row + 4, 15, PIN_CHARS, ATTR_FIELD));
    free(text);
}

static void unlock(struct lock *l)
{
    struct seat *s = l->screen.seat;
    bool right = false;

    if (!l->pin.text.len) {
        end_session(s, _("sign in again: what was typed is offered as a draft"));
        return;
    }
    lock_try_pin(s, edit_text(&l->pin), &right);
    edit_set(&l->pin, "");
    if (!right) return;
    stage_pop(s);
    stage_stale(s); /* what could not be looked at meanwhile */
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct lock *l = (struct lock *)s;

    if (strcmp(action, "redraw") == 0) return false;
    if (k.code == KEY_ENTER)
        unlock(l);
    else if (k.code == KEY_ESC)
        edit_set(&l->pin, "");
    else if (edit_key(&l->pin, k) != DID_USE)
        term_bell();
    return true;
}

static bool secret(const struct screen *s)
{
    (void)s;
    return true;
}

static void shut(struct screen *s)
{
    edit_free(&((struct lock *)s)->pin);
    free(s);
}

static const struct screen_kind kind = {.mode = "sign_in",
                                        .bar = (const char *const[]){NULL},
                                        .title = title,
                                        .secret = secret,
                                        .draw = draw,
                                        .key = key,
                                        .close = shut};

bool lock_closed(const struct seat *s)
{
    return s->top && s->top->kind == &kind;
}

static void close_screen(struct seat *s)
{
    int minute = day_second_of_instant(seat_now(s)) / 60 % (24 * 60);

    struct lock *l = mem_alloc(sizeof *l);
    stage_keep(s);
    macro_forget(s);
    seat_say(s, BAR_INFO, NULL);
    l->screen.kind = &kind;
    snprintf(l->since, sizeof l->since, "%02d:%02d", minute / 60, minute % 60);
    edit_init(&l->pin, PIN_CHARS, 0, EDIT_DIGITS | EDIT_SECRET);
    stage_push(s, &l->screen);
}

void lock_open(struct seat *s)
{
    if (!s->person || lock_closed(s)) return;
    close_screen(s);
    if (!s->pin) return;
    stage_paint(s); /* the office may take its time to answer */
    Yc__Reply *r = seat_ask(s, seat_request(s, "lock", NULL));
    if (r) door_reply_free(r);
    if (!r) seat_say(s, BAR_INFO, NULL); /* then its own time does it */
}

void lock_settle(struct seat *s)
{
    if (s->ended == END_TRIES && s->person) {
        end_session(s, _("too many wrong PINs: sign in again"));
    } else if (s->ended && s->person) {
        char *why = mem_strdup(s->say ? s->say : "");
        leave(s, why);
        free(why);
    } else if (s->locked && s->person && !lock_closed(s)) {
        close_screen(s);
    }
    s->locked = false;
    s->ended = END_NOT;
}

void lock_awake(struct seat *s)
{
    if (!s->pin || !s->person || lock_closed(s) || now_ms() - s->asked < AWAKE_MS) return;
    Yc__Request *q = seat_request(s, "awake", NULL);
    door_tell(s->door, q);
    door_request_free(q);
    s->asked = now_ms();
}

int64_t lock_left(const struct seat *s, int64_t last, int64_t now)
{
    int64_t minutes = catalog_hall(s->catalog)->lock_minutes;

    if (!minutes || !s->person || lock_closed(s)) return -1;
    int64_t left = last + minutes * 60000 - now;
    return left > 0 ? left : 0;
}

/* --- A new PIN --- */

static void forget_typed(struct seat *s)
{
    if (s->new_pin) explicit_bzero(s->new_pin, strlen(s->new_pin));
    forget(&s->new_pin);
}

static void again(struct seat *s, void *arg, const char *pin)
{
    bool same = pin && s->new_pin && strcmp(pin, s->new_pin) == 0;
    Yc__Reply *r = same ? ask_pin(s, "set_pin", pin) : NULL;

    (void)arg;
    forget_typed(s);
    if (r) s->pin = true;
    if (r) seat_tell(s, BAR_INFO, _("the PIN is set"));
    if (r) door_reply_free(r);
    if (pin && !same) seat_tell(s, BAR_ERROR, _("the two differ: the PIN stays as it was"));
}

static void fresh(struct seat *s, void *arg, const char *pin)
{
    (void)arg;
    if (!pin || !*pin) return;
    forget_typed(s);
    s->new_pin = mem_strdup(pin);
    typing_open(s, _("The new PIN once more"), "", PIN_CHARS, true, again, NULL);
}

static void present(struct seat *s, void *arg, const char *pin)
{
    bool right = false;

    (void)arg;
    if (!pin) return;
    if (*pin) lock_try_pin(s, pin, &right);
    if (!*pin || right)
        typing_open(s, _("New PIN: 6 to 12 digits"), "", PIN_CHARS, true, fresh, NULL);
}

void lock_set_pin(struct seat *s)
{
    typing_open(s, _("Present PIN (Enter: there is none)"), "", PIN_CHARS, true, present, NULL);
}
