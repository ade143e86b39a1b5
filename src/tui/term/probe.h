/* How wide the terminal draws, asked of itself: doubtful characters are printed, after each the
 * cursor's position is asked for (DSR 6), and what was printed is erased.
 *
 * All this stands on the second row: an answer from the first, ESC [ 1 ; n R, is also what xterm
 * sends for F3 with Shift or Ctrl.  Whatever else arrives between the answers is typing and stays
 * in the buffer.  An answer that comes too late is an unknown sequence to the decoder, never text.
 */
#ifndef YC_TUI_TERM_PROBE_H
#define YC_TUI_TERM_PROBE_H

#include "base/buf.h"
#include "base/charset.h"
#include "tui/term/term.h"

struct probe {
    enum term_sample sample[TERM_SAMPLES]; /* asked, in this order */
    int asked, answered;
    int width[TERM_SAMPLES]; /* of one such character; -1: not known */
};

/* Appends the questions to *out, in the terminal's charset; samples it lacks are not asked. */
void probe_ask(struct probe *p, struct charset *cs, struct buf *out);
/* Takes the answers out of *in; true when all have come. */
bool probe_hear(struct probe *p, struct buf *in);

#endif
