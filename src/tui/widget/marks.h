/* Marked rows by id, sorted, so that a list of very many can ask about each row it draws. */
#ifndef YC_TUI_WIDGET_MARKS_H
#define YC_TUI_WIDGET_MARKS_H

#include <stdbool.h>

struct marks { /* zero: none */
    char **id; /* in the order of their bytes */
    int n, cap;
};

bool marks_have(const struct marks *m, const char *id);
void marks_toggle(struct marks *m, const char *id);
void marks_remove(struct marks *m, const char *id);
/* Many at once: marks_append each (it may be there already), then marks_settle. */
void marks_append(struct marks *m, const char *id);
void marks_settle(struct marks *m);
void marks_clear(struct marks *m);

#endif
