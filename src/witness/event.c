#include "witness/event.h"

#include <string.h>

/* --- The wire --- */

struct field {
    unsigned number, type; /* type: 0 number, 2 bytes */
    uint64_t value;
    struct part bytes;
};

static bool varint(struct part *in, uint64_t *out)
{
    *out = 0;
    for (unsigned shift = 0; in->n && shift < 64; shift += 7) {
        unsigned char c = (unsigned char)*in->s++;
        in->n--;
        *out |= (uint64_t)(c & 127) << shift;
        if (c < 128) return true;
    }
    return false;
}

/* false: the end, or (in->n left) not the wire format. */
static bool next_field(struct part *in, struct field *f)
{
    struct part at = *in;
    uint64_t tag;

    if (!at.n || !varint(&at, &tag)) return false;
    f->number = (unsigned)(tag >> 3);
    f->type = tag & 7;
    if (f->type != 0 && f->type != 2) return false;
    if (!varint(&at, &f->value)) return false;
    f->bytes = (struct part){at.s, 0};
    if (f->type == 2) {
        if (f->value > at.n) return false;
        f->bytes.n = (size_t)f->value;
        at.s += f->bytes.n;
        at.n -= f->bytes.n;
    }
    *in = at;
    return true;
}

/* --- What is looked at --- */

bool event_read(struct event *e, const char *bytes, size_t n)
{
    struct part in = {bytes, n};
    struct field f;

    memset(e, 0, sizeof *e);
    while (next_field(&in, &f)) {
        if (f.number == 1) e->stream = f.bytes;
        if (f.number == 2) e->seq = f.value;
        if (f.number == 3) e->act = f.bytes;
        if (f.number == 4) e->at = (int64_t)f.value;
        if (f.number == 5) e->recorded = (int64_t)f.value;
        if (f.number == 6) e->actor = f.bytes;
        if (f.number == 10) e->prev = f.bytes;
    }
    return in.n == 0 && e->stream.n > 0 && e->seq > 0;
}

/* --- What it says --- */

enum kind { TEXT, NUMBER, INSTANT, HEX, WORD, LIST, UNSAID };

struct known {
    unsigned number;
    const char *name;
    enum kind kind;
    const struct known *of; /* LIST */
};

static const struct known taken[] = {{1, "series", TEXT, NULL}, {2, "value", NUMBER, NULL}, {0}};
static const struct known papers[] = {{1, "key", TEXT, NULL},    {2, "kind", TEXT, NULL},
                                      {3, "number", TEXT, NULL}, {4, "at", INSTANT, NULL},
                                      {5, "by", TEXT, NULL},     {6, "text", TEXT, NULL},
                                      {7, "state", TEXT, NULL},  {0}};
static const struct known event[] = {{1, "stream", TEXT, NULL},      {2, "seq", NUMBER, NULL},
                                     {3, "act", TEXT, NULL},         {4, "at", INSTANT, NULL},
                                     {5, "recorded", INSTANT, NULL}, {6, "actor", TEXT, NULL},
                                     {7, "post", TEXT, NULL},        {8, "desk", TEXT, NULL},
                                     {9, "request", WORD, NULL},     {10, "prev", HEX, NULL},
                                     {11, "change", UNSAID, NULL},   {12, "note", TEXT, NULL},
                                     {13, "taken", LIST, taken},     {14, "papers", LIST, papers},
                                     {15, "on_behalf", TEXT, NULL},  {0}};

static const struct known *find(const struct known *k, unsigned number)
{
    while (k->number && k->number != number)
        k++;
    return k->number ? k : NULL;
}

/* A request's id is a word when a program chose it, random bytes otherwise. */
static bool is_word(struct part p)
{
    for (size_t i = 0; i < p.n; i++)
        if (p.s[i] <= ' ' || p.s[i] > '~') return false;
    return true;
}

static void say_value(struct text *to, enum kind kind, const struct field *f)
{
    if (kind == NUMBER)
        text_put(to, "%llu", (unsigned long long)f->value);
    else if (kind == INSTANT && (!f->value || f->value == (uint64_t)1 << 63))
        text_add(to, "null", 4);
    else if (kind == INSTANT) {
        text_add(to, "\"", 1);
        text_instant(to, (int64_t)f->value);
        text_add(to, "\"", 1);
    } else if (kind == HEX || (kind == WORD && !is_word(f->bytes))) {
        text_add(to, "\"", 1);
        text_hex(to, (const unsigned char *)f->bytes.s, f->bytes.n);
        text_add(to, "\"", 1);
    } else {
        text_json(to, f->bytes.s, f->bytes.n);
    }
}

static void say(struct text *to, const struct known *table, struct part in)
{
    struct field f;
    const struct known *list = NULL; /* being written */
    bool any = false;

    text_add(to, "{", 1);
    while (next_field(&in, &f)) {
        const struct known *k = find(table, f.number);
        if (list && k != list) text_add(to, "]", 1);
        if (k && k->kind == UNSAID) k = NULL;
        if (k && k != list) {
            if (any) text_add(to, ",", 1);
            text_put(to, "\"%s\":%s", k->name, k->kind == LIST ? "[" : "");
            any = true;
        } else if (k) {
            text_add(to, ",", 1);
        }
        list = k && k->kind == LIST ? k : NULL;
        if (list)
            say(to, k->of, f.bytes);
        else if (k)
            say_value(to, k->kind, &f);
    }
    if (list) text_add(to, "]", 1);
    text_add(to, "}", 1);
}

void event_say(struct text *to, const char *bytes, size_t n)
{
    say(to, event, (struct part){bytes, n});
}
