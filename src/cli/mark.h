/* The watermark of what is taken out of the office: who, when, what for. */
#ifndef YC_CLI_MARK_H
#define YC_CLI_MARK_H

#include "cli/connect.h"

/* "# 导出：李晓梅(lixiaomei) 2026-11-24T10:15:00 用途：..."; who: name(key), or the account. Fresh.
 */
char *mark_line(const char *who, const char *at, const char *why);
/* Of this run: its person or account, at the hall's present.  why NULL: none was said.  NULL: the
 * hall could not be asked. */
char *mark_of_run(const struct cli *c, struct door *d, const char *why);

#endif
