/* Widths: East Asian Width of Unicode 15, and what terminals were measured to do with rare names.
 */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_width_facts(void **state)
{
    static const struct {
        uint32_t ch;
        int width;
    } fact[] = {
        {'a', 1},     {'~', 1},     {0x00, -1},     {0x1B, -1},   {0x7F, -1},   {0x9B, -1},
        {0x2028, -1}, {0xD800, -1}, {0x110000, -1}, {0x4E00, 2},  {0x9FFF, 2},  {0x4E2D, 2},
        {0x3400, 2},  {0x4DBF, 2},  {0x20000, 2},   {0x2A6D7, 2}, {0x2B740, 2}, {0x2B820, 2},
        {0x2CB4E, 2}, {0x2EBE0, 2}, {0x2EBF0, 2},   {0x2F81A, 2}, {0x30000, 2}, {0x3134A, 2},
        {0x31350, 2}, {0x323AF, 2}, {0xF900, 2},    {0x3000, 2},  {0x3013, 2},  {0xFF01, 2},
        {0xFF21, 2},  {0xFF61, 1},  {0x3001, 2},    {0x1F600, 2}, {0xAC00, 2},  {0x0300, 0},
        {0x302A, 0},  {0x3099, 0},  {0x200B, 0},    {0x200D, 0},  {0x202E, 0},  {0xFE0F, 0},
        {0xE0100, 0}, {0x1160, 0},  {0x11A8, 0},    {0x1100, 2},  {0xFEFF, 0},  {0x00AD, 0},
        {0x0E01, 1},  {0x0E31, 0},  {0x0F40, 1},    {0x0F71, 0},  {0x1820, 1},  {0x0627, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof fact / sizeof *fact; i++) {
        if (text_width(fact[i].ch) != fact[i].width) print_error("U+%04X\n", fact[i].ch);
        assert_int_equal(text_width(fact[i].ch), fact[i].width);
    }
}

/* The characters whose width depends on the terminal (aesthetics: 1 in UTF-8 locales, 2 in
 * GB18030). */
static void test_ambiguous(void **state)
{
    static const char *const s = "—…“”·①○★─█№℃→αЖ";
    uint32_t ch;

    (void)state;
    assert_int_equal(text_ncol(s), (int)text_nchar(s));
    text_ambiguous = 2;
    assert_int_equal(text_ncol(s), 2 * (int)text_nchar(s));
    text_decode("\xEE\x80\x80", &ch); /* U+E000, private use */
    assert_int_equal(text_width(ch), 2);
    assert_int_equal(text_width(0x4E2D), 2);
    assert_int_equal(text_width('x'), 1);
    text_ambiguous = 1;
}

static void test_hidden(void **state)
{
    static const uint32_t hidden[] = {0xAD,   0x200B, 0x200E, 0x202E,  0x2066, 0x2069,
                                      0x061C, 0xFEFF, 0xFE0F, 0xE0101, 0x3164};
    static const uint32_t shown[] = {'a', 0x4E2D, 0x0300, 0x3000, 0x20, 0x2CB4E, 0xE000};

    (void)state;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_true(text_hidden(hidden[i]) && text_width(hidden[i]) == 0);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        assert_false(text_hidden(shown[i]));
}

/* Every character comes back; the byte lengths are RFC 3629's. */
static void test_round_trip(void **state)
{
    (void)state;
    for (uint32_t ch = 1; ch <= 0x10FFFF; ch++) {
        char s[5] = "";
        uint32_t back;
        size_t n = text_encode(ch, s);
        if (ch >= 0xD800 && ch <= 0xDFFF) {
            assert_int_equal(n, 0);
            continue;
        }
        assert_int_equal(n, ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4);
        assert_int_equal(text_decode(s, &back), n);
        assert_int_equal(back, ch);
    }
    char s[4];
    assert_int_equal(text_encode(0x110000, s), 0);
}

static void test_invalid_bytes(void **state)
{
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\xAF",
        "\xC1\xBF",
        "\xE0\x80\xAF",
        "\xED\xA0\x80",
        "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE4\xB8",
        "\xF0\xAC\xAD",
        ("\xE4"
         "a"),
    };
    uint32_t ch;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(text_valid(bad[i]));
        assert_int_equal(text_decode(bad[i], &ch), 1);
        assert_int_equal(ch, 0xFFFD);
    }
    assert_true(text_valid("行政服务 a\xF0\xAC\xAD\x8E"));
    assert_int_equal(text_nchar("\xE4\xB8"
                                "a"),
                     3);
}

static void test_cut_never_splits(void **state)
{
    static const char *const s = "a中b\xCC\x81\xE2\x80\x8E文\x07\xF0\xAC\xAD\x8E\xE4\xB8z";
    int total = text_ncol(s);

    (void)state;
    assert_int_equal(total, 1 + 2 + 1 + 2 + 1 + 2 + 1 + 1 + 1);
    for (int ncol = 0; ncol <= total + 2; ncol++) {
        int used = -1;
        size_t n = text_cut(s, ncol, &used);
        assert_true(used <= ncol && (used >= ncol - 1 || used == total));
        /* what is left begins with no continuation of a character that was cut, and the sums agree
         */
        char *head = strndup(s, n);
        assert_int_equal(text_ncol(head), used);
        assert_int_equal(text_nchar(head) + text_nchar(s + n), text_nchar(s));
        assert_int_equal(used + text_ncol(s + n), total);
        free(head);
    }
    assert_int_equal(text_cut("中文", 3, NULL), 3);
    assert_int_equal(text_cut("e\xCC\x81x", 1, NULL), 3); /* the accent stays with its letter */
}

static void assert_fold(const char *from, const char *to)
{
    char *s = text_fold(from);

    assert_string_equal(s, to);
    free(s);
}

static void test_fold(void **state)
{
    (void)state;
    assert_fold("  张三\t", "张三");
    assert_fold("\xE3\x80\x80"
                "ａｂ１２（Ｘ）\xE3\x80\x80",
                "AB12(X)");
    assert_fold("wang xiao", "WANG XIAO");
    assert_fold("   ", "");
    assert_fold("", "");
    assert_fold("\xEF\xA4\x80", "\xEF\xA4\x80"); /* U+F900 stays: no normalisation of names */
    assert_true(text_contains("张三丰", "三"));
    assert_true(text_contains("张三丰", ""));
    assert_false(text_contains("张三丰", "四"));
}

/* What each is, is Unicode's; what a text may hold, base/text.h's. */
static void foul_characters(void **state)
{
    static const char *const foul[] = {
        "\x1b",     "\x7f",         "\xc2\x9b",     "\xe2\x80\xae", "\xe2\x81\xa6",
        "\xd8\x9c", "\xe2\x80\xa8", "\xef\xbb\xbf", "\xe2\x80\x8b", "\xf3\xa0\x81\x81",
        "\t",       "\r",           "\xff"};
    static const char *const clean[] = {
        "",  "宏盛",      "𬭎",         "a b",
        "①", "e\xcc\x81", "\xe2\x80\x8d", "葛\xf3\xa0\x84\x80" /* a variant of one character */};

    (void)state;
    for (size_t i = 0; i < sizeof foul / sizeof *foul; i++)
        assert_false(text_clean(foul[i], true));
    for (size_t i = 0; i < sizeof clean / sizeof *clean; i++)
        assert_true(text_clean(clean[i], false));
    assert_true(text_clean("a\nb", true));
    assert_false(text_clean("a\nb", false));
    char *shown = text_harmless("宏\x1b[2J盛\xc2\x9b\xe2\x80\xae\n\t\xff");
    assert_string_equal(shown, "宏?[2J盛??\n\t\xef\xbf\xbd");
    free(shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foul_characters),       cmocka_unit_test(test_width_facts),
        cmocka_unit_test(test_ambiguous),        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_round_trip),       cmocka_unit_test(test_invalid_bytes),
        cmocka_unit_test(test_cut_never_splits), cmocka_unit_test(test_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
