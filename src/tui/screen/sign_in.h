/* Sign-in: who, in which post, at which desk.  The sample hall asks for no PIN and says so. */
#ifndef YC_TUI_SCREEN_SIGN_IN_H
#define YC_TUI_SCREEN_SIGN_IN_H

#include "tui/screen/stage.h"

/* person, desk (keys) may be NULL; what is given is not asked. */
void sign_in_open(struct seat *s, const char *person, const char *desk);

#endif
