/* The office: acts and queries on one home.  Every write anywhere is office_answer with an act's
 * name.
 *
 * An office is safe to use from many threads.  It opens the store of its home, keeps the published
 * catalogue in memory and answers messages; it knows nothing of sockets or screens. */
#ifndef YC_OFFICE_OFFICE_H
#define YC_OFFICE_OFFICE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/day.h"
#include "base/rc.h"
#include "door/message.h"
#include "office/sign.h"

struct office;

enum office_mode {
    OFFICE_OWNER, /* the data process: sole owner, recovers, creates */
    OFFICE_JOIN,  /* night batch: attaches to a running one; reads, and acts as "system" */
    OFFICE_ALONE  /* unit tests and scratch copies */
};

struct office_caller {
    uid_t uid;   /* from the kernel */
    bool system; /* the office's own processes: may act as "system" */
};

MUST_CHECK enum rc office_open(const char *home, enum office_mode mode, struct office **out,
                               struct fault *f);
void office_close(struct office *o);

/* Makes a new home: writes the definitions found under source (data/, forms/, keymaps/) as the
 * first published catalogue.  Refused when the home exists already or the catalogue has findings.
 */
struct office_init {
    const char *source; /* folder holding data/ forms/ keymaps/ */
    bool sample, simulation;
};
MUST_CHECK enum rc office_create(const char *home, const struct office_init *how, struct fault *f);

/* Answers one message.  Never NULL; free with door_reply_free.  Thread-safe. */
Yc__Reply *office_answer(struct office *o, const struct office_caller *who, const Yc__Request *q);

/* The background work: does everything due at or before now (cards, deemed acceptance, renewal),
 * each in its own transaction, and says when the next thing is due (INSTANT_NONE: nothing).  One
 * thread at a time. In a simulation now is ignored: the acts carry the time. */
MUST_CHECK enum rc office_tick(struct office *o, instant_t now, instant_t *next, struct fault *f);
instant_t office_now(struct office *o);    /* wall clock, or the simulation's */
int office_night_minute(struct office *o); /* when the night batch begins, minutes since midnight */

/* What is wrong with the machine's clock, in seconds: how far it is behind the newest event of the
 * journal, and how far it jumped a moment ago (timekeeper.h). 0: in order. */
struct office_clock {
    int64_t behind, jumped;
};
struct office_clock office_clock(struct office *o);

/* Called after every commit that changed something, from the committing thread, with the posts and
 * persons concerned ("scj/exam", "zhangmin") and "due" when a clock changed. Must be quick and must
 * not call the office. */
void office_on_change(struct office *o, void (*changed)(void *arg, const char *topic), void *arg);

/* Who signs the heads of the sealed journal; before any thread uses the office. */
void office_set_signer(struct office *o, office_sign *sign, void *arg);
/* Seals what has come since and has it signed, as the office itself (the night's first work).
 * Where nothing but seals has come, the last head stands. */
MUST_CHECK enum rc office_seal(struct office *o, struct fault *f);

/* Housekeeping, from one thread: checkpoint, log archive. */
MUST_CHECK enum rc office_checkpoint(struct office *o, bool force, struct fault *f);
MUST_CHECK enum rc office_backup(struct office *o, const char *dir, struct fault *f);

/* Rebuilds all derived state from the journal and compares (yichuang verify).  Calls said(arg,
 * line) for each finding; *bad counts them.  Needs an office nobody writes to: open a backup copy
 * with OFFICE_ALONE. */
MUST_CHECK enum rc office_verify(struct office *o, void (*said)(void *arg, const char *line),
                                 void *arg, uint64_t *bad, struct fault *f);

#endif
