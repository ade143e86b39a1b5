#include "office/timekeeper.h"

#include <stdlib.h>

static instant_t believe(struct timekeeper *k, instant_t wall, int64_t boot)
{
    *k = (struct timekeeper){.boot = boot, .wall = wall};
    return wall;
}

instant_t timekeeper_now(struct timekeeper *k, instant_t wall, int64_t boot)
{
    if (!k->boot) return believe(k, wall, boot);
    instant_t expected = k->wall + (boot - k->boot);
    int64_t jump = wall - expected;
    if (llabs(jump) <= TIMEKEEPER_SMALL) return believe(k, wall, boot);
    /* Another jump on top of the first begins a wait of its own. */
    if (!k->until || llabs(jump - k->jump) > TIMEKEEPER_SMALL) k->until = boot + TIMEKEEPER_HOLD;
    if (boot >= k->until) return believe(k, wall, boot);
    k->jump = jump;
    return wall < expected ? wall : expected;
}
