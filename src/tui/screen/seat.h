/* The seat: who works at this terminal, through which door, by which catalogue; shared by all
 * screens.
 *
 * A call that fails has put its sentence on the status line already, so callers only stop. */
#ifndef YC_TUI_SCREEN_SEAT_H
#define YC_TUI_SCREEN_SEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "catalog/catalog.h"
#include "catalog/keymap.h"
#include "door/door.h"
#include "tui/screen/burst.h"
#include "tui/widget/bar.h"

struct screen;
struct habits;
enum seat_end { END_NOT, END_TRIES, END_BY_OFFICE }; /* of the session: PINs were wrong too often */

struct seat {
    struct door *door;
    struct catalog *catalog;
    const struct keymap *keymap;
    char *drafts;    /* folder, NULL: no drafts */
    bool sample;     /* people are chosen, without a PIN */
    bool simulation; /* the hall's present is its own: now */
    instant_t now;
    char *person, *post, *desk; /* NULL until signed in; desk may be "" */
    char *watched;              /* number of the matter watched beside the posts, NULL none */
    char *last;                 /* the last registered form as draft lines, for Ctrl-D; NULL none */
    Yc__Reply *help;            /* acts and their parameters, fetched once */

    struct habits *habits; /* of the person, NULL: not asked for yet (habits.h) */
    struct burst burst;    /* typed on after a thing was taken */

    struct screen *top, *gone; /* the stack; closed ones until the key is done with */
    enum bar_kind kind;        /* of say */
    char *say;                 /* status line until the next key; NULL: the screen's own */
    char *status;              /* the screen's own, as painted last; NULL none */
    bool announce;       /* a plain terminal's cursor is on the status line until the next key */
    char code[32];       /* machine word of the last refusal, "" none */
    struct macro *macro; /* being recorded (macro.h), NULL none */
    bool playing;        /* keys come out of a macro */
    char *new_pin;       /* typed once, to be typed again (lock.c) */
    const char *only;    /* the line is this person's: nobody else is asked for; NULL anybody's */
    bool pin;            /* the person has one */
    bool unattended;     /* what is asked now nobody pressed a key for */
    bool locked;         /* the office says so: seen to when the key is done with (lock_settle) */
    enum seat_end ended;
    int64_t asked;   /* when the office last heard of the person, ms */
    int64_t escaped; /* when Esc was pressed, ms; 0: another key since */
    bool leave;
};

/* Fetches the hall and its definitions through the door and builds the catalogue. */
MUST_CHECK enum rc seat_open(struct seat *s, struct door *door, struct fault *f);
void seat_close(struct seat *s);
/* Sets the language's and the terminal's choices; keymap NULL or unknown: default. */
void seat_keymap(struct seat *s, const char *name);

instant_t seat_now(const struct seat *s);
day_t seat_today(const struct seat *s);
const struct person *seat_person(const struct seat *s);
const char *seat_desk_name(const struct seat *s); /* "" none */
const char *seat_item_name(const struct seat *s, const char *item);

/* A request in the name of who sits here; number may be NULL. */
Yc__Request *seat_request(const struct seat *s, const char *name, const char *number);
/* Sends q and frees it.  NULL: refused or unavailable, said on the status line.  Where the act
 * wants the PIN it is asked for, and the same request goes again. */
Yc__Reply *seat_ask(struct seat *s, Yc__Request *q);
/* As seat_ask, but q stays the caller's, to be sent again with the same id when nobody answered. */
Yc__Reply *seat_try(struct seat *s, Yc__Request *q);
/* Looks at the hall's present again (a simulation's moves with its acts). */
void seat_tick(struct seat *s);
/* Asks for pushes about the own posts, the person, and number's matter (NULL none). */
void seat_watch(struct seat *s, const char *number);
Yc__Request *seat_watch_request(const struct seat *s, const char *number); /* what that sends */
const Yc__Reply *seat_help(struct seat *s); /* NULL: could not be had */

void seat_say(struct seat *s, enum bar_kind kind, char *fresh); /* takes the string */
void seat_tell(struct seat *s, enum bar_kind kind, const char *text);

#endif
