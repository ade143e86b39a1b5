/* The definitions the office works by now, fetched through the door. */
#ifndef YC_CLI_PUBLISHED_H
#define YC_CLI_PUBLISHED_H

#include "catalog/catalog.h"
#include "cli/connect.h"

/* Said why when it fails. *out: catalog_files_free. */
enum status published_files(const struct cli *c, struct door *d, struct catalog_files *out);
/* NULL: said why. */
struct catalog *published_catalog(const struct cli *c, struct door *d);

#endif
