/* Making a backup: a fresh hot copy of the home, recovered and verified in a scratch place; what
 * must go to the place of backups, sealed; then what the rule no longer keeps, gone.
 *
 * Killed anywhere it leaves the backups that were there and at most a folder *.new and
 * HOME/backup.check, which the next one removes. */
#ifndef YC_BACKUP_MAKE_H
#define YC_BACKUP_MAKE_H

#include <stdbool.h>

#include "backup/prove.h"

struct backup_made {
    char whole[32];  /* name of the whole copy; "" when none was due */
    char place[200]; /* where it lies */
    bool sealed;
    struct proof proof; /* of the fresh copy */
    unsigned logs;      /* files shipped */
    unsigned dropped;   /* whole copies the rule let go */
    uint32_t copy_ms, store_ms;
};

/* Puts a hot copy (store_backup) into dir. */
typedef enum rc backup_copy(void *arg, const char *dir, struct fault *f);

/* force: a whole copy even when none is due.  Refused "backup-check": the copy has findings (it is
 * kept, marked so, and nothing is let go); "busy": another is being made; "disk-full", "file" ...
 */
MUST_CHECK enum rc backup_make(const char *home, bool force, backup_copy *copy, void *arg,
                               struct backup_made *out, struct fault *f);

#endif
