/* A matter walks through the steps of its item: what opens when something closes. */
#ifndef YC_OFFICE_WALK_H
#define YC_OFFICE_WALK_H

#include "office/deed.h"

/* Opens every step whose predecessors are closed; skips what does not apply (condition false,
 * optional, or after a negative end everything but delivery and verification). */
void walk_on(struct deed *d);
/* Closes d->run and goes on. */
void walk_close(struct deed *d, const char *result, const char *opinion);
/* Opens a step again in a new round, and closes whatever was opened after it as sent back. */
void walk_send_back(struct deed *d, const struct step *to, const char *reason);
/* Opens an optional step (hearing, third party). */
Yc__StepRun *walk_open(struct deed *d, const struct step *st);
/* The matter ends with an outcome before its time: open steps are skipped, clocks stop, delivery
 * opens. */
void walk_end(struct deed *d, Yc__Outcome outcome, const char *reason);
/* A decision has fallen (granted or denied): total clock ends, delivery clock starts. */
void walk_decided(struct deed *d, Yc__Outcome outcome, const char *reason);
/* Silence decides: open steps, and those the decision waits for, are passed over; msgid tells whose
 * work was open, {2} = arg. */
void walk_pass_over(struct deed *d, const char *msgid, const char *arg);
/* All steps that hold up the closing are closed. */
bool walk_finished(const struct deed *d);
/* The post "dept/role" a step waits at. */
char *walk_post(struct deed *d, const struct step *st);
/* Suspensions: begin with today as the last counted day, end with today as the last uncounted one.
 * Resumed is what one step brought, what an act did (run ""), or all (NULL): nothing stands after
 * the end. */
Yc__Suspension *walk_suspend(struct deed *d, const char *kind, int planned, const char *run);
void walk_resume(struct deed *d, const char *run);

#endif
