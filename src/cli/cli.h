/* A run of yichuang: what the common options say, and the commands there are. */
#ifndef YC_CLI_CLI_H
#define YC_CLI_CLI_H

#include <stdbool.h>

#include "cli/args.h"

/* What a command returns; domain of the shell, so the numbers are fixed. */
enum status {
    STATUS_DONE = 0,
    STATUS_REFUSED = 1, /* refused, or found wrong */
    STATUS_USAGE = 2,
    STATUS_UNAVAILABLE = 3 /* no office, or it does not answer */
};

struct cli {
    char *home;     /* absolute */
    char *source;   /* folder holding data/ forms/ keymaps/; NULL: none was found */
    char *programs; /* folder of the executables */
    const char *as; /* --as, NULL: not given */
    const char *charset;
    int ambiguous; /* columns of an ambiguous character, 0: not told */
    bool plain;    /* for braille and speech */
    bool json;
};

struct command {
    const char *name;
    const char *args; /* usage, as typed */
    const char *help; /* msgid */
    enum status (*run)(struct cli *c, struct args *a);
};

extern const struct command command_apply, command_backup, command_due, command_explain,
    command_export, command_find, command_help, command_inbox, command_init, command_lint,
    command_night, command_play, command_publish, command_report, command_seal, command_show, command_stat,
    command_stop, command_testcard, command_verify;

/* Wrong usage of a command: says so and how it is used. */
enum status cli_usage(const struct command *cmd);

#endif
