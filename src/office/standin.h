/* Who stands in for whom now: the deputy of somebody marked absent (AB角), and delegations for a
 * time.
 *
 * Kept in memory from the records of people, from opening on and after each commit.  A delegation
 * begins and ends by its instants; nothing has to happen for it. */
#ifndef YC_OFFICE_STANDIN_H
#define YC_OFFICE_STANDIN_H

#include "base/day.h"
#include "model/matter.pb-c.h"
#include "office/office.h"

struct standins;
struct standins *standins_new(void);
void standins_free(struct standins *s);
/* What the record of a person says; older versions than the one known are passed by. */
void standins_note(struct office *o, const Yc__Person *p);

bool standin_absent(struct office *o, const char *person);

/* One delegation in force; the texts live as long as the office. */
struct standin {
    const char *principal, *deputy, *post, *items; /* items joined by ','; "" all */
    instant_t from, to;
};
/* Those of a deputy in force at an instant, at most most; how many. */
size_t standin_of(struct office *o, const char *deputy, instant_t now, struct standin *out,
                  size_t most);

enum { DELEGATION_DAYS = 30 };
bool delegation_holds(const Yc__Delegation *g, instant_t now);

#endif
