#include "door/wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/mem.h"
#include "door/message.h"

static void widen(int fd)
{
    int size = 2 * DOOR_MESSAGE_MAX; /* the kernel counts its own bookkeeping too */

    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

int wire_socket(void)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0) widen(fd);
    return fd;
}

int wire_accept(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd >= 0) widen(fd);
    return fd;
}

static bool address(const char *path, struct sockaddr_un *a)
{
    *a = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof a->sun_path) return false;
    memcpy(a->sun_path, path, strlen(path));
    return true;
}

int wire_connect(int fd, const char *path)
{
    struct sockaddr_un a;

    if (!address(path, &a)) return ENAMETOOLONG;
    return connect(fd, (struct sockaddr *)&a, sizeof a) == 0 ? 0 : errno;
}

int wire_listen(int fd, const char *path, int backlog)
{
    struct sockaddr_un a;

    if (!address(path, &a)) return ENAMETOOLONG;
    if (bind(fd, (struct sockaddr *)&a, sizeof a) != 0) return errno;
    return listen(fd, backlog) == 0 ? 0 : errno;
}

bool wire_pack(const ProtobufCMessage *m, struct buf *out)
{
    size_t n = protobuf_c_message_get_packed_size(m);

    if (n > DOOR_MESSAGE_MAX) return false;
    uint8_t *packed = mem_alloc(n);
    protobuf_c_message_pack(m, packed);
    buf_add(out, packed, n);
    free(packed);
    return true;
}

enum wire_end wire_send(int fd, const struct buf *packed)
{
    ssize_t n;

    do
        n = send(fd, packed->data, packed->len, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n >= 0) return WIRE_OK;
    return errno == EAGAIN || errno == ENOBUFS ? WIRE_LATER : WIRE_OVER;
}

static enum wire_end read_message(int fd, const ProtobufCMessageDescriptor *kind,
                                  ProtobufCMessage **m)
{
    static _Thread_local uint8_t packet[DOOR_MESSAGE_MAX];
    ssize_t n;

    *m = NULL;
    do
        n = recv(fd, packet, sizeof packet, MSG_DONTWAIT | MSG_TRUNC);
    while (n < 0 && errno == EINTR);
    if (n < 0) return errno == EAGAIN ? WIRE_LATER : WIRE_OVER;
    if (n == 0) return WIRE_OVER;
    if (n > DOOR_MESSAGE_MAX) return WIRE_BAD;
    *m = protobuf_c_message_unpack(kind, NULL, (size_t)n, packet);
    if (!*m) return WIRE_BAD;
    /* A text with a NUL inside would be cut there by whoever reads it: packed again it is shorter.
     */
    if (protobuf_c_message_get_packed_size(*m) == (size_t)n) return WIRE_OK;
    protobuf_c_message_free_unpacked(*m, NULL);
    *m = NULL;
    return WIRE_BAD;
}

enum wire_end wire_read_request(int fd, Yc__Request **q)
{
    ProtobufCMessage *m;
    enum wire_end end = read_message(fd, &yc__request__descriptor, &m);

    *q = (Yc__Request *)m;
    return end;
}

enum wire_end wire_read_reply(int fd, Yc__Reply **r)
{
    ProtobufCMessage *m;
    enum wire_end end = read_message(fd, &yc__reply__descriptor, &m);

    *r = (Yc__Reply *)m;
    return end;
}
