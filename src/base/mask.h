/* Masks: how a text of fixed form is built, character by character ("AA999999", "999-99999999").
 *
 * 9 is a digit, A a letter (made upper case), X a letter or digit; \c is the character c; any other
 * character stands for itself and need not be typed. */
#ifndef YC_BASE_MASK_H
#define YC_BASE_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { MASK_MOST = 60 }; /* characters */

/* The 1-based character where a mask is wrong (too long, a lone backslash, nothing to type); 0: it
 * is good. */
int mask_wrong(const char *mask);
size_t mask_nchar(const char *mask); /* of a whole text */
/* Writes s as the mask has it, with the marks s leaves out, as far as s goes; *whole: nothing is
 * left to type (marks at the end are put).  false: a character of s has no place, out untouched. */
bool mask_fit(const char *mask, const char *s, struct buf *out, bool *whole);

#endif
