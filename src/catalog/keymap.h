/* Keymaps (keymaps/NAME.yaml): which key does what on which screen.  Keys are kept as written
 * ("F2", "Ctrl-X 2"); the terminal layer parses them (tui/term/key.h). */
#ifndef YC_CATALOG_KEYMAP_H
#define YC_CATALOG_KEYMAP_H

#include <stddef.h>

#include "catalog/catalog.h"

struct binding {
    const char *mode;   /* "global" or a screen: inbox form matter ledger lamps report list find
                           palette field */
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

#endif
