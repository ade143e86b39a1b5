/* An office for the tests of the hall: it keeps the ids it has done in a mapped file, so that they
 * outlive any kill of the process but no promise of durability is tested here.  Included once, by
 * the program that links it.
 *
 * Acts:  do (ms)     sleeps, then is done once by id; the reply carries the slot
 *        big (bytes) a reply of that size          touch (topic, times)  tells of a change
 *        due (at)    sets the next due instant     who                   the caller's uid */
#ifndef YC_TESTS_STUB_OFFICE_H
#define YC_TESTS_STUB_OFFICE_H

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "office/office.h"

enum { STUB_SLOTS = 8192, STUB_ID = 16 };

struct stub_ledger {
    atomic_uint done, attempts, opened, closed, ticks, doubles;
    atomic_llong due, late_ms; /* the last due work: how late it was done */
    unsigned char id[STUB_SLOTS][STUB_ID];
};

struct office {
    struct stub_ledger *ledger;
    pthread_mutex_t lock;
    int owner_fd;
    void (*changed)(void *arg, const char *topic);
    void *arg;
};

static inline struct stub_ledger *stub_ledger(const char *home)
{
    char *path = mem_printf("%s/stub.ledger", home);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stub_ledger *l = MAP_FAILED;

    if (fd >= 0 && ftruncate(fd, sizeof *l) == 0)
        l = mmap(NULL, sizeof *l, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (l == MAP_FAILED) abort();
    close(fd);
    free(path);
    return l;
}

static void stub_note_pid(const char *home, const char *name, pid_t pid)
{
    char *path = mem_printf("%s/%s", home, name), *fresh = mem_printf("%s.new", path);
    FILE *to = fopen(fresh, "we");

    if (!to || fprintf(to, "%d\n", (int)pid) < 0 || fclose(to) != 0) abort();
    if (rename(fresh, path) != 0) abort();
    free(path);
    free(fresh);
}

/* Two owners at once would be the end of a real environment: the stub counts them. */
static int stub_own(const char *home, struct stub_ledger *l)
{
    char *path = mem_printf("%s/stub.owner", home);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (flock(fd, LOCK_EX | LOCK_NB) != 0) l->doubles++;
    free(path);
    return fd;
}

enum rc office_open(const char *home, enum office_mode mode, struct office **out, struct fault *f)
{
    char *refuse = mem_printf("%s/refuse", home);
    bool refused = access(refuse, F_OK) == 0;

    free(refuse);
    if (refused || mode != OFFICE_OWNER)
        return fault_set(f, RC_REFUSED, "stub", "{1} does not want to open", home, NULL);
    struct office *o = mem_alloc(sizeof *o);
    o->ledger = stub_ledger(home);
    o->owner_fd = stub_own(home, o->ledger);
    pthread_mutex_init(&o->lock, NULL);
    stub_note_pid(home, "super.pid", getppid());
    stub_note_pid(home, "data.pid", getpid());
    o->ledger->opened++;
    *out = o;
    return RC_OK;
}

void office_close(struct office *o)
{
    o->ledger->closed++;
    munmap(o->ledger, sizeof *o->ledger);
    close(o->owner_fd);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

static void stub_sleep(const char *ms)
{
    if (atoi(ms)) usleep((useconds_t)atoi(ms) * 1000);
}

static void stub_with_number(Yc__Reply *r, const char *key, unsigned n)
{
    char text[16];

    snprintf(text, sizeof text, "%u", n);
    door_reply_with(r, key, text);
}

static void stub_do(struct office *o, const Yc__Request *q, Yc__Reply *r)
{
    struct stub_ledger *l = o->ledger;
    unsigned i = 0;

    l->attempts++;
    stub_sleep(door_request_get(q, "ms"));
    pthread_mutex_lock(&o->lock);
    while (i < l->done && memcmp(l->id[i], q->id.data, STUB_ID) != 0)
        i++;
    if (i == l->done && i < STUB_SLOTS) {
        memcpy(l->id[i], q->id.data, STUB_ID);
        l->done++; /* the commit */
    }
    pthread_mutex_unlock(&o->lock);
    stub_with_number(r, "slot", i);
}

static void stub_big(Yc__Reply *r, const Yc__Request *q)
{
    size_t n = (size_t)atoi(door_request_get(q, "bytes"));
    char *text = mem_alloc(n + 1);

    memset(text, 'x', n);
    door_reply_with(r, "text", text);
    door_reply_with(r, "nr", door_request_get(q, "nr"));
    free(text);
}

static void stub_touch(struct office *o, const Yc__Request *q)
{
    int times = atoi(door_request_get(q, "times"));

    for (int i = 0; i < times; i++) {
        o->changed(o->arg, door_request_get(q, "topic"));
        usleep(1000);
    }
}

Yc__Reply *office_answer(struct office *o, const struct office_caller *who, const Yc__Request *q)
{
    Yc__Reply *r = door_reply_new(q);
    struct fault f;

    if (q->id.len == STUB_ID && q->name && strcmp(q->name, "do") == 0) {
        stub_do(o, q, r);
    } else if (q->name && strcmp(q->name, "big") == 0) {
        stub_big(r, q);
    } else if (q->name && strcmp(q->name, "touch") == 0) {
        stub_touch(o, q);
    } else if (q->name && strcmp(q->name, "due") == 0) {
        o->ledger->due = atoll(door_request_get(q, "at"));
        o->changed(o->arg, "due");
    } else if (q->name && strcmp(q->name, "who") == 0) {
        stub_with_number(r, "uid", who->uid);
        stub_with_number(r, "system", who->system);
    } else {
        fault_set(&f, RC_REFUSED, "act", "no such act: {1}", q->name ? q->name : "", NULL);
        door_reply_fault(r, &f);
    }
    return r;
}

enum rc office_tick(struct office *o, instant_t now, instant_t *next, struct fault *f)
{
    struct stub_ledger *l = o->ledger;
    struct timespec t;

    (void)f;
    l->ticks++;
    if (l->due && l->due <= now) {
        clock_gettime(CLOCK_REALTIME, &t);
        l->late_ms = (t.tv_sec - l->due) * 1000 + t.tv_nsec / 1000000;
        l->due = 0;
    }
    *next = l->due ? l->due : INSTANT_NONE;
    return RC_OK;
}

int office_night_minute(struct office *o)
{
    (void)o;
    return 23 * 60;
}

instant_t office_now(struct office *o)
{
    (void)o;
    return time(NULL);
}

void office_set_signer(struct office *o, office_sign *sign, void *arg)
{
    (void)o;
    (void)sign;
    (void)arg;
}

enum rc office_seal(struct office *o, struct fault *f)
{
    (void)o;
    (void)f;
    return RC_OK;
}

void office_on_change(struct office *o, void (*changed)(void *arg, const char *topic), void *arg)
{
    o->changed = changed;
    o->arg = arg;
}

enum rc office_checkpoint(struct office *o, bool force, struct fault *f)
{
    (void)o;
    (void)force;
    (void)f;
    return RC_OK;
}

#endif
