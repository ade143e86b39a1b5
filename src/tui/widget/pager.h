/* A text to read: by lines and pages, with a search that ignores case and width. */
#ifndef YC_TUI_WIDGET_PAGER_H
#define YC_TUI_WIDGET_PAGER_H

#include "tui/widget/edit.h"

struct pager {
    char *text;
    struct pager_line {
        size_t at, len;
    } * line; /* as wrapped for cols */
    int n, cols;
    int top, rows; /* first line and lines in view */
    int found;     /* line of the last match, -1 none */
    bool asking;   /* '/' was pressed: keys go to the search text */
    struct edit search;
};

void pager_open(struct pager *p, const char *text);
void pager_close(struct pager *p);
/* Draws the text, and in the last row where one is or the search text. */
void pager_draw(struct pager *p, struct rect at);
/* Up Down PgUp PgDn Space Home End, / to search, n for the next; DID_CANCEL on Esc. */
enum did pager_key(struct pager *p, struct key k);

#endif
