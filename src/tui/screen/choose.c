#include "tui/screen/choose.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/keys.h"
#include "tui/screen/words.h"
#include "tui/widget/ask.h"
#include "tui/widget/pick.h"

void choosing_add(struct choosing *c, const char *code, const char *initials, const char *text,
                  const char *value)
{
    if (c->n == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 32;
        c->choice = mem_resize(c->choice, (size_t)c->cap * sizeof *c->choice);
    }
    c->choice[c->n++] =
        (struct choice){.code = code ? arena_strdup(&c->arena, code) : NULL,
                        .initials = initials ? arena_strdup(&c->arena, initials) : NULL,
                        .text = arena_strdup(&c->arena, text),
                        .value = value ? arena_strdup(&c->arena, value) : NULL};
}

void choosing_free(struct choosing *c)
{
    free(c->choice);
    arena_free(&c->arena);
    *c = (struct choosing){0};
}

/* --- One of many --- */

struct choose {
    struct screen screen;
    struct choosing from;
    char *title;
    struct pick pick;
    choose_answer *answer;
    void *arg;
};

static void draw(struct screen *s, struct rect body)
{
    struct choose *c = (struct choose *)s;

    pick_draw(&c->pick, body, body.row + 1, body.col + 4);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct choose *c = (struct choose *)s;

    if (*action &&
        keys_plain(action, k).code == KEY_NONE) /* nothing else opens from within a question */
        return strcmp(action, "quit") != 0 && strcmp(action, "redraw") != 0;
    switch (pick_key(&c->pick, keys_plain(action, k))) {
    case DID_TAKE:
        stage_pop(s->seat);
        c->answer(s->seat, c->arg, choice_value(&c->from.choice[pick_chosen(&c->pick)]));
        return true;
    case DID_CANCEL:
        if (s->below) stage_pop(s->seat);
        return true;
    case DID_REFUSE:
        term_bell();
        return true;
    default:
        return true;
    }
}

static void shut(struct screen *s)
{
    struct choose *c = (struct choose *)s;

    pick_close(&c->pick);
    choosing_free(&c->from);
    free(c->title);
    free(c);
}

void choose_open(struct seat *s, const char *title, struct choosing *from, choose_answer *answer,
                 void *arg)
{
    static const struct screen_kind kind = {
        .mode = "palette", .popup = true, .draw = draw, .key = key, .close = shut};
    struct choose *c = mem_alloc(sizeof *c);

    c->screen.kind = &kind;
    c->from = *from;
    *from = (struct choosing){0};
    c->title = mem_strdup(title);
    c->answer = answer;
    c->arg = arg;
    pick_open(&c->pick, c->title, c->from.choice, c->from.n);
    stage_push(s, &c->screen);
}

/* --- Yes or no, or a line of text --- */

struct question {
    struct screen screen;
    struct ask ask;
    ask_answer *answer;
    typing_answer *input;
    void *arg;
};

static void question_draw(struct screen *s, struct rect body)
{
    ask_draw(&((struct question *)s)->ask, body);
}

static void answer(struct question *q, bool yes)
{
    struct seat *s = q->screen.seat;

    if (q->input)
        q->input(s, q->arg, yes ? edit_text(&q->ask.edit) : NULL);
    else
        q->answer(s, q->arg, yes);
}

static bool question_key(struct screen *s, struct key k, const char *action)
{
    struct question *q = (struct question *)s;
    enum did did = ask_key(&q->ask, k);

    (void)action;
    if (did == DID_REFUSE) term_bell();
    if (did != DID_TAKE && did != DID_CANCEL) return true;
    stage_pop(s->seat); /* it lives until this key is done with */
    answer(q, did == DID_TAKE);
    return true;
}

static void question_shut(struct screen *s)
{
    ask_free(&((struct question *)s)->ask);
    free(s);
}

static struct question *open_question(const struct screen_kind *kind, void *arg)
{
    struct question *q = mem_alloc(sizeof *q);

    q->screen.kind = kind;
    q->arg = arg;
    return q;
}

void question_open(struct seat *s, const char *text, bool yes, ask_answer *told, void *arg)
{
    static const struct screen_kind kind = {.mode = "palette",
                                            .popup = true,
                                            .asks = true,
                                            .draw = question_draw,
                                            .key = question_key,
                                            .close = question_shut};
    struct question *q = open_question(&kind, arg);

    q->answer = told;
    ask_confirm(&q->ask, text, yes);
    stage_push(s, &q->screen);
}

static bool always(const struct screen *s)
{
    (void)s;
    return true;
}

void typing_open(struct seat *s, const char *text, const char *initial, int max_ch, bool secret,
                 typing_answer *told, void *arg)
{
    static const struct screen_kind plain = {.mode = "palette",
                                             .popup = true,
                                             .draw = question_draw,
                                             .key = question_key,
                                             .close = question_shut},
                                    hidden = {.mode = "palette",
                                              .popup = true,
                                              .secret = always,
                                              .draw = question_draw,
                                              .key = question_key,
                                              .close = question_shut};
    struct question *q = open_question(secret ? &hidden : &plain, arg);

    q->input = told;
    ask_input(&q->ask, text, initial, max_ch, secret ? EDIT_SECRET : 0);
    stage_push(s, &q->screen);
}
