/* Inside the list: list.c (rows, keys) and list_draw.c. */
#ifndef YC_TUI_WIDGET_LIST_PRIV_H
#define YC_TUI_WIDGET_LIST_PRIV_H

#include "tui/widget/list.h"

/* So many rows are in view now; moves by as little as shows the selection. */
void list_view(struct list *l, int rows);

#endif
