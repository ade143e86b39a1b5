/* Documents an act produces, as text; each with a number of its kind and year (GB/T 9704:
 * 代字〔年〕n号). */
#ifndef YC_OFFICE_PAPERS_H
#define YC_OFFICE_PAPERS_H

#include "office/deed.h"

enum paper_kind {
    PAPER_SLIP,
    PAPER_ACCEPTANCE,
    PAPER_CORRECTION,
    PAPER_REFUSAL,
    PAPER_NOT_NEEDED,
    PAPER_SUSPENSION,
    PAPER_EXTENSION,
    PAPER_GRANT,
    PAPER_DENIAL,
    PAPER_CERTIFICATE,
    PAPER_RECEIPT,
    PAPER_DELIVERY,
    PAPER_VERIFICATION,
    PAPER_WITHDRAWAL,
    PAPER_TRANSFER,
    PAPER_SHEET,
    PAPER_FORWARD,
    PAPER_EVIDENCE,
    PAPER_KINDS
};

/* body: the lines between heading and date, in Chinese.  number: NULL takes the next of the kind
 * (none for slips). */
MUST_CHECK enum rc paper_issue(struct deed *d, enum paper_kind kind, const char *number,
                               const char *body, Yc__Paper **out, struct fault *f);
const char *paper_title(enum paper_kind kind); /* 受理通知书 */
const char *paper_kind_name(enum paper_kind kind);

/* "\n办理时限：2026-02-09起算（当日不计），5个工作日，止于…": the account of a clock (review,
 * total) as it stands now, for the body of a paper; "" where it does not run. */
const char *paper_limit(struct deed *d, const char *clock);

/* "2026年11月24日" */
char *paper_date(struct deed *d, day_t day);

#endif
