/* JSON lines in, JSON lines out: one request after another through a door.
 *
 * Memory does not grow with the number of lines (only with the names given by "let"); a bad line is
 * refused alone. */
#ifndef YC_CLI_STREAM_H
#define YC_CLI_STREAM_H

#include <stdio.h>

#include "cli/cli.h"
#include "door/door.h"

struct stream {
    struct door *door;
    int in;
    FILE *out;      /* NULL: the answers are only counted */
    FILE *refusals; /* answers that say no are written here too; NULL: not */
    const char *as; /* for lines that say nobody; NULL */
    void (*progress)(void *arg, size_t bytes, unsigned long line); /* after each line; NULL */
    void *arg;
    unsigned long lines, refused; /* results */
};

enum { STREAM_LINE_MAX = 1024 * 1024 };

/* Until the input is over.  RC_REFUSED: the office does not answer any more, the input cannot be
 * read or the output written; what was answered until then was done. */
MUST_CHECK enum rc stream_run(struct stream *s, struct fault *f);

#endif
