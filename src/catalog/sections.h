/* How the form of an item is parted and drawn. */
#ifndef YC_CATALOG_SECTIONS_H
#define YC_CATALOG_SECTIONS_H

#include "catalog/catalog.h"

/* Where a field is drawn in its section: row from 1, columns from 0. */
struct drawn_field {
    int line, label_col, col, width; /* col: of the bracket */
    const char *caption;
};
struct section { /* of a form: fields[from .. from+n) of the item */
    const char *title;
    size_t from, n;
    const struct drawn_field *drawn; /* one a field, in rising rows; NULL: not drawn */
};

const struct section *catalog_sections(const struct catalog *c, const char *id, size_t *n);
int catalog_note_cols(const struct field *fd); /* kept free behind it for what its value says */

#endif
