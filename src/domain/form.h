/* Form values: their canonical text, and whether they may stand.
 *
 * A value is stored as canonical text: INT "12", DECIMAL "120.50" (scale digits), MONEY "31797.00" (yuan, two decimals), DATE
 * "2026-11-24", BOOL "true"/"false", ENUM the chosen text, MULTI the chosen texts joined by '|' in catalogue
 * order, ID upper case (15 digits widened to 18), TABLE a JSON array of objects of texts. */
#ifndef YC_DOMAIN_FORM_H
#define YC_DOMAIN_FORM_H

#include "base/buf.h"
#include "domain/expr.h"
#include "domain/item.h"

/* Turns what was typed into canonical text.  RC_REFUSED: cannot be this type; the sentence says why ("ID check digit
 * is X, not 2").  An empty text is canonical. */
MUST_CHECK enum rc form_canonical(const struct field *fd, const char *typed, struct buf *out, struct fault *f);

/* All that is wrong with a set of values, one report a finding. need: fields of this stage (and earlier ones) must be
 * there.  warn: the value may stand, but say so. */
typedef void form_report(void *arg, const struct field *fd, bool warn, const struct fault *what);
int form_check(const struct item *it, const struct expr_env *env, enum field_need need, form_report *report, void *arg);

/* The names of an item's fields for expr_compile, plus "today". Arena-owned. */
const struct expr_name *form_names(struct arena *a, const struct field *fields, size_t nfields, size_t *n);

#endif
