#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void reserve(struct buf *b, size_t more)
{
    size_t need = b->len + more + 1;

    if (need <= b->cap) return;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need)
        cap *= 2;
    b->data = mem_resize(b->data, cap);
    b->cap = cap;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    reserve(b, n);
    if (n) memcpy(b->data + b->len, p, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;

    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0) {
        reserve(b, (size_t)n);
        vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void buf_add_u8(struct buf *b, uint8_t v)
{
    buf_add(b, &v, 1);
}

void buf_add_u32(struct buf *b, uint32_t v)
{
    unsigned char c[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
                          (unsigned char)(v >> 8), (unsigned char)v};

    buf_add(b, c, sizeof c);
}

void buf_add_u64(struct buf *b, uint64_t v)
{
    buf_add_u32(b, (uint32_t)(v >> 32));
    buf_add_u32(b, (uint32_t)v);
}

void buf_add_i64(struct buf *b, int64_t v)
{
    buf_add_u64(b, (uint64_t)v ^ (UINT64_C(1) << 63));
}

uint32_t buf_read_u32(const void *p)
{
    const unsigned char *c = p;

    return (uint32_t)c[0] << 24 | (uint32_t)c[1] << 16 | (uint32_t)c[2] << 8 | c[3];
}

uint64_t buf_read_u64(const void *p)
{
    return (uint64_t)buf_read_u32(p) << 32 | buf_read_u32((const char *)p + 4);
}

int64_t buf_read_i64(const void *p)
{
    return (int64_t)(buf_read_u64(p) ^ (UINT64_C(1) << 63));
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->data) b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

char *buf_take(struct buf *b)
{
    reserve(b, 0);
    b->data[b->len] = '\0';
    char *p = b->data;
    *b = (struct buf){0};
    return p;
}

const char *buf_str(const struct buf *b)
{
    return b->data ? b->data : "";
}
