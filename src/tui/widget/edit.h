/* A line of text being typed: one row, a view of some columns over a text that may be longer.
 *
 * The text is UTF-8 and the caret a byte offset at a character, so no width can make them disagree;
 * columns are only worked out for drawing.  What does not fit or is not accepted is refused whole,
 * never cut; so is a character the line broke (U+FFFD).  Filters narrow full-width letters and
 * digits first, as an input method may leave them.
 *
 * When the whole text fits, the caret at its end may stand on the cell after the view: keep one
 * there (a bracket).
 */
#ifndef YC_TUI_WIDGET_EDIT_H
#define YC_TUI_WIDGET_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tui/term/term.h"
#include "tui/widget/widget.h"

enum {
    EDIT_DIGITS = 1,
    EDIT_DECIMAL = 2, /* digits and one point */
    EDIT_UPPER = 4,   /* a-z become A-Z */
    EDIT_SECRET = 8,  /* shown as * */
    EDIT_AUTO = 16,   /* a typed character that fills it gives DID_FULL; a paste never does */
    EDIT_LINES = 32   /* line feeds are text (area.h) */
};

struct edit {
    struct buf text;
    size_t cur, first;   /* caret; first character in view */
    int max_ch, max_col; /* limits, 0: none */
    unsigned flags;
    bool fresh; /* a default: the first typed key replaces it */
    bool more;  /* the last draw left text out on the right (on the left: first > 0) */
    bool (*accept)(void *arg, uint32_t ch); /* further filter, may be NULL */
    void *arg;
    char *before; /* for edit_undo */
};

void edit_init(struct edit *e, int max_ch, int max_col, unsigned flags);
void edit_free(struct edit *e);
/* Puts a text, even one over the limits (it can then only shrink); caret at the end.  Control
 * characters become blanks.  Does not touch what edit_undo restores. */
void edit_set(struct edit *e, const char *utf8);
void edit_default(struct edit *e, const char *utf8); /* edit_set, and fresh */
const char *edit_text(const struct edit *e);         /* valid until the next change */

void edit_begin(struct edit *e);                /* entering: remember, caret to the end */
void edit_remember(struct edit *e);             /* the same, and the caret stays */
void edit_put_caret(struct edit *e, size_t at); /* or at the next character before */
bool edit_changed(const struct edit *e);        /* since edit_begin */
void edit_undo(struct edit *e);                 /* back to what edit_begin saw */

/* All of the text at the caret, or DID_REFUSE and no change. */
enum did edit_insert(struct edit *e, const char *utf8);
/* Text, paste, Left Right Home End Backspace Delete Ctrl-U; all else is DID_NOTHING. */
enum did edit_key(struct edit *e, struct key k);

/* Draws the view, blanks as '_' (unless plain); returns the caret's column on screen. */
int edit_draw(struct edit *e, int row, int col, int width, enum attr a);

#endif
