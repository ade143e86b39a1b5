/* The stage: screens in a stack, the top one has the keys.
 *
 * Rows: title, body, status line, help bar.  A key is looked up in the live keymap (keys.h) under
 * the screen's mode, and the screen gets key and action; what it does not use may be an action for
 * everybody (help, find, quit ...).  A popup is drawn over the screen below it.  A closed screen
 * lives until its key is done with, so a handler may pop itself. */
#ifndef YC_TUI_SCREEN_STAGE_H
#define YC_TUI_SCREEN_STAGE_H

#include "base/buf.h"
#include "tui/screen/seat.h"
#include "tui/term/term.h"
#include "tui/widget/widget.h"

struct screen_kind { /* all but draw, key and close may be NULL */
    const char *mode;
    bool popup;
    bool asks; /* a question only a person may answer: a macro ends there */
    const char *const
        *bar; /* actions the help bar shows, ended by NULL; NULL: all that have a label */
    void (*title)(struct screen *s, struct buf *left);
    void (*draw)(struct screen *s, struct rect body);                /* puts the cursor */
    bool (*key)(struct screen *s, struct key k, const char *action); /* action "" none */
    enum bar_kind (*status)(struct screen *s, struct buf *out);
    void (*refresh)(struct screen *s); /* look at the office again; selection and typing stay */
    const char *(*number)(struct screen *s); /* the matter in hand, NULL none */
    bool (*secret)(const struct screen *s);  /* what is typed now is nobody's to keep */
    bool (*scans)(struct screen *s);         /* the focus takes a KEY_SCAN whole */
    bool (*act)(struct screen *s,
                const char *act);    /* do this act in the screen's own way; false: ask for it */
    void (*keep)(struct screen *s);  /* the line is going: put what is typed on disk, ask nobody */
    void (*close)(struct screen *s); /* frees the screen */
};

struct screen {
    const struct screen_kind *kind;
    struct seat *seat;
    struct screen *below;
    bool stale;
};

void stage_push(struct seat *s, struct screen *screen); /* owns it from now on */
void stage_pop(struct seat *s);
void stage_close(struct seat *s); /* all of them */

void stage_keep(struct seat *s);
void stage_key(struct seat *s, struct key k);
/* What an action means everywhere, as if its key were pressed on the top screen. */
void stage_action(struct seat *s, const char *action);
/* A push came: the top screen looks again now, the others when they are seen. */
void stage_changed(struct seat *s);
void stage_stale(struct seat *s);               /* only marks: after an act of our own */
void stage_paint(struct seat *s);               /* draws and flushes */
const char *stage_number(const struct seat *s); /* the matter in hand of the top screen, NULL */

#endif
