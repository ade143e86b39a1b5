/* Codes from GB 18030 and GBK as noted in doc; the standard's own tables, not our output. */
#include "base/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    uint32_t ch;
    const char *utf8, *gb18030, *gbk; /* gbk "": lacks it */
} fact[] = {
    {'A', "A", "A", "A"},
    {0x884C, "行", "\xD0\xD0", "\xD0\xD0"},
    {0x653F, "政", "\xD5\xFE", "\xD5\xFE"},
    {0x3013, "〓", "\xA1\xFE", "\xA1\xFE"},
    {0x2CB4E, "\xF0\xAC\xAD\x8E", "\x99\x33\xA9\x32", ""},
    {0x20BB7, "\xF0\xA0\xAE\xB7", "\x95\x34\xB2\x35", ""},
    {0x4DAE, "\xE4\xB6\xAE", "\xFE\x9F", ""},
    {0x9FCF, "\xE9\xBF\x8F", "\x82\x35\x93\x34", ""},
    {0x9FB4, "\xE9\xBE\xB4", "\xFE\x59", ""},
};
enum { FACTS = sizeof fact / sizeof *fact };

static void assert_decodes(struct charset *c, const char *bytes, size_t n, uint32_t ch, size_t used)
{
    uint32_t got = 0;

    assert_int_equal(charset_decode(c, bytes, n, &got), used);
    assert_int_equal(got, ch);
}

static void assert_encodes(struct charset *c, const char *utf8, const char *bytes)
{
    struct buf b = {0};

    charset_encode(c, utf8, strlen(utf8), &b);
    assert_string_equal(buf_str(&b), bytes);
    buf_free(&b);
}

static void test_facts(void **state)
{
    struct charset *u = charset_open("UTF-8"), *g = charset_open("GB18030"),
                   *k = charset_open("GBK");

    (void)state;
    for (int i = 0; i < FACTS; i++) {
        assert_decodes(u, fact[i].utf8, strlen(fact[i].utf8), fact[i].ch, strlen(fact[i].utf8));
        assert_decodes(g, fact[i].gb18030, strlen(fact[i].gb18030), fact[i].ch,
                       strlen(fact[i].gb18030));
        assert_encodes(u, fact[i].utf8, fact[i].utf8);
        assert_encodes(g, fact[i].utf8, fact[i].gb18030);
        assert_encodes(k, fact[i].utf8, *fact[i].gbk ? fact[i].gbk : "\xA1\xFE");
        assert_true(charset_has(u, fact[i].ch) && charset_has(g, fact[i].ch));
        assert_int_equal(charset_has(k, fact[i].ch), *fact[i].gbk != '\0');
        if (*fact[i].gbk)
            assert_decodes(k, fact[i].gbk, strlen(fact[i].gbk), fact[i].ch, strlen(fact[i].gbk));
    }
    charset_close(u);
    charset_close(g);
    charset_close(k);
}

static void test_incomplete(void **state)
{
    struct charset *u = charset_open("utf8"), *g = charset_open("gb18030");

    (void)state;
    for (int i = 0; i < FACTS; i++) {
        for (size_t n = 1; n < strlen(fact[i].utf8); n++)
            assert_decodes(u, fact[i].utf8, n, 0, 0);
        for (size_t n = 1; n < strlen(fact[i].gb18030); n++)
            assert_decodes(g, fact[i].gb18030, n, 0, 0);
    }
    charset_close(u);
    charset_close(g);
}

static void test_bad_bytes(void **state)
{
    struct charset *u = charset_open("UTF-8"), *g = charset_open("GB18030"),
                   *k = charset_open("GBK");

    (void)state;
    assert_decodes(u, "\x80", 1, 0xFFFD, 1);
    assert_decodes(u,
                   "\xE4"
                   "a",
                   2, 0xFFFD, 1);
    assert_decodes(u, "\xE0\x80\x80", 3, 0xFFFD, 1);
    assert_decodes(g, "\x80", 1, 0xFFFD, 1);
    assert_decodes(g, "\xFF", 1, 0xFFFD, 1);
    assert_decodes(g, "\xD0\x1B", 2, 0xFFFD, 1); /* an escape never disappears in a character */
    assert_decodes(g, "\x82\x35\x90\x37", 4, 0xFFFD, 4); /* moved to FE59: refused, as a whole */
    assert_decodes(g,
                   "\x82\x35\x93"
                   "a",
                   4, 0xFFFD, 1);
    assert_decodes(k, "\x99\x33\xA9\x32", 4, 0xFFFD, 1); /* four bytes are not GBK */
    charset_close(u);
    charset_close(g);
    charset_close(k);
}

/* Columns hold: two for two, one for one. */
static void test_substitutes(void **state)
{
    struct charset *k = charset_open("GBK");

    (void)state;
    assert_encodes(k,
                   "王\xF0\xAC\xAD\x8E"
                   "a\xC3\xB1z",
                   "\xCD\xF5\xA1\xFE"
                   "a?z");                /* U+00F1 is not in GBK */
    assert_encodes(k, "a\xE4\xB8", "a?"); /* half a character */
    charset_close(k);
}

/* What GB18030 writes in two bytes for a GBK character is GBK's code: a GBK terminal can be fed
 * through either. */
/* What a terminal misplaces is written as what it lacks. */
static void test_without_a_plane(void **state)
{
    static const char *const names[] = {"UTF-8", "GB18030"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct charset *c = charset_open(names[i]);
        struct buf out = {0}, back = {0};
        assert_true(charset_has(c, 0x20BB7) && charset_has(c, 0x31350));
        charset_without(c, 3);
        assert_true(charset_has(c, 0x20BB7) && charset_has(c, 0x4E2D));
        assert_false(charset_has(c, 0x31350));
        charset_without(c, 2);
        assert_false(charset_has(c, 0x20BB7));
        charset_encode(c, "a\xF0\xA0\xAE\xB7中", 8, &out);
        charset_encode(c, "a〓中", 7, &back);
        assert_string_equal(buf_str(&out), buf_str(&back));
        buf_free(&out);
        buf_free(&back);
        charset_close(c);
    }
}

static void test_gbk_is_part_of_gb18030(void **state)
{
    struct charset *g = charset_open("GB18030"), *k = charset_open("GBK");
    int n = 0;

    (void)state;
    for (int a = 0x81; a <= 0xFE; a++)
        for (int b = 0x40; b <= 0xFE; b++) {
            char two[] = {(char)a, (char)b};
            uint32_t x = 0, y = 0;
            if (charset_decode(k, two, 2, &x) != 2 || x == 0xFFFD) continue;
            assert_int_equal(charset_decode(g, two, 2, &y), 2);
            assert_int_equal(x, y);
            n++;
        }
    assert_int_equal(
        n, 21791); /* what code page 936 has in two bytes; the rest of GBK 1.0 is private use */
    charset_close(g);
    charset_close(k);
}

static void test_names(void **state)
{
    static const char *const name[][2] = {{"utf8", "UTF-8"},       {"UTF-8", "UTF-8"},
                                          {"gb-18030", "GB18030"}, {"GB2312", "GBK"},
                                          {"eucCN", "GBK"},        {"cp936", "GBK"}};

    (void)state;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        struct charset *c = charset_open(name[i][0]);
        assert_non_null(c);
        assert_string_equal(charset_name(c), name[i][1]);
        charset_close(c);
    }
    assert_null(charset_open("ISO-8859-1"));
    assert_null(charset_open(""));
    charset_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),           cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_bad_bytes),       cmocka_unit_test(test_substitutes),
        cmocka_unit_test(test_without_a_plane), cmocka_unit_test(test_gbk_is_part_of_gb18030),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
