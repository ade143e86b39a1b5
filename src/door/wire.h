/* Messages on the line: one packed message is one packet of a SOCK_SEQPACKET Unix socket.
 *
 * Both ends use it: the client of a door and the data process. */
#ifndef YC_DOOR_WIRE_H
#define YC_DOOR_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "model/door.pb-c.h"

enum wire_end {
    WIRE_OK,
    WIRE_LATER, /* would block */
    WIRE_OVER,  /* closed or broken: nothing more will come */
    WIRE_BAD    /* not a message: too long, not decodable, not packed as we would */
};

/* A socket of the door's kind, close-on-exec and non-blocking, with buffers that hold the longest
 * message; -1: errno. */
int wire_socket(void);
int wire_accept(int listener);
/* 0 or an errno; ENAMETOOLONG: a socket's path has at most 107 bytes. */
int wire_connect(int fd, const char *path);
int wire_listen(int fd, const char *path, int backlog);

/* The packed bytes, appended.  false: longer than DOOR_MESSAGE_MAX, nothing appended. */
bool wire_pack(const ProtobufCMessage *m, struct buf *out);
enum wire_end wire_send(int fd, const struct buf *packed);
/* The message is the caller's (door_request_free, door_reply_free); it is NULL unless WIRE_OK. */
enum wire_end wire_read_request(int fd, Yc__Request **q);
enum wire_end wire_read_reply(int fd, Yc__Reply **r);

#endif
