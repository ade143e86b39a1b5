/* Preloaded into a service under test: another wall clock, and time the machine slept.
 *
 * SHIFT_CLOCK names a file with two numbers: seconds added to the wall clock, seconds added to the
 * time since start.  It is read anew at every call. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void shifts(long long *wall, long long *boot)
{
    const char *name = getenv("SHIFT_CLOCK");
    FILE *in = name ? fopen(name, "r") : NULL;

    *wall = *boot = 0;
    if (!in) return;
    if (fscanf(in, "%lld %lld", wall, boot) != 2) *wall = *boot = 0;
    fclose(in);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    static int (*real)(clockid_t, struct timespec *);
    long long wall, boot;

    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int rc = real(id, t);
    if (rc != 0) return rc;
    shifts(&wall, &boot);
    if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) t->tv_sec += wall;
    if (id == CLOCK_BOOTTIME) t->tv_sec += boot;
    return 0;
}

time_t time(time_t *out)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    if (out) *out = t.tv_sec;
    return t.tv_sec;
}
