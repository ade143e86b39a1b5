#include "hall/background.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "door/now.h"

enum { ROUND_MS = 10000, RETRY_MS = 1000, GRAIN_MS = 5, BROKEN = 75 };

struct background {
    struct office *office;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool woken, closing;
    void (*sealed)(void *arg); /* to be called after a seal that is wanted; NULL: none is */
    void *sealed_arg;
    _Atomic int64_t since;
    _Atomic unsigned changes;
    unsigned seen;           /* changes at the last housekeeping ... */
    unsigned saved;          /* ... and at the last forced checkpoint */
    int64_t housekeeping_at; /* ms */
};

/* Whether the work went well; says so when not, and leaves when the ground is broken. */
static bool went_well(enum rc rc, const struct fault *f, const char *what)
{
    const char *args[FAULT_ARGS];

    if (rc == RC_OK) return true;
    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f->arg[i];
    char *text = fault_text(f->msgid ? f->msgid : "", args, FAULT_ARGS);
    log_error("%s: %s", what, text);
    free(text);
    if (rc == RC_FATAL) _exit(BROKEN);
    return false;
}

/* ms until the office's clock, which counts whole seconds, has reached next.  asked: the instant
 * the tick was given. time() follows the coarse clock, so that one tells where in the second we
 * are; it is read first, since to wake early only costs another look, and to wake late costs a
 * second. */
static int64_t until(const struct background *b, instant_t next, instant_t asked)
{
    struct timespec t;

    if (next == INSTANT_NONE) return ROUND_MS;
    if (next <= asked) return RETRY_MS; /* left undone: not at once again */
    clock_gettime(CLOCK_REALTIME_COARSE, &t);
    return (next - office_now(b->office)) * 1000 - t.tv_nsec / 1000000 + GRAIN_MS;
}

static int64_t tick(struct background *b)
{
    struct fault f = {0};
    instant_t next = INSTANT_NONE, asked = office_now(b->office);

    if (!went_well(office_tick(b->office, asked, &next, &f), &f, "due work")) return RETRY_MS;
    return until(b, next, asked);
}

static void keep_house(struct background *b)
{
    struct fault f = {0};
    unsigned changes = b->changes;
    bool quiet = changes == b->seen && changes != b->saved;

    if (went_well(office_checkpoint(b->office, quiet, &f), &f, "checkpoint") && quiet)
        b->saved = changes;
    b->seen = changes;
    b->housekeeping_at = now_ms() + ROUND_MS;
}

static void sleep_ms(struct background *b, int64_t ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&b->lock);
    while (!b->woken && !b->closing)
        if (pthread_cond_timedwait(&b->wake, &b->lock, &t) != 0) break;
    b->woken = false;
    pthread_mutex_unlock(&b->lock);
}

static bool closing(struct background *b)
{
    pthread_mutex_lock(&b->lock);
    bool is = b->closing;
    pthread_mutex_unlock(&b->lock);
    return is;
}

static void seal_if_wanted(struct background *b)
{
    struct fault f = {0};

    pthread_mutex_lock(&b->lock);
    void (*then)(void *arg) = b->sealed;
    b->sealed = NULL;
    pthread_mutex_unlock(&b->lock);
    if (!then) return;
    went_well(office_seal(b->office, &f), &f, "seal");
    then(b->sealed_arg);
}

static void *run(void *arg)
{
    struct background *b = arg;

    while (!closing(b)) {
        b->since = now_ms();
        int64_t ms = tick(b);
        seal_if_wanted(b);
        if (now_ms() >= b->housekeeping_at) keep_house(b);
        int64_t rest = b->housekeeping_at - now_ms();
        b->since = 0;
        if (rest < ms) ms = rest;
        sleep_ms(b, ms > 0 ? ms : 0);
    }
    return NULL;
}

struct background *background_new(struct office *o)
{
    struct background *b = mem_alloc(sizeof *b);
    pthread_condattr_t attr;

    b->office = o;
    b->housekeeping_at = now_ms() + ROUND_MS;
    pthread_mutex_init(&b->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&b->wake, &attr);
    pthread_condattr_destroy(&attr);
    return b;
}

void background_start(struct background *b)
{
    int error = pthread_create(&b->thread, NULL, run, b);

    if (!error) return;
    log_error("no background thread: %s", strerror(error));
    _Exit(71);
}

void background_changed(struct background *b, const char *topic)
{
    b->changes++;
    if (strcmp(topic, "due") != 0) return;
    pthread_mutex_lock(&b->lock);
    b->woken = true;
    pthread_cond_signal(&b->wake);
    pthread_mutex_unlock(&b->lock);
}

void background_seal(struct background *b, void (*then)(void *arg), void *arg)
{
    pthread_mutex_lock(&b->lock);
    b->sealed = then;
    b->sealed_arg = arg;
    b->woken = true;
    pthread_cond_signal(&b->wake);
    pthread_mutex_unlock(&b->lock);
}

int64_t background_busy(struct background *b)
{
    int64_t since = b->since;

    return since ? now_ms() - since : 0;
}

void background_finish(struct background *b)
{
    pthread_mutex_lock(&b->lock);
    b->closing = true;
    pthread_cond_signal(&b->wake);
    pthread_mutex_unlock(&b->lock);
    pthread_join(b->thread, NULL);
    pthread_mutex_destroy(&b->lock);
    pthread_cond_destroy(&b->wake);
    free(b);
}
