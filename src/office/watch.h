/* The background work: what is due is done, once, with the instant at which it was due. */
#ifndef YC_OFFICE_WATCH_H
#define YC_OFFICE_WATCH_H

#include "base/day.h"
#include "base/rc.h"
#include "model/matter.pb-c.h"

struct office;

/* Does everything due at or before now; says when the next thing is due. */
MUST_CHECK enum rc watch_run(struct office *o, instant_t now, instant_t *next, struct fault *f);
/* The same in one matter: nobody's act there comes before what was due first. */
MUST_CHECK enum rc watch_matter(struct office *o, uint64_t id, instant_t now, struct fault *f);
bool watch_waits(const Yc__Matter *m, instant_t now); /* something there is due */
/* A simulation goes on to an instant: watch_run up to it. Does nothing when nothing is due. */
MUST_CHECK enum rc watch_advance(struct office *o, instant_t to, struct fault *f);

#endif
