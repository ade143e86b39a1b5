/* One act on many matters: one question, a progress sign, and at the end what was done and what the
 * office refused, with its reasons.
 *
 * Each matter is an act of its own at the office; a refusal does not stop the others, Esc does
 * after the present one. */
#ifndef YC_TUI_SCREEN_MANY_H
#define YC_TUI_SCREEN_MANY_H

#include "tui/screen/stage.h"
#include "tui/widget/marks.h"

/* Asks once and then does it.  marks holds rows as rows.h names them ("number run"); those that
 * were done are taken out of it.  It must live as long as the screen below. */
void many_open(struct seat *s, const char *act, struct marks *marks);

#endif
