#include "hall/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "door/now.h"
#include "hall/connection.h"
#include "hall/options.h"

struct worker {
    struct crew *crew;
    pthread_t thread;
    _Atomic int64_t since; /* ms; 0: idle */
};

struct crew {
    void (*work)(void *arg, struct connection *c);
    void *arg;
    pthread_mutex_t lock;
    pthread_cond_t come;
    struct connection *first, **end;
    size_t waiting;
    bool closing;
    int workers;
    struct worker worker[HALL_WORKERS_MAX];
};

/* The next in line; NULL when the crew is closing and the line is empty. */
static struct connection *take(struct crew *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->closing)
        pthread_cond_wait(&w->come, &w->lock);
    struct connection *c = w->first;
    if (c) {
        w->first = c->next_in_line;
        if (!w->first) w->end = &w->first;
        w->waiting--;
    }
    pthread_mutex_unlock(&w->lock);
    return c;
}

static void *run(void *arg)
{
    struct worker *me = arg;
    struct connection *c;

    while ((c = take(me->crew))) {
        me->since = now_ms();
        me->crew->work(me->crew->arg, c);
        me->since = 0;
    }
    return NULL;
}

struct crew *crew_start(int workers, void (*work)(void *arg, struct connection *c), void *arg)
{
    struct crew *w = mem_alloc(sizeof *w);

    w->work = work;
    w->arg = arg;
    w->end = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->come, NULL);
    for (int i = 0; i < workers; i++) {
        w->worker[i].crew = w;
        int error = pthread_create(&w->worker[i].thread, NULL, run, &w->worker[i]);
        if (error) {
            log_error("no worker: %s", strerror(error));
            _Exit(71);
        }
        w->workers++;
    }
    return w;
}

void crew_put(struct crew *w, struct connection *c)
{
    pthread_mutex_lock(&w->lock);
    c->next_in_line = NULL;
    *w->end = c;
    w->end = &c->next_in_line;
    w->waiting++;
    pthread_cond_signal(&w->come);
    pthread_mutex_unlock(&w->lock);
}

size_t crew_waiting(struct crew *w)
{
    pthread_mutex_lock(&w->lock);
    size_t n = w->waiting;
    pthread_mutex_unlock(&w->lock);
    return n;
}

int64_t crew_oldest(struct crew *w)
{
    int64_t oldest = 0, now = now_ms();

    for (int i = 0; i < w->workers; i++) {
        int64_t since = w->worker[i].since;
        if (since && now - since > oldest) oldest = now - since;
    }
    return oldest;
}

void crew_finish(struct crew *w)
{
    pthread_mutex_lock(&w->lock);
    w->closing = true;
    pthread_cond_broadcast(&w->come);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->workers; i++)
        pthread_join(w->worker[i].thread, NULL);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->come);
    free(w);
}
