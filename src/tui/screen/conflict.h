/* A record somebody else changed while its form was being typed: mine and theirs side by side,
 * chosen field by field.
 *
 * Nothing is sent: what is chosen stands in the sheet, and the caller saves against the record as
 * it is now. */
#ifndef YC_TUI_SCREEN_CONFLICT_H
#define YC_TUI_SCREEN_CONFLICT_H

#include "model/matter.pb-c.h"
#include "tui/screen/sheet.h"

/* was: what the sheet was opened from; now: the record as it is, taken over.  Fields only they have
 * changed are brought in by themselves; if others differ the screen asks.  settled gets now once
 * the sheet holds what was chosen; it is not called when Esc leaves all as it was. */
void conflict_meet(struct sheet *h, const Yc__Matter *was, Yc__Matter *now,
                   void (*settled)(void *arg, Yc__Matter *now), void *arg);

#endif
