/* From keys to actions by the live keymap: a screen's own bindings, then the ones of every screen
 * ("global").  What a screen offers at all is said in catalog/keymap_offer.c. */
#ifndef YC_TUI_SCREEN_KEYS_H
#define YC_TUI_SCREEN_KEYS_H

#include "tui/screen/seat.h"
#include "tui/term/key.h"

/* "" when the key means nothing there. */
const char *keys_action(const struct seat *s, const char *mode, struct key k);
/* What the help bar shows: labelled bindings of the mode, then of "global" that still work there;
 * only of these actions (NULL: all). */
int keys_bar(const struct seat *s, const char *mode, const char *const *actions,
             struct bar_key *out, int max);

struct keys_line {
    const char *key, *alt, *action;
    const char *words; /* what it does, in the reader's language */
};
/* Every binding that works in the mode; returns how many. */
int keys_all(const struct seat *s, const char *mode, struct keys_line *out, int max);
const char *keys_saying(const struct seat *s, const char *action); /* what it does, in words */
bool keys_can(const struct seat *s, const char *action);           /* it means something now */
/* A key of the map's "field" mode as the key the form's widgets know for that; k otherwise. */
struct key keys_field(const struct seat *s, struct key k);
/* Keys that widgets know by themselves, for an action of a keymap that moves: {KEY_NONE} other
 * actions. */
struct key keys_plain(const char *action, struct key k);

#endif
