/* Drafts: what has been typed and not been sent, safe on disk after every field.
 *
 * One file for a person and a thing (an item being registered, a matter being accepted): lines
 * "key=value" with \n and \\ written as such, replaced atomically, readable by its owner only. */
#ifndef YC_TUI_SCREEN_DRAFT_H
#define YC_TUI_SCREEN_DRAFT_H

#include <stdbool.h>

#include "base/buf.h"
#include "tui/screen/seat.h"

void draft_line(struct buf *text, const char *key, const char *value);
/* Calls each for every whole line. */
void draft_each(const char *text, void (*each)(void *arg, const char *key, const char *value),
                void *arg);

/* thing: "A03" or a number.  All do nothing without a folder.  false: could not be written. */
bool draft_save(const struct seat *s, const char *thing, const struct buf *text);
char *draft_load(const struct seat *s, const char *thing); /* fresh, NULL none */
void draft_remove(const struct seat *s, const char *thing);

#endif
