/* A matter: form, materials, steps, clocks, money, papers, trail; and the acts that may be done with it now. */
#ifndef YC_TUI_SCREEN_MATTER_H
#define YC_TUI_SCREEN_MATTER_H

#include "tui/screen/stage.h"

/* Opens it; what waits for acceptance by this person opens with its form on top. */
void matter_open(struct seat *s, const char *number);
/* The first act that carries a matter on, with what it asks. */
void matter_forward(struct seat *s, const char *number);
/* An act by name, if it is allowed now. */
void matter_act(struct seat *s, const char *number, const char *act);

#endif
