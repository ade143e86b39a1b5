#include "office/judging.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/killpoint.h"
#include "base/log.h"
#include "office/priv.h"
#include "office/record.h"
#include "office/rejudge.h"
#include "office/tables.h"
#include "store/scan.h"

enum { PAGE = 500 };

struct judging {
    uint32_t calendar;
    uint64_t matters; /* looked at */
    bool failed;      /* for one of them: all again */
    struct buf after; /* key of the last one looked at */
};

bool judging_open(struct office *o)
{
    return office_judged(o) < office_current(o)->calendar;
}

void judging_forget(struct office *o)
{
    if (!o->judging) return;
    buf_free(&o->judging->after);
    free(o->judging);
    o->judging = NULL;
}

static struct judging *begin(struct office *o, uint32_t calendar)
{
    if (o->judging && o->judging->calendar != calendar) judging_forget(o);
    if (!o->judging) {
        o->judging = mem_alloc(sizeof *o->judging);
        o->judging->calendar = calendar;
    }
    return o->judging;
}

/* --- Which --- */

struct page {
    const struct edition *edition;
    instant_t now;
    struct judging *j;
    size_t rows, n;
    char number[PAGE][32]; /* of those that change */
};

static bool look(void *arg, const struct store_row *row)
{
    struct page *p = arg;
    struct arena a = {0};
    const Yc__Matter *m = record_unpack(&a, &yc__matter__descriptor, row->rec, row->nrec);

    if (m && m->calendar < p->edition->calendar &&
        rejudge_needed(catalog_calendar(p->edition->catalog), m, p->now))
        snprintf(p->number[p->n++], sizeof p->number[0], "%s", m->number);
    arena_free(&a);
    buf_clear(&p->j->after);
    buf_add(&p->j->after, row->key, row->nkey);
    return ++p->rows < PAGE;
}

static enum rc look_view(struct txn *t, void *arg, struct fault *f)
{
    struct page *p = arg;
    const struct buf *after = &p->j->after;

    return store_scan(
        t, T_MATTER, STORE_RECORDS,
        &(struct store_range){.from = after->data, .nfrom = after->len, .after = after->len > 0},
        look, p, f);
}

/* --- The acts --- */

/* Whether it was done, now or before. */
static bool send(struct office *o, Yc__Request *q)
{
    static const struct office_caller self = {0, true};

    door_request_set(&q->as, "system");
    Yc__Reply *reply = office_answer(o, &self, q);
    bool done = reply->ok || strcmp(TEXT(reply->code), "judged") == 0;
    if (!done) log_warn("%s of %s not done: %s", q->name, TEXT(q->number), TEXT(reply->code));
    door_reply_free(reply);
    door_request_free(q);
    return done;
}

static bool rejudge_one(struct office *o, const char *number)
{
    Yc__Request *q = door_request_new("rejudge");

    door_request_set(&q->number, number);
    return send(o, q);
}

/* What the list of this calendar holds, however many starts it took. */
struct sums {
    uint64_t last, matters, clocks, cancelled, raised;
};

static bool sum_up(void *arg, const struct store_row *row)
{
    struct sums *s = arg;
    struct arena a = {0};
    const Yc__Matter *m = record_unpack(&a, &yc__matter__descriptor, row->rec, row->nrec);
    struct judged_key k = judged_read(row->ikey);

    if (m && k.entry < m->n_rejudgements) {
        s->clocks++;
        s->matters += k.id != s->last;
        s->last = k.id;
        s->cancelled += (uint64_t)m->rejudgements[k.entry]->cancelled;
        s->raised += (uint64_t)m->rejudgements[k.entry]->raised;
    }
    arena_free(&a);
    return true;
}

struct summing {
    uint32_t calendar;
    struct sums sums;
};

static enum rc sum_view(struct txn *t, void *arg, struct fault *f)
{
    struct summing *s = arg;
    struct buf prefix = {0};

    buf_add_u32(&prefix, s->calendar);
    s->sums = (struct sums){0};
    enum rc rc = store_scan(t, T_MATTER, IX_JUDGED,
                            &(struct store_range){.prefix = prefix.data, .nprefix = prefix.len},
                            sum_up, &s->sums, f);
    buf_free(&prefix);
    return rc;
}

static void with_count(Yc__Request *q, const char *key, uint64_t n)
{
    char text[24];

    snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    door_request_with(q, key, text);
}

static enum rc finish(struct office *o, const struct judging *j, struct fault *f)
{
    struct summing s = {.calendar = j->calendar};
    enum rc rc = store_view(o->store, sum_view, &s, f);

    if (rc != RC_OK) return rc;
    Yc__Request *q = door_request_new("judged");
    with_count(q, "calendar", j->calendar);
    with_count(q, "matters", j->matters);
    with_count(q, "changed", s.sums.matters);
    with_count(q, "clocks", s.sums.clocks);
    with_count(q, "cancelled", s.sums.cancelled);
    with_count(q, "raised", s.sums.raised);
    if (send(o, q)) office_set_judged(o, j->calendar);
    return RC_OK;
}

enum rc judging_page(struct office *o, bool *more, struct fault *f)
{
    const struct edition *e = office_current(o);

    *more = judging_open(o);
    if (!*more) return RC_OK;
    struct judging *j = begin(o, e->calendar);
    struct page *p = mem_alloc(sizeof *p);
    *p = (struct page){.edition = e, .now = office_now(o), .j = j};
    enum rc rc = store_view(o->store, look_view, p, f);
    for (size_t i = 0; rc == RC_OK && i < p->n; i++) {
        if (!rejudge_one(o, p->number[i])) j->failed = true;
        KILLPOINT(JUDGED_ONE);
    }
    KILLPOINT(JUDGED_PAGE);
    if (rc == RC_OK && p->n) rc = store_settle(o->store, f);
    j->matters += p->rows;
    *more = p->rows == PAGE;
    free(p);
    if (rc != RC_OK || *more) return rc;
    KILLPOINT(JUDGED_ALL);
    if (!j->failed) rc = finish(o, j, f);
    judging_forget(o);
    return rc;
}

/* --- One alone --- */

struct one {
    uint64_t id;
    const struct edition *edition;
    instant_t now;
    char number[32];
};

static enum rc look_one(struct txn *t, void *arg, struct fault *f)
{
    struct one *one = arg;
    struct buf key = {0}, val = {0};
    struct arena a = {0};
    bool found = false;

    key_matter(&key, one->id);
    enum rc rc = store_get(t, T_MATTER, key.data, key.len, &val, &found, f);
    const Yc__Matter *m =
        rc == RC_OK && found ? record_unpack(&a, &yc__matter__descriptor, val.data, val.len) : NULL;
    if (m && m->calendar < one->edition->calendar &&
        rejudge_needed(catalog_calendar(one->edition->catalog), m, one->now))
        snprintf(one->number, sizeof one->number, "%s", m->number);
    arena_free(&a);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

enum rc judging_matter(struct office *o, uint64_t id, struct fault *f)
{
    struct one one = {.id = id, .edition = office_current(o), .now = office_now(o)};
    enum rc rc = store_view(o->store, look_one, &one, f);

    if (rc == RC_OK && one.number[0]) rejudge_one(o, one.number);
    return rc;
}
