#include "base/day.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
    static const int n[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return m == 2 && leap(y) ? 29 : n[m - 1];
}

/* Years run from March here, so that the leap day comes last; 400 years are 146,097 days. */
day_t day_of_civil(int year, int month, int dom)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dom - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + doe - 719468;
}

struct civil day_civil(day_t d)
{
    int z = (d < INT32_MAX - 719468 ? d : INT32_MAX - 719468) + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;

    return (struct civil){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

bool day_valid(int year, int month, int dom)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && dom >= 1 &&
           dom <= month_days(year, month);
}

int day_weekday(day_t d)
{
    int w = (d + 3) % 7; /* 1970-01-01 was a Thursday */

    return (w < 0 ? w + 7 : w) + 1;
}

day_t day_add_months(day_t d, int n)
{
    struct civil c = day_civil(d);
    int m = c.year * 12 + c.month - 1 + n;
    int year = m >= 0 ? m / 12 : -((11 - m) / 12);
    int month = m - year * 12 + 1;
    int last = month_days(year, month);

    return day_of_civil(year, month, c.dom < last ? c.dom : last);
}

instant_t day_start(day_t d)
{
    return (instant_t)d * DAY_SECONDS - DAY_ZONE;
}

/* A damaged record may hold any number: from here on days are days of two million years. */
static const instant_t furthest = (instant_t)1 << 46;

static instant_t within(instant_t t)
{
    return t < -furthest ? -furthest : t > furthest ? furthest : t;
}

static instant_t floor_day(instant_t t)
{
    instant_t s = t + DAY_ZONE;

    return s >= 0 ? s / DAY_SECONDS : -((DAY_SECONDS - 1 - s) / DAY_SECONDS);
}

day_t day_of_instant(instant_t t)
{
    return (day_t)floor_day(within(t));
}

int day_second_of_instant(instant_t t)
{
    t = within(t);
    return (int)(t + DAY_ZONE - floor_day(t) * DAY_SECONDS);
}

static bool digits(const char **s, int n, int *out)
{
    int v = 0;

    for (int i = 0; i < n; i++) {
        if ((*s)[i] < '0' || (*s)[i] > '9') return false;
        v = v * 10 + (*s)[i] - '0';
    }
    *s += n;
    *out = v;
    return true;
}

static bool date_prefix(const char **s, day_t *d)
{
    int y, m, n;

    if (!digits(s, 4, &y)) return false;
    bool hyphen = **s == '-';
    if (hyphen) (*s)++;
    if (!digits(s, 2, &m)) return false;
    if (hyphen && *(*s)++ != '-') return false;
    if (!digits(s, 2, &n) || !day_valid(y, m, n)) return false;
    *d = day_of_civil(y, m, n);
    return true;
}

bool day_parse(const char *s, day_t *d)
{
    day_t v;

    if (!date_prefix(&s, &v) || *s) return false;
    *d = v;
    return true;
}

/* Up to most digits; -1 when there are none or more. */
static int take_number(const char **s, int most)
{
    int v = 0, n = 0;

    for (; **s >= '0' && **s <= '9'; (*s)++, n++) {
        if (n == most) return -1;
        v = v * 10 + **s - '0';
    }
    return n ? v : -1;
}

static bool take(const char **s, const char *mark)
{
    size_t n = strlen(mark);

    if (strncmp(*s, mark, n) != 0) return false;
    *s += n;
    return true;
}

static bool with_marks(const char *s, day_t *d)
{
    static const char *const marks[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const char *p = s;
        int year = take_number(&p, 4);
        bool four = p - s == 4;
        if (!four || !take(&p, marks[i][0])) continue;
        int month = take_number(&p, 2);
        if (!take(&p, marks[i][1])) return false;
        int dom = take_number(&p, 2);
        if (!take(&p, marks[i][2]) || *p || !day_valid(year, month, dom)) return false;
        *d = day_of_civil(year, month, dom);
        return true;
    }
    return false;
}

/* t, +3, -3, t+3 */
static bool from_today(const char *s, day_t today, day_t *d)
{
    bool t = take(&s, "t") || take(&s, "T");
    int sign = take(&s, "+") ? 1 : take(&s, "-") ? -1 : 0;
    int n = sign ? take_number(&s, 4) : 0;

    if ((!t && !sign) || n < 0 || *s) return false;
    *d = today + sign * n;
    return true;
}

/* 14, 0214, 2-14 */
static bool of_this_year(const char *s, day_t today, day_t *d)
{
    struct civil now = day_civil(today);
    size_t n = strlen(s);
    int month = now.month, dom = take_number(&s, 4);

    if (dom >= 0 && take(&s, "-"))
        month = dom, dom = take_number(&s, 2);
    else if (n == 4)
        month = dom / 100, dom %= 100;
    else if (n > 2)
        return false;
    if (*s || !day_valid(now.year, month, dom)) return false;
    *d = day_of_civil(now.year, month, dom);
    return true;
}

bool day_typed(const char *s, day_t today, day_t *d)
{
    if (day_parse(s, d) || with_marks(s, d)) return true;
    return today != DAY_NONE && (from_today(s, today, d) || of_this_year(s, today, d));
}

bool instant_parse(const char *s, instant_t *t)
{
    day_t d;
    int h = 0, m = 0, sec = 0;

    if (!date_prefix(&s, &d)) return false;
    if (*s == 'T' || *s == ' ') {
        s++;
        if (!digits(&s, 2, &h) || *s++ != ':' || !digits(&s, 2, &m)) return false;
        if (*s == ':') {
            s++;
            if (!digits(&s, 2, &sec)) return false;
        }
    }
    if (*s || h > 23 || m > 59 || sec > 59) return false;
    *t = day_start(d) + h * 3600 + m * 60 + sec;
    return true;
}

/* n digits of v, its last ones when it has more. */
static char *put_digits(char *s, int n, unsigned v)
{
    for (int i = n; i-- > 0; v /= 10)
        s[i] = (char)('0' + v % 10);
    return s + n;
}

const char *day_text(day_t d, char out[DAY_TEXT])
{
    char *s = out;

    if (d != DAY_NONE) {
        struct civil c = day_civil(d);
        s = put_digits(s, 4, (unsigned)c.year);
        *s++ = '-';
        s = put_digits(s, 2, (unsigned)c.month);
        *s++ = '-';
        s = put_digits(s, 2, (unsigned)c.dom);
    }
    *s = '\0';
    return out;
}

const char *instant_text(instant_t t, char out[INSTANT_TEXT])
{
    if (t == INSTANT_NONE) {
        out[0] = '\0';
        return out;
    }
    unsigned second = (unsigned)day_second_of_instant(t);
    day_text(day_of_instant(t), out);
    char *s = out + DAY_TEXT - 1;
    *s++ = 'T';
    s = put_digits(s, 2, second / 3600);
    *s++ = ':';
    s = put_digits(s, 2, second / 60 % 60);
    *s++ = ':';
    s = put_digits(s, 2, second % 60);
    *s = '\0';
    return out;
}

const char *duration_text(int64_t seconds, char out[DURATION_TEXT])
{
    snprintf(out, DURATION_TEXT, "%" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
             (int)(seconds % 60));
    return out;
}
