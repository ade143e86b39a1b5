/* Reports: what the nights have written, to be read; and the figures of today so far. */
#ifndef YC_TUI_SCREEN_REPORTS_H
#define YC_TUI_SCREEN_REPORTS_H

#include "tui/screen/stage.h"

void reports_open(struct seat *s);

#endif
