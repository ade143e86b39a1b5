#include "cli/lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct lines {
    int fd;
    size_t most;     /* of one line; the buffer has two bytes more, for its end */
    size_t from, to; /* what is in the buffer and not yet given out */
    size_t taken;
    bool over;
    char *data;
};

struct lines *lines_open(int fd, size_t most)
{
    struct lines *l = mem_alloc(sizeof *l);

    l->fd = fd;
    l->most = most;
    l->data = mem_alloc(most + 2);
    return l;
}

void lines_close(struct lines *l)
{
    free(l->data);
    free(l);
}

static char *end_of_line(const struct lines *l)
{
    return memchr(l->data + l->from, '\n', l->to - l->from);
}

/* false: errno. */
static bool fill(struct lines *l)
{
    ssize_t n;

    memmove(l->data, l->data + l->from, l->to - l->from);
    l->to -= l->from;
    l->from = 0;
    do
        n = read(l->fd, l->data + l->to, l->most + 1 - l->to);
    while (n < 0 && errno == EINTR);
    if (n < 0) return false;
    l->over = n == 0;
    l->to += (size_t)n;
    l->taken += (size_t)n;
    return true;
}

static enum line_end skip_long(struct lines *l)
{
    char *end;

    while (!(end = end_of_line(l)) && !l->over) {
        l->from = l->to;
        if (!fill(l)) return LINE_BAD;
    }
    l->from = end ? (size_t)(end - l->data) + 1 : l->to;
    return LINE_LONG;
}

enum line_end lines_next(struct lines *l, char **line, size_t *n)
{
    char *end;

    while (!(end = end_of_line(l)) && !l->over) {
        if (l->to - l->from > l->most) return skip_long(l);
        if (!fill(l)) return LINE_BAD;
    }
    if (!end && l->from == l->to) return LINE_OVER;
    if (!end) end = l->data + l->to; /* the last line may lack its end */
    *line = l->data + l->from;
    *n = (size_t)(end - *line);
    l->from = end < l->data + l->to ? (size_t)(end - l->data) + 1 : l->to;
    *end = '\0';
    if (*n && (*line)[*n - 1] == '\r') (*line)[--*n] = '\0';
    return LINE_OK;
}

bool lines_would_wait(struct lines *l)
{
    struct pollfd p = {.fd = l->fd, .events = POLLIN};

    return !end_of_line(l) && !l->over && poll(&p, 1, 0) == 0;
}

size_t lines_taken(const struct lines *l)
{
    return l->taken - (l->to - l->from);
}
