/* The journal is the truth: read it from the first event, add up every stream, and compare with
 * what is kept. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/ids.h"
#include "office/journal.h"
#include "office/numbers.h"
#include "office/office.h"
#include "office/priv.h"
#include "office/record.h"
#include "office/tables.h"
#include "office/verify_seal.h"
#include "store/scan.h"
#include "store/upkeep.h"

struct verifying {
    struct office *o;
    struct txn *txn;
    void (*said)(void *arg, const char *line);
    void *arg;
    uint64_t bad, events, matters;
    struct numbers *numbers;

    /* the stream being added up */
    struct arena arena;
    char kind;
    char stream[300];
    uint64_t seq;
    unsigned char head[JOURNAL_HASH];
    void *record;
    bool broken;
    enum rc rc;
    struct fault *f;
};

static void say(struct verifying *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(struct verifying *v, const char *fmt, ...)
{
    char line[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    v->bad++;
    v->said(v->arg, line);
}

static const record_type *type_of(char kind)
{
    return kind == 'm'   ? &yc__matter__descriptor
           : kind == 'p' ? &yc__person__descriptor
           : kind == 'd' ? &yc__definition__descriptor
                         : &yc__hall__descriptor;
}

/* --- Compare with what is kept --- */

static void kept_key(const struct verifying *v, enum table *table, struct buf *key)
{
    if (v->kind == 'm') {
        *table = T_MATTER;
        key_matter(key, ((const Yc__Matter *)v->record)->id);
    } else if (v->kind == 'p') {
        *table = T_PERSON;
        key_person(key, v->stream + 1);
    } else if (v->kind == 'd') {
        *table = T_DEFINITION;
        key_definition(key, v->stream + 1, ((const Yc__Definition *)v->record)->number);
    } else {
        *table = T_META;
        key_text(key, "hall");
    }
}

static void compare(struct verifying *v)
{
    struct buf key = {0}, kept = {0}, built = {0};
    enum table table;
    bool found = false;

    kept_key(v, &table, &key);
    v->rc = store_get(v->txn, (int)table, key.data, key.len, &kept, &found, v->f);
    record_pack(v->record, &built);
    if (v->rc == RC_OK && !found)
        say(v, "%s: the journal knows it, the tables do not", v->stream);
    else if (v->rc == RC_OK &&
             (kept.len != built.len || memcmp(kept.data, built.data, kept.len) != 0))
        say(v, "%s: the record kept differs from what its %" PRIu64 " events add up to", v->stream,
            v->seq);
    buf_free(&key);
    buf_free(&kept);
    buf_free(&built);
}

/* K.1 and A.3, on every matter. */
static void check_loop(struct verifying *v)
{
    const Yc__Matter *m = v->record;
    int64_t charged = 0, paid = 0;
    bool granted = m->outcome == YC__OUTCOME__OUTCOME_GRANTED ||
                   m->outcome == YC__OUTCOME__OUTCOME_DEEMED_GRANTED;

    for (size_t i = 0; i < m->n_charges; i++)
        charged += m->charges[i]->fen;
    for (size_t i = 0; i < m->n_receipts; i++)
        if (strcmp(TEXT(m->receipts[i]->state), "void") != 0) paid += m->receipts[i]->fen;
    if (m->printed && !granted) say(v, "%s: a certificate was printed without a grant", m->number);
    if (m->printed && charged != paid)
        say(v, "%s: printed, but charged %lld and paid %lld fen", m->number, (long long)charged,
            (long long)paid);
    if (m->paid && charged != paid)
        say(v, "%s: receipts and charges differ: %lld and %lld fen", m->number, (long long)paid,
            (long long)charged);
    if (m->phase == YC__PHASE__PHASE_ARCHIVED && !m->has_verified_at)
        say(v, "%s: archived without verification", m->number);
    v->matters++;
}

static void end_stream(struct verifying *v)
{
    if (v->record && !v->broken) {
        if (v->kind != 'd')
            compare(v); /* definitions are compared at each event: every version is kept */
        if (v->kind == 'm') check_loop(v);
    }
    arena_free(&v->arena);
    v->record = NULL;
}

/* --- Add up --- */

static void begin_stream(struct verifying *v, const Yc__Event *e)
{
    end_stream(v);
    snprintf(v->stream, sizeof v->stream, "%s", TEXT(e->stream));
    v->kind = v->stream[0];
    v->seq = 0;
    v->broken = false;
    v->record = record_new(&v->arena, type_of(v->kind));
}

static void add_event(struct verifying *v, const Yc__Event *e, const void *bytes, size_t n)
{
    if (e->seq != v->seq + 1) {
        say(v, "%s: event %" PRIu64 " is followed by event %" PRIu64, v->stream, v->seq, e->seq);
        v->broken = true;
    }
    if (v->seq ? e->prev.len != JOURNAL_HASH || memcmp(e->prev.data, v->head, JOURNAL_HASH) != 0
               : e->prev.len != 0) {
        say(v, "%s: event %" PRIu64 " does not follow from the one before it", v->stream, e->seq);
        v->broken = true;
    }
    if (e->has_change) {
        void *change = record_unpack(&v->arena, type_of(v->kind), e->change.data, e->change.len);
        if (change)
            record_merge(&v->arena, v->record, change);
        else
            say(v, "%s: the change of event %" PRIu64 " cannot be read", v->stream, e->seq);
    }
    journal_hash(bytes, n, v->head);
    v->seq = e->seq;
    record_set_head(&v->arena, v->record, v->seq, v->head);
    for (size_t i = 0; i < e->n_taken; i++)
        if (!numbers_take(v->numbers, e->taken[i]->series, e->taken[i]->value))
            say(v, "%s: number %" PRIu64 " of %s was given out twice", v->stream,
                e->taken[i]->value, e->taken[i]->series);
    if (v->kind == 'd' && !v->broken) compare(v);
    v->events++;
}

static bool journal_row(void *arg, const struct store_row *row)
{
    struct verifying *v = arg;
    struct arena a = {0};
    const Yc__Event *e = record_unpack(&a, &yc__event__descriptor, row->rec, row->nrec);

    if (!e) {
        say(v, "an event of the journal cannot be read");
    } else {
        if (!v->record || strcmp(v->stream, TEXT(e->stream)) != 0) begin_stream(v, e);
        add_event(v, e, row->rec, row->nrec);
    }
    arena_free(&a);
    return v->rc == RC_OK;
}

/* --- What is kept without an event --- */

static bool matter_row(void *arg, const struct store_row *row)
{
    (void)row;
    (*(uint64_t *)arg)++;
    return true;
}

static void note_gap(void *arg, const char *series, uint64_t count, uint64_t highest)
{
    say(arg, "%s: %" PRIu64 " numbers given out, the highest is %" PRIu64, series, count, highest);
}

static void note_line(void *arg, const char *text)
{
    say(arg, "%s", text);
}

static enum rc verify_view(struct txn *t, void *arg, struct fault *f)
{
    struct verifying *v = arg;
    uint64_t kept = 0;

    v->txn = t;
    v->f = f;
    enum rc rc =
        store_scan(t, T_JOURNAL, STORE_RECORDS, &(struct store_range){0}, journal_row, v, f);
    end_stream(v);
    if (rc == RC_OK) rc = v->rc;
    if (rc == RC_OK)
        rc = store_scan(t, T_MATTER, STORE_RECORDS, &(struct store_range){.keys_only = true},
                        matter_row, &kept, f);
    if (rc == RC_OK && kept != v->matters)
        say(v, "%" PRIu64 " matters kept, %" PRIu64 " in the journal", kept, v->matters);
    if (rc == RC_OK) numbers_gaps(v->numbers, note_gap, v);
    if (rc == RC_OK) rc = verify_seal(t, v->events, note_line, v, f);
    return rc;
}

enum rc office_verify(struct office *o, void (*said)(void *arg, const char *line), void *arg,
                      uint64_t *bad, struct fault *f)
{
    struct verifying v = {.o = o, .said = said, .arg = arg, .numbers = numbers_new()};

    enum rc rc = store_view(o->store, verify_view, &v, f);
    if (rc == RC_OK) rc = store_check_indexes(o->store, note_line, &v, f);
    numbers_free(v.numbers);
    *bad = v.bad;
    return rc;
}
