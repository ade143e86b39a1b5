/* Personal data (个人信息保护法 28, 51): which fields of a form hold it, and how it is shown to
 * those whose work it is not. */
#ifndef YC_DOMAIN_PERSONAL_H
#define YC_DOMAIN_PERSONAL_H

#include "base/buf.h"
#include "domain/field.h"

/* What the form says, or by type: ID number spi, phone pi, credit code pub, else int. */
enum privacy field_privacy(const struct field *fd);
bool field_masked(const struct field *fd); /* pi or spi; or a table with such a column */

/* ID number: first 3 and last 4; phone: the same; a name: its first character and one star, so that
 * the length does not show; anything longer: its first three characters. Appended to out. */
void personal_mask_id(const char *s, struct buf *out);
void personal_mask_name(const char *s, struct buf *out);
void personal_mask(const struct field *fd, const char *value, struct buf *out);

/* Each text a value holds that is masked: itself, or the cells of such columns. */
typedef void personal_visit(void *arg, const struct field *fd, const char *text);
void personal_each(const struct field *fd, const char *value, personal_visit *visit, void *arg);

#endif
