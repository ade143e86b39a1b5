/* Bytes under keys, durably: the one place that knows Berkeley DB.
 *
 * A store is one transactional environment with named tables.  A table is a B-tree of records; each
 * may have indexes, kept exact by the store itself in the same transaction: an index function looks
 * at a record's bytes and gives its index keys.  Keys sort by memcmp (base/buf.h makes sortable
 * numbers).  Counters live in a queue file (record-level locks).  Every record carries a CRC-32C; a
 * record that fails it is RC_FATAL, never data.
 *
 * One request is one store_run: it begins, calls the function, commits durably; on deadlock it
 * aborts, waits (random, growing, bounded) and calls the function again, so the function must not
 * print, count or free. Values read are copied into the caller's buf.
 * Modes.  STORE_OWNER: sole owner, under the caller's lock; runs recovery, creates what is missing.
 * STORE_JOIN: attaches to an environment an owner has open (night batch).  STORE_ALONE: an owner
 * that keeps its region files in the home itself (scratch copies, tests).
 *
 * What can go wrong: RC_REFUSED "busy" (20 deadlocks in a row), "disk-full", "memory" (nothing
 * changed, try again), "unknown" (the disk filled up while committing: send the request again under
 * its id); RC_FATAL for everything else: "store", "damaged" (a record's checksum), "index" (an
 * index and its records disagree), "home", "region".  A function that goes on after a failed call
 * cannot commit all the same.  When the environment is broken (DB_RUNRECOVERY) the process logs and
 * _exits 75 at once: the supervisor ends all attached, recovers, and starts again. */
#ifndef YC_STORE_STORE_H
#define YC_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rc.h"

struct store;
struct txn;

typedef void store_emit(void *to, const void *key, size_t n);

struct store_index {
    const char *name;
    /* Emits the index keys of a record (any number).  Pure; keys of different records must differ,
     * so end them with the record's own key.  rec: its bytes, or what the table's decode made. */
    void (*keys)(const void *key, size_t nkey, const void *rec, size_t nrec, store_emit *emit,
                 void *to);
};

struct store_table {
    const char *name;
    const struct store_index *index;
    size_t nindex;
    /* Optional: decodes a record once for all its indexes; NULL from it: the record has no keys. */
    void *(*decode)(const void *rec, size_t nrec);
    void (*forget)(void *decoded);
};

enum store_mode { STORE_OWNER, STORE_JOIN, STORE_ALONE };

struct store_options {
    uint32_t cache_mb;  /* 0: 128 */
    const char *region; /* directory for region files (tmpfs); NULL: chosen, see region.c */
};

/* tables must outlive the store.  An index that is new on an old table is filled here.  Joining
 * refuses "not-open" when no owner has the place open. */
MUST_CHECK enum rc store_open(const char *home, enum store_mode mode,
                              const struct store_table *tables, size_t n,
                              const struct store_options *opt, struct store **out, struct fault *f);
void store_close(struct store *s);

typedef enum rc store_fn(struct txn *t, void *arg, struct fault *f);
/* Runs fn in one durable transaction; on RC_OK from fn it is on disk when this returns RC_OK. */
MUST_CHECK enum rc store_run(struct store *s, store_fn *fn, void *arg, struct fault *f);
/* Not waiting for the disk, for what is found undone after a crash and done again; settle waits. */
MUST_CHECK enum rc store_run_lazily(struct store *s, store_fn *fn, void *arg, struct fault *f);
MUST_CHECK enum rc store_settle(struct store *s, struct fault *f);
/* Runs fn on one consistent snapshot (of records and indexes; counters are as of now); writes are
 * refused (assert).  It may hold what was committed a moment ago and is still on its way to the
 * disk; a store_run after it ends when that is there. */
MUST_CHECK enum rc store_view(struct store *s, store_fn *fn, void *arg, struct fault *f);

/* Tables and indexes are named by their position in store_open's array.  val is replaced when
 * found. */
MUST_CHECK enum rc store_get(struct txn *t, int table, const void *key, size_t nkey,
                             struct buf *val, bool *found, struct fault *f);
/* As store_get, and nobody else may change the record until this transaction ends. */
MUST_CHECK enum rc store_take(struct txn *t, int table, const void *key, size_t nkey,
                              struct buf *val, bool *found, struct fault *f);
MUST_CHECK enum rc store_put(struct txn *t, int table, const void *key, size_t nkey,
                             const void *val, size_t nval, struct fault *f);
/* Refuses ("exists") when the key is there already. */
MUST_CHECK enum rc store_add(struct txn *t, int table, const void *key, size_t nkey,
                             const void *val, size_t nval, struct fault *f);
/* RC_OK too when there is no such record. */
MUST_CHECK enum rc store_del(struct txn *t, int table, const void *key, size_t nkey,
                             struct fault *f);
/* Adds one to a counter of series 1.. and gives the new value (the first is 1).  Gapless: an
 * aborted transaction gives the number back. */
MUST_CHECK enum rc store_next(struct txn *t, uint32_t series, uint64_t *value, struct fault *f);
/* Only looks. */
MUST_CHECK enum rc store_counter(struct txn *t, uint32_t series, uint64_t *value, struct fault *f);

#endif
