#include "cli/args.h"

#include <stddef.h>
#include <string.h>

static void drop(struct args *a, int i, int count)
{
    memmove(a->v + i, a->v + i + count, (size_t)(a->n - i - count) * sizeof *a->v);
    a->n -= count;
}

static bool is_end(const char *word)
{
    return strcmp(word, "--") == 0;
}

const char *args_option(struct args *a, const char *name)
{
    const char *value = NULL;
    size_t n = strlen(name);

    for (int i = 0; i < a->n && !is_end(a->v[i]);) {
        const char *word = a->v[i];
        if (strcmp(word, name) == 0) {
            bool there = i + 1 < a->n;
            a->wrong |= !there;
            value = there ? a->v[i + 1] : value;
            drop(a, i, there ? 2 : 1);
        } else if (strncmp(word, name, n) == 0 && word[n] == '=') {
            value = word + n + 1;
            drop(a, i, 1);
        } else {
            i++;
        }
    }
    return value;
}

bool args_flag(struct args *a, const char *name)
{
    bool given = false;

    for (int i = 0; i < a->n && !is_end(a->v[i]);) {
        if (strcmp(a->v[i], name) != 0) {
            i++;
            continue;
        }
        given = true;
        drop(a, i, 1);
    }
    return given;
}

bool args_words(struct args *a, int least, int most)
{
    for (int i = 0; i < a->n; i++) {
        if (is_end(a->v[i])) {
            drop(a, i, 1);
            break;
        }
        if (a->v[i][0] == '-' && a->v[i][1]) return false;
    }
    return !a->wrong && a->n >= least && a->n <= most;
}
