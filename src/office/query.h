/* Reading the office: every query sees one consistent snapshot and answers in rows of texts (or
 * packed records). */
#ifndef YC_OFFICE_QUERY_H
#define YC_OFFICE_QUERY_H

#include "catalog/catalog.h"
#include "domain/clock.h"
#include "model/matter.pb-c.h"
#include "office/priv.h"
#include "office/record.h"

struct asking {
    struct office *o;
    struct txn *txn;
    struct arena *arena;
    const Yc__Request *q;
    const struct office_caller *caller;
    const struct person *person; /* NULL: the office itself */
    const struct edition *edition;
    const struct catalog *catalog;
    const struct calendar *calendar;
    instant_t now;
    day_t today;
    Yc__Reply *reply;
};

struct query {
    const char *name;
    const char *help; /* msgid */
    enum rc (*run)(struct asking *a, struct fault *f);
};

/* The queries by subject, each list ended by an empty name. */
extern const struct query queries_hall[], queries_lists[], queries_matter[], queries_watch[],
    queries_report[], queries_files[], queries_split[], queries_calendar[], queries_ledger[],
    queries_seal[];

const char *asking_param(const struct asking *a, const char *key);
unsigned asking_limit(const struct asking *a, unsigned otherwise, unsigned most);
/* Parameters "from" and "to"; "to" is today and "from" the same day when not given. */
MUST_CHECK enum rc asking_days(const struct asking *a, day_t *from, day_t *to, struct fault *f);
/* Reads the matter named by the request; refused when there is none. */
MUST_CHECK enum rc asking_matter(struct asking *a, Yc__Matter **out, struct fault *f);
MUST_CHECK enum rc asking_matter_id(struct asking *a, uint64_t id, Yc__Matter **out,
                                    struct fault *f);
const struct item *asking_item(struct asking *a,
                               const Yc__Matter *m); /* of the edition it started under */

/* The worst clock of a matter, or of one of its steps (run NULL: any): lamp, and working days left.
 */
enum lamp asking_lamp(const struct asking *a, const Yc__Matter *m, const Yc__StepRun *run,
                      int *left, const Yc__Clock **worst);
const char *lamp_name(enum lamp l); /* green yellow red blue white */

/* Lists of matters all look alike: list_columns, and a row for a matter (and the step it waits at,
 * or NULL). */
void list_begin(struct asking *a);
void list_row(struct asking *a, const Yc__Matter *m, const Yc__StepRun *run);

#endif
