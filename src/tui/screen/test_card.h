/* The test card: what a terminal must show to be fit for work, for the eyes of who sets it up.
 *
 * Samples of every kind of character are filled up to the same column, where a bar stands; where
 * the bars are not in one line, the terminal and we disagree about a width.  No blank run is drawn
 * before a bar: a cursor motion would hide the fault. */
#ifndef YC_TUI_SCREEN_TEST_CARD_H
#define YC_TUI_SCREEN_TEST_CARD_H

#include <stdbool.h>

#include "base/rc.h"

struct test_card_options {
    const char *charset; /* NULL: of the locale */
    const char *lang;    /* "zh_CN", "en" */
    int told;            /* --ambiguous, compared with what the terminal says; 0: not told */
    const char *(*translate)(const char *msgid);
};

/* Shows it until Esc is pressed twice.  *found gets what was found, a sentence a line, fresh;
 * *good: nothing is wrong. */
MUST_CHECK enum rc test_card(const struct test_card_options *opt, bool *good, char **found,
                             struct fault *f);
/* The same lines as text, without a terminal.  Fresh. */
char *test_card_text(const struct test_card_options *opt);

#endif
