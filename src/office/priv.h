/* What the files of the office share about an open one.  Nobody else includes this. */
#ifndef YC_OFFICE_PRIV_H
#define YC_OFFICE_PRIV_H

#include <pthread.h>

#include "base/mem.h"
#include "catalog/catalog.h"
#include "office/office.h"
#include "office/sign.h"
#include "office/timekeeper.h"
#include "store/store.h"

/* One published state of all definitions; matters keep the number they started under.  Editions
 * once loaded stay until the office closes, so pointers into them need no counting. */
struct edition {
    uint32_t number;
    uint32_t calendar; /* number of its calendar (publish.h): dates depend on nothing else */
    struct catalog *catalog;
    struct edition *next;
};

struct office {
    char *home;
    struct store *store;
    enum office_mode mode;
    bool sample, simulation;

    pthread_mutex_t lock; /* editions, absent, clock, judged */
    struct edition *editions;
    const struct edition *current;
    char **absent; /* keys of people marked absent */
    size_t nabsent;
    uint32_t judged;         /* number of the calendar by which every matter has been judged */
    struct judging *judging; /* how far that has come for a newer one (judging.c); NULL not begun */
    instant_t clock;      /* simulation: its present; else the newest instant an act was done at */
    instant_t clock_kept; /* as the store has it */
    struct timekeeper time;

    pthread_mutex_t turn; /* simulation: one act at a time, in the order of its clock */

    pthread_mutex_t sealing; /* numbering and signing; before lock */
    int64_t sealed_at;       /* when the watch last sealed or found nothing to seal, s, monotonic */
    int64_t sign_again;      /* when it next asks a signer that did not sign */
    office_sign *sign;
    void *sign_arg;
    const char *sign_state; /* sealing_state; under lock */

    void (*changed)(void *arg, const char *topic);
    void *changed_arg;
};

const struct edition *office_current(struct office *o);
/* Loads it when needed; NULL when the store has no such edition. */
const struct edition *office_edition(struct office *o, struct txn *t, uint32_t number);
/* Reads the newest edition from the store and makes it current. */
MUST_CHECK enum rc office_reload(struct office *o, struct fault *f);
bool office_is_absent(struct office *o, const char *person);
void office_set_absent(struct office *o, const char *person, bool absent);

uint32_t office_judged(struct office *o);
void office_set_judged(struct office *o, uint32_t calendar);
void office_set_clock(struct office *o, instant_t now); /* never back */
/* Notes the newest instant in the store. */
MUST_CHECK enum rc present_keep(struct office *o, struct fault *f);
/* Who the caller is, given whom he says he acts as; *person NULL: the office itself. */
MUST_CHECK enum rc office_identify(struct office *o, const struct office_caller *who,
                                   const char *as, const struct person **person, struct fault *f);

struct deed;
struct act;
void office_deed_begin(struct deed *d, struct office *o, struct txn *txn, struct arena *a,
                       const struct act *act, const Yc__Request *q, instant_t now);
/* Order, permission, duties, guard: all but the act's own parameters. */
MUST_CHECK enum rc office_may(struct deed *d, struct fault *f);

/* One read of the queries table (query.c). NULL: no such query. */
struct query;
const struct query *query_find(const char *name);
void query_answer(struct office *o, const struct office_caller *who, const struct query *query,
                  const Yc__Request *q, Yc__Reply **reply);

#endif
