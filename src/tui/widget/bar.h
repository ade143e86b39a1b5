/* The rows around every screen: title, status, help. */
#ifndef YC_TUI_WIDGET_BAR_H
#define YC_TUI_WIDGET_BAR_H

enum bar_kind { BAR_INFO, BAR_WARN, BAR_ERROR };

struct bar_key {
    const char *key, *word; /* "F2", "Save" */
};

/* Left text, cut so that the right one (time, alerts) stays whole. */
void bar_title(int row, const char *left, const char *right);
/* One message; errors begin with '!', warnings with '*', so that colour is not needed. */
void bar_status(int row, enum bar_kind kind, const char *text);
/* As many whole pairs as the row, the screen's last, holds; returns how many. */
int bar_help(int row, const struct bar_key *keys, int n);

#endif
