/* The background thread: what is due is done the moment it is due, and the log is kept short.
 *
 * It sleeps until the next due instant the office names, at most 10 s (so a step of the wall clock
 * is noticed), or until a clock changed.  Every 10 s it offers the office a checkpoint, and insists
 * on one when changes were followed by 10 quiet seconds.  RC_FATAL ends the process: the supervisor
 * restarts it. */
#ifndef YC_HALL_BACKGROUND_H
#define YC_HALL_BACKGROUND_H

#include <stdint.h>

#include "office/office.h"

struct background;

struct background *background_new(struct office *o);
void background_start(struct background *b);
void background_changed(struct background *b, const char *topic); /* any thread; "due" wakes it */
/* Seals the journal soon and calls then(arg) from that thread, however it went. */
void background_seal(struct background *b, void (*then)(void *arg), void *arg);
int64_t background_busy(
    struct background *b); /* how long the present round has been going on, ms; 0: asleep */
void background_finish(struct background *b); /* waits for the present round; frees b */

#endif
