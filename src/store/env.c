/* Opening and closing.
 *
 * Settings, with their reasons:
 * - DB_CHKSUM on every file: a torn or rotten page is refused instead of read.  Records have their
 * own checksum as well, which the library knows nothing of.
 * - DB_MULTIVERSION on the B-trees, so that lists and reports read a snapshot and block nobody.  A
 * queue file cannot have it.
 * - No DB_LOG_AUTO_REMOVE: it removes logs a running backup still needs.  No DB_REGISTER, no
 * failchk, no thread table: after an abnormal death all attached processes end and the owner
 * recovers.
 * - DB_REGION_INIT: pages of the regions are taken when they are made, not found missing later.
 * - 4 KB pages: what kernel and disk write whole or not at all.  Larger ones are torn by a power cut,
 * and even by a kill in the middle of a write, and then the office does not open before it is
 * restored: 26 % of the states of 8 KB pages torn at 4096 (236 of 897), none of 4 KB.  The price,
 * 8 and 30 clients, three interleaved runs: registrations 2,290 acts/s (8 KB 2,003), notes that grow
 * one record 3,051 (4,571), 9 KB of data a matter (6.4).  Homes made with 8 KB keep them.
 * - Log files are not zeroed beforehand (DB_LOG_ZERO): same rate, but each new file stopped
 * everybody for 60-140 ms.
 */
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "store/disk.h"
#include "store/log_file.h"
#include "store/priv.h"
#include "store/upkeep.h"
#include "store/region.h"

enum {
    PAGE = 4096,
    LOG_MAX = 16 << 20,
    LOG_BUFFER = 2 << 20,
    LOG_REGION = 1 << 20,
    LOCKERS = 5000,
    LOCKS = 60000,
    TXNS = 1000,
    MUTEX_MORE = 20000,
    SERIES_RECORD = 16
};

static const char series_file[] = "series.queue";

/* --- The environment --- */

/* "write: 0x55d0, 8192: No space left" without the address and the length. */
static void remember_why(struct store *s, const char *text)
{
    size_t n = strlen(s->why);
    const char *at = strstr(text, ": 0x"), *rest = at ? strstr(at + 1, ": ") : NULL;
    int before = rest ? (int)(at - text) : 0;

    snprintf(s->why + n, sizeof s->why - n, "%s%.*s%s", n ? "; " : "", before, text,
             rest ? rest : text);
}

static void on_error(const DB_ENV *env, const char *prefix, const char *text)
{
    struct store *s = env->app_private;

    (void)prefix;
    log_error("store: %s", text);
    if (!s->serving) remember_why(s, text);
}

static void on_event(DB_ENV *env, u_int32_t event, void *info)
{
    const struct store *s = env->app_private;

    (void)info;
    if (event == DB_EVENT_PANIC && s->serving) store_broken(s);
    if (event == DB_EVENT_WRITE_FAILED) log_error("store: a page could not be written");
}

int store_env_make(struct store *s, uint32_t cache_mb, DB_ENV **out)
{
    DB_ENV *e;

    store_library();
    int err = db_env_create(&e, 0);
    if (err) return err;

    *out = e;
    e->app_private = s;
    e->set_errcall(e, on_error);
    err = e->set_event_notify(e, on_event);
    if (!err) err = e->set_cachesize(e, cache_mb >> 10, (cache_mb & 1023) << 20, 1);
    if (!err) err = e->set_lg_max(e, LOG_MAX);
    if (!err) err = e->set_lg_bsize(e, LOG_BUFFER);
    if (!err) err = e->set_lg_regionmax(e, LOG_REGION);
    if (!err) err = e->set_lk_max_lockers(e, LOCKERS);
    if (!err) err = e->set_lk_max_locks(e, LOCKS);
    if (!err) err = e->set_lk_max_objects(e, LOCKS);
    if (!err) err = e->set_lk_detect(e, DB_LOCK_YOUNGEST);
    if (!err) err = e->set_tx_max(e, TXNS);
    if (!err) err = e->mutex_set_increment(e, MUTEX_MORE);
    if (!err) err = e->set_data_dir(e, "data");
    if (!err) err = e->set_create_dir(e, "data");
    if (!err) err = e->set_lg_dir(e, "log");
    if (!err) err = e->set_flags(e, DB_REGION_INIT, 1);
    return err;
}

static uint32_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint32_t)(t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

static enum rc open_env(struct store *s, uint32_t cache_mb, struct fault *f)
{
    const u_int32_t with = DB_THREAD | DB_INIT_TXN | DB_INIT_LOCK | DB_INIT_LOG | DB_INIT_MPOOL;
    uint32_t before = now_ms();

    store_look_again(s);
    int err = store_env_make(s, cache_mb, &s->env);

    if (!err)
        err = s->env->open(s->env, s->region,
                           s->mode == STORE_JOIN ? with : with | DB_CREATE | DB_RECOVER, 0600);
    if (err && s->mode == STORE_JOIN && (err == ENOENT || err == EINVAL))
        return fault_set(f, RC_REFUSED, "not-open",
                         N_("No running data service has {1} open. Start the service first."),
                         s->home, NULL);
    s->recovery_ms = now_ms() - before;
    return store_fault(s, err, s->home, f);
}

/* --- Its files --- */

char *store_file(const char *table, const char *index)
{
    if (!table) return mem_strdup(series_file);
    return index ? mem_printf("%s.%s.db", table, index) : mem_printf("%s.db", table);
}

static bool is_there(const struct store *s, const char *name)
{
    char *path = mem_printf("%s/data/%s", s->home, name);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

static int open_file(struct store *s, const char *name, DBTYPE type, DB_TXN *txn, DB **out)
{
    u_int32_t flags = DB_THREAD;
    DB *db;
    int err = db_create(&db, s->env, 0);
    if (err) return err;

    *out = db;
    if (!txn) flags |= DB_AUTO_COMMIT;
    if (s->mode != STORE_JOIN) flags |= DB_CREATE;
    if (type == DB_BTREE) flags |= DB_MULTIVERSION;
    err = db->set_pagesize(db, PAGE);
    if (!err) err = db->set_flags(db, DB_CHKSUM);
    if (!err && type == DB_QUEUE) err = db->set_re_len(db, SERIES_RECORD);
    return err ? err : db->open(db, txn, name, NULL, type, flags, 0600);
}

/* An index that is new on a table with records is filled in the transaction that makes its file, so
 * that after a crash it is either whole or not there. */
static enum rc new_index(struct store *s, size_t table, size_t index, const char *name,
                         struct fault *f)
{
    DB_TXN *txn;
    int err = s->env->txn_begin(s->env, NULL, &txn, 0);
    if (err) return store_fault(s, err, name, f);

    err = open_file(s, name, DB_BTREE, txn, &s->dbs[table].index[index]);
    enum rc rc = err ? store_fault(s, err, name, f) : store_index_fill(s, table, index, txn, f);
    err = rc == RC_OK ? txn->commit(txn, 0) : txn->abort(txn);
    return rc == RC_OK ? store_fault(s, err, name, f) : rc;
}

static enum rc open_table(struct store *s, size_t i, struct fault *f)
{
    const struct store_table *t = &s->tables[i];
    char *name = store_file(t->name, NULL);
    bool old = is_there(s, name);
    enum rc rc = store_fault(s, open_file(s, name, DB_BTREE, NULL, &s->dbs[i].records), name, f);

    free(name);
    s->dbs[i].index = mem_alloc(t->nindex * sizeof(DB *));
    for (size_t k = 0; k < t->nindex && rc == RC_OK; k++) {
        name = store_file(t->name, t->index[k].name);
        if (old && s->mode != STORE_JOIN && !is_there(s, name))
            rc = new_index(s, i, k, name, f);
        else
            rc = store_fault(s, open_file(s, name, DB_BTREE, NULL, &s->dbs[i].index[k]), name, f);
        free(name);
    }
    return rc;
}

static enum rc open_files(struct store *s, struct fault *f)
{
    s->dbs = mem_alloc(s->n * sizeof *s->dbs);
    for (size_t i = 0; i < s->n; i++) {
        enum rc rc = open_table(s, i, f);
        if (rc != RC_OK) return rc;
    }
    return store_fault(s, open_file(s, series_file, DB_QUEUE, NULL, &s->series), series_file, f);
}

/* --- Open, close --- */

static enum rc make_home(struct store *s, const char *home, struct fault *f)
{
    static const char *const part[] = {"data", "log", "archive"};
    int err = s->mode == STORE_JOIN ? 0 : disk_mkdir(home);

    if (!err && !(s->home = realpath(home, NULL))) err = errno;
    for (size_t i = 0; i < sizeof part / sizeof *part && !err && s->mode != STORE_JOIN; i++) {
        char *dir = mem_printf("%s/%s", s->home, part[i]);
        err = disk_mkdir(dir);
        free(dir);
    }
    if (!err) err = disk_sync(s->home);
    if (!err) return RC_OK;
    return fault_set(f, RC_FATAL, "home", N_("The data directory {1} cannot be used: {2}."), home,
                     strerror(err), NULL);
}

static void close_files(struct store *s)
{
    for (size_t i = 0; s->dbs && i < s->n; i++) {
        for (size_t k = 0; s->dbs[i].index && k < s->tables[i].nindex; k++)
            if (s->dbs[i].index[k]) s->dbs[i].index[k]->close(s->dbs[i].index[k], 0);
        if (s->dbs[i].records) s->dbs[i].records->close(s->dbs[i].records, 0);
        free(s->dbs[i].index);
    }
    if (s->series) s->series->close(s->series, 0);
    free(s->dbs);
}

void store_erase(const char *home)
{
    static const char *const part[] = {"data", "log", "archive", "env", "region", "log.lock", "log.end"};

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        char *path = mem_printf("%s/%s", home, part[i]);
        disk_remove(path);
        free(path);
    }
}

void store_close(struct store *s)
{
    if (!s) return;
    close_files(s);
    if (s->serving && s->mode != STORE_JOIN && s->env->txn_checkpoint(s->env, 0, 0, DB_FORCE) == 0)
        log_file_note_end(s);
    if (s->env) s->env->close(s->env, 0);
    if (s->serving && s->mode != STORE_JOIN) store_region_drop(s);
    free(s->home);
    free(s->region);
    free(s);
}

enum rc store_open(const char *home, enum store_mode mode, const struct store_table *tables,
                   size_t n, const struct store_options *opt, struct store **out, struct fault *f)
{
    struct store *s = mem_alloc(sizeof *s);
    uint32_t cache_mb = opt && opt->cache_mb ? opt->cache_mb : STORE_CACHE_MB;

    s->mode = mode;
    s->tables = tables;
    s->n = n;
    enum rc rc = make_home(s, home, f);
    if (rc == RC_OK) rc = store_region(s, opt, cache_mb, f);
    if (rc == RC_OK && mode != STORE_JOIN) rc = log_file_check_end(s, f);
    if (rc == RC_OK) rc = open_env(s, cache_mb, f);
    if (rc == RC_OK) rc = open_files(s, f);
    if (rc != RC_OK) {
        store_close(s);
        return rc;
    }
    s->serving = true;
    *out = s;
    return RC_OK;
}
