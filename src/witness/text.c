#include "witness/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make_room(struct text *t, size_t more)
{
    if (t->n + more + 1 <= t->room) return;
    t->room = (t->n + more + 1) * 2;
    t->s = realloc(t->s, t->room);
    if (!t->s) abort();
}

void text_add(struct text *t, const char *s, size_t n)
{
    make_room(t, n);
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

void text_put(struct text *t, const char *fmt, ...)
{
    char line[256];
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n > 0) text_add(t, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

/* Reads a character; 0: no UTF-8. */
static size_t decode(const unsigned char *s, size_t n, unsigned *ch)
{
    size_t len = *s < 0x80                 ? 1
                 : *s >= 0xC2 && *s < 0xE0 ? 2
                 : *s >> 4 == 0xE          ? 3
                 : *s >= 0xF0 && *s < 0xF5 ? 4
                                           : 0;

    if (!len || len > n) return 0;
    *ch = len == 1 ? *s : *s & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if (s[i] >> 6 != 2) return 0;
        *ch = *ch << 6 | (s[i] & 63);
    }
    bool odd = (len == 3 && (*ch < 0x800 || *ch >> 11 == 0x1B)) ||
               (len == 4 && (*ch < 0x10000 || *ch > 0x10FFFF));
    return odd ? 0 : len;
}

/* Controls, marks that turn a line around, invisible fillers: a terminal would obey them, or nobody
 * see them. */
static bool foul(unsigned ch)
{
    static const struct {
        unsigned first, last;
    } all[] = {{0, 0x1F},        {0x7F, 0x9F},      {0x061C, 0x061C}, {0x200B, 0x200B},
               {0x200E, 0x200F}, {0x2028, 0x202E},  {0x2060, 0x206F}, {0xFEFF, 0xFEFF},
               {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

    if (ch >= ' ' && ch < 0x7F) return false;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (ch >= all[i].first && ch <= all[i].last) return true;
    return false;
}

static void escape(struct text *t, unsigned ch)
{
    static const char plain[] = "\"\\\b\f\n\r\t", name[] = "\"\\bfnrt";
    const char *at = ch && ch < 0x80 ? strchr(plain, (int)ch) : NULL;

    if (at)
        text_put(t, "\\%c", name[at - plain]);
    else if (ch > 0xFFFF)
        text_put(t, "\\u%04X\\u%04X", 0xD7C0 + (ch >> 10), 0xDC00 + (ch & 0x3FF));
    else
        text_put(t, "\\u%04X", ch);
}

void text_json(struct text *t, const char *s, size_t n)
{
    size_t from = 0, len;
    unsigned ch = 0;

    text_add(t, "\"", 1);
    for (size_t i = 0; i < n; i += len) {
        len = decode((const unsigned char *)s + i, n - i, &ch);
        if (!len) { /* as it is */
            len = 1;
            continue;
        }
        if (!foul(ch) && ch != '"' && ch != '\\') continue;
        text_add(t, s + from, i - from);
        escape(t, ch);
        from = i + len;
    }
    text_add(t, s + from, n - from);
    text_add(t, "\"", 1);
}

void text_tame(struct text *t)
{
    unsigned ch = 0;

    for (size_t i = 0; i < t->n;) {
        size_t len = decode((const unsigned char *)t->s + i, t->n - i, &ch);
        if (!len || foul(ch)) memset(t->s + i, '?', len ? len : 1);
        i += len ? len : 1;
    }
}

void text_hex(struct text *t, const unsigned char *b, size_t n)
{
    static const char letters[] = "0123456789abcdef";

    make_room(t, 2 * n);
    for (size_t i = 0; i < n; i++) {
        t->s[t->n++] = letters[b[i] >> 4];
        t->s[t->n++] = letters[b[i] & 15];
    }
    t->s[t->n] = '\0';
}

/* --- Time --- */

enum { DAY = 86400, ZONE = 8 * 3600 };

static bool leap(int64_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int64_t y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* Days from 1970-01-01 to the first of January of y. */
static int64_t year_start(int64_t y)
{
    int64_t before = y - 1;

    return (y - 1970) * 365 + (before / 4 - before / 100 + before / 400) -
           (1969 / 4 - 1969 / 100 + 1969 / 400);
}

void text_instant(struct text *t, int64_t seconds)
{
    int64_t local = seconds + ZONE, day = local / DAY - (local % DAY < 0), rest = local - day * DAY;
    int64_t y = 1970 + day / 366;
    int m = 1;

    while (year_start(y + 1) <= day)
        y++;
    while (year_start(y) > day)
        y--;
    day -= year_start(y);
    while (day >= month_days(y, m))
        day -= month_days(y, m++);
    text_put(t, "%04d-%02d-%02dT%02d:%02d:%02d", (int)y, m, (int)day + 1, (int)(rest / 3600),
             (int)(rest / 60 % 60), (int)(rest % 60));
}

bool text_read_instant(const char *s, int64_t *seconds)
{
    int y, m, d, h, min, sec;
    struct text again = {0};

    if (sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2d", &y, &m, &d, &h, &min, &sec) != 6 || m < 1 || m > 12)
        return false;
    int64_t day = year_start(y) + d - 1;
    for (int i = 1; i < m; i++)
        day += month_days(y, i);
    *seconds = day * DAY - ZONE + h * 3600 + min * 60 + sec;
    text_instant(&again, *seconds);
    bool same = strncmp(again.s, s, again.n) == 0;
    free(again.s);
    return same;
}

/* --- Numbers for letters --- */

static signed char values[256];

static void fill_values(void)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    memset(values, -1, sizeof values);
    for (signed char i = 0; letters[i]; i++)
        values[(unsigned char)letters[i]] = i;
}

bool text_unbase64(struct text *t, const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    unsigned pad = n && s[n - 1] == '=' ? (n > 1 && s[n - 2] == '=' ? 2 : 1) : 0;

    if (!values['B']) fill_values();
    t->n = 0;
    make_room(t, n / 4 * 3);
    if (n % 4) return false;
    for (size_t i = 0; i < n; i += 4) {
        unsigned last = i + 4 == n ? pad : 0;
        int a = values[p[i]], b = values[p[i + 1]], c = last > 1 ? 0 : values[p[i + 2]],
            d = last ? 0 : values[p[i + 3]];
        if ((a | b | c | d) < 0 || (last == 2 && b & 15) || (last == 1 && c & 3)) return false;
        unsigned v = (unsigned)a << 18 | (unsigned)b << 12 | (unsigned)c << 6 | (unsigned)d;
        t->s[t->n++] = (char)(v >> 16);
        if (last < 2) t->s[t->n++] = (char)(v >> 8);
        if (last < 1) t->s[t->n++] = (char)v;
    }
    t->s[t->n] = '\0';
    return true;
}

static signed char digits[256];

static void fill_digits(void)
{
    memset(digits, -1, sizeof digits);
    for (signed char i = 0; i < 16; i++)
        digits[(unsigned char)"0123456789abcdef"[i]] = i;
}

bool text_unhex(unsigned char *out, size_t n, const char *s)
{
    const unsigned char *p = (const unsigned char *)s;

    if (!digits['1']) fill_digits();
    for (size_t i = 0; i < n; i++) {
        int high = digits[p[2 * i]], low = high < 0 ? -1 : digits[p[2 * i + 1]];
        if (low < 0) return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}
