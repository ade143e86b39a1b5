/* The process that ships logs to the place of backups, as the supervisor sees it: it is attached to
 * nothing, so it may hang on a dead disk or be killed and nobody waits for it; it is started again
 * a minute later. */
#ifndef YC_HALL_SHIPPER_H
#define YC_HALL_SHIPPER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct shipper {
    const char *const *argv; /* NULL: there is none */
    pid_t pid;               /* 0: not running */
    int64_t start_at;        /* ms */
};

/* Starts it when it is time.  mask: of signals, as the supervisor was given it. */
void shipper_look(struct shipper *s, const sigset_t *mask);
bool shipper_ended(struct shipper *s, pid_t pid); /* was it that one? */
void shipper_kill(struct shipper *s);

#endif
