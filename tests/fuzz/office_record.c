/* Any bytes as a matter, an event, and a change to it.  Whatever the records are: what turns the
 * old one into the new one makes the new one of it, and nothing differs afterwards. Input: the
 * length of the first part in two bytes, then both. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "model/matter.pb-c.h"
#include "office/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    if (old && change) sum(&a, old, change);
    record_unpack(&a, &yc__event__descriptor, data, n);
    arena_free(&a);
    return 0;
}
