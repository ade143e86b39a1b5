#include "store/store.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "store/log_file.h"
#include "store/page_file.h"
#include "store/region.h"
#include "store/priv.h"
#include "store/upkeep.h"
#include "store/scan.h"

/* --- Do the indexes agree with the records? --- */

struct check {
    struct txn *t;
    int table, index;
    struct store_keys keys;
    void (*bad)(void *arg, const char *text);
    void *arg;
    enum rc rc;
    struct fault *f;
};

static void report(const struct check *c, const char *what, struct store_bytes ikey,
                   struct store_bytes key)
{
    const struct store_table *def = &c->t->s->tables[c->table];
    struct buf text = {0};

    buf_printf(&text, "%s.%s: %s, index key ", def->name, def->index[c->index].name, what);
    for (size_t i = 0; i < ikey.n; i++)
        buf_printf(&text, "%02x", ((const unsigned char *)ikey.p)[i]);
    buf_adds(&text, ", record ");
    for (size_t i = 0; i < key.n; i++)
        buf_printf(&text, "%02x", ((const unsigned char *)key.p)[i]);
    c->bad(c->arg, buf_str(&text));
    buf_free(&text);
}

static void keys_of(struct check *c, struct store_bytes key, struct store_bytes rec)
{
    arena_free(&c->keys.mem);
    store_keys_of(&c->keys, &c->t->s->tables[c->table], (size_t)c->index, key, rec);
}

/* Every key of this record is in the index and names it. */
static bool check_record(void *arg, const struct store_row *row)
{
    struct check *c = arg;
    struct store_bytes key = {row->key, row->nkey};
    DB *db = c->t->s->dbs[c->table].index[c->index];

    keys_of(c, key, (struct store_bytes){row->rec, row->nrec});
    for (size_t i = 0; i < c->keys.n; i++) {
        DBT k = store_dbt(c->keys.key[i].p, c->keys.key[i].n);
        int err = db->get(db, c->t->db, &k, &c->t->in, 0);
        if (err && err != DB_NOTFOUND) {
            c->rc = store_trouble(c->t, err, "check", c->f);
            return false;
        }
        if (err)
            report(c, "missing", c->keys.key[i], key);
        else if (store_compare((struct store_bytes){c->t->in.data, c->t->in.size}, key) != 0)
            report(c, "names another record", c->keys.key[i], key);
    }
    return true;
}

/* The record this index key names is there and has that key. */
static bool check_entry(void *arg, const struct store_row *row)
{
    struct check *c = arg;
    struct store_bytes key = {row->key, row->nkey}, ikey = {row->ikey, row->nikey}, rec;
    bool found;

    c->rc = store_fetch(c->t, c->table, key, 0, &rec, &found, c->f);
    if (c->rc != RC_OK) return false;
    if (found) keys_of(c, key, rec);
    if (!found)
        report(c, "record is not there", ikey, key);
    else if (!store_keys_have(&c->keys, ikey))
        report(c, "left over", ikey, key);
    return true;
}

static enum rc check_index(struct txn *t, void *arg, struct fault *f)
{
    const struct store_range keys_only = {.keys_only = true};
    struct check *c = arg;

    c->t = t;
    c->f = f;
    c->rc = RC_OK;
    enum rc rc = store_scan(t, c->table, STORE_RECORDS, NULL, check_record, c, f);
    if (rc == RC_OK) rc = c->rc;
    if (rc == RC_OK) rc = store_scan(t, c->table, c->index, &keys_only, check_entry, c, f);
    return rc == RC_OK ? c->rc : rc;
}

enum rc store_check_indexes(struct store *s, void (*bad)(void *arg, const char *text), void *arg,
                            struct fault *f)
{
    struct check c = {.bad = bad, .arg = arg};
    enum rc rc = RC_OK;

    for (c.table = 0; (size_t)c.table < s->n && rc == RC_OK; c.table++)
        for (c.index = 0; (size_t)c.index < s->tables[c.table].nindex && rc == RC_OK; c.index++)
            rc = store_view(s, check_index, &c, f);
    store_keys_free(&c.keys);
    return rc;
}

/* --- Every page and every log record --- */

static void log_page(const DB_ENV *env, const char *prefix, const char *text)
{
    (void)env;
    (void)prefix;
    log_error("store: %s", text);
}

/* The order within pages and between them.  The library says what is wrong in words of its own,
 * which go to the log. */
static char *structure_fault(const char *path)
{
    DB *db;

    store_library();
    int err = db_create(&db, NULL, 0);
    if (!err) {
        db->set_errcall(db, log_page);
        err = db->verify(db, path, NULL, NULL, 0); /* and closes it */
    }
    return err ? mem_printf("%s: %s", path, db_strerror(err)) : NULL;
}

/* Returns how many files have a fault. */
static size_t each_data_file(const char *dir, char *(*fault_of)(const char *path),
                             void (*bad)(void *arg, const char *text), void *arg)
{
    char *data = mem_printf("%s/data", dir);
    DIR *d = opendir(data);
    size_t n = 0;

    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        char *path = mem_printf("%s/%s", data, e->d_name), *fault = fault_of(path);
        if (fault) bad(arg, fault);
        n += fault != NULL;
        free(fault);
        free(path);
    }
    if (d) closedir(d);
    free(data);
    return n;
}

bool store_check_pages(const char *dir, void (*bad)(void *arg, const char *text), void *arg)
{
    return each_data_file(dir, page_file_fault, bad, arg) == 0;
}

void store_check_files(const char *dir, void (*bad)(void *arg, const char *text), void *arg)
{
    char *log = mem_printf("%s/log", dir);

    if (store_check_pages(dir, bad, arg)) each_data_file(dir, structure_fault, bad, arg);
    log_file_check_all(log, bad, arg);
    free(log);
}

void store_check_archive(const char *home, void (*bad)(void *arg, const char *text), void *arg)
{
    char *archive = mem_printf("%s/archive", home);

    log_file_check_all(archive, bad, arg);
    free(archive);
}

/* --- Numbers for operators --- */

static uint64_t size_of(const struct store *s, char *name)
{
    struct stat st;
    char *path = mem_printf("%s/data/%s", s->home, name);
    uint64_t n = stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;

    free(path);
    free(name);
    return n;
}

static uint64_t data_size(const struct store *s)
{
    uint64_t n = size_of(s, store_file(NULL, NULL));

    for (size_t i = 0; i < s->n; i++) {
        n += size_of(s, store_file(s->tables[i].name, NULL));
        for (size_t k = 0; k < s->tables[i].nindex; k++)
            n += size_of(s, store_file(s->tables[i].name, s->tables[i].index[k].name));
    }
    return n;
}

void store_stat(struct store *s, struct store_stat *out)
{
    DB_TXN_STAT *txn = NULL;
    DB_LOCK_STAT *lock = NULL;
    DB_LOG_STAT *log = NULL;
    DB_MPOOL_STAT *pool = NULL;

    *out = (struct store_stat){.data_bytes = data_size(s), .recovery_ms = s->recovery_ms};
    if (s->env->txn_stat(s->env, &txn, 0) == 0) {
        out->commits = txn->st_ncommits;
        out->aborts = txn->st_naborts;
    }
    if (s->env->lock_stat(s->env, &lock, 0) == 0) out->deadlocks = lock->st_ndeadlocks;
    if (s->env->log_stat(s->env, &log, 0) == 0)
        out->log_bytes = ((uint64_t)log->st_w_mbytes << 20) + log->st_w_bytes;
    if (s->env->memp_stat(s->env, &pool, NULL, 0) == 0) {
        out->cache_hits = pool->st_cache_hit;
        out->cache_misses = pool->st_cache_miss;
    }
    free(txn);
    free(lock);
    free(log);
    free(pool);
}
