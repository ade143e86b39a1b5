/* The plan of a joint matter (并联审批, domain.md C.2): parts of several departments side by side,
 * the barrier where the last may answer, and what is left for the lead. */
#ifndef YC_OFFICE_JOINT_H
#define YC_OFFICE_JOINT_H

#include "office/deed.h"

/* At acceptance, its total clock running: less than one working day left for the lead after the
 * barrier is told to him (M-J1).  Other kinds of matter: nothing. */
void joint_plan(struct deed *d);

#endif
