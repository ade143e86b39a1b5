/* One list of everything that can be done now, found by initials, Han or key and run by Enter: the
 * palette begins with the acts, help with the keys. */
#ifndef YC_TUI_SCREEN_PALETTE_H
#define YC_TUI_SCREEN_PALETTE_H

#include "tui/screen/stage.h"

void palette_acts(struct seat *s);
void palette_help(struct seat *s);

#endif
