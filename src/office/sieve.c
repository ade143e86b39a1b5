#include "office/sieve.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "office/record.h"

void sieve_open(struct sieve *s, const char *typed)
{
    s->folded = text_fold(typed);
}

void sieve_close(struct sieve *s)
{
    free(s->folded);
    s->folded = NULL;
}

static bool contains(const char *text, const char *folded)
{
    char *whole = text_fold(text);
    bool found = text_contains(whole, folded);

    free(whole);
    return found;
}

static bool names(const char *name, const char *folded)
{
    return catalog_spelled(name, folded) || contains(name, folded);
}

/* Hyphens are how lists group a number. */
static bool holds(const char *number, const char *typed)
{
    char digits[32];
    size_t n = 0;

    for (; *typed && n < sizeof digits - 1; typed++)
        if (*typed != '-') digits[n++] = *typed;
    digits[n] = '\0';
    return strstr(number, digits) != NULL;
}

bool sieve_passes(const struct sieve *s, const Yc__Matter *m, const struct item *it)
{
    const char *typed = s->folded;

    if (!*typed) return true;
    if (strspn(typed, "0123456789-") == strlen(typed)) return holds(TEXT(m->number), typed);
    if (strncasecmp(TEXT(m->item), typed, strlen(typed)) == 0) return true;
    if (it && (names(it->name, typed) || names(it->brief, typed))) return true;
    for (size_t i = 0; i < m->n_parties; i++)
        if (strcmp(TEXT(m->parties[i]->key), "applicant") == 0 &&
            names(TEXT(m->parties[i]->name), typed))
            return true;
    return false;
}
