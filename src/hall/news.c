#include "hall/news.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/mem.h"

struct news {
    pthread_mutex_t lock;
    int fd;
    char *topic[NEWS_TOPICS];
    size_t n;
    bool all;
};

struct news *news_new(void)
{
    struct news *n = mem_alloc(sizeof *n);

    pthread_mutex_init(&n->lock, NULL);
    n->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return n;
}

void news_free(struct news *n)
{
    for (size_t i = 0; i < n->n; i++)
        free(n->topic[i]);
    close(n->fd);
    pthread_mutex_destroy(&n->lock);
    free(n);
}

int news_fd(const struct news *n)
{
    return n->fd;
}

void news_heard(struct news *n)
{
    eventfd_t count;

    eventfd_read(n->fd, &count);
}

static bool known(const struct news *n, const char *topic)
{
    if (n->all) return true;
    for (size_t i = 0; i < n->n; i++)
        if (strcmp(n->topic[i], topic) == 0) return true;
    return false;
}

void news_add(struct news *n, const char *topic)
{
    pthread_mutex_lock(&n->lock);
    bool first = !n->n && !n->all;
    if (!known(n, topic)) {
        if (n->n < NEWS_TOPICS)
            n->topic[n->n++] = mem_strdup(topic);
        else
            n->all = true;
    }
    pthread_mutex_unlock(&n->lock);
    if (first) eventfd_write(n->fd, 1);
}

void news_take(struct news *n, void (*each)(void *arg, const char *topic), void *arg)
{
    char *topic[NEWS_TOPICS];

    pthread_mutex_lock(&n->lock);
    size_t taken = n->n;
    bool all = n->all;
    if (taken) memcpy(topic, n->topic, taken * sizeof *topic);
    n->n = 0;
    n->all = false;
    pthread_mutex_unlock(&n->lock);
    if (all) each(arg, NULL);
    for (size_t i = 0; i < taken; i++) {
        if (!all) each(arg, topic[i]);
        free(topic[i]);
    }
}
