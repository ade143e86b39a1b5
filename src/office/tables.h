/* The office's tables, their keys and the indexes behind every list a screen shows.
 *
 * Keys are made here and nowhere else.  All sort by memcmp.  A matter's key begins with four bits
 * of its serial, so that matters registered one after another do not meet on one page. */
#ifndef YC_OFFICE_TABLES_H
#define YC_OFFICE_TABLES_H

#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"
#include "store/store.h"

enum table {
    T_MATTER,
    T_PERSON,
    T_DEFINITION,
    T_JOURNAL,
    T_DONE,
    T_COUNTER,
    T_META,
    T_UNSEALED, /* a byte that spreads, key of the event: events without a leaf number */
    T_LEAF,     /* leaf number: key of the event */
    T_TREE,     /* level, index: up to 256 hashes (tree.h) */
    T_HEAD,     /* number: packed yc.Head */
    T_COUNT
};

enum matter_index {
    IX_POST,  /* post 0 kind due warn item 0 id run: what waits at a post, worst clock first; kind:
                 enum work_kind */
    IX_DUE,   /* next_at id clock: what the background thread does next */
    IX_LIVE,  /* dept 0 red_at yellow_at flags id: not yet archived; the lamp without the record */
    IX_FIND,  /* kind word 0 id: n name, a initials (a key for each spelling), i ID number, p phone,
                 c certificate */
    IX_DAY,   /* r|a|f day id: registered, accepted, finished on a day */
    IX_CARD,  /* d at id card: cards in time; o post 0 at id kind card: reminders of a post */
    IX_NOTE,  /* to 0 at id notice: unread notices */
    IX_JUDGED /* calendar id entry: what a new calendar changed */
};

enum leaf_index { IX_EVENT }; /* key of the event: its leaf number */

enum { CARD_KEY_REMINDER = 'n', CARD_KEY_THIRD = 't' }; /* M-T5: three in a row */

/* What kind of work waits; also the tabs of the inbox. */
enum work_kind {
    WORK_ACCEPT = 'a',
    WORK_CORRECT = 'b',
    WORK_PASS = 'c',
    WORK_DECIDE = 'd',
    WORK_PAY = 'e',
    WORK_PRINT = 'f',
    WORK_DELIVER = 'g',
    WORK_VERIFY = 'h',
    WORK_ARCHIVE = 'i',
    WORK_EXTERNAL = 'j'
};

extern const struct store_table office_tables[T_COUNT];

void key_matter(struct buf *b, uint64_t id);       /* these replace what b held */
uint64_t key_matter_id(const void *key, size_t n); /* of a matter's key */
void key_person(struct buf *b, const char *person);
void key_definition(struct buf *b, const char *path, uint32_t number);
void key_done(struct buf *b, const char *as, const void *id, size_t n);
/* kind 'm' (id), 'p' (name), 'd' (name), 'h' (neither); seq 0: the stream's common beginning */
void key_journal(struct buf *b, char kind, uint64_t id, const char *name, uint64_t seq);
void key_text(struct buf *b, const char *text);                /* counters and meta */
void key_unsealed(struct buf *b, const void *event, size_t n); /* of the journal's key */
void key_number(struct buf *b, uint64_t number);               /* leaves and heads */

/* What an IX_LIVE key says. */
struct live {
    instant_t red_at, yellow_at; /* INT64_MAX: no clock runs */
    bool standing, running;
    uint64_t id;
};
bool live_read(struct live *out, const void *key, size_t n);

/* What an IX_JUDGED key says. */
struct judged_key {
    uint32_t calendar, entry;
    uint64_t id;
};
struct judged_key judged_read(const void *key);

/* Beginnings of index keys, for scans; these add to b. */
void key_part_text(struct buf *b, const char *text); /* text and its end */
void key_part_day(struct buf *b, char kind, day_t day);

/* The id at the end of an index key that ends with it, tail bytes from the end. */
uint64_t key_tail_id(const void *key, size_t n, size_t tail);

/* Number of the queue counter of a series. */
uint32_t series_register(day_t day);        /* 受理 serial of a day */
uint32_t series_yearly(int kind, int year); /* kind 0..31: documents and receipts of a year */

#endif
