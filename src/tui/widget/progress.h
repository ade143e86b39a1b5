/* How far a long job is: one cell that changes and a percentage, painted at most twice a second. */
#ifndef YC_TUI_WIDGET_PROGRESS_H
#define YC_TUI_WIDGET_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress { /* start with {.row, .col} */
    int row, col;
    int64_t painted_ms; /* time of the last paint */
    int paints;
};

/* total 0: unknown, only the cell.  now_ms: any clock that only goes forward, above 0.  True when
 * it drew (flush then); the end (done == total) is always drawn. */
bool progress_show(struct progress *p, int64_t done, int64_t total, int64_t now_ms);

#endif
