/* What an act writes, on SQLite: WAL, synchronous=FULL, a connection for each client. */
#include <sqlite3.h>
#include <unistd.h>

#include "bench/acts.h"

enum { BEGIN, NEXT, GET, PUT, JOURNAL, DONE, COMMIT, INDEX0, STATEMENTS = INDEX0 + INDEXES };

static const char *const sql[INDEX0] = {
    "begin immediate",
    "insert into series values (1, 1) on conflict do update set value = value + 1 returning value",
    "select body from matter where id = ?",
    "insert or replace into matter values (?, ?)",
    "insert into journal values (?, ?, ?, ?)",
    "insert into done values (?, ?, ?)",
    "commit",
};

static const char schema[] = "pragma journal_mode=wal;"
                             "create table matter (id integer primary key, body blob);"
                             "create table journal (matter integer, client integer, turn integer, "
                             "line blob, primary key (matter, client, turn)) without rowid;"
                             "create table done (client integer, turn integer, reply blob, primary "
                             "key (client, turn)) without rowid;"
                             "create table series (id integer primary key, value integer);";

static struct connection {
    sqlite3 *db;
    sqlite3_stmt *s[STATEMENTS];
} connection[CLIENTS_MOST];
static int connections;
static const char bytes[BYTES_MOST];

static void check(sqlite3 *db, int err, const char *what)
{
    if (err == SQLITE_OK || err == SQLITE_DONE || err == SQLITE_ROW) return;
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

/* The first column of the last row, if any. */
static sqlite3_int64 run(struct connection *c, int statement)
{
    sqlite3_stmt *s = c->s[statement];
    sqlite3_int64 got = 0;
    int err;

    while ((err = sqlite3_step(s)) == SQLITE_ROW)
        got = sqlite3_column_int64(s, 0);
    check(c->db, err, "step");
    sqlite3_reset(s);
    return got;
}

static void prepare(struct connection *c, const char *path, bool make)
{
    char text[160];

    check(NULL, sqlite3_open(path, &c->db), "open");
    sqlite3_busy_timeout(c->db, 60000);
    if (make) check(c->db, sqlite3_exec(c->db, schema, NULL, NULL, NULL), "schema");
    for (int i = 0; i < INDEXES && make; i++) {
        snprintf(text, sizeof text,
                 "create table index%d (key blob primary key, matter integer) without rowid", i);
        check(c->db, sqlite3_exec(c->db, text, NULL, NULL, NULL), text);
    }
    check(
        c->db,
        sqlite3_exec(c->db, "pragma synchronous=full; pragma cache_size=-65536", NULL, NULL, NULL),
        "pragma");
    for (int i = 0; i < STATEMENTS; i++) {
        snprintf(text, sizeof text, "insert into index%d values (?, ?)", i - INDEX0);
        check(c->db, sqlite3_prepare_v2(c->db, i < INDEX0 ? sql[i] : text, -1, &c->s[i], NULL),
              text);
    }
}

static void put_matter(struct connection *c, const struct act *a)
{
    sqlite3_bind_int64(c->s[GET], 1, (sqlite3_int64)a->matter);
    run(c, GET);
    sqlite3_bind_int64(c->s[PUT], 1, (sqlite3_int64)a->matter);
    sqlite3_bind_blob(c->s[PUT], 2, bytes, (int)shape.record, SQLITE_STATIC);
    run(c, PUT);
}

static void put_indexes(struct connection *c, const struct act *a)
{
    unsigned char key[512];

    for (int i = 0; i < INDEXES; i++)
        for (unsigned n = 0; n < shape.entries[i]; n++) {
            sqlite3_bind_blob(c->s[INDEX0 + i], 1, key, (int)acts_key(key, a, i, n), SQLITE_STATIC);
            sqlite3_bind_int64(c->s[INDEX0 + i], 2, (sqlite3_int64)a->matter);
            run(c, INDEX0 + i);
        }
}

static void acts_do(struct act *a)
{
    struct connection *c = &connection[a->client];

    run(c, BEGIN);
    if (shape.fresh) a->matter = (uint64_t)run(c, NEXT);
    put_matter(c, a);
    put_indexes(c, a);
    sqlite3_bind_int64(c->s[JOURNAL], 1, (sqlite3_int64)a->matter);
    sqlite3_bind_int64(c->s[JOURNAL], 2, a->client);
    sqlite3_bind_int64(c->s[JOURNAL], 3, (sqlite3_int64)a->turn);
    sqlite3_bind_blob(c->s[JOURNAL], 4, bytes, (int)shape.event, SQLITE_STATIC);
    run(c, JOURNAL);
    sqlite3_bind_int64(c->s[DONE], 1, a->client);
    sqlite3_bind_int64(c->s[DONE], 2, (sqlite3_int64)a->turn);
    sqlite3_bind_blob(c->s[DONE], 3, bytes, (int)shape.done, SQLITE_STATIC);
    run(c, DONE);
    run(c, COMMIT);
}

static void acts_open(const char *dir, int clients)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/bench.sqlite", dir);
    for (connections = 0; connections < clients; connections++)
        prepare(&connection[connections], path, connections == 0);
    for (int i = 1; i <= clients && !shape.fresh; i++)
        put_matter(&connection[0], &(struct act){.matter = (uint64_t)i});
}

static void acts_close(void)
{
    for (int i = 0; i < connections; i++) {
        for (int k = 0; k < STATEMENTS; k++)
            sqlite3_finalize(connection[i].s[k]);
        sqlite3_close(connection[i].db);
    }
}

int main(int argc, char **argv)
{
    return acts_main("sqlite", argc, argv);
}
