/* Pinyin initials: readings by hand from a dictionary of the modern language (现代汉语词典), and
 * the table in the program against the table in data/pinyin/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "catalog/initials.h"

static void usual_readings(void **state)
{
    static const char *const cases[][2] = {
        {"张敏", "zm"},
        {"食品经营许可(新办)", "spjyxkxb"},
        {"Office 365办公", "office365bg"},
        {"", ""},
        {"()—", ""},
    };
    char out[64];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        catalog_initials(cases[i][0], out, sizeof out);
        assert_string_equal(out, cases[i][1]);
    }
    catalog_initials("一二三", out, 3); /* cut, and ended */
    assert_string_equal(out, "ye");
}

/* Every character of the text can be read with that letter; the reading stands beside it. */
static void every_reading_fits(void **state)
{
    static const char *const cases[][2] = {
        {"行", "h"},   /* háng 银行 */
        {"行", "x"},   /* xíng 行政 */
        {"重", "c"},   /* chóng 重庆 */
        {"重", "z"},   /* zhòng */
        {"曾", "c"},   /* céng */
        {"曾", "z"},   /* zēng, surname */
        {"单", "d"},   /* dān */
        {"单", "s"},   /* shàn, surname */
        {"单", "c"},   /* chán 单于 */
        {"长", "z"},   /* zhǎng */
        {"长", "c"},   /* cháng 长乐 */
        {"乐", "l"},   /* lè 长乐 */
        {"乐", "y"},   /* yuè, surname */
        {"区", "q"},   /* qū */
        {"区", "o"},   /* ōu, surname */
        {"仇", "q"},   /* qiú, surname */
        {"查", "z"},   /* zhā, surname */
        {"解", "x"},   /* xiè, surname */
        {"任", "r"},   /* rén */
        {"覃", "q"},   /* qín, surname */
        {"尉", "y"},   /* yù 尉迟 */
        {"万", "m"},   /* mò 万俟 */
        {"翟", "z"},   /* zhái, surname */
        {"翟", "d"},   /* dí */
        {"洗", "x"},   /* xǐ, xiǎn */
        {"厦", "x"},   /* xià 厦门 */
        {"厦", "s"},   /* shà 大厦 */
        {"会", "k"},   /* kuài 会计 */
        {"车", "j"},   /* jū */
        {"石", "d"},   /* dàn */
        {"调", "t"},   /* tiáo */
        {"率", "l"},   /* lǜ */
        {"率", "s"},   /* shuài */
        {"𬭎", "h"}, /* U+2CB4E hóng, beyond the basic plane */
        {"㙍", "d"},   /* U+364D duō, Extension A */
        {"𠮷", "j"},   /* U+20BB7 jí, Extension B */
    };
    char out[INITIALS_READINGS];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        catalog_readings(cases[i][0], out, sizeof out);
        if (!strchr(out, *cases[i][1]))
            fail_msg("%s is also %s: %s", cases[i][0], cases[i][1], out);
    }
    catalog_readings("许可", out, sizeof out);
    assert_string_equal(out, "xk");
    catalog_readings("重", out, sizeof out); /* not tóng, which only old texts know */
    assert_string_equal(out, "[zc]");
    catalog_readings("银行A3", out, sizeof out);
    assert_string_equal(out, "y[xh]a3");
    catalog_readings("银行", out, 5); /* "y[xh]" and its end need six */
    assert_string_equal(out, "y");
}

static bool has(char spelling[INITIALS_MOST][INITIALS_SIZE], size_t n, const char *want)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(spelling[i], want) == 0) return true;
    return false;
}

static void spellings_are_all_combinations(void **state)
{
    static const char *const all[][2] = {
        {"重庆银行", "zqyx"}, {"重庆银行", "zqyh"}, {"重庆银行", "cqyx"}, {"重庆银行", "cqyh"},
        {"长乐", "cl"},       {"长乐", "zl"},       {"长乐", "cy"},       {"长乐", "zy"},
        {"行政许可", "xzxk"}, {"行政许可", "hzxk"}, {"区单", "os"},       {"张三", "zs"},
    };
    char spelling[INITIALS_MOST][INITIALS_SIZE];
    (void)state;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_true(has(spelling, catalog_spellings(all[i][0], spelling), all[i][1]));
    assert_int_equal(catalog_spellings("重庆银行", spelling), 4);
    assert_int_equal(catalog_spellings("张三", spelling), 1);
    assert_int_equal(catalog_spellings("—()", spelling), 0);
    assert_int_equal(catalog_spellings("", spelling), 0);
    /* three times two; a fourth would be too many, so its usual reading alone counts */
    assert_int_equal(catalog_spellings("行重长重银", spelling), 8);
    assert_true(has(spelling, 8, "hcczy"));
    assert_true(has(spelling, 8, "xzzzy"));
    assert_false(has(spelling, 8, "hccsy"));
    char text[400] = "";
    for (int i = 0; i < 100; i++)
        strcat(text, "一");
    assert_int_equal(catalog_spellings(text, spelling), 1);
    assert_int_equal(strlen(spelling[0]), INITIALS_SIZE - 1);
}

static unsigned bits(const char *letters)
{
    unsigned set = 0;

    for (; *letters; letters++)
        if (*letters != '[' && *letters != ']') set |= 1u << (*letters - 'a');
    return set;
}

static void check_character(const char *utf8, const char *letters)
{
    char out[INITIALS_READINGS];

    catalog_readings(utf8, out, sizeof out);
    assert_int_equal(out[out[0] == '['], letters[0]); /* the usual one first */
    if (bits(out) != bits(letters)) fail_msg("%s: %s, not %s", utf8, out, letters);
}

static void the_program_has_the_table_of_the_data(void **state)
{
    FILE *in = fopen(SOURCE_DIR "/data/pinyin/initials.txt", "re");
    char line[1024];
    int characters = 0, several = 0;
    (void)state;

    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        char *tab = strchr(line, '\t'), one[5];
        if (line[0] == '#') continue;
        assert_non_null(tab);
        *tab = '\0';
        for (const char *p = tab + 1; *p && *p != '\n';) {
            uint32_t ch;
            size_t n = text_decode(p, &ch);
            snprintf(one, sizeof one, "%.*s", (int)n, p);
            check_character(one, line);
            characters++;
            several += line[1] != '\0';
            p += n;
        }
    }
    fclose(in);
    assert_true(characters > 44000); /* Unihan 15: 41,421 with a Mandarin reading, and forms of them */
    assert_true(several > 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_readings),
        cmocka_unit_test(every_reading_fits),
        cmocka_unit_test(spellings_are_all_combinations),
        cmocka_unit_test(the_program_has_the_table_of_the_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
