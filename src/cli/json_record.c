#include "cli/json_record.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/text.h"
#include "model/matter.pb-c.h"

static const void *member(const ProtobufCMessage *m, unsigned offset)
{
    return (const char *)m + offset;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);

    return n >= k && strcmp(s + n - k, end) == 0;
}

/* --- One value --- */

static json_t *json_instant(int64_t t)
{
    char text[INSTANT_TEXT];

    return t == 0 || t == INSTANT_NONE ? json_null() : json_string(instant_text(t, text));
}

static json_t *json_day(int32_t d)
{
    char text[DAY_TEXT];

    return d == 0 || d == DAY_NONE ? json_null() : json_string(day_text(d, text));
}

static json_t *json_hex(const ProtobufCBinaryData *b)
{
    struct buf hex = {0};

    for (size_t i = 0; i < b->len; i++)
        buf_printf(&hex, "%02x", b->data[i]);
    json_t *v = json_string(buf_str(&hex));
    buf_free(&hex);
    return v;
}

static bool is_word(const ProtobufCBinaryData *b)
{
    for (size_t i = 0; i < b->len; i++)
        if (b->data[i] <= ' ' || b->data[i] > '~') return false;
    return true;
}

/* Request ids are words when a program chose them, random bytes when the door did. */
static json_t *json_bytes(const char *name, const ProtobufCBinaryData *b)
{
    bool text = strcmp(name, "text") == 0 || (strcmp(name, "request") == 0 && is_word(b));
    json_t *v = text ? json_stringn((const char *)b->data, b->len) : NULL;

    return v ? v : json_hex(b);
}

static json_t *json_enum(const ProtobufCEnumDescriptor *e, int value)
{
    const ProtobufCEnumValue *v = protobuf_c_enum_descriptor_get_value(e, value);
    char word[64];
    size_t n = 0;

    if (!v) return json_integer(value);
    /* OUTCOME_GRANTED of enum Outcome */
    for (const char *p = v->name + strlen(e->short_name) + 1; *p && n + 1 < sizeof word; p++)
        word[n++] = (char)tolower((unsigned char)*p);
    return json_stringn(word, n);
}

/* Every 64-bit number with a sign is an instant, but for money. */
static json_t *json_int64(const char *name, int64_t v)
{
    return strcmp(name, "fen") == 0 ? json_integer(v) : json_instant(v);
}

static json_t *json_int32(const char *name, int32_t v)
{
    return ends_with(name, "_day") ? json_day(v) : json_integer(v);
}

static json_t *json_field(const ProtobufCFieldDescriptor *f, const void *p)
{
    switch (f->type) {
    case PROTOBUF_C_TYPE_STRING:
        return json_string(*(char *const *)p);
    case PROTOBUF_C_TYPE_BYTES:
        return json_bytes(f->name, p);
    case PROTOBUF_C_TYPE_BOOL:
        return json_boolean(*(const protobuf_c_boolean *)p);
    case PROTOBUF_C_TYPE_ENUM:
        return json_enum(f->descriptor, *(const int *)p);
    case PROTOBUF_C_TYPE_INT32:
        return json_int32(f->name, *(const int32_t *)p);
    case PROTOBUF_C_TYPE_INT64:
        return json_int64(f->name, *(const int64_t *)p);
    case PROTOBUF_C_TYPE_UINT32:
        return json_integer(*(const uint32_t *)p);
    case PROTOBUF_C_TYPE_UINT64:
        return json_integer((json_int_t) * (const uint64_t *)p);
    case PROTOBUF_C_TYPE_MESSAGE:
        return json_record(*(ProtobufCMessage *const *)p);
    default:
        return json_null(); /* no other kind stands in src/model */
    }
}

/* --- Messages --- */

static json_t *json_list(const ProtobufCFieldDescriptor *f, const ProtobufCMessage *m)
{
    size_t n = *(const size_t *)member(m, f->quantifier_offset);
    ProtobufCMessage *const *items = *(ProtobufCMessage *const *const *)member(m, f->offset);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_record(items[i]));
    return list;
}

static bool is_set(const ProtobufCFieldDescriptor *f, const ProtobufCMessage *m)
{
    if (f->label == PROTOBUF_C_LABEL_REPEATED)
        return *(const size_t *)member(m, f->quantifier_offset) > 0;
    if (f->type == PROTOBUF_C_TYPE_STRING || f->type == PROTOBUF_C_TYPE_MESSAGE)
        return *(void *const *)member(m, f->offset) != NULL;
    return f->label == PROTOBUF_C_LABEL_REQUIRED ||
           *(const protobuf_c_boolean *)member(m, f->quantifier_offset);
}

json_t *json_record(const ProtobufCMessage *m)
{
    json_t *o = json_object();

    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        if (!is_set(f, m)) continue;
        json_object_set_new(o, f->name,
                            f->label == PROTOBUF_C_LABEL_REPEATED
                                ? json_list(f, m)
                                : json_field(f, member(m, f->offset)));
    }
    return o;
}

json_t *json_packed(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t n)
{
    ProtobufCMessage *m = protobuf_c_message_unpack(type, NULL, n, bytes);
    json_t *o = m ? json_record(m) : json_null();

    if (m) protobuf_c_message_free_unpacked(m, NULL);
    return o;
}

static const ProtobufCMessageDescriptor *record_of(const char *stream)
{
    switch (stream ? *stream : '\0') {
    case 'm':
        return &yc__matter__descriptor;
    case 'p':
        return &yc__person__descriptor;
    case 'd':
        return &yc__definition__descriptor;
    case 'h':
        return &yc__hall__descriptor;
    default:
        return NULL;
    }
}

json_t *json_event(const uint8_t *bytes, size_t n)
{
    Yc__Event *e = yc__event__unpack(NULL, n, bytes);
    const ProtobufCMessageDescriptor *type = e ? record_of(e->stream) : NULL;

    if (!e) return json_null();
    json_t *o = json_record(&e->base);
    if (e->has_change && type)
        json_object_set_new(o, "change", json_packed(type, e->change.data, e->change.len));
    yc__event__free_unpacked(e, NULL);
    return o;
}
