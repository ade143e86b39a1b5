/* The supervisor of one home: the daemon itself.
 *
 * It locks the home, makes the socket once, and runs the data process on it and, when asked, the
 * night batch: the two "attached" processes.  It opens nothing of the office.  The socket stays
 * open in it while the data process restarts, so clients wait in line instead of failing.
 *
 * Berkeley DB cannot be trusted after an attached process ended badly (its mutexes stay locked), so
 * any end of one but an orderly one, a stop (SIGSTOP) that lasts, or 5 s without a beat, means:
 * kill all attached, wait for them, start again, which recovers.
 *
 * The lock is held by the attached processes as well: nobody else can start on the home before the
 * last of them is gone, however the supervisor ended.
 */
#ifndef YC_HALL_SUPERVISOR_H
#define YC_HALL_SUPERVISOR_H

#include "hall/options.h"

/* Runs until SIGTERM or SIGINT.  Returns the exit status: 0 after an orderly stop, and at once when
 * another supervisor already serves this home; 1 when the home cannot be served (the log says why).
 */
int hall_supervise(const struct hall_options *opt);

#endif
