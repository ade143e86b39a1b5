/* A home out of a backup: the parts opened and compared with their manifest, the newest fitting
 * whole copy and the logs since put together, catastrophic recovery to the instant wanted, the
 * journal verified; only then the folder gets its name.  Refused or killed, it leaves no such
 * folder (killed: DIR.new). */
#ifndef YC_BACKUP_RESTORE_H
#define YC_BACKUP_RESTORE_H

#include <stdbool.h>

#include "backup/prove.h"

struct restore_how {
    const char *place;   /* PLACE, PLACE/LINE, or one copy made by "yichuang backup DIR" */
    const char *key;     /* NULL: the backup is not sealed */
    const char *prompt;  /* for its pass phrase */
    const char *logs_of; /* a damaged home whose log/ and archive/ go further; NULL: none */
    instant_t to;        /* end of that second of the machine's clock; INSTANT_NONE: the latest */
    bool in_spite_of_findings;
    void (*said)(void *arg, const char *line); /* each finding */
    void *arg;
};

struct restored {
    char whole[64];  /* the copy used */
    instant_t up_to; /* what was acknowledged before it is in there; INSTANT_NONE: not known */
    unsigned logs;   /* log files put on it */
    struct proof proof;
    uint32_t unpack_ms;
};

/* dir must not exist.  Refused "backup-place": nothing fits; "backup-set": something in it is
 * missing or changed; "backup-line": logs_of is another history; "backup-check": findings. */
MUST_CHECK enum rc backup_restore(const struct restore_how *how, const char *dir,
                                  struct restored *out, struct fault *f);

#endif
