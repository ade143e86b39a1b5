/* The picklist: a popup to choose one thing by code, initials, Han, digit or row.
 *
 * Letters and Han narrow the list.  When the codes themselves begin with digits, digits are codes.
 * Else 1 to 9 and 0 take what stands under that digit: with nothing typed the things its owner has
 * put there (pick_digits; Ins and a digit put the marked one), or without an owner, and once
 * something is typed, the first ten rows in view; but when codes have digits after a letter, a
 * digit after a letter is part of the code, and so is one that goes on with what is typed (F2).
 *
 * Enter takes the row the marker is on.  A whole code that nothing else begins with is taken at
 * once; with PICK_TAKE_UNIQUE also the only row left of several after two letters, and pick_rest
 * then says what a fast typist may still be typing. */
#ifndef YC_TUI_WIDGET_PICK_H
#define YC_TUI_WIDGET_PICK_H

#include "tui/widget/choice.h"
#include "tui/widget/edit.h"
#include "tui/widget/list.h"

enum pick_take { PICK_TAKE_CODE, PICK_TAKE_UNIQUE, PICK_TAKE_ENTER }; /* what is taken at once */
enum { PICK_DIGITS = 10 };                                            /* keys 1 to 9 and 0 */

struct pick {
    const char *title;
    const struct choice *choice; /* borrowed, most likely ones first */
    int n;
    struct edit filter;
    struct list list;
    int *match, nmatch;
    bool by_row;      /* digits are not codes */
    bool digits_last; /* codes such as A03 */
    int cols;         /* of the widest row */
    enum pick_take take;
    bool early;             /* taken before it was typed out */
    bool owned;             /* digits are its owner's */
    int digit[PICK_DIGITS]; /* their choices, -1 none */
    bool pinning;           /* Ins was pressed: the next digit gets the marked row */
    int pinned;             /* digit put by the last key, -1 none */
};

/* The struct must stay where it is until pick_close. */
void pick_open(struct pick *p, const char *title, const struct choice *choice, int n);
void pick_close(struct pick *p);
void pick_filter(struct pick *p, const char *typed); /* start with something typed already */
/* digit[0] is what key 1 takes, digit[9] key 0; -1: nothing. */
void pick_digits(struct pick *p, const int digit[PICK_DIGITS]);
/* After DID_TAKE: initials of the taken row not typed yet; NULL: its owner pressed a key to take
 * it. */
const char *pick_rest(const struct pick *p);
int pick_chosen(const struct pick *p); /* number of the marked choice, -1 none */
/* Draws with the upper left corner at row, col, or as near as lets it be whole inside `in`. */
void pick_draw(struct pick *p, struct rect in, int row, int col);
enum did pick_key(struct pick *p, struct key k); /* DID_TAKE, DID_CANCEL end it */

#endif
