/* The workers and the line of connections whose request waits for one of them.
 *
 * The line is first come first served; its bound is the number of connections (data.h). */
#ifndef YC_HALL_CREW_H
#define YC_HALL_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct crew;

/* work answers the connection's request; after it the connection is no longer the crew's. */
struct crew *crew_start(int workers, void (*work)(void *arg, struct connection *c), void *arg);
void crew_put(struct crew *w, struct connection *c);
size_t crew_waiting(struct crew *w);
int64_t crew_oldest(struct crew *w); /* how long the longest running work has been going on, ms */
/* Lets the workers finish the line, waits for them, frees the crew. */
void crew_finish(struct crew *w);

#endif
