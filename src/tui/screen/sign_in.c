#include "tui/screen/sign_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "tui/screen/choose.h"
#include "tui/screen/inbox.h"
#include "tui/screen/words.h"
#include "tui/widget/pick.h"

enum asking { WHO, POST, DESK };

struct sign_in {
    struct screen screen;
    enum asking asking;
    struct choosing from;
    char *title;
    struct pick pick;
    char *person, *post, *desk; /* NULL: still to be asked */
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

/* --- Signing in --- */

static void replace(char **to, const char *with)
{
    char *fresh = mem_strdup(with);

    free(*to);
    *to = fresh;
}

static void start_over(struct sign_in *g)
{
    replace(&g->person, NULL);
    replace(&g->post, NULL);
    replace(&g->desk, NULL);
    open_pick(g, WHO);
}

static void enter(struct sign_in *g)
{
    struct seat *s = g->screen.seat;
    replace(&s->person, g->person);
    replace(&s->post, g->post);
    replace(&s->desk, g->desk);
    Yc__Request *q = seat_request(s, "sign_in", NULL);

    if (*g->post) door_request_with(q, "post", g->post);
    Yc__Reply *r = seat_ask(s, q);
    if (!r) {
        replace(&s->person, NULL);
        start_over(g);
        return;
    }
    door_reply_free(r);
    stage_pop(s);
    seat_watch(s, NULL);
    inbox_open(s);
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
    else
        enter(g);
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    buf_printf(left, "%s  %s", _("Yichuang"), catalog_hall(s->seat->catalog)->name);
}

static void draw(struct screen *s, struct rect body)
{
    struct sign_in *g = (struct sign_in *)s;

    term_put(body.row + 1, 4, -1, ATTR_PLAIN, _("Sign in"));
    if (s->seat->sample)
        term_put(body.row + 2, 4, -1, ATTR_PLAIN,
                 _("This is the sample hall: choose a name, no password is asked."));
    body.row += 4;
    body.rows -= 4;
    pick_draw(&g->pick, body, body.row, 4);
}

static void change_language(struct sign_in *g)
{
    words_language(words_chinese() ? "en" : "zh_CN");
    open_pick(g, g->asking);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct sign_in *g = (struct sign_in *)s;
    enum did did;

    if (strcmp(action, "language") == 0) {
        change_language(g);
        return true;
    }
    if (*action && strcmp(action, "open") != 0) return false;
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

    pick_close(&g->pick);
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
    static const struct screen_kind kind = {
        .mode = "sign_in", .bar = bar, .title = title, .draw = draw, .key = key, .close = shut};
    struct sign_in *g = mem_alloc(sizeof *g);

    g->screen.kind = &kind;
    g->person = mem_strdup(person);
    g->desk = mem_strdup(desk);
    stage_push(s, &g->screen);
    go_on(g);
}
