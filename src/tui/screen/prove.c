#include "tui/screen/prove.h"

#include <string.h>

#include "door/now.h"
#include "tui/screen/lock.h"
#include "tui/screen/words.h"
#include "tui/widget/ask.h"

struct proof {
    struct screen screen;
    struct ask ask;
    bool asked, right;
};

static void draw(struct screen *s, struct rect body)
{
    ask_draw(&((struct proof *)s)->ask, body);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct proof *p = (struct proof *)s;

    (void)action;
    switch (ask_key(&p->ask, k)) {
    case DID_TAKE:
        p->asked = lock_try_pin(s->seat, edit_text(&p->ask.edit), &p->right) > 0 && !p->right;
        edit_set(&p->ask.edit, "");
        break;
    case DID_CANCEL:
        p->asked = false;
        break;
    case DID_REFUSE:
        term_bell();
        break;
    default:
        break;
    }
    return true;
}

static bool secret(const struct screen *s)
{
    (void)s;
    return true;
}

static void shut(struct screen *s)
{
    ask_free(&((struct proof *)s)->ask);
}

static const struct screen_kind kind = {.mode = "palette",
                                        .popup = true,
                                        .asks = true,
                                        .bar = (const char *const[]){NULL},
                                        .secret = secret,
                                        .draw = draw,
                                        .key = key,
                                        .close = shut};

/* A popup left alone is given up, so that the screen can lock. */
static void converse(struct seat *s, struct proof *p)
{
    int64_t pressed = now_ms();

    while (p->asked) {
        stage_paint(s);
        int64_t left = lock_left(s, pressed, now_ms());
        struct key k = term_key(left < 0 ? 60000 : (int)left, NULL, 0, NULL);
        if (k.code == KEY_HANGUP || (k.code == KEY_NONE && left == 0)) return;
        if (k.code == KEY_NONE || k.code == KEY_RESIZE) continue;
        pressed = now_ms();
        key(&p->screen, k, "");
    }
}

bool prove_ask(struct seat *s)
{
    struct proof p = {.screen = {.kind = &kind}, .asked = true};

    if (!s->top || s->top->kind == &kind) return false;
    ask_input(&p.ask, _("This act wants your PIN"), "", PIN_CHARS, EDIT_SECRET | EDIT_DIGITS);
    stage_push(s, &p.screen);
    term_drop_typeahead(); /* it was meant for another state */
    converse(s, &p);
    s->top = p.screen.below; /* not closed by the stage: it lives here */
    shut(&p.screen);
    return p.right;
}
