/* The transaction of clients.h through our own store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clients.h"
#include "store/store.h"

enum { MATTER, JOURNAL, DONE };

/* A record is its four index values, then BODY bytes. */
static void keys(int i, const void *key, size_t nkey, const void *rec, store_emit *emit, void *to)
{
    char ikey[4 + 16];

    memcpy(ikey, (const char *)rec + 4 * i, 4);
    memcpy(ikey + 4, key, nkey);
    emit(to, ikey, 4 + nkey);
}

#define INDEX(i)                                                                                   \
    static void keys##i(const void *key, size_t nkey, const void *rec, size_t nrec,                \
                        store_emit *emit, void *to)                                                \
    {                                                                                              \
        (void)nrec;                                                                                \
        keys(i, key, nkey, rec, emit, to);                                                         \
    }
INDEX(0)
INDEX(1)
INDEX(2)
INDEX(3)

static const struct store_index matter_index[INDEXES] = {
    {"a", keys0}, {"b", keys1}, {"c", keys2}, {"d", keys3}};
static const struct store_table tables[] = {
    {"matter", matter_index, INDEXES}, {"journal", NULL, 0}, {"done", NULL, 0}};

static enum rc put_matter(struct txn *t, const struct work *w, struct fault *f)
{
    struct buf key = {0};
    char rec[4 * INDEXES + BODY];

    buf_add_u64(&key, w->matter);
    memset(rec, 'm', sizeof rec);
    memcpy(rec, w->value, 4 * INDEXES);
    enum rc rc = store_put(t, MATTER, key.data, key.len, rec, sizeof rec, f);
    buf_free(&key);
    return rc;
}

static enum rc act(struct txn *t, void *arg, struct fault *f)
{
    const struct work *w = arg;
    struct buf key = {0};
    char bytes[LINE] = "";
    uint64_t number;
    enum rc rc = store_next(t, 1 + (uint32_t)(w->matter % SERIES), &number, f);

    if (rc == RC_OK) rc = put_matter(t, w, f);
    buf_add_u64(&key, w->matter);
    buf_add_u32(&key, (uint32_t)w->client);
    buf_add_u64(&key, w->turn);
    if (rc == RC_OK) rc = store_add(t, JOURNAL, key.data, key.len, bytes, LINE, f);
    if (rc == RC_OK) rc = store_add(t, DONE, key.data + 8, key.len - 8, bytes, REPLY, f);
    buf_free(&key);
    return rc;
}

static bool do_act(void *store, const struct work *w)
{
    struct work copy = *w;
    struct fault f;
    enum rc rc;

    do
        rc = store_run(store, act, &copy, &f);
    while (rc == RC_REFUSED && strcmp(f.code, "busy") == 0);
    if (rc != RC_OK) fprintf(stderr, "%s %s %s\n", f.code, f.arg[0], f.arg[1]);
    return rc == RC_OK;
}

static enum rc load(struct txn *t, void *arg, struct fault *f)
{
    struct work *w = arg;
    enum rc rc = RC_OK;

    for (int i = 0; i < 500 && rc == RC_OK; i++, w->matter++) {
        for (int k = 0; k < INDEXES; k++)
            w->value[k] = (uint32_t)rand();
        rc = put_matter(t, w, f);
    }
    return rc;
}

static void *open_store(const char *dir, int clients)
{
    struct store *s = NULL;
    struct fault f;
    struct work w = {0};

    (void)clients;
    enum rc rc = store_open(dir, STORE_OWNER, tables, 3, NULL, &s, &f);
    while (rc == RC_OK && w.matter < MATTERS)
        rc = store_run(s, load, &w, &f);
    if (rc == RC_OK) rc = store_checkpoint(s, true, &f);
    if (rc != RC_OK) {
        fprintf(stderr, "%s: %s %s\n", f.code, f.arg[0], f.arg[1]);
        exit(1);
    }
    return s;
}

static struct store *opened;

static void *keep(const char *dir, int clients)
{
    return opened = open_store(dir, clients);
}

int main(int argc, char **argv)
{
    int status = clients_main("store", argc, argv, keep, do_act);

    store_close(opened);
    return status;
}
