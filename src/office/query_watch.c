/* Supervision: lamps by department, the matters behind a lamp, cards in time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/cards.h"
#include "office/query.h"
#include "office/sieve.h"
#include "office/tables.h"
#include "store/scan.h"

enum { LAMPS = 5, DEPTS_MOST = 256 };

struct board_line {
    const char *dept;
    unsigned lamp[LAMPS];
    unsigned cards[3];
    size_t place; /* in the catalogue */
};

struct board {
    struct asking *a;
    struct board_line line[DEPTS_MOST];
    size_t n;
    const char *want_dept, *want_lamp; /* a list of matters instead of counts */
    unsigned limit, seen;
    struct sieve sieve;
    struct buf last; /* the last key of a page that has others after it */
    enum rc rc;
    struct fault *f;
};

static struct board_line *line_of(struct board *b, const char *dept)
{
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->line[i].dept, dept) == 0) return &b->line[i];
    if (b->n == DEPTS_MOST) return &b->line[DEPTS_MOST - 1];
    b->line[b->n] = (struct board_line){.dept = arena_strdup(b->a->arena, dept), .place = b->n};
    return &b->line[b->n++];
}

static const Yc__StepRun *first_open(const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_steps; i++)
        if (!m->steps[i]->has_closed_at) return m->steps[i];
    return NULL;
}

static enum lamp lamp_of(const struct board *b, const struct live *l)
{
    if (l->red_at <= b->a->now) return LAMP_RED;
    if (l->yellow_at <= b->a->now) return LAMP_YELLOW;
    return l->standing ? LAMP_BLUE : l->running ? LAMP_GREEN : LAMP_WHITE;
}

static bool board_row(void *arg, const struct store_row *row)
{
    struct board *b = arg;
    struct live l;
    Yc__Matter *m = NULL;

    if (!live_read(&l, row->ikey, row->nikey)) return true;
    enum lamp lamp = lamp_of(b, &l);
    if (!b->want_lamp) {
        line_of(b, row->ikey)->lamp[lamp]++;
        return true;
    }
    if (*b->want_lamp && strcmp(b->want_lamp, lamp_name(lamp)) != 0) return true;
    b->rc = asking_matter_id(b->a, l.id, &m, b->f);
    if (m && sieve_passes(&b->sieve, m, asking_item(b->a, m))) list_row(b->a, m, first_open(m));
    if (b->rc != RC_OK) return false;
    if (b->a->reply->n_row < b->limit && ++b->seen < SIEVE_MOST) return true;
    buf_add(&b->last, row->ikey, row->nikey);
    return false;
}

static enum rc scan_live(struct board *b, const struct buf *after, struct fault *f)
{
    struct buf prefix = {0};

    if (b->want_dept && *b->want_dept) key_part_text(&prefix, b->want_dept);
    b->f = f;
    enum rc rc = store_scan(b->a->txn, T_MATTER, IX_LIVE,
                            &(struct store_range){.from = after->len ? after->data : NULL,
                                                  .nfrom = after->len,
                                                  .after = true,
                                                  .prefix = prefix.data,
                                                  .nprefix = prefix.len,
                                                  .keys_only = true},
                            board_row, b, f);
    buf_free(&prefix);
    return rc == RC_OK ? b->rc : rc;
}

static int card_level(const char *level)
{
    return strcmp(level, "red") == 0      ? CARD_RED
           : strcmp(level, "yellow") == 0 ? CARD_YELLOW
                                          : CARD_NOTICE;
}

/* --- Cards --- */

struct cards {
    struct asking *a;
    struct board *board; /* count them there instead of listing */
    instant_t until;
    const char *dept;
    unsigned limit;
};

static bool card_row(void *arg, const struct store_row *row)
{
    struct cards *c = arg;
    struct arena scratch = {0};
    const Yc__Matter *m = record_unpack(&scratch, &yc__matter__descriptor, row->rec, row->nrec);
    unsigned i = ((const unsigned char *)row->ikey)[row->nikey - 1];
    bool more = true;

    if (m && i < m->n_cards) {
        const Yc__Card *k = m->cards[i];
        char when[INSTANT_TEXT], post[96];
        if (k->at >= c->until) {
            more = false;
        } else if (c->board) {
            line_of(c->board, TEXT(k->dept))->cards[card_level(k->level)] += card_issued(k);
        } else if (!*c->dept || strcmp(c->dept, TEXT(k->dept)) == 0) {
            const struct person *p = catalog_person(c->a->catalog, TEXT(k->owner));
            catalog_post_title(c->a->catalog, TEXT(k->post), post, sizeof post);
            const char *cells[] = {instant_text(k->at, when),
                                   k->level,
                                   k->rule,
                                   m->number,
                                   TEXT(k->dept),
                                   post,
                                   p ? p->name : TEXT(k->owner),
                                   TEXT(k->text),
                                   TEXT(k->state),
                                   TEXT(k->why)};
            door_reply_row(c->a->reply, cells, 10);
            more = c->a->reply->n_row < c->limit;
        }
    }
    arena_free(&scratch);
    return more;
}

static enum rc scan_cards(struct cards *c, day_t from, struct fault *f)
{
    struct buf key = {0};

    buf_addc(&key, 'd');
    buf_add_i64(&key, day_start(from));
    enum rc rc = store_scan(
        c->a->txn, T_MATTER, IX_CARD,
        &(struct store_range){.from = key.data, .nfrom = key.len, .prefix = "d", .nprefix = 1},
        card_row, c, f);
    buf_free(&key);
    return rc;
}

static day_t day_param(const struct asking *a, const char *key, day_t otherwise)
{
    day_t d = otherwise;

    if (!day_parse(asking_param(a, key), &d)) return otherwise;
    return d;
}

static enum rc cards(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"at",   "level", "rule", "number", "dept",
                                       "post", "owner", "text", "state",  "why"};
    day_t from = day_param(a, "from", a->today), to = day_param(a, "to", a->today);
    struct cards c = {a, NULL, day_start(to + 1), asking_param(a, "dept"),
                      asking_limit(a, 200, 400)};

    door_reply_columns(a->reply, cols, 10);
    return scan_cards(&c, from, f);
}

/* --- Lamp board --- */

/* Worst first: what a supervisor must see today stands at the top. */
static int worst_first(const void *a, const void *b)
{
    const struct board_line *x = a, *y = b;
    const unsigned wx[] = {x->lamp[LAMP_RED], x->lamp[LAMP_YELLOW], x->cards[2], x->cards[1]};
    const unsigned wy[] = {y->lamp[LAMP_RED], y->lamp[LAMP_YELLOW], y->cards[2], y->cards[1]};

    for (int i = 0; i < 4; i++)
        if (wx[i] != wy[i]) return wx[i] > wy[i] ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static enum rc lamps(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"dept", "name",  "green",   "yellow",  "red",
                                       "blue", "white", "notices", "yellows", "reds"};
    struct board *b = arena_alloc(a->arena, sizeof *b);
    struct cards c = {a, b, day_start(a->today + 1), "", 0};
    size_t n;

    b->a = a;
    const struct department *d = catalog_departments(a->catalog, &n);
    for (size_t i = 0; i < n && i < DEPTS_MOST; i++)
        line_of(b, d[i].key);
    enum rc rc = scan_live(b, &(struct buf){0}, f);
    if (rc == RC_OK) rc = scan_cards(&c, a->today, f);
    if (rc != RC_OK) return rc;
    door_reply_columns(a->reply, cols, 10);
    qsort(b->line, b->n, sizeof *b->line, worst_first);
    for (size_t i = 0; i < b->n; i++) {
        const struct board_line *l = &b->line[i];
        const struct department *dept = catalog_department(a->catalog, l->dept);
        const unsigned v[] = {l->lamp[LAMP_GREEN], l->lamp[LAMP_YELLOW], l->lamp[LAMP_RED],
                              l->lamp[LAMP_BLUE],  l->lamp[LAMP_WHITE],  l->cards[0],
                              l->cards[1],         l->cards[2]};
        char text[8][16];
        const char *cells[10] = {l->dept, dept ? dept->name : l->dept};
        for (int k = 0; k < 8; k++) {
            snprintf(text[k], sizeof text[k], "%u", v[k]);
            cells[2 + k] = text[k];
        }
        door_reply_row(a->reply, cells, 10);
    }
    return RC_OK;
}

/* --- The matters behind a lamp --- */

/* A page is known by the key it goes on after, in hexadecimal. */
static void write_page(const struct buf *key, Yc__Reply *r)
{
    struct buf hex = {0};

    for (size_t i = 0; i < key->len; i++)
        buf_printf(&hex, "%02x", (unsigned char)key->data[i]);
    if (hex.len) door_request_set(&r->page, buf_str(&hex));
    buf_free(&hex);
}

static bool read_page(const char *hex, struct buf *key)
{
    unsigned byte;
    int used;

    for (; *hex; hex += 2) {
        if (sscanf(hex, "%2x%n", &byte, &used) != 1 || used != 2) return false;
        buf_addc(key, (char)byte);
    }
    return true;
}

/* The matters behind a lamp of a department; lamp "" is all that are live. */
static enum rc lamp_list(struct asking *a, struct fault *f)
{
    struct board *b = arena_alloc(a->arena, sizeof *b);
    struct buf after = {0};
    enum rc rc;

    b->a = a;
    b->want_dept = asking_param(a, "dept");
    b->want_lamp = asking_param(a, "lamp");
    b->limit = asking_limit(a, 200, 300);
    list_begin(a);
    sieve_open(&b->sieve, asking_param(a, "filter"));
    if (read_page(TEXT(a->q->page), &after))
        rc = scan_live(b, &after, f);
    else
        rc = fault_set(f, RC_REFUSED, "page", N_("there is no page '{1}' of this list"),
                       TEXT(a->q->page), NULL);
    write_page(&b->last, a->reply);
    sieve_close(&b->sieve);
    buf_free(&b->last);
    buf_free(&after);
    return rc;
}

const struct query queries_watch[] = {
    {"lamps", N_("lamps and today's cards by department"), lamps},
    {"lamp_list", N_("the matters behind a lamp"), lamp_list},
    {"cards", N_("cards of a span of days"), cards},
    {.name = NULL},
};
