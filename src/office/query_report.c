/* Figures for reports (domain.md D.5), the closed loop (A.3), and the journal for those who count
 * for themselves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/cards.h"
#include "office/clocks.h"
#include "office/privacy.h"
#include "office/query.h"
#include "office/tables.h"
#include "store/scan.h"

/* --- Measures --- */

enum measure {
    M_REGISTERED,
    M_ACCEPTED,
    M_FINISHED,
    M_GRANTED,
    M_OPEN,
    M_ON_TIME,
    M_EARLY,
    M_INSTANT,
    M_LATE,
    M_OPEN_LATE,
    M_USED,
    M_STATUTORY,
    M_JUDGED,
    M_SPAN,
    M_PRINTED,
    M_DELIVERED,
    M_VERIFIED,
    M_NOTICES,
    M_YELLOWS,
    M_REDS,
    M_FEN,
    M_PROMISED,
    M_LAWFUL,
    MEASURES
};

static const char *const measure_names[MEASURES] = {
    "registered", "accepted",  "finished", "granted",   "open",     "on_time",
    "early",      "instant",   "late",     "open_late", "used",     "statutory",
    "judged",     "span_days", "printed",  "delivered", "verified", "notices",
    "yellows",    "reds",      "fen",      "promised",  "lawful"};

struct group {
    char key[80];
    int64_t v[MEASURES];
};

struct measuring {
    struct asking *a;
    day_t from, to;
    bool by_item;
    struct group *g;
    size_t n, cap;
};

static struct group *group_of(struct measuring *m, const char *key)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->g[i].key, key) == 0) return &m->g[i];
    if (m->n == m->cap) {
        m->cap = m->cap ? m->cap * 2 : 32;
        m->g = mem_resize(m->g, m->cap * sizeof *m->g);
    }
    struct group *g = &m->g[m->n++];
    memset(g, 0, sizeof *g);
    snprintf(g->key, sizeof g->key, "%s", key);
    return g;
}

static bool in_span(const struct measuring *s, bool has, instant_t at)
{
    day_t d = day_of_instant(at);

    return has && d >= s->from && d <= s->to;
}

static const Yc__Clock *total_of(const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strncmp(m->clocks[i]->key, "total", 5) == 0) return m->clocks[i];
    return NULL;
}

/* A month counts as 21 working days here, a natural day as 5/7 of one. */
static int span_wd(struct span s)
{
    return s.unit == UNIT_WD    ? s.n
           : s.unit == UNIT_CD  ? s.n * 5 / 7
           : s.unit == UNIT_MO  ? s.n * 21
           : s.unit == UNIT_NOW ? 0
                                : 1;
}

static int limit_wd(const Yc__Clock *c)
{
    struct span s = {UNIT_NONE, 0, false};

    span_parse(*TEXT(c->limit) ? c->limit : TEXT(c->length), &s);
    return s.unit == UNIT_NOW ? 1 : span_wd(s);
}

/* On time: decided no later than the commitment; a matter that never came to a decision limit was
 * not late for one. */
static void measure_finished(struct measuring *s, const Yc__Matter *m, int64_t *v)
{
    const Yc__Clock *c = total_of(m);

    v[M_FINISHED]++;
    v[M_GRANTED] += m->outcome == YC__OUTCOME__OUTCOME_GRANTED ||
                    m->outcome == YC__OUTCOME__OUTCOME_DEEMED_GRANTED;
    v[M_INSTANT] += m->has_accepted_day && m->finished_day == m->accepted_day;
    v[M_SPAN] += m->finished_day - day_of_instant(m->registered_at);
    bool late = c && strcmp(TEXT(c->result), "on_time") != 0;
    v[M_ON_TIME] += !late;
    v[M_LATE] += late;
    if (!c) return;
    v[M_EARLY] += c->due_day != DAY_NONE && day_of_instant(c->ended_at) < c->due_day;
    v[M_USED] += c->used;
    v[M_STATUTORY] += limit_wd(c);
    v[M_JUDGED]++;
    (void)s;
}

static bool open_at(const struct measuring *s, const Yc__Matter *m)
{
    return day_of_instant(m->registered_at) <= s->to &&
           (!m->has_finished_day || m->finished_day > s->to);
}

static void measure(struct measuring *s, const Yc__Matter *m, int64_t *v)
{
    const Yc__Clock *c = total_of(m);

    v[M_REGISTERED] += in_span(s, true, m->registered_at);
    v[M_ACCEPTED] += m->has_accepted_at && m->accepted_day >= s->from && m->accepted_day <= s->to;
    if (m->has_finished_day && m->finished_day >= s->from && m->finished_day <= s->to)
        measure_finished(s, m, v);
    if (open_at(s, m)) {
        v[M_OPEN]++;
        v[M_OPEN_LATE] += c && c->due_day != DAY_NONE && c->due_day < s->to;
    }
    v[M_PRINTED] += in_span(s, m->has_printed_at, m->printed_at);
    v[M_DELIVERED] += in_span(s, m->has_delivered_at, m->delivered_at);
    v[M_VERIFIED] += in_span(s, m->has_verified_at, m->verified_at);
    for (size_t i = 0; i < m->n_receipts; i++)
        if (in_span(s, true, m->receipts[i]->at) &&
            strcmp(TEXT(m->receipts[i]->state), "void") != 0)
            v[M_FEN] += m->receipts[i]->fen;
}

/* A card falls to the department that held the matter, which need not be the item's own.  One that
 * was cancelled counts for nobody. */
static void measure_cards(struct measuring *s, const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_cards; i++) {
        const Yc__Card *k = m->cards[i];
        if (!in_span(s, true, k->at) || !card_issued(k)) continue;
        int64_t *v = group_of(s, s->by_item ? TEXT(m->item) : TEXT(k->dept))->v;
        v[strcmp(k->level, "red") == 0      ? M_REDS
          : strcmp(k->level, "yellow") == 0 ? M_YELLOWS
                                            : M_NOTICES]++;
    }
}

static bool measure_row(void *arg, const struct store_row *row)
{
    struct measuring *s = arg;
    struct arena scratch = {0};
    const Yc__Matter *m = record_unpack(&scratch, &yc__matter__descriptor, row->rec, row->nrec);

    if (m && day_of_instant(m->registered_at) <= s->to) {
        measure(s, m, group_of(s, s->by_item ? TEXT(m->item) : TEXT(m->dept))->v);
        measure_cards(s, m);
    }
    arena_free(&scratch);
    return true;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct group *)a)->key, ((const struct group *)b)->key);
}

static const char *group_name(const struct measuring *s, const char *key)
{
    const struct item *it = catalog_item(s->a->catalog, key);
    const struct department *d = catalog_department(s->a->catalog, key);

    return s->by_item ? (it ? it->name : key) : (d ? d->name : key);
}

/* 承诺压缩率: what the items of this group promise, and what the law allows for them. */
static void measure_promises(struct measuring *s, struct group *g)
{
    size_t n;
    const struct item *const *items = catalog_items(s->a->catalog, &n);

    for (size_t i = 0; i < n; i++) {
        const struct item *it = items[i];
        if (it->statutory.unit == UNIT_NONE || it->commitment.unit == UNIT_NONE) continue;
        if (strcmp(s->by_item ? it->id : it->dept, g->key) != 0) continue;
        g->v[M_PROMISED] += span_wd(it->commitment);
        g->v[M_LAWFUL] += span_wd(it->statutory);
    }
}

static void send_group(struct measuring *s, struct group *g)
{
    char text[MEASURES][24];
    const char *cells[MEASURES + 2] = {g->key, group_name(s, g->key)};

    measure_promises(s, g);
    for (int i = 0; i < MEASURES; i++) {
        snprintf(text[i], sizeof text[i], "%lld", (long long)g->v[i]);
        cells[i + 2] = text[i];
    }
    door_reply_row(s->a->reply, cells, MEASURES + 2);
}

/* One pass over all matters; a row for each department (or item, with by=item). */
static enum rc measures(struct asking *a, struct fault *f)
{
    struct measuring s = {.a = a, .by_item = strcmp(asking_param(a, "by"), "item") == 0};
    const char *cols[MEASURES + 2] = {"key", "name"};
    enum rc rc = asking_days(a, &s.from, &s.to, f);

    memcpy(cols + 2, measure_names, sizeof measure_names);
    if (rc == RC_OK)
        rc = store_scan(a->txn, T_MATTER, STORE_RECORDS, &(struct store_range){0}, measure_row, &s,
                        f);
    door_reply_columns(a->reply, cols, MEASURES + 2);
    if (s.n) qsort(s.g, s.n, sizeof *s.g, by_key);
    for (size_t i = 0; rc == RC_OK && i < s.n; i++)
        send_group(&s, &s.g[i]);
    free(s.g);
    return rc;
}

/* --- The closed loop --- */

struct loop {
    struct asking *a;
    day_t to;
    int64_t registered, verified, returned, withdrawn, open, printed, cert_verified, cert_waiting,
        receipts, charges;
};

static void orphan(struct loop *l, const Yc__Matter *m, const char *what)
{
    const char *cells[] = {m->number, TEXT(m->dept), TEXT(m->item), what};

    if (l->a->reply->n_row < 1000) door_reply_row(l->a->reply, cells, 4);
}

/* The report of a past day says how it stood at that day's end. */
static bool by_then(const struct loop *l, bool has, instant_t at)
{
    return has && day_of_instant(at) <= l->to;
}

static void loop_money(struct loop *l, const Yc__Matter *m)
{
    int64_t charged = 0, paid = 0;
    bool past_pay = m->paid; /* free of charge: no receipt tells when */

    for (size_t i = 0; i < m->n_charges; i++)
        charged += m->charges[i]->fen;
    for (size_t i = 0; i < m->n_receipts; i++) {
        const Yc__Receipt *r = m->receipts[i];
        if (strcmp(TEXT(r->state), "void") == 0) continue;
        if (by_then(l, true, r->at))
            paid += r->fen;
        else
            past_pay = false;
    }
    l->receipts += paid;
    if (past_pay) l->charges += charged;
    if (paid && paid != charged) orphan(l, m, N_("receipts and charges differ"));
    if (by_then(l, m->has_printed_at, m->printed_at) && paid != charged)
        orphan(l, m, N_("printed without full payment"));
}

static void loop_certificate(struct loop *l, const Yc__Matter *m)
{
    bool granted = m->outcome == YC__OUTCOME__OUTCOME_GRANTED ||
                   m->outcome == YC__OUTCOME__OUTCOME_DEEMED_GRANTED;

    if (!by_then(l, m->has_printed_at, m->printed_at)) return;
    l->printed++;
    if (by_then(l, m->has_verified_at, m->verified_at))
        l->cert_verified++;
    else
        l->cert_waiting++;
    if (!granted) orphan(l, m, N_("a certificate without a grant"));
    if (!*TEXT(m->cert_no)) orphan(l, m, N_("a certificate without a number"));
}

static void loop_state(struct loop *l, const Yc__Matter *m)
{
    bool ended = m->has_finished_day && m->finished_day <= l->to;
    bool verified = by_then(l, m->has_verified_at, m->verified_at);

    l->registered++;
    if (verified)
        l->verified++;
    else if (ended && (m->outcome == YC__OUTCOME__OUTCOME_REFUSED ||
                       m->outcome == YC__OUTCOME__OUTCOME_NOT_NEEDED ||
                       m->outcome == YC__OUTCOME__OUTCOME_TRANSFERRED ||
                       m->outcome == YC__OUTCOME__OUTCOME_TERMINATED))
        l->returned++;
    else if (ended && m->outcome == YC__OUTCOME__OUTCOME_WITHDRAWN)
        l->withdrawn++;
    else
        l->open++;
    /* Delivered but not verified by the end of the next working day: the loop hangs. */
    if (by_then(l, m->has_delivered_at, m->delivered_at) && !verified &&
        calendar_count(l->a->calendar, day_of_instant(m->delivered_at), l->to) > 1)
        orphan(l, m, N_("delivered and not verified for more than one working day"));
}

static bool loop_row(void *arg, const struct store_row *row)
{
    struct loop *l = arg;
    struct arena scratch = {0};
    const Yc__Matter *m = record_unpack(&scratch, &yc__matter__descriptor, row->rec, row->nrec);

    if (m && day_of_instant(m->registered_at) <= l->to) {
        loop_state(l, m);
        loop_certificate(l, m);
        loop_money(l, m);
    }
    arena_free(&scratch);
    return true;
}

static enum rc loop(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"number", "dept", "item", "what"};
    struct loop l = {.a = a};
    day_t from;
    enum rc rc = asking_days(a, &from, &l.to, f);

    door_reply_columns(a->reply, cols, 4);
    if (rc == RC_OK)
        rc = store_scan(a->txn, T_MATTER, STORE_RECORDS, &(struct store_range){0}, loop_row, &l, f);
    const struct {
        const char *name;
        int64_t v;
    } sums[] = {{"registered", l.registered},
                {"verified", l.verified},
                {"returned", l.returned},
                {"withdrawn", l.withdrawn},
                {"open", l.open},
                {"printed", l.printed},
                {"cert_verified", l.cert_verified},
                {"cert_waiting", l.cert_waiting},
                {"receipts_fen", l.receipts},
                {"charges_fen", l.charges}};
    for (size_t i = 0; rc == RC_OK && i < sizeof sums / sizeof *sums; i++) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)sums[i].v);
        door_reply_with(a->reply, sums[i].name, text);
    }
    return rc;
}

/* --- The journal as it is --- */

struct exporting {
    struct asking *a;
    size_t size;
    struct buf last;
};

static bool export_row(void *arg, const struct store_row *row)
{
    struct exporting *e = arg;
    Yc__Reply *r = e->a->reply;

    if (r->n_event && e->size + row->nrec > DOOR_MESSAGE_MAX / 2) {
        struct buf hex = {0};
        for (size_t i = 0; i < e->last.len; i++)
            buf_printf(&hex, "%02x", (unsigned char)e->last.data[i]);
        door_request_set(&r->page, buf_str(&hex));
        buf_free(&hex);
        return false;
    }
    r->event = mem_resize(r->event, (r->n_event + 1) * sizeof *r->event);
    r->event[r->n_event++] =
        (ProtobufCBinaryData){row->nrec, (uint8_t *)mem_strndup(row->rec, row->nrec)};
    e->size += row->nrec;
    buf_clear(&e->last);
    buf_add(&e->last, row->key, row->nkey);
    return true;
}

static void from_hex(struct buf *b, const char *hex)
{
    for (; hex[0] && hex[1]; hex += 2) {
        char two[3] = {hex[0], hex[1], '\0'};
        buf_addc(b, (char)strtoul(two, NULL, 16));
    }
}

/* Packed events, stream by stream; page is where to go on. */
static enum rc journal(struct asking *a, struct fault *f)
{
    struct exporting e = {.a = a};
    struct buf from = {0};

    from_hex(&from, TEXT(a->q->page));
    enum rc rc = privacy_purpose(a, f);
    if (rc == RC_OK)
        rc = store_scan(
            a->txn, T_JOURNAL, STORE_RECORDS,
            &(struct store_range){.from = from.data, .nfrom = from.len, .after = from.len > 0},
            export_row, &e, f);
    buf_free(&from);
    buf_free(&e.last);
    return rc;
}

const struct query queries_report[] = {
    {"measures", N_("figures by department or item"), measures},
    {"loop", N_("the closed loop and what hangs in it"), loop},
    {"journal", N_("all events, for export"), journal},
    {.name = NULL},
};
