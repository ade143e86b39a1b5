/* Tables and replies on the terminal. */
#ifndef YC_CLI_LIST_H
#define YC_CLI_LIST_H

#include "door/message.h"
#include "report/table.h"

void list_print(const struct table *t);
void list_print_json(const Yc__Reply *r); /* results and rows, indented */
void list_print_value(json_t *v);         /* indented; takes it */

#endif
