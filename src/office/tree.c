#include "office/tree.h"

#include <string.h>

#include "office/tables.h"

struct tile {
    struct tile *next;
    unsigned level; /* of the nodes in it, in steps of TILE_BITS */
    uint64_t index;
    unsigned n;
    bool changed;
    struct merkle_hash hash[TILE];
};

static const char tree_key[] = "tree"; /* in T_META: kind, size */

enum rc tree_open(struct tree *t, struct txn *txn, enum merkle_kind kind, bool take,
                  struct fault *f)
{
    struct buf val = {0};
    bool found = false;

    *t = (struct tree){.txn = txn, .kind = kind};
    enum rc rc =
        (take ? store_take : store_get)(txn, T_META, tree_key, strlen(tree_key), &val, &found, f);
    if (rc == RC_OK && found) {
        if (val.len != 9 || (unsigned char)val.data[0] > MERKLE_SHA256)
            rc = fault_set(f, RC_FATAL, "seal", N_("the record of the seal cannot be read"), NULL);
        else
            *t = (struct tree){.txn = txn,
                               .kind = (enum merkle_kind)val.data[0],
                               .size = buf_read_u64(val.data + 1)};
    }
    buf_free(&val);
    return rc;
}

void tree_close(struct tree *t)
{
    arena_free(&t->arena);
    t->tiles = NULL;
}

/* --- Tiles --- */

static void tile_key(struct buf *b, unsigned level, uint64_t index)
{
    buf_clear(b);
    buf_add_u8(b, (uint8_t)level);
    buf_add_u64(b, index);
}

static struct tile *tile_new(struct tree *t, unsigned level, uint64_t index)
{
    struct tile *x = arena_alloc(&t->arena, sizeof *x);

    x->level = level;
    x->index = index;
    x->next = t->tiles;
    t->tiles = x;
    return x;
}

static struct tile *tile_known(const struct tree *t, unsigned level, uint64_t index)
{
    for (struct tile *x = t->tiles; x; x = x->next)
        if (x->level == level && x->index == index) return x;
    return NULL;
}

static enum rc torn(struct fault *f)
{
    return fault_set(f, RC_FATAL, "seal",
                     N_("the hashes of the sealed journal do not fit together"), NULL);
}

/* wanted: hashes that must be in it. */
static enum rc tile_get(struct tree *t, unsigned level, uint64_t index, unsigned wanted,
                        struct tile **out, struct fault *f)
{
    struct buf key = {0}, val = {0};
    bool found = false;
    enum rc rc = RC_OK;

    *out = tile_known(t, level, index);
    if (!*out) {
        tile_key(&key, level, index);
        rc = store_get(t->txn, T_TREE, key.data, key.len, &val, &found, f);
        *out = tile_new(t, level, index);
        if (rc == RC_OK && found && val.len <= sizeof(*out)->hash) {
            (*out)->n = (unsigned)(val.len / MERKLE_HASH);
            memcpy((*out)->hash, val.data, val.len);
        }
    }
    if (rc == RC_OK && (*out)->n < wanted) rc = torn(f);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

/* Root of 2^levels hashes. */
static struct merkle_hash fold(enum merkle_kind k, const struct merkle_hash *h, unsigned levels)
{
    if (!levels) return *h;
    struct merkle_hash left = fold(k, h, levels - 1),
                       right = fold(k, h + ((size_t)1 << (levels - 1)), levels - 1);
    return merkle_node(k, &left, &right);
}

/* --- Adding --- */

enum rc tree_add(struct tree *t, const struct merkle_hash *leaf, struct fault *f)
{
    struct merkle_hash h = *leaf;
    uint64_t at = t->size;
    enum rc rc = RC_OK;

    for (unsigned level = 0; rc == RC_OK; level++, at >>= TILE_BITS) {
        struct tile *x;
        rc = tile_get(t, level, at >> TILE_BITS, (unsigned)(at % TILE), &x, f);
        if (rc == RC_OK && x->n != at % TILE) rc = torn(f);
        if (rc != RC_OK) break;
        x->hash[x->n++] = h;
        x->changed = true;
        if (x->n < TILE) break;
        h = fold(t->kind, x->hash, TILE_BITS);
    }
    t->size++;
    return rc;
}

static enum rc tile_put(struct tree *t, const struct tile *x, struct fault *f)
{
    struct buf key = {0};

    tile_key(&key, x->level, x->index);
    enum rc rc =
        store_put(t->txn, T_TREE, key.data, key.len, x->hash, (size_t)x->n * MERKLE_HASH, f);
    buf_free(&key);
    return rc;
}

enum rc tree_keep(struct tree *t, struct fault *f)
{
    struct buf val = {0};
    enum rc rc = RC_OK;

    for (const struct tile *x = t->tiles; x && rc == RC_OK; x = x->next)
        if (x->changed) rc = tile_put(t, x, f);
    buf_add_u8(&val, (uint8_t)t->kind);
    buf_add_u64(&val, t->size);
    if (rc == RC_OK)
        rc = store_put(t->txn, T_META, tree_key, strlen(tree_key), val.data, val.len, f);
    buf_free(&val);
    return rc;
}

/* --- Reading --- */

static enum rc node(void *arg, unsigned level, uint64_t index, struct merkle_hash *out,
                    struct fault *f)
{
    struct tree *t = arg;
    unsigned inside = level % TILE_BITS, first;
    struct tile *x;

    index <<= inside;
    first = (unsigned)(index % TILE);
    enum rc rc = tile_get(t, level / TILE_BITS, index >> TILE_BITS, first + (1u << inside), &x, f);
    if (rc == RC_OK) *out = fold(t->kind, x->hash + first, inside);
    return rc;
}

struct merkle_source tree_source(struct tree *t)
{
    return (struct merkle_source){t->kind, node, t};
}
