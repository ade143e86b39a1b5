/* The clocks of a matter: started, stopped and moved by acts; judged by date (domain/clock.h does
 * the sums).
 *
 * key        starts                ends                 length / limit
 * review     receipt               acceptance, notice   item's review / 5 wd (许可法32)
 * total      acceptance            decision             commitment / statutory (许可法42)
 * step:KEY   the step opens        it closes            step's limit
 * deliver    decision              delivery             10 wd (许可法44)
 * supplement tolerant acceptance   gap closed           min(20 wd, commitment - 2 wd)
 * renewal    acceptance            decision             the old licence's last day (许可法50)
 * opinion:K  default K proposed    opinion filed        1 wd (silence.h)
 * A later round of the same clock is "review#2". */
#ifndef YC_OFFICE_CLOCKS_H
#define YC_OFFICE_CLOCKS_H

#include "office/deed.h"

/* Whether it is a "review", "total", "step" ... of any round. */
bool clocks_is(const Yc__Clock *c, const char *base);

void clocks_start_review(struct deed *d);
void clocks_start_total(struct deed *d, day_t accepted);
void clocks_start_step(struct deed *d, const Yc__StepRun *run, const struct step *st);
void clocks_start_deliver(struct deed *d);
void clocks_start_supplement(struct deed *d);
/* The late office still gives its opinion on a default proposed on day, at 00:00. */
Yc__Clock *clocks_start_opinion(struct deed *d, const char *about, const Yc__StepRun *late,
                                day_t day);

void clocks_end(struct deed *d,
                const char *key); /* with its result by this moment; none running: nothing */
void clocks_end_on(struct deed *d, const char *key,
                   day_t day); /* what happened on that day is entered only now (A.4) */
void clocks_end_step(struct deed *d, const Yc__StepRun *run);
void clocks_end_all(struct deed *d); /* the matter has ended otherwise */

/* A suspension or an extension: every running clock computed again. */
void clocks_refresh(struct deed *d);
/* One clock again by the calendar of d, running or ended: due days, result, used days.  Starts,
 * ends, suspensions and extensions are facts and stay; so does a later day told in writing.  Of d
 * only m and calendar are asked, and nothing is made in its arena. */
void clocks_judge(struct deed *d, Yc__Clock *c);

/* What the background thread does when next_at has come; then_next moves the clock on to its
 * following stage. */
enum clock_stage {
    STAGE_NONE,
    STAGE_WARN,
    STAGE_LATE,
    STAGE_OVER,
    STAGE_DEEM,
    STAGE_LAPSE,
    STAGE_DEFAULT
};
enum clock_stage clocks_stage(const Yc__Clock *c);
void clocks_then_next(struct deed *d, Yc__Clock *c);
/* The instant of a stage by the clock's dates; INSTANT_NONE: it has none. */
instant_t clocks_stage_at(const struct deed *d, const Yc__Clock *c, enum clock_stage s);
void clocks_set_next(Yc__Clock *c, enum clock_stage s, instant_t at); /* STAGE_NONE: no more */

/* What a clock is called in the hall's language: 受理审查, or the name of its step. */
const char *clocks_name(const struct item *it, const Yc__Matter *m, const Yc__Clock *c);
/* A length of this clock, with what it was extended by (B.5: both kinds of limit move together). */
struct span clocks_extended(const Yc__Matter *m, const Yc__Clock *c, const char *text);
/* The suspensions that hold this clock, for an ended one as they were at its end; returns how many
 * (at most max). */
size_t clocks_stands(const Yc__Matter *m, const Yc__Clock *c, struct stand *out, size_t max);
/* Lamp of a clock on a day, white when ended, blue while standing. */
enum lamp clocks_lamp(const struct calendar *cal, const Yc__Clock *c, day_t today, instant_t now,
                      int *left);
enum { CLOCK_STANDS = 64 };

#endif
