/* A plain list of rows the office sends: cards, notices, reports, figures, the lamp board.
 *
 * What differs is a table: columns, the query, and what Enter does. */
#ifndef YC_TUI_SCREEN_TABLE_SCREEN_H
#define YC_TUI_SCREEN_TABLE_SCREEN_H

#include "base/buf.h"
#include "tui/screen/stage.h"

struct table_column {
    const char *title;  /* msgid */
    const char *column; /* of the reply */
    int width;          /* 0: the rest */
    bool right;
    /* NULL: the text as it is; row: for what stands in other columns. */
    void (*show)(const Yc__Reply *r, size_t row, const char *value, struct buf *out);
};

struct table_kind {
    const char *mode, *query;
    const char *title, *empty; /* msgids */
    const struct table_column *column;
    int ncolumn;
    const char *id[2];  /* columns that name a row */
    const char *number; /* column with a matter's number, NULL none */
    const char *look;   /* column that holds a lamp or level, NULL none */
    void (*request)(const struct seat *s, Yc__Request *q);        /* more parameters; may be NULL */
    void (*open)(struct seat *s, const Yc__Reply *r, size_t row); /* Enter; may be NULL */
    bool (*action)(struct seat *s, const char *action);           /* may be NULL */
};

void table_open(struct seat *s, const struct table_kind *kind);

#endif
