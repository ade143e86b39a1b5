#include "office/record.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *arena_pb_alloc(void *a, size_t n)
{
    return arena_alloc(a, n);
}

static void arena_pb_free(void *a, void *p)
{
    (void)a;
    (void)p;
}

static void *member(const void *m, unsigned offset)
{
    return (char *)(uintptr_t)m + offset;
}

static size_t list_count(const ProtobufCFieldDescriptor *f, const void *m)
{
    return *(size_t *)member(m, f->quantifier_offset);
}

static ProtobufCMessage **list_items(const ProtobufCFieldDescriptor *f, const void *m)
{
    return *(ProtobufCMessage ***)member(m, f->offset);
}

/* --- Whole records --- */

void *record_new(struct arena *a, const record_type *type)
{
    void *m = arena_alloc(a, type->sizeof_message);

    type->message_init(m);
    return m;
}

/* The library reads a field number 0 written in two bytes; what it makes of that it cannot read
 * again, and a record that cannot be copied is none. */
static bool is_sound(const ProtobufCMessage *m)
{
    for (unsigned i = 0; i < m->n_unknown_fields; i++)
        if (!m->unknown_fields[i].tag) return false;
    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        if (f->label != PROTOBUF_C_LABEL_REPEATED) continue;
        for (size_t k = 0; k < list_count(f, m); k++)
            if (!is_sound(list_items(f, m)[k])) return false;
    }
    return true;
}

void *record_unpack(struct arena *a, const record_type *type, const void *bytes, size_t n)
{
    ProtobufCAllocator in = {arena_pb_alloc, arena_pb_free, a};
    ProtobufCMessage *m = protobuf_c_message_unpack(type, &in, n, bytes);

    return m && is_sound(m) ? m : NULL;
}

void record_pack(const void *record, struct buf *out)
{
    size_t n = protobuf_c_message_get_packed_size(record);
    uint8_t small[4096], *p = n <= sizeof small ? small : mem_alloc(n);

    protobuf_c_message_pack(record, p);
    buf_clear(out);
    buf_add(out, p, n);
    if (p != small) free(p);
}

void *record_copy(struct arena *a, const void *record)
{
    struct buf b = {0};
    const ProtobufCMessage *m = record;

    record_pack(record, &b);
    void *copy = record_unpack(a, m->descriptor, buf_str(&b), b.len);
    buf_free(&b);
    return copy;
}

/* --- One field of one message ------------------------------------------------------------------
 */

static size_t scalar_size(ProtobufCType t)
{
    switch (t) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
        return 8;
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_STRING:
        return sizeof(char *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    default:
        return 4;
    }
}

static bool is_set(const ProtobufCFieldDescriptor *f, const void *m)
{
    if (f->type == PROTOBUF_C_TYPE_STRING) return *(char **)member(m, f->offset) != NULL;
    return *(protobuf_c_boolean *)member(m, f->quantifier_offset);
}

static bool same_scalar(const ProtobufCFieldDescriptor *f, const void *a, const void *b)
{
    const void *x = member(a, f->offset), *y = member(b, f->offset);

    if (f->type == PROTOBUF_C_TYPE_STRING) return strcmp(*(char *const *)x, *(char *const *)y) == 0;
    if (f->type == PROTOBUF_C_TYPE_BYTES) {
        const ProtobufCBinaryData *p = x, *q = y;
        return p->len == q->len && (p->len == 0 || memcmp(p->data, q->data, p->len) == 0);
    }
    return memcmp(x, y, scalar_size(f->type)) == 0;
}

/* Shares texts and bytes with from: both live in arenas and are never written in place. */
static void copy_scalar(const ProtobufCFieldDescriptor *f, void *to, const void *from)
{
    memcpy(member(to, f->offset), member(from, f->offset), scalar_size(f->type));
    if (f->type != PROTOBUF_C_TYPE_STRING)
        *(protobuf_c_boolean *)member(to, f->quantifier_offset) = 1;
}

/* The two fields that follow from the event itself. */
static bool follows(const ProtobufCFieldDescriptor *f)
{
    return strcmp(f->name, "version") == 0 || strcmp(f->name, "head") == 0;
}

/* --- Lists of messages with keys ----------------------------------------------------------------
 */

static const char *key_of(const ProtobufCMessage *m)
{
    const ProtobufCFieldDescriptor *k = &m->descriptor->fields[0];

    assert(k->type == PROTOBUF_C_TYPE_STRING && k->id == 1);
    const char *s = *(char **)member(m, k->offset);
    return s ? s : "";
}

static ProtobufCMessage *list_find(const ProtobufCFieldDescriptor *f, const void *m,
                                   const char *key)
{
    ProtobufCMessage **items = list_items(f, m);

    for (size_t i = 0, n = list_count(f, m); i < n; i++)
        if (strcmp(key_of(items[i]), key) == 0) return items[i];
    return NULL;
}

void *record_add(struct arena *a, size_t *n, void *list, const record_type *type)
{
    ProtobufCMessage ***items = list, **grown = arena_alloc(a, (*n + 1) * sizeof *grown);

    if (*n) memcpy(grown, *items, *n * sizeof *grown);
    grown[*n] = record_new(a, type);
    *items = grown;
    return grown[(*n)++];
}

static void *list_add(struct arena *a, const ProtobufCFieldDescriptor *f, void *m)
{
    return record_add(a, member(m, f->quantifier_offset), member(m, f->offset), f->descriptor);
}

/* --- Difference and sum -------------------------------------------------------------------------
 */

static void keep_key(void *to, const ProtobufCMessage *from)
{
    copy_scalar(&from->descriptor->fields[0], to, from);
}

static bool diff_list(struct arena *a, const ProtobufCFieldDescriptor *f, const void *old,
                      const void *now, void *change)
{
    ProtobufCMessage **items = list_items(f, now);
    bool any = false;

    for (size_t i = 0, n = list_count(f, now); i < n; i++) {
        ProtobufCMessage *was = list_find(f, old, key_of(items[i]));
        ProtobufCMessage *d = was ? record_diff(a, was, items[i]) : record_copy(a, items[i]);
        if (!d) continue;
        keep_key(d, items[i]);
        list_add(a, f, change);
        list_items(f, change)[list_count(f, change) - 1] = d;
        any = true;
    }
    return any;
}

void *record_diff(struct arena *a, const void *old, const void *now)
{
    const record_type *type = ((const ProtobufCMessage *)now)->descriptor;
    void *change = record_new(a, type);
    bool any = false;

    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &type->fields[i];
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            any |= diff_list(a, f, old, now, change);
        } else if (!follows(f) && is_set(f, now) &&
                   (!is_set(f, old) || !same_scalar(f, old, now))) {
            copy_scalar(f, change, now);
            any = true;
        }
    }
    return any ? change : NULL;
}

void record_merge(struct arena *a, void *into, const void *change)
{
    const record_type *type = ((const ProtobufCMessage *)change)->descriptor;

    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &type->fields[i];
        if (f->label != PROTOBUF_C_LABEL_REPEATED) {
            if (is_set(f, change)) copy_scalar(f, into, change);
            continue;
        }
        ProtobufCMessage **items = list_items(f, change);
        for (size_t j = 0, n = list_count(f, change); j < n; j++) {
            void *at = list_find(f, into, key_of(items[j]));
            record_merge(a, at ? at : list_add(a, f, into), items[j]);
        }
    }
}
