/* From a message to a transaction: who asks, may he, is it in order, do it once, write it down,
 * tell the others. */
#include <assert.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "domain/ids.h"
#include "office/act.h"
#include "office/holdings.h"
#include "office/journal.h"
#include "office/judging.h"
#include "office/once.h"
#include "office/priv.h"
#include "office/rejudge.h"
#include "office/tables.h"
#include "office/watch.h"

enum { TOPICS = 64 };

struct attempt {
    struct office *o;
    const struct office_caller *who;
    const struct act *act;
    const Yc__Request *q;
    instant_t now;
    Yc__Reply *reply;
    uint32_t calendar; /* number of the one it was judged by */
    uint64_t matter;   /* the one it was about, 0 none */
    bool twice;        /* the same request was done while this one ran */
    uint64_t waits;    /* the matter in which something is due first, 0 none */
    bool waited;
    size_t ntopics;
    char topic[TOPICS][64];
};

static void add_topic(struct attempt *t, const char *topic)
{
    if (!topic || !*topic) return;
    for (size_t i = 0; i < t->ntopics; i++)
        if (strcmp(t->topic[i], topic) == 0) return;
    if (t->ntopics < TOPICS) snprintf(t->topic[t->ntopics++], sizeof t->topic[0], "%s", topic);
}

static void matter_topics(struct attempt *t, const Yc__Matter *m)
{
    char own[32];

    if (!m) return;
    snprintf(own, sizeof own, "m%llu", (unsigned long long)m->id);
    add_topic(t, own);
    for (size_t i = 0; i < m->n_steps; i++)
        if (!m->steps[i]->closed_at) add_topic(t, m->steps[i]->post);
    for (size_t i = 0; i < m->n_notices; i++)
        if (!m->notices[i]->has_read_at) add_topic(t, m->notices[i]->to);
}

/* --- Who asks --- */

static const struct person *person_by_login(const struct catalog *c, uid_t uid)
{
    struct passwd pw, *found = NULL;
    char text[1024];
    size_t n;
    const struct person *all = catalog_people(c, &n);
    bool any = false;

    for (size_t i = 0; i < n && !any; i++)
        any = *all[i].login != '\0';
    if (!any) return NULL; /* a hall that signs in by choosing */
    if (getpwuid_r(uid, &pw, text, sizeof text, &found) != 0 || !found) return NULL;
    for (size_t i = 0; i < n; i++)
        if (*all[i].login && strcmp(all[i].login, found->pw_name) == 0) return &all[i];
    return NULL;
}

enum rc office_identify(struct office *o, const struct office_caller *who, const char *as,
                        const struct person **person, struct fault *f)
{
    const struct catalog *c = office_current(o)->catalog;
    const struct person *by_login = person_by_login(c, who->uid);

    *person = NULL;
    if (who->system && (!as || !*as || strcmp(as, "system") == 0)) return RC_OK;
    if (by_login && (!as || !*as || strcmp(as, by_login->key) == 0)) {
        *person = by_login;
        return RC_OK;
    }
    if (by_login || !catalog_hall(c)->choose_person)
        return fault_set(f, RC_REFUSED, "identity", N_("this account may not act as '{1}'"),
                         TEXT(as), NULL);
    *person = as ? catalog_person(c, as) : NULL;
    if (!*person)
        return fault_set(f, RC_REFUSED, "identity", N_("there is no person '{1}' in this hall"),
                         TEXT(as), NULL);
    return RC_OK;
}

/* --- On what --- */

static enum rc load_matter(struct deed *d, struct fault *f)
{
    struct buf key = {0}, val = {0};
    uint64_t id;
    bool found = false;

    if (!ids_number_parse(TEXT(d->q->number), &id))
        return fault_set(f, RC_REFUSED, "number",
                         N_("'{1}' is not a matter number: its check digit does not fit"),
                         TEXT(d->q->number), NULL);
    key_matter(&key, id);
    enum rc rc = store_take(d->txn, T_MATTER, key.data, key.len, &val, &found, f);
    if (rc == RC_OK && !found)
        rc = fault_set(f, RC_REFUSED, "number", N_("there is no matter {1}"), TEXT(d->q->number),
                       NULL);
    if (rc == RC_OK) {
        d->was = record_unpack(d->arena, &yc__matter__descriptor, val.data, val.len);
        d->m = record_unpack(d->arena, &yc__matter__descriptor, val.data, val.len);
        if (!d->m)
            rc = fault_set(f, RC_FATAL, "record", N_("the record of matter {1} cannot be read"),
                           d->q->number, NULL);
    }
    if (rc == RC_OK) {
        const struct edition *e = office_edition(d->office, d->txn, d->m->item_version);
        d->item = e ? catalog_item(e->catalog, d->m->item) : NULL;
        if (!d->item)
            rc = fault_set(f, RC_FATAL, "catalogue",
                           N_("the definition of item {1} of matter {2} is missing"),
                           TEXT(d->m->item), d->q->number, NULL);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static enum rc load_self(struct deed *d, struct fault *f)
{
    struct buf key = {0}, val = {0};
    bool found = false;
    const char *who = *deed_param(d, "person") ? deed_param(d, "person") : d->actor;

    key_person(&key, who);
    enum rc rc = store_take(d->txn, T_PERSON, key.data, key.len, &val, &found, f);
    if (rc == RC_OK) {
        d->self = found ? record_unpack(d->arena, &yc__person__descriptor, val.data, val.len)
                        : record_new(d->arena, &yc__person__descriptor);
        if (!d->self)
            rc = fault_set(f, RC_FATAL, "record", N_("the record of person {1} cannot be read"),
                           who, NULL);
        else if (!d->self->key)
            d->self->key = arena_strdup(d->arena, who);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static enum rc check_version(struct deed *d, struct fault *f)
{
    if (!d->q->has_version || d->q->version == 0 || d->q->version == d->m->version) return RC_OK;
    return fault_set(f, RC_REFUSED, "version",
                     N_("the matter was changed meanwhile: look at it again"), NULL);
}

/* A matter's own time never runs backward, whatever the machine's clock does; nor for what was due
 * while the office was not there. */
static void keep_order(struct deed *d)
{
    if (d->m->last_at > d->now) {
        d->now = d->m->last_at;
        d->today = day_of_instant(d->now);
        SET(d->event, at, d->now);
    }
}

/* --- Write it down --- */

static void begin_event(struct deed *d)
{
    Yc__Event *e = d->event = record_new(d->arena, &yc__event__descriptor);

    e->act = arena_strdup(d->arena, d->act->name);
    SET(e, at, d->now);
    SET(e, recorded, time(NULL));
    e->actor = arena_strdup(d->arena, d->actor);
    e->desk = arena_strdup(d->arena, d->desk);
    if (d->q->has_id) {
        e->has_request = 1;
        e->request = d->q->id;
    }
}

static enum rc write_matter(struct deed *d, struct fault *f)
{
    struct stream s = {'m', d->m->id, NULL};
    struct buf key = {0}, val = {0};

    holdings_note(d);
    d->event->post = arena_strdup(d->arena, TEXT(d->post));
    SET(d->m, last_at, d->now);
    SET(d->m, calendar, d->calendar_number);
    enum rc rc = journal_append(d->txn, d->arena, &s, d->event, d->was, d->m, f);
    if (rc == RC_OK) {
        key_matter(&key, d->m->id);
        record_pack(d->m, &val);
        rc = store_put(d->txn, T_MATTER, key.data, key.len, val.data, val.len, f);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static enum rc write_self(struct deed *d, const Yc__Person *was, struct fault *f)
{
    struct stream s = {'p', 0, d->self->key};
    struct buf key = {0}, val = {0};

    enum rc rc = journal_append(d->txn, d->arena, &s, d->event, was, d->self, f);
    if (rc == RC_OK) {
        key_person(&key, d->self->key);
        record_pack(d->self, &val);
        rc = store_put(d->txn, T_PERSON, key.data, key.len, val.data, val.len, f);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

/* A deadline that has passed comes before what is done after it, also when the office was not there
 * at its hour. */
static enum rc let_due_pass(struct attempt *t, struct deed *d, struct fault *f)
{
    if (t->who->system || t->waited || !watch_waits(d->m, d->now)) return RC_OK;
    t->waits = d->m->id;
    return fault_set(f, RC_REFUSED, "due", N_("a deadline of {1} is being dealt with: try again"),
                     d->m->number, NULL);
}

static enum rc do_on_matter(struct attempt *t, struct deed *d, struct fault *f)
{
    enum rc rc = d->act->on == ON_MATTER ? load_matter(d, f) : RC_OK;

    if (rc == RC_OK && d->m) {
        keep_order(d);
        if (d->m->calendar < d->calendar_number) rejudge(d);
        rc = let_due_pass(t, d, f);
    }
    if (rc == RC_OK) rc = office_may(d, f);
    if (rc == RC_OK && d->act->on == ON_MATTER) rc = check_version(d, f);
    if (rc == RC_OK) rc = d->act->run(d, f);
    if (rc == RC_OK) rc = write_matter(d, f);
    if (rc != RC_OK) return rc;
    door_request_set(&t->reply->number, d->m->number);
    SET(t->reply, version, d->m->version);
    t->calendar = d->calendar_number;
    t->matter = d->m->id;
    matter_topics(t, d->was);
    matter_topics(t, d->m);
    add_topic(t, "due");
    return RC_OK;
}

static enum rc do_on_person(struct attempt *t, struct deed *d, struct fault *f)
{
    enum rc rc = load_self(d, f);
    const Yc__Person *was = NULL;

    if (rc == RC_OK) was = record_version(d->self) ? record_copy(d->arena, d->self) : NULL;
    if (rc == RC_OK) rc = office_may(d, f);
    if (rc == RC_OK) rc = d->act->run(d, f);
    if (rc == RC_OK) rc = write_self(d, was, f);
    if (rc == RC_OK) add_topic(t, d->self->key);
    return rc;
}

static enum rc do_on_catalog(struct attempt *t, struct deed *d, struct fault *f)
{
    enum rc rc = office_may(d, f);

    if (rc == RC_OK) rc = d->act->run(d, f);
    if (rc == RC_OK) add_topic(t, "catalog");
    if (rc == RC_OK) add_topic(t, "due"); /* with a calendar all matters are judged again */
    return rc;
}

static enum rc do_on_hall(struct deed *d, struct fault *f)
{
    static const struct stream s = {'h', 0, NULL};
    struct buf key = {0}, val = {0};
    bool found = false;

    key_text(&key, "hall");
    enum rc rc = store_take(d->txn, T_META, key.data, key.len, &val, &found, f);
    if (rc == RC_OK) d->hall = record_unpack(d->arena, &yc__hall__descriptor, val.data, val.len);
    if (rc == RC_OK && !(found && d->hall))
        rc = fault_set(f, RC_FATAL, "record", N_("the record of the hall cannot be read"), NULL);
    const Yc__Hall *was = rc == RC_OK ? record_copy(d->arena, d->hall) : NULL;
    if (rc == RC_OK) rc = office_may(d, f);
    if (rc == RC_OK) rc = d->act->run(d, f);
    if (rc == RC_OK) rc = journal_append(d->txn, d->arena, &s, d->event, was, d->hall, f);
    if (rc == RC_OK) {
        record_pack(d->hall, &val);
        rc = store_put(d->txn, T_META, key.data, key.len, val.data, val.len, f);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static enum rc write_clock(struct deed *d, struct fault *f)
{
    struct buf key = {0}, val = {0};

    if (!d->office->simulation) return RC_OK;
    key_text(&key, "clock");
    buf_add_i64(&val, d->now);
    enum rc rc = store_put(d->txn, T_META, key.data, key.len, val.data, val.len, f);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

void office_deed_begin(struct deed *d, struct office *o, struct txn *txn, struct arena *a,
                       const struct act *act, const Yc__Request *q, instant_t now)
{
    const struct edition *e = office_current(o);

    d->office = o;
    d->txn = txn;
    d->arena = a;
    d->act = act;
    d->q = q;
    d->catalog = e->catalog;
    d->edition = e->number;
    d->calendar_number = e->calendar;
    d->calendar = catalog_calendar(e->catalog);
    d->now = now;
    d->today = day_of_instant(now);
    d->desk = TEXT(q->desk);
}

static enum rc attempt_act(struct txn *txn, void *arg, struct fault *f)
{
    struct attempt *t = arg;
    struct arena arena = {0};
    struct deed d = {0};

    t->ntopics = 0;
    t->twice = false;
    t->matter = 0;
    door_reply_free(t->reply);
    t->reply = door_reply_new(t->q);
    office_deed_begin(&d, t->o, txn, &arena, t->act, t->q, t->now);
    d.caller = t->who;
    d.reply = t->reply;
    enum rc rc = office_identify(t->o, t->who, t->q->as, &d.person, f);
    d.actor = d.person ? d.person->key : "system";
    if (rc == RC_OK) rc = act_check_params(t->act, t->q, f);
    if (rc == RC_OK) {
        begin_event(&d);
        if (t->act->on == ON_PERSON)
            rc = do_on_person(t, &d, f);
        else if (t->act->on == ON_CATALOG)
            rc = do_on_catalog(t, &d, f);
        else if (t->act->on == ON_HALL)
            rc = do_on_hall(&d, f);
        else
            rc = do_on_matter(t, &d, f);
    }
    if (rc == RC_OK) rc = write_clock(&d, f);
    if (rc == RC_OK) rc = once_keep(&d, t->reply, &t->twice, f);
    arena_free(&arena);
    return rc;
}

/* An act that was under way when a new calendar came into force may have been passed over; in a
 * simulation nobody else judges by it. */
static void judge_after(struct attempt *t)
{
    struct fault f;
    enum rc rc = RC_OK;

    if (t->matter && t->calendar < office_current(t->o)->calendar)
        rc = judging_matter(t->o, t->matter, &f);
    if (t->act->on == ON_CATALOG && t->o->simulation && !t->who->system)
        rc = watch_advance(t->o, t->now, &f);
    if (rc != RC_OK) log_error("the new calendar: %s", f.msgid);
}

static void after_commit(struct attempt *t)
{
    struct office *o = t->o;
    struct fault f;

    if (t->act->on == ON_CATALOG && office_reload(o, &f) != RC_OK) abort();
    if (strcmp(t->act->name, "absent") == 0) {
        const char *who = door_request_get(t->q, "person");
        office_set_absent(o, *who ? who : TEXT(t->q->as),
                          strcmp(door_request_get(t->q, "absent"), "false") != 0);
    }
    for (size_t i = 0; o->changed && i < t->ntopics; i++)
        o->changed(o->changed_arg, t->topic[i]);
    judge_after(t);
}

/* In a simulation the acts carry the time; what falls due on the way is done first. */
static enum rc set_now(struct attempt *t, struct fault *f)
{
    struct office *o = t->o;

    if (!o->simulation) {
        t->now = office_now(o);
        if (t->q->has_at && t->who->system)
            t->now = t->q->at;
        else if (t->q->has_at)
            return fault_set(f, RC_REFUSED, "at",
                             N_("this is a real hall: an act happens now and takes no 'at'"), NULL);
        return RC_OK;
    }
    t->now = t->q->has_at ? t->q->at : office_now(o);
    if (t->now < day_start(day_of_civil(2004, 1, 1)) ||
        t->now >= day_start(day_of_civil(2200, 1, 1)))
        return fault_set(f, RC_REFUSED, "at", N_("a simulation lives between 2004 and 2199"), NULL);
    if (t->now < office_now(o) && !t->who->system)
        return fault_set(f, RC_REFUSED, "at", N_("the simulation is already past that instant"),
                         NULL);
    if (t->who->system) return RC_OK;
    return watch_advance(o, t->now, f);
}

static enum rc done_before(struct attempt *t, bool *done, struct fault *f)
{
    const struct person *p = NULL;

    *done = false;
    if (!once_wanted(t->q)) return RC_OK;
    enum rc rc = office_identify(t->o, t->who, t->q->as, &p, f);
    return rc == RC_OK ? once_look(t->o, p ? p->key : "system", t->q, &t->reply, done, f) : rc;
}

/* What the office does by itself is settled by whoever sends it (watch.c). */
static enum rc run_act(struct attempt *t, struct fault *f)
{
    bool lazily = t->who->system && t->act->system_only;
    enum rc rc = (lazily ? store_run_lazily : store_run)(t->o->store, attempt_act, t, f);

    if (rc != RC_REFUSED || !t->waits) return rc;
    rc = watch_matter(t->o, t->waits, t->now, f);
    t->waited = true;
    return rc == RC_OK ? store_run(t->o->store, attempt_act, t, f) : rc;
}

static Yc__Reply *answer_act(struct office *o, const struct office_caller *who, const struct act *a,
                             const Yc__Request *q)
{
    struct attempt t = {.o = o, .who = who, .act = a, .q = q};
    struct fault f = {0};
    bool turn = o->simulation && !who->system;

    if (turn) pthread_mutex_lock(&o->turn);
    bool done = false;
    enum rc rc = done_before(&t, &done, &f);
    if (rc == RC_OK && !done) rc = set_now(&t, &f);
    if (rc == RC_OK && !done && a->before) rc = a->before(o, &f);
    if (rc == RC_OK && !done) rc = run_act(&t, &f);
    if (rc == RC_REFUSED && t.twice) {
        rc = done_before(&t, &done, &f);
        if (rc == RC_OK && !done)
            rc = fault_set(&f, RC_REFUSED, "busy", N_("the same request is being done: ask again"),
                           NULL);
    }
    if (rc == RC_OK && !done) {
        office_set_clock(o, t.now);
        after_commit(&t);
        if (a->after) a->after(o);
    } else if (rc != RC_OK) {
        door_reply_free(t.reply);
        t.reply = door_reply_new(q);
        door_reply_fault(t.reply, &f);
    }
    if (turn) pthread_mutex_unlock(&o->turn);
    return t.reply;
}

/* A hot copy into a folder of the service's own account, for verification and safe-keeping. */
static void answer_backup(struct office *o, const struct office_caller *who, const Yc__Request *q,
                          Yc__Reply *r)
{
    const char *dir = door_request_get(q, "dir");
    struct fault f = {0};
    enum rc rc = RC_OK;

    if (!who->system && who->uid != 0 && who->uid != geteuid())
        rc = fault_set(&f, RC_REFUSED, "role",
                       N_("only the account the office runs under may copy it"), NULL);
    else if (dir[0] != '/')
        rc = fault_set(&f, RC_REFUSED, "parameter", N_("a backup needs 'dir', an absolute path"),
                       NULL);
    if (rc == RC_OK) rc = office_backup(o, dir, &f);
    if (rc != RC_OK) door_reply_fault(r, &f);
}

Yc__Reply *office_answer(struct office *o, const struct office_caller *who, const Yc__Request *q)
{
    const char *name = TEXT(q->name);
    const struct act *a = act_find(name);
    const struct query *query = a ? NULL : query_find(name);

    if (a) return answer_act(o, who, a, q);
    Yc__Reply *r = door_reply_new(q);
    if (strcmp(name, "backup") == 0) {
        answer_backup(o, who, q, r);
    } else if (query) {
        query_answer(o, who, query, q, &r);
    } else {
        struct fault f;
        fault_set(&f, RC_REFUSED, "unknown", N_("there is no act or query '{1}'"), name, NULL);
        door_reply_fault(r, &f);
    }
    return r;
}
