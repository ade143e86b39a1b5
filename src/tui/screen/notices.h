/* Notices to the person and his posts; Enter opens the matter and marks the notice as read. */
#ifndef YC_TUI_SCREEN_NOTICES_H
#define YC_TUI_SCREEN_NOTICES_H

#include "tui/screen/stage.h"

void notices_open(struct seat *s);

#endif
