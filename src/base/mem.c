#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 8192, ALIGN = 16 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(16) char data[];
};

static void *checked(void *p)
{
    if (!p) {
        fputs("yichuang: out of memory\n", stderr);
        _Exit(71);
    }
    return p;
}

void *mem_alloc(size_t n)
{
    return checked(calloc(1, n ? n : 1));
}

void *mem_take(size_t n)
{
    return checked(malloc(n ? n : 1));
}

void *mem_resize(void *p, size_t n)
{
    return checked(realloc(p, n ? n : 1));
}

char *mem_strndup(const char *s, size_t n)
{
    char *p = mem_alloc(n + 1);

    memcpy(p, s, n);
    return p;
}

char *mem_strdup(const char *s)
{
    return s ? mem_strndup(s, strlen(s)) : NULL;
}

static char *vprint(const char *fmt, va_list ap)
{
    char *s = NULL;

    if (vasprintf(&s, fmt, ap) < 0) checked(NULL);
    return s;
}

char *mem_printf(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *s = vprint(fmt, ap);
    va_end(ap);
    return s;
}

void *arena_alloc(struct arena *a, size_t n)
{
    struct arena_block *b = a->first;

    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!b || b->size - b->used < n) {
        size_t size = n > BLOCK ? n : BLOCK;
        b = mem_alloc(sizeof *b + size);
        b->size = size;
        b->next = a->first;
        a->first = b;
    }
    void *p = b->data + b->used;
    b->used += n;
    return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *p = arena_alloc(a, n + 1);

    memcpy(p, s, n);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *s = vprint(fmt, ap);
    va_end(ap);
    char *p = arena_strdup(a, s);
    free(s);
    return p;
}

void arena_free(struct arena *a)
{
    for (struct arena_block *b = a->first, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    a->first = NULL;
}
