#include "domain/money.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? -(uint64_t)v : (uint64_t)v;
}

/* --- Figures --- */

/* Whole yuan with or without commas, which must then stand every three digits ("1,5" is no 15). */
static bool parse_yuan(const char **s, int64_t *yuan)
{
    int digits = 0, group = 0;
    bool commas = false;

    for (*yuan = 0;; (*s)++) {
        if (**s == ',') {
            if (commas ? group != 3 : group < 1 || group > 3) return false;
            commas = true;
            group = 0;
        } else if (**s >= '0' && **s <= '9') {
            if (*yuan > MONEY_MAX / 1000) return false;
            *yuan = *yuan * 10 + (**s - '0');
            digits++;
            group++;
        } else {
            return digits > 0 && (!commas || group == 3);
        }
    }
}

bool money_parse(const char *s, int64_t *fen)
{
    bool minus = *s == '-';
    int64_t yuan;
    int part = 0, unit = 10;

    if (minus) s++;
    if (!parse_yuan(&s, &yuan)) return false;
    if (*s == '.' && !s[1]) return false;
    if (*s == '.') s++;
    for (; *s; s++, unit /= 10) {
        if (*s < '0' || *s > '9' || unit == 0) return false;
        part += (*s - '0') * unit;
    }
    *fen = (yuan * 100 + part) * (minus ? -1 : 1);
    return true;
}

const char *money_text(int64_t fen, char out[MONEY_TEXT])
{
    uint64_t v = magnitude(fen);

    snprintf(out, MONEY_TEXT, "%s%" PRIu64 ".%02" PRIu64, fen < 0 ? "-" : "", v / 100, v % 100);
    return out;
}

/* --- 大写 (支付结算办法, annex 1) ---
 * Yuan are read in groups of four digits.  The law leaves some things open; the project writes one
 * form and reads all. */

enum choice {
    ZERO_BEFORE_JIAO = 1, /* 元 digit 0, 角 not: 元零伍角 */
    ZHENG_AFTER_JIAO = 2, /* 伍角整 */
    ZERO_BEFORE_QIAN = 4, /* and 8, 16: 万 (亿, 万亿) digit 0 but the next 仟 not: 壹拾万零柒仟 */
    ALL_CHOICES = 32,
    PROJECT_FORM = ZERO_BEFORE_JIAO | ZHENG_AFTER_JIAO
};

static const char *const digit_word[10] = {"零", "壹", "贰", "叁", "肆",
                                           "伍", "陆", "柒", "捌", "玖"};
static const char *const place_word[4] = {"", "拾", "佰", "仟"};
enum { GROUPS = 4 };
static const char *const group_word[GROUPS] = {"", "万", "亿", "万亿"};
static const int power[4] = {1, 10, 100, 1000};

static void add(char *out, const char *s)
{
    size_t n = strlen(out);

    assert(n + strlen(s) < MONEY_CAPITAL);
    strcpy(out + n, s);
}

/* One group: a run of inner zeros is one 零, zeros at its end are silent. */
static void write_group(char *out, int n)
{
    bool begun = false, zero = false;

    for (int i = 3; i >= 0; i--) {
        int d = n / power[i] % 10;
        if (d) {
            if (zero) add(out, "零");
            add(out, digit_word[d]);
            add(out, place_word[i]);
            begun = true;
        }
        zero = begun && !d;
    }
}

static void write_yuan(char *out, uint64_t yuan, unsigned choices)
{
    int group[GROUPS];
    bool begun = false, gap = false;

    for (int i = 0; i < GROUPS; i++, yuan /= 10000)
        group[i] = (int)(yuan % 10000);
    for (int i = GROUPS - 1; i >= 0; i--) {
        if (group[i] == 0) {
            gap = begun;
            continue;
        }
        bool open = begun && group[i + 1] % 10 == 0 && (choices & (unsigned)ZERO_BEFORE_QIAN << i);
        if (begun && (gap || group[i] < 1000 || open)) add(out, "零");
        write_group(out, group[i]);
        add(out, group_word[i]);
        begun = true;
        gap = false;
    }
    add(out, "元");
}

static void write_part(char *out, uint64_t yuan, int jiao, int fen, unsigned choices)
{
    if (jiao) {
        if (yuan && yuan % 10 == 0 && (choices & ZERO_BEFORE_JIAO)) add(out, "零");
        add(out, digit_word[jiao]);
        add(out, "角");
    } else if (fen && yuan) {
        add(out, "零");
    }
    if (fen) {
        add(out, digit_word[fen]);
        add(out, "分");
    } else if (!jiao || (choices & ZHENG_AFTER_JIAO)) {
        add(out, "整");
    }
}

static void write_capital(char *out, int64_t fen, unsigned choices)
{
    uint64_t v = magnitude(fen);

    assert(v <= MONEY_MAX);
    out[0] = '\0';
    if (fen < 0) add(out, "负");
    if (v == 0) add(out, "零元");
    if (v >= 100) write_yuan(out, v / 100, choices);
    write_part(out, v / 100, (int)(v / 10 % 10), (int)(v % 10), choices);
}

const char *money_capital(int64_t fen, char out[MONEY_CAPITAL])
{
    write_capital(out, fen, PROJECT_FORM);
    return out;
}

static bool take(const char **s, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(*s, word, n) != 0) return false;
    *s += n;
    return true;
}

/* 圆 and 正 are the other permitted spellings of 元 and 整. */
static bool spell(const char *s, char out[MONEY_CAPITAL])
{
    out[0] = '\0';
    take(&s, "人民币");
    while (*s) {
        size_t n = strlen(out);
        if (n + 4 > MONEY_CAPITAL) return false;
        if (take(&s, "圆"))
            strcpy(out + n, "元");
        else if (take(&s, "正"))
            strcpy(out + n, "整");
        else
            out[n] = *s++, out[n + 1] = '\0';
    }
    return true;
}

static int take_digit(const char **s)
{
    for (int d = 1; d < 10; d++)
        if (take(s, digit_word[d])) return d;
    return 0;
}

/* The amount these words add up to, wherever zeros stand; the caller compares with what should be
 * written. */
static int64_t add_up(const char *s)
{
    static const struct {
        const char *word;
        int64_t fen;
    } unit[] = {{"万亿", INT64_C(100000000000000)},
                {"亿", INT64_C(10000000000)},
                {"万", 1000000},
                {"元", 100}};
    int64_t total = 0, group = 0;
    int digit = 0;

    while (*s) {
        int d = take_digit(&s);
        if (d)
            digit = d;
        else if (take(&s, "拾"))
            group += digit * 10, digit = 0;
        else if (take(&s, "佰"))
            group += digit * 100, digit = 0;
        else if (take(&s, "仟"))
            group += digit * 1000, digit = 0;
        else if (take(&s, "角"))
            total += digit * 10, digit = 0;
        else if (take(&s, "分"))
            total += digit, digit = 0;
        else {
            size_t i = 0;
            while (i < 4 && !take(&s, unit[i].word))
                i++;
            if (i == 4) {
                s++;
                continue;
            }
            total += (group + digit) * unit[i].fen;
            group = digit = 0;
        }
        if (total > MONEY_MAX || group > 9999) return 0;
    }
    return total;
}

bool money_capital_parse(const char *s, int64_t *fen)
{
    char spelt[MONEY_CAPITAL], legal[MONEY_CAPITAL];

    if (!spell(s, spelt)) return false;
    int64_t v = add_up(spelt);
    if (strncmp(spelt, "负", strlen("负")) == 0) v = -v;
    for (unsigned choices = 0; choices < ALL_CHOICES; choices++) {
        write_capital(legal, v, choices);
        if (strcmp(legal, spelt) == 0) {
            *fen = v;
            return true;
        }
    }
    return false;
}
