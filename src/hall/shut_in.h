/* Shutting a process in: from here on it can use what it has open and nothing else.
 *
 * Landlock without a single path (where the kernel has it) and a seccomp filter that knows reading,
 * writing and syncing of open descriptors, one socket's messages, memory, time, random numbers and
 * the end.  No file can be opened, no process made, no program run; an attempt fails with EPERM. */
#ifndef YC_HALL_SHUT_IN_H
#define YC_HALL_SHUT_IN_H

#include <stdbool.h>

/* Closes every descriptor but stdio and those named, keeps the process from being traced or dumped.
 * false: this kernel cannot do it (errno); the process must leave. */
bool shut_in(const int *keep, int n);

#endif
