/* Ratios in whole numbers (domain.md D.5): two decimals, half up; nothing to divide by prints as a
 * dash. */
#ifndef YC_REPORT_PERCENT_H
#define YC_REPORT_PERCENT_H

#include <stdint.h>

enum { RATIO_TEXT = 32 };

/* a of b in percent, "33.33"; b = 0: "—".  b >= 0; the product with 20,000 must fit 63 bits. */
const char *percent_text(int64_t a, int64_t b, char out[RATIO_TEXT]);
/* a shared by b, "3.25" */
const char *mean_text(int64_t a, int64_t b, char out[RATIO_TEXT]);

#endif
