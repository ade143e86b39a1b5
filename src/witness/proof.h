/* A proof file ("yichuang seal prove"): that events are under a head, or that one head extends
 * another.  What does not hold is told through say_finding. */
#ifndef YC_WITNESS_PROOF_H
#define YC_WITNESS_PROOF_H

#include <stdio.h>

#include "witness/copy.h"

void proof_check(FILE *in, struct copy_options *opt);

#endif
