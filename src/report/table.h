/* A table of texts with a heading, written as columns for the eye, as CSV (RFC 4180) or as JSON.
 *
 * Start with {0} and table_begin; everything given is copied.  Free with table_free. */
#ifndef YC_REPORT_TABLE_H
#define YC_REPORT_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/mem.h"

enum { TABLE_COLUMNS = 24 };

struct table_column {
    const char *key;   /* in JSON */
    const char *label; /* for people, translated */
    bool right;        /* numbers */
};

struct table {
    struct arena arena;
    const char *key, *title;
    struct table_column column[TABLE_COLUMNS];
    size_t ncolumns, nrows, cap;
    const char ***row;
    const char **note; /* lines under it */
    size_t nnotes;
};

/* title "" prints none. */
void table_begin(struct table *t, const char *key, const char *title,
                 const struct table_column *columns, size_t n);
void table_row(struct table *t, const char *const *cells); /* ncolumns of them */
void table_note(struct table *t, const char *text);
void table_free(struct table *t);

/* All three append.  An empty table prints its heading and "(none)". */
void table_text(const struct table *t, struct buf *out);
void table_csv(const struct table *t, struct buf *out); /* header and rows; lines end with CR LF */
json_t *table_json(const struct table *t); /* {"key","title","rows":[{column: text}],"notes"} */

/* Quoted when it must be; what a spreadsheet would take for a formula gets an apostrophe. */
void table_csv_field(struct buf *out, const char *text);

#endif
