/* The day ledger (逐日账): every day of a clock, and why it did or did not count. */
#ifndef YC_TUI_SCREEN_LEDGER_H
#define YC_TUI_SCREEN_LEDGER_H

#include "domain/item.h"
#include "model/matter.pb-c.h"
#include "tui/screen/stage.h"

/* clock NULL: every clock of the matter. */
void ledger_open(struct seat *s, const char *number, const char *clock);
void ledger_choose(struct seat *s,
                   const Yc__Matter *m); /* asks which clock when there are several */
/* A limit that does not run yet, from a day on; reckoned here. */
void ledger_of_span(struct seat *s, const char *title, day_t start, struct span length);

#endif
