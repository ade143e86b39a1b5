#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const char *choice_value(const struct choice *c)
{
    return c->value ? c->value : c->text;
}

/* Whether typed begins (or, exact, is) one of the words of a list separated by blanks. */
static bool in_words(const char *words, const char *typed, bool exact)
{
    size_t n = strlen(typed);

    for (const char *w = words ? words : ""; *w;) {
        size_t len = strcspn(w, " ");
        if (len >= n && strncasecmp(w, typed, n) == 0 && (!exact || len == n)) return true;
        w += len;
        w += strspn(w, " ");
    }
    return false;
}

static bool in_text(const char *text, const char *typed)
{
    char *whole = text_fold(text), *part = text_fold(typed);
    bool found = text_contains(whole, part);

    free(whole);
    free(part);
    return found;
}

static bool is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return !*s;
}

bool choice_exact(const struct choice *c, const char *typed)
{
    return *typed && (in_words(c->code, typed, true) || in_words(c->initials, typed, true));
}

bool choice_matches(const struct choice *c, const char *typed)
{
    if (!*typed) return true;
    if (in_words(c->code, typed, false) || in_words(c->initials, typed, false)) return true;
    return !is_ascii(typed) && in_text(c->text, typed);
}

int choice_filter(const struct choice *c, int n, const char *typed, int match[])
{
    int found = 0;

    for (int exact = 1; exact >= 0; exact--)
        for (int i = 0; i < n; i++)
            if (choice_exact(&c[i], typed) == (bool)exact && choice_matches(&c[i], typed))
                match[found++] = i;
    return found;
}
