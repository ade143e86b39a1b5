/* Reports: figures asked through the door, laid out as tables and written in one of three formats.
 *
 * A report says nothing of the moment it was made: the same request on the same office gives the
 * same bytes. */
#ifndef YC_REPORT_REPORT_H
#define YC_REPORT_REPORT_H

#include "base/buf.h"
#include "base/day.h"
#include "base/rc.h"
#include "door/door.h"

enum report_format { REPORT_TEXT, REPORT_CSV, REPORT_JSON };

struct report_request {
    const char *name; /* "day", "figures", "split", "loop", "cards", "calendar" */
    const char *as;   /* person who asks; NULL: the office itself, or whoever the account is */
    day_t from, to;
    bool any_day;   /* no days were asked for: what has no day of its own is given whole */
    const char *by; /* "dept" or "item" for figures alone; NULL: both */
    enum report_format format;
    const char *mark; /* who has it and when, at head and foot of CSV and JSON; NULL none */
    bool bom;         /* CSV begins with a byte order mark, which spreadsheets want */
};

/* Appends the report.  Refused: no such report, or what the office says. */
MUST_CHECK enum rc report_write(struct door *d, const struct report_request *q, struct buf *out,
                                struct fault *f);

bool report_format_parse(const char *s, enum report_format *out); /* text csv json */
/* "day figures split loop cards calendar" */
extern const char report_names[];

#endif
