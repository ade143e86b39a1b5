/* The sieve of a list: which matters are meant by what is typed into it, letter by letter.
 *
 * Digits (with hyphens as lists show them) are part of the number; letters begin the initials of
 * the applicant or of the item, or the item's id; anything else is part of the applicant's or the
 * item's name, in full or brief. */
#ifndef YC_OFFICE_SIEVE_H
#define YC_OFFICE_SIEVE_H

#include <stdbool.h>

#include "domain/item.h"
#include "model/matter.pb-c.h"

enum { SIEVE_MOST = 2000 }; /* matters looked at for one page: a key must not wait for more */

struct sieve {
    char *folded; /* "": everything passes */
};

void sieve_open(struct sieve *s, const char *typed);
void sieve_close(struct sieve *s);
/* it may be NULL. */
bool sieve_passes(const struct sieve *s, const Yc__Matter *m, const struct item *it);

#endif
