/* Which columns a list shows: a popup to mark them, remembered for the person (habits.h). */
#ifndef YC_TUI_SCREEN_COLUMNS_H
#define YC_TUI_SCREEN_COLUMNS_H

#include "tui/screen/stage.h"

struct column_kind {
    const char *key, *title; /* short word; msgid */
};

/* Numbers of the columns the person wants of list name, in the order of kind; how many.  Without a
 * wish the first `usual`. */
int columns_of(struct seat *s, const char *name, const struct column_kind *kind, int n, int usual,
               int out[]);
/* Lets them be chosen; changed is called afterwards, when there is another wish than before. */
void columns_open(struct seat *s, const char *name, const struct column_kind *kind, int n,
                  int usual, void (*changed)(void *arg), void *arg);

#endif
