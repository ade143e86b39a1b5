/* The background threads: what is due is done the moment it is due, and the log is kept short.
 *
 * The first sleeps until the next due instant the office names, at most 10 s (so a step of the wall
 * clock is noticed), or until a clock changed.  The second looks every second whether the log has
 * grown enough for a checkpoint, and insists on one when changes were followed by 10 quiet seconds.
 * RC_FATAL ends the process: the supervisor restarts it. */
#ifndef YC_HALL_BACKGROUND_H
#define YC_HALL_BACKGROUND_H

#include <stdint.h>

#include "office/office.h"

struct background;

struct background *background_new(struct office *o);
void background_start(struct background *b);
void background_changed(struct background *b, const char *topic); /* any thread; "due" wakes it */
int64_t background_busy(
    struct background *b); /* how long the present round has been going on, ms; 0: asleep */
void background_finish(struct background *b); /* waits for the present round; frees b */

#endif
