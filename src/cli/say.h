/* What a person reads: answers to stdout, errors to stderr, in his charset.  Machine formats (JSON,
 * TSV) do not pass here. */
#ifndef YC_CLI_SAY_H
#define YC_CLI_SAY_H

#include "base/rc.h"
#include "cli/cli.h"

/* false: this system cannot write that charset. */
bool say_charset(const char *name);

void say_text(const char *utf8); /* as it is */
/* A line: template (already translated) with {n} replaced by the texts that follow, ended by NULL.
 */
void say(const char *template, ...) __attribute__((sentinel));
void complain(const char *template, ...) __attribute__((sentinel));
/* Says what was wrong; the exit status that goes with it. */
enum status complain_fault(const struct fault *f);

#endif
