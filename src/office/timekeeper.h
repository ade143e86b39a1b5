/* Which instant deadlines are judged by when the machine's clock jumps.
 *
 * A card once issued is never taken back because somebody set the clock wrong for a minute.  So the
 * wall clock is compared with the time since the machine started (which counts sleep, and nobody
 * can set it): small differences are followed, a jump is believed only after it has lasted two
 * minutes; until then the earlier of the two counts.  Nothing falls due twice or never: what waited
 * is done afterwards, with the instants at which it was due. */
#ifndef YC_OFFICE_TIMEKEEPER_H
#define YC_OFFICE_TIMEKEEPER_H

#include <stdint.h>

#include "base/day.h"

enum { TIMEKEEPER_SMALL = 5, TIMEKEEPER_HOLD = 120 }; /* s */

struct timekeeper {
    int64_t boot; /* s since the machine started, 0: not begun */
    instant_t wall;
    int64_t until; /* a jump is believed at this time since the start, 0: there is none */
    int64_t jump;  /* s by which the wall clock is ahead (behind: < 0) of what it should be */
};

/* The instant to judge by, given the wall clock and the seconds since the machine started. */
instant_t timekeeper_now(struct timekeeper *k, instant_t wall, int64_t boot);

#endif
