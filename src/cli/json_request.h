/* A line of the machine interface as a request, and a reply as a line.
 *
 *   {"act": "accept", "id": "r1", "as": "zhangmin", "post": "centre/integ", "desk": "d3",
 *    "number": "3702992026...", "version": 3, "at": "2026-11-23T09:00", "let": "x",
 *    "page": "...", "limit": 50, "with": {...}}
 *
 * Only "act" (or "query", the same) is needed.  In "with"
 *   a text                stands for itself
 *   a number, true, false for its text, null for ""
 *   an array of these     for a comma-separated list
 *   an array of objects   for its JSON text (a table)
 *   an object             for its members as "name.member": "form": {"name": ..} is form.name
 * After "let": "x" a later "number": "$x" means the number this line got. */
#ifndef YC_CLI_JSON_REQUEST_H
#define YC_CLI_JSON_REQUEST_H

#include <jansson.h>

#include "base/rc.h"
#include "door/message.h"

/* Refused with code "json" ("let" for a name that has no number), saying which part cannot be.
 * *out: door_request_free. */
MUST_CHECK enum rc json_request(const json_t *line, const json_t *lets, Yc__Request **out,
                                struct fault *f);

/*   {"id", "ok": true, "number", "version", "with": results, "rows": [{column: text}], "page",
 *    "record", "events"}, what is empty left out
 *   {"id", "ok": false, "code", "message"}
 * id: as given in the request, NULL left out.  name: of the act or query, tells what record holds.
 */
json_t *json_reply(const Yc__Reply *r, const char *name, const json_t *id);
/* The same for a fault on this side. line: 0 left out. */
json_t *json_fault(const struct fault *f, const json_t *id, unsigned long line);

#endif
