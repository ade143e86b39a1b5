/* Index files: key = index key, value = record key.
 *
 * They are kept here rather than by the library's DB->associate: a record has any number of keys in
 * an index, and only the difference between the keys before and after is written, which for most
 * changes is nothing. */
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/killpoint.h"
#include "base/mem.h"
#include "store/priv.h"

int store_compare(struct store_bytes a, struct store_bytes b)
{
    int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* --- The keys of one record --- */

static void emit(void *to, const void *key, size_t n)
{
    struct store_keys *k = to;
    char *copy = arena_alloc(&k->mem, n ? n : 1);

    if (n) memcpy(copy, key, n);
    if (k->n == k->cap) {
        k->cap = k->cap ? k->cap * 2 : 8;
        k->key = mem_resize(k->key, k->cap * sizeof *k->key);
    }
    k->key[k->n++] = (struct store_bytes){copy, n};
}

static int by_bytes(const void *a, const void *b)
{
    return store_compare(*(const struct store_bytes *)a, *(const struct store_bytes *)b);
}

/* A record as its index functions look at it; p NULL: there is none, or it has no keys. */
static struct store_bytes look_at(const struct store_table *def, struct store_bytes rec)
{
    if (!rec.p || !def->decode) return rec;
    return (struct store_bytes){def->decode(rec.p, rec.n), 0};
}

static void look_away(const struct store_table *def, struct store_bytes seen)
{
    if (seen.p && def->decode) def->forget((void *)(uintptr_t)seen.p);
}

static void keys_of(struct store_keys *k, const struct store_index *ix, struct store_bytes key,
                    struct store_bytes seen)
{
    size_t n = 0;

    k->n = 0;
    if (!seen.p) return;
    ix->keys(key.p, key.n, seen.p, seen.n, emit, k);
    if (k->n > 1) qsort(k->key, k->n, sizeof *k->key, by_bytes);
    for (size_t i = 0; i < k->n; i++)
        if (i == 0 || store_compare(k->key[i], k->key[n - 1]) != 0) k->key[n++] = k->key[i];
    k->n = n;
}

void store_keys_of(struct store_keys *k, const struct store_table *def, size_t index,
                   struct store_bytes key, struct store_bytes rec)
{
    struct store_bytes seen = look_at(def, rec);

    keys_of(k, &def->index[index], key, seen);
    look_away(def, seen);
}

bool store_keys_have(const struct store_keys *k, struct store_bytes key)
{
    return k->n > 0 && bsearch(&key, k->key, k->n, sizeof key, by_bytes);
}

void store_keys_free(struct store_keys *k)
{
    arena_free(&k->mem);
    free(k->key);
}

/* --- Writing the difference --- */

/* The two ways an index can be wrong, both our own mistake or a lost file: the same key for two
 * records, and a key that should be there and is not. */
static enum rc wrong(struct txn *t, int err, const char *index, struct fault *f)
{
    if (err == DB_KEYEXIST || err == DB_NOTFOUND) {
        t->trouble = EINVAL;
        return fault_set(
            f, RC_FATAL, "index",
            N_("The index {1} does not agree with its records. Run the check of the database."),
            index, NULL);
    }
    return store_trouble(t, err, index, f);
}

static int drop_key(struct txn *t, DB *db, struct store_bytes ikey)
{
    DBT k = store_dbt(ikey.p, ikey.n);

    return db->del(db, t->db, &k, 0);
}

static int add_key(struct txn *t, DB *db, struct store_bytes ikey, struct store_bytes key)
{
    DBT k = store_dbt(ikey.p, ikey.n), v = store_dbt(key.p, key.n);

    return db->put(db, t->db, &k, &v, DB_NOOVERWRITE);
}

static int write_difference(struct txn *t, DB *db, const struct store_keys *old,
                            const struct store_keys *new, struct store_bytes key)
{
    size_t i = 0, j = 0;
    int err = 0;

    while (!err && (i < old->n || j < new->n)) {
        int c = i == old->n ? 1 : j == new->n ? -1 : store_compare(old->key[i], new->key[j]);
        if (c < 0) err = drop_key(t, db, old->key[i]);
        if (c > 0) err = add_key(t, db, new->key[j], key);
        i += c <= 0;
        j += c >= 0;
    }
    return err;
}

enum rc store_index_change(struct txn *t, int table, struct store_bytes key,
                           struct store_bytes before, struct store_bytes after, struct fault *f)
{
    const struct store_table *def = &t->s->tables[table];
    struct store_keys old = {0}, new = {0};
    enum rc rc = RC_OK;

    if (!def->nindex) return RC_OK;
    struct store_bytes was = look_at(def, before), is = look_at(def, after);
    for (size_t i = 0; i < def->nindex && rc == RC_OK; i++) {
        keys_of(&old, &def->index[i], key, was);
        keys_of(&new, &def->index[i], key, is);
        int err = write_difference(t, t->s->dbs[table].index[i], &old, &new, key);
        KILLPOINT(INDEX_HALF);
        rc = wrong(t, err, def->index[i].name, f);
    }
    look_away(def, was);
    look_away(def, is);
    store_keys_free(&old);
    store_keys_free(&new);
    return rc;
}

/* --- A new index on old records --- */

/* Reads without locks: the store is being opened and nobody else is there. */
enum rc store_index_fill(struct store *s, size_t table, size_t index, DB_TXN *txn, struct fault *f)
{
    const struct store_table *def = &s->tables[table];
    struct txn t = {.s = s, .db = txn};
    DBT key = {.flags = DB_DBT_REALLOC}, val = {.flags = DB_DBT_REALLOC};
    DB *from = s->dbs[table].records;
    DBC *c;
    int err = from->cursor(from, NULL, &c, 0);
    if (err) return store_fault(s, err, def->name, f);

    enum rc rc = RC_OK;
    struct store_keys none = {0}, keys = {0};
    while (rc == RC_OK && (err = c->get(c, &key, &val, DB_NEXT)) == 0) {
        struct store_bytes k = {key.data, key.size}, rec;
        rc = store_unseal(def->name, k, &val, &rec, f);
        if (rc != RC_OK) break;
        store_keys_of(&keys, def, index, k, rec);
        rc = wrong(&t, write_difference(&t, s->dbs[table].index[index], &none, &keys, k),
                   def->index[index].name, f);
        arena_free(&keys.mem);
    }
    if (rc == RC_OK && err != DB_NOTFOUND) rc = store_fault(s, err, def->name, f);
    c->close(c);
    free(key.data);
    free(val.data);
    store_keys_free(&keys);
    return rc;
}
