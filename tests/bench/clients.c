#include "bench/clients.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { KEEP = 1 << 20 };

struct client {
    int number;
    client_act *act;
    void *arg;
    float *ms;
    size_t n;
    bool failed;
};

static pthread_barrier_t start;
static atomic_bool stop;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *run(void *arg)
{
    struct client *c = arg;
    unsigned seed = (unsigned)c->number * 7919 + 1;

    pthread_barrier_wait(&start);
    while (!stop && c->n < KEEP) {
        struct work w = {
            .client = c->number, .turn = c->n + 1, .matter = (uint64_t)rand_r(&seed) % MATTERS};
        for (int i = 0; i < INDEXES; i++)
            w.value[i] = (uint32_t)rand_r(&seed);
        double before = now();
        if (!c->act(c->arg, &w)) {
            c->failed = true;
            break;
        }
        c->ms[c->n++] = (float)((now() - before) * 1e3);
    }
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static bool report(const char *name, const struct client *c, int clients, double took)
{
    size_t n = 0, at = 0;
    bool failed = false;

    for (int i = 0; i < clients; i++) {
        n += c[i].n;
        failed = failed || c[i].failed;
    }
    float *all = calloc(n + 1, sizeof *all);
    for (int i = 0; i < clients; i++)
        for (size_t k = 0; k < c[i].n; k++)
            all[at++] = c[i].ms[k];
    qsort(all, n, sizeof *all, by_size);
    printf("{\"name\":\"%s\",\"clients\":%d,\"commits_per_s\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
           "\"max_ms\":%.1f%s}\n",
           name, clients, (double)n / took, (double)all[n / 2], (double)all[n * 99 / 100],
           (double)all[n ? n - 1 : 0], failed ? ",\"failed\":true" : "");
    free(all);
    return !failed;
}

int clients_main(const char *name, int argc, char **argv,
                 void *(*open)(const char *dir, int clients), client_act *act)
{
    int clients = argc == 4 ? atoi(argv[2]) : 0;
    double seconds = argc == 4 ? atof(argv[3]) : 0;

    if (clients < 1 || seconds <= 0) {
        fprintf(stderr, "usage: %s DIR CLIENTS SECONDS\n", argv[0]);
        return 64;
    }
    void *arg = open(argv[1], clients);
    struct client *c = calloc((size_t)clients, sizeof *c);
    pthread_t *thread = calloc((size_t)clients, sizeof *thread);
    pthread_barrier_init(&start, NULL, (unsigned)clients + 1);
    for (int i = 0; i < clients; i++) {
        c[i] = (struct client){
            .number = i, .act = act, .arg = arg, .ms = malloc(KEEP * sizeof(float))};
        pthread_create(&thread[i], NULL, run, &c[i]);
    }
    pthread_barrier_wait(&start);
    double before = now();
    struct timespec nap = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&nap, NULL);
    stop = true;
    for (int i = 0; i < clients; i++)
        pthread_join(thread[i], NULL);
    return report(name, c, clients, now() - before) ? 0 : 1;
}
