/* Popups of one question: choose one of many, yes or no, or one line of text.
 *
 * The answer is told after the popup has gone from the stack, so the answer may open the next
 * screen. */
#ifndef YC_TUI_SCREEN_CHOOSE_H
#define YC_TUI_SCREEN_CHOOSE_H

#include "base/mem.h"
#include "tui/screen/stage.h"
#include "tui/widget/pick.h"

/* What there is to choose from; texts live in the arena. */
struct choosing {
    struct arena arena;
    struct choice *choice;
    int n, cap;
    enum pick_take take; /* what is taken at once */
    const char *habit;   /* name of the list for habits.h: last choices come first, the person's own
                            digits; NULL: none.  Static. */
};
/* All copied; any but text may be NULL. */
void choosing_add(struct choosing *c, const char *code, const char *initials, const char *text,
                  const char *value);
void choosing_free(struct choosing *c);
/* Any choices by what the person usually does (habits.h): those made last first; what stands on his
 * digits, for pick_digits. */
void choices_last_first(struct seat *s, const char *list, struct choice *choice, int n);
void choices_on_digits(struct seat *s, const char *list, const struct choice *choice, int n,
                       int digit[PICK_DIGITS]);

/* value: what was chosen. */
typedef void choose_answer(struct seat *s, void *arg, const char *value);
/* Takes over *c (empty afterwards). */
void choose_open(struct seat *s, const char *title, struct choosing *c, choose_answer *answer,
                 void *arg);

typedef void ask_answer(struct seat *s, void *arg, bool yes);
void question_open(struct seat *s, const char *text, bool yes, ask_answer *answer, void *arg);

typedef void typing_answer(struct seat *s, void *arg, const char *text); /* NULL: given up */
/* One line of text; a secret is not shown, and not recorded (macro.h). */
void typing_open(struct seat *s, const char *text, const char *initial, int max_ch, bool secret,
                 typing_answer *answer, void *arg);

#endif
