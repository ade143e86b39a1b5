#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "store/priv.h"

enum { TRIES = 20, EXIT_BROKEN = 75 };
enum how { DURABLY, LAZILY, VIEW };

/* A thread of ours may be asleep on a mutex that will never be released, and the library's own
 * closing with it: so nothing is closed. */
void store_broken(const struct store *s)
{
    log_error("store: the environment of %s is broken and needs recovery; leaving", s->home);
    _exit(EXIT_BROKEN);
}

enum rc store_fault(const struct store *s, int err, const char *what, struct fault *f)
{
    switch (err) {
    case 0:
        return RC_OK;
    case DB_LOCK_DEADLOCK:
    case DB_LOCK_NOTGRANTED:
        return RC_RETRY;
    case ENOMEM: /* of locks, or of a cache full of pages a full disk does not take: trying again at
                    once costs seconds */
        log_error("store: %s: no room in shared memory", what);
        return fault_set(f, RC_REFUSED, "memory",
                         N_("The database is out of memory. Nothing was changed; try again later."),
                         NULL);
    case ENOSPC:
    case EDQUOT:
        return fault_set(
            f, RC_REFUSED, "disk-full",
            N_("The disk is full. Nothing was changed. Free some space, then try again."), NULL);
    case DB_RUNRECOVERY:
        if (s->serving) store_broken(s);
        break;
    default:
        break;
    }
    /* an opening that failed ends in "needs recovery", whatever the reason was */
    const char *why = s->why[0] ? s->why : db_strerror(err);
    log_error("store: %s: %s", what, why);
    return fault_set(f, RC_FATAL, "store", N_("The database failed at {1}: {2}."), what, why, NULL);
}

enum rc store_trouble(struct txn *t, int err, const char *what, struct fault *f)
{
    if (err && !t->trouble) t->trouble = err;
    return store_fault(t->s, err, what, f);
}

/* The commit lets go of its locks before the log is on disk, and waits for that here: so those who
 * queue for one counter share a flush.  Whoever read what we wrote has its own log records after
 * ours, so its flush covers us; one that only found our answer flushes too.  A commit whose record
 * could not be written may or may not be found by a later recovery: that is found out at once,
 * except on a full disk, where the record waits in memory and most often gets there. */
static enum rc committed(struct store *s, int err, struct fault *f)
{
    if (err == ENOSPC || err == EDQUOT)
        return fault_set(
            f, RC_REFUSED, "unknown",
            N_("The disk is full and it is not known whether this was saved. Send it again."),
            NULL);
    if (err) log_error("store: commit: %s", db_strerror(err));
    if (err && s->serving) store_broken(s);
    return store_fault(s, err, "commit", f);
}

static enum rc commit(struct txn *t, enum how how, struct fault *f)
{
    DB_ENV *env = t->s->env;
    int err = t->db->commit(t->db, how == VIEW ? 0 : DB_TXN_NOSYNC);

    if (!err && how == DURABLY) err = env->log_flush(env, NULL);
    return committed(t->s, err, f);
}

enum rc store_settle(struct store *s, struct fault *f)
{
    return committed(s, s->env->log_flush(s->env, NULL), f);
}

static enum rc once(struct store *s, enum how how, store_fn *fn, void *arg, struct fault *f)
{
    struct txn t = {.s = s, .view = how == VIEW, .in.flags = DB_DBT_REALLOC};
    int err = s->env->txn_begin(s->env, NULL, &t.db, how == VIEW ? DB_TXN_SNAPSHOT : 0);
    if (err) return store_fault(s, err, "begin", f);

    enum rc rc = fn(&t, arg, f);
    free(t.in.data);
    buf_free(&t.out);
    if (t.trouble && rc != RC_FATAL) rc = store_fault(s, t.trouble, "transaction", f);
    if (rc == RC_OK) return commit(&t, how, f);
    err = t.db->abort(t.db);
    if (err) log_error("store: abort: %s", db_strerror(err));
    if (err) store_broken(s);
    return rc;
}

static void nap(int tries)
{
    static _Thread_local unsigned seed;
    struct timespec t;

    if (!seed) {
        clock_gettime(CLOCK_MONOTONIC, &t);
        seed = (unsigned)t.tv_nsec ^ (unsigned)(uintptr_t)&seed;
    }
    usleep((useconds_t)(rand_r(&seed) % (1000 * tries)));
}

static enum rc run(struct store *s, enum how how, store_fn *fn, void *arg, struct fault *f)
{
    for (int tries = 1; tries <= TRIES; tries++) {
        enum rc rc = once(s, how, fn, arg, f);
        if (rc != RC_RETRY) return rc;
        nap(tries);
    }
    return fault_set(
        f, RC_REFUSED, "busy",
        N_("Too many people are changing the same data. Nothing was changed; try again."), NULL);
}

enum rc store_run(struct store *s, store_fn *fn, void *arg, struct fault *f)
{
    return run(s, DURABLY, fn, arg, f);
}

enum rc store_run_lazily(struct store *s, store_fn *fn, void *arg, struct fault *f)
{
    return run(s, LAZILY, fn, arg, f);
}

enum rc store_view(struct store *s, store_fn *fn, void *arg, struct fault *f)
{
    return run(s, VIEW, fn, arg, f);
}
