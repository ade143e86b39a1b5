/* An office in a temporary home for tests: simulation clock, sample hall, acts by one call.
 * Include once in a test program. */
#ifndef YC_TESTS_OFFICE_HOME_H
#define YC_TESTS_OFFICE_HOME_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "door/message.h"
#include "office/office.h"

struct home {
    char dir[64];
    struct office *office;
    const char *at; /* local time carried by every act; NULL none */
    char number[32];
    char code[32];
    char text[600]; /* sentence of the last refusal */
    Yc__Reply *reply;
};

static inline void home_open(struct home *h, bool simulation)
{
    struct office_init how = {SOURCE_DIR, true, simulation};
    struct fault f = {0};
    char home[80];

    memset(h, 0, sizeof *h);
    snprintf(h->dir, sizeof h->dir, "%s/yc-office-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(h->dir)) abort();
    snprintf(home, sizeof home, "%s/home", h->dir);
    if (office_create(home, &how, &f) != RC_OK ||
        office_open(home, OFFICE_OWNER, &h->office, &f) != RC_OK) {
        fprintf(stderr, "home: %s: %s %s\n", f.msgid, f.arg[0], f.arg[1]);
        abort();
    }
}

static inline void home_close(struct home *h)
{
    char cmd[128];

    if (h->reply) door_reply_free(h->reply);
    office_close(h->office);
    snprintf(cmd, sizeof cmd, "rm -rf %s", h->dir);
    if (system(cmd) != 0) abort();
}

/* Sends an act or query; the rest are key, value pairs ended by NULL.  "id", "version", "desk",
 * "page", "session" and "limit" go into the request itself.  */
static inline bool home_do(struct home *h, const char *as, const char *name, const char *number,
                           ...) __attribute__((sentinel));
static inline bool home_do(struct home *h, const char *as, const char *name, const char *number,
                           ...)
{
    struct office_caller who = {getuid(), strcmp(as, "system") == 0};
    Yc__Request *q = door_request_new(name);
    instant_t at;
    va_list ap;

    door_request_set(&q->as, as);
    if (number) door_request_set(&q->number, number);
    if (h->at && instant_parse(h->at, &at)) {
        q->has_at = 1;
        q->at = at;
    }
    va_start(ap, number);
    for (const char *k; (k = va_arg(ap, const char *));) {
        const char *v = va_arg(ap, const char *);
        if (strcmp(k, "id") == 0) {
            q->has_id = 1;
            q->id.len = strlen(v);
            q->id.data = (uint8_t *)strdup(v);
        } else if (strcmp(k, "desk") == 0) {
            door_request_set(&q->desk, v);
        } else if (strcmp(k, "page") == 0) {
            door_request_set(&q->page, v);
        } else if (strcmp(k, "session") == 0) {
            door_request_set(&q->session, v);
        } else if (strcmp(k, "version") == 0) {
            q->has_version = 1;
            q->version = strtoull(v, NULL, 10);
        } else if (strcmp(k, "page") == 0) {
            door_request_set(&q->page, v);
        } else if (strcmp(k, "limit") == 0) {
            q->has_limit = true;
            q->limit = (uint32_t)atoi(v);
        } else {
            door_request_with(q, k, v);
        }
    }
    va_end(ap);
    if (h->reply) door_reply_free(h->reply);
    h->reply = office_answer(h->office, &who, q);
    door_request_free(q);
    bool ok = h->reply->ok;
    snprintf(h->code, sizeof h->code, "%s", ok || !h->reply->code ? "" : h->reply->code);
    if (ok && h->reply->number && *h->reply->number)
        snprintf(h->number, sizeof h->number, "%s", h->reply->number);
    char *said = ok ? NULL : door_reply_text(h->reply, NULL);
    snprintf(h->text, sizeof h->text, "%s", said ? said : "");
    free(said);
    return ok;
}

#endif
