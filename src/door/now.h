/* Time that only goes forward, for waits and measures; never shown and never stored. */
#ifndef YC_DOOR_NOW_H
#define YC_DOOR_NOW_H

#include <stdint.h>

int64_t now_ms(void);

#endif
