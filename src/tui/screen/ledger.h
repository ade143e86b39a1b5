/* The day ledger (逐日账): every day of a clock, and why it did or did not count. */
#ifndef YC_TUI_SCREEN_LEDGER_H
#define YC_TUI_SCREEN_LEDGER_H

#include "domain/item.h"
#include "tui/screen/stage.h"

/* All clocks of the matter, one at a time, each as promised and as the law limits it; begins with
 * the clock named, else with the one that matters most. */
void ledger_open(struct seat *s, const char *number, const char *clock);
/* A limit that does not run yet, from a day on; reckoned here. */
void ledger_of_span(struct seat *s, const char *title, day_t start, struct span length);

#endif
