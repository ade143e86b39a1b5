/* The streams of the journal (a matter, a person ...): each a chain of events. */
#ifndef YC_WITNESS_STREAMS_H
#define YC_WITNESS_STREAMS_H

#include "witness/event.h"
#include "witness/tree.h"

struct stream {
    char *name; /* NULL: an empty place */
    size_t n;
    uint64_t seq, leaf; /* of its last event */
    int64_t at, recorded;
    struct hash last;
};

struct streams {
    struct stream *place;
    size_t n, room; /* room: a power of two */
};

/* Made when it is new (seq 0). Valid until the next call. */
struct stream *streams_get(struct streams *s, struct part name);

#endif
