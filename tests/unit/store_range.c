/* Ranges and pages against a sorted model. */
#include "store/home.h"
#include "store/scan.h"

/* --- Ranges --- */

enum { ROWS = 500 };

/* Keys of 1..4 letters out of a few bytes, so that prefixes of each other, 00 and FF all occur. */
static size_t make_key(int i, unsigned char key[8])
{
    static const unsigned char letter[] = {0x00, 0x01, 'a', 'b', 0xFE, 0xFF};
    size_t n = 0;

    for (int v = i + 1; v > 0; v /= 6)
        key[n++] = letter[v % 6];
    return n;
}

struct model {
    unsigned char key[ROWS][8];
    size_t n[ROWS];
    int count;
};

static enum rc put_model(struct txn *t, void *arg, struct fault *f)
{
    struct model *m = arg;
    enum rc rc = RC_OK;

    for (int i = 0; i < ROWS && rc == RC_OK; i++)
        rc = store_put(t, PLAIN, m->key[i], m->n[i], m->key[i], m->n[i], f);
    return rc;
}

static struct model model;

static int compare_keys(const unsigned char *a, size_t na, const unsigned char *b, size_t nb)
{
    for (size_t i = 0; i < na && i < nb; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return na < nb ? -1 : na > nb;
}

static int by_key(const void *a, const void *b)
{
    int i = *(const int *)a, j = *(const int *)b;

    return compare_keys(model.key[i], model.n[i], model.key[j], model.n[j]);
}

static bool wanted(const struct store_range *r, int i)
{
    int c = r->from ? compare_keys(model.key[i], model.n[i], r->from, r->nfrom) : 0;

    if (r->prefix && (model.n[i] < r->nprefix || memcmp(model.key[i], r->prefix, r->nprefix) != 0))
        return false;
    if (!r->from) return true;
    if (c == 0) return !r->after;
    return r->reverse ? c < 0 : c > 0;
}

struct walk {
    const struct store_range *range;
    int order[ROWS]; /* what is expected, in order */
    int expected, seen, limit;
    unsigned char last[8];
    size_t nlast;
};

static bool walk_row(void *arg, const struct store_row *row)
{
    struct walk *w = arg;

    assert_true(w->seen < w->expected);
    int i = w->order[w->seen++];
    assert_int_equal(row->nkey, model.n[i]);
    assert_memory_equal(row->key, model.key[i], row->nkey);
    assert_int_equal(row->nrec, row->nkey);
    assert_memory_equal(row->rec, row->key, row->nkey);
    memcpy(w->last, row->key, row->nkey);
    w->nlast = row->nkey;
    return w->seen % w->limit != 0;
}

static enum rc do_walk(struct txn *t, void *arg, struct fault *f)
{
    struct walk *w = arg;

    return store_scan(t, PLAIN, STORE_RECORDS, w->range, walk_row, w, f);
}

static void expect_from_model(struct walk *w)
{
    int n = 0;

    for (int i = 0; i < ROWS; i++)
        if (wanted(w->range, i)) w->order[n++] = i;
    qsort(w->order, (size_t)n, sizeof *w->order, by_key);
    for (int i = 0; w->range->reverse && i < n / 2; i++) {
        int x = w->order[i];
        w->order[i] = w->order[n - 1 - i];
        w->order[n - 1 - i] = x;
    }
    w->expected = n;
}

static void fill_model(void)
{
    struct fault f = {0};

    for (int i = 0; i < ROWS; i++)
        model.n[i] = make_key(i, model.key[i]);
    must(store_run(store, put_model, &model, &f), &f);
}

/* Every combination of prefix, from, after and direction, against the model. */
static void test_ranges_equal_the_model(void **state)
{
    static const struct {
        const char *p;
        size_t n;
    } edge[] = {{NULL, 0},       {"", 0},      {"\0", 1},   {"a", 1},
                {"ab", 2},       {"b\xFF", 2}, {"\xFF", 1}, {"\xFF\xFF", 2},
                {"\xFE\x01", 2}, {"zz", 2},    {"a\0", 2},  {"\xFF\xFF\xFF\xFF\xFF", 5}};
    enum { EDGES = sizeof edge / sizeof *edge };
    struct fault f = {0};
    int nonempty = 0;

    (void)state;
    fill_model();
    for (int p = 0; p < EDGES; p++)
        for (int q = 0; q < EDGES; q++)
            for (int bits = 0; bits < 4; bits++) {
                struct store_range r = {.prefix = edge[p].p,
                                        .nprefix = edge[p].n,
                                        .from = edge[q].p,
                                        .nfrom = edge[q].n,
                                        .after = bits & 1,
                                        .reverse = bits & 2};
                struct walk w = {.range = &r, .limit = ROWS + 1};
                expect_from_model(&w);
                must(store_view(store, do_walk, &w, &f), &f);
                assert_int_equal(w.seen, w.expected);
                nonempty += w.seen > 0;
            }
    assert_true(nonempty > 150);
}

static void test_paging(void **state)
{
    static const bool directions[] = {false, true};
    struct fault f = {0};

    (void)state;
    fill_model();
    for (int d = 0; d < 2; d++) {
        struct store_range r = {.reverse = directions[d]};
        struct walk w = {.range = &r, .limit = 7};
        int pages = 0, before;
        unsigned char from[8];

        expect_from_model(&w);
        assert_int_equal(w.expected, ROWS);
        do {
            before = w.seen;
            must(store_view(store, do_walk, &w, &f), &f);
            memcpy(from, w.last, w.nlast);
            r = (struct store_range){
                .reverse = r.reverse, .from = from, .nfrom = w.nlast, .after = true};
            pages++;
        } while (w.seen > before);
        assert_int_equal(w.seen, ROWS);
        assert_int_equal(pages, ROWS / 7 + 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_ranges_equal_the_model),
        STORE_TEST(test_paging),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
