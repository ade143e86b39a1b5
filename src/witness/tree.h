/* The tree of RFC 9162 §2.1, reckoned from its definition. */
#ifndef YC_WITNESS_TREE_H
#define YC_WITNESS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH = 32, LEVELS = 64 };

struct hash {
    unsigned char b[HASH];
};

/* Which function the tree is made with: "sm3" or "sha256"; before anything else. */
bool hash_use(const char *name);
struct hash hash_text(const char *s, size_t n);   /* with that function */
struct hash hash_sha256(const char *s, size_t n); /* the chains of events have their own */
struct hash hash_leaf(const char *s, size_t n);
bool hash_same(const struct hash *a, const struct hash *b);

/* Leaves one after another; whole subtrees are folded as they close. */
struct pile {
    uint64_t size;
    unsigned n;
    struct {
        uint64_t leaves;
        struct hash root;
    } part[LEVELS];
};
void pile_add(struct pile *p, const struct hash *leaf);
struct hash pile_root(const struct pile *p);

/* Proofs: the hashes as the standard lists them. */
bool proof_holds_leaf(const struct hash *leaf, uint64_t index, uint64_t size,
                      const struct hash *path, size_t n, const struct hash *root);
bool proof_extends(uint64_t old_size, const struct hash *old_root, uint64_t size,
                   const struct hash *root, const struct hash *path, size_t n);

#endif
