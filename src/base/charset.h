/* The charset edge: UTF-8 inside, UTF-8, GB18030 or GBK at a terminal or in a file.  The only user
 * of iconv.
 *
 * A converter belongs to one thread.  Nothing is ever dropped: bytes that are no character read as
 * U+FFFD, characters the charset lacks are written as 〓 (or '?' where the character takes one
 * column, so that columns hold). */
#ifndef YC_BASE_CHARSET_H
#define YC_BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct charset;

/* "UTF-8", "GB18030", "GBK" in any case and spelling ("utf8", "gb2312", "EUC-CN", "cp936"; GB2312
 * is taken for its superset GBK).  NULL: not one of these, or this system's iconv lacks it. */
struct charset *charset_open(const char *name);
void charset_close(struct charset *c); /* NULL is fine */
const char *charset_name(const struct charset *c);

/* Reads the first of n bytes (n >= 1): bytes used, 0 when they are only the beginning of a
 * character (keep them and come back with more). */
size_t charset_decode(struct charset *c, const char *bytes, size_t n, uint32_t *ch);
/* Appends n bytes of UTF-8 in the charset. */
void charset_encode(struct charset *c, const char *utf8, size_t n, struct buf *out);
bool charset_has(struct charset *c, uint32_t ch); /* can be written as itself */
/* From now on it lacks all characters of a plane, 1..16: the terminal cannot place them. */
void charset_without(struct charset *c, int plane);

#endif
