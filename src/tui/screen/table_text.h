/* A table field as lines to type: one row a line, cells in the order of the columns, separated by
 * '|' or blanks.
 *
 * The canonical value is JSON (domain/form.h: an array of objects of texts); only that shape is
 * read here. */
#ifndef YC_TUI_SCREEN_TABLE_TEXT_H
#define YC_TUI_SCREEN_TABLE_TEXT_H

#include "base/buf.h"
#include "domain/item.h"

/* Both replace what out holds.  Cells beyond the last column are joined to it. */
void table_to_json(const struct field *fd, const char *lines, struct buf *out);
void table_to_lines(const struct field *fd, const char *json, struct buf *out);

#endif
