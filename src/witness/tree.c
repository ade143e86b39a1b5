#include "witness/tree.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static EVP_MD *tree_md, *chain_md;
static EVP_MD_CTX *ctx;

bool hash_use(const char *name)
{
    const char *known = strcmp(name, "sm3") == 0      ? "SM3"
                        : strcmp(name, "sha256") == 0 ? "SHA256"
                                                      : NULL;

    if (!known) return false;
    EVP_MD_free(tree_md);
    if (!ctx) ctx = EVP_MD_CTX_new();
    if (!chain_md) chain_md = EVP_MD_fetch(NULL, "SHA256", NULL);
    tree_md = EVP_MD_fetch(NULL, known, NULL);
    return ctx && chain_md && tree_md;
}

static struct hash digest(EVP_MD *md, const void *a, size_t na, const void *b, size_t nb)
{
    struct hash h;

    if (EVP_DigestInit_ex2(ctx, md, NULL) != 1 || EVP_DigestUpdate(ctx, a, na) != 1 ||
        EVP_DigestUpdate(ctx, b, nb) != 1 || EVP_DigestFinal_ex(ctx, h.b, NULL) != 1)
        abort();
    return h;
}

struct hash hash_text(const char *s, size_t n)
{
    return digest(tree_md, "", 0, s, n);
}

struct hash hash_sha256(const char *s, size_t n)
{
    return digest(chain_md, "", 0, s, n);
}

struct hash hash_leaf(const char *s, size_t n)
{
    return digest(tree_md, "\0", 1, s, n);
}

static struct hash join(const struct hash *left, const struct hash *right)
{
    unsigned char both[1 + 2 * HASH] = {1};

    memcpy(both + 1, left->b, HASH);
    memcpy(both + 1 + HASH, right->b, HASH);
    return digest(tree_md, "", 0, both, sizeof both);
}

bool hash_same(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, HASH) == 0;
}

/* --- All leaves --- */

void pile_add(struct pile *p, const struct hash *leaf)
{
    p->part[p->n].leaves = 1;
    p->part[p->n++].root = *leaf;
    p->size++;
    while (p->n > 1 && p->part[p->n - 2].leaves == p->part[p->n - 1].leaves) {
        p->part[p->n - 2].root = join(&p->part[p->n - 2].root, &p->part[p->n - 1].root);
        p->part[p->n - 2].leaves *= 2;
        p->n--;
    }
}

struct hash pile_root(const struct pile *p)
{
    if (!p->n) return hash_text("", 0);
    struct hash h = p->part[p->n - 1].root;
    for (unsigned i = p->n - 1; i-- > 0;)
        h = join(&p->part[i].root, &h);
    return h;
}

/* --- Proofs: from the root's side down, taking hashes from the end of the list --- */

static uint64_t left_part(uint64_t size)
{
    uint64_t k = 1;

    while (k < size - k)
        k *= 2;
    return k;
}

struct rest {
    const struct hash *path;
    size_t n;
    bool short_; /* more hashes were wanted than there are */
};

static struct hash take(struct rest *r)
{
    static const struct hash none;

    if (r->n) return r->path[--r->n];
    r->short_ = true;
    return none;
}

/* Root of a tree of size leaves that holds leaf at index. */
static struct hash climb(const struct hash *leaf, uint64_t index, uint64_t size, struct rest *r)
{
    if (size == 1 || r->short_) return *leaf;
    uint64_t k = left_part(size);
    struct hash other = take(r);
    struct hash mine = index < k ? climb(leaf, index, k, r) : climb(leaf, index - k, size - k, r);
    return index < k ? join(&mine, &other) : join(&other, &mine);
}

bool proof_holds_leaf(const struct hash *leaf, uint64_t index, uint64_t size,
                      const struct hash *path, size_t n, const struct hash *root)
{
    struct rest r = {path, n, false};

    if (index >= size) return false;
    struct hash got = climb(leaf, index, size, &r);
    return !r.short_ && r.n == 0 && hash_same(&got, root);
}

/* Roots of the first old leaves of a tree and of all size of it; whole: the old tree ends where
 * this part of it does, and its root is the one given. */
static void grow(uint64_t old, uint64_t size, bool whole, const struct hash *old_root,
                 struct rest *r, struct hash *was, struct hash *now)
{
    if (old == size) {
        *was = *now = whole ? *old_root : take(r);
        return;
    }
    uint64_t k = left_part(size);
    struct hash other = take(r);
    if (r->short_) return;
    if (old <= k) {
        grow(old, k, whole, old_root, r, was, now);
        *now = join(now, &other);
    } else {
        grow(old - k, size - k, false, old_root, r, was, now);
        *was = join(&other, was);
        *now = join(&other, now);
    }
}

bool proof_extends(uint64_t old_size, const struct hash *old_root, uint64_t size,
                   const struct hash *root, const struct hash *path, size_t n)
{
    struct rest r = {path, n, false};
    struct hash was = {{0}}, now = {{0}};

    if (!old_size || old_size > size) return false;
    grow(old_size, size, true, old_root, &r, &was, &now);
    return !r.short_ && r.n == 0 && hash_same(&was, old_root) && hash_same(&now, root);
}
