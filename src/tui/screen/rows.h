/* A list of matters as the office sends it (inbox, find, lamp_list): pages, columns, filter and
 * order, and how the rows look.
 *
 * A row is known by number and step run, so the selection stays on the same work when the list is
 * fetched again.  Pages come from the office as the marker gets there; only those near it are kept,
 * the others are fetched again by their page token, so a list may be as long as it likes. */
#ifndef YC_TUI_SCREEN_ROWS_H
#define YC_TUI_SCREEN_ROWS_H

#include "tui/screen/seat.h"
#include "tui/widget/list.h"

enum { ROWS_COLUMNS = 8, ROWS_PAGE = 40, ROWS_KEPT = 12 };

struct rows_kind {
    const char *name;  /* for the person's columns (habits.h) */
    const char *empty; /* msgid, said when there are no rows */
    bool sieved;       /* the query takes "filter" */
    bool marking;
    const char *const *sorts;           /* columns the query sorts by, ended by NULL; or NULL */
    Yc__Request *(*request)(void *arg); /* a fresh request of the list */
    void (*answered)(void *arg, const Yc__Reply *r); /* sees every reply; may be NULL */
};

struct rows_page {
    Yc__Reply *reply; /* NULL: let go */
    char *from;       /* its token, NULL the first page */
    int start, n, limit;
};

struct rows {
    struct seat *seat;
    const struct rows_kind *kind;
    void *arg;
    struct rows_page *page;
    int npage, n;
    char *next;       /* token of the page after the last known one, NULL none */
    const char *sort; /* NULL: as they come */
    int shown[ROWS_COLUMNS], nshown;
    struct list_column column[ROWS_COLUMNS];
    struct list list;
    char id[64];
};

/* Nothing is fetched yet.  kind is static. */
void rows_open(struct rows *r, struct seat *s, const struct rows_kind *kind, void *arg);
void rows_close(struct rows *r);
/* Fetches again, as many rows as there were; false: not answered, the old ones stay. */
bool rows_fetch(struct rows *r);
void rows_clear(struct rows *r);
void rows_draw(struct rows *r, struct rect at);
/* Keys of the list, and the actions "filter", "sort", "mark_all" and "columns". */
enum did rows_key(struct rows *r, struct key k, const char *action);
const char *rows_get(struct rows *r, int row, const char *column);
const char *rows_number(struct rows *r); /* of the selected row, NULL none */
/* " Rows 1-4 of 7" for the status line; total < 0: unknown. */
void rows_status(struct rows *r, int total, struct buf *out);
enum attr rows_look(const char *lamp);

#endif
