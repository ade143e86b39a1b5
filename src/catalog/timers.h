/* The timers of the law (domain/timer.h), read from data/clocks/NAME.yaml, each with its worked
 * examples reckoned again. */
#ifndef YC_CATALOG_TIMERS_H
#define YC_CATALOG_TIMERS_H

#include "catalog/catalog.h"
#include "domain/timer.h"

/* By file, in the order written.  None (*n = 0) in a catalogue published before there were any. */
const struct timer *catalog_timers(const struct catalog *c, size_t *n);
const struct timer *catalog_timer(const struct catalog *c, const char *id); /* NULL: none */

#endif
