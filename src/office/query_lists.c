/* Lists of matters: what waits for me, and finding one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/ids.h"
#include "office/act.h"
#include "office/privacy.h"
#include "office/query.h"
#include "office/sieve.h"
#include "office/tables.h"
#include "store/scan.h"

/* --- Inbox --- */

struct work {
    int64_t due;
    uint64_t id;
    const char *item; /* its id, of the catalogue in force; "" it is no longer there */
    unsigned run;
    char kind;
    bool yellow, red;
};

struct inbox {
    struct asking *a;
    const struct held_post *post; /* the person's post being served */
    struct deed look;             /* for permit_post_serves: catalogue, desk */
    struct work *work;
    size_t n, cap;
    size_t nprefix; /* of the post being scanned */
};

enum { INBOX_MOST = 20000 };

/* Key after the post: kind, due, warn, item 0, id, run. */
static bool add_work(void *arg, const struct store_row *row)
{
    struct inbox *in = arg;
    const unsigned char *k = (const unsigned char *)row->ikey + in->nprefix;
    const char *item = (const char *)k + 10;
    const struct item *it = catalog_item(in->a->catalog, item);

    if (in->n >= INBOX_MOST) return false;
    if (!permit_covers_item(in->post, it) ||
        !permit_post_serves(&in->look, in->post->post, (const char *)row->ikey, it))
        return true;
    if (in->n == in->cap) {
        in->cap = in->cap ? in->cap * 2 : 256;
        in->work = mem_resize(in->work, in->cap * sizeof *in->work);
    }
    struct work *w = &in->work[in->n++];
    *w = (struct work){.due = buf_read_i64(k + 1),
                       .id = key_tail_id(row->ikey, row->nikey, 1),
                       .item = it ? it->id : "",
                       .kind = (char)k[0]};
    w->run = ((const unsigned char *)row->ikey)[row->nikey - 1];
    w->red = w->due <= in->a->now;
    if (!w->red && w->due != INT64_MAX)
        w->yellow =
            calendar_count(in->a->calendar, in->a->today, day_of_instant(w->due - 1)) <= k[9];
    return true;
}

static enum rc scan_post(struct inbox *in, const char *post, struct fault *f)
{
    struct buf prefix = {0};

    key_part_text(&prefix, post);
    in->nprefix = prefix.len;
    enum rc rc = store_scan(
        in->a->txn, T_MATTER, IX_POST,
        &(struct store_range){.prefix = prefix.data, .nprefix = prefix.len, .keys_only = true},
        add_work, in, f);
    buf_free(&prefix);
    return rc;
}

struct each_post {
    struct inbox *in;
    enum rc rc;
    struct fault *f;
};

/* A hall-wide role's work waits at the centre; an integrated desk also takes the clerks' of every
 * department. */
static bool gather_post(void *arg, const struct held_post *held)
{
    struct each_post *e = arg;
    struct inbox *in = e->in;
    const char *post = held->post, *slash = strchr(post, '/'), *role = slash ? slash + 1 : post;
    const struct role *r = catalog_role(in->a->catalog, role);
    char own[80];

    if (*TEXT(in->a->q->post) && strcmp(in->a->q->post, post) != 0) return true;
    in->post = held;
    snprintf(own, sizeof own, "%s", post);
    if (r && r->hall_wide) snprintf(own, sizeof own, "centre/%s", role);
    e->rc = scan_post(in, own, e->f);
    if (strcmp(role, "integ") == 0) {
        size_t n;
        const struct department *d = catalog_departments(in->a->catalog, &n);
        for (size_t i = 0; e->rc == RC_OK && i < n; i++) {
            snprintf(own, sizeof own, "%s/clerk", d[i].key);
            e->rc = scan_post(in, own, e->f);
        }
    }
    return e->rc == RC_OK;
}

static int worst_first(const void *a, const void *b)
{
    const struct work *x = a, *y = b;

    if (x->due != y->due) return x->due < y->due ? -1 : 1;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return x->run < y->run ? -1 : x->run > y->run;
}

/* --- Other orders: by number, item, or step (in the order of a matter's way), then worst first ---
 */

static int by_number(const void *a, const void *b)
{
    const struct work *x = a, *y = b;

    return x->id != y->id ? (x->id < y->id ? -1 : 1) : worst_first(a, b);
}

static int by_item(const void *a, const void *b)
{
    const struct work *x = a, *y = b;
    int order = strcmp(x->item, y->item);

    return order ? order : worst_first(a, b);
}

static int by_step(const void *a, const void *b)
{
    const struct work *x = a, *y = b;

    return x->kind != y->kind ? x->kind - y->kind : worst_first(a, b);
}

static enum rc sort_as_wanted(struct inbox *in, struct fault *f)
{
    static const struct {
        const char *name;
        int (*order)(const void *, const void *);
    } orders[] = {{"", NULL}, {"number", by_number}, {"item", by_item}, {"step", by_step}};
    const char *want = asking_param(in->a, "sort");

    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (strcmp(orders[i].name, want) != 0) continue;
        if (orders[i].order && in->n > 1) qsort(in->work, in->n, sizeof *in->work, orders[i].order);
        return RC_OK;
    }
    return fault_set(f, RC_REFUSED, "parameter", N_("the inbox is not sorted by '{1}'"), want,
                     NULL);
}

static void unique(struct inbox *in)
{
    size_t n = 0;

    if (in->n > 1) qsort(in->work, in->n, sizeof *in->work, worst_first);
    for (size_t i = 0; i < in->n; i++)
        if (n == 0 || in->work[n - 1].id != in->work[i].id ||
            in->work[n - 1].run != in->work[i].run)
            in->work[n++] = in->work[i];
    in->n = n;
}

static void counts(struct asking *a, const struct inbox *in)
{
    size_t by_kind[256] = {0}, red = 0, yellow = 0;
    char key[16], text[24];

    for (size_t i = 0; i < in->n; i++) {
        by_kind[(unsigned char)in->work[i].kind]++;
        red += in->work[i].red;
        yellow += in->work[i].yellow;
    }
    for (int k = 'a'; k <= 'z'; k++) {
        if (!by_kind[k]) continue;
        snprintf(key, sizeof key, "work.%c", k);
        snprintf(text, sizeof text, "%zu", by_kind[k]);
        door_reply_with(a->reply, key, text);
    }
    snprintf(text, sizeof text, "%zu", in->n);
    door_reply_with(a->reply, "all", text);
    snprintf(text, sizeof text, "%zu", red);
    door_reply_with(a->reply, "red", text);
    snprintf(text, sizeof text, "%zu", yellow);
    door_reply_with(a->reply, "yellow", text);
}

static bool count_row(void *arg, const struct store_row *row)
{
    (void)row;
    return ++*(unsigned *)arg < 1000;
}

static enum rc unread(struct asking *a, const char *to, unsigned *n, struct fault *f)
{
    struct buf prefix = {0};

    key_part_text(&prefix, to);
    enum rc rc = store_scan(
        a->txn, T_MATTER, IX_NOTE,
        &(struct store_range){.prefix = prefix.data, .nprefix = prefix.len, .keys_only = true},
        count_row, n, f);
    buf_free(&prefix);
    return rc;
}

static enum rc send_page(struct asking *a, const struct inbox *in, struct fault *f)
{
    const char *tab = asking_param(a, "tab");
    unsigned limit = asking_limit(a, 40, 200), seen = 0;
    size_t from = *TEXT(a->q->page) ? strtoul(a->q->page, NULL, 10) : 0, i;
    struct sieve sieve;
    enum rc rc = RC_OK;

    list_begin(a);
    sieve_open(&sieve, asking_param(a, "filter"));
    for (i = from; i < in->n && a->reply->n_row < limit && seen < SIEVE_MOST; i++) {
        const struct work *w = &in->work[i];
        Yc__Matter *m;
        if (*tab && *tab != w->kind) continue;
        rc = asking_matter_id(a, w->id, &m, f);
        if (rc != RC_OK) break;
        seen++;
        if (m && sieve_passes(&sieve, m, asking_item(a, m)))
            list_row(a, m, w->run < m->n_steps ? m->steps[w->run] : NULL);
    }
    sieve_close(&sieve);
    if (rc == RC_OK && i < in->n) {
        char page[24];
        snprintf(page, sizeof page, "%zu", i);
        door_request_set(&a->reply->page, page);
    }
    return rc;
}

/* What everybody at work must know: a clock that is wrong makes wrong dates. */
static void warn_of_clock(struct asking *a)
{
    enum { SMALL = 2 };
    struct office_clock c = office_clock(a->o);
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)c.behind);
    if (c.behind > SMALL) door_reply_with(a->reply, "clock_behind", text);
    snprintf(text, sizeof text, "%lld", (long long)c.jumped);
    if (c.jumped) door_reply_with(a->reply, "clock_jumped", text);
}

static enum rc inbox(struct asking *a, struct fault *f)
{
    struct inbox in = {.a = a};
    struct each_post e = {&in, RC_OK, f};
    unsigned notices = 0;
    char text[24];

    if (!a->person)
        return fault_set(f, RC_REFUSED, "identity", N_("say who you are: give 'as'"), NULL);
    in.look.catalog = a->catalog;
    in.look.desk = TEXT(a->q->desk);
    permit_each_post(a->o, a->catalog, a->person, a->now, gather_post, &e);
    enum rc rc = e.rc;
    unique(&in);
    if (rc == RC_OK) rc = sort_as_wanted(&in, f);
    if (rc == RC_OK) rc = unread(a, a->person->key, &notices, f);
    for (size_t i = 0; rc == RC_OK && i < a->person->nposts; i++)
        rc = unread(a, a->person->posts[i], &notices, f);
    if (rc == RC_OK) {
        counts(a, &in);
        snprintf(text, sizeof text, "%u", notices);
        door_reply_with(a->reply, "notices", text);
        warn_of_clock(a);
        rc = send_page(a, &in, f);
    }
    free(in.work);
    return rc;
}

/* --- Find --- */

enum { FOUND_MOST = 200 };

struct finding {
    struct asking *a;
    uint64_t id[FOUND_MOST];
    size_t n, most;
};

static bool found(void *arg, const struct store_row *row)
{
    struct finding *fi = arg;
    uint64_t id = key_tail_id(row->ikey, row->nikey, 0);

    for (size_t i = 0; i < fi->n; i++)
        if (fi->id[i] == id) return true;
    fi->id[fi->n++] = id;
    return fi->n < fi->most;
}

static enum rc find_by(struct finding *fi, char kind, const char *word, struct fault *f)
{
    struct buf prefix = {0};

    if (fi->n >= fi->most) return RC_OK;
    buf_addc(&prefix, kind);
    buf_adds(&prefix, word);
    if (kind == 'i' || kind == 'p') buf_addc(&prefix, '\0'); /* whole, or a mask could be guessed */
    enum rc rc = store_scan(
        fi->a->txn, T_MATTER, IX_FIND,
        &(struct store_range){.prefix = prefix.data, .nprefix = prefix.len, .keys_only = true},
        found, fi, f);
    buf_free(&prefix);
    return rc;
}

/* Serial and date are what people remember: "42" or "1124-42" of today's year are tried as numbers
 * too. */
static enum rc find_number(struct finding *fi, const char *words, struct fault *f)
{
    uint64_t id;
    Yc__Matter *m;

    if (!ids_number_parse(words, &id)) {
        struct civil c = day_civil(fi->a->today);
        size_t n = strlen(words);
        if (n == 0 || n > 6 || strspn(words, "0123456789") != n) return RC_OK;
        id =
            (uint64_t)(c.year * 10000 + c.month * 100 + c.dom) * 1000000 + strtoul(words, NULL, 10);
    }
    enum rc rc = asking_matter_id(fi->a, id, &m, f);
    if (rc == RC_OK && m) fi->id[fi->n++] = id;
    return rc;
}

static void lower(char *s)
{
    for (; *s; s++)
        if (*s >= 'A' && *s <= 'Z') *s = (char)(*s - 'A' + 'a');
}

static enum rc find(struct asking *a, struct fault *f)
{
    const char *words = asking_param(a, "words");
    struct finding fi = {.a = a, .most = asking_limit(a, 40, FOUND_MOST)};
    char *folded = text_fold(words), *small = mem_strdup(folded);
    enum rc rc =
        *folded ? RC_OK : fault_set(f, RC_REFUSED, "words", N_("say what to look for"), NULL);

    lower(small);
    if (rc == RC_OK) rc = find_number(&fi, folded, f);
    if (rc == RC_OK) rc = find_by(&fi, 'n', folded, f);
    if (rc == RC_OK) rc = find_by(&fi, 'i', folded, f);
    if (rc == RC_OK) rc = find_by(&fi, 'p', folded, f);
    if (rc == RC_OK) rc = find_by(&fi, 'c', words, f);
    if (rc == RC_OK && strspn(small, "abcdefghijklmnopqrstuvwxyz") == strlen(small))
        rc = find_by(&fi, 'a', small, f);
    list_begin(a);
    for (size_t i = 0; rc == RC_OK && i < fi.n; i++) {
        Yc__Matter *m;
        rc = asking_matter_id(a, fi.id[i], &m, f);
        const Yc__StepRun *open = NULL;
        for (size_t j = 0; m && j < m->n_steps && !open; j++)
            if (!m->steps[j]->has_closed_at) open = m->steps[j];
        if (m && !privacy_clear(a, m, asking_item(a, m))) privacy_listed(a, m);
        if (m) list_row(a, m, open);
    }
    free(folded);
    free(small);
    return rc;
}

/* --- Notices --- */

static bool notice_row(void *arg, const struct store_row *row)
{
    struct asking *a = arg;
    struct arena scratch = {0};
    const Yc__Matter *m = record_unpack(&scratch, &yc__matter__descriptor, row->rec, row->nrec);
    unsigned i = ((const unsigned char *)row->ikey)[row->nikey - 1];
    char when[INSTANT_TEXT];

    if (m && i < m->n_notices) {
        const Yc__Notice *n = m->notices[i];
        const char *cells[] = {instant_text(n->at, when),
                               m->number,
                               n->key,
                               TEXT(n->msgid),
                               TEXT(n->arg),
                               TEXT(n->to)};
        door_reply_row(a->reply, cells, 6);
    }
    arena_free(&scratch);
    return a->reply->n_row < asking_limit(a, 100, 200);
}

static enum rc notices_to(struct asking *a, const char *to, struct fault *f)
{
    struct buf prefix = {0};

    key_part_text(&prefix, to);
    enum rc rc = store_scan(a->txn, T_MATTER, IX_NOTE,
                            &(struct store_range){.prefix = prefix.data, .nprefix = prefix.len},
                            notice_row, a, f);
    buf_free(&prefix);
    return rc;
}

static enum rc notices(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"at", "number", "key", "msgid", "arg", "to"};

    if (!a->person)
        return fault_set(f, RC_REFUSED, "identity", N_("say who you are: give 'as'"), NULL);
    door_reply_columns(a->reply, cols, 6);
    enum rc rc = notices_to(a, a->person->key, f);
    for (size_t i = 0; rc == RC_OK && i < a->person->nposts; i++)
        rc = notices_to(a, a->person->posts[i], f);
    return rc;
}

const struct query queries_lists[] = {
    {"inbox", N_("what waits for a person, worst clock first"), inbox},
    {"find", N_("matters by number, name, initials, ID number, phone or certificate"), find},
    {"notices", N_("unread notices of a person"), notices},
    {.name = NULL},
};
