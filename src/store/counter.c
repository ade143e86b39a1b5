/* Series: a queue file used as an array, record number = series, 16 bytes {value, series,
 * checksum}.  Queue files lock records, not pages, so that two series never wait for each other. */
#include "store/store.h"

#include <assert.h>
#include <string.h>

#include "base/killpoint.h"
#include "store/priv.h"
#include "store/crc32c.h"

enum { RECORD = 16 };

static uint64_t number(const unsigned char *p, int n)
{
    uint64_t v = 0;

    for (int i = 0; i < n; i++)
        v = v << 8 | p[i];
    return v;
}

static enum rc read_series(struct txn *t, uint32_t series, u_int32_t flags, uint64_t *value,
                           bool *found, struct fault *f)
{
    unsigned char rec[RECORD];
    db_recno_t at = series;
    DB *db = t->s->series;
    DBT key = store_dbt(&at, sizeof at);
    DBT val = {.data = rec, .ulen = sizeof rec, .flags = DB_DBT_USERMEM};
    int err = db->get(db, t->db, &key, &val, flags);

    *found = err == 0;
    *value = 0;
    if (err == DB_NOTFOUND || err == DB_KEYEMPTY) return RC_OK;
    if (err) return store_trouble(t, err, "series", f);
    if (number(rec + 8, 4) != series || number(rec + 12, 4) != store_crc32c(0, rec, 12))
        return fault_set(f, RC_FATAL, "damaged",
                         N_("A number counter is damaged on disk. Restore it from a backup."),
                         NULL);
    *value = number(rec, 8);
    return RC_OK;
}

static enum rc write_series(struct txn *t, uint32_t series, uint64_t value, struct fault *f)
{
    struct buf rec = {0};
    db_recno_t at = series;
    DB *db = t->s->series;

    buf_add_u64(&rec, value);
    buf_add_u32(&rec, series);
    buf_add_u32(&rec, store_crc32c(0, rec.data, rec.len));
    DBT key = store_dbt(&at, sizeof at), val = store_dbt(rec.data, rec.len);
    int err = db->put(db, t->db, &key, &val, 0);
    buf_free(&rec);
    return store_trouble(t, err, "series", f);
}

/* A record that does not exist cannot be locked (the library lets go of the lock when it finds
 * none), so two first numbers could both be 1.  A lock of our own, held to the end of the
 * transaction, keeps the second one out. */
static enum rc lock_new_series(struct txn *t, uint32_t series, struct fault *f)
{
    char name[16] = "series";
    DB_LOCK lock;
    DB_ENV *env = t->s->env;

    memcpy(name + 8, &series, sizeof series);
    DBT object = store_dbt(name, sizeof name);
    return store_trouble(t, env->lock_get(env, t->db->id(t->db), 0, &object, DB_LOCK_WRITE, &lock),
                         "series", f);
}

enum rc store_next(struct txn *t, uint32_t series, uint64_t *value, struct fault *f)
{
    bool found;

    assert(!t->view && !t->scanning && series > 0);
    enum rc rc = read_series(t, series, DB_RMW, value, &found, f);
    if (rc == RC_OK && !found) {
        rc = lock_new_series(t, series, f);
        if (rc == RC_OK) rc = read_series(t, series, DB_RMW, value, &found, f);
    }
    if (rc != RC_OK) return rc;
    rc = write_series(t, series, ++*value, f);
    KILLPOINT(NUMBER_TAKEN);
    return rc;
}

enum rc store_counter(struct txn *t, uint32_t series, uint64_t *value, struct fault *f)
{
    bool found;

    /* a report does not keep others from taking numbers */
    return read_series(t, series, t->view ? DB_READ_COMMITTED : 0, value, &found, f);
}
