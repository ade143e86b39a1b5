#include "report/percent.h"

#include <inttypes.h>
#include <stdio.h>

/* floor((a*2s + b) / 2b): half up also below zero (a rate of saving may be negative). */
static int64_t hundredths(int64_t a, int64_t b, int64_t scale)
{
    int64_t above = a * 2 * scale + b, below = 2 * b;

    return above / below - (above % below < 0);
}

static const char *ratio_text(int64_t a, int64_t b, int64_t scale, char out[RATIO_TEXT])
{
    if (b == 0) {
        snprintf(out, RATIO_TEXT, "—");
        return out;
    }
    int64_t p = hundredths(a, b, scale), size = p < 0 ? -p : p;
    snprintf(out, RATIO_TEXT, "%s%" PRId64 ".%02d", p < 0 ? "-" : "", size / 100,
             (int)(size % 100));
    return out;
}

const char *percent_text(int64_t a, int64_t b, char out[RATIO_TEXT])
{
    return ratio_text(a, b, 10000, out);
}

const char *mean_text(int64_t a, int64_t b, char out[RATIO_TEXT])
{
    return ratio_text(a, b, 100, out);
}
