/* Whose time it was: of one matter, and by department for reports. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/post.h"
#include "office/clocks.h"
#include "office/holdings.h"
#include "office/query.h"
#include "office/tables.h"
#include "store/scan.h"

/* --- One matter --- */

struct splitting {
    struct asking *a;
    const Yc__Matter *m;
    const char *span; /* whole legal */
    struct stretch stretch;
};

static void row(const struct splitting *s, const char *kind, const char *key, const char *name,
                int64_t seconds)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)seconds);
    const char *cells[] = {s->span, kind, key, name, text};
    door_reply_row(s->a->reply, cells, 5);
}

static void parts(const struct splitting *s)
{
    int64_t part[HOLDERS];

    holdings_split(s->m, &s->stretch, part);
    row(s, "sum", "", "", s->stretch.to - s->stretch.from);
    for (int i = 0; i < HOLDERS; i++)
        row(s, "part", holder_name((enum holder)i), "", part[i]);
}

static void told(const struct splitting *s)
{
    char text[INSTANT_TEXT], *from = arena_printf(s->a->arena, "%s_from", s->span),
                             *to = arena_printf(s->a->arena, "%s_to", s->span);

    door_reply_with(s->a->reply, from, instant_text(s->stretch.from, text));
    door_reply_with(s->a->reply, to, s->stretch.open ? "" : instant_text(s->stretch.to, text));
}

static bool department_of(const Yc__Holding *h, char dept[64])
{
    return strcmp(TEXT(h->who), holder_name(HOLDER_DEPARTMENT)) == 0 && post_split(h->post, dept);
}

/* The i-th holding is the first of its department. */
static bool new_department(const Yc__Matter *m, size_t i, char dept[64])
{
    char other[64];

    if (!department_of(m->holdings[i], dept)) return false;
    for (size_t k = 0; k < i; k++)
        if (department_of(m->holdings[k], other) && strcmp(dept, other) == 0) return false;
    return true;
}

static int64_t department_own(struct arena *a, const Yc__Matter *m, const struct stretch *s,
                              const char *dept)
{
    return holdings_own(m, s, arena_printf(a, "%s/", dept), "");
}

static void own_departments(const struct splitting *s)
{
    char dept[64];

    for (size_t i = 0; i < s->m->n_holdings; i++) {
        if (!new_department(s->m, i, dept)) continue;
        const struct department *d = catalog_department(s->a->catalog, dept);
        row(s, "department", dept, d ? d->brief : dept,
            department_own(s->a->arena, s->m, &s->stretch, dept));
    }
}

static bool same_holder(const Yc__Holding *a, const Yc__Holding *b)
{
    return holdings_hall(b) && strcmp(TEXT(a->post), TEXT(b->post)) == 0 &&
           strcmp(TEXT(a->person), TEXT(b->person)) == 0;
}

static void own_holders(const struct splitting *s)
{
    char title[96];

    for (size_t i = 0; i < s->m->n_holdings; i++) {
        const Yc__Holding *h = s->m->holdings[i];
        bool first = holdings_hall(h);
        for (size_t k = 0; first && k < i; k++)
            first = !same_holder(h, s->m->holdings[k]);
        if (!first) continue;
        const struct person *p = catalog_person(s->a->catalog, TEXT(h->person));
        catalog_post_title(s->a->catalog, TEXT(h->post), title, sizeof title);
        row(s, "holder", arena_printf(s->a->arena, "%s %s", TEXT(h->post), TEXT(h->person)),
            arena_printf(s->a->arena, "%s %s", title, p ? p->name : TEXT(h->person)),
            holdings_own(s->m, &s->stretch, TEXT(h->post), TEXT(h->person)));
    }
}

/* 法定用时 in what the law counts: the working days used of the decision limit. */
static void legal_days(const struct splitting *s)
{
    const Yc__Clock *c = matter_clock(s->m, "total");
    struct stand stands[CLOCK_STANDS];
    char text[16];

    if (!c) return;
    size_t n = clocks_stands(s->m, c, stands, CLOCK_STANDS);
    snprintf(text, sizeof text, "%d",
             c->has_used ? c->used
                         : clock_used(s->a->calendar, c->start_day, s->a->today, stands, n));
    door_reply_with(s->a->reply, "legal_days", text);
}

static enum rc split(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"span", "kind", "key", "name", "seconds"};
    Yc__Matter *m;
    enum rc rc = asking_matter(a, &m, f);

    if (rc != RC_OK) return rc;
    struct splitting s = {a, m, "whole", holdings_whole(m, a->now)};
    door_reply_columns(a->reply, cols, 5);
    told(&s);
    parts(&s);
    own_departments(&s);
    own_holders(&s);
    s.span = "legal";
    if (!holdings_legal(m, a->now, &s.stretch)) return RC_OK;
    told(&s);
    legal_days(&s);
    parts(&s);
    return RC_OK;
}

/* --- By department --- */

struct share {
    char dept[64];
    int64_t finished, whole, part[HOLDERS];
    int64_t own; /* of its own steps, in the matters of whatever department */
};

struct sharing {
    struct asking *a;
    day_t from, to;
    struct share *share;
    size_t n;
};

static struct share *share_of(struct sharing *s, const char *dept)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->share[i].dept, dept) == 0) return &s->share[i];
    s->share = mem_resize(s->share, (s->n + 1) * sizeof *s->share);
    struct share *x = &s->share[s->n++];
    memset(x, 0, sizeof *x);
    snprintf(x->dept, sizeof x->dept, "%s", dept);
    return x;
}

static void share_whole(struct share *x, const Yc__Matter *m, const struct stretch *span)
{
    int64_t part[HOLDERS];

    holdings_split(m, span, part);
    x->finished++;
    x->whole += span->to - span->from;
    for (int i = 0; i < HOLDERS; i++)
        x->part[i] += part[i];
}

static void share_matter(struct sharing *s, const Yc__Matter *m, struct arena *scratch)
{
    struct stretch span = holdings_handling(m, 0);
    char dept[64];

    share_whole(share_of(s, TEXT(m->dept)), m, &span);
    for (size_t i = 0; i < m->n_holdings; i++)
        if (new_department(m, i, dept))
            share_of(s, dept)->own += department_own(scratch, m, &span, dept);
}

static bool share_row(void *arg, const struct store_row *r)
{
    struct sharing *s = arg;
    struct arena scratch = {0};
    const Yc__Matter *m = record_unpack(&scratch, &yc__matter__descriptor, r->rec, r->nrec);
    bool within = !m || m->finished_day <= s->to;

    if (m && within) share_matter(s, m, &scratch);
    arena_free(&scratch);
    return within;
}

static enum rc share_finished(struct sharing *s, struct fault *f)
{
    struct buf from = {0};

    key_part_day(&from, 'f', s->from);
    enum rc rc = store_scan(
        s->a->txn, T_MATTER, IX_DAY,
        &(struct store_range){.from = from.data, .nfrom = from.len, .prefix = "f", .nprefix = 1},
        share_row, s, f);
    buf_free(&from);
    return rc;
}

static int by_dept(const void *a, const void *b)
{
    return strcmp(((const struct share *)a)->dept, ((const struct share *)b)->dept);
}

static void send_share(const struct sharing *s, const struct share *x)
{
    const struct department *d = catalog_department(s->a->catalog, x->dept);
    const int64_t v[] = {x->finished,
                         x->whole,
                         x->part[HOLDER_APPLICANT],
                         x->part[HOLDER_DESK],
                         x->part[HOLDER_DEPARTMENT],
                         x->part[HOLDER_OUTSIDE],
                         x->part[HOLDER_SUSPENDED],
                         x->own};
    enum { FIGURES = sizeof v / sizeof *v };
    char text[FIGURES][24];
    const char *cells[FIGURES + 2] = {x->dept, d ? d->name : x->dept};

    for (size_t k = 0; k < FIGURES; k++) {
        snprintf(text[k], sizeof text[k], "%lld", (long long)v[k]);
        cells[k + 2] = text[k];
    }
    door_reply_row(s->a->reply, cells, FIGURES + 2);
}

/* Of the matters decided or ended in these days, from registration to then: seconds, by the
 * department a matter belongs to. */
static enum rc splits(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"key",  "name",       "finished", "whole",     "applicant",
                                       "desk", "department", "outside",  "suspended", "own"};
    struct sharing s = {.a = a};
    enum rc rc = asking_days(a, &s.from, &s.to, f);

    if (rc != RC_OK) return rc;
    rc = share_finished(&s, f);
    door_reply_columns(a->reply, cols, sizeof cols / sizeof *cols);
    if (s.n) qsort(s.share, s.n, sizeof *s.share, by_dept);
    for (size_t i = 0; rc == RC_OK && i < s.n; i++)
        send_share(&s, &s.share[i]);
    free(s.share);
    return rc;
}

const struct query queries_split[] = {
    {"split", N_("whose time it was: a matter's time divided between those who held it"), split},
    {"splits", N_("whose time it was, by department"), splits},
    {.name = NULL},
};
