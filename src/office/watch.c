#include "office/watch.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/killpoint.h"
#include "base/log.h"
#include "office/deed.h"
#include "office/judging.h"
#include "office/priv.h"
#include "office/tables.h"
#include "store/scan.h"

enum { AGAIN = 30, ROUND = 2 }; /* s */

struct due_clock {
    instant_t at;
    uint64_t id;
    unsigned index;
};

/* One at a time, so that what one starts comes in its turn: the order is then the same whenever the
 * work is done. */
struct looking {
    instant_t now;
    bool found;
    struct due_clock due;
    instant_t next;  /* of the first not yet due */
    struct buf past; /* index key of the last one that could not be dealt with: the others are not
                        to wait for it */
};

static bool look(void *arg, const struct store_row *row)
{
    struct looking *l = arg;
    const unsigned char *k = row->ikey;
    instant_t at = buf_read_i64(k);

    l->found = at <= l->now;
    if (l->found)
        l->due = (struct due_clock){at, key_tail_id(k, row->nikey, 1), k[row->nikey - 1]};
    else
        l->next = at;
    return false;
}

static enum rc look_view(struct txn *t, void *arg, struct fault *f)
{
    struct looking *l = arg;
    const struct store_range range = {
        .from = l->past.data, .nfrom = l->past.len, .after = l->past.len > 0, .keys_only = true};

    l->found = false;
    l->next = INSTANT_NONE;
    return store_scan(t, T_MATTER, IX_DUE, &range, look, l, f);
}

/* The first clock of a matter that is due. */
static bool first_due(const Yc__Matter *m, instant_t now, struct due_clock *out)
{
    out->at = INSTANT_NONE;
    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        if (!c->next_at || c->next_at > now) continue;
        if (out->at == INSTANT_NONE || c->next_at < out->at)
            *out = (struct due_clock){c->next_at, m->id, (unsigned)i};
    }
    return out->at != INSTANT_NONE;
}

bool watch_waits(const Yc__Matter *m, instant_t now)
{
    struct due_clock due;

    return first_due(m, now, &due);
}

struct reading_clock {
    struct due_clock *due;
    instant_t now; /* INSTANT_NONE: the clock that due names; else the first that is due by then */
    char number[32], clock[80], stage[16];
};

static enum rc read_clock(struct txn *t, void *arg, struct fault *f)
{
    struct reading_clock *r = arg;
    struct buf key = {0}, val = {0};
    struct arena a = {0};
    bool found = false;

    r->number[0] = '\0';
    key_matter(&key, r->due->id);
    enum rc rc = store_get(t, T_MATTER, key.data, key.len, &val, &found, f);
    const Yc__Matter *m =
        rc == RC_OK && found ? record_unpack(&a, &yc__matter__descriptor, val.data, val.len) : NULL;
    if (m && r->now != INSTANT_NONE && !first_due(m, r->now, r->due)) m = NULL;
    if (m && r->due->index < m->n_clocks) {
        const Yc__Clock *c = m->clocks[r->due->index];
        snprintf(r->number, sizeof r->number, "%s", m->number);
        snprintf(r->clock, sizeof r->clock, "%s", c->key);
        snprintf(r->stage, sizeof r->stage, "%s", TEXT(c->next));
    }
    arena_free(&a);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

/* One clock, one stage, through the same door as everybody; done at the instant it was due, however
 * late the office woke. */
static void strike(struct office *o, const struct reading_clock *r)
{
    static const struct office_caller self = {0, true};
    Yc__Request *q = door_request_new("clock");
    door_request_set(&q->number, r->number);
    door_request_set(&q->as, "system");
    door_request_with(q, "clock", r->clock);
    door_request_with(q, "stage", r->stage);
    q->has_at = 1;
    q->at = r->due->at;
    Yc__Reply *reply = office_answer(o, &self, q);
    if (!reply->ok && strcmp(TEXT(reply->code), "clock") != 0)
        log_warn("clock of %s not done: %s", r->number, TEXT(reply->code));
    door_reply_free(reply);
    door_request_free(q);
}

static void pass_over(struct looking *l)
{
    log_error("a clock that is due cannot be dealt with; trying again in %d s", AGAIN);
    buf_clear(&l->past);
    buf_add_i64(&l->past, l->due.at);
    buf_add_u64(&l->past, l->due.id);
    buf_add_u8(&l->past, (uint8_t)l->due.index);
}

static enum rc strike_due(struct office *o, instant_t now, instant_t *next, struct fault *f)
{
    struct looking l = {.now = now};
    struct due_clock last = {0};
    enum rc rc;

    while ((rc = store_view(o->store, look_view, &l, f)) == RC_OK && l.found) {
        if (last.at == l.due.at && last.id == l.due.id && last.index == l.due.index) {
            pass_over(&l);
            continue;
        }
        last = l.due;
        struct reading_clock r = {.due = &l.due, .now = INSTANT_NONE};
        if ((rc = store_view(o->store, read_clock, &r, f)) != RC_OK) break;
        KILLPOINT(CLOCK_READ);
        if (r.number[0]) strike(o, &r);
        KILLPOINT(CLOCK_STRUCK);
    }
    *next = l.past.len && (l.next == INSTANT_NONE || l.next > now + AGAIN) ? now + AGAIN : l.next;
    buf_free(&l.past);
    if (last.id) KILLPOINT(CLOCKS_DONE);
    if (rc == RC_OK && last.id) rc = store_settle(o->store, f);
    return rc;
}

static time_t seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* A new calendar comes before what is due by the old one, a page at a time so that deadlines do not
 * wait for all of it; after a round's time the rest is left to the next. */
enum rc watch_run(struct office *o, instant_t now, instant_t *next, struct fault *f)
{
    time_t end = seconds() + ROUND;
    bool more = true;
    enum rc rc = RC_OK;

    while (rc == RC_OK && more && (o->simulation || seconds() < end)) {
        rc = judging_page(o, &more, f);
        if (!o->simulation && office_now(o) > now) now = office_now(o);
        if (rc == RC_OK) rc = strike_due(o, now, next, f);
    }
    instant_t again = now + (more ? 1 : AGAIN);
    if (rc == RC_OK && judging_open(o) && (*next == INSTANT_NONE || *next > again)) *next = again;
    return rc;
}

enum rc watch_matter(struct office *o, uint64_t id, instant_t now, struct fault *f)
{
    struct due_clock due = {.id = id}, last = {0};
    struct reading_clock r = {.due = &due, .now = now};
    enum rc rc = judging_matter(o, id, f);

    if (rc != RC_OK) return rc;
    while ((rc = store_view(o->store, read_clock, &r, f)) == RC_OK && r.number[0]) {
        if (due.at == last.at && due.index == last.index) break; /* it cannot be dealt with */
        last = due;
        strike(o, &r);
    }
    return rc;
}

enum rc watch_advance(struct office *o, instant_t to, struct fault *f)
{
    instant_t next;

    return watch_run(o, to, &next, f);
}
