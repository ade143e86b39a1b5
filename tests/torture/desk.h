/* A desk: one client process that registers matters and walks some of them on, and its own account
 * of what it did.
 *
 * The account is a file only ever added to: "> TURN STEP" before a request is sent, "< TURN STEP
 * NUMBER BEGAN ENDED" once its reply is here, each synced.  A request's id follows from desk, turn
 * and step, so whoever takes over a killed desk sends what was under way again under the same id.
 * Times are milliseconds of the monotonic clock.  Included once. */
#ifndef YC_TESTS_TORTURE_DESK_H
#define YC_TESTS_TORTURE_DESK_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "door/door.h"
#include "door/now.h"
#include "office_home.h"
#include "office_forms.h"

enum {
    DESK_LOST_S = 60,
    DESK_WALKED_ON = 60, /* of a hundred */
    DESK_DIES = 3        /* of a hundred: with the reply in hand, before it is noted down */
};

struct desk {
    const char *home;    /* its socket is in it */
    const char *service; /* started when nobody listens */
    int nr, turns;
    int think_ms; /* at most, between two requests */
    unsigned seed;
    struct door *door;
    FILE *account;
    bool heir; /* the first act is one that a killed desk may have sent */
};

static const struct desk_step {
    char letter;
    const char *act, *as;
    const char *with[8]; /* pairs */
} desk_steps[] = {
    {'r', "register", "zhangmin", {0}},
    {'a', "accept", "zhangmin", {"opinion", "齐全"}},
    {'t', "take", "xujianping", {0}},
    {'p', "pass", "xujianping", {"officers", "许建平,沈佳", "opinion", "现场符合"}},
    {'n', "note", "zhangmin", {"text", "walked on"}},
};
enum { DESK_STEPS = sizeof desk_steps / sizeof *desk_steps };

static inline void desk_account_path(const char *home, int nr, char *out, size_t size)
{
    snprintf(out, size, "%s.desk%d", home, nr);
}

/* The same for every incarnation of a desk. */
static inline int desk_steps_of(const struct desk *d, int turn)
{
    unsigned r = d->seed * 31u + (unsigned)d->nr * 1009u + (unsigned)turn * 9176u;

    return rand_r(&r) % 100 < DESK_WALKED_ON ? DESK_STEPS : 1;
}

static inline bool desk_dies(const struct desk *d, int turn, char letter)
{
    unsigned r = d->seed * 17u + (unsigned)d->nr * 4021u + (unsigned)turn * 131u + (unsigned)letter;

    return rand_r(&r) % 100 < DESK_DIES;
}

static inline void desk_id(unsigned seed, int nr, int turn, char letter, char out[40])
{
    snprintf(out, 40, "torture/%u/%d/%d/%c", seed, nr, turn, letter);
}

static inline void desk_note(struct desk *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static inline void desk_note(struct desk *d, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vfprintf(d->account, fmt, ap);
    va_end(ap);
    if (fflush(d->account) != 0 || fsync(fileno(d->account)) != 0) _exit(3);
}

static inline bool desk_connect(struct desk *d)
{
    static const char *argv[] = {NULL, "--home", NULL, NULL}; /* the door keeps it */
    char socket[108];
    struct door_options opt = {.socket = socket, .start = d->service, .start_argv = argv};
    struct fault f = {0};

    argv[0] = d->service;
    argv[2] = d->home;
    snprintf(socket, sizeof socket, "%s/door.sock", d->home);
    return door_connect(&opt, &d->door, &f) == RC_OK;
}

static inline Yc__Request *desk_request(const struct desk *d, const struct desk_step *s, int turn,
                                        const char *number)
{
    static const char *const form[] = {A03_FORM, A03_ALL};
    Yc__Request *q = door_request_new(s->act);
    char id[40];

    desk_id(d->seed, d->nr, turn, s->letter, id);
    q->has_id = 1;
    q->id.len = strlen(id);
    q->id.data = (uint8_t *)strdup(id);
    door_request_set(&q->as, s->as);
    for (size_t i = 0; s->with[i]; i += 2)
        door_request_with(q, s->with[i], s->with[i + 1]);
    if (s->letter != 'r') {
        door_request_set(&q->number, number);
        return q;
    }
    door_request_with(q, "item", "A03");
    for (size_t i = 0; i < sizeof form / sizeof *form; i += 2)
        door_request_with(q, form[i], form[i + 1]);
    return q;
}

/* A door that gave up, or an office that was too busy, has done nothing for certain: the same
 * request again. */
static inline Yc__Reply *desk_send(struct desk *d, Yc__Request *q)
{
    int64_t until = now_ms() + DESK_LOST_S * 1000;

    while (now_ms() < until) {
        Yc__Reply *r = NULL;
        struct fault f = {0};
        enum rc rc = d->door || desk_connect(d) ? door_call(d->door, q, &r, &f) : RC_REFUSED;
        if (rc == RC_OK &&
            (r->ok || (strcmp(r->code, "busy") != 0 && strcmp(r->code, "memory") != 0)))
            return r;
        if (r) door_reply_free(r);
        usleep(20000);
    }
    return NULL;
}

/* false: refused or not answered at all. */
static inline bool desk_do(struct desk *d, int turn, const struct desk_step *s, char number[32])
{
    Yc__Request *q = desk_request(d, s, turn, number);

    desk_note(d, "> %d %c\n", turn, s->letter);
    int64_t began = now_ms();
    Yc__Reply *r = desk_send(d, q);
    bool ok = r && r->ok;
    if (ok && !d->heir && desk_dies(d, turn, s->letter)) kill(getpid(), SIGKILL);
    d->heir = false;
    if (ok) {
        snprintf(number, 32, "%s", r->number);
        desk_note(d, "< %d %c %s %lld %lld\n", turn, s->letter, number, (long long)began,
                  (long long)now_ms());
    } else {
        char *why = r ? door_reply_text(r, NULL) : strdup("no answer");
        desk_note(d, "! %d %c %s\n", turn, s->letter, why);
        free(why);
    }
    if (r) door_reply_free(r);
    door_request_free(q);
    return ok;
}

/* Where the account ends: the first step not yet acknowledged, and the number of its matter. */
static inline void desk_resume(struct desk *d, int *turn, int *step, char number[32])
{
    char path[200], line[600], letter;
    int t;

    *turn = *step = 0;
    d->heir = false;
    number[0] = '\0';
    desk_account_path(d->home, d->nr, path, sizeof path);
    FILE *in = fopen(path, "re");
    while (in && fgets(line, sizeof line, in)) {
        d->heir = true;
        if (sscanf(line, "< %d %c %31s", &t, &letter, number) != 3) continue;
        *turn = t;
        for (*step = 0; desk_steps[*step].letter != letter; ++*step)
            continue;
        if (++*step < desk_steps_of(d, t)) continue;
        *turn = t + 1;
        *step = 0;
    }
    if (in) fclose(in);
}

/* The whole life of a client process. */
static inline int desk_live(struct desk *d)
{
    char path[200], number[32];
    unsigned pace = d->seed ^ (unsigned)getpid();
    int turn, step;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    desk_resume(d, &turn, &step, number);
    desk_account_path(d->home, d->nr, path, sizeof path);
    d->account = fopen(path, "ae");
    for (; d->account && turn < d->turns; turn++, step = 0)
        for (; step < desk_steps_of(d, turn); step++) {
            if (!desk_do(d, turn, &desk_steps[step], number)) return 2;
            if (d->think_ms) usleep((useconds_t)(rand_r(&pace) % (d->think_ms * 1000)));
        }
    if (d->door) door_close(d->door);
    return d->account && fclose(d->account) == 0 ? 0 : 3;
}

#endif
