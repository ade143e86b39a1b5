/* The caller's side of the door: one message out, one message back.
 *
 * A door has two makes behind this header: a socket to the data process (door_connect) and a direct
 * call (door_local: unit tests, the night batch, recovery tools).  Both take the same messages.
 *
 * The socket make hides breaks: when the line drops before the reply came, it connects again (with
 * jitter), sends the same request with the same id, and the office does it once.  door_call blocks
 * until there is a reply or until the time allowed is over; it calls waiting(arg, ms) about every
 * 100 ms meanwhile so that a screen can say "恢复中".  One door belongs to one thread.
 *
 * A request named "watch" (with: any number of "topic") asks for pushes; each one replaces the one
 * before.  The door remembers it and sends it again on a new line, and then says that something may
 * have changed.
 */
#ifndef YC_DOOR_DOOR_H
#define YC_DOOR_DOOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"
#include "door/message.h"

enum { DOOR_WAIT_MS = 30000 };

struct door;

struct door_options {
    const char *socket; /* path of door.sock */
    const char
        *start; /* program to run when nobody listens ("yichuangd --home ..."); NULL: never */
    const char *const *start_argv;
    int wait_ms; /* 0: DOOR_WAIT_MS */
    void (*waiting)(void *arg, int ms);
    void *arg;
};

MUST_CHECK enum rc door_connect(const struct door_options *opt, struct door **out, struct fault *f);

/* answer returns a reply made with door_reply_new; the door frees it with door_reply_free. */
typedef Yc__Reply *door_answer(void *office, const Yc__Request *q);
struct door *door_local(door_answer *answer, void *office);

/* Sends q and waits.  Fills q->id when it has none.  *out is the caller's (door_reply_free), also
 * when the reply says no: a refusal is an answer, RC_OK.  RC_REFUSED "unavailable": nobody answered
 * in time. */
MUST_CHECK enum rc door_call(struct door *d, Yc__Request *q, Yc__Reply **out, struct fault *f);
/* The descriptor to poll for pushes (-1: none now; ask after every call, it changes with the line),
 * and whether something watched has, or may have, changed since last asked. */
int door_fd(const struct door *d);
bool door_changed(struct door *d);
/* Before this process gives up running programs (base/confine.h): a small one made now does it for
 * the door. */
void door_keep_starter(struct door *d);
void door_close(struct door *d);

#endif
