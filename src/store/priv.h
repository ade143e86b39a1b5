/* What the files of this folder share; nobody else includes it.
 *
 * Files: env.c opens and closes, region.c finds the place of the shared memory, run.c transactions
 * and the meaning of error codes, table.c records, index.c their index keys, scan.c ranges,
 * counter.c series, archive.c checkpoints and finished logs, logs.c those seen from outside,
 * backup.c copies, check.c the proof of the indexes, disk.c files made durable, crc32c.c. */
#ifndef YC_STORE_PRIV_H
#define YC_STORE_PRIV_H

#include <db.h>

#include "base/mem.h"
#include "store/store.h"

struct store_dbs {
    DB *records;
    DB **index; /* as many as the table has */
};

struct store {
    DB_ENV *env;
    char *home;   /* absolute */
    char *region; /* absolute: the environment's home, see region.c */
    enum store_mode mode;
    const struct store_table *tables;
    size_t n;
    struct store_dbs *dbs; /* n */
    DB *series;
    bool serving; /* from now on a broken environment ends the process */
    uint32_t recovery_ms;
};

struct txn {
    struct store *s;
    DB_TXN *db;
    bool view;
    int scanning;   /* visits under way: they may not write */
    int trouble;    /* the first library error met: such a transaction never commits */
    DBT in;         /* what was read last; the library's to grow, store_run's to free */
    struct buf out; /* a record being sealed */
};

struct store_bytes {
    const void *p;
    size_t n;
};

static inline DBT store_dbt(const void *p, size_t n)
{
    /* The library's argument type has no const; it does not write to what is put or sought. */
    return (DBT){.data = (void *)(uintptr_t)p, .size = (u_int32_t)n};
}

/* run.c: what a library error means.  Does not return when the environment is broken. */
enum rc store_fault(const struct store *s, int err, const char *what, struct fault *f);
enum rc store_trouble(struct txn *t, int err, const char *what, struct fault *f);
void store_broken(const struct store *s) __attribute__((noreturn));

/* table.c */
enum { STORE_SEAL = 4 }; /* bytes of checksum before a record */
enum rc store_unseal(const char *table, struct store_bytes key, const DBT *val,
                     struct store_bytes *rec, struct fault *f);
/* Reads into t->in; rec points there until the next read of this transaction. */
enum rc store_fetch(struct txn *t, int table, struct store_bytes key, u_int32_t flags,
                    struct store_bytes *rec, bool *found, struct fault *f);

/* index.c */
struct store_keys {
    struct arena mem;
    struct store_bytes *key; /* sorted, each once */
    size_t n, cap;
};
void store_keys_of(struct store_keys *k, const struct store_table *def, size_t index,
                   struct store_bytes key, struct store_bytes rec);
bool store_keys_have(const struct store_keys *k, struct store_bytes key);
void store_keys_free(struct store_keys *k);
int store_compare(struct store_bytes a, struct store_bytes b);
/* before.p or after.p NULL: there is no such record. */
enum rc store_index_change(struct txn *t, int table, struct store_bytes key,
                           struct store_bytes before, struct store_bytes after, struct fault *f);
/* Fills a new index from the records that were there before it. */
enum rc store_index_fill(struct store *s, size_t table, size_t index, DB_TXN *txn, struct fault *f);

/* region.c: decides and remembers s->region; for an owner makes it ready. */
enum rc store_region(struct store *s, const struct store_options *opt, uint32_t cache_mb,
                     struct fault *f);
void store_region_drop(struct store *s);

/* env.c */
enum { STORE_CACHE_MB = 128 };
/* An environment handle with everything set but not open. */
int store_env_make(struct store *s, uint32_t cache_mb, DB_ENV **out);
/* Name in data/, the caller's to free; table NULL: the series. */
char *store_file(const char *table, const char *index);

/* archive.c: keeps finished logs where they are (and other backups away) while held.
 * *lock -1: somebody else has it and wait was false. */
enum rc store_hold_logs(const struct store *s, bool wait, int *lock, struct fault *f);

#endif
