#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/day.h"

static char program[32] = "yichuang";
static int fd = STDERR_FILENO;

void log_open(const char *name, const char *file)
{
    snprintf(program, sizeof program, "%s", name);
    if (!file) return;
    int f = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (f >= 0) fd = f;
}

int log_fd(void)
{
    return fd;
}

/* One write(2) a line, so that lines of several processes and threads never mix. */
static void line(const char *level, const char *fmt, va_list ap)
{
    char text[1024], when[INSTANT_TEXT];
    int n = snprintf(text, sizeof text, "%s %s[%d] %s: ", instant_text(time(NULL), when), program,
                     (int)getpid(), level);
    int m = vsnprintf(text + n, sizeof text - (size_t)n - 1, fmt, ap);

    size_t len = strlen(text);
    if (m >= 0) text[len++] = '\n';
    if (write(fd, text, len) < 0) return;
}

#define LEVEL(name, word)                                                                          \
    void name(const char *fmt, ...)                                                                \
    {                                                                                              \
        va_list ap;                                                                                \
        va_start(ap, fmt);                                                                         \
        line(word, fmt, ap);                                                                       \
        va_end(ap);                                                                                \
    }

LEVEL(log_info, "info")
LEVEL(log_warn, "warn")
LEVEL(log_error, "error")
