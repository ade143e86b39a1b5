/* Which numbers of which series have been given out: finds doubles at once and gaps at the end. */
#ifndef YC_OFFICE_NUMBERS_H
#define YC_OFFICE_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

struct numbers;

struct numbers *numbers_new(void);
void numbers_free(struct numbers *n);
/* false: this number of this series was taken before (or is 0 or absurdly large). */
bool numbers_take(struct numbers *n, const char *series, uint64_t value);
/* Calls gap for each series whose numbers do not run 1..highest. */
void numbers_gaps(const struct numbers *n,
                  void (*gap)(void *arg, const char *series, uint64_t count, uint64_t highest),
                  void *arg);

#endif
