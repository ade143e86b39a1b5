/* The sealed journal as lines for yichuang-witness (doc/formats.md). */
#ifndef YC_CLI_SEALED_COPY_H
#define YC_CLI_SEALED_COPY_H

#include "cli/connect.h"

/* To stdout. */
enum status sealed_copy(const struct cli *c, struct door *d);

#endif
