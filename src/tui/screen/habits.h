/* What a person usually does: the choices made last, the ten things on his digits, the columns of
 * his lists.
 *
 * Kept in a file of his own beside the drafts (doc/formats.md), read when first asked for and
 * written at every change; a line that cannot be understood is passed over, a file that cannot be
 * read or written is nothing to stop work for.  Lists are named by short words ("items"). */
#ifndef YC_TUI_SCREEN_HABITS_H
#define YC_TUI_SCREEN_HABITS_H

#include "tui/screen/seat.h"

enum { HABITS_DIGITS = 10 };

/* Texts joined by '|', "" none; borrowed until the next change.  kind: "last" (newest first),
 * "digits" (of 1 to 9 and 0, "" where none), "columns". */
const char *habits_of(struct seat *s, const char *kind, const char *list);
void habits_set(struct seat *s, const char *kind, const char *list, const char *joined);

/* value was chosen: it is the last choice now, and what is chosen a second time gets the lowest
 * free digit, for good: a digit means another thing only after habits_pin. */
void habits_chosen(struct seat *s, const char *list, const char *value);
/* digit 0..9 is key 1..9, 0; what had it has none then. */
void habits_pin(struct seat *s, const char *list, int digit, const char *value);

/* Part i of a joined text; fresh, NULL beyond the last. */
char *habits_part(const char *joined, int i);
int habits_find(const char *joined, const char *part); /* its place, -1 */

void habits_free(struct habits *h);

#endif
