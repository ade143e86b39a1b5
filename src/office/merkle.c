#include "office/merkle.h"

#include <assert.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* --- Hashes --- */

static const char *const names[] = {[MERKLE_SM3] = "sm3", [MERKLE_SHA256] = "sha256"};
static const EVP_MD *digests[2];
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

/* Fetched once: looking an algorithm up costs more than hashing an event. */
static void fetch(void)
{
    digests[MERKLE_SM3] = EVP_MD_fetch(NULL, "SM3", NULL);
    digests[MERKLE_SHA256] = EVP_MD_fetch(NULL, "SHA256", NULL);
    assert(digests[0] && digests[1]);
}

const char *merkle_kind_name(enum merkle_kind k)
{
    return names[k];
}

bool merkle_kind_parse(const char *name, enum merkle_kind *out)
{
    for (unsigned i = 0; i < 2; i++) {
        if (strcmp(name, names[i]) != 0) continue;
        *out = (enum merkle_kind)i;
        return true;
    }
    return false;
}

const char *merkle_hex(const struct merkle_hash *h, char out[MERKLE_HEX])
{
    for (int i = 0; i < MERKLE_HASH; i++)
        snprintf(out + 2 * i, 3, "%02x", h->b[i]);
    return out;
}

bool merkle_unhex(const char *hex, struct merkle_hash *out)
{
    static const char digits[] = "0123456789abcdef";

    if (strlen(hex) != 2 * MERKLE_HASH || strspn(hex, digits) != 2 * MERKLE_HASH) return false;
    for (int i = 0; i < MERKLE_HASH; i++)
        out->b[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) * 16 +
                                    (strchr(digits, hex[2 * i + 1]) - digits));
    return true;
}

static struct merkle_hash hash(enum merkle_kind k, int prefix, const void *bytes, size_t n)
{
    struct merkle_hash out;
    unsigned char first = (unsigned char)prefix;
    EVP_MD_CTX *c = EVP_MD_CTX_new();

    pthread_once(&fetched, fetch);
    bool ok = c && EVP_DigestInit_ex2(c, digests[k], NULL) == 1 &&
              (prefix < 0 || EVP_DigestUpdate(c, &first, 1) == 1) &&
              EVP_DigestUpdate(c, bytes, n) == 1 && EVP_DigestFinal_ex(c, out.b, NULL) == 1;
    assert(ok);
    (void)ok;
    EVP_MD_CTX_free(c);
    return out;
}

struct merkle_hash merkle_digest(enum merkle_kind k, const void *bytes, size_t n)
{
    return hash(k, -1, bytes, n);
}

struct merkle_hash merkle_leaf(enum merkle_kind k, const void *bytes, size_t n)
{
    return hash(k, 0, bytes, n);
}

struct merkle_hash merkle_node(enum merkle_kind k, const struct merkle_hash *left,
                               const struct merkle_hash *right)
{
    unsigned char both[2 * MERKLE_HASH];

    memcpy(both, left->b, MERKLE_HASH);
    memcpy(both + MERKLE_HASH, right->b, MERKLE_HASH);
    return hash(k, 1, both, sizeof both);
}

/* --- Growing --- */

void merkle_add(struct merkle_edge *e, const struct merkle_hash *leaf)
{
    struct merkle_hash h = *leaf;
    unsigned level = 0;

    for (; e->size >> level & 1; level++)
        h = merkle_node(e->kind, &e->full[level], &h);
    e->full[level] = h;
    e->size++;
}

struct merkle_hash merkle_root(const struct merkle_edge *e)
{
    struct merkle_hash h = {{0}};
    bool any = false;

    if (!e->size) return merkle_digest(e->kind, "", 0);
    for (unsigned level = 0; level < MERKLE_PATH; level++) {
        if (!(e->size >> level & 1)) continue;
        h = any ? merkle_node(e->kind, &e->full[level], &h) : e->full[level];
        any = true;
    }
    return h;
}

/* --- Making proofs --- */

/* The largest power of two smaller than n (n > 1). */
static uint64_t split(uint64_t n)
{
    return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

/* Root of the leaves from .. to-1, where a tree of that many begins at from. */
static enum rc range(const struct merkle_source *s, uint64_t from, uint64_t to,
                     struct merkle_hash *out, struct fault *f)
{
    uint64_t n = to - from;
    struct merkle_hash right;

    if ((n & (n - 1)) == 0) {
        unsigned level = (unsigned)__builtin_ctzll(n);
        return s->node(s->arg, level, from >> level, out, f);
    }
    enum rc rc = range(s, from, from + split(n), out, f);
    if (rc == RC_OK) rc = range(s, from + split(n), to, &right, f);
    if (rc == RC_OK) *out = merkle_node(s->kind, out, &right);
    return rc;
}

enum rc merkle_root_of(const struct merkle_source *s, uint64_t size, struct merkle_hash *out,
                       struct fault *f)
{
    if (size) return range(s, 0, size, out, f);
    *out = merkle_digest(s->kind, "", 0);
    return RC_OK;
}

/* From the root down, so what is found first comes last. */
static void turn(struct merkle_path *p)
{
    for (unsigned i = 0; i + 1 < p->n - i; i++) {
        struct merkle_hash h = p->hash[i];
        p->hash[i] = p->hash[p->n - 1 - i];
        p->hash[p->n - 1 - i] = h;
    }
}

enum rc merkle_inclusion(const struct merkle_source *s, uint64_t index, uint64_t size,
                         struct merkle_path *out, struct fault *f)
{
    uint64_t from = 0, to = size;
    enum rc rc = RC_OK;

    assert(index < size);
    out->n = 0;
    while (rc == RC_OK && to - from > 1) {
        uint64_t middle = from + split(to - from);
        bool left = index < middle;
        rc = range(s, left ? middle : from, left ? to : middle, &out->hash[out->n++], f);
        if (left)
            to = middle;
        else
            from = middle;
    }
    turn(out);
    return rc;
}

enum rc merkle_consistency(const struct merkle_source *s, uint64_t old, uint64_t size,
                           struct merkle_path *out, struct fault *f)
{
    uint64_t from = 0, to = size;
    bool whole = true; /* what is left of the old tree is the old tree: its root is known */
    enum rc rc = RC_OK;

    assert(old > 0 && old <= size);
    out->n = 0;
    while (rc == RC_OK && old != to) {
        uint64_t middle = from + split(to - from);
        bool left = old <= middle;
        rc = range(s, left ? middle : from, left ? to : middle, &out->hash[out->n++], f);
        if (left) {
            to = middle;
        } else {
            from = middle;
            whole = false;
        }
    }
    if (rc == RC_OK && !whole) rc = range(s, from, to, &out->hash[out->n++], f);
    turn(out);
    return rc;
}

/* --- Checking them --- */

bool merkle_included(enum merkle_kind k, const struct merkle_hash *leaf, uint64_t index,
                     uint64_t size, const struct merkle_path *path, const struct merkle_hash *root)
{
    uint64_t fn = index, sn = size - 1;
    struct merkle_hash r = *leaf;

    if (index >= size || path->n > MERKLE_PATH) return false;
    for (unsigned i = 0; i < path->n; i++) {
        if (sn == 0) return false;
        if (fn & 1 || fn == sn) {
            r = merkle_node(k, &path->hash[i], &r);
            while (!(fn & 1) && fn) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = merkle_node(k, &r, &path->hash[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && memcmp(&r, root, sizeof r) == 0;
}

bool merkle_consistent(enum merkle_kind k, uint64_t from, const struct merkle_hash *from_root,
                       uint64_t to, const struct merkle_hash *to_root,
                       const struct merkle_path *path)
{
    uint64_t fn = from - 1, sn = to - 1;
    unsigned i = 0;

    if (from == 0 || from > to || path->n > MERKLE_PATH) return false;
    if (from == to) return path->n == 0 && memcmp(from_root, to_root, sizeof *to_root) == 0;
    for (; fn & 1; fn >>= 1)
        sn >>= 1;
    if (path->n == 0 && fn) return false;
    struct merkle_hash fr = fn ? path->hash[i++] : *from_root, sr = fr;
    for (; i < path->n; i++) {
        if (sn == 0) return false;
        if (fn & 1 || fn == sn) {
            fr = merkle_node(k, &path->hash[i], &fr);
            sr = merkle_node(k, &path->hash[i], &sr);
            while (!(fn & 1) && fn) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = merkle_node(k, &sr, &path->hash[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && memcmp(&fr, from_root, sizeof fr) == 0 &&
           memcmp(&sr, to_root, sizeof sr) == 0;
}
