/* Records, the difference an index is changed by, places, checksums, archive. */
#include "store/home.h"
#include "store/scan.h"
#include "store/upkeep.h"
#include "store/crc32c.h"

#include <sys/stat.h>

/* --- One call, one transaction --- */

enum verb { PUT, ADD, DEL, PUT_THEN_REFUSE };

struct change {
    enum verb verb;
    int table;
    const char *key, *val;
};

static enum rc do_change(struct txn *t, void *arg, struct fault *f)
{
    const struct change *c = arg;
    size_t nkey = strlen(c->key), nval = c->val ? strlen(c->val) : 0;

    if (c->verb == DEL) return store_del(t, c->table, c->key, nkey, f);
    if (c->verb == ADD) return store_add(t, c->table, c->key, nkey, c->val, nval, f);
    enum rc rc = store_put(t, c->table, c->key, nkey, c->val, nval, f);
    if (rc == RC_OK && c->verb == PUT_THEN_REFUSE)
        return fault_set(f, RC_REFUSED, "no", "no", NULL);
    return rc;
}

static enum rc change(enum verb verb, int table, const char *key, const char *val, struct fault *f)
{
    struct change c = {verb, table, key, val};

    return store_run(store, do_change, &c, f);
}

static void changed(enum verb verb, const char *key, const char *val)
{
    struct fault f = {0};

    must(change(verb, THING, key, val, &f), &f);
}

struct look {
    int table;
    const char *key;
    struct buf val;
    bool found;
};

static enum rc do_look(struct txn *t, void *arg, struct fault *f)
{
    struct look *l = arg;

    return store_get(t, l->table, l->key, strlen(l->key), &l->val, &l->found, f);
}

/* Fresh string or NULL. */
static char *value(int table, const char *key)
{
    struct fault f = {0};
    struct look l = {.table = table, .key = key};

    must(store_view(store, do_look, &l, &f), &f);
    char *v = l.found ? buf_take(&l.val) : NULL;
    buf_free(&l.val);
    return v;
}

static void is(int table, const char *key, const char *expected)
{
    char *v = value(table, key);

    if (expected) {
        assert_non_null(v);
        assert_string_equal(v, expected);
    } else {
        assert_null(v);
    }
    free(v);
}

static void test_put_get_del(void **state)
{
    struct fault f = {0};

    (void)state;
    is(PLAIN, "k", NULL);
    must(change(PUT, PLAIN, "k", "one", &f), &f);
    is(PLAIN, "k", "one");
    must(change(PUT, PLAIN, "k", "", &f), &f);
    is(PLAIN, "k", "");
    is(THING, "k", NULL);
    must(change(DEL, PLAIN, "k", NULL, &f), &f);
    is(PLAIN, "k", NULL);
    must(change(DEL, PLAIN, "k", NULL, &f), &f); /* no such record: nothing to do */
}

static void test_add_refuses_what_is_there(void **state)
{
    struct fault f = {0};

    (void)state;
    for (int table = THING; table <= PLAIN; table++) {
        must(change(ADD, table, "k", "first", &f), &f);
        assert_int_equal(change(ADD, table, "k", "second", &f), RC_REFUSED);
        assert_string_equal(f.code, "exists");
        is(table, "k", "first");
    }
    indexes_agree(store);
}

static void test_refusal_changes_nothing(void **state)
{
    struct fault f = {0};

    (void)state;
    changed(PUT, "k", "alpha|");
    assert_int_equal(change(PUT_THEN_REFUSE, THING, "k", "beta|", &f), RC_REFUSED);
    assert_string_equal(f.code, "no");
    is(THING, "k", "alpha|");
    indexes_agree(store);
}

static void test_records_outlive_closing(void **state)
{
    (void)state;
    changed(PUT, "k", "alpha beta|");
    store_close(store);
    store = open_home(home, STORE_ALONE);
    is(THING, "k", "alpha beta|");
    indexes_agree(store);
}

/* --- Indexes --- */

struct listing {
    int table, index;
    struct store_range range;
    struct buf text; /* key=record or ikey>key, one a line; NUL shown as '.' */
    int rows, limit;
};

static void show(struct buf *b, const void *p, size_t n)
{
    const char *s = p;

    for (size_t i = 0; i < n; i++)
        buf_addc(b, s[i] ? s[i] : '.');
}

static bool list_row(void *arg, const struct store_row *row)
{
    struct listing *l = arg;

    show(&l->text, row->ikey, row->nikey);
    buf_addc(&l->text, '>');
    show(&l->text, row->key, row->nkey);
    if (l->range.keys_only)
        assert_null(row->rec);
    else {
        buf_addc(&l->text, '=');
        show(&l->text, row->rec, row->nrec);
    }
    buf_addc(&l->text, '\n');
    l->rows++;
    return l->limit == 0 || l->rows < l->limit;
}

static enum rc do_list(struct txn *t, void *arg, struct fault *f)
{
    struct listing *l = arg;

    buf_clear(&l->text);
    l->rows = 0;
    return store_scan(t, l->table, l->index, &l->range, list_row, l, f);
}

static void lists(int index, struct store_range range, const char *expected)
{
    struct fault f = {0};
    struct listing l = {.table = THING, .index = index, .range = range};

    must(store_view(store, do_list, &l, &f), &f);
    assert_string_equal(buf_str(&l.text), expected);
    must(store_run(store, do_list, &l, &f), &f); /* under locks as well */
    assert_string_equal(buf_str(&l.text), expected);
    buf_free(&l.text);
}

static void test_index_keys_follow_the_record(void **state)
{
    const struct store_range keys = {.keys_only = true}, rows = {0};

    (void)state;
    changed(PUT, "1", "pear fig fig|x"); /* the same key twice is one */
    lists(WORD, keys, "fig.1>1\npear.1>1\n");
    lists(INITIAL, rows, "p1>1=pear fig fig|x\n");
    changed(PUT, "2", "fig|");
    lists(WORD, keys, "fig.1>1\nfig.2>2\npear.1>1\n");
    changed(PUT, "1", "fig plum apple|y"); /* one kept, one gone, two new */
    lists(WORD, rows,
          "apple.1>1=fig plum apple|y\nfig.1>1=fig plum apple|y\nfig.2>2=fig|\nplum.1>1=fig plum "
          "apple|y\n");
    lists(INITIAL, keys, "f1>1\nf2>2\n");
    changed(PUT, "1", "|no words"); /* out of every index, still a record */
    lists(WORD, keys, "fig.2>2\n");
    lists(INITIAL, keys, "f2>2\n");
    changed(DEL, "2", NULL);
    lists(WORD, keys, "");
    lists(STORE_RECORDS, rows, "1>1=|no words\n");
    indexes_agree(store);
}

static void blind_keys(const void *key, size_t nkey, const void *rec, size_t nrec, store_emit *emit,
                       void *to)
{
    (void)rec, (void)nrec;
    emit(to, key, nkey);
}

/* An index defined later is filled when the store is opened; one whose definition changed is found
 * out by the check. */
static void test_new_and_wrong_indexes(void **state)
{
    static const struct store_index third[] = {
        {"word", word_keys}, {"initial", initial_keys}, {"all", blind_keys}};
    static const struct store_index blind[] = {{"word", blind_keys}, {"initial", initial_keys}};
    static const struct store_table more[] = {{.name = "thing", .index = third, .nindex = 3}, {.name = "plain"}};
    static const struct store_table wrong[] = {{.name = "thing", .index = blind, .nindex = 2}, {.name = "plain"}};
    struct listing l = {.table = THING, .index = 2, .range.keys_only = true};
    struct fault f = {0};
    int bad = 0;

    (void)state;
    changed(PUT, "1", "pear fig|");
    changed(PUT, "2", "apple|");
    store_close(store);
    must(store_open(home, STORE_ALONE, more, 2, &small_cache, &store, &f), &f);
    must(store_view(store, do_list, &l, &f), &f);
    assert_string_equal(buf_str(&l.text), "1>1\n2>2\n");
    indexes_agree(store);
    store_close(store);

    must(store_open(home, STORE_ALONE, wrong, 2, &small_cache, &store, &f), &f);
    must(store_check_indexes(store, count_bad, &bad, &f), &f);
    assert_int_equal(bad, 2 + 3); /* two keys missing, three left over */
    assert_int_equal(change(PUT, THING, "1", "x|", &f),
                     RC_OK); /* "1" is its key before and after */
    assert_int_equal(change(DEL, THING, "1", NULL, &f), RC_FATAL);
    assert_string_equal(f.code, "index");
    is(THING, "1", "x|");
    buf_free(&l.text);
}

/* --- Places, checksums, archive --- */

/* RFC 3720, appendix B.4, and the check value of the CRC catalogue. */
static void test_crc32c(void **state)
{
    unsigned char b[32];

    (void)state;
    memset(b, 0, sizeof b);
    assert_int_equal(store_crc32c(0, b, 32), 0x8A9136AA);
    memset(b, 0xFF, sizeof b);
    assert_int_equal(store_crc32c(0, b, 32), 0x62A8AB43);
    for (int i = 0; i < 32; i++)
        b[i] = (unsigned char)i;
    assert_int_equal(store_crc32c(0, b, 32), 0x46DD794E);
    for (int i = 0; i < 32; i++)
        b[i] = (unsigned char)(31 - i);
    assert_int_equal(store_crc32c(0, b, 32), 0x113FDB5C);
    assert_int_equal(store_crc32c(0, "123456789", 9), 0xE3069283);
    assert_int_equal(store_crc32c(store_crc32c(0, "1234", 4), "56789", 5), 0xE3069283);
}

/* An owner with its memory where it chooses, and another process' view of the same place. */
static void test_owner_and_joined(void **state)
{
    char dir[64], text[256];
    struct store *own, *join;
    struct fault f = {0};

    (void)state;
    new_dir(dir);
    assert_int_equal(store_open(dir, STORE_JOIN, test_tables, 2, NULL, &join, &f), RC_REFUSED);
    assert_string_equal(f.code, "not-open");
    own = open_home(dir, STORE_OWNER);
    join = open_home(dir, STORE_JOIN);

    struct change c = {PUT, THING, "k", "seen by both|"};
    struct store *mine = store;
    must(store_run(own, do_change, &c, &f), &f);
    store = join;
    is(THING, "k", "seen by both|");
    store = mine;
    store_close(join);
    store_close(own);

    /* the region directory went with its owner */
    char *path = NULL;
    assert_true(asprintf(&path, "%s/region", dir) > 0);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    assert_non_null(fgets(text, sizeof text, in));
    fclose(in);
    free(path);
    assert_int_equal(access(text, F_OK), -1);
    assert_int_equal(store_open(dir, STORE_JOIN, test_tables, 2, NULL, &join, &f), RC_REFUSED);
    remove_dir(dir);
}

/* Anybody could have made it, or looks in. */
static void test_region_open_to_others_is_refused(void **state)
{
    char dir[64];
    const struct store_options opt = {.region = dir};
    struct store *s = NULL;
    struct fault f = {0};

    (void)state;
    new_dir(dir);
    assert_int_equal(chmod(dir, 0755), 0);
    assert_int_equal(store_open(home, STORE_ALONE, test_tables, 2, &opt, &s, &f), RC_FATAL);
    assert_string_equal(f.code, "region");
    remove_dir(dir);
}

static int count_files(const char *part)
{
    char *cmd = NULL, line[32] = "";

    assert_true(asprintf(&cmd, "ls %s/%s | grep -c '^log[.]'", home, part) > 0);
    FILE *p = popen(cmd, "r");
    assert_non_null(p);
    assert_non_null(fgets(line, sizeof line, p));
    pclose(p);
    free(cmd);
    return atoi(line);
}

static enum rc put_much(struct txn *t, void *arg, struct fault *f)
{
    char key[16];
    enum rc rc = RC_OK;
    static char val[40000];

    for (int i = 0; i < 100 && rc == RC_OK; i++) {
        snprintf(key, sizeof key, "%d-%d", *(int *)arg, i);
        memset(val, i, sizeof val);
        rc = store_put(t, PLAIN, key, strlen(key), val, sizeof val, f);
    }
    return rc;
}

static void test_checkpoint_archives_finished_logs(void **state)
{
    struct fault f = {0};

    (void)state;
    for (int i = 0; i < 10; i++)
        must(store_run(store, put_much, &i, &f), &f); /* 40 MB */
    int before = count_files("log");
    assert_true(before >= 3);
    must(store_checkpoint(store, true, &f), &f);
    assert_true(count_files("log") <= 2);
    assert_int_equal(count_files("log") + count_files("archive"), before);
    store_close(store);
    store = open_home(home, STORE_ALONE);
    char *v = value(PLAIN, "9-99");
    assert_non_null(v);
    assert_int_equal(strlen(v), 40000);
    free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_put_get_del),
        STORE_TEST(test_add_refuses_what_is_there),
        STORE_TEST(test_refusal_changes_nothing),
        STORE_TEST(test_records_outlive_closing),
        STORE_TEST(test_index_keys_follow_the_record),
        STORE_TEST(test_new_and_wrong_indexes),
        STORE_TEST(test_owner_and_joined),
        STORE_TEST(test_region_open_to_others_is_refused),
        STORE_TEST(test_checkpoint_archives_finished_logs),
        cmocka_unit_test(test_crc32c),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
