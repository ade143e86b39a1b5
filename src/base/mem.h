/* Memory that never fails: out of memory ends the process (the supervisor restarts it, clients
 * resend). An arena frees everything made in it at once; what lives as long as a request or a
 * definition file belongs in one. */
#ifndef YC_BASE_MEM_H
#define YC_BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n);           /* zeroed */
void *mem_resize(void *p, size_t n); /* like realloc */
void *mem_take(size_t n);            /* not zeroed: for libraries that ask us for theirs */
char *mem_strdup(const char *s);     /* NULL gives NULL */
char *mem_strndup(const char *s, size_t n);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

struct arena {
    struct arena_block *first;
};

void *arena_alloc(struct arena *a, size_t n); /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *a); /* frees all; the arena is empty and may be used again */

#endif
