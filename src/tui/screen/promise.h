/* What is promised for an item: its limits, and the day they end on when it is accepted today. */
#ifndef YC_TUI_SCREEN_PROMISE_H
#define YC_TUI_SCREEN_PROMISE_H

#include "base/buf.h"
#include "domain/item.h"
#include "tui/screen/seat.h"

struct span promise_length(const struct item *item); /* the commitment, else the law's limit */
/* "by law 10 working days promised 5 working days -> 2026-11-30".  Appended. */
void promise_line(const struct seat *s, const struct item *item, struct buf *out);

#endif
