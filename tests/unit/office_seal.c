/* The sealed journal inside the office: numbers, tiles, heads, signing, what verify sees, kills. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "office/record.h"
#include "office/sealing.h"
#include "office/tables.h"
#include "office/tree.h"
#include "office_home.h"
#include "store/scan.h"

/* --- A signer in the house --- */

struct house {
    struct seal_key *key;
    enum sign_word says; /* SIGN_DONE: signs */
    bool dies, silent;
    char last[SEAL_TEXT];
    unsigned signed_;
};

static bool house_sign(void *arg, const struct sign_request *q, struct sign_reply *r)
{
    struct house *h = arg;

    memset(r, 0, sizeof *r);
    r->tag = q->tag;
    r->word = SIGN_LAST;
    memcpy(r->last, h->last, SEAL_TEXT);
    if (h->silent) return false;
    if (!*q->head) return true;
    r->word = h->says;
    if (h->says != SIGN_DONE) return true;
    if (*h->last) { /* the office brings the proof the signer wants */
        struct seal_head was, now;
        assert_true(seal_head_parse(h->last, &was) && seal_head_parse(q->head, &now));
        assert_true(
            merkle_consistent(now.kind, was.size, &was.root, now.size, &now.root, &q->path));
    }
    memcpy(h->last, q->head, SEAL_TEXT);
    assert_true(seal_key_sign(h->key, q->head, strlen(q->head), &r->signature));
    seal_key_public(h->key, &r->key);
    h->signed_++;
    if (h->dies) raise(SIGKILL);
    return true;
}

static struct house house_new(void)
{
    return (struct house){.key = seal_key_make(), .says = SIGN_DONE};
}

static const char *state(struct home *h, const char *key)
{
    assert_true(home_do(h, "system", "seal_state", NULL, NULL));
    return door_reply_get(h->reply, key);
}

static void note(void *arg, const char *line)
{
    char *all = arg;

    if (strlen(all) < 2000) strcat(strcat(all, line), "\n");
}

static uint64_t findings(struct home *h, char said[4096])
{
    uint64_t bad = 0;
    struct fault f;

    said[0] = '\0';
    assert_int_equal(office_verify(h->office, note, said, &bad, &f), RC_OK);
    return bad;
}

static void sound(struct home *h)
{
    char said[4096];

    if (findings(h, said)) fprintf(stderr, "%s", said);
    assert_string_equal(said, "");
}

static void reopen(struct home *h)
{
    char dir[80];
    struct fault f;

    office_close(h->office);
    snprintf(dir, sizeof dir, "%s/home", h->dir);
    assert_int_equal(office_open(dir, OFFICE_OWNER, &h->office, &f), RC_OK);
}

static void go_in(struct home *h, const char *person)
{
    assert_true(home_do(h, person, "sign_in", NULL, "post", "", NULL) || h->code[0]);
    assert_true(home_do(h, "sunjing", "absent", NULL, "person", person, "absent", "true", NULL) ||
                h->code[0]);
}

/* --- Tests --- */

static void seal_and_sign(void **unused)
{
    struct home h;
    struct house house = house_new();

    (void)unused;
    home_open(&h, false);
    office_set_signer(h.office, house_sign, &house);
    assert_string_equal(state(&h, "seal_head"), "0");
    sound(&h);
    assert_true(home_do(&h, "zhoumingyuan", "seal", NULL, NULL));
    assert_string_equal(state(&h, "seal_head"), "1");
    assert_string_equal(state(&h, "seal_signed"), "true");
    assert_string_equal(state(&h, "seal_hash"), "sm3");
    assert_string_equal(state(&h, "seal_waiting"), "2"); /* seal and sealed themselves */
    sound(&h);
    for (int i = 0; i < 5; i++) {
        go_in(&h, "zhangmin");
        assert_true(home_do(&h, "zhoumingyuan", "seal", NULL, NULL));
    }
    assert_int_equal(house.signed_, 6);
    assert_string_equal(state(&h, "seal_signed_head"), "6");
    sound(&h);
    assert_false(home_do(&h, "zhangmin", "seal", NULL, NULL));
    assert_string_equal(h.code, "role");
    home_close(&h);
    seal_key_free(house.key);
}

/* Nobody signs: told, and done when somebody is there again; in order, one signature a head. */
static void unsigned_heads_wait(void **unused)
{
    struct home h;
    struct house house = house_new();

    (void)unused;
    home_open(&h, false);
    assert_true(home_do(&h, "zhoumingyuan", "seal", NULL, NULL));
    assert_string_equal(state(&h, "seal_signer"), "none");
    assert_string_equal(state(&h, "seal_signed"), "false");
    house.silent = true;
    office_set_signer(h.office, house_sign, &house);
    go_in(&h, "zhangmin");
    assert_true(home_do(&h, "zhoumingyuan", "seal", NULL, NULL));
    assert_string_equal(state(&h, "seal_signer"), "silent");
    house.silent = false;
    house.says = SIGN_FORKED;
    go_in(&h, "zhangmin");
    assert_true(home_do(&h, "zhoumingyuan", "seal", NULL, NULL));
    assert_string_equal(state(&h, "seal_signer"), "forked");
    assert_string_equal(state(&h, "seal_signed_head"), "0");
    sound(&h);
    house.says = SIGN_DONE;
    sealing_sign(h.office);
    assert_string_equal(state(&h, "seal_signer"), "ok");
    assert_string_equal(state(&h, "seal_signed_head"), "3");
    assert_int_equal(house.signed_, 3);
    sound(&h);
    home_close(&h);
    seal_key_free(house.key);
}

/* What the night does leaves nothing behind when nothing has come. */
static void night_seals_once(void **unused)
{
    struct home h;
    struct house house = house_new();
    struct fault f;

    (void)unused;
    home_open(&h, true);
    office_set_signer(h.office, house_sign, &house);
    for (int i = 0; i < 3; i++)
        assert_int_equal(office_seal(h.office, &f), RC_OK);
    assert_string_equal(state(&h, "seal_head"), "1");
    h.at = "2026-03-02T09:00";
    go_in(&h, "zhangmin");
    assert_int_equal(office_seal(h.office, &f), RC_OK);
    assert_string_equal(state(&h, "seal_head"), "2");
    sound(&h);
    home_close(&h);
    seal_key_free(house.key);
}

static void false_signature_is_not_kept(void **unused)
{
    struct home h;

    (void)unused;
    home_open(&h, false);
    assert_true(home_do(&h, "zhoumingyuan", "seal", NULL, NULL));
    assert_false(home_do(&h, "system", "sealed", NULL, "head", "1", "signature", "AAAA", "key",
                         "AAAA", NULL));
    assert_string_equal(h.code, "seal");
    assert_false(home_do(&h, "system", "sealed", NULL, "head", "2", "signature", "AAAA", "key",
                         "AAAA", NULL));
    assert_false(home_do(&h, "zhoumingyuan", "sealed", NULL, "head", "1", "signature", "AAAA",
                         "key", "AAAA", NULL));
    assert_string_equal(h.code, "role");
    assert_string_equal(state(&h, "seal_signed_head"), "0");
    home_close(&h);
}

/* kill -9 after the signer has signed and before that is stored: the same head is signed again. */
static void killed_between_seal_and_sealed(void **unused)
{
    struct home h;
    struct house house = house_new();
    int status;

    (void)unused;
    home_open(&h, false);
    office_close(h.office);
    h.office = NULL;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        char dir[80];
        struct fault f;
        snprintf(dir, sizeof dir, "%s/home", h.dir);
        if (office_open(dir, OFFICE_OWNER, &h.office, &f) != RC_OK) _exit(2);
        house.dies = true;
        office_set_signer(h.office, house_sign, &house);
        home_do(&h, "zhoumingyuan", "seal", NULL, NULL);
        _exit(3);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    reopen(&h);
    sound(&h);
    assert_string_equal(state(&h, "seal_head"), "1");
    assert_string_equal(state(&h, "seal_signed"), "false");
    office_set_signer(h.office, house_sign, &house);
    sealing_sign(h.office);
    assert_string_equal(state(&h, "seal_signed_head"), "1");
    sound(&h);
    home_close(&h);
    seal_key_free(house.key);
}

/* A kill between the numbers and the head: the next round makes the head. */
static void numbered_without_head(void **unused)
{
    struct home h;
    struct fault f;

    (void)unused;
    home_open(&h, false);
    assert_int_equal(sealing_number(h.office, &f), RC_OK);
    reopen(&h);
    sound(&h);
    assert_int_equal(office_seal(h.office, &f), RC_OK);
    assert_string_equal(state(&h, "seal_head"), "1");
    sound(&h);
    home_close(&h);
}

/* --- Tampering, as verify sees it --- */

struct tampering {
    enum table table;
    const char *key;
    size_t nkey;
    int how; /* 0 remove, 1 change a byte, 2 put what "val" says */
    struct buf val;
    bool first; /* the first record, whatever its key */
};

static bool take_first(void *arg, const struct store_row *row)
{
    struct tampering *t = arg;

    t->key = mem_strndup(row->key, row->nkey);
    t->nkey = row->nkey;
    return false;
}

static enum rc tamper_txn(struct txn *txn, void *arg, struct fault *f)
{
    struct tampering *t = arg;
    struct buf val = {0};
    bool found = true;
    enum rc rc = RC_OK;

    if (t->first) rc = store_scan(txn, (int)t->table, STORE_RECORDS, NULL, take_first, t, f);
    if (rc == RC_OK) rc = store_get(txn, (int)t->table, t->key, t->nkey, &val, &found, f);
    if (t->how == 2)
        rc = store_put(txn, (int)t->table, t->key, t->nkey, buf_str(&t->val), t->val.len, f);
    assert_true(found || t->how == 2);
    if (t->how == 0) rc = store_del(txn, (int)t->table, t->key, t->nkey, f);
    if (t->how == 1) {
        val.data[val.len / 2] ^= 1;
        rc = store_put(txn, (int)t->table, t->key, t->nkey, val.data, val.len, f);
    }
    buf_free(&val);
    return rc;
}

static void tamper(struct home *h, struct tampering t, const char *words)
{
    char dir[80], said[4096];
    struct store *s;
    struct fault f;

    office_close(h->office);
    snprintf(dir, sizeof dir, "%s/home", h->dir);
    assert_int_equal(store_open(dir, STORE_ALONE, office_tables, T_COUNT, NULL, &s, &f), RC_OK);
    assert_int_equal(store_run(s, tamper_txn, &t, &f), RC_OK);
    store_close(s);
    assert_int_equal(office_open(dir, OFFICE_ALONE, &h->office, &f), RC_OK);
    assert_true(findings(h, said) > 0);
    if (!strstr(said, words)) fprintf(stderr, "expected '%s' in: %s", words, said);
    assert_non_null(strstr(said, words));
    if (t.first) free((char *)(uintptr_t)t.key);
}

static void sealed_home(struct home *h, struct house *house)
{
    home_open(h, false);
    office_set_signer(h->office, house_sign, house);
    assert_true(home_do(h, "zhoumingyuan", "seal", NULL, NULL));
    go_in(h, "zhangmin");
    assert_true(home_do(h, "zhoumingyuan", "seal", NULL, NULL));
    sound(h);
}

#define TAMPER(words, ...)                                                                         \
    do {                                                                                           \
        struct home h_;                                                                            \
        sealed_home(&h_, &house);                                                                  \
        tamper(&h_, (struct tampering){__VA_ARGS__}, words);                                       \
        home_close(&h_);                                                                           \
        house.last[0] = '\0';                                                                      \
    } while (0)

static void verify_sees_tampering(void **unused)
{
    struct house house = house_new();
    static const char one[8] = {0, 0, 0, 0, 0, 0, 0, 1}, five[8] = {0, 0, 0, 0, 0, 0, 0, 5},
                      tile[9] = {0};
    struct buf elsewhere = {0};

    (void)unused;
    TAMPER("waiting,", .table = T_UNSEALED, .first = true, .how = 0);
    TAMPER("missing or out of turn", .table = T_LEAF, .key = five, .nkey = 8, .how = 0);
    TAMPER("is not the root of its", .table = T_JOURNAL, .first = true, .how = 1);
    TAMPER("is not that of its events", .table = T_TREE, .key = tile, .nkey = 9, .how = 1);
    TAMPER("heads are kept, the journal knows 2", .table = T_HEAD, .key = one, .nkey = 8, .how = 0);
    key_journal(&elsewhere, 'p', 0, "nobody", 1);
    TAMPER("is not in the journal", .table = T_LEAF, .key = five, .nkey = 8, .how = 2, .val = elsewhere);
    buf_free(&elsewhere);
    seal_key_free(house.key);
}

/* --- Tiles: any paging gives the tree the right edge alone gives --- */

struct growing {
    uint64_t upto;
    struct merkle_edge edge;
};

static struct merkle_hash leaf_at(enum merkle_kind k, uint64_t i)
{
    return merkle_leaf(k, &i, sizeof i);
}

static enum rc grow_txn(struct txn *txn, void *arg, struct fault *f)
{
    struct growing *g = arg;
    struct tree t;

    enum rc rc = tree_open(&t, txn, g->edge.kind, true, f);
    while (rc == RC_OK && t.size < g->upto) {
        struct merkle_hash leaf = leaf_at(t.kind, t.size);
        rc = tree_add(&t, &leaf, f);
    }
    if (rc == RC_OK) rc = tree_keep(&t, f);
    tree_close(&t);
    return rc;
}

static enum rc look_txn(struct txn *txn, void *arg, struct fault *f)
{
    struct growing *g = arg;
    struct tree t;
    struct merkle_hash root, want = merkle_root(&g->edge);
    struct merkle_path p;

    enum rc rc = tree_open(&t, txn, g->edge.kind, false, f);
    struct merkle_source s = tree_source(&t);
    assert_int_equal(t.size, g->upto);
    if (rc == RC_OK) rc = merkle_root_of(&s, t.size, &root, f);
    assert_memory_equal(&root, &want, sizeof root);
    for (int i = 0; rc == RC_OK && i < 40; i++) {
        uint64_t m = (uint64_t)rand() % t.size;
        struct merkle_hash leaf = leaf_at(t.kind, m), was;
        rc = merkle_inclusion(&s, m, t.size, &p, f);
        assert_true(merkle_included(t.kind, &leaf, m, t.size, &p, &root));
        if (rc == RC_OK) rc = merkle_root_of(&s, m + 1, &was, f);
        if (rc == RC_OK) rc = merkle_consistency(&s, m + 1, t.size, &p, f);
        assert_true(merkle_consistent(t.kind, m + 1, &was, t.size, &root, &p));
    }
    tree_close(&t);
    return rc;
}

static void any_paging_the_same_tree(void **unused)
{
    static const uint64_t steps[] = {1, 1, 253, 1, 1, 255, 2000, 63000, 24, 1, 600};
    char dir[] = "/tmp/yc-tree-XXXXXX", cmd[64];
    struct growing g = {.edge.kind = MERKLE_SHA256};
    struct store *s;
    struct fault f;

    (void)unused;
    srand(1);
    assert_non_null(mkdtemp(dir));
    assert_int_equal(store_open(dir, STORE_ALONE, office_tables, T_COUNT, NULL, &s, &f), RC_OK);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) { /* beyond 65536: three levels */
        g.upto += steps[i];
        while (g.edge.size < g.upto) {
            struct merkle_hash leaf = leaf_at(g.edge.kind, g.edge.size);
            merkle_add(&g.edge, &leaf);
        }
        assert_int_equal(store_run(s, grow_txn, &g, &f), RC_OK);
        assert_int_equal(store_view(s, look_txn, &g, &f), RC_OK);
    }
    store_close(s);
    snprintf(cmd, sizeof cmd, "rm -rf %s", dir);
    assert_int_equal(system(cmd), 0);
}

/* --- A home from before --- */

static enum rc forget_txn(struct txn *txn, void *arg, struct fault *f)
{
    (void)arg;
    return store_del(txn, T_META, "listed", 6, f);
}

static bool collect(void *arg, const struct store_row *row)
{
    struct buf *keys = arg;

    buf_add_u32(keys, (uint32_t)row->nkey);
    buf_add(keys, row->key, row->nkey);
    return true;
}

static enum rc empty_txn(struct txn *txn, void *arg, struct fault *f)
{
    struct buf keys = {0};
    enum rc rc = store_scan(txn, T_UNSEALED, STORE_RECORDS, NULL, collect, &keys, f);

    for (size_t at = 0; rc == RC_OK && at < keys.len;) {
        uint32_t n = buf_read_u32(keys.data + at);
        rc = store_del(txn, T_UNSEALED, keys.data + at + 4, n, f);
        at += 4 + n;
    }
    buf_free(&keys);
    return rc == RC_OK ? forget_txn(txn, arg, f) : rc;
}

/* As an earlier version leaves it: nothing noted, nothing sealed. */
static void old_home_is_filled(void **unused)
{
    struct home h;
    char dir[80], waiting[24];
    struct store *s;
    struct fault f;

    (void)unused;
    home_open(&h, false);
    snprintf(waiting, sizeof waiting, "%s", state(&h, "seal_waiting"));
    assert_true(atoi(waiting) > 50);
    office_close(h.office);
    snprintf(dir, sizeof dir, "%s/home", h.dir);
    assert_int_equal(store_open(dir, STORE_OWNER, office_tables, T_COUNT, NULL, &s, &f), RC_OK);
    assert_int_equal(store_run(s, empty_txn, NULL, &f), RC_OK);
    store_close(s);
    assert_int_equal(office_open(dir, OFFICE_OWNER, &h.office, &f), RC_OK);
    assert_string_equal(state(&h, "seal_waiting"), waiting);
    assert_int_equal(office_seal(h.office, &f), RC_OK);
    sound(&h);
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seal_and_sign),
        cmocka_unit_test(unsigned_heads_wait),
        cmocka_unit_test(night_seals_once),
        cmocka_unit_test(false_signature_is_not_kept),
        cmocka_unit_test(killed_between_seal_and_sealed),
        cmocka_unit_test(numbered_without_head),
        cmocka_unit_test(verify_sees_tampering),
        cmocka_unit_test(any_paging_the_same_tree),
        cmocka_unit_test(old_home_is_filled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
