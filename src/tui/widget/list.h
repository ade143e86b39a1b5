/* Rows to choose from: a '>' in column 0 with the real cursor on it (a move costs two cells, not
 * two rows), a '*' in column 1 for marked rows, then columns cut to the column.
 *
 * Rows are asked for by number, only those in view, so a list may have a million.  The selection
 * and the marks follow ids, so they survive a refresh that inserts, removes or reorders rows; the
 * selected row is looked for some hundred rows around.
 *
 * A list whose owner can narrow it has a filter: from list_filter_begin on, what is typed narrows
 * it at every key; Enter goes back to commands (the filter stays), Esc takes the filter away. */
#ifndef YC_TUI_WIDGET_LIST_H
#define YC_TUI_WIDGET_LIST_H

#include <stdbool.h>

#include "base/buf.h"
#include "tui/term/term.h"
#include "tui/widget/edit.h"
#include "tui/widget/marks.h"
#include "tui/widget/widget.h"

struct list_column {
    const char *title; /* NULL in all columns: no heading row */
    int width;         /* columns; 0: the rest of the row */
    bool right;        /* numbers: aligned to the right */
};

struct list_source {
    void *arg;
    void (*cell)(void *arg, int row, int column, struct buf *out); /* appends UTF-8 */
    const char *(*id)(void *arg, int row); /* borrowed until the next call */
    /* All below may be NULL. */
    enum attr (*look)(void *arg, int row); /* of the first cell */
    int (*more)(void *arg);                /* fetch a further page, say how many rows are known */
    int (*filter)(void *arg, const char *typed); /* narrow, "" all; rows there are then */
    int (*sort)(void *arg, int column);          /* -1: as they come; rows, or -1: not by that */
};

struct list {
    struct list_source source;
    const struct list_column *column; /* borrowed */
    int ncolumn, n;
    int at, top;       /* selected row, first row in view */
    int page;          /* rows of the last draw, before it the usual number */
    int sorted;        /* by this column, -1: as they come */
    bool marking;      /* Space marks */
    bool typing;       /* keys go to the filter */
    struct edit typed; /* the filter */
    const char *empty; /* shown when there are no rows; borrowed, may be NULL */
    char *id;          /* of the selected row */
    struct marks marks;
};

void list_init(struct list *l, const struct list_source *s, const struct list_column *column,
               int ncolumn, int n);
void list_free(struct list *l);
/* The rows have changed and there are n now: finds the selected id again, else stays near. */
void list_refresh(struct list *l, int n);
void list_select(struct list *l, int row); /* clamped */
const char *list_id(const struct list *l); /* NULL: no rows; valid until the selection moves */
bool list_marked(const struct list *l, const char *id);
void list_unmark_all(struct list *l);
/* Marks every known row; when all are marked already, none. */
enum did list_mark_all(struct list *l);

enum did list_filter_begin(struct list *l);
const char *list_filter(const struct list *l); /* "" none */
/* The next column it can be sorted by, after the last one as the rows come. */
enum did list_sort_next(struct list *l);

/* Draws, and puts the cursor on the marker, or where a filter is typed. */
void list_draw(struct list *l, struct rect at);
/* Up Down PgUp PgDn Home End Space *; DID_TAKE on Enter, DID_CANCEL on Esc. */
enum did list_key(struct list *l, struct key k);

#endif
