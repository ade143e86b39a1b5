/* What it means when nobody acts in time, and the two local rules that make something of it
 * (domain.md B.4, B.7).
 *
 * 超时默认: at the first minute of the working day after the due day told to the applicant a
 * default "decision" is proposed; 缺席默认: the same for a part of a joint matter, under the key of
 * its step run.  Proposing gives a red card (M-L1), an evidence paper with the liability record and
 * a clock in which the late office may still give its opinion (SIL1).  It takes effect only when
 * two people have confirmed it; an act of the late office before that, or a stop, ends it.
 *
 * state of a Default: proposed -> confirmed | stopped. */
#ifndef YC_OFFICE_SILENCE_H
#define YC_OFFICE_SILENCE_H

#include "domain/timer.h"
#include "office/deed.h"

/* What the law says at the end of this clock. */
enum timer_silence silence_after(const struct deed *d, const Yc__Clock *c);

/* When a local default is proposed for this clock; INSTANT_NONE: never (no such rule for it). */
instant_t silence_at(const struct deed *d, const Yc__Clock *c);
/* Does it, as of c->next_at.  Nothing when one is waiting or confirmed already. */
MUST_CHECK enum rc silence_propose(struct deed *d, Yc__Clock *c, struct fault *f);
/* Two people have confirmed it: the matter is granted as of its day, or the part closes as agreed.
 */
MUST_CHECK enum rc silence_carry_out(struct deed *d, Yc__Default *def, struct fault *f);
void silence_stop(struct deed *d, Yc__Default *def, const char *reason);
/* Those waiting about a step run; NULL: all of the matter. */
void silence_stop_about(struct deed *d, const char *run, const char *reason);

bool silence_is_waiting(const Yc__Default *def); /* proposed, not yet confirmed by two */
/* The step run a default is about; the decision's: the one its liable person held.  NULL: none. */
Yc__StepRun *silence_run(const Yc__Matter *m, const Yc__Default *def);
/* The clock in which the late office answers; NULL: none. */
Yc__Clock *silence_opinion_clock(const Yc__Matter *m, const Yc__Default *def);
const char *silence_kind_title(const Yc__Default *def); /* 超时默认, 缺席默认 */

#endif
