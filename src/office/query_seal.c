/* The sealed journal: its heads, its events in the order of their leaves, and proofs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "domain/ids.h"
#include "office/query.h"
#include "office/sealing.h"
#include "office/tables.h"
#include "office/tree.h"
#include "store/scan.h"

enum { HEADS_PAGE = 100, COUNT_MOST = 10000, PAGE_BYTES = DOOR_MESSAGE_MAX / 2 };

/* --- Heads --- */

static const char *base64(struct asking *a, const ProtobufCBinaryData *b)
{
    char *text = base64_text(b->data, b->len), *kept = arena_strdup(a->arena, text);

    free(text);
    return kept;
}

/* The head a parameter names, or the newest. */
static enum rc find_head(struct asking *a, const char *key, Yc__Head **head, struct seal_head *h,
                         struct fault *f)
{
    const char *named = asking_param(a, key);
    const Yc__Hall *hall = NULL;
    enum rc rc = sealing_hall(a->txn, a->arena, &hall, f);

    if (rc != RC_OK) return rc;
    rc = sealing_head(a->txn, a->arena, *named ? strtoull(named, NULL, 10) : hall->heads, head, f);
    if (rc != RC_OK) return rc;
    if (!*head && *named)
        return fault_set(f, RC_REFUSED, "seal", N_("there is no head {1}"), named, NULL);
    if (!*head)
        return fault_set(f, RC_REFUSED, "seal", N_("the journal has not been sealed yet"), NULL);
    if (!seal_head_parse((*head)->text, h))
        return fault_set(f, RC_FATAL, "seal", N_("the record of the seal cannot be read"), NULL);
    return RC_OK;
}

static void with_number(struct asking *a, const char *key, uint64_t n)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, n);
    door_reply_with(a->reply, key, text);
}

static void with_head(struct asking *a, const Yc__Head *head, const struct seal_head *h)
{
    char hex[MERKLE_HEX], at[INSTANT_TEXT];

    with_number(a, "seal_head", h->number);
    with_number(a, "seal_size", h->size);
    door_reply_with(a->reply, "seal_root", merkle_hex(&h->root, hex));
    door_reply_with(a->reply, "seal_hash", merkle_kind_name(h->kind));
    door_reply_with(a->reply, "seal_at", instant_text(h->at, at));
    door_reply_with(a->reply, "seal_signed", head->has_signature ? "true" : "false");
}

static bool count_row(void *arg, const struct store_row *row)
{
    (void)row;
    return ++*(uint64_t *)arg < COUNT_MOST;
}

/* Heads are made in the order of their instants: the last one by the end of a day. */
static enum rc newest_by(struct asking *a, uint32_t heads, day_t day, uint32_t *number,
                         struct fault *f)
{
    uint32_t low = 0, high = heads;
    enum rc rc = RC_OK;

    while (rc == RC_OK && low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        Yc__Head *head = NULL;
        struct seal_head h = {0};
        rc = sealing_head(a->txn, a->arena, middle, &head, f);
        if (head && seal_head_parse(head->text, &h) && day_of_instant(h.at) <= day)
            low = middle;
        else
            high = middle - 1;
    }
    *number = low;
    return rc;
}

/* The newest head, of a past day the last one made by its end. A simulation has the machine's time
 * for its heads alone. */
static enum rc choose(struct asking *a, const Yc__Hall *hall, Yc__Head **head, struct seal_head *h,
                      struct fault *f)
{
    uint32_t number = hall->heads;
    day_t to;
    enum rc rc = RC_OK;

    if (*asking_param(a, "head")) return find_head(a, "head", head, h, f);
    if (!a->o->simulation && day_parse(asking_param(a, "to"), &to))
        rc = newest_by(a, hall->heads, to, &number, f);
    if (rc == RC_OK && number) rc = sealing_head(a->txn, a->arena, number, head, f);
    if (*head && !seal_head_parse((*head)->text, h))
        rc = fault_set(f, RC_FATAL, "seal", N_("the record of the seal cannot be read"), NULL);
    return rc;
}

/* That head, and how things stand. */
static enum rc seal(struct asking *a, struct fault *f)
{
    const Yc__Hall *hall;
    Yc__Head *head = NULL;
    struct seal_head h;
    uint64_t waiting = 0;

    enum rc rc = sealing_hall(a->txn, a->arena, &hall, f);
    if (rc == RC_OK) rc = choose(a, hall, &head, &h, f);
    if (head) with_head(a, head, &h);
    if (rc == RC_OK)
        rc = store_scan(a->txn, T_UNSEALED, STORE_RECORDS, &(struct store_range){.keys_only = true},
                        count_row, &waiting, f);
    if (rc != RC_OK) return rc;
    if (!head) with_number(a, "seal_head", 0);
    with_number(a, "seal_signed_head", hall->signed_head);
    with_number(a, "seal_waiting", waiting);
    door_reply_with(a->reply, "seal_signer", sealing_state(a->o));
    return RC_OK;
}

static void head_row(struct asking *a, const Yc__Head *head)
{
    const char *cells[] = {head->text, base64(a, &head->signature), base64(a, &head->key)};

    door_reply_row(a->reply, cells, 3);
}

static const char *const head_columns[] = {"text", "signature", "key"};

static enum rc heads(struct asking *a, struct fault *f)
{
    uint64_t number = strtoull(TEXT(a->q->page), NULL, 10);
    unsigned limit = asking_limit(a, HEADS_PAGE, HEADS_PAGE);
    Yc__Head *head = NULL;
    enum rc rc;

    door_reply_columns(a->reply, head_columns, 3);
    while ((rc = sealing_head(a->txn, a->arena, number + 1, &head, f)) == RC_OK && head) {
        if (a->reply->n_row == limit) {
            door_request_set(&a->reply->page, arena_printf(a->arena, "%" PRIu64, number));
            break;
        }
        head_row(a, head);
        number++;
    }
    return rc;
}

/* --- Events --- */

static enum rc add_event(struct asking *a, const void *key, size_t nkey, size_t *bytes,
                         struct fault *f)
{
    struct buf val = {0};
    bool found = false;
    Yc__Reply *r = a->reply;

    enum rc rc = store_get(a->txn, T_JOURNAL, key, nkey, &val, &found, f);
    if (rc == RC_OK && !found)
        rc = fault_set(f, RC_FATAL, "journal", N_("an event of the journal cannot be read"), NULL);
    if (rc == RC_OK) {
        r->event = mem_resize(r->event, (r->n_event + 1) * sizeof *r->event);
        r->event[r->n_event++] =
            (ProtobufCBinaryData){val.len, (uint8_t *)mem_strndup(buf_str(&val), val.len)};
        *bytes += val.len;
    }
    buf_free(&val);
    return rc;
}

struct leaves {
    struct asking *a;
    uint64_t size; /* of the head: no further */
    size_t bytes;
    enum rc rc;
    struct fault *f;
    struct tree *tree; /* for proofs */
    uint64_t skip;     /* rows already sent */
    uint64_t seen;
};

static bool leaf_row(void *arg, const struct store_row *row)
{
    struct leaves *l = arg;
    uint64_t number = buf_read_u64(row->key);

    if (number >= l->size) return false;
    if (l->bytes > PAGE_BYTES) {
        door_request_set(&l->a->reply->page, arena_printf(l->a->arena, "%" PRIu64, number));
        return false;
    }
    l->rc = add_event(l->a, row->rec, row->nrec, &l->bytes, l->f);
    return l->rc == RC_OK;
}

/* page: the next leaf. */
static enum rc sealed_journal(struct asking *a, struct fault *f)
{
    struct leaves l = {.a = a, .f = f};
    struct buf from = {0};
    Yc__Head *head = NULL;
    struct seal_head h;

    enum rc rc = find_head(a, "head", &head, &h, f);
    if (rc != RC_OK) return rc;
    l.size = h.size;
    key_number(&from, strtoull(TEXT(a->q->page), NULL, 10));
    rc = store_scan(a->txn, T_LEAF, STORE_RECORDS,
                    &(struct store_range){.from = from.data, .nfrom = from.len}, leaf_row, &l, f);
    buf_free(&from);
    return rc == RC_OK ? l.rc : rc;
}

/* --- Proofs --- */

static const char *path_text(struct asking *a, const struct merkle_path *p)
{
    char *text = arena_alloc(a->arena, p->n * (size_t)MERKLE_HEX + 1);

    for (unsigned i = 0; i < p->n; i++) {
        merkle_hex(&p->hash[i], text + i * (size_t)MERKLE_HEX);
        if (i + 1 < p->n) text[(i + 1) * (size_t)MERKLE_HEX - 1] = ' ';
    }
    return text;
}

static bool proof_row(void *arg, const struct store_row *row)
{
    struct leaves *l = arg;
    uint64_t number = buf_read_u64(row->key);
    struct merkle_source source = tree_source(l->tree);
    struct merkle_path path;

    if (number >= l->size || l->seen++ < l->skip) return true;
    if (l->bytes > PAGE_BYTES) {
        door_request_set(&l->a->reply->page, arena_printf(l->a->arena, "%" PRIu64, l->seen - 1));
        return false;
    }
    l->rc = merkle_inclusion(&source, number, l->size, &path, l->f);
    if (l->rc != RC_OK) return false;
    const char *cells[] = {arena_printf(l->a->arena, "%" PRIu64, number), path_text(l->a, &path)};
    door_reply_row(l->a->reply, cells, 2);
    l->bytes += strlen(cells[1]) + 64;
    l->rc = add_event(l->a, row->ikey, row->nikey, &l->bytes, l->f);
    return l->rc == RC_OK;
}

/* A matter by its number, or "stream": p, d and its name, h. */
static enum rc stream_key(struct asking *a, struct buf *key, struct fault *f)
{
    const char *stream = asking_param(a, "stream");
    uint64_t id;

    if (*TEXT(a->q->number)) {
        if (!ids_number_parse(a->q->number, &id))
            return fault_set(f, RC_REFUSED, "number",
                             N_("'{1}' is not a matter number: its check digit does not fit"),
                             a->q->number, NULL);
        key_journal(key, 'm', id, NULL, 0);
    } else if (*stream && strchr("pdh", *stream)) {
        key_journal(key, *stream, 0, stream + 1, 0);
    } else {
        return fault_set(f, RC_REFUSED, "parameter", N_("a proof is of a matter or of a stream"),
                         NULL);
    }
    return RC_OK;
}

static enum rc prove_stream(struct leaves *l, const struct buf *key, struct fault *f)
{
    struct tree tree;

    enum rc rc = tree_open(&tree, l->a->txn, MERKLE_SM3, false, f);
    l->tree = &tree;
    if (rc == RC_OK)
        rc = store_scan(l->a->txn, T_LEAF, IX_EVENT,
                        &(struct store_range){.prefix = key->data, .nprefix = key->len}, proof_row,
                        l, f);
    tree_close(&tree);
    return rc == RC_OK ? l->rc : rc;
}

/* Every sealed event of a stream with its way to the root; page: how many were sent. */
static enum rc proof(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"leaf", "path"};
    struct leaves l = {.a = a, .f = f, .skip = strtoull(TEXT(a->q->page), NULL, 10)};
    struct buf key = {0};
    Yc__Head *head = NULL;
    struct seal_head h;

    enum rc rc = find_head(a, "head", &head, &h, f);
    if (rc == RC_OK) rc = stream_key(a, &key, f);
    if (rc == RC_OK) {
        door_reply_with(a->reply, "text", head->text);
        door_reply_with(a->reply, "signature", base64(a, &head->signature));
        door_reply_with(a->reply, "key", base64(a, &head->key));
        door_reply_columns(a->reply, cols, 2);
        l.size = h.size;
        rc = prove_stream(&l, &key, f);
    }
    buf_free(&key);
    return rc;
}

/* That head "head" holds all of head "from", in the same order, and only adds to it. */
static enum rc extends(struct asking *a, struct fault *f)
{
    Yc__Head *old = NULL, *head = NULL;
    struct seal_head was, now;
    struct merkle_path path;
    struct tree tree;

    enum rc rc = find_head(a, "from", &old, &was, f);
    if (rc == RC_OK) rc = find_head(a, "head", &head, &now, f);
    if (rc == RC_OK && was.size > now.size)
        rc = fault_set(f, RC_REFUSED, "seal", N_("the earlier head comes first"), NULL);
    if (rc != RC_OK) return rc;
    rc = tree_open(&tree, a->txn, MERKLE_SM3, false, f);
    struct merkle_source source = tree_source(&tree);
    if (rc == RC_OK) rc = merkle_consistency(&source, was.size, now.size, &path, f);
    tree_close(&tree);
    if (rc != RC_OK) return rc;
    door_reply_columns(a->reply, head_columns, 3);
    head_row(a, old);
    head_row(a, head);
    door_reply_with(a->reply, "path", path_text(a, &path));
    return RC_OK;
}

const struct query queries_seal[] = {
    {"seal_state", N_("the newest head of the sealed journal"), seal},
    {"heads", N_("all heads of the sealed journal"), heads},
    {"sealed_journal", N_("events in the order they were sealed in"), sealed_journal},
    {"proof", N_("that events are in the sealed journal"), proof},
    {"extends", N_("that one head extends another"), extends},
    {.name = NULL},
};
