/* Looking behind a mask, and taking data out: each an event in the stream of who did it, with the
 * reason. */
#include <stdlib.h>
#include <string.h>

#include "domain/ids.h"
#include "domain/personal.h"
#include "office/act.h"
#include "office/priv.h"
#include "office/query.h"
#include "office/tables.h"
#include "store/scan.h"

enum { UNMASKINGS_KEPT = 60 };

static enum rc read_matter(struct deed *d, struct fault *f)
{
    struct buf key = {0}, val = {0};
    uint64_t id = 0;
    bool found = false;
    enum rc rc = RC_OK;

    if (ids_number_parse(TEXT(d->q->number), &id)) {
        key_matter(&key, id);
        rc = store_get(d->txn, T_MATTER, key.data, key.len, &val, &found, f);
    }
    if (rc == RC_OK && found)
        d->m = record_unpack(d->arena, &yc__matter__descriptor, val.data, val.len);
    if (rc == RC_OK && !d->m)
        rc = fault_set(f, RC_REFUSED, "number", N_("there is no matter {1}"), TEXT(d->q->number),
                       NULL);
    const struct edition *e = d->m ? office_edition(d->office, d->txn, d->m->item_version) : NULL;
    d->item = e ? catalog_item(e->catalog, TEXT(d->m->item)) : NULL;
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static Yc__Unmasking *place(struct deed *d)
{
    Yc__Person *p = d->self;
    Yc__Unmasking *oldest = NULL;

    if (p->n_unmaskings < UNMASKINGS_KEPT) {
        oldest = record_add(d->arena, &p->n_unmaskings, &p->unmaskings, &yc__unmasking__descriptor);
        oldest->key = deed_print(d, "u%zu", p->n_unmaskings);
        return oldest;
    }
    for (size_t i = 0; i < p->n_unmaskings; i++)
        if (!oldest || p->unmaskings[i]->at < oldest->at) oldest = p->unmaskings[i];
    return oldest;
}

static enum rc unmask(struct deed *d, struct fault *f)
{
    const char *key = deed_param(d, "field");
    enum rc rc = read_matter(d, f);

    if (rc != RC_OK) return rc;
    const struct field *fd = d->item ? item_field(d->item, key) : NULL;
    if (!fd || !field_masked(fd) || !*deed_value(d, key))
        return fault_set(f, RC_REFUSED, "field", N_("nothing is masked under '{1}' here"), key,
                         NULL);
    Yc__Unmasking *u = place(d);
    SET(u, at, d->now);
    u->number = arena_strdup(d->arena, d->m->number);
    u->field = arena_strdup(d->arena, key);
    u->why = arena_strdup(d->arena, deed_param(d, "reason"));
    d->event->note = u->why;
    door_reply_with(d->reply, "value", deed_value(d, key));
    door_reply_with(d->reply, "label", fd->label);
    return RC_OK;
}

/* Opens the journal for an hour; the purpose stands at the head of what is taken out. */
static enum rc export_act(struct deed *d, struct fault *f)
{
    char at[INSTANT_TEXT];

    (void)f;
    SET(d->self, export_at, d->now);
    d->self->export_why = arena_strdup(d->arena, deed_param(d, "why"));
    d->event->note = d->self->export_why;
    door_reply_with(d->reply, "by", d->person->key);
    door_reply_with(d->reply, "name", d->person->name);
    door_reply_with(d->reply, "at", instant_text(d->now, at));
    door_reply_with(d->reply, "hall", catalog_hall(d->catalog)->name);
    return RC_OK;
}

static const struct param unmask_params[] = {
    {"field", PARAM_KEY, true, N_("key of the form's field")},
    {"reason", PARAM_TEXT, true, N_("why you need it")},
};
static const struct param export_params[] = {
    {"what", PARAM_TEXT, true, N_("what is taken out: journal, report NAME")},
    {"why", PARAM_TEXT, true, N_("what it is for")},
};
#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_privacy[] = {
    {"unmask", N_("Unmask"), N_("see one masked field of a matter, with the reason on record"),
     ON_PERSON, PH_ANY, .watches = true, PARAMS(unmask_params), .run = unmask},
    {"export", N_("Export"), N_("say what data is taken out for; the journal opens for an hour"),
     ON_PERSON, PH_ANY, .watches = true, PARAMS(export_params), .run = export_act},
    {.name = NULL},
};

/* --- Who has looked --- */

struct looking {
    struct asking *a;
    const char *number; /* "" any */
};

static bool person_row(void *arg, const struct store_row *row)
{
    struct looking *l = arg;
    struct arena scratch = {0};
    const Yc__Person *p = record_unpack(&scratch, &yc__person__descriptor, row->rec, row->nrec);
    const struct person *who = p ? catalog_person(l->a->catalog, TEXT(p->key)) : NULL;
    char at[INSTANT_TEXT];

    for (size_t i = 0; p && i < p->n_unmaskings; i++) {
        const Yc__Unmasking *u = p->unmaskings[i];
        if (*l->number && strcmp(l->number, TEXT(u->number)) != 0) continue;
        const char *cells[] = {instant_text(u->at, at), who ? who->name : TEXT(p->key),
                               TEXT(u->number), TEXT(u->field), TEXT(u->why)};
        door_reply_row(l->a->reply, cells, sizeof cells / sizeof *cells);
    }
    arena_free(&scratch);
    return l->a->reply->n_row < asking_limit(l->a, 200, 400);
}

static enum rc unmaskings(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"at", "person", "number", "field", "why"};
    struct looking l = {a, TEXT(a->q->number)};

    door_reply_columns(a->reply, cols, sizeof cols / sizeof *cols);
    return store_scan(a->txn, T_PERSON, STORE_RECORDS, &(struct store_range){0}, person_row, &l, f);
}

const struct query queries_privacy[] = {
    {"unmaskings", N_("the newest unmaskings of everybody, or of a matter"), unmaskings},
    {.name = NULL},
};
