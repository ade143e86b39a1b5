/* Form values: their canonical text, and whether they may stand.
 *
 * A value is stored as canonical text: INT "12", DECIMAL "120.50" (scale digits), MONEY "31797.00"
 * (yuan, two decimals), DATE "2026-11-24", BOOL "true"/"false", ENUM the chosen text, MULTI the
 * chosen texts joined by '|' in catalogue order, ID upper case (15 digits widened to 18), TABLE a
 * JSON array of objects of texts: columns in catalogue order, empty cells and empty rows left out,
 * "" when no row is left.  The canonical text of a canonical text is itself. */
#ifndef YC_DOMAIN_FORM_H
#define YC_DOMAIN_FORM_H

#include "base/buf.h"
#include "domain/expr.h"
#include "domain/item.h"

/* Turns what was typed into canonical text, which replaces what out holds.  Full-width digits and
 * letters are taken as the narrow ones; dates as 20261124, 2026-11-24, 2026/11/24, 2026.11.24 or
 * 2026年11月24日; ENUM and MULTI by text or by number (1 is the first); amounts with commas, ￥ and
 * 元.  RC_REFUSED: cannot be this type; the sentence says why ("ID check digit should be X, not
 * 2").  Inside a table code is "cell", the sentence is the cell's own, and the fault's third and
 * fourth argument are the number of the row and the label of the column. An empty text is
 * canonical. */
MUST_CHECK enum rc form_canonical(const struct field *fd, const char *typed, struct buf *out,
                                  struct fault *f);

/* The type an expression sees of a field. */
enum expr_type form_expr_type(enum field_type t);

/* The canonical text of a computed field: "" while something it leans on is empty; the same of what
 * is offered in a field with fill. */
MUST_CHECK enum rc form_computed(const struct field *fd, const struct expr_env *env,
                                 struct buf *out, struct fault *f);
MUST_CHECK enum rc form_filled(const struct field *fd, const struct expr_env *env, struct buf *out,
                               struct fault *f);
/* Its when holds: else it is not shown and must be empty. */
bool form_applies(const struct field *fd, const struct expr_env *env);

/* All that is wrong with a set of values, one report a finding. need: fields of this stage (and
 * earlier ones) must be there, computed ones excepted.  The rules of a field are looked at when it
 * has a value: what asks for a second field (check: has(agent_id)) stands at the first.  warn: the
 * value may stand, but say so.  Returns how many findings are not warnings. */
typedef void form_report(void *arg, const struct field *fd, bool warn, const struct fault *what);
int form_check(const struct item *it, const struct expr_env *env, enum field_need need,
               form_report *report, void *arg);

/* The same of one field that has a value, as far as the field alone says it: for the moment it is
 * left. */
int form_check_alone(const struct field *fd, const struct expr_env *env, form_report *report,
                     void *arg);

/* The names of an item's fields for expr_compile, plus "today". Arena-owned. */
const struct expr_name *form_names(struct arena *a, const struct field *fields, size_t nfields,
                                   size_t *n);

#endif
