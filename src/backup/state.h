/* How a home stands with its backups, for those who look after it. */
#ifndef YC_BACKUP_STATE_H
#define YC_BACKUP_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"

struct backup_state {
    size_t wholes, unreadable; /* whole copies of the home's line; folders that are none */
    char whole[32];            /* the newest, "" none */
    char check[200];           /* what came of recovering and verifying it */
    bool sealed;               /* and everything since */
    instant_t logs;            /* what was acknowledged before is stored; INSTANT_NONE: nothing */
};

/* false: not for our eyes, or nothing is known. */
bool backup_state(const char *home, struct backup_state *out);

#endif
