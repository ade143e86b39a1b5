/* Walking through a table or an index in the order of its keys. */
#ifndef YC_STORE_SCAN_H
#define YC_STORE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

struct txn;

struct store_row {
    const void *key; /* record key */
    size_t nkey;
    const void *ikey; /* index key (scan of an index), else = key */
    size_t nikey;
    const void *rec; /* record bytes; NULL when the scan asked for keys only */
    size_t nrec;
};
/* Returns true to go on.  May read, may not write: collect, then change.  The row lives until it
 * returns. */
typedef bool store_visit(void *arg, const struct store_row *row);

enum { STORE_RECORDS = -1 }; /* scan the table itself rather than an index */
struct store_range {
    const void *from; /* first key wanted; NULL: the start (or end, in reverse) */
    size_t nfrom;
    const void *prefix; /* all keys must begin so; NULL: any */
    size_t nprefix;
    bool after;     /* leave out a key equal to from: the next page after a remembered key */
    bool reverse;   /* descending; from is then the last key wanted */
    bool keys_only; /* do not fetch records */
};
/* range NULL: all of it. */
MUST_CHECK enum rc store_scan(struct txn *t, int table, int index, const struct store_range *range,
                              store_visit *visit, void *arg, struct fault *f);

#endif
