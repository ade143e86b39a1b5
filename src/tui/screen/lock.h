/* The lock: a screen left alone shows who and when, and nothing else, until its person is back.
 *
 * It opens by the PIN; without one, and after the last wrong one, the session ends at the sign-in.
 * What was typed is on disk before either, and offered again. */
#ifndef YC_TUI_SCREEN_LOCK_H
#define YC_TUI_SCREEN_LOCK_H

#include "tui/screen/stage.h"

void lock_open(struct seat *s); /* nothing when nobody is signed in, or locked already */
bool lock_closed(const struct seat *s);
/* Milliseconds until the screen is to be locked, given when the last key came; -1: never. */
int64_t lock_left(const struct seat *s, int64_t last, int64_t now);

/* Asks for the present PIN, if there is one, and twice for a new one. */
void lock_set_pin(struct seat *s);

#endif
