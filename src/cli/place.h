/* Where things are: the executables, the definitions they came with, the home of the office. */
#ifndef YC_CLI_PLACE_H
#define YC_CLI_PLACE_H

#include "cli/cli.h"

/* Fills programs, source and home.  Run from BUILD/bin of a checkout, the checkout is the source
 * and its var/yichuang the home; installed, PREFIX/share/yichuang and /var/lib/yichuang; otherwise
 * a checkout we stand in.  home: from --home or YICHUANG_HOME, NULL when neither says. */
void place_find(struct cli *c, const char *home);
void place_free(struct cli *c);
char *place_absolute(const char *path); /* fresh; without links and dots when it exists */
bool place_has_office(const char *home);
/* Is dir a folder of definitions (data/hall and forms in it)? */
bool place_is_source(const char *dir);

#endif
