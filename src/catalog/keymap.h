/* Keymaps (keymaps/NAME.yaml): which key does what on which screen.  Keys are kept as written
 * ("F2", "Ctrl-X 2"); the terminal layer parses them (tui/term/key.h). */
#ifndef YC_CATALOG_KEYMAP_H
#define YC_CATALOG_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "catalog/catalog.h"

struct binding {
    const char *mode;   /* "global" or a screen of keymap_offer.c */
    const char *key;    /* "F2", "Ctrl-D", "Enter", "/" */
    const char *action; /* "help", "save", ... */
    const char *label;  /* zh_CN word on the help bar, "" not shown */
    const char *label_en;
    const char *alt; /* the route without function keys, "" none; for display */
};
struct keymap {
    const char *name;
    const struct binding *bind;
    size_t n;
};
/* NULL: no such keymap. */
const struct keymap *catalog_keymap(const struct catalog *c, const char *name);

/* What the screens offer (keymap_offer.c). */
bool keymap_mode(const char *mode); /* there is such a screen */
bool keymap_typing(
    const char *mode); /* characters are typed there: printable keys mean themselves */
bool keymap_offers(const char *mode, const char *action); /* also what every screen does */
bool keymap_offers_acts(const char *mode);                /* the acts of the hall as well */
const char *keymap_actions(const char *mode);             /* its own, parted by blanks */
bool keymap_in_palette(const char *action); /* what every screen does can be chosen by name */

#endif
