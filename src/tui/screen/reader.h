/* A text to read in full: a paper, a report, the list of what is wrong. */
#ifndef YC_TUI_SCREEN_READER_H
#define YC_TUI_SCREEN_READER_H

#include "tui/screen/stage.h"

void reader_open(struct seat *s, const char *title, const char *text);

#endif
