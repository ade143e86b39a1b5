/* Any bytes as a matter, an event, and a change to it.  Whatever the records are: what turns the
 * old one into the new one makes the new one of it, and nothing differs afterwards. Input: the
 * length of the first part in two bytes, then both. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "model/matter.pb-c.h"
#include "office/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *key_of(const ProtobufCMessage *m)
{
    const char *key = *(char *const *)((const char *)m + m->descriptor->fields[0].offset);

    return key ? key : "";
}

/* The rule of matter.proto: a key is unique in its list. */
static bool is_lawful(const ProtobufCMessage *m)
{
    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        if (f->label != PROTOBUF_C_LABEL_REPEATED) continue;
        size_t n = *(const size_t *)((const char *)m + f->quantifier_offset);
        ProtobufCMessage *const *item =
            *(ProtobufCMessage *const *const *)((const char *)m + f->offset);
        for (size_t k = 0; k < n; k++)
            for (size_t j = 0; j < k; j++)
                if (strcmp(key_of(item[k]), key_of(item[j])) == 0) return false;
    }
    return true;
}

static void sum(struct arena *a, const void *old, const void *change)
{
    void *now = record_copy(a, old), *again = record_copy(a, old);
    struct buf x = {0}, y = {0};

    record_merge(a, now, change);
    void *diff = record_diff(a, old, now);
    if (diff) record_merge(a, again, diff);
    assert(!record_diff(a, again, now));
    record_pack(now, &x);
    assert(record_unpack(a, ((const ProtobufCMessage *)now)->descriptor, x.data, x.len));
    record_pack(record_copy(a, now), &y);
    assert(x.len == y.len && memcmp(buf_str(&x), buf_str(&y), x.len) == 0);
    buf_free(&x);
    buf_free(&y);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const record_type *type = &yc__matter__descriptor;
    struct arena a = {0};

    if (size < 2) return 0;
    size_t n = (size_t)(data[0] | data[1] << 8);
    data += 2;
    size -= 2;
    if (n > size) n = size;
    void *old = record_unpack(&a, type, data, n),
         *change = record_unpack(&a, type, data + n, size - n);
    if (old && change && is_lawful(old) && is_lawful(change)) sum(&a, old, change);
    record_unpack(&a, &yc__event__descriptor, data, n);
    arena_free(&a);
    return 0;
}
