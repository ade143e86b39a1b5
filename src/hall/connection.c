#include "hall/connection.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "door/message.h"
#include "door/wire.h"

struct connection *connection_accept(int listen_fd)
{
    struct ucred peer;
    socklen_t n = sizeof peer;
    int fd = wire_accept(listen_fd);

    if (fd < 0) return NULL;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0) {
        close(fd);
        return NULL;
    }
    struct connection *c = mem_alloc(sizeof *c);
    c->fd = fd;
    c->who.uid = peer.uid;
    return c;
}

static void forget_topics(struct connection *c)
{
    for (size_t i = 0; i < c->ntopic; i++)
        free(c->topic[i]);
    free(c->topic);
    c->topic = NULL;
    c->ntopic = 0;
}

void connection_close(struct connection *c)
{
    close(c->fd);
    if (c->request) door_request_free(c->request);
    buf_free(&c->out);
    forget_topics(c);
    free(c);
}

bool connection_arm(struct connection *c, int epoll_fd, bool first)
{
    struct epoll_event e = {.events = EPOLLONESHOT | (c->out.len ? EPOLLOUT : EPOLLIN),
                            .data.ptr = c};
    int fd = c->fd;

    atomic_store(&c->armed, true); /* from here it may already be in the other thread's hands */
    return epoll_ctl(epoll_fd, first ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &e) == 0;
}

void connection_fired(struct connection *c)
{
    bool armed = atomic_exchange(&c->armed, false);

    assert(armed);
    (void)armed;
}

static void pack_reply(Yc__Reply *r, const Yc__Request *q, struct buf *out)
{
    struct fault f;

    if (wire_pack(&r->base, out)) return;
    fault_set(&f, RC_REFUSED, "toolong", N_("the answer is too long; ask for fewer rows"), NULL);
    Yc__Reply *instead = door_reply_new(q);
    door_reply_fault(instead, &f);
    wire_pack(&instead->base, out);
    door_reply_free(instead);
}

void connection_reply(struct connection *c, Yc__Reply *r)
{
    pack_reply(r, c->request, &c->out);
    door_reply_free(r);
    door_request_free(c->request);
    c->request = NULL;
    connection_flush(c); /* a broken line shows itself at the next read */
}

bool connection_flush(struct connection *c)
{
    enum wire_end end = wire_send(c->fd, &c->out);

    if (end != WIRE_LATER) buf_free(&c->out);
    return end != WIRE_OVER;
}

void connection_watch(struct connection *c, const Yc__Request *q)
{
    forget_topics(c);
    c->topic = mem_alloc(q->n_with * sizeof *c->topic);
    for (size_t i = 0; i < q->n_with; i++)
        if (strcmp(q->with[i]->key, "topic") == 0)
            c->topic[c->ntopic++] = mem_strdup(q->with[i]->value);
}
