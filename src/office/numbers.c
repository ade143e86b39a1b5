#include "office/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BUCKETS = 1024, LARGEST = 1 << 30 };

struct series {
    char *name;
    uint64_t count, highest;
    unsigned char *taken; /* a bit each */
    size_t size;
    struct series *next;
};

struct numbers {
    struct series *bucket[BUCKETS];
};

struct numbers *numbers_new(void)
{
    return mem_alloc(sizeof(struct numbers));
}

void numbers_free(struct numbers *n)
{
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct series *s = n->bucket[i], *next; s; s = next) {
            next = s->next;
            free(s->name);
            free(s->taken);
            free(s);
        }
    free(n);
}

static struct series *series_of(struct numbers *n, const char *name)
{
    unsigned h = 2166136261u;

    for (const char *p = name; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    struct series **at = &n->bucket[h % BUCKETS];
    for (struct series *s = *at; s; s = s->next)
        if (strcmp(s->name, name) == 0) return s;
    struct series *s = mem_alloc(sizeof *s);
    s->name = mem_strdup(name);
    s->next = *at;
    return *at = s;
}

bool numbers_take(struct numbers *n, const char *series, uint64_t value)
{
    struct series *s = series_of(n, series);

    if (value == 0 || value > LARGEST) return false;
    if (value / 8 >= s->size) {
        size_t size = (size_t)value / 8 * 2 + 64;
        s->taken = mem_resize(s->taken, size);
        memset(s->taken + s->size, 0, size - s->size);
        s->size = size;
    }
    unsigned char *byte = &s->taken[value / 8], bit = (unsigned char)(1 << value % 8);
    if (*byte & bit) return false;
    *byte |= bit;
    s->count++;
    if (value > s->highest) s->highest = value;
    return true;
}

void numbers_gaps(const struct numbers *n,
                  void (*gap)(void *arg, const char *series, uint64_t count, uint64_t highest),
                  void *arg)
{
    for (size_t i = 0; i < BUCKETS; i++)
        for (const struct series *s = n->bucket[i]; s; s = s->next)
            if (s->count != s->highest) gap(arg, s->name, s->count, s->highest);
}
