/* One act being done: who does what to which record, when, and under which definitions.
 *
 * office.c fills a deed, finds the act in the table (act.h), checks order, permission and duties,
 * lets the act change the working copy m, and writes what became different: one transaction, one
 * event.  Everything hangs in the arena. */
#ifndef YC_OFFICE_DEED_H
#define YC_OFFICE_DEED_H

#include "base/day.h"
#include "catalog/catalog.h"
#include "door/message.h"
#include "domain/clock.h"
#include "domain/expr.h"
#include "model/matter.pb-c.h"
#include "office/office.h"
#include "office/record.h"
#include "store/store.h"

struct act;

struct deed {
    struct office *office;
    struct txn *txn;
    struct arena *arena;
    const Yc__Request *q;
    const struct office_caller *caller;
    const struct act *act;

    const struct catalog *catalog; /* as published now */
    const struct calendar *calendar;
    uint32_t edition, calendar_number;

    const struct person *person; /* NULL: the office itself */
    const char *actor, *post, *desk;
    const char *on_behalf; /* person in whose place he acts at that post; NULL: nobody's */
    instant_t now;
    day_t today;

    const struct item *item; /* as it was when the matter started */
    const Yc__Matter *was;   /* NULL while registering */
    Yc__Matter *m;
    Yc__Person *self; /* acts on the person himself: his record */
    Yc__Hall *hall;   /* acts on the hall */
    bool rejudged;    /* a new calendar has just changed m */
    Yc__StepRun *run; /* the step this act works on, NULL none */
    const struct step *step;
    const char *dept; /* whose work this act is; NULL: the item's department (act.h, about) */

    Yc__Event *event;
    Yc__Reply *reply;
};

const char *deed_param(const struct deed *d, const char *key); /* "" when absent */
char *deed_print(const struct deed *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool deed_is_system(const struct deed *d);

/* Numbers that are used up by this act: gapless, and named in the event. */
MUST_CHECK enum rc deed_number(struct deed *d, uint32_t series, const char *name, uint64_t *value,
                               struct fault *f);
/* A series of its own name (certificates of an item and year). */
MUST_CHECK enum rc deed_named_number(struct deed *d, const char *name, uint64_t *value,
                                     struct fault *f);

/* The matter's form values, parties and the day, for expressions. */
struct expr_env deed_env(const struct deed *d);
const char *deed_value(const struct deed *d, const char *field); /* "" when empty */
void deed_set_value(struct deed *d, const char *field, const char *canonical);

/* Facts about a matter used everywhere. */
bool matter_ended(const Yc__Matter *m);                              /* has an outcome */
const Yc__Party *matter_party(const Yc__Matter *m, const char *key); /* NULL: none */
Yc__Clock *matter_clock(const Yc__Matter *m,
                        const char *key); /* NULL: none; the last of its rounds */
Yc__StepRun *matter_run(const Yc__Matter *m, const char *key);       /* by run key */
Yc__StepRun *matter_last_run(const Yc__Matter *m, const char *step); /* last round of a step */
Yc__Material *matter_material(const Yc__Matter *m, const char *key);

#endif
