/* The wall around a terminal (doc/security.md): what the office's program on a clerk's line cannot
 * do, whatever is typed, pasted or sent to it. */
#ifndef YC_CLI_WALL_H
#define YC_CLI_WALL_H

#include "cli/cli.h"

/* Settings through which an account, or whoever logs in to it, could lead the libraries to files of
 * his own: forgotten.  Before anything else. */
void wall_environment(void);

/* Lets the program do nothing from here on but talk to its terminal and the door and keep drafts in
 * that folder (made when it is not there).  The door must be open and keep a starter. */
void wall_close(const struct cli *c, const char *drafts);

#endif
