/* Between screen.c and input.c. */
#ifndef YC_TUI_TERM_PRIV_H
#define YC_TUI_TERM_PRIV_H

#include "tui/term/key.h"
#include "tui/term/probe.h"

void input_open(enum key_charset cs, int escape_ms); /* escape_ms 0: by the kind of line */
void input_close(void);
void input_probe(struct probe *p); /* waits for the answers, keeps what is typed meanwhile */

void screen_paint(void); /* sends the newest state if there is something new and the line is idle */
void screen_resize(void); /* takes the size from the line */

#endif
