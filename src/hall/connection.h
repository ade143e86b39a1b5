/* One client's line, as the data process holds it.
 *
 * A connection is touched by one thread at a time: the first thread while it is armed in epoll (one
 * shot), the worker from the moment it is put in line until the worker arms it again.  Pushes alone
 * are sent by the first thread at any time: a packet is sent whole or not at all, and only the
 * first thread closes. */
#ifndef YC_HALL_CONNECTION_H
#define YC_HALL_CONNECTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "office/office.h"

struct connection {
    int fd;
    atomic_bool armed; /* the first thread's; also carries over what the worker wrote */
    struct office_caller who;
    Yc__Request *request; /* being answered; NULL: none */
    struct buf out;       /* a packed reply the kernel had no room for; empty: none */
    char **topic;         /* watched */
    size_t ntopic;
    bool news; /* a push is owed */
    struct connection *next_in_line;
    struct connection *prev, *next; /* of all that are open */
};

/* NULL: none waits, or errno says why not. */
struct connection *connection_accept(int listen_fd);
void connection_close(struct connection *c);
/* false: not possible, errno. */
bool connection_arm(struct connection *c, int epoll_fd, bool first);
void connection_fired(struct connection *c); /* its one shot came */
/* Sends r and frees it and the request; what the kernel does not take stays in out. */
void connection_reply(struct connection *c, Yc__Reply *r);
bool connection_flush(struct connection *c);                       /* false: the line is broken */
void connection_watch(struct connection *c, const Yc__Request *q); /* remembers its topics */

#endif
