#include "office/refusal.h"

#include <inttypes.h>
#include <pthread.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "office/priv.h"
#include "office/query.h"
#include "office/tables.h"
#include "store/scan.h"

enum { ALIKE_SECONDS = 60, HOUR = 3600 };

static const char *const codes[] = {"role",       "scope",   "duty",   "identity",
                                    "delegation", "sign-in", "liable", "export"};

bool refusal_counts(const char *code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], TEXT(code)) == 0) return true;
    return false;
}

/* --- How often --- */

struct lately {
    char *who;  /* person, or "" for accounts that are nobody */
    char *same; /* the last one, in words */
    instant_t same_at, hour_at;
    unsigned in_hour, left_out;
    day_t day; /* matters looked at on it */
    uint64_t *id;
    unsigned nid;
    struct lately *next;
};

struct refusals {
    pthread_mutex_t lock;
    struct lately *first;
};

struct refusals *refusals_new(void)
{
    struct refusals *r = mem_alloc(sizeof *r);

    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void refusals_free(struct refusals *r)
{
    if (!r) return;
    for (struct lately *l = r->first, *next; l; l = next) {
        next = l->next;
        free(l->who);
        free(l->same);
        free(l->id);
        free(l);
    }
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static struct lately *lately_of(struct refusals *r, const char *who)
{
    struct lately *l = r->first;

    while (l && strcmp(l->who, who) != 0)
        l = l->next;
    if (l) return l;
    l = mem_alloc(sizeof *l);
    *l = (struct lately){.who = mem_strdup(who), .same = mem_strdup(""), .next = r->first};
    r->first = l;
    return l;
}

/* How many this one stands for; 0: it is only counted. */
static unsigned weigh(struct refusals *r, const char *who, const char *same, instant_t now)
{
    unsigned count = 0;

    pthread_mutex_lock(&r->lock);
    struct lately *l = lately_of(r, who);
    if (now - l->hour_at >= HOUR || now < l->hour_at) {
        l->hour_at = now;
        l->in_hour = 0;
    }
    bool alike =
        strcmp(l->same, same) == 0 && now >= l->same_at && now - l->same_at < ALIKE_SECONDS;
    if (alike || l->in_hour >= REFUSALS_HOUR) {
        l->left_out++;
    } else {
        count = l->left_out + 1;
        l->left_out = 0;
        l->in_hour++;
        l->same_at = now;
        free(l->same);
        l->same = mem_strdup(same);
    }
    pthread_mutex_unlock(&r->lock);
    return count;
}

static bool is_new(struct lately *l, uint64_t id)
{
    for (unsigned i = 0; i < l->nid; i++)
        if (l->id[i] == id) return false;
    l->id = mem_resize(l->id, (l->nid + 1) * sizeof *l->id);
    l->id[l->nid++] = id;
    return true;
}

bool refusal_listed(struct office *o, const char *person, day_t day, uint64_t id, unsigned most)
{
    pthread_mutex_lock(&o->refusals->lock);
    struct lately *l = lately_of(o->refusals, person);
    if (l->day != day) {
        l->day = day;
        l->nid = 0;
    }
    bool beyond = l->nid <= most && is_new(l, id) && l->nid == most + 1;
    pthread_mutex_unlock(&o->refusals->lock);
    return beyond;
}

/* --- Writing it down --- */

static void with_number(Yc__Request *q, const char *key, uint64_t n)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, n);
    door_request_with(q, key, text);
}

static void account_name(uid_t uid, char *out, size_t n)
{
    struct passwd pw, *found = NULL;
    char text[1024];

    if (getpwuid_r(uid, &pw, text, sizeof text, &found) == 0 && found)
        snprintf(out, n, "%s", found->pw_name);
    else
        snprintf(out, n, "%u", (unsigned)uid);
}

struct telling {
    const char *person, *as, *account, *act, *number, *code, *msgid, *arg1, *arg2;
};

static void write_down(struct office *o, const struct telling *t)
{
    static const struct office_caller office = {.system = true};
    char *same = mem_printf("%s %s %s %s", t->act, t->number, t->code, t->as);
    unsigned count = weigh(o->refusals, t->person, same, office_now(o));
    Yc__Request *q;

    free(same);
    if (!count) return;
    q = door_request_new(*t->person ? "refused" : "refused_nobody");
    if (*t->person) door_request_with(q, "person", t->person);
    door_request_with(q, "act", t->act);
    door_request_with(q, "about", t->number);
    door_request_with(q, "code", t->code);
    door_request_with(q, "msgid", t->msgid);
    door_request_with(q, "arg1", t->arg1);
    door_request_with(q, "arg2", t->arg2);
    door_request_with(q, "account", t->account);
    door_request_with(q, "as", t->as);
    with_number(q, "count", count);
    Yc__Reply *r = office_answer(o, &office, q);
    if (!r->ok) log_error("a refusal could not be written down: %s", TEXT(r->code));
    door_reply_free(r);
    door_request_free(q);
}

/* Somebody's own words (an act that is none) are cut to what a list can show. */
static char *cut(const char *s, size_t most)
{
    char *out = mem_strdup(s);

    if (strlen(out) > most) {
        while (most > 0 && ((unsigned char)out[most] & 0xC0) == 0x80)
            most--;
        out[most] = '\0';
    }
    return out;
}

void refusal_note(struct office *o, const struct office_caller *who, const Yc__Request *q,
                  const Yc__Reply *r)
{
    const struct person *p = NULL;
    struct fault f;
    char account[64];
    const char *number = *TEXT(q->number)               ? q->number
                         : *door_request_get(q, "item") ? door_request_get(q, "item")
                                                        : door_request_get(q, "person");

    if (r->ok || who->system || !refusal_counts(r->code)) return;
    if (office_identify(o, who, TEXT(q->as), &p, &f) != RC_OK) p = NULL;
    account_name(who->uid, account, sizeof account);
    char *as = cut(TEXT(q->as), 64), *about = cut(number, 64);
    write_down(o, &(struct telling){.person = p ? p->key : "",
                                    .as = as,
                                    .account = account,
                                    .act = TEXT(q->name),
                                    .number = about,
                                    .code = r->code,
                                    .msgid = TEXT(r->msgid),
                                    .arg1 = r->n_arg > 0 ? r->arg[0] : "",
                                    .arg2 = r->n_arg > 1 ? r->arg[1] : ""});
    free(as);
    free(about);
}

void refusal_tell(struct office *o, const char *person, const char *number, const char *code,
                  const char *msgid, const char *arg)
{
    write_down(o, &(struct telling){person, person, "", "", number, code, msgid, arg, ""});
}

/* --- The acts that do it --- */

/* A place used for the k-th of a kind: the oldest is written over. */
static Yc__Refusal *place(struct deed *d, size_t *n, Yc__Refusal ***list)
{
    Yc__Refusal *oldest = NULL;

    if (*n < REFUSALS_KEPT) {
        oldest = record_add(d->arena, n, list, &yc__refusal__descriptor);
        oldest->key = deed_print(d, "r%zu", *n);
        return oldest;
    }
    for (size_t i = 0; i < *n; i++)
        if (!oldest || (*list)[i]->at < oldest->at) oldest = (*list)[i];
    return oldest;
}

static char *given(struct deed *d, const char *key)
{
    return arena_strdup(d->arena, deed_param(d, key));
}

static void fill(struct deed *d, Yc__Refusal *r)
{
    SET(r, at, d->now);
    r->act = given(d, "act");
    r->number = given(d, "about");
    r->code = given(d, "code");
    r->msgid = given(d, "msgid");
    r->arg1 = given(d, "arg1");
    r->arg2 = given(d, "arg2");
    r->account = given(d, "account");
    r->as = given(d, "as");
    SET(r, count, (uint32_t)strtoul(deed_param(d, "count"), NULL, 10));
}

static enum rc refused(struct deed *d, struct fault *f)
{
    (void)f;
    fill(d, place(d, &d->self->n_refusals, &d->self->refusals));
    return RC_OK;
}

static enum rc refused_nobody(struct deed *d, struct fault *f)
{
    (void)f;
    fill(d, place(d, &d->hall->n_refusals, &d->hall->refusals));
    return RC_OK;
}

static const struct param params[] = {
    {"person", PARAM_KEY, false, N_("who")},
    {"act", PARAM_TEXT, false, N_("what he wanted to do")},
    {"about", PARAM_TEXT, false, N_("on what")},
    {"code", PARAM_KEY, true, N_("why, in a word")},
    {"msgid", PARAM_TEXT, false, N_("why, as a sentence")},
    {"arg1", PARAM_TEXT, false, N_("of the sentence")},
    {"arg2", PARAM_TEXT, false, N_("of the sentence")},
    {"account", PARAM_TEXT, false, N_("account of the system")},
    {"as", PARAM_TEXT, false, N_("whom he said he was")},
    {"count", PARAM_INT, true, N_("how many it stands for")},
};
#define PARAMS .params = params, .nparams = sizeof params / sizeof *params

const struct act acts_refusal[] = {
    {"refused", N_("Refused"), N_("somebody was refused because of who he is"), ON_PERSON, PH_ANY,
     .system_only = true, PARAMS, .run = refused},
    {"refused_nobody", N_("Refused"), N_("an account that is nobody here was refused"), ON_HALL,
     PH_ANY, .system_only = true, PARAMS, .run = refused_nobody},
    {.name = NULL},
};

/* --- The list --- */

struct line {
    const char *who;
    const Yc__Refusal *r;
};

struct listing {
    struct asking *a;
    struct line *line;
    size_t n, cap;
};

static void take(struct listing *l, const char *who, Yc__Refusal *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (l->n == l->cap) {
            l->cap = l->cap ? l->cap * 2 : 64;
            l->line = mem_resize(l->line, l->cap * sizeof *l->line);
        }
        l->line[l->n++] = (struct line){who, list[i]};
    }
}

static bool take_person(void *arg, const struct store_row *row)
{
    struct listing *l = arg;
    const Yc__Person *p = record_unpack(l->a->arena, &yc__person__descriptor, row->rec, row->nrec);

    if (p) take(l, TEXT(p->key), p->refusals, p->n_refusals);
    return true;
}

static enum rc take_hall(struct listing *l, struct fault *f)
{
    struct buf val = {0};
    bool found = false;
    enum rc rc = store_get(l->a->txn, T_META, "hall", 4, &val, &found, f);
    const Yc__Hall *h = rc == RC_OK && found
                            ? record_unpack(l->a->arena, &yc__hall__descriptor, val.data, val.len)
                            : NULL;

    if (h) take(l, "", h->refusals, h->n_refusals);
    buf_free(&val);
    return rc;
}

static int newest_first(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int by_who = strcmp(x->who, y->who);

    if (x->r->at != y->r->at) return x->r->at > y->r->at ? -1 : 1;
    return by_who ? by_who : strcmp(x->r->key, y->r->key);
}

static void put(struct asking *a, const struct line *l)
{
    const struct person *p = catalog_person(a->catalog, l->who);
    const struct act *act = act_find(TEXT(l->r->act));
    char at[INSTANT_TEXT], count[16];

    snprintf(count, sizeof count, "%u", l->r->count);
    const char *cells[] = {instant_text(l->r->at, at),
                           p ? p->name : l->who,
                           TEXT(l->r->as),
                           TEXT(l->r->account),
                           act ? act->title : TEXT(l->r->act),
                           TEXT(l->r->number),
                           TEXT(l->r->code),
                           TEXT(l->r->msgid),
                           TEXT(l->r->arg1),
                           TEXT(l->r->arg2),
                           count};
    door_reply_row(a->reply, cells, sizeof cells / sizeof *cells);
}

static enum rc list(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"at",   "person", "as",   "account", "act",  "about",
                                       "code", "msgid",  "arg1", "arg2",    "count"};
    struct listing l = {.a = a};
    unsigned limit = asking_limit(a, 100, 400);
    day_t from, to;
    enum rc rc = asking_days(a, &from, &to, f);

    if (rc == RC_OK)
        rc = store_scan(a->txn, T_PERSON, STORE_RECORDS, &(struct store_range){0}, take_person, &l,
                        f);
    if (rc == RC_OK) rc = take_hall(&l, f);
    if (l.n > 1) qsort(l.line, l.n, sizeof *l.line, newest_first);
    door_reply_columns(a->reply, cols, sizeof cols / sizeof *cols);
    for (size_t i = 0; rc == RC_OK && i < l.n && a->reply->n_row < limit; i++) {
        day_t day = day_of_instant(l.line[i].r->at);
        if (!*asking_param(a, "from") || (day >= from && day <= to)) put(a, &l.line[i]);
    }
    free(l.line);
    return rc;
}

const struct query queries_refusal[] = {
    {"refusals", N_("the newest refusals of everybody, for supervisors"), list},
    {.name = NULL},
};
