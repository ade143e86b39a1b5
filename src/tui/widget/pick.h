/* The picklist: a popup to choose one thing by code, initials, Han or row.
 *
 * Letters and Han narrow the list.  Digits pick the row shown with that number; but when the codes
 * themselves begin with digits, digits are codes, and when they have digits after a letter, digits
 * are codes once a letter is typed, and so is a digit that goes on with what is typed (F2).  Enter
 * takes the row the marker is on. */
#ifndef YC_TUI_WIDGET_PICK_H
#define YC_TUI_WIDGET_PICK_H

#include "tui/widget/choice.h"
#include "tui/widget/edit.h"
#include "tui/widget/list.h"

struct pick {
    const char *title;
    const struct choice *choice; /* borrowed, most likely ones first */
    int n;
    struct edit filter;
    struct list list;
    int *match, nmatch;
    bool by_row;      /* digits are rows */
    bool digits_last; /* codes such as A03 */
};

/* The struct must stay where it is until pick_close. */
void pick_open(struct pick *p, const char *title, const struct choice *choice, int n);
void pick_close(struct pick *p);
void pick_filter(struct pick *p, const char *typed); /* start with something typed already */
int pick_chosen(const struct pick *p);               /* number of the marked choice, -1 none */
/* Draws with the upper left corner at row, col, or as near as lets it be whole inside `in`. */
void pick_draw(struct pick *p, struct rect in, int row, int col);
enum did pick_key(struct pick *p, struct key k); /* DID_TAKE, DID_CANCEL end it */

#endif
