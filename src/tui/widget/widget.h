/* What all widgets share.  A widget is a struct that draws itself into a rect with term_* and
 * answers keys; it keeps no global state, knows no business word, and never reads the terminal
 * itself. */
#ifndef YC_TUI_WIDGET_WIDGET_H
#define YC_TUI_WIDGET_WIDGET_H

struct rect {
    int row, col, rows, cols;
};

/* What became of a key. */
enum did {
    DID_NOTHING, /* not this widget's key: the screen may use it */
    DID_USE,
    DID_REFUSE, /* this widget's key, but it cannot be: nothing changed, ring the bell */
    DID_FULL,   /* used, and the field is full: go on to the next one */
    DID_TAKE,   /* done: chosen, answered, last field finished */
    DID_CANCEL  /* Esc with nothing left to restore */
};

#endif
