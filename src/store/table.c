#include "store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/priv.h"
#include "store/crc32c.h"

/* The key is in the sum too: a good record under another's key is wrong data. */
static uint32_t sum(struct store_bytes key, struct store_bytes rec)
{
    return store_crc32c(store_crc32c(0, key.p, key.n), rec.p, rec.n);
}

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum rc damaged(const char *table, struct store_bytes key, struct fault *f)
{
    struct buf hex = {0};

    for (size_t i = 0; i < key.n; i++)
        buf_printf(&hex, "%02x", ((const unsigned char *)key.p)[i]);
    log_error("store: damaged record in %s, key %s", table, buf_str(&hex));
    fault_set(f, RC_FATAL, "damaged",
              N_("A record of {1} with key {2} is damaged on disk. Restore it from a backup."),
              table, buf_str(&hex), NULL);
    buf_free(&hex);
    return RC_FATAL;
}

enum rc store_unseal(const char *table, struct store_bytes key, const DBT *val,
                     struct store_bytes *rec, struct fault *f)
{
    const unsigned char *p = val->data;

    if (val->size < STORE_SEAL) return damaged(table, key, f);
    *rec = (struct store_bytes){p + STORE_SEAL, val->size - STORE_SEAL};
    return sum(key, *rec) == big_endian(p) ? RC_OK : damaged(table, key, f);
}

static DBT seal(struct txn *t, struct store_bytes key, struct store_bytes rec)
{
    buf_clear(&t->out);
    buf_add_u32(&t->out, sum(key, rec));
    buf_add(&t->out, rec.p, rec.n);
    return store_dbt(t->out.data, t->out.len);
}

static DB *records(const struct txn *t, int table)
{
    assert(table >= 0 && (size_t)table < t->s->n);
    return t->s->dbs[table].records;
}

/* --- Reading --- */

enum rc store_fetch(struct txn *t, int table, struct store_bytes key, u_int32_t flags,
                    struct store_bytes *rec, bool *found, struct fault *f)
{
    const char *name = t->s->tables[table].name;
    DB *db = records(t, table);
    DBT k = store_dbt(key.p, key.n);
    int err = db->get(db, t->db, &k, &t->in, flags);

    *found = err == 0;
    *rec = (struct store_bytes){0};
    if (err == DB_NOTFOUND) return RC_OK;
    if (err) return store_trouble(t, err, name, f);
    return store_unseal(name, key, &t->in, rec, f);
}

static enum rc get(struct txn *t, int table, struct store_bytes key, u_int32_t flags,
                   struct buf *val, bool *found, struct fault *f)
{
    struct store_bytes rec;
    enum rc rc = store_fetch(t, table, key, flags, &rec, found, f);

    if (rc != RC_OK || !*found) return rc;
    buf_clear(val);
    buf_add(val, rec.p, rec.n);
    return RC_OK;
}

enum rc store_get(struct txn *t, int table, const void *key, size_t nkey, struct buf *val,
                  bool *found, struct fault *f)
{
    return get(t, table, (struct store_bytes){key, nkey}, 0, val, found, f);
}

enum rc store_take(struct txn *t, int table, const void *key, size_t nkey, struct buf *val,
                   bool *found, struct fault *f)
{
    assert(!t->view);
    return get(t, table, (struct store_bytes){key, nkey}, DB_RMW, val, found, f);
}

/* --- Writing --- */

static void may_write(const struct txn *t)
{
    assert(!t->view && !t->scanning);
    (void)t;
}

static enum rc write_record(struct txn *t, int table, struct store_bytes key,
                            struct store_bytes rec, u_int32_t flags, struct fault *f)
{
    DB *db = records(t, table);
    DBT k = store_dbt(key.p, key.n), v = seal(t, key, rec);
    int err = db->put(db, t->db, &k, &v, flags);

    if (err == DB_KEYEXIST)
        return fault_set(f, RC_REFUSED, "exists", N_("There is a record with this key already."),
                         NULL);
    return store_trouble(t, err, t->s->tables[table].name, f);
}

/* What the record is now, for the sake of its index keys; nothing is read when there are none. */
static enum rc old_record(struct txn *t, int table, struct store_bytes key, struct store_bytes *rec,
                          struct fault *f)
{
    bool found;

    *rec = (struct store_bytes){0};
    if (t->s->tables[table].nindex == 0) return RC_OK;
    return store_fetch(t, table, key, DB_RMW, rec, &found, f);
}

enum rc store_put(struct txn *t, int table, const void *key, size_t nkey, const void *val,
                  size_t nval, struct fault *f)
{
    struct store_bytes k = {key, nkey}, now = {val, nval}, before;

    may_write(t);
    enum rc rc = old_record(t, table, k, &before, f);
    if (rc == RC_OK) rc = write_record(t, table, k, now, 0, f);
    if (rc == RC_OK) rc = store_index_change(t, table, k, before, now, f);
    return rc;
}

enum rc store_add(struct txn *t, int table, const void *key, size_t nkey, const void *val,
                  size_t nval, struct fault *f)
{
    struct store_bytes k = {key, nkey}, now = {val, nval}, before = {0};

    may_write(t);
    enum rc rc = write_record(t, table, k, now, DB_NOOVERWRITE, f);
    if (rc == RC_OK) rc = store_index_change(t, table, k, before, now, f);
    return rc;
}

enum rc store_del(struct txn *t, int table, const void *key, size_t nkey, struct fault *f)
{
    struct store_bytes k = {key, nkey}, before, now = {0};
    DB *db = records(t, table);
    DBT dbt = store_dbt(key, nkey);

    may_write(t);
    enum rc rc = old_record(t, table, k, &before, f);
    if (rc == RC_OK) rc = store_index_change(t, table, k, before, now, f);
    if (rc != RC_OK) return rc;
    int err = db->del(db, t->db, &dbt, 0);
    return err == DB_NOTFOUND ? RC_OK : store_trouble(t, err, t->s->tables[table].name, f);
}
