#include "tui/widget/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Where it is; or, not found, where it belongs. */
static bool find(const struct marks *m, const char *id, int *at)
{
    int low = 0, high = m->n;

    while (low < high) {
        int mid = (low + high) / 2, order = strcmp(m->id[mid], id);
        if (order == 0) {
            *at = mid;
            return true;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *at = low;
    return false;
}

bool marks_have(const struct marks *m, const char *id)
{
    int at;

    return m->n && find(m, id, &at);
}

static void make_room(struct marks *m)
{
    if (m->n < m->cap) return;
    m->cap = m->cap ? m->cap * 2 : 16;
    m->id = mem_resize(m->id, (size_t)m->cap * sizeof *m->id);
}

static void remove_at(struct marks *m, int at)
{
    free(m->id[at]);
    memmove(m->id + at, m->id + at + 1, (size_t)(--m->n - at) * sizeof *m->id);
}

void marks_remove(struct marks *m, const char *id)
{
    int at;

    if (find(m, id, &at)) remove_at(m, at);
}

void marks_toggle(struct marks *m, const char *id)
{
    int at;

    if (find(m, id, &at)) {
        remove_at(m, at);
        return;
    }
    make_room(m);
    memmove(m->id + at + 1, m->id + at, (size_t)(m->n++ - at) * sizeof *m->id);
    m->id[at] = mem_strdup(id);
}

void marks_append(struct marks *m, const char *id)
{
    make_room(m);
    m->id[m->n++] = mem_strdup(id);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void marks_settle(struct marks *m)
{
    int kept = 0;

    if (m->n) qsort(m->id, (size_t)m->n, sizeof *m->id, by_bytes);
    for (int i = 0; i < m->n; i++) {
        if (kept && strcmp(m->id[kept - 1], m->id[i]) == 0)
            free(m->id[i]);
        else
            m->id[kept++] = m->id[i];
    }
    m->n = kept;
}

void marks_clear(struct marks *m)
{
    for (int i = 0; i < m->n; i++)
        free(m->id[i]);
    free(m->id);
    *m = (struct marks){0};
}
