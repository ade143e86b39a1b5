/* JSON as this program writes it, for programs and for whoever looks at it on a terminal. */
#ifndef YC_CLI_JSON_TEXT_H
#define YC_CLI_JSON_TEXT_H

#include <jansson.h>

/* Fresh.  What a terminal would take for more than a text (base/text.h: text_foul) is escaped,
 * \uXXXX. flags: jansson's. */
char *json_text(const json_t *v, size_t flags);

#endif
