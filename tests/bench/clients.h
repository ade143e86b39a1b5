/* N threads doing one durable transaction after another for some seconds, and one JSON line about
 * it.
 *
 * The transaction, the same in every bench_*.c: a matter (BODY bytes) gets a new version, which
 * moves its key in four indexes; a line is added to the journal (LINE bytes); the reply is kept
 * (REPLY bytes); a counter is raised. */
#ifndef YC_TESTS_BENCH_CLIENTS_H
#define YC_TESTS_BENCH_CLIENTS_H

#include <stdbool.h>
#include <stdint.h>

enum { MATTERS = 20000, BODY = 1500, LINE = 500, REPLY = 300, INDEXES = 4, SERIES = 8 };

/* Which matter, and the four values its indexes are to have. */
struct work {
    int client;
    uint64_t turn; /* 1.. of this client */
    uint64_t matter;
    uint32_t value[INDEXES];
};

/* Does one transaction, however often it must be tried; false ends the run with an error. */
typedef bool client_act(void *arg, const struct work *w);

/* argv: dir clients seconds.  Returns the exit status. */
int clients_main(const char *name, int argc, char **argv,
                 void *(*open)(const char *dir, int clients), client_act *act);

#endif
