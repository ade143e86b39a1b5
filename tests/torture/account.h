/* What the desks' accounts say together: one fact for each request that was ever sent.  Included
 * once. */
#ifndef YC_TESTS_TORTURE_ACCOUNT_H
#define YC_TESTS_TORTURE_ACCOUNT_H

#include "base/mem.h"
#include "desk.h"

struct fact {
    char id[40];
    char number[32];      /* "": sent but never acknowledged */
    char told[DESK_TOLD]; /* certificate, receipt or amount in the reply */
    uint64_t matter;      /* what the journal says */
    int events;           /* with this id */
    int64_t began, ended;
    const struct desk_path *path;
};

static struct fact *facts;
static size_t nfacts, refused;

static inline int by_id(const void *a, const void *b)
{
    return strcmp(((const struct fact *)a)->id, ((const struct fact *)b)->id);
}

static inline char fact_step(const struct fact *f)
{
    return f->id[strlen(f->id) - 1];
}

static inline bool fact_registers(const struct fact *f)
{
    return strchr("rRq", fact_step(f)) != NULL;
}

/* Its matter has come to the end of its path. */
static inline bool fact_ends(const struct fact *f)
{
    return f->number[0] && f->path && f->path->steps[strlen(f->path->steps) - 1] == fact_step(f);
}

static inline struct fact *fact_add(const char *id)
{
    facts = mem_resize(facts, (nfacts + 1) * sizeof *facts);
    facts[nfacts] = (struct fact){0};
    snprintf(facts[nfacts].id, sizeof facts[nfacts].id, "%s", id);
    return &facts[nfacts++];
}

static inline void read_account(const struct desk *d)
{
    char path[200], line[600], letter, id[40];
    long long began, ended;
    size_t first = nfacts;
    int turn;

    desk_account_path(d->home, d->nr, path, sizeof path);
    FILE *in = fopen(path, "re");
    while (in && fgets(line, sizeof line, in)) {
        if (sscanf(line + 1, " %d %c", &turn, &letter) != 2) continue;
        desk_id(d->seed, d->nr, turn, letter, id);
        if (line[0] == '!') {
            refused++;
            printf("      desk %d: %s", d->nr, line);
        }
        struct fact *f = nfacts > first ? &facts[nfacts - 1] : NULL;
        if (!f || strcmp(f->id, id) != 0) f = fact_add(id);
        f->path = desk_path_of(d->seed, d->nr, turn);
        if (sscanf(line, "< %*d %*c %31s %lld %lld %95s", f->number, &began, &ended, f->told) != 4)
            continue;
        f->began = began;
        f->ended = ended;
    }
    if (in) fclose(in);
}

#endif
