/* What was refused because of who somebody is: role, scope, duty, identity, delegation.  Each is an
 * event in his own stream, or the hall's when the account is nobody here; the newest stand in the
 * record for the list supervisors read.
 *
 * Equal ones within a minute are counted in one, and there are at most so many an hour for each
 * person: nobody fills the disk by asking.  What was left out is in the count of the next one. */
#ifndef YC_OFFICE_REFUSAL_H
#define YC_OFFICE_REFUSAL_H

#include "door/message.h"
#include "office/act.h"
#include "office/office.h"

enum { REFUSALS_KEPT = 20, REFUSALS_HOUR = 60 };

struct refusals;
struct refusals *refusals_new(void);
void refusals_free(struct refusals *r);

/* Is this a code that is written down? */
bool refusal_counts(const char *code);
/* After a refusal: writes it down.  A trouble of its own goes to the log. */
void refusal_note(struct office *o, const struct office_caller *who, const Yc__Request *q,
                  const Yc__Reply *r);
/* Counts a matter among those looked at by a person on a day; true: it is the first beyond most. */
bool refusal_listed(struct office *o, const char *person, day_t day, uint64_t id, unsigned most);
/* Something to tell supervisors of that was not refused: code and sentence as in a refusal. */
void refusal_tell(struct office *o, const char *person, const char *number, const char *code,
                  const char *msgid, const char *arg);

#endif
