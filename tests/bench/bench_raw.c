/* The transaction of clients.h on Berkeley DB alone, with the settings of the store and nothing of
 * its own: what the library can give.  BENCH_PAGE changes the page size, BENCH_ZERO=1 zeroes log
 * files when they are made. */
#include <arpa/inet.h>
#include <db.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/clients.h"

enum { MATTER, JOURNAL, DONE, INDEX0, FILES = INDEX0 + INDEXES };

static DB_ENV *env;
static DB *file[FILES], *series;
static char region[] = "/dev/shm/yc_bench_XXXXXX";

static void check(int err, const char *what)
{
    if (!err) return;
    fprintf(stderr, "%s: %s\n", what, db_strerror(err));
    exit(1);
}

static DBT dbt(const void *p, size_t n)
{
    return (DBT){.data = (void *)(uintptr_t)p, .size = (u_int32_t)n};
}

static void matter_key(unsigned char key[8], uint64_t id)
{
    for (int i = 0; i < 8; i++)
        key[i] = (unsigned char)(id >> (56 - 8 * i));
}

static int next(DB_TXN *t, db_recno_t at)
{
    uint64_t rec[2] = {0};
    DBT k = dbt(&at, sizeof at), v = {.data = rec, .ulen = sizeof rec, .flags = DB_DBT_USERMEM};
    int err = series->get(series, t, &k, &v, DB_RMW);

    if (err && err != DB_NOTFOUND && err != DB_KEYEMPTY) return err;
    rec[0]++;
    v = dbt(rec, sizeof rec);
    return series->put(series, t, &k, &v, 0);
}

static int move_index(DB_TXN *t, DB *db, const char *was, const uint32_t *is,
                      const unsigned char key[8])
{
    char ikey[12];
    DBT k = dbt(ikey, sizeof ikey), v = dbt(key, 8);
    int err = 0;

    memcpy(ikey + 4, key, 8);
    if (was) {
        memcpy(ikey, was, 4);
        err = db->del(db, t, &k, 0);
    }
    memcpy(ikey, is, 4);
    return err ? err : db->put(db, t, &k, &v, 0);
}

static int put_matter(DB_TXN *t, const struct work *w)
{
    unsigned char key[8];
    char was[4 * INDEXES + BODY], rec[4 * INDEXES + BODY];
    DBT k = dbt(key, sizeof key), v = {.data = was, .ulen = sizeof was, .flags = DB_DBT_USERMEM};

    matter_key(key, w->matter);
    int err = file[MATTER]->get(file[MATTER], t, &k, &v, DB_RMW);
    bool old = err == 0;
    if (err && err != DB_NOTFOUND) return err;
    memset(rec, 'm', sizeof rec);
    memcpy(rec, w->value, 4 * INDEXES);
    v = dbt(rec, sizeof rec);
    err = file[MATTER]->put(file[MATTER], t, &k, &v, 0);
    for (int i = 0; i < INDEXES && !err; i++)
        err = move_index(t, file[INDEX0 + i], old ? was + 4 * i : NULL, &w->value[i], key);
    return err;
}

static int act(DB_TXN *t, const struct work *w)
{
    unsigned char key[20];
    char bytes[LINE] = "";
    uint32_t client = htonl((uint32_t)w->client);
    DBT k = dbt(key, sizeof key), v = dbt(bytes, LINE);
    int err = next(t, 1 + (db_recno_t)(w->matter % SERIES));

    if (!err) err = put_matter(t, w);
    matter_key(key, w->matter);
    memcpy(key + 8, &client, 4);
    matter_key(key + 12, w->turn);
    if (!err) err = file[JOURNAL]->put(file[JOURNAL], t, &k, &v, DB_NOOVERWRITE);
    k = dbt(key + 8, 12);
    v.size = REPLY;
    return err ? err : file[DONE]->put(file[DONE], t, &k, &v, DB_NOOVERWRITE);
}

static bool do_act(void *arg, const struct work *w)
{
    static _Thread_local unsigned seed;

    (void)arg;
    for (int tries = 1;; tries++) {
        DB_TXN *t;
        check(env->txn_begin(env, NULL, &t, 0), "begin");
        int err = act(t, w);
        if (!err) return t->commit(t, 0) == 0;
        t->abort(t);
        if (err != DB_LOCK_DEADLOCK) check(err, "act");
        usleep((useconds_t)(rand_r(&seed) % (1000 * tries)));
    }
}

static DB *open_file(const char *name, DBTYPE type, u_int32_t flags)
{
    const char *page = getenv("BENCH_PAGE");
    DB *db;

    check(db_create(&db, env, 0), name);
    db->set_pagesize(db, page ? (u_int32_t)atoi(page) : 8192);
    db->set_flags(db, DB_CHKSUM);
    if (type == DB_QUEUE) db->set_re_len(db, 16);
    check(
        db->open(db, NULL, name, NULL, type, DB_CREATE | DB_AUTO_COMMIT | DB_THREAD | flags, 0600),
        name);
    return db;
}

static void load(void)
{
    struct work w = {0};
    DB_TXN *t = NULL;

    for (; w.matter < MATTERS; w.matter++) {
        if (w.matter % 500 == 0) {
            if (t) t->commit(t, 0);
            check(env->txn_begin(env, NULL, &t, 0), "begin");
        }
        for (int k = 0; k < INDEXES; k++)
            w.value[k] = (uint32_t)rand();
        check(put_matter(t, &w), "load");
    }
    t->commit(t, 0);
    check(env->txn_checkpoint(env, 0, 0, DB_FORCE), "checkpoint");
}

static void *open_env(const char *dir, int clients)
{
    static const char *const name[FILES] = {"matter.db", "journal.db", "done.db", "a.db",
                                            "b.db",      "c.db",       "d.db"};
    char *home = realpath(dir, NULL);

    (void)clients;
    check(home && mkdtemp(region) ? 0 : errno, dir);
    check(db_env_create(&env, 0), "env");
    env->set_cachesize(env, 0, 64 << 20, 1);
    env->set_lg_max(env, 16 << 20);
    env->set_lg_bsize(env, 2 << 20);
    env->set_lg_regionmax(env, 1 << 20);
    env->set_lk_max_lockers(env, 5000);
    env->set_lk_max_locks(env, 60000);
    env->set_lk_max_objects(env, 60000);
    env->set_lk_detect(env, DB_LOCK_YOUNGEST);
    env->set_tx_max(env, 1000);
    env->mutex_set_increment(env, 20000);
    env->set_data_dir(env, home);
    env->set_create_dir(env, home);
    env->set_lg_dir(env, home);
    if (getenv("BENCH_ZERO")) env->log_set_config(env, DB_LOG_ZERO, 1);
    check(env->open(env, region,
                    DB_CREATE | DB_RECOVER | DB_THREAD | DB_INIT_TXN | DB_INIT_LOCK | DB_INIT_LOG |
                        DB_INIT_MPOOL,
                    0600),
          "open");
    for (int i = 0; i < FILES; i++)
        file[i] = open_file(name[i], DB_BTREE, DB_MULTIVERSION);
    series = open_file("series.queue", DB_QUEUE, 0);
    load();
    return env;
}

int main(int argc, char **argv)
{
    int status = clients_main("raw", argc, argv, open_env, do_act);

    for (int i = 0; i < FILES; i++)
        file[i]->close(file[i], 0);
    series->close(series, 0);
    env->close(env, 0);
    if (db_env_create(&env, 0) == 0) env->remove(env, region, 0);
    rmdir(region);
    return status;
}
