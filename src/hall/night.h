/* When the night batch is due: each day at the hall's own hour, and for the last missed one as soon
 * as the home is up again.
 *
 * The file night.last in the home holds the last day whose batch ended well, and a sum.  A home
 * without it has no past to catch up. */
#ifndef YC_HALL_NIGHT_H
#define YC_HALL_NIGHT_H

#include "base/day.h"

void night_record(const char *home, day_t done);
day_t night_recorded(const char *home); /* DAY_NONE: never */
/* The last day on which that minute (since midnight) is not after now. */
day_t night_wanted(instant_t now, int minute);

#endif
