/* Keeping a store: checkpoints, copies, checks, figures. */
#ifndef YC_STORE_UPKEEP_H
#define YC_STORE_UPKEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rc.h"

struct store;

/* Writes what memory holds to the data files and drops log files no longer needed for recovery to
 * the archive directory home/archive, unless a backup is running (then the next call does).  Call
 * it about every 16 MB of log or 30 s: what is changed and not yet written must fit in the cache,
 * or a full disk stops reading too. */
MUST_CHECK enum rc store_checkpoint(struct store *s, bool force, struct fault *f);
/* A hot copy into dir (made if need be, must be empty) for store_recover_copy.  Works while others
 * write. */
MUST_CHECK enum rc store_backup(struct store *s, const char *dir, struct fault *f);
/* Brings a backup copy to a consistent state in place (catastrophic recovery), so that it opens. */
MUST_CHECK enum rc store_recover_copy(const char *dir, struct fault *f);
/* Recomputes every index of every table and compares; calls bad(arg, text) for each difference. */
MUST_CHECK enum rc store_check_indexes(struct store *s, void (*bad)(void *arg, const char *text),
                                       void *arg, struct fault *f);

/* Is every page of the data files whole and in its place?  Reads them itself, so that no damage can
 * crash or hold up the library.  false: bad(arg, text) was called. */
bool store_check_pages(const char *dir, void (*bad)(void *arg, const char *text), void *arg);
/* Reads every page and every log record of a home nobody has open (a recovered copy).  Calls
 * bad(arg, text) for each fault. */
void store_check_files(const char *dir, void (*bad)(void *arg, const char *text), void *arg);
/* Every record of the log files in home/archive, which may be in use. */
void store_check_archive(const char *home, void (*bad)(void *arg, const char *text), void *arg);

/* Removes what a store has put into home, best effort: for a home that was never finished. */
void store_erase(const char *home);

struct store_stat {
    uint64_t commits, aborts, deadlocks, log_bytes, cache_hits, cache_misses, data_bytes;
    uint32_t recovery_ms; /* at open */
};
void store_stat(struct store *s, struct store_stat *out);

#endif
