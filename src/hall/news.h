/* What has changed since the last round of pushes: a small set of topics, filled by the threads
 * that commit and emptied by the thread that pushes.  Beyond NEWS_TOPICS it only knows that much
 * has changed, which concerns everybody. */
#ifndef YC_HALL_NEWS_H
#define YC_HALL_NEWS_H

#include <stdbool.h>
#include <stddef.h>

enum { NEWS_TOPICS = 64 };

struct news;

struct news *news_new(void);
void news_free(struct news *n);
int news_fd(
    const struct news *n); /* readable when something is new that news_heard has not been told of */
void news_heard(struct news *n);
void news_add(struct news *n, const char *topic); /* any thread; quick */

/* Takes all there is: calls each(arg, topic) for every topic, NULL for "everything". */
void news_take(struct news *n, void (*each)(void *arg, const char *topic), void *arg);

#endif
