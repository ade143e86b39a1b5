/* A question in a box: a message to be seen, yes or no, or one line of text. */
#ifndef YC_TUI_WIDGET_ASK_H
#define YC_TUI_WIDGET_ASK_H

#include "tui/widget/edit.h"

enum ask_kind { ASK_MESSAGE, ASK_CONFIRM, ASK_INPUT };

struct ask {
    enum ask_kind kind;
    char *text;
    bool yes;         /* ASK_CONFIRM: what Enter answers */
    struct edit edit; /* ASK_INPUT: the answer */
};

void ask_message(struct ask *a, const char *text);
/* Let yes be false for what cannot be taken back. */
void ask_confirm(struct ask *a, const char *text, bool yes);
void ask_input(struct ask *a, const char *text, const char *initial, int max_ch,
               unsigned edit_flags);
void ask_free(struct ask *a);
void ask_draw(struct ask *a, struct rect in);
/* DID_TAKE: seen, yes, or the text is entered; DID_CANCEL: no, or given up. */
enum did ask_key(struct ask *a, struct key k);

#endif
