/* The parts reports are put together from: each asks the office and fills one table. */
#ifndef YC_REPORT_SECTIONS_H
#define YC_REPORT_SECTIONS_H

#include "report/report.h"
#include "report/table.h"

enum { SECTION_ROWS = 400 }; /* asked for at once; the office sends no more of a list */

typedef enum rc section_fill(struct door *d, const struct report_request *q, struct table *t,
                             struct fault *f);

section_fill section_counts_dept, section_counts_item, section_rates_dept,
    section_rates_item;                     /* D.5 */
section_fill section_loop, section_orphans; /* A.3 */
section_fill section_cards;                 /* D.1 */
section_fill section_calendar;              /* B.1 */
section_fill section_split;
section_fill section_seal; /* what a sealed copy is compared with */

/* A question about the days of q; refused as the office refuses it.  *out is the caller's
 * (door_reply_free). */
MUST_CHECK enum rc section_ask(struct door *d, const struct report_request *q, const char *name,
                               const char *by, Yc__Reply **out, struct fault *f);

/* All pages of a list; of the days of q unless it names none. */
typedef void section_see(void *arg, const Yc__Reply *r);
MUST_CHECK enum rc section_pages(struct door *d, const struct report_request *q, const char *name,
                                 section_see *see, void *arg, struct fault *f);

#endif
