/* Shutting this process in, for good: what it will never need is taken from it before it meets
 * anybody's bytes, so that a fault in reading them is worth little to whoever finds it.
 *
 * Files go by Landlock, calls by seccomp; both hold for children too and cannot be undone.  A
 * kernel without Landlock leaves the files to their modes; what is missing is told to the caller,
 * who goes on: half a wall is better than no office.  Built with a sanitizer nothing is taken (its
 * run time needs more than the program). */
#ifndef YC_BASE_CONFINE_H
#define YC_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

enum confine_right {
    CONFINE_READ,  /* open and read what lies at or below the path */
    CONFINE_CHANGE /* and write, make, rename and remove it */
};

extern const bool confine_nothing; /* built with a sanitizer */

struct confine_path {
    const char *path; /* NULL, or not there: left out */
    enum confine_right right;
};

/* From here on only these files can be opened, no TCP port bound or called, no process outside
 * signalled (as far as the kernel knows how).  false: this kernel has no Landlock. */
bool confine_files(const struct confine_path *allowed, size_t n);

enum confine_calls {
    /* A program that only talks to a terminal, the files above and Unix sockets: no new program, no
     * look into another process, no other kind of socket, no key pushed into a terminal
     * (TIOCSTI, TIOCLINUX).  Anything not listed is refused with EPERM. */
    CONFINE_TERMINAL,
    /* A process with threads and a database: the same refusals by name, all else as it was. */
    CONFINE_DATA,
    /* A process that answers on descriptors it has open: no file, socket, process, signal or code
     * can be got any more. */
    CONFINE_SIGNER
};

/* Closes every descriptor but stdio and these. */
void confine_descriptors(const int *keep, size_t n);

/* No core file, and nobody of the same account looks into this process or follows its calls. */
void confine_memory(void);

/* false: refused by the kernel; the process is as it was. */
bool confine_calls(enum confine_calls which);

#endif
