/* The palette: everything that can be done now, by initials or number; and help: every key of this
 * screen, to be run. */
#ifndef YC_TUI_SCREEN_PALETTE_H
#define YC_TUI_SCREEN_PALETTE_H

#include "tui/screen/stage.h"

void palette_acts(struct seat *s);
void palette_help(struct seat *s);

#endif
