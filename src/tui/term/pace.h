/* How long a lone ESC waits for the rest of a sequence.
 *
 * On a local line the bytes of a sequence come together: 25 ms.  Over a network they may not: 100
 * ms at first, then between 25 and 250 by the gaps seen inside sequences, up at once and down by an
 * eighth a sequence. */
#ifndef YC_TUI_TERM_PACE_H
#define YC_TUI_TERM_PACE_H

#include <stdbool.h>

struct pace {
    int ms, least, most;
};

void pace_start(struct pace *p, bool network, int fixed_ms); /* fixed_ms 0: by the kind of line */
void pace_gap(struct pace *p, int gap_ms); /* between two parts of a sequence; 0: came whole */

#endif
