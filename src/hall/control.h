/* The line between the supervisor and the data process: a socket pair, one short text a packet.
 *
 *   data -> supervisor   "beat"                     every second: alive, and no worker stuck
 *                        "served"                   once: it has answered a request
 *                        "night 2026-11-24"         run the night batch for that day
 *   supervisor -> data   "night 2026-11-24 0"       it ended well; 1: it could not be run.  Any
 * other end restarts both
 */
#ifndef YC_HALL_CONTROL_H
#define YC_HALL_CONTROL_H

#include <stdbool.h>

#include "base/day.h"

enum { CONTROL_TEXT = 64 };

bool control_pair(int fd[2]);
void control_say(int fd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
enum control_got { CONTROL_TOLD, CONTROL_NOTHING, CONTROL_OVER };
/* One text, without blocking. */
enum control_got control_hear(int fd, char text[CONTROL_TEXT]);
bool control_is_served(const char *text);
/* "night DAY..." -> DAY */
bool control_is_night(const char *text, day_t *day);

#endif
