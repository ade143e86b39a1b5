#include "tui/screen/choose.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/habits.h"
#include "tui/screen/keys.h"
#include "tui/screen/words.h"
#include "tui/widget/ask.h"

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

/* --- Habits --- */

static int place_of(const struct choice *choice, int n, const char *value, int from)
{
    for (int i = from; i < n; i++)
        if (strcmp(choice_value(&choice[i]), value) == 0) return i;
    return -1;
}

void choices_last_first(struct seat *s, const char *list, struct choice *choice, int n)
{
    const char *last = habits_of(s, "last", list);
    char *part;

    for (int i = 0, front = 0; (part = habits_part(last, i)) != NULL; i++) {
        int at = place_of(choice, n, part, front);
        free(part);
        if (at < 0) continue;
        struct choice chosen = choice[at];
        memmove(choice + front + 1, choice + front, (size_t)(at - front) * sizeof *choice);
        choice[front++] = chosen;
    }
}

void choices_on_digits(struct seat *s, const char *list, const struct choice *choice, int n,
                       int digit[PICK_DIGITS])
{
    const char *digits = habits_of(s, "digits", list);

    for (int d = 0; d < PICK_DIGITS; d++) {
        char *part = habits_part(digits, d);
        digit[d] = part ? place_of(choice, n, part, 0) : -1;
        free(part);
    }
}

static void own_digits(struct seat *s, const struct choosing *c, struct pick *p)
{
    int digit[PICK_DIGITS];

    choices_on_digits(s, c->habit, c->choice, c->n, digit);
    pick_digits(p, digit);
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

static const char *chosen(const struct choose *c)
{
    return choice_value(&c->from.choice[pick_chosen(&c->pick)]);
}

static void take(struct choose *c)
{
    struct seat *s = c->screen.seat;

    if (pick_rest(&c->pick)) burst_begin(&s->burst, pick_rest(&c->pick));
    if (c->from.habit) habits_chosen(s, c->from.habit, chosen(c));
    stage_pop(s);
    c->answer(s, c->arg, chosen(c));
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct choose *c = (struct choose *)s;

    if (*action &&
        keys_plain(action, k).code == KEY_NONE) /* nothing else opens from within a question */
        return strcmp(action, "quit") != 0 && strcmp(action, "redraw") != 0;
    enum did did = pick_key(&c->pick, keys_plain(action, k));
    if (c->pick.pinned >= 0) habits_pin(s->seat, c->from.habit, c->pick.pinned, chosen(c));
    switch (did) {
    case DID_TAKE:
        take(c);
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
    if (c->from.habit) choices_last_first(s, c->from.habit, c->from.choice, c->from.n);
    pick_open(&c->pick, c->title, c->from.choice, c->from.n);
    c->pick.take = c->from.take;
    if (c->from.habit) own_digits(s, &c->from, &c->pick);
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
