/* The lock: a screen left alone shows who and when, and nothing else, until its person is back.
 *
 * It opens by the PIN; without one, and after the last wrong one, the session ends at the sign-in.
 * What was typed is on disk before either, and offered again.
 *
 * The office keeps a lock of its own (office/session.h): it is told of ours, and of keys that are
 * pressed without asking it anything; what it refuses because of its lock, or because the session
 * is over, is seen to by lock_settle. */
#ifndef YC_TUI_SCREEN_LOCK_H
#define YC_TUI_SCREEN_LOCK_H

#include "tui/screen/stage.h"

enum { PIN_CHARS = 12 };

void lock_open(struct seat *s); /* nothing when nobody is signed in, or locked already */
bool lock_closed(const struct seat *s);
/* After each key and each look at the office, when no screen's own code is running. */
void lock_settle(struct seat *s);
void lock_awake(struct seat *s); /* a key was pressed */
/* Sends it.  -1: refused or nobody answers, said; else tries left, with *right. After the last one
 * the session is to end. */
int lock_try_pin(struct seat *s, const char *pin, bool *right);
/* Milliseconds until the screen is to be locked, given when the last key came; -1: never. */
int64_t lock_left(const struct seat *s, int64_t last, int64_t now);

/* Asks for the present PIN, if there is one, and twice for a new one. */
void lock_set_pin(struct seat *s);

#endif
