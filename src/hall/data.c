#include "hall/data.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "door/message.h"
#include "door/now.h"
#include "door/wire.h"
#include "hall/background.h"
#include "hall/connection.h"
#include "hall/control.h"
#include "hall/crew.h"
#include "hall/news.h"
#include "hall/night.h"
#include "office/office.h"

enum {
    BEAT_MS = 1000,
    PUSH_MS = 200,      /* between two rounds of pushes */
    STUCK_MS = 60000,   /* one request or one round of due work longer than this: deadlocked */
    NIGHT_FAILURES = 3, /* then it waits for a person */
    EVENTS = 64,
    FILES = HALL_CONNECTIONS + 256
};

struct hall {
    const struct hall_seat *seat;
    const struct hall_options *opt;
    struct office *office;
    struct crew *crew;
    struct background *background;
    struct news *news;
    int epoll_fd, signal_fd;

    struct connection *open; /* list */
    size_t nopen;
    bool accepting, stopping;
    bool fresh; /* the news has something */
    bool owing; /* a push did not fit and is owed still */
    int64_t beat_at, push_at;

    day_t night_last;    /* DAY_NONE: not known */
    day_t night_running; /* DAY_NONE: none */
    unsigned night_failed;

    atomic_ullong requests;
};

/* --- Answers --- */

/* After this the connection belongs to the first thread again. */
static void hand_back(struct hall *h, struct connection *c)
{
    if (!connection_arm(c, h->epoll_fd, false)) log_error("epoll: %s", strerror(errno));
}

/* In a worker. */
static void answer(void *arg, struct connection *c)
{
    struct hall *h = arg;

    connection_reply(c, office_answer(h->office, &c->who, c->request));
    hand_back(h, c);
}

static Yc__Reply *answer_watch(struct hall *h, struct connection *c)
{
    (void)h;
    connection_watch(c, c->request);
    return door_reply_new(c->request);
}

static void with_number(Yc__Reply *r, const char *key, unsigned long long n)
{
    char text[24];

    snprintf(text, sizeof text, "%llu", n);
    door_reply_with(r, key, text);
}

static Yc__Reply *answer_stat(struct hall *h, struct connection *c)
{
    Yc__Reply *r = door_reply_new(c->request);
    char date[DAY_TEXT];

    with_number(r, "workers", (unsigned)h->opt->workers);
    with_number(r, "queue", crew_waiting(h->crew));
    with_number(r, "connections", h->nopen);
    with_number(r, "requests", h->requests);
    with_number(r, "restarts", h->seat->restarts);
    with_number(r, "uptime", (unsigned long long)(now_ms() - h->seat->began) / 1000);
    with_number(r, "pid", (unsigned long long)getpid());
    with_number(r, "supervisor", (unsigned long long)getppid());
    door_reply_with(r, "night", day_text(h->night_running, date));
    door_reply_with(r, "night_last", day_text(h->night_last, date));
    return r;
}

static void ask_night(struct hall *h, day_t day)
{
    char date[DAY_TEXT];

    h->night_running = day;
    control_say(h->seat->control_fd, "night %s", day_text(day, date));
}

static enum rc check_night(const struct hall *h, const struct connection *c, day_t *day,
                           struct fault *f)
{
    const char *date = door_request_get(c->request, "date");

    if (c->who.uid != geteuid())
        return fault_set(f, RC_REFUSED, "role",
                         N_("only the account of the office itself may start the night batch"),
                         NULL);
    if (!h->opt->night_argv)
        return fault_set(f, RC_REFUSED, "state", N_("this home has no night batch"), NULL);
    if (h->night_running != DAY_NONE)
        return fault_set(f, RC_REFUSED, "busy", N_("the night batch is running already"), NULL);
    if (!day_parse(date, day))
        return fault_set(f, RC_REFUSED, "field", N_("{1} is not a date like 2026-11-24"), date,
                         NULL);
    return RC_OK;
}

static Yc__Reply *answer_night(struct hall *h, struct connection *c)
{
    Yc__Reply *r = door_reply_new(c->request);
    struct fault f;
    day_t day;

    if (check_night(h, c, &day, &f) == RC_OK)
        ask_night(h, day);
    else
        door_reply_fault(r, &f);
    return r;
}

static const struct own {
    const char *name;
    Yc__Reply *(*answer)(struct hall *h, struct connection *c);
} own[] = {
    {"watch", answer_watch},
    {"hall_stat", answer_stat},
    {"hall_night", answer_night},
};

static const struct own *find_own(const char *name)
{
    for (size_t i = 0; name && i < sizeof own / sizeof *own; i++)
        if (strcmp(name, own[i].name) == 0) return &own[i];
    return NULL;
}

/* --- Connections --- */

static void add_source(struct hall *h, int fd, const void *what)
{
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = (void *)(uintptr_t)what};

    if (epoll_ctl(h->epoll_fd, EPOLL_CTL_ADD, fd, &e) != 0) log_error("epoll: %s", strerror(errno));
}

static void accept_on(struct hall *h, bool on)
{
    if (on == h->accepting) return;
    h->accepting = on;
    if (on)
        add_source(h, h->seat->listen_fd, &h->seat->listen_fd);
    else
        epoll_ctl(h->epoll_fd, EPOLL_CTL_DEL, h->seat->listen_fd, NULL);
}

static void drop(struct hall *h, struct connection *c)
{
    if (c->next) c->next->prev = c->prev;
    if (c->prev)
        c->prev->next = c->next;
    else
        h->open = c->next;
    h->nopen--;
    connection_close(c);
    accept_on(h, true);
}

static void accept_all(struct hall *h)
{
    struct connection *c;

    while (h->nopen < HALL_CONNECTIONS && (c = connection_accept(h->seat->listen_fd))) {
        c->next = h->open;
        if (h->open) h->open->prev = c;
        h->open = c;
        h->nopen++;
        if (!connection_arm(c, h->epoll_fd, true)) drop(h, c);
    }
    if (h->nopen < HALL_CONNECTIONS && errno == EAGAIN) return;
    log_warn("%zu connections: no more for now", h->nopen);
    accept_on(h, false); /* until one closes or the next beat */
}

static void take_request(struct hall *h, struct connection *c)
{
    const struct own *o = find_own(c->request->name);

    h->requests++;
    if (!o) {
        crew_put(h->crew, c);
        return;
    }
    connection_reply(c, o->answer(h, c));
    hand_back(h, c);
}

static void on_connection(struct hall *h, struct connection *c)
{
    connection_fired(c);
    if (c->out.len) {
        if (!connection_flush(c))
            drop(h, c);
        else
            hand_back(h, c);
        return;
    }
    switch (wire_read_request(c->fd, &c->request)) {
    case WIRE_OK:
        take_request(h, c);
        break;
    case WIRE_LATER:
        hand_back(h, c);
        break;
    case WIRE_BAD:
        log_warn("not a request from uid %u: line closed", (unsigned)c->who.uid);
        drop(h, c);
        break;
    case WIRE_OVER:
        drop(h, c);
        break;
    }
}

/* --- Pushes --- */

/* From the thread that committed. */
static void changed(void *arg, const char *topic)
{
    struct hall *h = arg;

    news_add(h->news, topic);
    background_changed(h->background, topic);
}

static bool concerns(const struct connection *c, const char *topic)
{
    for (size_t i = 0; i < c->ntopic; i++)
        if (!topic || strcmp(c->topic[i], topic) == 0 || strcmp(c->topic[i], "*") == 0) return true;
    return false;
}

static void mark(void *arg, const char *topic)
{
    struct hall *h = arg;

    for (struct connection *c = h->open; c; c = c->next)
        if (concerns(c, topic)) c->news = true;
}

/* A client that does not read its pushes is owed one, never more. */
static void push_round(struct hall *h)
{
    struct buf packed = {0};
    Yc__Reply *push = door_reply_new(NULL);

    push->has_push = push->push = true;
    wire_pack(&push->base, &packed);
    door_reply_free(push);

    h->fresh = h->owing = false;
    news_take(h->news, mark, h);
    for (struct connection *c = h->open; c; c = c->next) {
        if (!c->news) continue;
        c->news = wire_send(c->fd, &packed) == WIRE_LATER;
        h->owing = h->owing || c->news;
    }
    buf_free(&packed);
    h->push_at = now_ms() + PUSH_MS;
}

/* --- The loop --- */

static void check_night_due(struct hall *h)
{
    day_t wanted = night_wanted(office_now(h->office), office_night_minute(h->office));

    if (!h->opt->night_argv || h->night_running != DAY_NONE) return;
    if (h->night_failed >= NIGHT_FAILURES) return;
    if (h->night_last == DAY_NONE) h->night_last = wanted;
    if (wanted > h->night_last) ask_night(h, wanted);
}

static void night_ended(struct hall *h, day_t day, bool well)
{
    h->night_running = DAY_NONE;
    if (!well)
        h->night_failed++;
    else if (day > h->night_last)
        h->night_last = day;
}

static void on_control(struct hall *h)
{
    char text[CONTROL_TEXT];
    day_t day;
    enum control_got got;

    while ((got = control_hear(h->seat->control_fd, text)) == CONTROL_TOLD)
        if (control_is_night(text, &day)) night_ended(h, day, text[strlen(text) - 1] == '0');
    if (got == CONTROL_OVER) h->stopping = true; /* no supervisor, no office */
}

static void beat(struct hall *h)
{
    int64_t busy = background_busy(h->background), oldest = crew_oldest(h->crew);

    h->beat_at = now_ms() + BEAT_MS;
    if (busy > STUCK_MS || oldest > STUCK_MS)
        log_error("stuck: a request for %lld ms, due work for %lld ms", (long long)oldest,
                  (long long)busy);
    else
        control_say(h->seat->control_fd, "beat");
    check_night_due(h);
    if (h->nopen < HALL_CONNECTIONS) accept_on(h, true);
}

static int until_next(const struct hall *h)
{
    int64_t at = h->beat_at, now = now_ms();

    if ((h->fresh || h->owing) && h->push_at < at) at = h->push_at;
    return at > now ? (int)(at - now) : 0;
}

static void on_news(struct hall *h)
{
    news_heard(h->news);
    h->fresh = true;
}

static void on_event(struct hall *h, void *what)
{
    if (what == &h->seat->listen_fd)
        accept_all(h);
    else if (what == &h->seat->control_fd)
        on_control(h);
    else if (what == &h->signal_fd)
        h->stopping = true;
    else if (what == h->news)
        on_news(h);
    else
        on_connection(h, what);
}

static void serve(struct hall *h)
{
    struct epoll_event e[EVENTS];

    while (!h->stopping) {
        int n = epoll_wait(h->epoll_fd, e, EVENTS, until_next(h));
        for (int i = 0; i < n; i++)
            on_event(h, e[i].data.ptr);
        if (now_ms() >= h->beat_at) beat(h);
        if ((h->fresh || h->owing) && now_ms() >= h->push_at) push_round(h);
    }
}

/* --- Beginning and end --- */

static bool open_office(struct hall *h)
{
    struct fault f = {0};
    const char *args[FAULT_ARGS];

    if (office_open(h->opt->home, OFFICE_OWNER, &h->office, &f) == RC_OK) return true;
    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f.arg[i];
    char *text = fault_text(f.msgid ? f.msgid : "", args, FAULT_ARGS);
    log_error("cannot open the office: %s", text);
    free(text);
    return false;
}

static void allow_files(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= FILES) return;
    r.rlim_cur = r.rlim_max < FILES ? r.rlim_max : FILES;
    setrlimit(RLIMIT_NOFILE, &r);
}

static void begin(struct hall *h)
{
    sigset_t stop;

    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    h->signal_fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    h->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    h->news = news_new();
    h->background = background_new(h->office);
    office_on_change(h->office, changed, h);
    background_start(h->background);
    h->crew = crew_start(h->opt->workers, answer, h);
    add_source(h, h->seat->control_fd, &h->seat->control_fd);
    add_source(h, h->signal_fd, &h->signal_fd);
    add_source(h, news_fd(h->news), h->news);
    accept_on(h, true);
}

static void end(struct hall *h)
{
    crew_finish(h->crew); /* every request taken in is answered */
    background_finish(h->background);
    office_close(h->office);
    for (struct connection *c = h->open, *next; c; c = next) {
        next = c->next;
        connection_close(c);
    }
    news_free(h->news);
    close(h->epoll_fd);
    close(h->signal_fd);
}

int hall_data_process(const struct hall_seat *seat, const struct hall_options *opt)
{
    struct hall_options own_opt = *opt;
    struct hall h = {.seat = seat,
                     .opt = &own_opt,
                     .night_last = night_recorded(opt->home),
                     .night_running = DAY_NONE,
                     .night_failed = seat->night_failed};

    if (!own_opt.workers) own_opt.workers = HALL_WORKERS;
    allow_files();
    if (!open_office(&h)) return 1;
    confine_memory(); /* before there are other threads: each has its own filter */
    if (!confine_calls(CONFINE_DATA)) log_warn("this kernel does not shut the data process in");
    begin(&h);
    serve(&h);
    end(&h);
    return 0;
}
