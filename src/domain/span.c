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

static bool ends_elapsed(const char *s, enum unit u)
{
    if (!*s) return false;
    return strcmp(s, " elapsed") == 0 && (u == UNIT_WD || u == UNIT_CD || u == UNIT_MO);
}

static const struct unit_word *unit_at(const char **s)
{
    char word[8];
    size_t n = strcspn(*s, " ");

    if (n >= sizeof word) return NULL;
    memcpy(word, *s, n);
    word[n] = '\0';
    *s += n;
    return unit_of(word);
}

bool span_parse(const char *s, struct span *out)
{
    int v;
    bool whole;

    if (!*s || strcmp(s, "now") == 0) {
        *out = (struct span){.unit = *s ? UNIT_NOW : UNIT_NONE};
        return true;
    }
    if (!hundredths(&s, &v, &whole)) return false;
    const struct unit_word *u = unit_at(&s);
    if (!u || (!whole && u->minutes != 60)) return false;
    bool elapsed = ends_elapsed(s, u->unit);
    if (*s && !elapsed) return false;
    if (u->minutes) v *= u->minutes;
    if (v % 100 != 0 || v > 999900)
        return false; /* 1.01 office hours; more minutes than anyone writes */
    *out = (struct span){u->unit, v / 100, elapsed};
    return true;
}

char *span_text(struct span s, char out[SPAN_TEXT])
{
    static const char *const plain[] = {
        [UNIT_WD] = "%dwd%s", [UNIT_CD] = "%dcd%s", [UNIT_MO] = "%dmo%s", [UNIT_HR] = "%dhr%s"};

    if (s.unit == UNIT_NONE || s.unit == UNIT_NOW)
        snprintf(out, SPAN_TEXT, "%s", s.unit == UNIT_NOW ? "now" : "");
    else if (s.unit != UNIT_BH)
        snprintf(out, SPAN_TEXT, plain[s.unit], s.n, s.elapsed ? " elapsed" : "");
    else if (s.n % 60 == 0)
        snprintf(out, SPAN_TEXT, "%dbh", s.n / 60);
    else if (s.n > 60 && s.n % 30 == 0)
        snprintf(out, SPAN_TEXT, "%d.5bh", s.n / 60);
    else
        snprintf(out, SPAN_TEXT, "%dmin", s.n);
    return out;
}
