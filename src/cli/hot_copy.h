/* A hot copy of this home into a folder, made by its service, which must be able to write there. */
#ifndef YC_CLI_HOT_COPY_H
#define YC_CLI_HOT_COPY_H

#include "base/rc.h"

/* cli: a struct cli; fits backup_make. */
MUST_CHECK enum rc hot_copy(void *cli, const char *dir, struct fault *f);

#endif
