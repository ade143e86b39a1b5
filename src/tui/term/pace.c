#include "tui/term/pace.h"

enum { LOCAL_MS = 25, NETWORK_MS = 100, MOST_MS = 250 };

void pace_start(struct pace *p, bool network, int fixed_ms)
{
    if (fixed_ms > 0 || !network) {
        int ms = fixed_ms > 0 ? fixed_ms : LOCAL_MS;
        *p = (struct pace){ms, ms, ms};
    } else {
        *p = (struct pace){NETWORK_MS, LOCAL_MS, MOST_MS};
    }
}

static int between(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

/* Twice the gap leaves room for the next one to be somewhat longer. */
void pace_gap(struct pace *p, int gap_ms)
{
    int want = between(gap_ms > MOST_MS ? MOST_MS : 2 * gap_ms, p->least, p->most);

    p->ms = want >= p->ms ? want : p->ms - (p->ms - want + 7) / 8;
}
