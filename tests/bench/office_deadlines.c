/* A hall with very many open clocks.
 *
 *     office_deadlines HOME fill CLOCKS     a new home; matters of ten running clocks each, none
 * due office_deadlines HOME strike N        a tick with nothing due; then N clocks due in one
 * second office_deadlines HOME plant N S       N clocks due at moments of S seconds from now on
 *     office_deadlines HOME revise N        a new home of N matters; a calendar that changes none
 * of them, then one that changes all office_deadlines HOME delays          how late those were
 * written down, from the journal
 *
 * One JSON line each.  The matters are copies of one that was accepted, put straight into the
 * store: what is measured is what the office does with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <time.h>

#include "base/mem.h"
#include "bench/figures.h"
#include "domain/ids.h"
#include "model/matter.pb-c.h"
#include "office/record.h"
#include "office/tables.h"
#include "office_home.h"
#include "office_forms.h"

enum { BATCH = 200, CLOCKS = 10, SERIALS = 900000, FAR = 400 * 86400 };

static void need(bool ok, const char *what, const struct fault *f)
{
    if (ok) return;
    fprintf(stderr, "%s: %s\n", what, f && f->msgid ? f->msgid : "");
    exit(1);
}

/* --- Copies --- */

struct copying {
    const Yc__Matter *model;
    int day, serial, n; /* the next one; how many more */
    int due; /* clocks of each that are due; the others are far away; -1: all as they are */
    instant_t from;
    int spread; /* s */
};

/* A running clock of the step at hand, late at that instant. */
static void set_clock(Yc__Clock *c, char key[16], int i, instant_t late)
{
    snprintf(key, 16, i ? "step:x%d" : "step:check", i);
    c->key = key;
    c->next = (char *)(uintptr_t) "late";
    SET(c, due_at, late);
    SET(c, next_at, late);
    SET(c, due_day, day_of_instant(late - 1));
}

static enum rc put_copy(struct txn *t, const struct copying *g, struct fault *f)
{
    Yc__Matter m = *g->model;
    Yc__Clock clock[CLOCKS], *list[CLOCKS];
    char key[CLOCKS][16], number[IDS_NUMBER];
    struct buf k = {0}, val = {0};

    SET(&m, id, (uint64_t)(20040000 + g->day) * 1000000 + (uint64_t)g->serial);
    ids_number("370299", m.id, number);
    m.number = number;
    for (int i = 0; i < CLOCKS && g->due >= 0; i++) {
        clock[i] = *g->model->clocks[0];
        set_clock(&clock[i], key[i], i,
                  i < g->due ? g->from + (g->spread ? rand() % g->spread : 0)
                             : time(NULL) + FAR + rand() % FAR);
        list[i] = &clock[i];
    }
    if (g->due >= 0) {
        m.n_clocks = CLOCKS;
        m.clocks = list;
    }
    key_matter(&k, m.id);
    record_pack(&m, &val);
    enum rc rc = store_put(t, T_MATTER, k.data, k.len, val.data, val.len, f);
    buf_free(&k);
    buf_free(&val);
    return rc;
}

static enum rc put_batch(struct txn *t, void *arg, struct fault *f)
{
    struct copying g = *(struct copying *)arg;
    enum rc rc = RC_OK;

    for (int i = 0; i < BATCH && g.n > 0 && rc == RC_OK; i++, g.n--) {
        g.serial++;
        rc = put_copy(t, &g, f);
    }
    return rc;
}

static void copy(const char *home, struct copying *g)
{
    struct store *s;
    struct fault f = {0};
    struct store_options opt = {.cache_mb = 512};

    need(store_open(home, STORE_OWNER, office_tables, T_COUNT, &opt, &s, &f) == RC_OK, "open", &f);
    for (; g->n > 0; g->n -= BATCH, g->serial += BATCH)
        need(store_run_lazily(s, put_batch, g, &f) == RC_OK, "copy", &f);
    store_close(s);
}

/* --- The matter that is copied --- */

static Yc__Matter *read_model(struct home *h)
{
    need(home_do(h, "zhangmin", "matter", h->number, NULL), "matter", NULL);
    Yc__Matter *m = yc__matter__unpack(NULL, h->reply->record.len, h->reply->record.data);
    for (size_t i = 0; i < m->n_papers; i++) { /* filled in for reading, kept with their events */
        free(m->papers[i]->text);
        m->papers[i]->text = NULL;
    }
    for (size_t i = 0; i < m->n_clocks; i++) /* one that runs, of a step */
        if (strncmp(m->clocks[i]->key, "step:", 5) == 0 && m->clocks[i]->step_run &&
            strcmp(m->clocks[i]->state, "running") == 0)
            m->clocks[0] = m->clocks[i];
    return m;
}

static Yc__Matter *model(const char *home)
{
    struct home h = {0};
    struct fault f = {0};

    need(office_open(home, OFFICE_OWNER, &h.office, &f) == RC_OK, "open", &f);
    need(home_do(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM, NULL), h.text,
         NULL);
    need(home_do(&h, "zhangmin", "accept", h.number, NULL), h.text, NULL);
    Yc__Matter *m = read_model(&h);
    door_reply_free(h.reply);
    office_close(h.office);
    return m;
}

static void fill(const char *home, int clocks)
{
    struct office_init how = {SOURCE_DIR, true, false};
    struct fault f = {0};

    need(office_create(home, &how, &f) == RC_OK, "create", &f);
    struct copying g = {.model = model(home), .day = 101, .n = clocks / CLOCKS};
    double before = figures_now();
    copy(home, &g);
    printf("{\"clocks\":%d,\"seconds\":%.1f}\n", clocks, figures_now() - before);
}

/* --- What is measured --- */

static void plant(const char *home, int n, int seconds)
{
    struct copying g = {.model = model(home),
                        .day = 102,
                        .serial = (int)(time(NULL) % SERIALS),
                        .n = n,
                        .due = 1,
                        .from = time(NULL) + 1,
                        .spread = seconds};

    copy(home, &g);
    printf("{\"planted\":%d}\n", n);
}

static void strike(const char *home, int n)
{
    enum { REPEAT = 1000 };
    struct copying g = {.model = model(home), .day = 103, .n = n, .due = 1, .from = time(NULL) - 1};
    struct office *o;
    struct fault f = {0};
    instant_t next;

    need(office_open(home, OFFICE_OWNER, &o, &f) == RC_OK, "open", &f);
    double before = figures_now();
    for (int i = 0; i < REPEAT; i++)
        need(office_tick(o, time(NULL), &next, &f) == RC_OK, "tick", &f);
    double idle = figures_now() - before;
    office_close(o);
    copy(home, &g);
    need(office_open(home, OFFICE_OWNER, &o, &f) == RC_OK, "open", &f);
    before = figures_now();
    need(office_tick(o, time(NULL), &next, &f) == RC_OK, "tick", &f);
    double took = figures_now() - before;
    printf("{\"tick_nothing_due_us\":%.1f,\"due_at_once\":%d,\"all_carded_s\":%.2f,"
           "\"us_each\":%.0f}\n",
           idle * 1e6 / REPEAT, n, took, took * 1e6 / n);
    office_close(o);
}

static double publish(struct home *h, const char *region)
{
    struct fault f = {0};
    instant_t next;

    need(home_do(h, "zhoumingyuan", "publish", NULL, "file.data/calendar/region.tsv", region, NULL),
         h->text, NULL);
    double before = figures_now(), took;
    do {
        need(office_tick(h->office, time(NULL), &next, &f) == RC_OK, "tick", &f);
        took = figures_now() - before;
        need(home_do(h, "zhoumingyuan", "calendar", NULL, NULL), h->text, NULL);
    } while (strcmp(door_reply_get(h->reply, "calendar"),
                    door_reply_get(h->reply, "calendar_judged")) != 0);
    return took;
}

static void revise(const char *home, int n)
{
    struct office_init how = {SOURCE_DIR, true, false};
    struct fault f = {0};
    struct home h = {0};
    char soon[128], day[DAY_TEXT];
    size_t used = 0;

    need(office_create(home, &how, &f) == RC_OK, "create", &f);
    struct copying g = {.model = model(home), .day = 104, .n = n, .due = -1};
    copy(home, &g);
    need(office_open(home, OFFICE_OWNER, &h.office, &f) == RC_OK, "open", &f);
    double none = publish(&h, "2019-05-06\tholiday\t改期\n");
    day_t today = day_of_instant(time(NULL));
    for (day_t d = today + 1; d < today + 4; d++) /* one of them at least is worked */
        used += (size_t)snprintf(soon + used, sizeof soon - used, "%s\tholiday\t改期\n",
                                 day_text(d, day));
    double all = publish(&h, soon);
    printf("{\"matters\":%d,\"none_changed_s\":%.2f,\"all_changed_s\":%.2f,\"us_each\":%.0f}\n", n,
           none, all, all * 1e6 / n);
    door_reply_free(h.reply);
    office_close(h.office);
}

struct delays {
    float ms[100000];
    size_t n;
};

static void note_delay(struct delays *d, const Yc__Event *e)
{
    bool planted = strncmp(e->stream, "m20040102", 9) == 0;

    if (planted && strcmp(e->act, "clock") == 0 && d->n < sizeof d->ms / sizeof *d->ms)
        d->ms[d->n++] = (float)(e->recorded - e->at) * 1000;
}

static void delays(const char *home)
{
    static struct delays d;
    struct office_caller who = {getuid(), true};
    struct fault f = {0};
    struct office *o;
    char page[200] = "";

    need(office_open(home, OFFICE_OWNER, &o, &f) == RC_OK, "open", &f);
    do {
        Yc__Request *q = door_request_new("journal");
        door_request_set(&q->page, page);
        Yc__Reply *r = office_answer(o, &who, q);
        for (size_t i = 0; i < r->n_event; i++) {
            Yc__Event *e = yc__event__unpack(NULL, r->event[i].len, r->event[i].data);
            note_delay(&d, e);
            yc__event__free_unpacked(e, NULL);
        }
        snprintf(page, sizeof page, "%s", r->page ? r->page : "");
        door_reply_free(r);
        door_request_free(q);
    } while (page[0]);
    office_close(o);
    printf("{\"clocks_struck\":%zu,\"late_p50_s\":%.0f,\"late_p99_s\":%.0f,\"late_max_s\":%.0f}\n",
           d.n, (double)figures_at(d.ms, d.n, 50) / 1000, (double)figures_at(d.ms, d.n, 99) / 1000,
           d.n ? (double)d.ms[d.n - 1] / 1000 : 0);
}

int main(int argc, char **argv)
{
    if (argc > 3 && strcmp(argv[2], "fill") == 0)
        fill(argv[1], atoi(argv[3]));
    else if (argc > 3 && strcmp(argv[2], "strike") == 0)
        strike(argv[1], atoi(argv[3]));
    else if (argc > 4 && strcmp(argv[2], "plant") == 0)
        plant(argv[1], atoi(argv[3]), atoi(argv[4]));
    else if (argc > 3 && strcmp(argv[2], "revise") == 0)
        revise(argv[1], atoi(argv[3]));
    else if (argc > 2 && strcmp(argv[2], "delays") == 0)
        delays(argv[1]);
    else
        return 64;
    return 0;
}
