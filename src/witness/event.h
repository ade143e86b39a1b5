/* An event of the journal, read from its bytes (protobuf wire format, doc/formats.md). */
#ifndef YC_WITNESS_EVENT_H
#define YC_WITNESS_EVENT_H

#include <stdbool.h>

#include "witness/text.h"

struct part { /* of the bytes */
    const char *s;
    size_t n;
};

struct event {
    struct part stream, act, actor, prev;
    uint64_t seq;
    int64_t at, recorded;
};

bool event_read(struct event *e, const char *bytes, size_t n);
/* What it says but for the change it made; appends. */
void event_say(struct text *to, const char *bytes, size_t n);

#endif
