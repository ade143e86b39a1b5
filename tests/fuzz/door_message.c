/* Any packet as a request or a reply: read, looked through, packed again, and then the same. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "door/message.h"
#include "door/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The library reads a field number 0 written in two bytes and cannot read its own writing of it. */
static bool has_unknown(const ProtobufCMessage *m)
{
    bool any = m->n_unknown_fields > 0;

    for (unsigned i = 0; i < m->descriptor->n_fields && !any; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        if (f->type != PROTOBUF_C_TYPE_MESSAGE || f->label != PROTOBUF_C_LABEL_REPEATED) continue;
        const char *at = (const char *)m;
        size_t n = *(const size_t *)(at + f->quantifier_offset);
        ProtobufCMessage *const *item = *(ProtobufCMessage *const *const *)(at + f->offset);
        while (n && !any)
            any = has_unknown(item[--n]);
    }
    return any;
}

static void same_again(const ProtobufCMessage *m)
{
    struct buf once = {0}, twice = {0};

    if (!has_unknown(m) && wire_pack(m, &once)) {
        ProtobufCMessage *back =
            protobuf_c_message_unpack(m->descriptor, NULL, once.len, (uint8_t *)once.data);
        assert(back && wire_pack(back, &twice));
        assert(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
        protobuf_c_message_free_unpacked(back, NULL);
    }
    buf_free(&once);
    buf_free(&twice);
}

static void request(const uint8_t *data, size_t n)
{
    Yc__Request *q = yc__request__unpack(NULL, n, data);

    if (!q) return;
    assert(door_request_get(q, "step"));
    Yc__Reply *r = door_reply_new(q);
    same_again(&q->base);
    door_reply_free(r);
    door_request_free(q);
}

static void reply(const uint8_t *data, size_t n)
{
    Yc__Reply *r = yc__reply__unpack(NULL, n, data);

    if (!r) return;
    assert(door_reply_get(r, "paper"));
    for (size_t i = 0; i < r->n_row + 1; i++)
        assert(door_reply_cell(r, i, "number"));
    free(door_reply_text(r, NULL));
    same_again(&r->base);
    door_reply_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || size > DOOR_MESSAGE_MAX) return 0;
    if (data[0] & 1)
        request(data + 1, size - 1);
    else
        reply(data + 1, size - 1);
    return 0;
}
