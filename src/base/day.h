/* Dates and instants.
 *
 * day     a civil date as days since 1970-01-01 (proleptic Gregorian).
 * instant seconds since the epoch, UTC.
 * minute  minutes since midnight, local (0..1439).
 * The country has kept one zone without summer time since 1992, so local time is UTC + 8 h
 * everywhere in this program; neither TZ nor the C library's zone tables are asked. */
#ifndef YC_BASE_DAY_H
#define YC_BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t day_t;
typedef int64_t instant_t;

enum { DAY_ZONE = 8 * 3600, DAY_SECONDS = 86400 };
#define DAY_NONE INT32_MIN
#define INSTANT_NONE INT64_MIN

struct civil {
    int year, month, dom; /* month 1..12, dom 1..31 */
};

day_t day_of_civil(int year, int month, int dom);
struct civil day_civil(day_t d);
bool day_valid(int year, int month, int dom);
int day_weekday(day_t d);             /* 1 = Monday .. 7 = Sunday */
day_t day_add_months(day_t d, int n); /* same day number, else last day of that month */

instant_t day_start(day_t d); /* 00:00:00 local */
day_t day_of_instant(instant_t t);
int day_second_of_instant(instant_t t); /* 0..86399 local */

/* "2026-11-24"; also accepted without hyphens.  false: not a date, *d untouched. */
bool day_parse(const char *s, day_t *d);
/* As people type it: also 2026-2-4, 2026/2/4, 2026.2.4, 2026年2月4日, and, with a today, 0214 or
 * 2-14 (this year), 14 (this month), t or +3, -3, t+3 (days from today). */
bool day_typed(const char *s, day_t today, day_t *d);
/* "2026-11-24T09:14[:05]", a space for the T, or a date alone (midnight). */
bool instant_parse(const char *s, instant_t *t);

enum { DAY_TEXT = 11, INSTANT_TEXT = 20, DURATION_TEXT = 28 };
const char *day_text(day_t d, char out[DAY_TEXT]);                   /* "" for DAY_NONE */
const char *instant_text(instant_t t, char out[INSTANT_TEXT]);       /* 2026-11-24T09:14:05 local */
const char *duration_text(int64_t seconds, char out[DURATION_TEXT]); /* 51:04:05, hours first */

#endif
