/* Numbers that carry a check digit or a pattern (domain.md part E). */
#ifndef YC_DOMAIN_IDS_H
#define YC_DOMAIN_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/rc.h"

/* GB 11643-1999.  out (19 bytes): 18 characters, upper case; 15-digit numbers are widened. */
MUST_CHECK enum rc ids_citizen(const char *s, day_t today, char out[19], struct fault *f);
char ids_citizen_check(const char digits17[17]);
day_t ids_citizen_birth(const char *id18);
bool ids_citizen_male(const char *id18);
void ids_citizen_mask(const char *id, char out[24]); /* first 6, stars, last 4 */

/* GB 32100-2015.  warn (may be NULL): set when the inner organisation code's own digit fails (some
 * real ones do). */
MUST_CHECK enum rc ids_uscc(const char *s, char out[19], bool *warn, struct fault *f);

/* 受理编号: region6 + date8 + serial6 + ISO 7064 MOD 11,10 (E.4). */
enum { IDS_NUMBER = 22, IDS_NUMBER_GROUPED = 25, IDS_SHORT = 16 };
char ids_mod_11_10(const char *digits); /* check character of a string of digits */
void ids_number(const char *region6, uint64_t id,
                char out[IDS_NUMBER]); /* id = date8 * 10^6 + serial */
void ids_number_grouped(const char *number21,
                        char out[IDS_NUMBER_GROUPED]);   /* 370299-20261123-000042-8 */
void ids_number_short(uint64_t id, char out[IDS_SHORT]); /* date + serial + own check */
/* Reads a full number (hyphens and blanks ignored), or the short form; false: not one, or check
 * digit wrong. */
bool ids_number_parse(const char *s, uint64_t *id);

/* Document numbers: "{YYYY}" the year, "{N:6}" the serial with leading zeros, "{N}" without. */
void ids_document(const char *pattern, int year, uint64_t n, char *out, size_t size);
/* Query password: 6 of the letters and digits without 0 O 1 I, from random bytes. */
void ids_query_code(const unsigned char random[6], char out[7]);
bool ids_phone(const char *s); /* mobile, or area code and number */
bool ids_luhn(const char *digits);

#endif
