/* The messages of the door: building, reading and freeing them.  No sockets here, so the office may
 * use it too.
 *
 * Requests and replies are the generated structs of model/door.proto with every part malloc'ed,
 * freed as a whole by the generated code. */
#ifndef YC_DOOR_MESSAGE_H
#define YC_DOOR_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"
#include "model/door.pb-c.h"

enum { DOOR_MESSAGE_MAX = 128 * 1024 }; /* bytes of one packed message */

Yc__Reply *door_reply_new(const Yc__Request *q);            /* q's id, ok = true */
void door_reply_fault(Yc__Reply *r, const struct fault *f); /* ok = false, code, msgid, args */
void door_reply_with(Yc__Reply *r, const char *key, const char *value);
void door_reply_columns(Yc__Reply *r, const char *const *keys, size_t n);
void door_reply_row(Yc__Reply *r, const char *const *cells, size_t n);
void door_reply_free(Yc__Reply *r);
const char *door_reply_get(const Yc__Reply *r, const char *key); /* "" when absent */
const char *door_reply_cell(const Yc__Reply *r, size_t row,
                            const char *column); /* "" when absent */
/* The sentence of a refusal in English or, through translate (gettext), the reader's language.
 * Fresh string. */
char *door_reply_text(const Yc__Reply *r, const char *(*translate)(const char *msgid));

Yc__Request *door_request_new(const char *name);
void door_request_set(char **field, const char *value); /* replaces a malloc'ed text of a message */
void door_request_with(Yc__Request *q, const char *key, const char *value);
const char *door_request_get(const Yc__Request *q, const char *key); /* "" when absent */
void door_request_free(Yc__Request *q);

#endif
