/* A matter: form, materials, steps, clocks, money, papers, trail; and the acts that may be done
 * with it now. */
#ifndef YC_TUI_SCREEN_MATTER_H
#define YC_TUI_SCREEN_MATTER_H

#include "model/matter.pb-c.h"
#include "tui/screen/stage.h"

/* The record of a matter; NULL: refused, said on the status line.  yc__matter__free_unpacked. */
Yc__Matter *matter_fetch(struct seat *s, const char *number);

/* Opens it; what waits for acceptance by this person opens with its form on top. */
void matter_open(struct seat *s, const char *number);
/* Opens it and asks at once for what the first act needs that carries it on. */
void matter_forward(struct seat *s, const char *number);
/* An act by name, if it is allowed now. */
void matter_act(struct seat *s, const char *number, const char *act);

#endif
