/* The line to the terminal: raw bytes in and out, its size, the signals that concern it.  Nothing
 * here ever blocks: what the line does not take is queued, and the caller skips frames until the
 * queue is empty. One process has one line. */
#ifndef YC_TUI_TERM_LINE_H
#define YC_TUI_TERM_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

MUST_CHECK enum rc line_open(struct fault *f); /* standard input and output must be one terminal */
void line_close(void);                         /* waits at most half a second for the queue */

void line_write(const void *bytes, size_t n);
bool line_send(void); /* sends what the line takes; true when all has gone */
bool line_gone(void); /* hung up, or told to end by a signal */
void line_size(int *rows, int *cols);

enum line_event { LINE_INPUT = 1, LINE_RESIZED = 2, LINE_EXTRA = 4 };
/* Waits for any of these (0: time over) and sends queued output meanwhile; *ready is the index in
 * fds.  Returns early when the queue has become empty or the line is gone. */
int line_wait(int wait_ms, const int *fds, int nfds, int *ready);
/* Bytes that are there now, 0 when none. */
size_t line_read(char *to, size_t room);

#endif
