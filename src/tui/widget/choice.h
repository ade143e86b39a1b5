/* Things to choose among by typing: a numeric code, pinyin initials (several readings separated by
 * blanks), or part of the Han name.  Used by choice fields and the picklist. */
#ifndef YC_TUI_WIDGET_CHOICE_H
#define YC_TUI_WIDGET_CHOICE_H

#include <stdbool.h>

struct choice { /* all borrowed; all but text may be NULL */
    const char *code, *initials, *text;
    const char *value; /* what a field keeps; NULL: the text */
};

const char *choice_value(const struct choice *c);
/* Typed text is the beginning of the code or of a reading's initials, or, if it has other than
 * ASCII, part of the text. */
bool choice_matches(const struct choice *c, const char *typed);
/* Fills match with the numbers of those that match, in order, one that the typed text names exactly
 * (its code, all of its initials) first; returns how many. */
int choice_filter(const struct choice *c, int n, const char *typed, int match[]);
bool choice_exact(const struct choice *c, const char *typed);

#endif
