#include "hall/sorry.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "door/message.h"
#include "door/now.h"
#include "door/wire.h"
#include "hall/connection.h"

enum { SORRY_MS = 2000, LINES = 200 };

static Yc__Reply *say_why(const Yc__Request *q, const struct fault *why)
{
    Yc__Reply *r = door_reply_new(q);
    char inner[FAULT_ARG_MAX];
    struct fault f;

    fault_set(&f, RC_REFUSED, "closed",
              N_("The office cannot work at present and tries again by itself: {1} Tell the "
                 "administrator; what you have filled in stays."),
              fault_nested(why, inner), NULL);
    door_reply_fault(r, &f);
    return r;
}

/* Whoever wants to stop the service must find it. */
static Yc__Reply *say_pid(const Yc__Request *q)
{
    Yc__Reply *r = door_reply_new(q);
    char pid[16];

    snprintf(pid, sizeof pid, "%d", (int)getppid());
    door_reply_with(r, "supervisor", pid);
    return r;
}

/* false: the line is over. */
static bool answer(struct connection *c, const struct fault *why)
{
    switch (wire_read_request(c->fd, &c->request)) {
    case WIRE_OK:
        connection_reply(c, c->request->name && strcmp(c->request->name, "hall_stat") == 0
                                ? say_pid(c->request)
                                : say_why(c->request, why));
        return true;
    case WIRE_LATER:
        return true;
    default:
        return false;
    }
}

void hall_sorry(int listen_fd, const struct fault *why)
{
    struct connection *line[LINES] = {NULL};
    struct pollfd p[LINES + 1] = {{.fd = listen_fd, .events = POLLIN}};
    size_t n = 0;

    for (int64_t until = now_ms() + SORRY_MS, left; (left = until - now_ms()) > 0;) {
        p[0].events = n < LINES ? POLLIN : 0;
        if (poll(p, (nfds_t)n + 1, (int)left) <= 0) continue;
        for (size_t i = n; i-- > 0;) {
            if (!p[i + 1].revents || answer(line[i], why)) continue;
            connection_close(line[i]);
            line[i] = line[--n];
            p[i + 1] = p[n + 1];
        }
        if (p[0].revents && n < LINES && (line[n] = connection_accept(listen_fd))) {
            p[n + 1] = (struct pollfd){.fd = line[n]->fd, .events = POLLIN};
            n++;
        }
    }
    while (n)
        connection_close(line[--n]);
}
