#include "office/once.h"

#include <string.h>
#include <time.h>

#include "office/act.h"
#include "office/journal.h"
#include "office/priv.h"
#include "office/tables.h"

bool once_wanted(const struct act *a, const Yc__Request *q)
{
    return q->has_id && q->id.len > 0 && !a->anew;
}

/* A PIN stays out: a million digests are soon tried.  So does the session: the same request may go
 * again in the next one. */
static bool is_pin(const char *key)
{
    return strcmp(key, "pin") == 0 || strcmp(key, "new_pin") == 0;
}

static void request_digest(const Yc__Request *q, unsigned char out[JOURNAL_HASH])
{
    Yc__Request bare = *q;
    struct buf b = {0};
    struct arena a = {0};

    bare.has_id = bare.has_digest = 0;
    bare.session = NULL;
    bare.with = arena_alloc(&a, (q->n_with + 1) * sizeof *bare.with);
    bare.n_with = 0;
    for (size_t i = 0; i < q->n_with; i++)
        if (!is_pin(q->with[i]->key)) bare.with[bare.n_with++] = q->with[i];
    record_pack(&bare, &b);
    arena_free(&a);
    journal_hash(buf_str(&b), b.len, out);
    buf_free(&b);
}

/* Looks on a snapshot, outside the act's own transaction: a read lock there, taken by two and then
 * wanted for writing by both, would be a deadlock at every pair of acts. */
struct lookup {
    const char *as;
    const Yc__Request *q;
    Yc__Reply **reply;
    bool found;
};

static enum rc answer_again(const struct lookup *l, const struct buf *val, struct fault *f)
{
    struct arena a = {0};
    unsigned char digest[JOURNAL_HASH];
    const Yc__Done *done = record_unpack(&a, &yc__done__descriptor, val->data, val->len);
    enum rc rc = RC_OK;

    request_digest(l->q, digest);
    if (!done || done->digest.len != JOURNAL_HASH ||
        memcmp(done->digest.data, digest, JOURNAL_HASH) != 0) {
        rc = fault_set(f, RC_REFUSED, "id-reused",
                       N_("this request id was used before for something else: choose a new one"),
                       NULL);
    } else {
        door_reply_free(*l->reply);
        *l->reply = yc__reply__unpack(NULL, done->reply.len, done->reply.data);
    }
    arena_free(&a);
    return rc;
}

static enum rc look_done(struct txn *txn, void *arg, struct fault *f)
{
    struct lookup *l = arg;
    struct buf key = {0}, val = {0};

    key_done(&key, l->as, l->q->id.data, l->q->id.len);
    enum rc rc = store_get(txn, T_DONE, key.data, key.len, &val, &l->found, f);
    if (rc == RC_OK && l->found) rc = answer_again(l, &val, f);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

/* A snapshot shows what was committed a moment ago and is still on its way to the disk.  The end of
 * an empty transaction waits for it: "done" is not said of what could yet be lost. */
static enum rc nothing(struct txn *txn, void *arg, struct fault *f)
{
    (void)txn;
    (void)arg;
    (void)f;
    return RC_OK;
}

enum rc once_look(struct office *o, const char *as, const Yc__Request *q, Yc__Reply **reply,
                  bool *done, struct fault *f)
{
    struct lookup l = {as, q, reply, false};
    enum rc rc = store_view(o->store, look_done, &l, f);

    if (rc == RC_OK && l.found) rc = store_run(o->store, nothing, NULL, f);
    *done = l.found;
    return rc;
}

enum rc once_keep(struct deed *d, const Yc__Reply *reply, bool *twice, struct fault *f)
{
    Yc__Done done = YC__DONE__INIT;
    unsigned char digest[JOURNAL_HASH];
    struct buf key = {0}, val = {0}, packed = {0};

    if (!once_wanted(d->act, d->q)) return RC_OK;
    request_digest(d->q, digest);
    record_pack(reply, &packed);
    done.has_digest = done.has_reply = 1;
    done.digest = (ProtobufCBinaryData){JOURNAL_HASH, digest};
    done.reply = (ProtobufCBinaryData){packed.len, (uint8_t *)packed.data};
    SET(&done, at, time(NULL));
    record_pack(&done, &val);
    key_done(&key, d->actor, d->q->id.data, d->q->id.len);
    enum rc rc = store_add(d->txn, T_DONE, key.data, key.len, val.data, val.len, f);
    *twice = rc == RC_REFUSED && strcmp(f->code, "exists") == 0;
    buf_free(&key);
    buf_free(&val);
    buf_free(&packed);
    return rc;
}
