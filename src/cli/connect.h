/* The door of this run's home, and talking through it. */
#ifndef YC_CLI_CONNECT_H
#define YC_CLI_CONNECT_H

#include "base/day.h"
#include "cli/cli.h"
#include "door/door.h"

/* Starts the service beside the executable when none runs for the home and the home is this
 * account's own; another's service is not ours to start.  NULL: said why (STATUS_UNAVAILABLE). */
struct door *connect_door(const struct cli *c);
/* As connect_door; waiting is called while an answer is awaited (screens say so). */
struct door *connect_door_waiting(const struct cli *c, void (*waiting)(void *arg, int ms));

/* A query or act without more ado: as of --as, pairs "key", value ... ended by NULL; a NULL value
 * is left out. */
Yc__Request *connect_request(const struct cli *c, const char *name, const char *number, ...)
    __attribute__((sentinel));
/* Sends q and frees it.  NULL: refused or nobody answered, said so and *status tells which. */
Yc__Reply *connect_ask(struct door *d, Yc__Request *q, enum status *status);

/* The hall's present day: in a simulation it is not that of the wall. */
enum status connect_today(const struct cli *c, struct door *d, day_t *today);

/* Sends q page after page; each page is shown to see, which returns false to stop.  Frees q. */
typedef bool connect_see(void *arg, const Yc__Reply *r);
enum status connect_pages(struct door *d, Yc__Request *q, connect_see *see, void *arg);

#endif
