/* What a scanner or an ID reader types: after a pause, Enter or Tab a burst of at least 8 printable
 * ASCII characters, each less than 15 ms after the one before, ended as fast by Enter or Tab.  No
 * person types so; a paste has its own key.
 *
 * Between the decoder and who asks for keys.  The first character goes through at once (nobody
 * waits for the echo of a key); those that follow it too fast are held until it is known whether
 * they are a burst.  Then they come out as one KEY_SCAN, or one by one as typed.  Nothing is lost
 * and the order stays.  Times are the caller's, in milliseconds. */
#ifndef YC_TUI_TERM_SCAN_H
#define YC_TUI_TERM_SCAN_H

#include "tui/term/key.h"

enum { SCAN_GAP_MS = 15, SCAN_LEAST = 8, SCAN_MOST = 256 };

struct scan {
    char text[SCAN_MOST + 1]; /* the burst so far; its first character has been given */
    int n, given;             /* given == n: nothing is held */
    bool release;             /* what is held comes out as typed */
    int64_t last;             /* when its last character came */
    struct key after;         /* goes after what is held */
    int64_t at;               /* when the last key of any kind came */
    bool fresh, ended;        /* it came after a pause or an end; it was an end itself */
    bool wanted;              /* ... to a focus that takes scans */
    bool dropping;            /* the rest of a burst that was dropped */
};

/* Only when scan_take has said that nothing is ready.  wanted: the focus takes scans whole. */
void scan_put(struct scan *s, struct key k, int64_t ms, bool wanted);
/* The next key that is ready; KEY_NONE: none.  A text is good until the next scan_put. */
struct key scan_take(struct scan *s);
/* Milliseconds until what is held is typing after all; -1: nothing is held. */
int scan_left(const struct scan *s, int64_t now);
void scan_quiet(struct scan *s); /* that time is over */
void scan_drop(struct scan *s);  /* also the rest of the burst, when it comes */

#endif
