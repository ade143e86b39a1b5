/* Which item is applied for: by code, initials or Han, those this person chose last first;
 * then its form. */
#ifndef YC_TUI_SCREEN_ITEM_CHOICE_H
#define YC_TUI_SCREEN_ITEM_CHOICE_H

#include "tui/screen/stage.h"

void item_choice_open(struct seat *s);

#endif
