/* Things to choose among by typing: a numeric code, pinyin initials, or part of the Han name.  Used
 * by choice fields and the picklist.
 *
 * Initials may be several words separated by blanks, and brackets hold the letters of a character
 * that is read in several ways: "[xh]zxk". */
#ifndef YC_TUI_WIDGET_CHOICE_H
#define YC_TUI_WIDGET_CHOICE_H

#include <stdbool.h>

struct choice { /* all borrowed; all but text may be NULL */
    const char *code, *initials, *text;
    const char *value; /* what a field keeps; NULL: the text */
};

const char *choice_value(const struct choice *c);
/* Typed text is the beginning of the code or of the initials, or, if it has other than ASCII, part
 * of the text. */
bool choice_matches(const struct choice *c, const char *typed);
/* Fills match with the numbers of those that match, in order, those that the typed text names
 * exactly (by code, or by all of the initials) first; returns how many. */
int choice_filter(const struct choice *c, int n, const char *typed, int match[]);
bool choice_exact(const struct choice *c, const char *typed);
/* The typed text is the whole code. */
bool choice_is_code(const struct choice *c, const char *typed);

/* One letter of initials: what is left of them when the letter fits, else NULL. */
const char *choice_step(const char *initials, char letter);
/* What is left of the initials after the typed letters, "" none; borrowed from c. */
const char *choice_rest(const struct choice *c, const char *typed);

#endif
