/* The inbox (待办): what waits for me, worst clock first, in tabs by kind of work. */
#ifndef YC_TUI_SCREEN_INBOX_H
#define YC_TUI_SCREEN_INBOX_H

#include "tui/screen/stage.h"

void inbox_open(struct seat *s);

#endif
