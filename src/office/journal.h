/* The journal: what every act left behind, one chain of events a stream (a matter, a person, a
 * definition, the hall).
 *
 * An event holds the change it made (record_diff) and the hash of the event before it; a record's
 * version and head are those of its last event.  Matters have chains of their own, so two of them
 * never wait for each other. */
#ifndef YC_OFFICE_JOURNAL_H
#define YC_OFFICE_JOURNAL_H

#include "base/rc.h"
#include "model/matter.pb-c.h"
#include "office/record.h"
#include "store/store.h"

struct stream {
    char kind; /* m p d h */
    uint64_t id;
    const char *name;
};

enum { JOURNAL_HASH = 32 }; /* SHA-256 of the packed event */

/* Appends e (act, at, actor ... filled in) with the difference from old to now, and sets now's
 * version and head.  An event may change nothing (a remark). old NULL: the record begins. */
MUST_CHECK enum rc journal_append(struct txn *t, struct arena *a, const struct stream *s,
                                  Yc__Event *e, const void *old, void *now, struct fault *f);

/* The events of a stream in order; returns false from visit to stop. */
typedef bool journal_visit(void *arg, const Yc__Event *e, const void *bytes, size_t n);
MUST_CHECK enum rc journal_read(struct txn *t, const struct stream *s, uint64_t after_seq,
                                journal_visit *visit, void *arg, struct fault *f);

void journal_hash(const void *bytes, size_t n, unsigned char out[JOURNAL_HASH]);

/* version and head of any record that has them. */
uint64_t record_version(const void *record);
void record_set_head(struct arena *a, void *record, uint64_t version,
                     const unsigned char hash[JOURNAL_HASH]);

#endif
