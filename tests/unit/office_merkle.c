/* The Merkle tree against the published vectors of RFC 6962's reference tree and against a naive
 * reckoning by the definition (RFC 9162 §2.1.1) that shares no code with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>

#include "office/merkle.h"
#include "office/seal_head.h"

enum { MOST = 130 };

/* --- Naive --- */

static void naive_hash(const char *digest, const void *a, size_t na, unsigned char out[32])
{
    assert_int_equal(EVP_Digest(a, na, out, NULL, EVP_get_digestbyname(digest), NULL), 1);
}

/* Leaf i is the one byte i. */
static void naive_root(const char *digest, unsigned from, unsigned to, unsigned char out[32])
{
    unsigned char both[65] = {1}, leaf[2] = {0, (unsigned char)from};
    unsigned k = 1;

    if (to == from) {
        naive_hash(digest, "", 0, out);
        return;
    }
    if (to - from == 1) {
        naive_hash(digest, leaf, 2, out);
        return;
    }
    while (k * 2 < to - from)
        k *= 2;
    naive_root(digest, from, from + k, both + 1);
    naive_root(digest, from + k, to, both + 33);
    naive_hash(digest, both, 65, out);
}

/* --- What is tested: nodes are reckoned from a plain array of leaves --- */

static enum merkle_kind kind;
static struct merkle_hash leaves[MOST + 8];

static enum rc node(void *arg, unsigned level, uint64_t index, struct merkle_hash *out,
                    struct fault *f)
{
    struct merkle_hash right;

    if (level == 0) {
        assert_true(index < MOST + 8);
        *out = leaves[index];
        return RC_OK;
    }
    enum rc rc = node(arg, level - 1, 2 * index, out, f);
    if (rc == RC_OK) rc = node(arg, level - 1, 2 * index + 1, &right, f);
    *out = merkle_node(kind, out, &right);
    return rc;
}

static const struct merkle_source *begin(enum merkle_kind k)
{
    static struct merkle_source source;

    kind = k;
    for (unsigned i = 0; i < MOST + 8; i++) {
        unsigned char byte = (unsigned char)i;
        leaves[i] = merkle_leaf(k, &byte, 1);
    }
    source = (struct merkle_source){k, node, NULL};
    return &source;
}

/* Leaves "", 00, 10, 2021 ...: the trees of 0 to 8 of them, in both hashes. The SHA-256 column is
 * the one published with Certificate Transparency; both were reckoned again by a script of 12 lines
 * on Python's hashlib. */
static const char *const vectors[2][9] = {
    [MERKLE_SHA256] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                       "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    [MERKLE_SM3] = {"1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
                    "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
                    "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
                    "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
                    "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
                    "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
                    "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
                    "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
                    "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38"}};

static void published_vectors(void **state)
{
    static const char *const leaf[] = {"",
                                       "\x00",
                                       "\x10",
                                       "\x20\x21",
                                       "\x30\x31",
                                       "\x40\x41\x42\x43",
                                       "\x50\x51\x52\x53\x54\x55\x56\x57",
                                       "\x60\x61\x62\x63\x64\x65\x66\x67"
                                       "\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
    static const size_t length[] = {0, 1, 1, 2, 2, 4, 8, 16};
    char hex[MERKLE_HEX];

    (void)state;
    for (unsigned k = 0; k < 2; k++) {
        struct merkle_edge e = {.kind = (enum merkle_kind)k};
        for (unsigned n = 0; n <= 8; n++) {
            struct merkle_hash root = merkle_root(&e), h;
            assert_string_equal(merkle_hex(&root, hex), vectors[k][n]);
            if (n == 8) break;
            h = merkle_leaf((enum merkle_kind)k, leaf[n], length[n]);
            merkle_add(&e, &h);
        }
    }
}

static void roots_are_the_naive_ones(enum merkle_kind k, const char *digest)
{
    const struct merkle_source *s = begin(k);
    struct merkle_edge e = {.kind = k};

    for (unsigned n = 0; n <= MOST; n++) {
        unsigned char want[32];
        struct merkle_hash got, grown = merkle_root(&e);
        struct fault f;
        naive_root(digest, 0, n, want);
        assert_int_equal(merkle_root_of(s, n, &got, &f), RC_OK);
        assert_memory_equal(got.b, want, 32);
        assert_memory_equal(grown.b, want, 32);
        merkle_add(&e, &leaves[n]);
    }
}

static void roots(void **state)
{
    (void)state;
    roots_are_the_naive_ones(MERKLE_SM3, "SM3");
    roots_are_the_naive_ones(MERKLE_SHA256, "SHA256");
}

/* Every leaf of every tree up to 130: its proof holds, is as short as it can be, and holds for no
 * other leaf, place or size, nor with any of its hashes changed, one more or one less. */
static void inclusion_of(enum merkle_kind k)
{
    const struct merkle_source *s = begin(k);
    struct merkle_hash root;
    struct merkle_path p, worse;
    struct fault f;

    for (unsigned n = 1; n <= MOST; n++) {
        assert_int_equal(merkle_root_of(s, n, &root, &f), RC_OK);
        for (unsigned m = 0; m < n; m++) {
            assert_int_equal(merkle_inclusion(s, m, n, &p, &f), RC_OK);
            assert_true(p.n <= 8);
            assert_true(merkle_included(k, &leaves[m], m, n, &p, &root));
            assert_false(merkle_included(k, &leaves[m + 1], m, n, &p, &root));
            assert_false(merkle_included(k, &leaves[m], m + 1, n, &p, &root));
            assert_false(merkle_included(k, &leaves[m], n, n, &p, &root));
            worse = p;
            worse.n++;
            memset(&worse.hash[p.n], 0, sizeof worse.hash[0]);
            assert_false(merkle_included(k, &leaves[m], m, n, &worse, &root));
            for (unsigned i = 0; i < p.n; i++) {
                worse = p;
                worse.hash[i].b[m % 32] ^= 1;
                assert_false(merkle_included(k, &leaves[m], m, n, &worse, &root));
            }
            worse = p;
            if (worse.n--) assert_false(merkle_included(k, &leaves[m], m, n, &worse, &root));
        }
    }
}

static void inclusion(void **state)
{
    (void)state;
    inclusion_of(MERKLE_SM3);
    inclusion_of(MERKLE_SHA256);
}

static void consistency_of(enum merkle_kind k)
{
    const struct merkle_source *s = begin(k);
    struct merkle_path p, worse;
    struct fault f;

    for (unsigned n = 1; n <= MOST; n++) {
        struct merkle_hash now, was, other;
        assert_int_equal(merkle_root_of(s, n, &now, &f), RC_OK);
        for (unsigned m = 1; m <= n; m++) {
            assert_int_equal(merkle_root_of(s, m, &was, &f), RC_OK);
            assert_int_equal(merkle_consistency(s, m, n, &p, &f), RC_OK);
            assert_true(merkle_consistent(k, m, &was, n, &now, &p));
            other = was;
            other.b[n % 32] ^= 4;
            assert_false(merkle_consistent(k, m, &other, n, &now, &p));
            other = now;
            other.b[n % 32] ^= 4;
            assert_false(merkle_consistent(k, m, &was, n, &other, &p));
            if (m < n) assert_false(merkle_consistent(k, n, &now, m, &was, &p));
            for (unsigned i = 0; i < p.n; i++) {
                worse = p;
                worse.hash[i].b[m % 32] ^= 1;
                assert_false(merkle_consistent(k, m, &was, n, &now, &worse));
            }
            worse = p;
            worse.n++;
            memset(&worse.hash[p.n], 0, sizeof worse.hash[0]);
            assert_false(merkle_consistent(k, m, &was, n, &now, &worse));
        }
    }
}

static void consistency(void **state)
{
    (void)state;
    consistency_of(MERKLE_SM3);
    consistency_of(MERKLE_SHA256);
}

/* RFC 9162 §2.1.5: the seven leaves d0..d6, their proofs by the names of its figure. */
static void figure_of_the_standard(void **state)
{
    const struct merkle_source *s = begin(MERKLE_SHA256);
    struct merkle_hash g, h, i, j, k, l;
    struct merkle_path p;
    struct fault f;

    (void)state;
    g = merkle_node(kind, &leaves[0], &leaves[1]);
    h = merkle_node(kind, &leaves[2], &leaves[3]);
    i = merkle_node(kind, &leaves[4], &leaves[5]);
    j = leaves[6];
    k = merkle_node(kind, &g, &h);
    l = merkle_node(kind, &i, &j);
#define IS(nr, what) assert_memory_equal(&p.hash[nr], &(what), sizeof(what))
    assert_int_equal(merkle_inclusion(s, 0, 7, &p, &f), RC_OK); /* [b, h, l] */
    assert_int_equal(p.n, 3);
    IS(0, leaves[1]);
    IS(1, h);
    IS(2, l);
    assert_int_equal(merkle_inclusion(s, 3, 7, &p, &f), RC_OK); /* [c, g, l] */
    IS(0, leaves[2]);
    IS(1, g);
    IS(2, l);
    assert_int_equal(merkle_inclusion(s, 4, 7, &p, &f), RC_OK); /* [f, j, k] */
    IS(0, leaves[5]);
    IS(1, j);
    IS(2, k);
    assert_int_equal(merkle_inclusion(s, 6, 7, &p, &f), RC_OK); /* [i, k] */
    assert_int_equal(p.n, 2);
    IS(0, i);
    IS(1, k);
    assert_int_equal(merkle_consistency(s, 3, 7, &p, &f), RC_OK); /* [c, d, g, l] */
    assert_int_equal(p.n, 4);
    IS(0, leaves[2]);
    IS(1, leaves[3]);
    IS(2, g);
    IS(3, l);
    assert_int_equal(merkle_consistency(s, 4, 7, &p, &f), RC_OK); /* [l] */
    assert_int_equal(p.n, 1);
    IS(0, l);
    assert_int_equal(merkle_consistency(s, 6, 7, &p, &f), RC_OK); /* [i, j, k] */
    assert_int_equal(p.n, 3);
    IS(0, i);
    IS(1, j);
    IS(2, k);
#undef IS
}

static void head_is_read_to_the_byte(void **state)
{
    struct seal_head h = {.number = 12, .size = 1234, .kind = MERKLE_SM3, .at = 1795530605}, again;
    char text[SEAL_TEXT], bad[SEAL_TEXT + 16];

    (void)state;
    memset(&h.root, 0x5f, sizeof h.root);
    memset(&h.prev, 0x81, sizeof h.prev);
    seal_head_text(&h, text);
    assert_true(seal_head_parse(text, &again));
    assert_memory_equal(&again, &h, sizeof h);
    for (size_t i = 0; text[i]; i++) { /* any letter doubled, left out or another one */
        snprintf(bad, sizeof bad, "%.*s%c%s", (int)i, text, text[i], text + i);
        assert_false(seal_head_parse(bad, &again) && memcmp(&again, &h, sizeof h) == 0);
        snprintf(bad, sizeof bad, "%.*s%s", (int)i, text, text + i + 1);
        assert_false(seal_head_parse(bad, &again) && memcmp(&again, &h, sizeof h) == 0);
    }
    snprintf(bad, sizeof bad, "%s ", text);
    assert_false(seal_head_parse(bad, &again));
    snprintf(bad, sizeof bad, "yichuang-seal 1\nnumber 012%s", strchr(text + 16, '\n'));
    assert_false(seal_head_parse(bad, &again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors),
        cmocka_unit_test(roots),
        cmocka_unit_test(inclusion),
        cmocka_unit_test(consistency),
        cmocka_unit_test(figure_of_the_standard),
        cmocka_unit_test(head_is_read_to_the_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
