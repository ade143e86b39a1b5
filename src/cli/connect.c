#include "cli/connect.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/lang.h"
#include "cli/place.h"
#include "cli/say.h"

struct door *connect_door(const struct cli *c)
{
    return connect_door_waiting(c, NULL);
}

static bool home_is_ours(const struct cli *c)
{
    return access(c->home, W_OK) == 0;
}

struct door *connect_door_waiting(const struct cli *c, void (*waiting)(void *arg, int ms))
{
    char *socket = mem_printf("%s/door.sock", c->home),
         *service = mem_printf("%s/yichuangd", c->programs);
    const char *argv[] = {service, "--home", c->home, NULL};
    struct door_options opt = {.socket = socket,
                               .start = home_is_ours(c) ? service : NULL,
                               .start_argv = argv,
                               .waiting = waiting};
    struct door *d = NULL;
    struct fault f = {0};

    if (!place_has_office(c->home))
        complain(_("yichuang: there is no office at {1}; make one with 'yichuang init', or name "
                   "another with --home"),
                 c->home, NULL);
    else if (door_connect(&opt, &d, &f) != RC_OK)
        complain_fault(&f);
    free(socket);
    free(service);
    return d;
}

Yc__Request *connect_request(const struct cli *c, const char *name, const char *number, ...)
{
    Yc__Request *q = door_request_new(name);
    va_list ap;

    if (c->as) door_request_set(&q->as, c->as);
    if (number) door_request_set(&q->number, number);
    va_start(ap, number);
    for (const char *key; (key = va_arg(ap, const char *));) {
        const char *value = va_arg(ap, const char *);
        if (value) door_request_with(q, key, value);
    }
    va_end(ap);
    return q;
}

static Yc__Reply *refused(Yc__Reply *r, enum status *status)
{
    char *text = door_reply_text(r, lang_text);

    complain("yichuang: {1}", text, NULL);
    free(text);
    door_reply_free(r);
    *status = STATUS_REFUSED;
    return NULL;
}

static Yc__Reply *call(struct door *d, Yc__Request *q, enum status *status)
{
    Yc__Reply *r = NULL;
    struct fault f = {0};

    *status = STATUS_DONE;
    if (door_call(d, q, &r, &f) != RC_OK) {
        *status = complain_fault(&f);
        return NULL;
    }
    return r->ok ? r : refused(r, status);
}

Yc__Reply *connect_ask(struct door *d, Yc__Request *q, enum status *status)
{
    Yc__Reply *r = call(d, q, status);

    door_request_free(q);
    return r;
}

enum status connect_today(const struct cli *c, struct door *d, day_t *today)
{
    enum status status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "hall", NULL, NULL), &status);
    instant_t now;

    *today = DAY_NONE;
    if (r && instant_parse(door_reply_get(r, "now"), &now)) *today = day_of_instant(now);
    if (r) door_reply_free(r);
    return status;
}

enum status connect_pages(struct door *d, Yc__Request *q, connect_see *see, void *arg)
{
    enum status status = STATUS_DONE;

    for (bool more = true; more;) {
        Yc__Reply *r = call(d, q, &status);
        more = r && see(arg, r) && r->page && *r->page;
        if (more) door_request_set(&q->page, r->page);
        if (r) door_reply_free(r);
        /* Each page is a question of its own. */
        free(q->id.data);
        q->id = (ProtobufCBinaryData){0, NULL};
        q->has_id = 0;
    }
    door_request_free(q);
    return status;
}
