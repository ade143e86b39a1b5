/* Is a copy good?  Recovered in place, opened, and everything kept compared with what its journal
 * adds up to (office_verify). */
#ifndef YC_BACKUP_PROVE_H
#define YC_BACKUP_PROVE_H

#include <stdint.h>

#include "base/day.h"
#include "base/rc.h"

struct proof {
    uint64_t bad; /* findings */
    char first[FAULT_ARG_MAX];
    uint64_t events;
    uint32_t edition, calendar;
    uint32_t recover_ms, verify_ms;
};

/* dir: data/ and log/ of a copy nobody else uses; it is a usable home afterwards.  until: as
 * store_recover_copy_to. said (may be NULL) hears each finding.  RC_OK with findings too; refused
 * or fatal when it cannot be brought up at all. */
MUST_CHECK enum rc backup_prove(const char *dir, instant_t until,
                                void (*said)(void *arg, const char *line), void *arg,
                                struct proof *out, struct fault *f);

#endif
