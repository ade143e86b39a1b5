/* A matter for the eye: everything it carries, section by section. */
#ifndef YC_CLI_MATTER_SHOWN_H
#define YC_CLI_MATTER_SHOWN_H

#include "base/buf.h"
#include "catalog/catalog.h"
#include "model/matter.pb-c.h"

/* Appends.  names: for labels of fields, steps, materials and people; what it does not know appears
 * by its key. */
void matter_shown(const Yc__Matter *m, const struct catalog *names, struct buf *out);

#endif
