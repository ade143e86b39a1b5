#include "witness/streams.h"

#include <stdlib.h>
#include <string.h>

static struct stream *place_of(struct stream *place, size_t room, struct part name)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.s[i]) * 1099511628211u;
    for (size_t i = (size_t)(h ^ h >> 29);; i++) {
        struct stream *p = &place[i & (room - 1)];
        if (!p->name || (p->n == name.n && memcmp(p->name, name.s, name.n) == 0)) return p;
    }
}

static void grow(struct streams *s)
{
    size_t room = s->room ? s->room * 2 : 1024;
    struct stream *place = calloc(room, sizeof *place);

    if (!place) abort();
    for (size_t i = 0; i < s->room; i++)
        if (s->place[i].name)
            *place_of(place, room, (struct part){s->place[i].name, s->place[i].n}) = s->place[i];
    free(s->place);
    s->place = place;
    s->room = room;
}

struct stream *streams_get(struct streams *s, struct part name)
{
    if (s->n * 2 >= s->room) grow(s);
    struct stream *p = place_of(s->place, s->room, name);
    if (!p->name) {
        p->name = strndup(name.s, name.n);
        if (!p->name) abort();
        p->n = name.n;
        s->n++;
    }
    return p;
}
