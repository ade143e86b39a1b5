/* Inside the catalogue: the parts of reading a form (form_load.c puts them together). */
#ifndef YC_CATALOG_FORM_BUILD_H
#define YC_CATALOG_FORM_BUILD_H

#include "catalog/build.h"

const struct code_list *list_named(const struct build *b, const char *key); /* NULL: none */
/* Attributes of a field (form_attr.c): may they stand there; what they say; their expressions. */
void attr_check_types(struct build *b, const struct field *fd, const struct yaml *node,
                      bool column);
void attr_check_values(struct build *b, struct field *fd, const struct yaml *node);
void attr_compile(struct build *b, struct field *fd, const struct yaml *node,
                  const struct expr_name *names, size_t n);
/* Reads what set->layout draws into set->drawn. */
void build_layout(struct build *b, struct field_set *set, const struct yaml *node);

#endif
