/* The rest of a name that was taken before it was typed out.
 *
 * A picklist takes a thing as soon as it is the only one left, and a fast typist's next letters
 * must not land in the screen that comes then.  Swallowed are letters while no pause is longer than
 * 300 ms, and an Enter within a second.  Any other key ends it and is meant for the new screen.
 *
 * Letters that do not go on spelling what was taken say that another thing was meant: that is
 * told. */
#ifndef YC_TUI_SCREEN_BURST_H
#define YC_TUI_SCREEN_BURST_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/term/key.h"

struct burst {
    char *rest;   /* initials still to come; NULL: no burst */
    bool lost;    /* a letter was none of them */
    bool strange; /* it was the last one swallowed */
    int64_t last;
    int64_t (*clock)(void); /* milliseconds; NULL: the machine's */
};

int64_t burst_now(const struct burst *b); /* milliseconds of a clock that only goes forward */
void burst_begin(struct burst *b, const char *rest);
bool burst_swallows(struct burst *b, struct key k);
void burst_end(struct burst *b);

#endif
