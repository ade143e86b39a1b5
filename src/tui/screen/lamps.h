/* The lamp board (监察台): departments and their lamps, today's cards by the minute, and the
 * matters behind a lamp. */
#ifndef YC_TUI_SCREEN_LAMPS_H
#define YC_TUI_SCREEN_LAMPS_H

#include "tui/screen/stage.h"

void lamps_open(struct seat *s);

#endif
