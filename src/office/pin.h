/* A person's PIN: what is kept of it, and whether one that is typed is right.
 *
 * Kept is argon2id over the PIN, a salt of the person and a key in the home (pin.key, made when
 * first needed, readable by the service alone, in no record and no backup of the data): who reads
 * the journal or a copy of the data cannot try PINs.  With the key lost, every PIN has to be set
 * anew.  The PIN itself is written nowhere, neither in an event nor in a digest (once.c). */
#ifndef YC_OFFICE_PIN_H
#define YC_OFFICE_PIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

enum { PIN_LEAST = 6, PIN_MOST = 12, PIN_SEALED = 49, PIN_TEXT = PIN_MOST + 1 };

/* Refused: not digits, too short or long, or what is tried first: one digit or a group of them over
 * and over, digits in a row, pairs, a birthday, a mobile number, the few that everybody knows. */
MUST_CHECK enum rc pin_allowed(const char *pin, struct fault *f);
/* like: another sealed one of the same person, whose salt is used again, so that equal PINs give
 * equal bytes; NULL, or of another make: a fresh salt. */
MUST_CHECK enum rc pin_seal(const char *home, const char *pin, const unsigned char *like,
                            unsigned char sealed[PIN_SEALED], struct fault *f);
/* sealed of another length or make (NULL: none at all): never right, and that takes as long. */
MUST_CHECK enum rc pin_right(const char *home, const char *pin, const void *sealed, size_t n,
                             bool *right, struct fault *f);
/* One that nobody knows yet, good by pin_allowed. */
MUST_CHECK enum rc pin_draw(char pin[PIN_TEXT], struct fault *f);

#endif
