/* N threads doing one durable act after another for some seconds, and one JSON line about it: the
 * frame of the programs that do what an act writes without an office.  Included once.
 *
 *     PROGRAM DIR CLIENTS SECONDS register|note SHAPE
 *
 * SHAPE, as office_scale measures it from a real act: bytes of the matter's record, of the
 * journal's event and of the kept answer; the entries in each of the seven indexes; bytes of their
 * keys together.  register makes a new matter and takes the next number of the day, which is one
 * counter for all; note changes a matter of the client's own and no index key. */
#ifndef YC_TESTS_BENCH_ACTS_H
#define YC_TESTS_BENCH_ACTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/figures.h"

enum { INDEXES = 7, BYTES_MOST = 16384, KEEP = 1 << 20, CLIENTS_MOST = 400 };

static struct shape {
    bool fresh;                      /* register */
    size_t record, event, done, key; /* key: of one index entry */
    unsigned entries[INDEXES];
} shape;

struct act {
    int client;
    uint64_t turn;   /* 1.. of this client */
    uint64_t matter; /* note: which one; register: the number taken */
};

/* Makes what clients of note need: matters 1..clients. */
static void acts_open(const char *dir, int clients);
/* One act, however often it must be tried. */
static void acts_do(struct act *a);
static void acts_close(void);

/* An index entry's key of the right length: beginning scattered, end unique. */
static inline size_t acts_key(unsigned char *out, const struct act *a, int index, unsigned nth)
{
    uint64_t mixed = (a->matter * 8 + nth) * 0x9E3779B97F4A7C15u;
    size_t n = shape.key > 18 ? shape.key : 18;

    memset(out, 'k', n);
    out[0] = (unsigned char)index;
    out[1] = (unsigned char)nth;
    if (index != 4)
        memcpy(out + 2, &mixed, 8); /* the index of days is in order, as the numbers are */
    for (int i = 0; i < 8; i++)
        out[n - 8 + (size_t)i] = (unsigned char)(a->matter >> (56 - 8 * i));
    return n;
}

struct acts_client {
    struct act act;
    float *ms;
    size_t n;
};

static pthread_barrier_t acts_start;
static atomic_bool acts_stop;

static void *acts_run(void *arg)
{
    struct acts_client *c = arg;

    pthread_barrier_wait(&acts_start);
    while (!acts_stop && c->n < KEEP) {
        double before = figures_now();
        c->act.turn++;
        acts_do(&c->act);
        c->ms[c->n++] = (float)((figures_now() - before) * 1e3);
    }
    return NULL;
}

static bool acts_read_shape(const char *kind, const char *text)
{
    unsigned *e = shape.entries, bytes, n = 0;

    shape.fresh = strcmp(kind, "register") == 0;
    if (sscanf(text, "%zu %zu %zu %u %u %u %u %u %u %u %u", &shape.record, &shape.event,
               &shape.done, e, e + 1, e + 2, e + 3, e + 4, e + 5, e + 6, &bytes) != 11)
        return false;
    for (int i = 0; i < INDEXES; i++)
        n += e[i];
    shape.key = n ? bytes / n : 0;
    return shape.record < BYTES_MOST && shape.event < BYTES_MOST && shape.done < BYTES_MOST;
}

static inline int acts_main(const char *name, int argc, char **argv)
{
    static struct acts_client c[CLIENTS_MOST];
    pthread_t thread[CLIENTS_MOST];
    int clients = argc == 6 ? atoi(argv[2]) : 0;
    double seconds = argc == 6 ? atof(argv[3]) : 0;
    size_t n = 0;

    if (clients < 1 || clients > CLIENTS_MOST || seconds <= 0 || !acts_read_shape(argv[4], argv[5]))
        return 64;
    acts_open(argv[1], clients);
    pthread_barrier_init(&acts_start, NULL, (unsigned)clients + 1);
    for (int i = 0; i < clients; i++) {
        c[i] = (struct acts_client){.act = {.client = i, .matter = (uint64_t)i + 1},
                                    .ms = malloc(KEEP * sizeof(float))};
        pthread_create(&thread[i], NULL, acts_run, &c[i]);
    }
    pthread_barrier_wait(&acts_start);
    double before = figures_now();
    figures_sleep(seconds);
    acts_stop = true;
    for (int i = 0; i < clients; i++)
        pthread_join(thread[i], NULL);
    double took = figures_now() - before;
    for (int i = 0; i < clients; i++)
        n += c[i].n;
    float *all = malloc((n + 1) * sizeof *all), *to = all;
    for (int i = 0; i < clients; to += c[i++].n)
        memcpy(to, c[i].ms, c[i].n * sizeof *to);
    figures_print(name, clients, all, n, took);
    free(all);
    acts_close();
    return 0;
}

#endif
