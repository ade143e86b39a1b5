/* Doing an act: asks for what it needs, one field a line, required ones first, and sends it.
 *
 * Enter on the last required field sends; what is optional is below and reached by Down; F2 sends
 * from anywhere.  An act that needs nothing is sent at once.  What was typed is a draft until it is
 * sent or given up by Esc. */
#ifndef YC_TUI_SCREEN_DEED_H
#define YC_TUI_SCREEN_DEED_H

#include "model/matter.pb-c.h"
#include "tui/screen/stage.h"

/* m (NULL: an act on no matter) is read now and not kept; step: the run it works on, "" none. */
void deed_open(struct seat *s, const char *act, const Yc__Matter *m, const char *step);
/* What was done, in words: number of the paper, of the receipt ...  Fresh. */
char *deed_done(struct seat *s, const char *act, const Yc__Reply *r);
/* Whether the act can be told which step it works on. */
bool deed_takes_step(struct seat *s, const char *act);
const char *deed_title(struct seat *s, const char *act); /* in the reader's language */

#endif
