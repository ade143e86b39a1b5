/* Expected answers follow POSIX 1003.1 chapter 9.4 (extended regular expressions), read by
 * character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/pattern.h"

static bool found(const char *pattern, const char *s)
{
    struct arena a = {0};
    const struct pattern *p;
    struct fault f = {0};

    if (pattern_compile(&a, pattern, &p, &f) != RC_OK) fail_msg("%s: %s", pattern, f.msgid);
    bool yes = pattern_found(p, s);
    arena_free(&a);
    return yes;
}

static void finds(void **state)
{
    static const struct {
        const char *pattern, *s;
        bool yes;
    } v[] = {
        {"", "", true},
        {"", "abc", true},
        {"b", "abc", true},
        {"d", "abc", false},
        {"^b", "abc", false},
        {"^a", "abc", true},
        {"c$", "abc", true},
        {"b$", "abc", false},
        {"^$", "", true},
        {"^$", "x", false},
        {"^abc$", "abc", true},
        {"a.c", "axc", true},
        {"a.c", "ac", false},
        {"^ab*c$", "ac", true},
        {"^ab*c$", "abbbc", true},
        {"^ab+c$", "ac", false},
        {"^ab+c$", "abbc", true},
        {"^ab?c$", "abc", true},
        {"^ab?c$", "abbc", false},
        {"^(ab)+$", "ababab", true},
        {"^(ab)+$", "ababa", false},
        {"^(a|bc|d)*$", "abcdda", true},
        {"^(a|bc|d)*$", "abdc", false},
        {"^(a|)b$", "b", true},
        {"^(|a)b$", "ab", true},
        {"^((a|b)|(c|d|e))$", "e", true},
        {"^((a|b)|(c|d|e))$", "f", false},
        {"a|b|", "zzz", true},
        {"^a{3}$", "aaa", true},
        {"^a{3}$", "aa", false},
        {"^a{3}$", "aaaa", false},
        {"^a{2,}$", "a", false},
        {"^a{2,}$", "aaaaa", true},
        {"^a{2,4}$", "a", false},
        {"^a{2,4}$", "aa", true},
        {"^a{2,4}$", "aaaa", true},
        {"^a{2,4}$", "aaaaa", false},
        {"^a{0,2}$", "", true},
        {"^a{0,2}$", "aa", true},
        {"^a{0,2}$", "aaa", false},
        {"^a{0,}b$", "b", true},
        {"^a{0,}b$", "aaab", true},
        {"^(a{1,2}b){2}$", "abaab", true},
        {"^(a{1,2}b){2}$", "abaaab", false},
        {"^(a|b{2}){2,3}$", "abba", true},
        {"^(a|b{2}){2,3}$", "abb", true},
        {"^(a|b{2}){2,3}$", "bb", false},
        {"^(a?){5}$", "aaa", true},
        {"^(a*)*$", "aaa", true},
        {"^(a*)*$", "b", false},
        {"[a-c]", "xbx", true},
        {"[a-c]", "xyz", false},
        {"^[^a-c]$", "d", true},
        {"^[^a-c]$", "b", false},
        {"^[]]$", "]", true},
        {"^[^]]$", "]", false},
        {"^[a-]$", "-", true},
        {"^[-a]$", "-", true},
        {"^[.*]$", "*", true},
        {"^[.*]$", "x", false},
        {"^[\\]x]$", "]", true},
        {"^\\d\\d$", "42", true},
        {"^\\d$", "x", false},
        {"^[\\dA-F]+$", "3F", true},
        {"^a\\.b$", "axb", false},
        {"^a\\.b$", "a.b", true},
        {"^\\\\$", "\\", true},
        {"a|^b", "ab", true},
        {"x(^|a)b", "xab", true},
        {"x(^|a)b", "xb", false},
        {"a$|b", "ba", true},
        {"a]}", "a]}", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
        if (found(v[i].pattern, v[i].s) != v[i].yes)
            fail_msg("%s on %s: not %d", v[i].pattern, v[i].s, v[i].yes);
}

/* The rules of the catalogue, and E.8 with its own examples of right and wrong. */
static void catalogue(void **state)
{
    static const char number[] = "^[^〔〕0-9]{1,12}〔(19|20)\\d\\d〕[1-9]\\d{0,4}号$";
    static const char company[] = "(有限公司|有限责任公司|股份有限公司)$";

    (void)state;
    assert_true(found(number, "青政务〔2026〕12号"));
    assert_false(found(number, "青政务[2026]12号"));
    assert_false(found(number, "青政务(2026)12号"));
    assert_false(found(number, "青政务〔2026〕012号"));
    assert_false(found(number, "青政务〔2026〕第12号"));
    assert_true(found(number, "一二三四五六七八九十甲乙〔2026〕1号"));
    assert_false(found(number, "一二三四五六七八九十甲乙丙〔2026〕1号"));
    assert_true(found(company, "青溪安康食品有限公司"));
    assert_true(found(company, "青溪股份有限公司"));
    assert_false(found(company, "青溪有限公司分店"));
    assert_true(found("^[A-T]([0-9]{2,4})?$", "F"));
    assert_true(found("^[A-T]([0-9]{2,4})?$", "F5212"));
    assert_false(found("^[A-T]([0-9]{2,4})?$", "F5"));
    assert_false(found("^[A-T]([0-9]{2,4})?$", "Z5212"));
    assert_true(found("^鲁[A-Z][A-Z0-9]{5,6}$", "鲁B12345"));
    assert_false(found("^鲁[A-Z][A-Z0-9]{5,6}$", "京B12345"));
    assert_true(
        found("^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$", "2611-370299-04-01-123456"));
    assert_true(found("^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$", "0532-12345678"));
    assert_false(found("^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$", "12345678901"));
}

static void one_character(void **state)
{
    (void)state;
    assert_true(found("^.$", "溪"));
    assert_false(found("^..$", "溪"));
    assert_true(found("^.$", "\xF0\xA0\xAE\xB7")); /* 𠮷, four bytes */
    assert_true(found("^[一-龥]{2}$", "青溪"));
    assert_false(found("^[一-龥]$", "a"));
    assert_true(found("^[^一]$", "二")); /* shares its first byte */
}

static void refused(void **state)
{
    static const char *const bad[] = {
        "(",
        "(a",
        "a)",
        ")",
        "[",
        "[a",
        "[^",
        "*",
        "+a",
        "a|*",
        "(?:a)",
        "a**x{",
        "a{",
        "a{x}",
        "a{2",
        "a{3,2}",
        "a{0}",
        "a{0,0}",
        "a{256}",
        "a{1,99999999999999999999}",
        "[z-a]",
        "\\",
        "\\w",
        "a\\",
        "((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))",
        "(((a{255}){255}){255}){255}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena a = {0};
        const struct pattern *p;
        struct fault f = {0};
        if (pattern_compile(&a, bad[i], &p, &f) != RC_REFUSED) fail_msg("accepted: %s", bad[i]);
        assert_non_null(f.msgid);
        arena_free(&a);
    }
}

/* What makes a backtracking matcher stand still for hours. */
static void no_explosion(void **state)
{
    char s[5001];

    (void)state;
    memset(s, 'a', 5000);
    s[5000] = '\0';
    assert_false(found("^(a|aa|a*)*b$", s));
    assert_false(found("(a?){100}a{100}b", s));
    assert_true(found("(a?){100}a{100}$", s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),   cmocka_unit_test(catalogue),    cmocka_unit_test(one_character),
        cmocka_unit_test(refused), cmocka_unit_test(no_explosion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
