/* A table of days as people write it, for calendar.c: one TSV text into rows.
 *
 * A row is "2026-02-14<TAB>workday<TAB>春节[<TAB>notice]", in the order of dates.  Of the comments
 * two speak: "# coverage: 2004-01-01..2026-12-31", and "# notice: 2026<TAB>title", the notice of
 * every row of that year that names none itself. */
#ifndef YC_DOMAIN_CALENDAR_TEXT_H
#define YC_DOMAIN_CALENDAR_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/rc.h"

enum row_kind { ROW_HOLIDAY, ROW_WORKDAY, ROW_MORNING, ROW_AFTERNOON };

struct calendar_row {
    day_t day;
    enum row_kind kind;
    const char *name, *notice; /* notice: "" none */
};

struct calendar_text {
    const char *code; /* of its faults; static */
    bool overlay;     /* may have half days, needs neither rows nor coverage */
    day_t low, high;  /* rows may lie between; both DAY_NONE: anywhere */
    struct calendar_row
        *row; /* from here on filled by reading; the caller frees row, on faults too */
    size_t n;
    day_t first, last; /* coverage; not of an overlay */
};

/* Names and notices lie in texts.  RC_REFUSED: args 1 and 2 are line and column where one place is
 * to blame. */
MUST_CHECK enum rc calendar_text_read(struct calendar_text *t, const char *tsv, struct arena *texts,
                                      struct fault *f);

#endif
