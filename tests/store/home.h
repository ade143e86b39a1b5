/* A store in a temporary directory for the tests of layer store.  Two tables: "thing" with two
 * indexes, "plain" with none. A thing's record is text: words separated by spaces up to a '|', then
 * anything.  Index WORD has one key for each word (word, 0, record key), index INITIAL one for its
 * first letter, when it has any. */
#ifndef YC_TESTS_STORE_HOME_H
#define YC_TESTS_STORE_HOME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"
#include "store/upkeep.h"

enum { THING, PLAIN };
enum { WORD, INITIAL };

static inline void emit_with_key(struct buf *b, const void *key, size_t nkey, store_emit *emit,
                                 void *to)
{
    buf_add(b, key, nkey);
    emit(to, b->data, b->len);
    buf_clear(b);
}

static inline size_t words_end(const char *rec, size_t n)
{
    const char *bar = n ? memchr(rec, '|', n) : NULL;

    return bar ? (size_t)(bar - rec) : n;
}

static inline void word_keys(const void *key, size_t nkey, const void *rec, size_t nrec,
                             store_emit *emit, void *to)
{
    const char *p = rec;
    size_t end = words_end(p, nrec);
    struct buf b = {0};

    for (size_t i = 0; i < end;) {
        size_t from = i;
        while (i < end && p[i] != ' ')
            i++;
        if (i > from) {
            buf_add(&b, p + from, i - from);
            buf_add_u8(&b, 0);
            emit_with_key(&b, key, nkey, emit, to);
        }
        i++;
    }
    buf_free(&b);
}

static inline void initial_keys(const void *key, size_t nkey, const void *rec, size_t nrec,
                                store_emit *emit, void *to)
{
    struct buf b = {0};

    if (words_end(rec, nrec) == 0) return;
    buf_add(&b, rec, 1);
    emit_with_key(&b, key, nkey, emit, to);
    buf_free(&b);
}

static const struct store_index thing_index[] = {{"word", word_keys}, {"initial", initial_keys}};
static const struct store_table test_tables[] = {{.name = "thing", .index = thing_index, .nindex = 2}, {.name = "plain"}};

/* The region files of test stores are in the home, so that nothing is left behind by a test that
 * dies. */
static const struct store_options small_cache = {.cache_mb = 8};

static inline void new_dir(char dir[64])
{
    snprintf(dir, 64, "/tmp/yc_store_XXXXXX");
    assert_non_null(mkdtemp(dir));
}

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static inline void remove_dir(const char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void must(enum rc rc, const struct fault *f)
{
    if (rc != RC_OK) fail_msg("rc %d %s: %s %s %s", rc, f->code, f->msgid, f->arg[0], f->arg[1]);
}

static inline struct store *open_home(const char *home, enum store_mode mode)
{
    struct fault f = {0};
    struct store *s = NULL;

    must(store_open(home, mode, test_tables, 2, &small_cache, &s, &f), &f);
    return s;
}

static inline void count_bad(void *arg, const char *text)
{
    ++*(int *)arg;
    print_message("%s\n", text);
}

static inline void indexes_agree(struct store *s)
{
    struct fault f = {0};
    int bad = 0;

    must(store_check_indexes(s, count_bad, &bad, &f), &f);
    assert_int_equal(bad, 0);
}

/* --- A store for each test --- */

static char home[64];
static struct store *store __attribute__((unused));

static inline int set_up(void **state)
{
    (void)state;
    new_dir(home);
    store = open_home(home, STORE_ALONE);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    store_close(store);
    remove_dir(home);
    return 0;
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
