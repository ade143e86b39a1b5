/* What a backup says of itself: a JSON file beside its parts, written last.  Without a whole
 * manifest there is no backup. */
#ifndef YC_BACKUP_MANIFEST_H
#define YC_BACKUP_MANIFEST_H

#include <stdbool.h>

#include "backup/stored.h"
#include "base/day.h"

#define MANIFEST_NAME "manifest.json"

struct manifest {
    struct arena mem; /* all below lives in it */
    const char *line; /* the history it belongs to (place.h) */
    bool sealed;
    instant_t begun, ended; /* by this machine's clock, not a simulation's */
    /* Of a whole copy: the logs it leans on, from the first to the last, and what
     * came of recovering and verifying it: "ok", or the first finding. */
    uint32_t first_log, last_log;
    const char *check;
    uint64_t events;            /* in its journal */
    uint32_t edition, calendar; /* of the definitions, newest in it */
    struct stored_file *file;
    size_t nfile, room; /* room: manifest_add's */
};

/* Refused "backup-set": missing, cut, or not one of ours.  *out: manifest_free. */
MUST_CHECK enum rc manifest_read(const char *dir, struct manifest **out, struct fault *f);
/* Durably and whole, over one that is there. */
MUST_CHECK enum rc manifest_write(const struct manifest *m, const char *dir, struct fault *f);
struct manifest *manifest_new(const char *line);
void manifest_free(struct manifest *m); /* NULL is fine */
/* A new, blank entry at the end. */
struct stored_file *manifest_add(struct manifest *m);

#endif
