#include "tui/widget/progress.h"

#include <stdio.h>

#include "tui/term/term.h"

enum { PAINT_MS = 500 };

bool progress_show(struct progress *p, int64_t done, int64_t total, int64_t now_ms)
{
    char text[16];
    bool last = total > 0 && done >= total;
    char cell = last ? '*' : p->paints % 2 ? '+' : '-';

    if (!last && p->paints && now_ms - p->painted_ms < PAINT_MS) return false;
    if (total > 0)
        snprintf(text, sizeof text, "%c %3d%%", cell,
                 last ? 100 : (int)((double)done * 100.0 / (double)total));
    else
        snprintf(text, sizeof text, "%c", cell);
    term_put(p->row, p->col, -1, ATTR_PLAIN, text);
    p->painted_ms = now_ms;
    p->paints++;
    return true;
}
