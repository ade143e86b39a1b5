/* The office on a terminal: opens it, shows the screens, leaves it as it was. */
#ifndef YC_TUI_SCREEN_OFFICE_SCREEN_H
#define YC_TUI_SCREEN_OFFICE_SCREEN_H

#include <stdbool.h>

#include "door/door.h"

struct screen_options {  /* all but door may be NULL */
    struct door *door;   /* stays the caller's */
    const char *lang;    /* "zh_CN", "en"; NULL: the hall's */
    const char *charset; /* of the terminal; NULL: of the locale */
    int ambiguous;       /* columns of an ambiguous character; 0: ask the terminal */
    bool plain;          /* for braille and speech */
    const char *keymap;
    const char *person, *desk; /* keys: sign in as, without asking */
    bool only_person;          /* and as nobody else */
    const char *drafts;        /* folder; NULL: no drafts are kept */
    const char *(*translate)(const char *msgid);
};

/* 0 a normal end (also a line that was hung up: drafts are on disk); 1 could not begin, told on
 * stderr. */
int office_screen(const struct screen_options *opt);
/* For door_options.waiting: says on the status line that the office is being waited for. */
void office_screen_waiting(void *arg, int ms);

#endif
