/* Shipping logs: what log files of a home are new or have grown since the last time goes to its
 * place of backups.
 *
 * It looks at files only, attached to no database: the hall need not be running, may be killed in
 * the middle, and so may we.  A log that grew is stored beside its shorter version, then the
 * manifest changes from one to the other, then the shorter goes: at every instant the manifest
 * names what is there. */
#ifndef YC_BACKUP_SHIP_H
#define YC_BACKUP_SHIP_H

#include <stdint.h>

#include "base/rc.h"

struct shipped {
    unsigned files;
    uint64_t bytes; /* plain */
};

/* from: the lowest log a new place needs; 0: only go on with what a whole copy has begun (RC_OK and
 * nothing shipped when there is none). Waits for another that ships.  Refused: "backup-gap" when
 * the logs no longer follow from those stored (a new line must begin), "disk-full", "file". */
MUST_CHECK enum rc backup_ship(const char *home, uint32_t from, struct shipped *out,
                               struct fault *f);
/* Forgets the stored logs below number. */
MUST_CHECK enum rc backup_ship_prune(const char *home, uint32_t number, struct fault *f);

/* Ships every so often (backup.yaml) until it is killed; says to the log what goes wrong. */
void backup_ship_forever(const char *home) __attribute__((noreturn));

#endif
