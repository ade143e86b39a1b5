/* Acceptance, whoever brings it about: a clerk, or five working days of silence (许可法32). */
#ifndef YC_OFFICE_INTAKE_H
#define YC_OFFICE_INTAKE_H

#include "office/deed.h"

/* Marks the matter accepted as of a day and starts its total clock; the caller closes the step. */
void intake_accepted(struct deed *d, day_t accepted);

#endif
