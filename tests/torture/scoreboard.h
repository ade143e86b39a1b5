/* Checks that are counted, and spans of time put in order.  Included once. */
#ifndef YC_TESTS_TORTURE_SCOREBOARD_H
#define YC_TESTS_TORTURE_SCOREBOARD_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int passed, failed;

static inline bool check(bool ok, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline bool check(bool ok, const char *fmt, ...)
{
    va_list ap;

    fputs(ok ? "ok    " : "FAIL  ", stdout);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    fflush(stdout);
    ok ? passed++ : failed++;
    return ok;
}

static inline int tally(void)
{
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}

struct spans {
    int64_t *ms;
    size_t n, cap;
};

static inline void spans_add(struct spans *s, int64_t ms)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 64;
        s->ms = realloc(s->ms, s->cap * sizeof *s->ms);
        if (!s->ms) abort();
    }
    s->ms[s->n++] = ms;
}

static inline int spans_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* The q-th of a hundred; 0 when there is none. */
static inline int64_t spans_at(struct spans *s, unsigned q)
{
    if (!s->n) return 0;
    qsort(s->ms, s->n, sizeof *s->ms, spans_order);
    size_t i = (s->n * q + 99) / 100;
    return s->ms[i ? i - 1 : 0];
}

/* And frees them. */
static inline void spans_print(const char *what, struct spans *s)
{
    printf("      %-58s %5zu   p50 %lld  p99 %lld  max %lld ms\n", what, s->n,
           (long long)spans_at(s, 50), (long long)spans_at(s, 99), (long long)spans_at(s, 100));
    free(s->ms);
    *s = (struct spans){0};
}

#endif
