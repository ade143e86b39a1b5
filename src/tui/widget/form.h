/* A form: described fields, one of them focused, values kept as text.
 *
 * Keys: Enter, Tab, keypad + and Down go on, Shift-Tab, keypad - and Up go back, always, whatever a
 * field says: what is wrong is marked with '!' and told once (with a bell), and form_verify finds
 * it again.  In fields that cannot hold them the characters + - * are the keypad's.  A full
 * FORM_AUTO field goes on by itself, a paste never does; FORM_SCAN takes a scan and goes on.  Esc
 * gives the field back what it had; with nothing to give back it is DID_CANCEL.  Ctrl-Z gives back
 * the field left last with another value, then the one before.  Ctrl-D repeats (dup hook) and goes
 * on; keypad * opens the popup of a choice, fills all checks, else repeats.
 *
 * Values: FORM_DATE "2026-11-24" once left; FORM_CHOICE choice_value(); FORM_YESNO "true", "false"
 * or ""; FORM_MULTI the values chosen joined by '|'; FORM_CHECKS one state mark an item ("x x" :
 * the second is not there).
 *
 * In a table Enter and Tab go from cell to cell and, behind the last, on; Shift-Tab back; Ctrl-O
 * begins a row below, Ctrl-Y takes one out.
 *
 * The layout is its own: one or two columns, as the width allows; hidden fields take no room. */
#ifndef YC_TUI_WIDGET_FORM_H
#define YC_TUI_WIDGET_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"
#include "tui/term/key.h"
#include "tui/widget/bar.h"
#include "tui/widget/form_field.h"
#include "tui/widget/widget.h"

struct form;
struct form_cell {
    int row, column; /* row from 1, column from 0 */
};
struct form_hooks { /* any may be NULL; i is the field's number */
    void *arg;
    bool (*shown)(void *arg, struct form *f, int i);
    bool (*accept)(void *arg, struct form *f, int i, uint32_t ch); /* at the key */
    /* On leaving a changed field: NULL or a fresh sentence.  May call form_set, form_note. */
    char *(*leave)(void *arg, struct form *f, int i);
    void (*changed)(void *arg, struct form *f, int i); /* left with another value: save the draft */
    char *(*dup)(void *arg, struct form *f,
                 int i); /* the previous record's value, fresh; NULL none */
    /* FORM_AUTO: what is typed so far is all there will be. */
    bool (*whole)(void *arg, struct form *f, int i);
    day_t (*today)(void *arg); /* for dates as "14" or "t+3" */
    /* A cell of a table was left: its text as it should stand, fresh, NULL as it is; *error: a
     * fresh sentence, NULL none. */
    char *(*cell)(void *arg, struct form *f, int i, struct form_cell at, const char *text,
                  char **error);
    /* The popup of a choice opens: put a copy of the choices in another order; true: digit[] says
     * what its keys take (pick_digits). */
    bool (*arrange)(void *arg, struct form *f, int i, struct choice *choice, int n,
                    int digit[PICK_DIGITS]);
    void (*took)(void *arg, struct form *f, int i, const char *value); /* out of the popup */
    void (*pinned)(void *arg, struct form *f, int i, int digit, const char *value);
};

struct form *form_new(const struct form_field *fields, int n, const struct form_hooks *hooks);
void form_free(struct form *f);

const char *form_value(const struct form *f, int i); /* until the field changes */
void form_set(struct form *f, int i, const char *value);
void form_default(struct form *f, int i, const char *value); /* the first key replaces it */
bool form_is_default(const struct form *f, int i);           /* and none has yet */
size_t form_caret(const struct form *f);                     /* of the focused field, in bytes */
void form_put_caret(struct form *f, size_t at);
bool form_unsure(const struct form *f, int i);                /* FORM_TWICE: typed once only */
void form_note(struct form *f, int i, const char *note);      /* behind the field: "ok" */
void form_error(struct form *f, int i, const char *sentence); /* NULL: none */
const char *form_error_text(const struct form *f, int i);     /* NULL: none; until the next check */
bool form_shown(const struct form *f, int i);
/* Asks again which fields are shown; call it after form_set from outside a hook. */
void form_refresh(struct form *f);

int form_at(const struct form *f); /* the focused field, -1: none can be */
void form_focus(struct form *f, int i);
/* Checks and reports the focused field as if it were left (before a draft is saved in haste). */
void form_leave(struct form *f);
/* Checks every shown field; focuses the first one that is wrong and returns how many are. */
int form_verify(struct form *f);
/* The next record: FORM_CARRY fields keep their value as a default, all others are empty. */
void form_next(struct form *f);

bool form_scans(const struct form *f);           /* the focused field is FORM_SCAN */
const char *form_rest(const struct form *f);     /* pick_rest, after a key that took a choice */
enum did form_key(struct form *f, struct key k); /* DID_TAKE: Enter or + on the last field */
/* Draws and puts the cursor; never into the screen's last three rows, which an input method may
 * cover. */
void form_draw(struct form *f, struct rect at);
/* What the status line should say: the last error, else the field's, else its hint. */
enum bar_kind form_status(const struct form *f, struct buf *out);

#endif
