/* Lines of a file that never ends: read through one buffer, so that any number of them takes the
 * same memory. */
#ifndef YC_CLI_LINES_H
#define YC_CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct lines;

enum line_end {
    LINE_OK,
    LINE_LONG, /* longer than the most a line may have; it was read past */
    LINE_OVER, /* no more lines */
    LINE_BAD   /* cannot be read: errno */
};

struct lines *lines_open(int fd, size_t most);
void lines_close(struct lines *l); /* the descriptor stays the caller's */
/* The next line without its end, NUL after it, valid until the next call; *n its bytes (there may
 * be NULs inside). */
enum line_end lines_next(struct lines *l, char **line, size_t *n);
/* Would the next call have to wait for whoever writes? */
bool lines_would_wait(struct lines *l);
/* Bytes read so far, for a progress bar. */
size_t lines_taken(const struct lines *l);

#endif
