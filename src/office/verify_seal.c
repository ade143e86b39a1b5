#include "office/verify_seal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/journal.h"
#include "office/seal_head.h"
#include "office/seal_key.h"
#include "office/sealing.h"
#include "office/tables.h"
#include "office/tree.h"
#include "store/scan.h"

struct sealed_at { /* a head, shortened */
    uint64_t size;
    struct merkle_hash root, text;
};

struct checking {
    struct txn *txn;
    void (*bad)(void *arg, const char *text);
    void *arg;
    struct fault *f;
    enum rc rc;

    struct tree tree;
    struct merkle_edge edge; /* reckoned again */
    struct sealed_at *head;
    size_t nheads, passed; /* heads whose size was reached */
    instant_t at;          /* of the head before */
    uint64_t waiting, seals;
};

static void say(struct checking *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(struct checking *c, const char *fmt, ...)
{
    char line[400];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    c->bad(c->arg, line);
}

static struct merkle_hash text_hash(const struct checking *c, const char *text)
{
    return merkle_digest(c->tree.kind, text, strlen(text));
}

/* --- Heads --- */

static void check_head(struct checking *c, const Yc__Head *head, const struct seal_head *h,
                       bool signed_)
{
    const struct sealed_at *before = c->nheads ? &c->head[c->nheads - 1] : NULL;
    uint64_t number = c->nheads + 1;

    if (h->number != number || h->kind != c->tree.kind)
        say(c, "head %" PRIu64 " says it is number %" PRIu64, number, h->number);
    if (before && (h->size < before->size || h->at < c->at ||
                   memcmp(&h->prev, &before->text, sizeof h->prev) != 0))
        say(c, "head %" PRIu64 " does not follow from the one before it", number);
    if (signed_ != !!head->has_signature)
        say(c, "head %" PRIu64 " is %s", number, signed_ ? "not signed" : "signed too early");
    if (head->has_signature &&
        !seal_key_verify(head->key.data, head->key.len, head->text, strlen(head->text),
                         head->signature.data, head->signature.len))
        say(c, "the signature of head %" PRIu64 " does not hold", number);
}

static bool head_row(void *arg, const struct store_row *row)
{
    struct checking *c = arg;
    struct arena a = {0};
    const Yc__Head *head = record_unpack(&a, &yc__head__descriptor, row->rec, row->nrec);
    struct seal_head h = {0};

    if (!head || !head->text || !seal_head_parse(head->text, &h)) {
        say(c, "head %zu cannot be read", c->nheads + 1);
    } else {
        check_head(c, head, &h, c->nheads + 1 <= c->seals);
        c->at = h.at;
    }
    c->head = mem_resize(c->head, (c->nheads + 1) * sizeof *c->head);
    c->head[c->nheads++] =
        (struct sealed_at){h.size, h.root, text_hash(c, head ? TEXT(head->text) : "")};
    arena_free(&a);
    return true;
}

static enum rc check_heads(struct checking *c, const Yc__Hall *hall)
{
    c->seals = hall->signed_head;
    enum rc rc =
        store_scan(c->txn, T_HEAD, STORE_RECORDS, &(struct store_range){0}, head_row, c, c->f);
    uint64_t size = c->nheads ? c->head[c->nheads - 1].size : 0;

    if (rc == RC_OK && (c->nheads != hall->heads || size != hall->sealed))
        say(c, "%zu heads over %" PRIu64 " events, the hall's record says %u over %" PRIu64,
            c->nheads, size, hall->heads, hall->sealed);
    c->seals = 0;
    return rc;
}

/* What the journal says of its seals is what is kept of them. */
static bool seal_event(void *arg, const Yc__Event *e, const void *bytes, size_t n)
{
    struct checking *c = arg;

    (void)bytes;
    (void)n;
    if (strcmp(TEXT(e->act), "seal") != 0) return true;
    struct merkle_hash text = text_hash(c, TEXT(e->note));
    if (c->seals >= c->nheads || memcmp(&text, &c->head[c->seals].text, sizeof text) != 0)
        say(c, "head %" PRIu64 " is not the one of event %" PRIu64 " of the hall", c->seals + 1,
            e->seq);
    c->seals++;
    return true;
}

/* --- Leaves --- */

/* A kept hash against the leaf, or against the two kept below it. */
static void check_node(struct checking *c, unsigned level, const struct merkle_hash *leaf)
{
    struct merkle_source source = tree_source(&c->tree);
    struct merkle_hash kept, left, right, want = *leaf;
    uint64_t index = (c->edge.size >> level) - 1;

    c->rc = source.node(source.arg, level, index, &kept, c->f);
    if (level && c->rc == RC_OK) c->rc = source.node(source.arg, level - 1, 2 * index, &left, c->f);
    if (level && c->rc == RC_OK)
        c->rc = source.node(source.arg, level - 1, 2 * index + 1, &right, c->f);
    if (c->rc != RC_OK) return;
    if (level) want = merkle_node(source.kind, &left, &right);
    if (memcmp(&kept, &want, sizeof kept) != 0)
        say(c, "hash %" PRIu64 " of level %u is not that of its events", index, level);
}

static void add_leaf(struct checking *c, const struct buf *event)
{
    struct merkle_hash leaf = merkle_leaf(c->edge.kind, buf_str(event), event->len);

    merkle_add(&c->edge, &leaf);
    for (unsigned level = 0; c->rc == RC_OK && level < MERKLE_PATH; level += TILE_BITS) {
        if (c->edge.size & (((uint64_t)1 << level) - 1)) break;
        check_node(c, level, &leaf);
    }
    for (; c->passed < c->nheads && c->head[c->passed].size <= c->edge.size; c->passed++) {
        struct merkle_hash root = merkle_root(&c->edge);
        if (memcmp(&root, &c->head[c->passed].root, sizeof root) != 0)
            say(c, "head %zu is not the root of its %" PRIu64 " events", c->passed + 1,
                c->head[c->passed].size);
    }
}

static bool leaf_row(void *arg, const struct store_row *row)
{
    struct checking *c = arg;
    struct buf event = {0};
    bool found = false;

    if (row->nkey != 8 || buf_read_u64(row->key) != c->edge.size)
        say(c, "leaf %" PRIu64 " is missing or out of turn", c->edge.size);
    c->rc = store_get(c->txn, T_JOURNAL, row->rec, row->nrec, &event, &found, c->f);
    if (c->rc == RC_OK && !found)
        say(c, "the event of leaf %" PRIu64 " is not in the journal", c->edge.size);
    if (c->rc == RC_OK) add_leaf(c, &event);
    buf_free(&event);
    return c->rc == RC_OK;
}

/* --- Once each: the index takes no event a second time --- */

struct seeking {
    const void *key; /* of an event */
    size_t nkey;
    bool found;
};

static bool first_row(void *arg, const struct store_row *row)
{
    struct seeking *s = arg;

    s->found = row->nikey == s->nkey && memcmp(row->ikey, s->key, s->nkey) == 0;
    return false;
}

static bool waiting_row(void *arg, const struct store_row *row)
{
    struct checking *c = arg;
    struct seeking s = {(const char *)row->key + 1, row->nkey - 1, false};
    struct buf event = {0};
    bool found = false;

    c->waiting++;
    c->rc = store_get(c->txn, T_JOURNAL, s.key, s.nkey, &event, &found, c->f);
    if (c->rc == RC_OK && !found) say(c, "an event noted as not sealed is not in the journal");
    if (c->rc == RC_OK)
        c->rc = store_scan(c->txn, T_LEAF, IX_EVENT,
                           &(struct store_range){.from = s.key, .nfrom = s.nkey, .keys_only = true},
                           first_row, &s, c->f);
    if (c->rc == RC_OK && s.found) say(c, "an event noted as not sealed is sealed");
    buf_free(&event);
    return c->rc == RC_OK;
}

static enum rc check_once(struct checking *c, uint64_t events)
{
    enum rc rc = store_scan(c->txn, T_UNSEALED, STORE_RECORDS,
                            &(struct store_range){.keys_only = true}, waiting_row, c, c->f);

    if (rc == RC_OK) rc = c->rc;
    if (rc == RC_OK && c->edge.size + c->waiting != events)
        say(c, "%" PRIu64 " events sealed, %" PRIu64 " waiting, %" PRIu64 " in the journal",
            c->edge.size, c->waiting, events);
    return rc;
}

static enum rc check_all(struct checking *c, const Yc__Hall *hall, uint64_t events)
{
    static const struct stream h = {'h', 0, NULL};
    enum rc rc = check_heads(c, hall);

    if (rc == RC_OK) rc = journal_read(c->txn, &h, 0, seal_event, c, c->f);
    if (rc == RC_OK && c->seals != c->nheads)
        say(c, "%zu heads are kept, the journal knows %" PRIu64, c->nheads, c->seals);
    c->edge.kind = c->tree.kind;
    if (rc == RC_OK)
        rc = store_scan(c->txn, T_LEAF, STORE_RECORDS, &(struct store_range){0}, leaf_row, c, c->f);
    if (rc == RC_OK) rc = c->rc;
    if (rc == RC_OK && (c->edge.size != c->tree.size || c->passed != c->nheads))
        say(c, "%" PRIu64 " leaves, the tree has %" PRIu64 " and its heads reach further",
            c->edge.size, c->tree.size);
    return rc == RC_OK ? check_once(c, events) : rc;
}

enum rc verify_seal(struct txn *t, uint64_t events, void (*bad)(void *arg, const char *text),
                    void *arg, struct fault *f)
{
    struct checking c = {.txn = t, .bad = bad, .arg = arg, .f = f, .at = INSTANT_NONE};
    struct arena a = {0};
    const Yc__Hall *hall = NULL;
    enum rc rc = sealing_hall(t, &a, &hall, f);

    if (rc == RC_OK) rc = tree_open(&c.tree, t, MERKLE_SM3, false, f);
    if (rc == RC_OK) rc = check_all(&c, hall, events);
    tree_close(&c.tree);
    free(c.head);
    arena_free(&a);
    return rc;
}
