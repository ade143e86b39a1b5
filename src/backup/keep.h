/* The rule by which whole copies stay: of each of the last days, weeks (from Monday) and months
 * that have a good one, the last.  Days without any do not count, so nothing is lost by waiting. */
#ifndef YC_BACKUP_KEEP_H
#define YC_BACKUP_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "backup/settings.h"
#include "base/day.h"

struct keep_copy {
    day_t day;
    bool good; /* others stay while no good one is newer, and count for nothing */
    bool keep; /* the answer */
};
/* Oldest first. */
void keep_by_rule(const struct keep_rule *rule, struct keep_copy *copy, size_t n);

#endif
