/* An application at the counter: fill its form, register, accept; and the form of a registered
 * matter in review or correction, prefilled.
 *
 * Every field left is saved to the draft.  A request nobody answered is sent again with the same
 * id, so pressing save twice registers once. */
#ifndef YC_TUI_SCREEN_APPLICATION_H
#define YC_TUI_SCREEN_APPLICATION_H

#include "model/matter.pb-c.h"
#include "tui/screen/sheet.h"
#include "tui/screen/stage.h"

void application_new(struct seat *s, const char *item); /* offers an unfinished draft */
/* The form of a matter as it is; m stays the caller's. */
void application_edit(struct seat *s, const Yc__Matter *m);
/* What is typed in it; NULL: another kind of screen. */
const struct sheet *application_sheet(const struct screen *s);

#endif
