#include "domain/decimal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool append(int64_t *v, int digit)
{
    return !__builtin_mul_overflow(*v, 10, v) && !__builtin_add_overflow(*v, digit, v);
}

bool decimal_parse(const char *s, int64_t *out)
{
    bool minus = *s == '-';
    int64_t v = 0;
    int places = 0;

    if (minus) s++;
    if (!is_digit(*s)) return false;
    for (; is_digit(*s); s++)
        if (!append(&v, *s - '0')) return false;
    if (*s == '.') {
        s++;
        if (!is_digit(*s)) return false;
        for (; is_digit(*s); s++, places++)
            if (places == DECIMAL_PLACES || !append(&v, *s - '0')) return false;
    }
    if (*s) return false;
    for (; places < DECIMAL_PLACES; places++)
        if (!append(&v, 0)) return false;
    *out = minus ? -v : v;
    return true;
}

const char *decimal_text(int64_t v, int places, char out[DECIMAL_TEXT])
{
    uint64_t m = v < 0 ? -(uint64_t)v : (uint64_t)v, unit = 1, one = 1;

    assert(places >= 0 && places <= DECIMAL_PLACES);
    for (int i = places; i < DECIMAL_PLACES; i++)
        unit *= 10;
    for (int i = 0; i < places; i++)
        one *= 10;
    m = (m + unit / 2) / unit;
    const char *sign = v < 0 && m ? "-" : "";
    if (places)
        snprintf(out, DECIMAL_TEXT, "%s%" PRIu64 ".%0*" PRIu64, sign, m / one, places, m % one);
    else
        snprintf(out, DECIMAL_TEXT, "%s%" PRIu64, sign, m);
    return out;
}

int64_t decimal_round(int64_t v)
{
    int64_t whole = v / DECIMAL_ONE, rest = v % DECIMAL_ONE;

    if (rest >= DECIMAL_ONE / 2) return whole + 1;
    return rest <= -DECIMAL_ONE / 2 ? whole - 1 : whole;
}

__extension__ typedef __int128 wide;

/* a / b, half away from zero */
static bool ratio(wide a, wide b, int64_t *out)
{
    wide half = (b < 0 ? -b : b) / 2;
    wide q = (a < 0 ? a - half : a + half) / b;

    if (q > INT64_MAX || q < INT64_MIN) return false;
    *out = (int64_t)q;
    return true;
}

bool decimal_multiply(int64_t a, int64_t b, int64_t *out)
{
    return ratio((wide)a * b, DECIMAL_ONE, out);
}

bool decimal_divide(int64_t a, int64_t b, int64_t *out)
{
    return b != 0 && ratio((wide)a * DECIMAL_ONE, b, out);
}
