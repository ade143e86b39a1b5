/* Suspensions (B.6): half-open stretches of days (from, to], merged and joined as they are read. */
#ifndef YC_DOMAIN_STAND_H
#define YC_DOMAIN_STAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"

struct stand {      /* one suspension */
    day_t from, to; /* to = DAY_NONE: still open */
};

/* The next stretch of suspended days after cursor, however the stands lie and overlap; walked with
 * cursor = piece.to it names every suspended day once. */
struct stand_piece {
    day_t from, to;
    bool open;
    int index; /* which stand */
};
bool stand_next(const struct stand *stands, size_t n, day_t cursor, struct stand_piece *out);

#endif
