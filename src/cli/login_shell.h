/* The program as an account's login shell: whoever logs in is in the office, and nowhere else.
 *
 * sshd runs a login shell as "-yichuang", and for a forced command (ForceCommand, command="..." of
 * a key) or one the caller sent along as "yichuang -c COMMAND".  No COMMAND is ever run: of its
 * words only options that say what the screen is like, and as whom to begin, are taken.  Who that
 * may be is the office's to decide, as for anybody. */
#ifndef YC_CLI_LOGIN_SHELL_H
#define YC_CLI_LOGIN_SHELL_H

#include <stdbool.h>

/* false: started in some other way.  true: *words (fresh; they point into argv) and
 *n are what to go by. */
bool login_shell(int argc, char **argv, const char ***words, int *n);

#endif
