/* What the desks' accounts say together: one fact for each request that was ever sent.  Included
 * once. */
#ifndef YC_TESTS_TORTURE_ACCOUNT_H
#define YC_TESTS_TORTURE_ACCOUNT_H

#include "base/mem.h"
#include "desk.h"

struct fact {
    char id[40];
    char number[32]; /* "": sent but never acknowledged */
    uint64_t matter; /* what the journal says */
    int events;      /* with this id */
    int64_t began, ended;
};

static struct fact *facts;
static size_t nfacts, refused;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct fact *)a)->id, ((const struct fact *)b)->id);
}

static int by_number(const void *a, const void *b)
{
    return strcmp(((const struct fact *)a)->number, ((const struct fact *)b)->number);
}

static void read_account(const struct desk *d)
{
    char path[200], line[600], letter, id[40], number[32];
    long long began, ended;
    int turn;

    desk_account_path(d->home, d->nr, path, sizeof path);
    FILE *in = fopen(path, "re");
    size_t first = nfacts;
    while (in && fgets(line, sizeof line, in)) {
        if (sscanf(line + 1, " %d %c", &turn, &letter) != 2) continue;
        desk_id(d->seed, d->nr, turn, letter, id);
        if (line[0] == '!') {
            refused++;
            printf("      desk %d: %s", d->nr, line);
        }
        struct fact *f = nfacts > first ? &facts[nfacts - 1] : NULL;
        if (!f || strcmp(f->id, id) != 0) {
            facts = mem_resize(facts, (nfacts + 1) * sizeof *facts);
            f = &facts[nfacts++];
            *f = (struct fact){0};
            snprintf(f->id, sizeof f->id, "%s", id);
        }
        if (sscanf(line, "< %*d %*c %31s %lld %lld", number, &began, &ended) != 3) continue;
        snprintf(f->number, sizeof f->number, "%s", number);
        f->began = began;
        f->ended = ended;
    }
    if (in) fclose(in);
}

#endif
