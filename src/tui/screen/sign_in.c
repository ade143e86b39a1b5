#include "tui/screen/sign_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "tui/screen/choose.h"
#include "tui/screen/inbox.h"
#include "tui/screen/lock.h"
#include "tui/screen/words.h"
#include "tui/widget/edit.h"
#include "tui/widget/pick.h"

enum asking { WHO, POST, DESK, PIN, FRESH, AGAIN }; /* from PIN on: typed, not chosen */

struct sign_in {
    struct screen screen;
    enum asking asking;
    struct choosing from;
    char *title;
    struct pick pick;
    char *person, *post, *desk; /* NULL: still to be asked */
    struct edit typed;
    char *pin, *fresh; /* NULL: not asked for */
};

/* --- What can be chosen --- */

static void add_people(struct sign_in *g)
{
    size_t n;
    const struct person *p = catalog_people(g->screen.seat->catalog, &n);

    for (size_t i = 0; i < n; i++) {
        char code[24], initials[INITIALS_READINGS], post[80] = "";
        struct buf text = {0}, letters = {0};
        int used;
        snprintf(code, sizeof code, "%zu", i + 1);
        catalog_readings(p[i].name, initials, sizeof initials);
        buf_printf(&letters, "%s %s", p[i].initials, initials);
        if (p[i].nposts)
            catalog_post_title(g->screen.seat->catalog, p[i].posts[0], post, sizeof post);
        text_cut(p[i].name, 12, &used);
        buf_printf(&text, "%s%*s%s", p[i].name, used < 12 ? 12 - used : 1, "", post);
        choosing_add(&g->from, code, buf_str(&letters), buf_str(&text), p[i].key);
        buf_free(&text);
        buf_free(&letters);
    }
}

static void add_posts(struct sign_in *g)
{
    const struct person *p = catalog_person(g->screen.seat->catalog, g->person);

    for (size_t i = 0; p && i < p->nposts; i++) {
        char title[80], initials[INITIALS_READINGS], code[24];
        catalog_post_title(g->screen.seat->catalog, p->posts[i], title, sizeof title);
        catalog_readings(title, initials, sizeof initials);
        snprintf(code, sizeof code, "%zu", i + 1);
        choosing_add(&g->from, code, initials, title, p->posts[i]);
    }
}

static void add_desks(struct sign_in *g)
{
    size_t n;
    const struct desk *d = catalog_desks(g->screen.seat->catalog, &n);

    for (size_t i = 0; i < n; i++) {
        char initials[INITIALS_READINGS];
        const char *code = d[i].key + strcspn(d[i].key, "0123456789");
        catalog_readings(d[i].name, initials, sizeof initials);
        while (code[0] == '0' && code[1])
            code++;
        choosing_add(&g->from, code, initials, d[i].name, d[i].key);
    }
    choosing_add(&g->from, "0", NULL, _("no desk"), "");
}

static void open_pick(struct sign_in *g, enum asking what)
{
    static void (*const add[])(struct sign_in *) = {add_people, add_posts, add_desks};
    static const char *const titles[] = {N_("Who are you? (initials, number or name)"),
                                         N_("Which post?"), N_("Which desk?")};

    if (g->from.n) pick_close(&g->pick);
    choosing_free(&g->from);
    g->asking = what;
    add[what](g);
    free(g->title);
    g->title = mem_strdup(words(titles[what]));
    pick_open(&g->pick, g->title, g->from.choice, g->from.n);
    g->pick.take = PICK_TAKE_UNIQUE;
}

static void open_typing(struct sign_in *g, enum asking what)
{
    g->asking = what;
    edit_set(&g->typed, "");
}

/* --- Signing in --- */

static void replace(char **to, const char *with)
{
    char *fresh = mem_strdup(with);

    free(*to);
    *to = fresh;
}

static void forget_pins(struct sign_in *g)
{
    char **pins[] = {&g->pin, &g->fresh};

    edit_set(&g->typed, "");
    for (size_t i = 0; i < sizeof pins / sizeof *pins; i++) {
        if (*pins[i]) explicit_bzero(*pins[i], strlen(*pins[i]));
        replace(pins[i], NULL);
    }
}

static void go_on(struct sign_in *g);

/* Where the line is one person's there is nobody to choose. */
static void start_over(struct sign_in *g)
{
    const char *only = g->screen.seat->only;

    forget_pins(g);
    replace(&g->person, only);
    replace(&g->post, NULL);
    replace(&g->desk, NULL);
    if (only)
        go_on(g);
    else
        open_pick(g, WHO);
}

/* The office wants a PIN, or another one.  false: it is something else. */
static bool ask_pin(struct sign_in *g)
{
    static const struct {
        const char *code;
        enum asking what;
        bool error;
    } wants[] = {{"pin-wanted", PIN, false},
                 {"pin-wrong", PIN, true},
                 {"unavailable", PIN, true},
                 {"pin-old", FRESH, false},
                 {"pin", FRESH, true}};
    struct seat *s = g->screen.seat;

    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        if (strcmp(s->code, wants[i].code) != 0) continue;
        if (wants[i].what == PIN) forget_pins(g);
        if (strcmp(s->code, "unavailable") == 0 && g->asking < PIN) return false;
        replace(&g->fresh, NULL);
        open_typing(g, wants[i].what);
        s->kind = wants[i].error ? BAR_ERROR : BAR_INFO;
        return true;
    }
    return false;
}

static const char *desk_name(const struct seat *s, const char *key)
{
    size_t n;
    const struct desk *d = catalog_desks(s->catalog, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(d[i].key, key) == 0) return d[i].name;
    return *key ? key : "-";
}

/* Somebody else may have tried to be him: he sees it first. */
static void tell_last(struct seat *s, const Yc__Reply *r)
{
    struct buf b = {0};
    const char *at = door_reply_get(r, "last_at"), *wrong = door_reply_get(r, "wrong"),
               *desk = door_reply_get(r, "last_desk");
    char when[16] = ""; /* 11-20 17:01 of 2026-11-20T17:01:00 */
    bool taken = strcmp(door_reply_get(r, "took_over"), "true") == 0;

    if (taken) buf_printf(&b, "%s  ", _("your session elsewhere has ended."));
    if (strlen(at) >= 16) {
        snprintf(when, sizeof when, "%.5s %.5s", at + 5, at + 11);
        char *text = words_fill(N_("wrong PINs: {1}; last sign-in: {2}, desk: {3}"), wrong, when,
                                desk_name(s, desk), NULL);
        buf_adds(&b, text);
        free(text);
    }
    bool warn = taken || strcmp(wrong, "0") != 0;
    if (b.len) seat_tell(s, warn ? BAR_WARN : BAR_INFO, buf_str(&b));
    buf_free(&b);
}

/* What the office says stays on the status line.  Where there is nobody else to choose, to begin
 * again would only be refused again. */
static void refuse(struct sign_in *g)
{
    forget_pins(g);
    if (g->screen.seat->only)
        open_typing(g, PIN);
    else
        start_over(g);
}

static void enter(struct sign_in *g)
{
    struct seat *s = g->screen.seat;
    replace(&s->person, g->person);
    replace(&s->post, g->post);
    replace(&s->desk, g->desk);
    Yc__Request *q = seat_request(s, "sign_in", NULL);

    if (*g->post) door_request_with(q, "post", g->post);
    if (g->pin) door_request_with(q, "pin", g->pin);
    if (g->fresh) door_request_with(q, "new_pin", g->fresh);
    Yc__Reply *r = seat_ask(s, q);
    if (!r) {
        replace(&s->person, NULL);
        if (!ask_pin(g)) refuse(g);
        return;
    }
    forget_pins(g);
    s->pin = strcmp(door_reply_get(r, "pin"), "true") == 0;
    stage_pop(s);
    seat_watch(s, NULL);
    inbox_open(s);
    if (s->pin) tell_last(s, r);
    door_reply_free(r);
}

static bool pin_is_required(const struct sign_in *g)
{
    return catalog_hall(g->screen.seat->catalog)->identity.pin == PIN_REQUIRED;
}

/* Asks for the first thing not known; what leaves no choice is not asked. */
static void go_on(struct sign_in *g)
{
    const struct person *p = g->person ? catalog_person(g->screen.seat->catalog, g->person) : NULL;
    size_t ndesks;

    catalog_desks(g->screen.seat->catalog, &ndesks);
    if (!p) {
        if (g->person) {
            char *text = words_fill(N_("there is no person '{1}' in this hall"), g->person, NULL);
            seat_say(g->screen.seat, BAR_ERROR, text);
        }
        start_over(g);
        return;
    }
    if (!g->post && p->nposts < 2) g->post = mem_strdup(p->nposts ? p->posts[0] : "");
    if (!g->desk && !ndesks) g->desk = mem_strdup("");
    if (!g->post)
        open_pick(g, POST);
    else if (!g->desk)
        open_pick(g, DESK);
    else if (!g->pin && pin_is_required(g))
        open_typing(g, PIN);
    else
        enter(g);
}

static void take_typed(struct sign_in *g)
{
    const char *text = edit_text(&g->typed);

    if (!*text) {
        term_bell();
    } else if (g->asking == PIN) {
        replace(&g->pin, text);
        enter(g);
    } else if (g->asking == FRESH) {
        replace(&g->fresh, text);
        open_typing(g, AGAIN);
    } else if (strcmp(text, g->fresh) == 0) {
        enter(g);
    } else {
        open_typing(g, FRESH);
        seat_tell(g->screen.seat, BAR_ERROR, _("the two differ: once more"));
    }
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    buf_printf(left, "%s  %s", _("Yichuang"), catalog_hall(s->seat->catalog)->name);
}

static void draw_typing(struct sign_in *g, int row)
{
    static const char *const labels[] = {[PIN] = N_("PIN"),
                                         [FRESH] = N_("New PIN: 6 to 12 digits"),
                                         [AGAIN] = N_("The new PIN once more")};
    const struct person *p = catalog_person(g->screen.seat->catalog, g->person);

    term_put(row, 4, -1, ATTR_PLAIN, p ? p->name : g->person);
    term_put(row + 2, 4, -1, ATTR_LABEL, words(labels[g->asking]));
    term_put(row + 3, 4, 1, ATTR_PLAIN, "[");
    term_put(row + 3, 5 + PIN_CHARS, 1, ATTR_PLAIN, "]");
    term_put(row + 5, 4, -1, ATTR_PLAIN, _("Enter goes on, Esc begins again."));
    term_cursor(row + 3, edit_draw(&g->typed, row + 3, 5, PIN_CHARS, ATTR_FIELD));
}

static void draw(struct screen *s, struct rect body)
{
    struct sign_in *g = (struct sign_in *)s;

    term_put(body.row + 1, 4, -1, ATTR_PLAIN, _("Sign in"));
    if (g->asking >= PIN) {
        draw_typing(g, body.row + 4);
        return;
    }
    if (s->seat->sample)
        term_put(body.row + 2, 4, -1, ATTR_PLAIN,
                 _("Sample hall: choose a name; a PIN is asked for only if one was set."));
    body.row += 4;
    body.rows -= 4;
    pick_draw(&g->pick, body, body.row, 4);
}

static void change_language(struct sign_in *g)
{
    words_language(words_chinese() ? "en" : "zh_CN");
    if (g->asking < PIN) open_pick(g, g->asking);
}

static void type(struct sign_in *g, struct key k)
{
    if (k.code == KEY_ENTER)
        take_typed(g);
    else if (k.code == KEY_ESC)
        start_over(g);
    else if (edit_key(&g->typed, k) != DID_USE)
        term_bell();
}

static bool secret(const struct screen *s)
{
    return ((const struct sign_in *)s)->asking >= PIN;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct sign_in *g = (struct sign_in *)s;
    enum did did;

    if (strcmp(action, "language") == 0) {
        change_language(g);
        return true;
    }
    if (g->asking >= PIN && (!*action || k.code == KEY_ENTER || k.code == KEY_ESC)) {
        type(g, k);
        return true;
    }
    if (*action && strcmp(action, "open") != 0) return false;
    if (g->asking >= PIN) return true;
    did = pick_key(&g->pick, k);
    if (did == DID_REFUSE) term_bell();
    if (did == DID_CANCEL) start_over(g);
    if (did != DID_TAKE) return true;
    if (pick_rest(&g->pick)) burst_begin(&s->seat->burst, pick_rest(&g->pick));
    char **answers[] = {&g->person, &g->post, &g->desk};
    replace(answers[g->asking], choice_value(&g->from.choice[pick_chosen(&g->pick)]));
    go_on(g);
    return true;
}

static void shut(struct screen *s)
{
    struct sign_in *g = (struct sign_in *)s;

    forget_pins(g);
    edit_free(&g->typed);
    if (g->from.n) pick_close(&g->pick);
    choosing_free(&g->from);
    free(g->title);
    free(g->person);
    free(g->post);
    free(g->desk);
    free(g);
}

void sign_in_open(struct seat *s, const char *person, const char *desk)
{
    static const char *const bar[] = {"open", "language", "quit", NULL};
    static const struct screen_kind kind = {.mode = "sign_in",
                                            .bar = bar,
                                            .title = title,
                                            .secret = secret,
                                            .draw = draw,
                                            .key = key,
                                            .close = shut};
    struct sign_in *g = mem_alloc(sizeof *g);

    g->screen.kind = &kind;
    g->person = mem_strdup(person);
    g->desk = mem_strdup(desk);
    edit_init(&g->typed, PIN_CHARS, 0, EDIT_DIGITS | EDIT_SECRET);
    stage_push(s, &g->screen);
    go_on(g);
}
