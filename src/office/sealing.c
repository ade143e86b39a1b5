#include "office/sealing.h"

#include <inttypes.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base64.h"
#include "base/log.h"
#include "office/priv.h"
#include "office/record.h"
#include "office/tables.h"
#include "office/tree.h"
#include "store/scan.h"

enum {
    PAGE = 2000,
    SIGN_ROUND = 50,
    SIGN_AGAIN = 30 /* s; a signer that is silent costs a second */
};

/* --- What has no number yet --- */

enum rc sealing_note(struct txn *t, const void *event, size_t n, struct fault *f)
{
    struct buf key = {0};

    key_unsealed(&key, event, n);
    enum rc rc = store_put(t, T_UNSEALED, key.data, key.len, "", 0, f);
    buf_free(&key);
    return rc;
}

/* In T_META: how far an old home's events have been noted; "all" when they are. */
static const char listed_key[] = "listed";
static const char listed_all[] = "all";

enum rc sealing_listed(struct txn *t, struct fault *f)
{
    return store_put(t, T_META, listed_key, strlen(listed_key), listed_all, strlen(listed_all), f);
}

struct listing {
    struct txn *txn;
    size_t n;
    struct buf after;
    char *key[PAGE];
    size_t nkey[PAGE];
    bool all;
};

static bool list_row(void *arg, const struct store_row *row)
{
    struct listing *l = arg;

    l->key[l->n] = mem_strndup(row->key, row->nkey);
    l->nkey[l->n++] = row->nkey;
    return l->n < PAGE;
}

static enum rc note_page(struct txn *t, struct listing *l, struct fault *f)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < l->n; i++) {
        if (rc == RC_OK) rc = sealing_note(t, l->key[i], l->nkey[i], f);
        if (i + 1 == l->n && rc == RC_OK)
            rc = store_put(t, T_META, listed_key, strlen(listed_key), l->key[i], l->nkey[i], f);
        free(l->key[i]);
    }
    return rc;
}

static enum rc list_page(struct txn *t, void *arg, struct fault *f)
{
    struct listing *l = arg;
    bool found = false;

    l->n = 0;
    enum rc rc = store_get(t, T_META, listed_key, strlen(listed_key), &l->after, &found, f);
    l->all = found && l->after.len == strlen(listed_all) &&
             memcmp(l->after.data, listed_all, l->after.len) == 0;
    if (rc != RC_OK || l->all) return rc;
    rc = store_scan(t, T_JOURNAL, STORE_RECORDS,
                    &(struct store_range){.from = found ? l->after.data : NULL,
                                          .nfrom = found ? l->after.len : 0,
                                          .after = true,
                                          .keys_only = true},
                    list_row, l, f);
    bool last = l->n < PAGE;
    enum rc noted = note_page(t, l, f);
    if (rc == RC_OK) rc = noted;
    if (rc == RC_OK && last) rc = sealing_listed(t, f);
    return rc;
}

enum rc sealing_list_old(struct store *s, struct fault *f)
{
    struct listing *l = mem_alloc(sizeof *l);
    enum rc rc = RC_OK;

    while (rc == RC_OK && !l->all)
        rc = store_run(s, list_page, l, f);
    buf_free(&l->after);
    free(l);
    return rc;
}

/* --- Numbers --- */

struct fresh {
    const void *key; /* of the event */
    size_t nkey;
    instant_t recorded;
    size_t place; /* in the scan: those of one stream are in order */
    struct merkle_hash leaf;
};

struct numbering {
    struct office *o;
    struct arena arena;
    enum merkle_kind kind;
    uint64_t size; /* of the tree this page was made for */
    size_t n;
    struct fresh fresh[PAGE];
};

static bool fresh_row(void *arg, const struct store_row *row)
{
    struct numbering *nb = arg;
    struct fresh *x = &nb->fresh[nb->n];

    x->key = arena_strndup(&nb->arena, (const char *)row->key + 1, row->nkey - 1);
    x->nkey = row->nkey - 1;
    x->place = nb->n++;
    return nb->n < PAGE;
}

static bool same_stream(const struct fresh *a, const struct fresh *b)
{
    return a->nkey == b->nkey && memcmp(a->key, b->key, a->nkey - 4) == 0;
}

static enum rc read_event(struct txn *t, struct numbering *nb, struct fresh *x, struct fault *f)
{
    struct buf val = {0};
    struct arena a = {0};
    bool found = false;

    enum rc rc = store_get(t, T_JOURNAL, x->key, x->nkey, &val, &found, f);
    const Yc__Event *e =
        rc == RC_OK && found ? record_unpack(&a, &yc__event__descriptor, val.data, val.len) : NULL;
    if (rc == RC_OK && !e)
        rc = fault_set(f, RC_FATAL, "journal", N_("an event of the journal cannot be read"), NULL);
    if (e) {
        x->recorded = e->recorded;
        x->leaf = merkle_leaf(nb->kind, val.data, val.len);
    }
    arena_free(&a);
    buf_free(&val);
    return rc;
}

/* In the order in which they were recorded; a stream's own order comes first, should the machine's
 * clock have been set back. */
static int by_time(const void *a, const void *b)
{
    const struct fresh *x = a, *y = b;

    if (x->recorded != y->recorded) return x->recorded < y->recorded ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static enum merkle_kind wanted_kind(struct office *o)
{
    enum merkle_kind k = MERKLE_SM3;
    const char *name = catalog_hall(office_current(o)->catalog)->seal;

    if (name && !merkle_kind_parse(name, &k)) k = MERKLE_SM3;
    return k;
}

static enum rc read_page(struct txn *t, void *arg, struct fault *f)
{
    struct numbering *nb = arg;
    struct tree tree;

    enum rc rc = tree_open(&tree, t, wanted_kind(nb->o), false, f);
    nb->kind = tree.kind;
    nb->size = tree.size;
    tree_close(&tree);
    if (rc == RC_OK)
        rc = store_scan(t, T_UNSEALED, STORE_RECORDS, &(struct store_range){.keys_only = true},
                        fresh_row, nb, f);
    for (size_t i = 0; rc == RC_OK && i < nb->n; i++) {
        struct fresh *x = &nb->fresh[i], *before = i ? x - 1 : NULL;
        rc = read_event(t, nb, x, f);
        if (before && same_stream(before, x) && x->recorded < before->recorded)
            x->recorded = before->recorded;
    }
    if (rc == RC_OK && nb->n) qsort(nb->fresh, nb->n, sizeof *nb->fresh, by_time);
    return rc;
}

static enum rc give_number(struct tree *tree, const struct fresh *x, struct fault *f)
{
    struct buf key = {0};

    key_unsealed(&key, x->key, x->nkey);
    enum rc rc = store_del(tree->txn, T_UNSEALED, key.data, key.len, f);
    key_number(&key, tree->size);
    if (rc == RC_OK) rc = store_add(tree->txn, T_LEAF, key.data, key.len, x->key, x->nkey, f);
    if (rc == RC_OK) rc = tree_add(tree, &x->leaf, f);
    buf_free(&key);
    return rc;
}

static enum rc write_page(struct txn *t, void *arg, struct fault *f)
{
    struct numbering *nb = arg;
    struct tree tree;

    enum rc rc = tree_open(&tree, t, nb->kind, true, f);
    if (rc == RC_OK && tree.size != nb->size)
        rc = fault_set(f, RC_REFUSED, "busy", N_("the journal is being sealed already"), NULL);
    for (size_t i = 0; rc == RC_OK && i < nb->n; i++)
        rc = give_number(&tree, &nb->fresh[i], f);
    if (rc == RC_OK) rc = tree_keep(&tree, f);
    tree_close(&tree);
    return rc;
}

/* Found undone after a crash it is done again; the head that follows waits for the disk. */
enum rc sealing_number(struct office *o, struct fault *f)
{
    struct numbering *nb = mem_alloc(sizeof *nb);
    bool more = true;
    enum rc rc = RC_OK;

    pthread_mutex_lock(&o->sealing);
    while (rc == RC_OK && more) {
        nb->o = o;
        nb->n = 0;
        rc = store_view(o->store, read_page, nb, f);
        if (rc == RC_OK && nb->n) rc = store_run_lazily(o->store, write_page, nb, f);
        more = nb->n == PAGE;
        arena_free(&nb->arena);
    }
    pthread_mutex_unlock(&o->sealing);
    free(nb);
    return rc;
}

/* --- Heads --- */

enum rc sealing_hall(struct txn *t, struct arena *a, const Yc__Hall **out, struct fault *f)
{
    struct buf val = {0};
    bool found = false;

    enum rc rc = store_get(t, T_META, "hall", 4, &val, &found, f);
    *out = rc == RC_OK ? record_unpack(a, &yc__hall__descriptor, val.data, val.len) : NULL;
    if (rc == RC_OK && !(found && *out))
        rc = fault_set(f, RC_FATAL, "record", N_("the record of the hall cannot be read"), NULL);
    buf_free(&val);
    return rc;
}

enum rc sealing_head(struct txn *t, struct arena *a, uint64_t number, Yc__Head **out,
                     struct fault *f)
{
    struct buf key = {0}, val = {0};
    bool found = false;

    *out = NULL;
    key_number(&key, number);
    enum rc rc = store_get(t, T_HEAD, key.data, key.len, &val, &found, f);
    if (rc == RC_OK && found) {
        *out = record_unpack(a, &yc__head__descriptor, val.data, val.len);
        if (!*out || !(*out)->text)
            rc = fault_set(f, RC_FATAL, "seal", N_("the record of the seal cannot be read"), NULL);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

enum rc sealing_keep_head(struct txn *t, uint64_t number, const Yc__Head *h, struct fault *f)
{
    struct buf key = {0}, val = {0};

    key_number(&key, number);
    record_pack(h, &val);
    enum rc rc = store_put(t, T_HEAD, key.data, key.len, val.data, val.len, f);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

/* --- Signing --- */

struct signing {
    uint64_t number; /* the next head to be signed, 0 none */
    struct sign_request q;
    struct sign_reply r;
};

static enum rc next_unsigned(struct txn *t, struct signing *s, struct fault *f)
{
    struct arena a = {0};
    Yc__Head *head = NULL;
    const Yc__Hall *h = NULL;

    enum rc rc = sealing_hall(t, &a, &h, f);
    s->number = rc == RC_OK && h->signed_head < h->heads ? h->signed_head + 1 : 0;
    if (s->number) rc = sealing_head(t, &a, s->number, &head, f);
    if (head) snprintf(s->q.head, sizeof s->q.head, "%s", head->text);
    arena_free(&a);
    return rc;
}

/* That the head extends what the signer has signed.  Where it does not there is no such proof; the
 * signer says so. */
static enum rc prove(struct txn *t, struct signing *s, struct fault *f)
{
    struct seal_head now, last;
    struct tree tree;

    s->q.path.n = 0;
    if (!seal_head_parse(s->q.head, &now) || !seal_head_parse(s->r.last, &last) ||
        last.size > now.size || last.size == 0)
        return RC_OK;
    enum rc rc = tree_open(&tree, t, now.kind, false, f);
    struct merkle_source source = tree_source(&tree);
    if (rc == RC_OK && now.size <= tree.size)
        rc = merkle_consistency(&source, last.size, now.size, &s->q.path, f);
    tree_close(&tree);
    return rc;
}

static enum rc prepare(struct txn *t, void *arg, struct fault *f)
{
    struct signing *s = arg;
    enum rc rc = next_unsigned(t, s, f);

    return rc == RC_OK && s->number ? prove(t, s, f) : rc;
}

static bool store_signature(struct office *o, const struct signing *s)
{
    static const struct office_caller self = {0, true};
    char number[24], *signature = base64_text(s->r.signature.b, s->r.signature.n),
                     *key = base64_text(s->r.key.b, s->r.key.n);
    Yc__Request *q = door_request_new("sealed");

    snprintf(number, sizeof number, "%" PRIu64, s->number);
    door_request_set(&q->as, "system");
    door_request_with(q, "head", number);
    door_request_with(q, "signature", signature);
    door_request_with(q, "key", key);
    Yc__Reply *reply = office_answer(o, &self, q);
    bool ok = reply->ok;
    if (!ok) log_error("head %s: the signature is not kept: %s", number, TEXT(reply->code));
    door_reply_free(reply);
    door_request_free(q);
    free(signature);
    free(key);
    return ok;
}

const char *sealing_state(struct office *o)
{
    pthread_mutex_lock(&o->lock);
    const char *state = o->sign_state;
    pthread_mutex_unlock(&o->lock);
    return state;
}

static void set_state(struct office *o, const char *state, uint64_t number)
{
    pthread_mutex_lock(&o->lock);
    bool fresh = strcmp(o->sign_state, state) != 0;
    o->sign_state = state;
    pthread_mutex_unlock(&o->lock);
    if (fresh && strcmp(state, "ok") != 0)
        log_error("head %" PRIu64 " of the sealed journal is not signed: %s", number, state);
}

static const char *const said[] = {
    [SIGN_DONE] = "ok",       [SIGN_LAST] = "silent",     [SIGN_BAD] = "bad",
    [SIGN_ORDER] = "order",   [SIGN_SHORTER] = "shorter", [SIGN_FORKED] = "forked",
    [SIGN_FAILED] = "failed",
};

static bool call(struct office *o, struct signing *s)
{
    if (RAND_bytes((unsigned char *)&s->q.tag, sizeof s->q.tag) != 1) return false;
    return o->sign(o->sign_arg, &s->q, &s->r) && s->r.tag == s->q.tag && s->r.word > 0 &&
           s->r.word <= SIGN_FAILED;
}

/* false: no more for now. */
static bool sign_next(struct office *o, struct signing *s)
{
    struct fault f;
    const char *state = "silent";

    memset(s, 0, sizeof *s);
    if (store_view(o->store, prepare, s, &f) != RC_OK || !s->number) return false;
    s->q.head[0] = '\0'; /* first: what was signed last? */
    if (call(o, s) && store_view(o->store, prepare, s, &f) == RC_OK && call(o, s))
        state = said[s->r.word];
    set_state(o, state, s->number);
    return strcmp(state, "ok") == 0 && store_signature(o, s);
}

void sealing_sign(struct office *o)
{
    struct signing *s = mem_alloc(sizeof *s);

    pthread_mutex_lock(&o->sealing);
    for (int i = 0; o->sign && i < SIGN_ROUND && sign_next(o, s); i++)
        continue;
    pthread_mutex_unlock(&o->sealing);
    free(s);
}

/* --- By itself --- */

void office_set_signer(struct office *o, office_sign *sign, void *arg)
{
    o->sign = sign;
    o->sign_arg = arg;
    o->sign_state = sign ? "ok" : "none";
}

/* The hall's own stream holds the seals themselves: alone it is no reason for another one. */
static bool worth(void *arg, const struct store_row *row)
{
    bool *yes = arg;

    *yes = row->nkey > 1 && ((const char *)row->key)[1] != 'h';
    return !*yes;
}

/* Something has no number, or (a kill came between) it has one and no head. */
static enum rc look_worth(struct txn *t, void *arg, struct fault *f)
{
    bool *yes = arg;
    struct arena a = {0};
    const Yc__Hall *hall = NULL;
    struct tree tree;

    enum rc rc = sealing_hall(t, &a, &hall, f);
    if (rc == RC_OK) rc = tree_open(&tree, t, MERKLE_SM3, false, f);
    *yes = rc == RC_OK && tree.size > hall->sealed;
    if (rc == RC_OK && !*yes)
        rc = store_scan(t, T_UNSEALED, STORE_RECORDS, &(struct store_range){.keys_only = true},
                        worth, yes, f);
    arena_free(&a);
    return rc;
}

enum rc office_seal(struct office *o, struct fault *f)
{
    static const struct office_caller self = {0, true};
    bool yes = false;
    enum rc rc = store_view(o->store, look_worth, &yes, f);

    if (rc != RC_OK || !yes) {
        sealing_sign(o);
        return rc;
    }
    Yc__Request *q = door_request_new("seal");
    door_request_set(&q->as, "system");
    Yc__Reply *r = office_answer(o, &self, q);
    if (!r->ok)
        rc = fault_set(f, RC_REFUSED, "seal", N_("the journal could not be sealed: {1}"),
                       TEXT(r->code), NULL);
    door_reply_free(r);
    door_request_free(q);
    return rc;
}

enum rc sealing_tick(struct office *o, struct fault *f)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    if (!o->sealed_at) o->sealed_at = t.tv_sec;
    if (t.tv_sec - o->sealed_at >= SEAL_EVERY) {
        o->sealed_at = t.tv_sec;
        return office_seal(o, f);
    }
    if (strcmp(sealing_state(o), "ok") == 0 || t.tv_sec >= o->sign_again) {
        o->sign_again = t.tv_sec + SIGN_AGAIN;
        sealing_sign(o);
    }
    return RC_OK;
}
