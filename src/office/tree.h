/* The Merkle tree of the sealed journal as the store keeps it: tiles of 256 hashes, level by level.
 *
 * Tile (k, i) holds the nodes of level 8k from 256 * i on, as many as are complete; only the right
 * edge is ever written, a full tile never again.  A proof reads a tile or two a level, and what
 * lies between is hashed again.
 *
 * A tree belongs to one transaction or view.  Start with tree_open; tree_close frees. */
#ifndef YC_OFFICE_TREE_H
#define YC_OFFICE_TREE_H

#include "base/mem.h"
#include "office/merkle.h"
#include "store/store.h"

enum { TILE_BITS = 8, TILE = 1 << TILE_BITS };

struct tile;
struct tree {
    struct txn *txn;
    enum merkle_kind kind;
    uint64_t size;
    struct tile *tiles; /* read or made so far */
    struct arena arena;
};

/* An empty tree takes the kind given; one that is there keeps its own.  take: to add to it, nobody
 * else may until the transaction ends. */
MUST_CHECK enum rc tree_open(struct tree *t, struct txn *txn, enum merkle_kind kind, bool take,
                             struct fault *f);
void tree_close(struct tree *t);

MUST_CHECK enum rc tree_add(struct tree *t, const struct merkle_hash *leaf, struct fault *f);
MUST_CHECK enum rc tree_keep(struct tree *t, struct fault *f); /* writes what was added */

/* For merkle_root_of, merkle_inclusion, merkle_consistency up to t->size; while t is open. */
struct merkle_source tree_source(struct tree *t);

#endif
