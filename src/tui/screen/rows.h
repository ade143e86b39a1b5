/* A list of matters as the office sends it (inbox, find, lamp_list): rows, pages, and how they
 * look.
 *
 * Columns: lamp word, number, item, applicant, step, what is left.  A row is known by number and
 * step run, so the selection stays on the same work when the list is fetched again. */
#ifndef YC_TUI_SCREEN_ROWS_H
#define YC_TUI_SCREEN_ROWS_H

#include "tui/screen/seat.h"
#include "tui/widget/list.h"

enum { ROWS_COLUMNS = 6, ROWS_PAGE = 40 };

struct rows {
    struct seat *seat;
    Yc__Reply **page;
    int npage, n;
    Yc__Request *(*request)(void *arg); /* a fresh request of the list */
    void *arg;
    struct list_column column[ROWS_COLUMNS];
    struct list list;
    char id[64];
};

/* Nothing is fetched yet. */
void rows_open(struct rows *r, struct seat *s, Yc__Request *(*request)(void *arg), void *arg,
               const char *empty);
void rows_close(struct rows *r);
/* Fetches again, as many rows as there were; false: not answered, the old ones stay. */
bool rows_fetch(struct rows *r);
void rows_clear(struct rows *r);
void rows_draw(struct rows *r, struct rect at);
const char *rows_get(const struct rows *r, int row, const char *column);
const char *rows_number(const struct rows *r); /* of the selected row, NULL none */
/* " Rows 1-4 of 7" for the status line; total < 0: unknown. */
void rows_status(const struct rows *r, int total, struct buf *out);
enum attr rows_look(const char *lamp);

#endif
