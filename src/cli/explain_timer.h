/* The account of a timer of the law (data/clocks/) from an event on, without an office: by the
 * definitions beside the program. */
#ifndef YC_CLI_EXPLAIN_TIMER_H
#define YC_CLI_EXPLAIN_TIMER_H

#include "cli/cli.h"

enum status explain_timer(const struct cli *c, const char *id, const char *event, bool extended);

#endif
