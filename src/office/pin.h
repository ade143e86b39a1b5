/* A person's PIN: what is kept of it, and whether one that is typed is right.
 *
 * Kept is argon2id over the PIN, a salt of its own and a key in the home (pin.key, made when first
 * needed, readable by the service alone, in no record and no backup of the data): who reads the
 * journal or a copy of the data cannot try PINs.  With the key lost, every PIN has to be set anew.
 * The PIN itself is written nowhere, neither in an event nor in a digest (once.c). */
#ifndef YC_OFFICE_PIN_H
#define YC_OFFICE_PIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

enum { PIN_LEAST = 6, PIN_MOST = 12, PIN_TRIES = 5, PIN_SEALED = 49 };

/* Refused: not digits, too short or long, one digit over and over, or digits in a row. */
MUST_CHECK enum rc pin_allowed(const char *pin, struct fault *f);
MUST_CHECK enum rc pin_seal(const char *home, const char *pin, unsigned char sealed[PIN_SEALED],
                            struct fault *f);
/* sealed of another length or make: never right. */
MUST_CHECK enum rc pin_right(const char *home, const char *pin, const void *sealed, size_t n,
                             bool *right, struct fault *f);

#endif
