/* Checkpoints, and log files on their way from log/ to archive/.
 *
 * A backup is data files first, then logs: it needs every log file there was when it began.  So
 * nothing leaves log/ while a backup runs, in whichever process: both hold HOME/log.lock (flock on
 * a descriptor of one's own, which keeps threads apart as well). */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/killpoint.h"
#include "base/mem.h"
#include "store/disk.h"
#include "store/priv.h"
#include "store/upkeep.h"

/* Recovery goes through the log since the last checkpoint: figures at the top of env.c.  And what
 * is changed and not yet written must fit in the cache, or a full disk stops reading too. */
enum { CHECKPOINT_KB = 16 << 10 };

enum rc store_hold_logs(const struct store *s, bool wait, int *lock, struct fault *f)
{
    char *path = mem_printf("%s/log.lock", s->home);

    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(path);
    if (*lock < 0) return store_fault(s, errno, "log.lock", f);
    while (flock(*lock, wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        int err = errno;
        close(*lock);
        *lock = -1;
        return err == EWOULDBLOCK ? RC_OK : store_fault(s, err, "log.lock", f);
    }
    return RC_OK;
}

/* The file is on disk under its new name before the old name goes.  A link needs no space when the
 * disk is nearly full; where the archive is another file system (or has such a file from before) it
 * is copied. */
static int move(const struct store *s, const char *log)
{
    const char *slash = strrchr(log, '/');
    char *to = mem_printf("%s/archive/%s", s->home, slash ? slash + 1 : log);
    char *dir = mem_printf("%s/archive", s->home);
    int err = link(log, to) == 0 ? disk_sync(to) : disk_copy(log, to);

    if (!err) err = disk_sync(dir);
    KILLPOINT(LOG_LINKED);
    if (!err && unlink(log) != 0) err = errno;
    free(to);
    free(dir);
    return err;
}

static enum rc move_finished(struct store *s, struct fault *f)
{
    char **log = NULL;
    int err = s->env->log_archive(s->env, &log, DB_ARCH_ABS);

    for (size_t i = 0; !err && log && log[i]; i++) {
        err = move(s, log[i]); /* oldest first */
        KILLPOINT(LOG_MOVED);
    }
    free(log);
    return store_fault(s, err, "archive", f);
}

enum rc store_checkpoint(struct store *s, bool force, struct fault *f)
{
    int lock;

    KILLPOINT(CHECKPOINT_BEGIN);
    int err = s->env->txn_checkpoint(s->env, force ? 0 : CHECKPOINT_KB, 0, force ? DB_FORCE : 0);
    KILLPOINT(CHECKPOINT_DONE);
    enum rc rc = store_fault(s, err, "checkpoint", f);

    if (rc == RC_OK) rc = store_hold_logs(s, false, &lock, f);
    if (rc != RC_OK || lock < 0) return rc;
    rc = move_finished(s, f);
    close(lock);
    return rc;
}
