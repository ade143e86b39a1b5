/* Macros: keys recorded once and played again, kept for a person beside the drafts under a letter
 * and a name.
 *
 * The file "PERSON.macros.draft" has a line for each, "letter=name<Tab>key<Tab>key ...", keys as in
 * keymaps, pasted text as "Paste=TEXT", a scanner's as "Scan=TEXT".  Secrets are never recorded:
 * recording ends there.  Playing ends at the first refusal, error or bell, and at every question
 * that only a person may answer; what had been done by then stays done. */
#ifndef YC_TUI_SCREEN_MACRO_H
#define YC_TUI_SCREEN_MACRO_H

#include "tui/screen/stage.h"

enum { MACRO_MOST = 400 };

void macro_record(struct seat *s);             /* begins, or ends and asks under which letter */
void macro_play(struct seat *s);               /* asks which */
void macro_note(struct seat *s, struct key k); /* a person pressed it; nothing when not recording */
int macro_recorded(const struct seat *s);      /* keys so far, -1: not recording */
void macro_forget(struct seat *s);             /* the one being recorded */

#endif
