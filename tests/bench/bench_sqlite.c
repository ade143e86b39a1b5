/* The transaction of clients.h on SQLite: WAL, synchronous=FULL, a connection for each client. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clients.h"

enum { BEGIN, COUNT, GET, PUT, JOURNAL, DONE, COMMIT, ROLLBACK, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    "begin immediate",
    "insert into series values (?, 1) on conflict(id) do update set value = value + 1",
    "select body from matter where id = ?",
    "insert or replace into matter values (?, ?, ?, ?, ?, ?)",
    "insert into journal values (?, ?, ?, ?)",
    "insert into done values (?, ?, ?)",
    "commit",
    "rollback",
};

static const char schema[] = "pragma journal_mode=wal; pragma synchronous=full;"
                             "create table matter (id integer primary key, a integer, b integer, c "
                             "integer, d integer, body blob);"
                             "create index a on matter(a); create index b on matter(b); create "
                             "index c on matter(c); create index d on matter(d);"
                             "create table journal (matter integer, client integer, turn integer, "
                             "line blob, primary key (matter, client, turn))"
                             " without rowid;"
                             "create table done (client integer, turn integer, reply blob, primary "
                             "key (client, turn)) without rowid;"
                             "create table series (id integer primary key, value integer);";

struct connection {
    sqlite3 *db;
    sqlite3_stmt *s[STATEMENTS];
};

static void check(sqlite3 *db, int err, const char *what)
{
    if (err == SQLITE_OK || err == SQLITE_DONE || err == SQLITE_ROW) return;
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static int run(sqlite3_stmt *s)
{
    int err;

    while ((err = sqlite3_step(s)) == SQLITE_ROW) {
    }
    sqlite3_reset(s);
    return err == SQLITE_DONE ? SQLITE_OK : err;
}

static void prepare(struct connection *c, const char *path, bool make)
{
    check(NULL, sqlite3_open(path, &c->db), "open");
    sqlite3_busy_timeout(c->db, 60000);
    if (make) check(c->db, sqlite3_exec(c->db, schema, NULL, NULL, NULL), "schema");
    check(
        c->db,
        sqlite3_exec(c->db, "pragma synchronous=full; pragma cache_size=-65536", NULL, NULL, NULL),
        "pragma");
    for (int i = 0; i < STATEMENTS; i++)
        check(c->db, sqlite3_prepare_v2(c->db, sql[i], -1, &c->s[i], NULL), sql[i]);
}

static int put_matter(struct connection *c, const struct work *w)
{
    static const char body[BODY] = "m";

    sqlite3_bind_int64(c->s[GET], 1, (sqlite3_int64)w->matter);
    int err = run(c->s[GET]);
    sqlite3_bind_int64(c->s[PUT], 1, (sqlite3_int64)w->matter);
    for (int i = 0; i < INDEXES; i++)
        sqlite3_bind_int64(c->s[PUT], 2 + i, w->value[i]);
    sqlite3_bind_blob(c->s[PUT], 6, body, BODY, SQLITE_STATIC);
    return err ? err : run(c->s[PUT]);
}

static int act(struct connection *c, const struct work *w)
{
    static const char bytes[LINE] = "l";

    sqlite3_bind_int64(c->s[COUNT], 1, (sqlite3_int64)(1 + w->matter % SERIES));
    int err = run(c->s[COUNT]);
    if (!err) err = put_matter(c, w);
    sqlite3_bind_int64(c->s[JOURNAL], 1, (sqlite3_int64)w->matter);
    sqlite3_bind_int64(c->s[JOURNAL], 2, w->client);
    sqlite3_bind_int64(c->s[JOURNAL], 3, (sqlite3_int64)w->turn);
    sqlite3_bind_blob(c->s[JOURNAL], 4, bytes, LINE, SQLITE_STATIC);
    if (!err) err = run(c->s[JOURNAL]);
    sqlite3_bind_int64(c->s[DONE], 1, w->client);
    sqlite3_bind_int64(c->s[DONE], 2, (sqlite3_int64)w->turn);
    sqlite3_bind_blob(c->s[DONE], 3, bytes, REPLY, SQLITE_STATIC);
    return err ? err : run(c->s[DONE]);
}

static bool do_act(void *arg, const struct work *w)
{
    struct connection *c = (struct connection *)arg + w->client;

    check(c->db, run(c->s[BEGIN]), "begin");
    check(c->db, act(c, w), "act");
    check(c->db, run(c->s[COMMIT]), "commit");
    return true;
}

static void load(struct connection *c)
{
    struct work w = {0};

    for (; w.matter < MATTERS; w.matter++) {
        if (w.matter % 500 == 0) check(c->db, run(c->s[BEGIN]), "begin");
        for (int k = 0; k < INDEXES; k++)
            w.value[k] = (uint32_t)rand();
        check(c->db, put_matter(c, &w), "load");
        if (w.matter % 500 == 499) check(c->db, run(c->s[COMMIT]), "commit");
    }
    sqlite3_wal_checkpoint_v2(c->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static void *open_all(const char *dir, int clients)
{
    struct connection *c = calloc((size_t)clients, sizeof *c);
    char path[4096];

    snprintf(path, sizeof path, "%s/bench.sqlite", dir);
    for (int i = 0; i < clients; i++)
        prepare(&c[i], path, i == 0);
    load(c);
    return c;
}

int main(int argc, char **argv)
{
    return clients_main("sqlite", argc, argv, open_all, do_act);
}
