#include "office/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/ids.h"
#include "office/act.h"
#include "office/clocks.h"
#include "office/publish.h"
#include "office/tables.h"
#include "store/upkeep.h"

static const struct query *const lists[] = {
    queries_hall,  queries_lists, queries_matter,   queries_watch,  queries_report,
    queries_files, queries_split, queries_calendar, queries_ledger, queries_seal};

const struct query *query_find(const char *name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct query *q = lists[i]; q->name; q++)
            if (strcmp(q->name, name) == 0) return q;
    return NULL;
}

struct view {
    struct asking *a;
    const struct query *query;
};

static enum rc run_view(struct txn *t, void *arg, struct fault *f)
{
    struct view *v = arg;

    v->a->txn = t;
    return v->query->run(v->a, f);
}

void query_answer(struct office *o, const struct office_caller *who, const struct query *query,
                  const Yc__Request *q, Yc__Reply **reply)
{
    struct arena arena = {0};
    struct fault f = {0};
    struct asking a = {.o = o,
                       .arena = &arena,
                       .q = q,
                       .caller = who,
                       .edition = office_current(o),
                       .reply = *reply};
    struct view v = {&a, query};

    a.catalog = a.edition->catalog;
    a.calendar = catalog_calendar(a.catalog);
    a.now = office_now(o);
    a.today = day_of_instant(a.now);
    /* Who nobody is may still see whom he can be: the sign-in screen. */
    enum rc rc =
        *TEXT(q->as) || who->system ? office_identify(o, who, q->as, &a.person, &f) : RC_OK;
    if (rc == RC_OK) rc = store_view(o->store, run_view, &v, &f);
    if (rc != RC_OK) {
        door_reply_free(*reply);
        *reply = door_reply_new(q);
        door_reply_fault(*reply, &f);
    }
    arena_free(&arena);
}

/* --- Shared by all queries --- */

const char *asking_param(const struct asking *a, const char *key)
{
    return door_request_get(a->q, key);
}

unsigned asking_limit(const struct asking *a, unsigned otherwise, unsigned most)
{
    unsigned n = a->q->has_limit && a->q->limit ? a->q->limit : otherwise;

    return n < most ? n : most;
}

enum rc asking_days(const struct asking *a, day_t *from, day_t *to, struct fault *f)
{
    const char *t = asking_param(a, "to"), *s = asking_param(a, "from");

    *to = a->today;
    if (*t && !day_parse(t, to))
        return fault_set(f, RC_REFUSED, "date", N_("'{1}' is not a date"), t, NULL);
    *from = *to;
    if (*s && !day_parse(s, from))
        return fault_set(f, RC_REFUSED, "date", N_("'{1}' is not a date"), s, NULL);
    if (*from > *to)
        return fault_set(f, RC_REFUSED, "date", N_("the span ends before it begins"), NULL);
    return RC_OK;
}

enum rc asking_matter_id(struct asking *a, uint64_t id, Yc__Matter **out, struct fault *f)
{
    struct buf key = {0}, val = {0};
    bool found = false;

    *out = NULL;
    key_matter(&key, id);
    enum rc rc = store_get(a->txn, T_MATTER, key.data, key.len, &val, &found, f);
    if (rc == RC_OK && found) {
        *out = record_unpack(a->arena, &yc__matter__descriptor, val.data, val.len);
        if (!*out)
            rc = fault_set(f, RC_FATAL, "record", N_("the record of matter {1} cannot be read"), "",
                           NULL);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

enum rc asking_matter(struct asking *a, Yc__Matter **out, struct fault *f)
{
    uint64_t id;

    if (!ids_number_parse(TEXT(a->q->number), &id))
        return fault_set(f, RC_REFUSED, "number",
                         N_("'{1}' is not a matter number: its check digit does not fit"),
                         TEXT(a->q->number), NULL);
    enum rc rc = asking_matter_id(a, id, out, f);
    if (rc == RC_OK && !*out)
        rc = fault_set(f, RC_REFUSED, "number", N_("there is no matter {1}"), a->q->number, NULL);
    return rc;
}

const struct item *asking_item(struct asking *a, const Yc__Matter *m)
{
    const struct edition *e = office_edition(a->o, a->txn, m->item_version);

    return e ? catalog_item(e->catalog, TEXT(m->item)) : NULL;
}

const char *lamp_name(enum lamp l)
{
    static const char *const names[] = {"green", "yellow", "red", "blue", "white"};

    return names[l];
}

/* Worst first.  A matter that stands is shown standing though a step of it runs; at that step its
 * own clock is what counts. */
static int rank(enum lamp l, bool at_step)
{
    static const int ranks[] = {
        [LAMP_RED] = 4, [LAMP_YELLOW] = 3, [LAMP_BLUE] = 2, [LAMP_GREEN] = 1, [LAMP_WHITE] = 0};

    return at_step && l == LAMP_BLUE ? 0 : ranks[l];
}

enum lamp asking_lamp(const struct asking *a, const Yc__Matter *m, const Yc__StepRun *run,
                      int *left, const Yc__Clock **worst)
{
    bool at_step = run != NULL;
    enum lamp lamp = m->suspended ? LAMP_BLUE : LAMP_WHITE;

    *left = 0;
    *worst = NULL;
    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        int l;
        if (run && *TEXT(c->step_run) && strcmp(c->step_run, run->key) != 0) continue;
        enum lamp got = clocks_lamp(a->calendar, c, a->today, a->now, &l);
        bool worse = rank(got, at_step) > rank(lamp, at_step) ||
                     (got == lamp && *worst && c->due_at < (*worst)->due_at);
        if (got == LAMP_WHITE || (*worst && !worse) || rank(got, at_step) < rank(lamp, at_step))
            continue;
        lamp = got;
        *left = l;
        *worst = c;
    }
    return lamp;
}

static const char *const columns[] = {
    "lamp",   "left",  "number",  "item",   "item_name", "applicant", "step",  "step_name",  "run",
    "holder", "phase", "outcome", "due_at", "version",   "dept",      "clock", "provisional"};
enum { COLUMNS_N = sizeof columns / sizeof *columns };

void list_begin(struct asking *a)
{
    door_reply_columns(a->reply, columns, COLUMNS_N);
}

static const char *enum_name(const ProtobufCEnumDescriptor *e, int value, const char *prefix)
{
    const ProtobufCEnumValue *v = protobuf_c_enum_descriptor_get_value(e, value);

    return v ? v->name + strlen(prefix) : "";
}

void list_row(struct asking *a, const Yc__Matter *m, const Yc__StepRun *run)
{
    const struct item *it = asking_item(a, m);
    const struct step *st = it && run ? item_step(it, TEXT(run->step)) : NULL;
    const struct person *holder =
        run && *TEXT(run->holder) ? catalog_person(a->catalog, run->holder) : NULL;
    char left_text[16], due[INSTANT_TEXT] = "", version[24];
    const Yc__Clock *worst;
    int left;
    enum lamp lamp = asking_lamp(a, m, run, &left, &worst);
    const char *applicant = "";

    for (size_t i = 0; i < m->n_parties; i++)
        if (strcmp(m->parties[i]->key, "applicant") == 0) applicant = TEXT(m->parties[i]->name);
    snprintf(left_text, sizeof left_text, "%d", left);
    snprintf(version, sizeof version, "%llu", (unsigned long long)m->version);
    if (worst && worst->due_at != INSTANT_NONE) instant_text(worst->due_at, due);
    const char *cells[COLUMNS_N] = {lamp_name(lamp),
                                    left_text,
                                    m->number,
                                    TEXT(m->item),
                                    it ? it->name : "",
                                    applicant,
                                    run ? TEXT(run->step) : "",
                                    st ? st->name : "",
                                    run ? run->key : "",
                                    holder ? holder->name : "",
                                    enum_name(&yc__phase__descriptor, m->phase, "PHASE_"),
                                    enum_name(&yc__outcome__descriptor, m->outcome, "OUTCOME_"),
                                    due,
                                    version,
                                    TEXT(m->dept),
                                    worst ? worst->key : "",
                                    worst && worst->provisional ? "provisional" : ""};
    door_reply_row(a->reply, cells, COLUMNS_N);
}

/* --- The hall itself --- */

static enum rc hall(struct asking *a, struct fault *f)
{
    const struct hall *h = catalog_hall(a->catalog);
    char text[32];

    (void)f;
    door_reply_with(a->reply, "name", h->name);
    door_reply_with(a->reply, "region", h->region);
    door_reply_with(a->reply, "language", h->language);
    door_reply_with(a->reply, "choose", h->choose_person ? "true" : "false");
    door_reply_with(a->reply, "sample", a->o->sample ? "true" : "false");
    door_reply_with(a->reply, "simulation", a->o->simulation ? "true" : "false");
    door_reply_with(a->reply, "night", h->night);
    door_reply_with(a->reply, "now", instant_text(a->now, text));
    snprintf(text, sizeof text, "%u", a->edition->number);
    door_reply_with(a->reply, "edition", text);
    return RC_OK;
}

/* All definition files, a message full at a time; page = how many have been sent. */
static enum rc catalog_files(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"path", "text"};
    struct catalog_files fs = {0};
    uint32_t number = 0;
    size_t from = *TEXT(a->q->page) ? strtoul(a->q->page, NULL, 10) : 0, size = 0, i;
    enum rc rc = publish_read(a->txn, &number, NULL, &fs, f);

    if (rc != RC_OK) return rc;
    door_reply_columns(a->reply, cols, 2);
    for (i = from; i < fs.n && (i == from || size + fs.file[i].len < DOOR_MESSAGE_MAX / 2); i++) {
        const char *cells[] = {fs.file[i].path, fs.file[i].text};
        door_reply_row(a->reply, cells, 2);
        size += fs.file[i].len;
    }
    if (i < fs.n) {
        char page[24];
        snprintf(page, sizeof page, "%zu", i);
        door_request_set(&a->reply->page, page);
    }
    catalog_files_free(&fs);
    return RC_OK;
}

static bool help_act(void *arg, const struct act *act)
{
    static const char *const types[] = {"text", "int", "date", "key", "list", "bool", "money"};
    struct asking *a = arg;
    const char *cells[] = {act->name, "", act->title, act->takes_form ? "form" : "", act->help};

    if (act->system_only) return true;
    door_reply_row(a->reply, cells, 5);
    for (size_t i = 0; i < act->nparams; i++) {
        const struct param *p = &act->params[i];
        const char *param[] = {act->name, p->name, p->required ? "required" : "", types[p->type],
                               p->help};
        door_reply_row(a->reply, param, 5);
    }
    return true;
}

/* Rows with an empty param are the acts; the others their parameters. */
static enum rc help(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"act", "param", "title", "type", "help"};

    (void)f;
    door_reply_columns(a->reply, cols, 5);
    act_each(help_act, a);
    return RC_OK;
}

static enum rc stat(struct asking *a, struct fault *f)
{
    struct store_stat s;
    char text[24];

    (void)f;
    struct office_clock clock = office_clock(a->o);
    store_stat(a->o->store, &s);
    const struct {
        const char *name;
        int64_t value;
    } figures[] = {
        {"commits", (int64_t)s.commits},       {"aborts", (int64_t)s.aborts},
        {"deadlocks", (int64_t)s.deadlocks},   {"log_bytes", (int64_t)s.log_bytes},
        {"cache_hits", (int64_t)s.cache_hits}, {"cache_misses", (int64_t)s.cache_misses},
        {"data_bytes", (int64_t)s.data_bytes}, {"recovery_ms", s.recovery_ms},
        {"clock_behind", clock.behind},        {"clock_jumped", clock.jumped},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        snprintf(text, sizeof text, "%lld", (long long)figures[i].value);
        door_reply_with(a->reply, figures[i].name, text);
    }
    return RC_OK;
}

const struct query queries_hall[] = {
    {"hall", N_("the hall: name, language, present"), hall},
    {"catalog", N_("the published definition files"), catalog_files},
    {"help", N_("acts and their parameters"), help},
    {"stat", N_("figures of the store"), stat},
    {.name = NULL},
};
