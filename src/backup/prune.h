/* What the rule (keep.h) no longer keeps goes: whole copies, then the logs none of the rest leans
 * on, stored ones and the home's own archived ones.  Killed in the middle, the next time finishes
 * it. */
#ifndef YC_BACKUP_PRUNE_H
#define YC_BACKUP_PRUNE_H

#include "backup/settings.h"

/* line: the home's.  *dropped: whole copies let go. */
MUST_CHECK enum rc backup_prune(const char *home, const struct backup_settings *set,
                                const char *line, unsigned *dropped, struct fault *f);

#endif
