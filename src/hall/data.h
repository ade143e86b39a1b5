/* The data process: the one owner of the office's store, answering everybody at the door.
 *
 * Its first thread takes packets and decodes them; 4 to 8 workers answer them; one more thread
 * watches the due instants (background.h).  The thread of the sockets never waits for the office
 * and no worker waits for a client.
 *
 * Admission: a connection has at most one request inside, and is not read again before its reply
 * was taken by the kernel; what comes after waits in its socket.  So the replies of one connection
 * come in the order of its requests, the line of requests is never longer than the connections are
 * many, and the connections are served in turn.
 *
 * Answered here rather than by the office: "watch" (door.h), "hall_stat", and "hall_night" (with:
 * "date"), which only the account the office runs under may ask for.
 */
#ifndef YC_HALL_DATA_H
#define YC_HALL_DATA_H

#include <stdint.h>

#include "hall/options.h"

enum { HALL_CONNECTIONS = 1000 }; /* more wait to be accepted */

/* What the supervisor hands to a data process. */
struct hall_seat {
    int listen_fd, control_fd;
    int signer_fd; /* to the signer */
    int64_t began; /* the supervisor's start, now_ms */
    unsigned restarts;
    unsigned night_failed; /* times the night batch ended badly since it last ended well */
};

/* SIGTERM and SIGINT must be blocked.  Returns the exit status: 0 after SIGTERM, 1 when the office
 * cannot be opened. */
int hall_data_process(const struct hall_seat *seat, const struct hall_options *opt);

#endif
