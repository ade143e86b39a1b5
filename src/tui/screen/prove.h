/* The PIN asked for in the middle of an act: a popup over whatever is there, which nothing of is
 * lost.
 *
 * It reads the terminal itself and returns when it is answered, so that the call which needs it can
 * go on (seat_try); nothing typed here reaches a macro. */
#ifndef YC_TUI_SCREEN_PROVE_H
#define YC_TUI_SCREEN_PROVE_H

#include "tui/screen/stage.h"

/* false: given up, or not right often enough, or the line has gone. */
bool prove_ask(struct seat *s);

#endif
