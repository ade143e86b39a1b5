#include "store/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/priv.h"

struct scan {
    struct txn *t;
    int table, index;
    const struct store_range *range;
    const char *name;
    DBC *c;
    DBT key, val, rec; /* the cursor's key and value; the record when an index is scanned */
};

static struct store_bytes bytes(const DBT *d)
{
    return (struct store_bytes){d->data, d->size};
}

static int step(struct scan *s, u_int32_t how)
{
    return s->c->get(s->c, &s->key, &s->val, how);
}

/* The library replaces the sought key by the one found, in memory it may move. */
static int seek(struct scan *s, struct store_bytes key)
{
    s->key.data = mem_resize(s->key.data, key.n);
    s->key.size = (u_int32_t)key.n;
    if (key.n) memcpy(s->key.data, key.p, key.n);
    return step(s, DB_SET_RANGE);
}

static bool begins(struct store_bytes key, struct store_bytes prefix)
{
    return key.n >= prefix.n && (prefix.n == 0 || memcmp(key.p, prefix.p, prefix.n) == 0);
}

static struct store_bytes prefix_of(const struct store_range *r)
{
    return r->prefix ? (struct store_bytes){r->prefix, r->nprefix} : (struct store_bytes){"", 0};
}

static bool same(const struct scan *s, struct store_bytes key)
{
    return store_compare(bytes(&s->key), key) == 0;
}

static int first(struct scan *s)
{
    struct store_bytes from = {s->range->from, s->range->nfrom}, prefix = prefix_of(s->range);

    if (!from.p || store_compare(from, prefix) < 0)
        return prefix.n ? seek(s, prefix) : step(s, DB_FIRST);
    int err = seek(s, from);
    return !err && s->range->after && same(s, from) ? step(s, DB_NEXT) : err;
}

/* The last key that begins with prefix: one before the least key beyond all such.  That key is the
 * prefix with its last byte that is not FF raised; a prefix of FF alone has none. */
static int last_with(struct scan *s, struct store_bytes prefix)
{
    struct buf beyond = {0};
    int err = DB_NOTFOUND;

    buf_add(&beyond, prefix.p, prefix.n);
    while (beyond.len > 0 && (unsigned char)beyond.data[beyond.len - 1] == 0xFF)
        beyond.len--;
    if (beyond.len > 0) {
        beyond.data[beyond.len - 1]++;
        err = seek(s, (struct store_bytes){beyond.data, beyond.len});
    }
    buf_free(&beyond);
    if (err == DB_NOTFOUND) return step(s, DB_LAST);
    return err ? err : step(s, DB_PREV);
}

static int last(struct scan *s)
{
    struct store_bytes from = {s->range->from, s->range->nfrom}, prefix = prefix_of(s->range);
    bool inside = from.p && begins(from, prefix);

    if (!from.p || (!inside && store_compare(from, prefix) > 0)) return last_with(s, prefix);
    int err = seek(s, from);
    if (err == DB_NOTFOUND) return step(s, DB_LAST);
    if (!err && same(s, from) && !s->range->after) return 0;
    return err ? err : step(s, DB_PREV);
}

/* The record of an index key. */
static enum rc fetch(struct scan *s, struct store_bytes key, struct store_bytes *rec,
                     struct fault *f)
{
    DB *db = s->t->s->dbs[s->table].records;
    DBT k = store_dbt(key.p, key.n);
    int err = db->get(db, s->t->db, &k, &s->rec, 0);

    if (err == DB_NOTFOUND)
        return fault_set(
            f, RC_FATAL, "index",
            N_("The index {1} does not agree with its records. Run the check of the database."),
            s->name, NULL);
    if (err) return store_trouble(s->t, err, s->name, f);
    return store_unseal(s->name, key, &s->rec, rec, f);
}

static enum rc row(struct scan *s, struct store_row *row, struct fault *f)
{
    bool records = s->index == STORE_RECORDS;
    struct store_bytes ikey = bytes(&s->key), key = records ? ikey : bytes(&s->val), rec = {0};
    enum rc rc = RC_OK;

    if (!s->range->keys_only)
        rc = records ? store_unseal(s->name, key, &s->val, &rec, f) : fetch(s, key, &rec, f);
    *row = (struct store_row){key.p, key.n, ikey.p, ikey.n, rec.p, rec.n};
    return rc;
}

static enum rc walk(struct scan *s, store_visit *visit, void *arg, struct fault *f)
{
    const struct store_range *r = s->range;
    struct store_row found;

    for (int err = r->reverse ? last(s) : first(s);;
         err = step(s, r->reverse ? DB_PREV : DB_NEXT)) {
        if (err == DB_NOTFOUND) return RC_OK;
        if (err) return store_trouble(s->t, err, s->name, f);
        if (!begins(bytes(&s->key), prefix_of(r))) return RC_OK;
        enum rc rc = row(s, &found, f);
        if (rc != RC_OK || !visit(arg, &found)) return rc;
    }
}

enum rc store_scan(struct txn *t, int table, int index, const struct store_range *range,
                   store_visit *visit, void *arg, struct fault *f)
{
    static const struct store_range all;
    const struct store_table *def = &t->s->tables[table];
    struct scan s = {.t = t,
                     .table = table,
                     .index = index,
                     .range = range ? range : &all,
                     .key.flags = DB_DBT_REALLOC,
                     .val.flags = DB_DBT_REALLOC,
                     .rec.flags = DB_DBT_REALLOC};

    assert(table >= 0 && (size_t)table < t->s->n && index < (int)def->nindex);
    s.name = index == STORE_RECORDS ? def->name : def->index[index].name;
    DB *db = index == STORE_RECORDS ? t->s->dbs[table].records : t->s->dbs[table].index[index];
    int err = db->cursor(db, t->db, &s.c, 0);
    if (err) return store_trouble(t, err, s.name, f);

    t->scanning++;
    enum rc rc = walk(&s, visit, arg, f);
    t->scanning--;
    s.c->close(s.c);
    free(s.key.data);
    free(s.val.data);
    free(s.rec.data);
    return rc;
}
