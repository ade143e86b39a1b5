/* Records as values: unpack, copy, difference and sum of any message of src/model/matter.proto, by
 * reflection.
 *
 * The rules of matter.proto make it mechanical: a change is a partial record; merging the changes
 * of all events of a stream in order gives the record.  Fields "version" and "head" are kept out of
 * changes: they follow from the event. Everything lives in the arena given. */
#ifndef YC_OFFICE_RECORD_H
#define YC_OFFICE_RECORD_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/mem.h"

typedef ProtobufCMessageDescriptor record_type;

void *record_new(struct arena *a, const record_type *type);
/* NULL: the bytes are not such a record. */
void *record_unpack(struct arena *a, const record_type *type, const void *bytes, size_t n);
void record_pack(const void *record, struct buf *out); /* replaces what out held */
void *record_copy(struct arena *a, const void *record);

/* The partial record that turns old into new; NULL when nothing differs. Both of the same type. */
void *record_diff(struct arena *a, const void *old, const void *now);
void record_merge(struct arena *a, void *into, const void *change);

/* Appends a new message to a repeated field: record_add(a, &m->n_steps, &m->steps,
 * &yc__step_run__descriptor). */
void *record_add(struct arena *a, size_t *n, void *list, const record_type *type);

/* proto2 scalars carry a has_ flag. */
#define SET(m, field, v)                                                                           \
    do {                                                                                           \
        __typeof__(m) set_ = (m);                                                                  \
        set_->field = (v);                                                                         \
        set_->has_##field = 1;                                                                     \
    } while (0)
/* Texts: absent reads as "". */
#define TEXT(s) ((s) ? (s) : "")

#endif
