/* Sealed bytes come back, only with the key, and never changed; the common tool opens them too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/sealed.h"
#include "backup/stored.h"
#include "store/disk.h"

static char folder[64];

static char *at(const char *name)
{
    static char path[4][120];
    static int turn;
    char *p = path[turn++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static struct sealer *sealer_of(const char *certificates)
{
    struct sealer *s = NULL;
    struct fault f = {0};

    assert_int_equal(sealer_open(at(certificates), &s, &f), RC_OK);
    assert_non_null(s);
    return s;
}

static struct opener *opener_of(const char *key)
{
    struct opener *o = NULL;
    struct fault f = {0};

    assert_int_equal(opener_open(at(key), NULL, &o, &f), RC_OK);
    return o;
}

static int set_up(void **state)
{
    struct fault f = {0};

    (void)state;
    snprintf(folder, sizeof folder, "/tmp/yc_sealed_XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(sealed_pair(at("a.key"), NULL, at("a.crt"), &f), RC_OK);
    assert_int_equal(sealed_pair(at("b.key"), NULL, at("b.crt"), &f), RC_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    disk_remove(folder);
    return 0;
}

static char *bytes_of(size_t n)
{
    char *p = malloc(n + 1);

    assert_non_null(p);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 2654435761u >> 13);
    return p;
}

static void test_round(void **state)
{
    static const size_t sizes[] = {0, 1, 15, 16, 17, 65536, 1000003, SEALED_MOST};
    struct sealer *s = sealer_of("a.crt");
    struct opener *o = opener_of("a.key");
    struct fault f = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf sealed = {0}, plain = {0};
        char *p = bytes_of(sizes[i]);
        assert_int_equal(sealer_seal(s, p, sizes[i], &sealed, &f), RC_OK);
        assert_int_equal(opener_read(o, sealed.data, sealed.len, &plain, &f), RC_OK);
        assert_int_equal(plain.len, sizes[i]);
        if (sizes[i]) assert_memory_equal(plain.data, p, sizes[i]);
        buf_free(&sealed);
        buf_free(&plain);
        free(p);
    }
    sealer_close(s);
    opener_close(o);
}

/* Two locks on one message, each key opens it; a third key does not. */
static void test_keys(void **state)
{
    struct fault f = {0};
    struct buf sealed = {0}, plain = {0};
    char cmd[400];

    (void)state;
    snprintf(cmd, sizeof cmd, "cat %s %s > %s", at("a.crt"), at("b.crt"), at("ab.crt"));
    assert_int_equal(system(cmd), 0);
    assert_int_equal(sealed_pair(at("c.key"), NULL, at("c.crt"), &f), RC_OK);
    struct sealer *s = sealer_of("ab.crt");
    assert_int_equal(sealer_seal(s, "secret", 6, &sealed, &f), RC_OK);
    static const char *const key[] = {"a.key", "b.key", "c.key"};
    for (int i = 0; i < 3; i++) {
        struct opener *o = opener_of(key[i]);
        buf_clear(&plain);
        enum rc rc = opener_read(o, sealed.data, sealed.len, &plain, &f);
        assert_int_equal(rc, i < 2 ? RC_OK : RC_REFUSED);
        assert_int_equal(plain.len, i < 2 ? 6 : 0);
        opener_close(o);
    }
    assert_string_equal(f.code, "sealed");
    sealer_close(s);
    buf_free(&sealed);
    buf_free(&plain);
}

/* Bits all over a message, and lengths: never other bytes, and never any of them early. */
static void test_changed(void **state)
{
    static const char text[] = "A person's name and number";
    struct sealer *s = sealer_of("a.crt");
    struct opener *o = opener_of("a.key");
    struct buf sealed = {0}, plain = {0};
    struct fault f = {0};
    unsigned refused = 0, harmless = 0;

    (void)state;
    assert_int_equal(sealer_seal(s, text, sizeof text, &sealed, &f), RC_OK);
    for (size_t i = 0; i < sealed.len; i += 13) {
        sealed.data[i] ^= (char)(1 << i % 8);
        buf_clear(&plain);
        if (opener_read(o, sealed.data, sealed.len, &plain, &f) == RC_OK) {
            assert_int_equal(plain.len, sizeof text); /* who it is for is not under the seal */
            assert_memory_equal(plain.data, text, sizeof text);
            harmless++;
        } else {
            assert_int_equal(plain.len, 0);
            refused++;
        }
        sealed.data[i] ^= (char)(1 << i % 8);
    }
    for (size_t n = 0; n < sealed.len; n += 41)
        assert_int_equal(opener_read(o, sealed.data, n, &plain, &f), RC_REFUSED);
    assert_true(refused > harmless);
    print_message("%u bytes changed: %u refused, %u harmless\n", refused + harmless, refused,
                  harmless);
    sealer_close(s);
    opener_close(o);
    buf_free(&sealed);
    buf_free(&plain);
}

static void test_files_of_keys(void **state)
{
    struct fault f = {0};
    struct sealer *s = NULL;
    struct opener *o = NULL;
    struct stat st;

    (void)state;
    assert_int_equal(stat(at("a.key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(sealed_pair(at("a.key"), NULL, at("a.crt"), &f), RC_REFUSED); /* never over */
    assert_int_equal(sealer_open(at("none.crt"), &s, &f), RC_OK);
    assert_null(s);
    assert_int_equal(sealer_open(at("a.key"), &s, &f), RC_REFUSED);
    assert_int_equal(sealer_open(folder, &s, &f), RC_REFUSED);
    assert_int_equal(opener_open(at("a.crt"), NULL, &o, &f), RC_REFUSED);
    assert_int_equal(disk_put(at("empty.crt"), ""), 0);
    assert_int_equal(sealer_open(at("empty.crt"), &s, &f), RC_REFUSED); /* never plain by mistake */
    assert_string_equal(f.code, "seal-key");
}

/* A file over several messages; then opened without us. */
static void test_file(void **state)
{
    enum { SIZE = 2 * SEALED_MOST + 12345 };
    struct arena a = {0};
    struct stored_file file = {.name = "big"};
    struct fault f = {0};
    char *p = bytes_of(SIZE), cmd[600];
    struct sealer *s = sealer_of("a.crt");
    struct opener *o = opener_of("a.key");

    (void)state;
    int fd = open(at("big"), O_RDWR | O_CREAT, 0600);
    assert_int_equal(disk_write(fd, p, SIZE), 0);
    lseek(fd, 0, SEEK_SET);
    assert_int_equal(stored_put(fd, UINT64_MAX, folder, "big", s, &a, &file, &f), RC_OK);
    assert_int_equal(file.npart, 3);
    assert_int_equal(file.size, SIZE);
    assert_int_equal(stored_get(&file, folder, o, at("back"), &f), RC_OK);
    snprintf(cmd, sizeof cmd, "cmp -s %s %s", at("big"), at("back"));
    assert_int_equal(system(cmd), 0);
    snprintf(cmd, sizeof cmd,
             "cd %s && for i in 1 2 3; do openssl cms -decrypt -inform DER -binary -in big.$i.cms "
             "-inkey a.key || exit 1; done | cmp - big",
             folder);
    assert_int_equal(system(cmd), 0);

    assert_int_equal(stored_get(&file, folder, o, at("back"), &f), RC_REFUSED); /* not over it */
    snprintf(cmd, sizeof cmd, "cd %s && cp big.1.cms big.2.cms", folder); /* whole, but not it */
    assert_int_equal(system(cmd), 0);
    assert_int_equal(stored_get(&file, folder, o, at("back2"), &f), RC_REFUSED);
    assert_string_equal(f.code, "backup-set");
    close(fd);
    free(p);
    arena_free(&a);
    sealer_close(s);
    opener_close(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round),   cmocka_unit_test(test_keys),
        cmocka_unit_test(test_changed), cmocka_unit_test(test_files_of_keys),
        cmocka_unit_test(test_file),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
