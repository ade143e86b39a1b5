/* Arguments of a command: options are taken out by name, wherever they stand; what is left are its
 * words. */
#ifndef YC_CLI_ARGS_H
#define YC_CLI_ARGS_H

#include <stdbool.h>

struct args {
    const char **v; /* an array that may be rearranged */
    int n;
    bool wrong; /* an option came without its value */
};

/* "--name VALUE" or "--name=VALUE": the value, NULL when not given; the last of several counts. */
const char *args_option(struct args *a, const char *name);
bool args_flag(struct args *a, const char *name);
/* After all options were taken: between least and most words are left, none of them an option. "--"
 * ends options. */
bool args_words(struct args *a, int least, int most);

#endif
