#include "hall/control.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

bool control_pair(int fd[2])
{
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == 0;
}

/* Never waits: when the other side is gone or stopped there is nobody to tell. */
void control_say(int fd, const char *fmt, ...)
{
    char text[CONTROL_TEXT];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    (void)!send(fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL);
}

enum control_got control_hear(int fd, char text[CONTROL_TEXT])
{
    ssize_t n = recv(fd, text, CONTROL_TEXT - 1, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return CONTROL_NOTHING;
    if (n <= 0) return CONTROL_OVER;
    text[n] = '\0';
    return CONTROL_TOLD;
}

bool control_is_served(const char *text)
{
    return strcmp(text, "served") == 0;
}

bool control_is_night(const char *text, day_t *day)
{
    char date[DAY_TEXT];

    if (strncmp(text, "night ", 6) != 0) return false;
    snprintf(date, sizeof date, "%s", text + 6);
    return day_parse(date, day);
}
