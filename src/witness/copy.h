/* An exported copy of the sealed journal ("yichuang export --sealed"): every event, chain, head and
 * signature reckoned again.  What does not fit is told through say_finding. */
#ifndef YC_WITNESS_COPY_H
#define YC_WITNESS_COPY_H

#include <stdio.h>

#include "witness/tree.h"

enum { PAPERS = 64 };

struct paper { /* a head typed from paper */
    uint64_t size;
    struct hash root;
    bool met;
};

struct copy_options {
    struct paper paper[PAPERS];
    unsigned npapers;
    int64_t slack; /* s an event may be recorded after its head or before the head before */
};

void copy_check(FILE *in, struct copy_options *opt);

#endif
