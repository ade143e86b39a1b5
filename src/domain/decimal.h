/* Exact decimals: an int64 that counts millionths, so 0.02 is 20,000.  What does not fit is an
 * error, never wrong. */
#ifndef YC_DOMAIN_DECIMAL_H
#define YC_DOMAIN_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_ONE = 1000000, DECIMAL_PLACES = 6, DECIMAL_TEXT = 24 };

/* "-12", "0.02": digits, perhaps a point with one to six more. */
bool decimal_parse(const char *s, int64_t *out);
/* With so many places (0..6), the rest rounded half away from zero. */
const char *decimal_text(int64_t v, int places, char out[DECIMAL_TEXT]);
int64_t decimal_round(int64_t v); /* to a whole number (no longer scaled), half away from zero */

/* To the millionth, half away from zero.  false: does not fit (or division by zero), *out
 * untouched. */
bool decimal_multiply(int64_t a, int64_t b, int64_t *out);
bool decimal_divide(int64_t a, int64_t b, int64_t *out);

#endif
