/* What a matter carries, as text to read: one text for each tab but the papers. */
#ifndef YC_TUI_SCREEN_MATTER_TEXT_H
#define YC_TUI_SCREEN_MATTER_TEXT_H

#include "base/buf.h"
#include "model/matter.pb-c.h"
#include "tui/screen/seat.h"

enum matter_tab {
    TAB_FORM,
    TAB_MATERIALS,
    TAB_STEPS,
    TAB_CLOCKS,
    TAB_MONEY,
    TAB_PAPERS,
    TAB_TRAIL
};

void matter_text(struct seat *s, const Yc__Matter *m, int tab,
                 struct buf *out); /* TAB_CLOCKS, TAB_TRAIL ask the office */
/* Applicant, state, outcome, in one line. */
void matter_headline(struct seat *s, const Yc__Matter *m, struct buf *out);
const char *matter_paper_kind(const char *kind); /* in the reader's language */
/* "review", "step:check#2": in words. */
void matter_clock_name(const struct seat *s, const Yc__Matter *m, const char *key, struct buf *out);

#endif
