#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const char *choice_value(const struct choice *c)
{
    return c->value ? c->value : c->text;
}

/* --- Codes and initials --- */

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const char *choice_step(const char *initials, char letter)
{
    const char *p = initials;
    bool fits = false;

    if (*p != '[') return *p && *p != ' ' && small(*p) == small(letter) ? p + 1 : NULL;
    while (*++p && *p != ']')
        fits |= small(*p) == small(letter);
    return fits ? p + (*p == ']') : NULL;
}

/* What is left of the first word that typed begins, of a list separated by blanks; NULL none.
 * exact: nothing may be left. */
static const char *in_words(const char *words, const char *typed, bool exact)
{
    for (const char *w = words ? words : ""; *w;) {
        const char *rest = w;
        for (const char *t = typed; *t && rest; t++)
            rest = choice_step(rest, *t);
        if (rest && (!exact || !*rest || *rest == ' ')) return rest;
        w += strcspn(w, " ");
        w += strspn(w, " ");
    }
    return NULL;
}

bool choice_is_code(const struct choice *c, const char *typed)
{
    return *typed && in_words(c->code, typed, true);
}

bool choice_exact(const struct choice *c, const char *typed)
{
    return *typed && (in_words(c->code, typed, true) || in_words(c->initials, typed, true));
}

const char *choice_rest(const struct choice *c, const char *typed)
{
    const char *rest = in_words(c->initials, typed, false);

    return rest ? rest : "";
}

/* --- Han --- */

static bool is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return !*s;
}

static bool has_ascii(const char *s)
{
    while (*s && (unsigned char)*s >= 0x80)
        s++;
    return *s;
}

/* part is folded.  Folding changes only what becomes ASCII, so a part without any is looked for as
 * it stands: thousands of names are asked at every key. */
static bool in_text(const char *text, const char *part)
{
    if (!has_ascii(part)) return strstr(text, part) != NULL;
    char *whole = text_fold(text);
    bool found = text_contains(whole, part);

    free(whole);
    return found;
}

/* han: the typed text folded, NULL when it is ASCII. */
static bool matches(const struct choice *c, const char *typed, const char *han)
{
    if (han) return in_text(c->text, han);
    return in_words(c->code, typed, false) || in_words(c->initials, typed, false);
}

static char *han_of(const char *typed)
{
    return is_ascii(typed) ? NULL : text_fold(typed);
}

bool choice_matches(const struct choice *c, const char *typed)
{
    char *han = han_of(typed);
    bool found = !*typed || matches(c, typed, han);

    free(han);
    return found;
}

int choice_filter(const struct choice *c, int n, const char *typed, int match[])
{
    char *han = han_of(typed);
    int found = 0;

    for (int exact = 1; exact >= 0; exact--)
        for (int i = 0; i < n; i++)
            if (!*typed ? !exact
                        : matches(&c[i], typed, han) && choice_exact(&c[i], typed) == exact)
                match[found++] = i;
    free(han);
    return found;
}
