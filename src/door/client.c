#include "door/door.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/mem.h"
#include "door/now.h"
#include "door/start.h"
#include "door/wire.h"

enum {
    ID_BYTES = 16,
    LOOK_MS = 100,   /* how often waiting() is called */
    START_MS = 5000, /* for a supervisor to listen after it was started */
    MOST_BREAKS =
        10,         /* of one call: a request the office cannot survive must not be sent for ever */
    JITTER_MS = 20, /* first wait after a break; doubles up to JITTER_MAX_MS */
    JITTER_MAX_MS = 500
};

struct door {
    door_answer *answer; /* the local make; NULL: a socket */
    void *office;

    char *socket, *start;
    char **start_argv; /* NULL at its end */
    int wait_ms;
    void (*waiting)(void *arg, int ms);
    void *arg;

    int fd;           /* -1: no line */
    int broken;       /* breaks since the last reply */
    bool changed;     /* a push came, or may have been missed */
    struct buf watch; /* the last "watch", packed: a new line has to be told again */
    pid_t started;    /* the supervisor we started and have not reaped; 0: none */
    int64_t started_at;
};

/* How long one call has been going on. */
struct spell {
    int64_t began;
    int allowed; /* ms */
};

static int left_ms(const struct spell *s)
{
    int64_t left = s->began + s->allowed - now_ms();

    return left > 0 ? (int)left : 0;
}

static void random_bytes(void *p, size_t n)
{
    while (getrandom(p, n, 0) != (ssize_t)n)
        continue;
}

/* Waits for events on fd (-1: just waits) at most ms, in short looks, telling the screen after
 * each. 0: the time is over. */
static int look(struct door *d, const struct spell *s, int fd, short events, int ms)
{
    int64_t until = now_ms() + ms;

    for (;;) {
        int64_t rest = until - now_ms();
        int slice = left_ms(s) < rest ? left_ms(s) : (int)rest;
        struct pollfd p = {.fd = fd, .events = events};
        if (slice <= 0) return 0;
        if (poll(&p, fd >= 0, slice < LOOK_MS ? slice : LOOK_MS) > 0) return 1;
        if (d->waiting && now_ms() - s->began >= LOOK_MS)
            d->waiting(d->arg, (int)(now_ms() - s->began));
    }
}

static void hang_up(struct door *d)
{
    if (d->fd >= 0) close(d->fd);
    d->fd = -1;
    if (d->watch.len) d->changed = true;
}

/* Everybody loses the line at once when the data process restarts; they must not all come back at
 * once. */
static int jitter_ms(int broken)
{
    int most = JITTER_MS;
    uint32_t r;

    for (int i = 1; i < broken && most < JITTER_MAX_MS; i++)
        most *= 2;
    random_bytes(&r, sizeof r);
    return most / 2 + (int)(r % ((uint32_t)most / 2 + 1));
}

static enum rc unavailable(const struct door *d, int error, struct fault *f)
{
    return fault_set(f, RC_REFUSED, "unavailable",
                     N_("the office does not answer at {1} ({2}); try again, or look at its log"),
                     d->socket, strerror(error), NULL);
}

static bool nobody_listens(int error)
{
    return error == ENOENT || error == ECONNREFUSED;
}

/* One that leaves with 0 found another at work.  Any other status is its refusal to serve this
 * home: to start it again and again would only fill its log. */
static enum rc start_supervisor(struct door *d, const struct spell *s, struct fault *f)
{
    int status = 0;

    if (d->started && !door_start_ended(d->started, &status)) return RC_OK;
    d->started = 0;
    if (status && d->started_at >= s->began)
        return fault_set(f, RC_REFUSED, "unavailable",
                         N_("{1} could not serve {2}; its log says why"), d->start, d->socket,
                         NULL);
    d->started_at = now_ms();
    int error = door_start(d->start, (const char *const *)d->start_argv, &d->started);
    if (error)
        return fault_set(f, RC_REFUSED, "unavailable", N_("cannot start {1}: {2}"), d->start,
                         strerror(error), NULL);
    return RC_OK;
}

static int dial(struct door *d)
{
    int fd = wire_socket();
    int error = fd < 0 ? errno : wire_connect(fd, d->socket);

    if (!error && d->watch.len && wire_send(fd, &d->watch) != WIRE_OK) error = EPIPE;
    if (error) {
        if (fd >= 0) close(fd);
        return error;
    }
    d->fd = fd;
    return 0;
}

/* Tries until somebody listens or the spell is over; patient: also when nobody can be started. */
static enum rc line_open(struct door *d, const struct spell *s, bool patient, struct fault *f)
{
    for (;; d->broken++) {
        if (d->broken && !look(d, s, -1, 0, jitter_ms(d->broken)) && !left_ms(s))
            return unavailable(d, ETIMEDOUT, f);
        int error = dial(d);
        if (!error) return RC_OK;
        if (error == EAGAIN || error == EPIPE) continue; /* a full line, or one just closed */
        if (!nobody_listens(error) || (!d->start && !patient)) return unavailable(d, error, f);
        enum rc rc = d->start ? start_supervisor(d, s, f) : RC_OK;
        if (rc) return rc;
    }
}

static bool is_reply_to(const Yc__Reply *r, const Yc__Request *q)
{
    return r->id.len == q->id.len && memcmp(r->id.data, q->id.data, r->id.len) == 0;
}

/* Reads one message if there is one.  *r gets the reply to q; pushes only set the flag, and late
 * replies to calls given up and to the repeated "watch" are dropped. */
static enum wire_end take(struct door *d, const Yc__Request *q, Yc__Reply **r)
{
    enum wire_end end = wire_read_reply(d->fd, r);

    if (end != WIRE_OK) return end;
    if ((*r)->push) d->changed = true;
    if (!(*r)->push && q && is_reply_to(*r, q)) return WIRE_OK;
    door_reply_free(*r);
    *r = NULL;
    return WIRE_OK;
}

/* One try on the open line.  false: the line broke, or the time is over (the line stays: it may
 * only be slow). */
static bool converse(struct door *d, const struct spell *s, const struct buf *packed,
                     const Yc__Request *q, Yc__Reply **r)
{
    enum wire_end end;

    while ((end = wire_send(d->fd, packed)) == WIRE_LATER)
        if (!look(d, s, d->fd, POLLOUT, s->allowed)) return false;
    while (end == WIRE_OK || end == WIRE_LATER) {
        if (end == WIRE_LATER && !look(d, s, d->fd, POLLIN, s->allowed)) return false;
        end = take(d, q, r);
        if (*r) return true;
    }
    hang_up(d);
    d->broken++;
    return false;
}

static enum rc call_socket(struct door *d, Yc__Request *q, Yc__Reply **out, struct fault *f)
{
    struct spell s = {now_ms(), d->wait_ms};
    struct buf packed = {0};
    enum rc rc = RC_OK;
    int before = d->broken;

    if (!wire_pack(&q->base, &packed))
        return fault_set(f, RC_REFUSED, "toolong", N_("the request is too long to be sent"), NULL);
    while (!rc && !*out) {
        if (d->fd < 0) rc = line_open(d, &s, true, f);
        if (!rc && !converse(d, &s, &packed, q, out) && !left_ms(&s))
            rc = unavailable(d, ETIMEDOUT, f);
        if (!rc && d->broken - before >= MOST_BREAKS)
            rc = fault_set(f, RC_REFUSED, "unavailable",
                           N_("the office broke off at every try of this request; tell whoever "
                              "looks after it, the reason is in its log"),
                           NULL);
    }
    if (*out) d->broken = 0;
    if (*out && (*out)->ok && q->name && strcmp(q->name, "watch") == 0) {
        buf_free(&d->watch);
        d->watch = packed;
        return rc;
    }
    buf_free(&packed);
    return rc;
}

/* Nothing changes behind a local door but by its owner's own calls. */
static Yc__Reply *call_local(struct door *d, const Yc__Request *q)
{
    if (q->name && strcmp(q->name, "watch") == 0) return door_reply_new(q);
    return d->answer(d->office, q);
}

enum rc door_call(struct door *d, Yc__Request *q, Yc__Reply **out, struct fault *f)
{
    *out = NULL;
    if (!q->has_id || !q->id.len) {
        free(q->id.data);
        q->has_id = true;
        q->id.len = ID_BYTES;
        q->id.data = mem_alloc(ID_BYTES);
        random_bytes(q->id.data, ID_BYTES);
    }
    if (!d->answer) return call_socket(d, q, out, f);
    *out = call_local(d, q);
    return RC_OK;
}

/* The door may start it long after the caller has forgotten what he said. */
static char **copy_words(const char *const *word)
{
    size_t n = 0;

    while (word[n])
        n++;
    char **copy = mem_alloc((n + 1) * sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = mem_strdup(word[i]);
    return copy;
}

static void free_words(char **word)
{
    for (size_t i = 0; word && word[i]; i++)
        free(word[i]);
    free(word);
}

enum rc door_connect(const struct door_options *opt, struct door **out, struct fault *f)
{
    struct door *d = mem_alloc(sizeof *d);
    struct spell s = {now_ms(), START_MS};

    d->socket = mem_strdup(opt->socket);
    d->start = mem_strdup(opt->start);
    d->start_argv = opt->start ? copy_words(opt->start_argv) : NULL;
    d->wait_ms = opt->wait_ms ? opt->wait_ms : DOOR_WAIT_MS;
    d->waiting = opt->waiting;
    d->arg = opt->arg;
    d->fd = -1;
    enum rc rc = line_open(d, &s, false, f);
    d->broken = 0;
    *out = d;
    if (rc) {
        door_close(d);
        *out = NULL;
    }
    return rc;
}

void door_keep_starter(struct door *d)
{
    if (d->start) door_starter(d->start, (const char *const *)d->start_argv);
}

struct door *door_local(door_answer *answer, void *office)
{
    struct door *d = mem_alloc(sizeof *d);

    d->answer = answer;
    d->office = office;
    d->fd = -1;
    return d;
}

int door_fd(const struct door *d)
{
    return d->fd;
}

bool door_changed(struct door *d)
{
    enum wire_end end = d->fd >= 0 ? WIRE_OK : WIRE_LATER;
    Yc__Reply *none;

    while (end == WIRE_OK)
        end = take(d, NULL, &none);
    if (end != WIRE_LATER) hang_up(d);
    bool changed = d->changed;
    d->changed = false;
    return changed;
}

void door_close(struct door *d)
{
    if (!d) return;
    if (d->fd >= 0) close(d->fd);
    if (d->started) door_start_ended(d->started, NULL);
    buf_free(&d->watch);
    free_words(d->start_argv);
    free(d->socket);
    free(d->start);
    free(d);
}
