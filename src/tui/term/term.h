/* The terminal: cells out, keys in.  The only users of curses are the .c files of this folder; it
 * describes the terminal, the difference between two pictures is ours (paint.h).
 *
 * One process has one terminal.  Screens draw into it with term_put and friends (UTF-8 in, columns
 * counted by our own width table, half a character never drawn) and call term_flush once when all
 * input read so far has been handled; the byte stream is what the difference costs (a list drawn
 * again one row further costs a scroll and one row).  The real cursor is wherever term_cursor put
 * it last.  Output never blocks: while the line is stalled a flush sends nothing, and term_key
 * sends the newest state when the line moves again.
 *
 * Keys come from our own decoder (key.h), never from curses; unknown sequences never become text.
 */
#ifndef YC_TUI_TERM_TERM_H
#define YC_TUI_TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"
#include "tui/term/key.h"

enum attr { /* meaning, not looks; each has a mono form */
            ATTR_PLAIN,
            ATTR_TITLE,
            ATTR_BAR,
            ATTR_LABEL,
            ATTR_FIELD,
            ATTR_FOCUS,
            ATTR_ERROR,
            ATTR_WARN,
            ATTR_LATE,
            ATTR_DIM,
            ATTR_KEY,
            ATTR_COUNT
};

struct term_options {
    const char *charset; /* UTF-8, GB18030, GBK; NULL: from the locale */
    bool mono;           /* or NO_COLOR set, or the terminal has none */
    bool plain;          /* for braille and speech: no attributes at all, see term_plain */
    int ambiguous; /* columns of an ambiguous character, and then nothing is asked; 0: what the
                      terminal answers, else 1 in UTF-8 and 2 in GB18030, GBK */
    int escape_ms; /* 0: by the kind of line (pace.h) */
};

/* Characters whose width the terminal is asked for when it is opened. */
enum term_sample { TERM_HAN, TERM_AMBIGUOUS, TERM_PLANE2, TERM_PLANE3, TERM_SAMPLES };

struct term_facts {
    const char *name;    /* the description in use: $TERM, or "vt100" for one that is not known */
    const char *charset; /* UTF-8, GB18030, GBK */
    bool colour;
    bool asked;              /* for widths: not a VT100, a Linux console, or one we were told of */
    int width[TERM_SAMPLES]; /* answered; -1: not asked, or no answer in time */
};

MUST_CHECK enum rc term_open(const struct term_options *opt, struct fault *f);
void term_close(void); /* restores the terminal; safe to call twice and from exit paths */

int term_rows(void);
int term_cols(void);
void term_facts(struct term_facts *f); /* what was found out at the opening */
/* Drawn for fingers and ears: no frames, rules and filling, one field in a row, the cursor on what
 * is new. */
bool term_plain(void);

void term_clear(void); /* blank cells, nothing sent yet */
void term_clear_row(int row);
/* Draws text from column col, at most ncol columns (-1: to the edge); returns columns used.
 * Control characters are drawn as '?', what the terminal lacks as 〓 ('?' where it takes one
 * column); hidden characters are left out. */
int term_put(int row, int col, int ncol, enum attr a, const char *utf8);
/* As term_put, then blanks up to ncol. */
void term_fill(int row, int col, int ncol, enum attr a, const char *utf8);
void term_rule(int row, char c); /* a whole row of an ASCII character, of blanks when plain */
void term_cursor(int row, int col);
/* Characters in the cursor's row that the terminal lacks, each once; returns how many, at most so
 * many as asked for. */
int term_lacking(uint32_t *ch, int most);
void term_flush(void);
void term_redraw(void); /* next flush repaints everything (Ctrl-L) */
void term_bell(void);
int term_bells(void); /* how often so far */

/* The next key.  wait_ms -1: for ever, 0: only what is there.  KEY_NONE: time over, or one of the
 * extra descriptors (at most 8) is readable (*ready = its index).  KEY_RESIZE after a change of
 * size, KEY_HANGUP when the line is gone or a signal says to end. */
struct key term_key(int wait_ms, const int *fds, int nfds, int *ready);
/* The focus takes what a scanner types whole, as KEY_SCAN (scan.h); elsewhere it is typed text. */
void term_scans(bool whole);
/* A key that can be had without waiting is pending: handle it before painting. */
bool term_pending(void);
/* The bytes the line brought last, at most so many (for those who look after terminals). */
size_t term_heard(char *to, size_t room);
/* Throws type-ahead away (after an error, so that digits do not land in the wrong field). */
void term_drop_typeahead(void);

#endif
