/* Pinyin initials: the first letters by which a Han text is found without an input method.
 *
 * Lower case; Latin letters and digits stand for themselves, everything else is left out.  A
 * character has the letters of all its modern readings (行 x and h), the usual one first; the table
 * and its source are in data/pinyin/. */
#ifndef YC_CATALOG_INITIALS_H
#define YC_CATALOG_INITIALS_H

#include <stdbool.h>
#include <stddef.h>

enum {
    INITIALS_LETTERS = 8,   /* of one character; no character has more than five */
    INITIALS_MOST = 8,      /* spellings of one text */
    INITIALS_SIZE = 64,     /* bytes of a spelling */
    INITIALS_READINGS = 200 /* bytes that hold the readings of a name */
};

/* Usual readings only: "xzxk".  Cut to size. */
void catalog_initials(const char *utf8, char *out, size_t size);
/* All readings, as a picklist's choice takes them (tui/widget/choice.h): "[xh]zxk".  Cut to size at
 * a whole character. */
void catalog_readings(const char *utf8, char *out, size_t size);
/* Every spelling, one a row, as long as there are at most INITIALS_MOST: where a character would
 * make more of them, its usual reading alone counts, so that the beginning, which is what people
 * type, has all of its readings.  Returns how many, 0: no initials at all. */
size_t catalog_spellings(const char *utf8, char out[INITIALS_MOST][INITIALS_SIZE]);
/* Whether the typed letters and digits begin a spelling of the text. */
bool catalog_spelled(const char *utf8, const char *typed);

#endif
