/* Starting the supervisor when nobody listens, as tmux does its server.
 *
 * The program runs in a session of its own with stdio on /dev/null and no other descriptor of ours,
 * so it outlives the terminal.  It decides itself whether it is needed: of several started at once
 * all but one leave. */
#ifndef YC_DOOR_START_H
#define YC_DOOR_START_H

#include <stdbool.h>
#include <sys/types.h>

/* Makes a small process that starts this program for us, as often as door_start asks: for a process
 * that is about to be forbidden to start anything (base/confine.h).  It holds nothing of ours, and
 * ends with us.  false: no such process; door_start does it itself, as before. */
bool door_starter(const char *program, const char *const *argv);

/* 0 or an errno (the program could not be run).  *pid is to be reaped by the next call. */
int door_start(const char *program, const char *const *argv, pid_t *pid);
/* Whether it has ended.  *status (may be NULL): its exit status, 0 also when a signal ended it. */
bool door_start_ended(pid_t pid, int *status);

#endif
