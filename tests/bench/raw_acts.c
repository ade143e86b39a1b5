/* What an act writes, on Berkeley DB alone with the settings of the store and nothing of its own:
 * what the library can give. */
#include <arpa/inet.h>
#include <db.h>
#include <errno.h>
#include <unistd.h>

#include "bench/acts.h"

enum { MATTER, JOURNAL, DONE, INDEX0, FILES = INDEX0 + INDEXES };

static DB_ENV *env;
static DB *file[FILES], *series;
static char region[] = "/dev/shm/yc_bench_XXXXXX";
static const char bytes[BYTES_MOST];

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

static void number_key(unsigned char *key, uint64_t id)
{
    for (int i = 0; i < 8; i++)
        key[i] = (unsigned char)(id >> (56 - 8 * i));
}

/* Matters one after another do not meet on one page. */
static void matter_key(unsigned char key[9], uint64_t id)
{
    key[0] = (unsigned char)(id & 15);
    number_key(key + 1, id);
}

static int next_number(DB_TXN *t, uint64_t *number)
{
    uint64_t rec[2] = {0};
    db_recno_t at = 1;
    DBT k = dbt(&at, sizeof at), v = {.data = rec, .ulen = sizeof rec, .flags = DB_DBT_USERMEM};
    int err = series->get(series, t, &k, &v, DB_RMW);

    if (err && err != DB_NOTFOUND && err != DB_KEYEMPTY) return err;
    *number = ++rec[0];
    v = dbt(rec, sizeof rec);
    return series->put(series, t, &k, &v, 0);
}

static int put_matter(DB_TXN *t, const struct act *a)
{
    unsigned char key[9];
    char was[BYTES_MOST];
    DBT k = dbt(key, sizeof key), v = {.data = was, .ulen = sizeof was, .flags = DB_DBT_USERMEM};

    matter_key(key, a->matter);
    int err = file[MATTER]->get(file[MATTER], t, &k, &v, DB_RMW);
    if (err && err != DB_NOTFOUND) return err;
    v = dbt(bytes, shape.record);
    return file[MATTER]->put(file[MATTER], t, &k, &v, 0);
}

static int put_indexes(DB_TXN *t, const struct act *a)
{
    unsigned char key[9], ikey[512];
    DBT v = dbt(key, sizeof key);
    int err = 0;

    matter_key(key, a->matter);
    for (int i = 0; i < INDEXES; i++)
        for (unsigned n = 0; n < shape.entries[i] && !err; n++) {
            DBT k = dbt(ikey, acts_key(ikey, a, i, n));
            err = file[INDEX0 + i]->put(file[INDEX0 + i], t, &k, &v, DB_NOOVERWRITE);
        }
    return err;
}

static int act(DB_TXN *t, struct act *a)
{
    unsigned char key[21];
    uint32_t client = htonl((uint32_t)a->client);
    DBT k = dbt(key, sizeof key), v = dbt(bytes, shape.event);
    int err = shape.fresh ? next_number(t, &a->matter) : 0;

    if (!err) err = put_matter(t, a);
    if (!err) err = put_indexes(t, a);
    matter_key(key, a->matter);
    memcpy(key + 9, &client, 4);
    number_key(key + 13, a->turn);
    if (!err) err = file[JOURNAL]->put(file[JOURNAL], t, &k, &v, DB_NOOVERWRITE);
    k = dbt(key + 9, 12);
    v = dbt(bytes, shape.done);
    return err ? err : file[DONE]->put(file[DONE], t, &k, &v, DB_NOOVERWRITE);
}

static void acts_do(struct act *a)
{
    static _Thread_local unsigned seed;

    for (int tries = 1;; tries++) {
        DB_TXN *t;
        check(env->txn_begin(env, NULL, &t, 0), "begin");
        int err = act(t, a);
        if (!err) {
            check(t->commit(t, 0), "commit");
            return;
        }
        t->abort(t);
        if (err != DB_LOCK_DEADLOCK) check(err, "act");
        usleep((useconds_t)(rand_r(&seed) % (1000 * tries)));
    }
}

static DB *open_file(const char *name, DBTYPE type, u_int32_t flags)
{
    DB *db;

    check(db_create(&db, env, 0), name);
    db->set_pagesize(db, 8192);
    db->set_flags(db, DB_CHKSUM);
    if (type == DB_QUEUE) db->set_re_len(db, 16);
    check(
        db->open(db, NULL, name, NULL, type, DB_CREATE | DB_AUTO_COMMIT | DB_THREAD | flags, 0600),
        name);
    return db;
}

/* A counter that is not there cannot be locked: two would take the first number. */
static void load(int clients)
{
    uint64_t none;
    DB_TXN *t;

    check(env->txn_begin(env, NULL, &t, 0), "begin");
    check(next_number(t, &none), "series");
    for (int i = 1; i <= clients && !shape.fresh; i++)
        check(put_matter(t, &(struct act){.matter = (uint64_t)i}), "load");
    check(t->commit(t, 0), "load");
}

static void acts_open(const char *dir, int clients)
{
    static const char *const name[FILES] = {"matter.db", "journal.db", "done.db", "post.db",
                                            "due.db",    "live.db",    "find.db", "day.db",
                                            "card.db",   "note.db"};
    char *home = realpath(dir, NULL);

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
    check(env->open(env, region,
                    DB_CREATE | DB_RECOVER | DB_THREAD | DB_INIT_TXN | DB_INIT_LOCK | DB_INIT_LOG |
                        DB_INIT_MPOOL,
                    0600),
          "open");
    for (int i = 0; i < FILES; i++)
        file[i] = open_file(name[i], DB_BTREE, DB_MULTIVERSION);
    series = open_file("series.queue", DB_QUEUE, 0);
    load(clients);
    free(home);
}

static void acts_close(void)
{
    for (int i = 0; i < FILES; i++)
        file[i]->close(file[i], 0);
    series->close(series, 0);
    env->close(env, 0);
    if (db_env_create(&env, 0) == 0) env->remove(env, region, 0);
    rmdir(region);
}

int main(int argc, char **argv)
{
    return acts_main("raw", argc, argv);
}
