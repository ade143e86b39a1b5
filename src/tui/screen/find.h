/* Find: one line of words, and the matters they name (number, name, initials, ID number, phone,
 * certificate). */
#ifndef YC_TUI_SCREEN_FIND_H
#define YC_TUI_SCREEN_FIND_H

#include "tui/screen/stage.h"

void find_open(struct seat *s);

#endif
