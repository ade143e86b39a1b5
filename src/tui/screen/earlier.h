/* An applicant who was here before: his last matter, and what of it may be filled in, on one key
 * and only where nothing is. */
#ifndef YC_TUI_SCREEN_EARLIER_H
#define YC_TUI_SCREEN_EARLIER_H

#include "model/matter.pb-c.h"
#include "tui/screen/sheet.h"

/* The field holds the applicant's own ID number or credit code. */
bool earlier_names_applicant(const struct field *fd);
/* Looks for a matter of that number and says so on the status line; NULL none.
 * yc__matter__free_unpacked. */
Yc__Matter *earlier_find(struct seat *s, const char *id);
/* Fills empty fields: all when it was the same item, else only those both forms share.  Focuses the
 * first that is still needed; returns how many were filled. */
int earlier_fill(struct sheet *h, const Yc__Matter *m);

#endif
