#include "domain/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct unit_word {
    const char *word;
    enum unit unit;
    int minutes; /* of an office hour or minute; 0: a plain count, whole */
} units[] = {
    {"wd", UNIT_WD, 0}, {"cd", UNIT_CD, 0},  {"mo", UNIT_MO, 0},
    {"hr", UNIT_HR, 0}, {"bh", UNIT_BH, 60}, {"min", UNIT_BH, 1},
};

static const struct unit_word *unit_of(const char *word)
{
    for (size_t i = 0; i < COUNT(units); i++)
        if (strcmp(units[i].word, word) == 0) return &units[i];
    return NULL;
}

/* Digits, perhaps a point and one or two digits, as hundredths. */
static bool hundredths(const char **s, int *out, bool *whole)
{
    size_t n = strspn(*s, "0123456789"), m = 0;

    if (n < 1 || n > 4) return false;
    int v = (int)strtol(*s, NULL, 10) * 100;
    *s += n;
    *whole = **s != '.';
    if (!*whole) {
        m = strspn(++*s, "0123456789");
        if (m < 1 || m > 2) return false;
        v += (int)strtol(*s, NULL, 10) * (m == 1 ? 10 : 1);
        *s += m;
    }
    *out = v;
    return true;
}

bool span_parse(const char *s, struct span *out)
{
    int v;
    bool whole;

    if (!*s || strcmp(s, "now") == 0) {
        *out = (struct span){*s ? UNIT_NOW : UNIT_NONE, 0};
        return true;
    }
    if (!hundredths(&s, &v, &whole)) return false;
    const struct unit_word *u = unit_of(s);
    if (!u || (!whole && u->minutes != 60)) return false;
    if (u->minutes) v *= u->minutes;
    if (v % 100 != 0 || v > 999900)
        return false; /* 1.01 office hours; more minutes than anyone writes */
    *out = (struct span){u->unit, v / 100};
    return true;
}

char *span_text(struct span s, char out[16])
{
    static const char *const plain[] = {
        [UNIT_WD] = "%dwd", [UNIT_CD] = "%dcd", [UNIT_MO] = "%dmo", [UNIT_HR] = "%dhr"};

    if (s.unit == UNIT_NONE || s.unit == UNIT_NOW)
        snprintf(out, 16, "%s", s.unit == UNIT_NOW ? "now" : "");
    else if (s.unit != UNIT_BH)
        snprintf(out, 16, plain[s.unit], s.n);
    else if (s.n % 60 == 0)
        snprintf(out, 16, "%dbh", s.n / 60);
    else if (s.n > 60 && s.n % 30 == 0)
        snprintf(out, 16, "%d.5bh", s.n / 60);
    else
        snprintf(out, 16, "%dmin", s.n);
    return out;
}
