#include "office/journal.h"

#include <assert.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <string.h>

#include "office/sealing.h"
#include "office/tables.h"
#include "store/scan.h"

void journal_hash(const void *bytes, size_t n, unsigned char out[JOURNAL_HASH])
{
    unsigned len = 0;

    int ok = EVP_Digest(bytes, n, out, &len, EVP_sha256(), NULL);
    assert(ok == 1 && len == JOURNAL_HASH);
    (void)ok;
}

static const ProtobufCFieldDescriptor *field(const void *record, const char *name)
{
    const ProtobufCMessage *m = record;
    const ProtobufCFieldDescriptor *f =
        protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);

    assert(f);
    return f;
}

uint64_t record_version(const void *record)
{
    return *(const uint64_t *)(const void *)((const char *)record +
                                             field(record, "version")->offset);
}

static ProtobufCBinaryData record_head(const void *record)
{
    return *(const ProtobufCBinaryData *)(const void *)((const char *)record +
                                                        field(record, "head")->offset);
}

void record_set_head(struct arena *a, void *record, uint64_t version,
                     const unsigned char hash[JOURNAL_HASH])
{
    const ProtobufCFieldDescriptor *v = field(record, "version"), *h = field(record, "head");
    ProtobufCBinaryData *head = (void *)((char *)record + h->offset);

    *(uint64_t *)(void *)((char *)record + v->offset) = version;
    *(protobuf_c_boolean *)(void *)((char *)record + v->quantifier_offset) = 1;
    *(protobuf_c_boolean *)(void *)((char *)record + h->quantifier_offset) = 1;
    head->len = JOURNAL_HASH;
    head->data = arena_alloc(a, JOURNAL_HASH);
    memcpy(head->data, hash, JOURNAL_HASH);
}

static char *stream_text(struct arena *a, const struct stream *s)
{
    if (s->kind == 'm') return arena_printf(a, "m%" PRIu64, s->id);
    return arena_printf(a, "%c%s", s->kind, TEXT(s->name));
}

enum rc journal_append(struct txn *t, struct arena *a, const struct stream *s, Yc__Event *e,
                       const void *old, void *now, struct fault *f)
{
    const void *before = old ? old : record_new(a, ((const ProtobufCMessage *)now)->descriptor);
    void *change = record_diff(a, before, now);
    unsigned char hash[JOURNAL_HASH];
    struct buf packed = {0}, key = {0};

    e->stream = stream_text(a, s);
    SET(e, seq, record_version(before) + 1);
    e->prev = record_head(before);
    e->has_prev = 1;
    if (change) {
        record_pack(change, &packed);
        e->has_change = 1;
        e->change.len = packed.len;
        e->change.data = arena_alloc(a, packed.len);
        memcpy(e->change.data, packed.data, packed.len);
    }
    record_pack(e, &packed);
    journal_hash(packed.data, packed.len, hash);
    record_set_head(a, now, e->seq, hash);
    key_journal(&key, s->kind, s->id, s->name, e->seq);
    enum rc rc = store_add(t, T_JOURNAL, key.data, key.len, packed.data, packed.len, f);
    if (rc == RC_OK) rc = sealing_note(t, key.data, key.len, f);
    buf_free(&packed);
    buf_free(&key);
    return rc;
}

struct reading {
    journal_visit *visit;
    void *arg;
    bool bad;
};

static bool read_row(void *arg, const struct store_row *row)
{
    struct reading *r = arg;
    struct arena a = {0};
    const Yc__Event *e = record_unpack(&a, &yc__event__descriptor, row->rec, row->nrec);

    r->bad = !e;
    bool more = e && r->visit(r->arg, e, row->rec, row->nrec);
    arena_free(&a);
    return more;
}

enum rc journal_read(struct txn *t, const struct stream *s, uint64_t after_seq,
                     journal_visit *visit, void *arg, struct fault *f)
{
    struct buf from = {0}, prefix = {0};
    struct reading r = {visit, arg, false};

    key_journal(&prefix, s->kind, s->id, s->name, 0);
    key_journal(&from, s->kind, s->id, s->name, after_seq);
    enum rc rc = store_scan(t, T_JOURNAL, STORE_RECORDS,
                            &(struct store_range){.from = from.data,
                                                  .nfrom = from.len,
                                                  .prefix = prefix.data,
                                                  .nprefix = prefix.len,
                                                  .after = after_seq > 0},
                            read_row, &r, f);
    buf_free(&from);
    buf_free(&prefix);
    if (rc == RC_OK && r.bad)
        rc = fault_set(f, RC_FATAL, "journal", N_("an event of the journal cannot be read"), NULL);
    return rc;
}
