/* A growing string of bytes, always followed by a NUL so that text can be read in place.
 * Start with {0}; buf_free when done, or buf_take to keep the bytes. */
#ifndef YC_BASE_BUF_H
#define YC_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* NULL while empty and never used */
    size_t len, cap;
};

void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Big-endian, so that keys made of numbers sort as numbers under memcmp. */
void buf_add_u8(struct buf *b, uint8_t v);
void buf_add_u32(struct buf *b, uint32_t v);
void buf_add_u64(struct buf *b, uint64_t v);
void buf_add_i64(struct buf *b, int64_t v); /* top bit flipped: negative sorts first */
/* Read back from the bytes of a key. */
uint32_t buf_read_u32(const void *p);
uint64_t buf_read_u64(const void *p);
int64_t buf_read_i64(const void *p);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_free(struct buf *b);
char *buf_take(struct buf *b); /* the bytes, the caller's to free (never NULL); b is empty again */
const char *buf_str(const struct buf *b); /* "" when empty */

#endif
