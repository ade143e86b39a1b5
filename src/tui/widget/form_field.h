/* How a field of a form is described (form.h). */
#ifndef YC_TUI_WIDGET_FORM_FIELD_H
#define YC_TUI_WIDGET_FORM_FIELD_H

#include "tui/widget/pick.h"

/* clang-format off */
enum form_kind { /* FORM_STATIC is shown and never focused */
    FORM_TEXT, FORM_DIGITS, FORM_DECIMAL, FORM_DATE, FORM_CHOICE, FORM_YESNO, FORM_MULTI, FORM_CHECKS,
    FORM_AREA, FORM_STATIC
};
/* clang-format on */

enum {
    FORM_REQUIRED = 1,
    FORM_UPPER = 2,
    FORM_AUTO = 4,
    FORM_SECRET = 8,
    FORM_CARRY = 16,
    FORM_LOCKED = 32,
    FORM_SCAN = 64,   /* what a scanner reads takes the place of all it holds, and ends it */
    FORM_TWICE = 128, /* typed a second time without the first in sight */
    FORM_SKIP =
        256, /* going on passes it by unless it is required and empty; going back does not */
    FORM_NO_DUP = 512
};

struct form_column {
    const char *label, *hint;
};

struct form_field {           /* all borrowed */
    const char *label, *hint; /* hint NULL: the choices, if any */
    enum form_kind kind;
    unsigned flags;
    int width;          /* columns of the view, 0: by kind */
    int max_ch;         /* characters, 0: FORM_AUTO the width, else no limit */
    int rows;           /* FORM_AREA */
    const char *mask;   /* base/mask.h, may be NULL */
    const char *sample; /* shown in parentheses while empty, may be NULL */
    int note;           /* columns kept for form_note behind the field */
    /* Where it is drawn if the form is wide enough for all that say so: row within the group (from
     * 1, 0: the form's own layout), columns of caption and bracket, width.  Fields of one group
     * follow each other row by row. */
    struct form_drawn {
        int line, label_col, col, width;
        const char *caption;
    } drawn;
    const struct choice *choice; /* FORM_TEXT: initials of one of them are taken for its text */
    int nchoice;
    enum pick_take take;            /* what the popup takes at once */
    const struct form_column *cell; /* FORM_AREA: a table, a row a line, cells parted by '|' */
    int ncell;
    const char *states; /* FORM_CHECKS: marks that Space goes through, the first is "not there";
                            NULL " x" */
};

#endif
