/* The clock of the benches, and their one line about many spans of time.  Included once. */
#ifndef YC_TESTS_BENCH_FIGURES_H
#define YC_TESTS_BENCH_FIGURES_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Seconds, forward only. */
static inline double figures_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline void figures_sleep(double s)
{
    nanosleep(&(struct timespec){(time_t)s, (long)((s - (double)(time_t)s) * 1e9)}, NULL);
}

static inline int figures_order(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static inline float figures_at(float *ms, size_t n, unsigned hundredth)
{
    qsort(ms, n, sizeof *ms, figures_order);
    return n ? ms[n * hundredth / 100] : 0;
}

static inline void figures_print(const char *name, int clients, float *ms, size_t n, double took)
{
    double p50 = (double)figures_at(ms, n, 50), p99 = (double)figures_at(ms, n, 99);

    printf("{\"name\":\"%s\",\"clients\":%d,\"acts_per_s\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
           "\"max_ms\":%.1f}\n",
           name, clients, (double)n / took, p50, p99, n ? (double)ms[n - 1] : 0);
}

#endif
