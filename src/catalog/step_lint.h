/* Step tables as graphs: do all steps open, is the loop closed, do the limits fit. */
#ifndef YC_CATALOG_STEP_LINT_H
#define YC_CATALOG_STEP_LINT_H

#include "domain/item.h"

enum { STEPS_MAX = 64, WD_MINUTES = 420 /* 7 office hours */ };

/* Length in office minutes, for comparing lengths of different units: 1wd = 7bh, "now" the same
 * working day, 7cd hold 5 working days, 1mo 30cd.  Rough for natural days and months, exact for the
 * others. */
int span_minutes(struct span s);

#endif
