#include "domain/split.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* --- Names --- */

static const char *const names[HOLDERS] = {[HOLDER_SUSPENDED] = "suspended",
                                           [HOLDER_DEPARTMENT] = "department",
                                           [HOLDER_DESK] = "desk",
                                           [HOLDER_OUTSIDE] = "outside",
                                           [HOLDER_APPLICANT] = "applicant"};

const char *holder_name(enum holder h)
{
    return names[h];
}

bool holder_parse(const char *s, enum holder *h)
{
    for (int i = 0; i < HOLDERS; i++) {
        if (strcmp(s, names[i]) != 0) continue;
        *h = (enum holder)i;
        return true;
    }
    return false;
}

/* --- Splitting --- */

/* Where an interval begins or ends. */
struct edge {
    instant_t at;
    enum holder who;
    int step; /* +1, -1 */
};

static int by_time(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static size_t edges_of(const struct held *held, size_t n, instant_t from, instant_t to,
                       struct edge *out)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        instant_t a = held[i].from > from ? held[i].from : from;
        instant_t b = held[i].to < to ? held[i].to : to;
        if (a >= b) continue;
        out[m++] = (struct edge){a, held[i].who, 1};
        out[m++] = (struct edge){b, held[i].who, -1};
    }
    return m;
}

static enum holder first_of(const int open[HOLDERS])
{
    for (int i = 0; i < HOLDERS; i++)
        if (open[i]) return (enum holder)i;
    return HOLDER_DESK;
}

void split_time(const struct held *held, size_t n, instant_t from, instant_t to,
                int64_t out[HOLDERS])
{
    struct edge *edge = mem_alloc((2 * n + 1) * sizeof *edge);
    size_t m = edges_of(held, n, from, to, edge);
    int open[HOLDERS] = {0};

    memset(out, 0, HOLDERS * sizeof *out);
    qsort(edge, m, sizeof *edge, by_time);
    for (size_t i = 0; i < m; i++) {
        out[first_of(open)] += edge[i].at - from;
        open[edge[i].who] += edge[i].step;
        from = edge[i].at;
    }
    if (to > from) out[first_of(open)] += to - from;
    free(edge);
}
