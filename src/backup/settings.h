/* Where backups go and how many stay: HOME/backup.yaml, written by the operator.
 *
 * It is a file of the machine, not a definition that is published: a path of the service's account
 * is not for whoever may publish, and it must be readable when the database is gone. */
#ifndef YC_BACKUP_SETTINGS_H
#define YC_BACKUP_SETTINGS_H

#include "base/mem.h"
#include "base/rc.h"

struct keep_rule {
    int daily, weekly, monthly; /* whole copies: of that many days, weeks, months the last */
};

struct backup_settings {
    struct arena mem;
    const char *to;          /* absolute */
    const char *certificate; /* HOME/backup.crt */
    int minutes;             /* between two shipments of logs */
    int whole_days;          /* between two whole copies */
    struct keep_rule keep;
};

/* Without the file: HOME/backup, every 5 minutes, a whole copy a day, 7 daily, 5 weekly, 12
 * monthly. Refused "backup-yaml" with the first thing wrong in it. */
MUST_CHECK enum rc backup_settings_read(const char *home, struct backup_settings *out,
                                        struct fault *f);
void backup_settings_free(struct backup_settings *s);

#endif
