#include "office/privacy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/personal.h"
#include "office/refusal.h"
#include "office/tables.h"

/* --- Whose work it is --- */

struct meeting {
    struct asking *a;
    const char *post, *act;
    bool yes;
};

static bool is_post(void *arg, const struct held_post *h)
{
    struct meeting *t = arg;

    t->yes = strcmp(h->post, t->post) == 0;
    return !t->yes;
}

static bool holds_post(struct asking *a, const char *post)
{
    struct meeting t = {a, post, "", false};

    permit_each_post(a->o, a->catalog, a->person, a->now, is_post, &t);
    return t.yes;
}

static const Yc__Party *applicant(const Yc__Matter *m)
{
    return matter_party(m, "applicant");
}

static bool names_applicant(struct asking *a, const Yc__Matter *m)
{
    const char *of = asking_param(a, "of");
    const Yc__Party *p = applicant(m);

    return *of && p && strcmp(of, TEXT(p->id_no)) == 0 &&
           permit_asks(a->o, a->catalog, a->person, a->now, "register");
}

bool privacy_clear(struct asking *a, const Yc__Matter *m, const struct item *it)
{
    struct deed look = {
        .office = a->o, .catalog = a->catalog, .item = it, .now = a->now, .desk = TEXT(a->q->desk)};

    if (!a->person) return a->caller->system;
    for (size_t i = 0; i < m->n_steps; i++)
        if (permit_works_on(&look, a->person, m->steps[i])) return true;
    bool intake = m->phase == YC__PHASE__PHASE_REVIEW || m->phase == YC__PHASE__PHASE_CORRECTING;
    if (intake && holds_post(a, TEXT(m->registered_post))) return true;
    return names_applicant(a, m);
}

/* --- What is masked --- */

struct secret {
    const char *clear, *masked;
};

struct secrets {
    struct arena *arena;
    struct secret *s;
    size_t n, cap;
};

static void add(struct secrets *all, const char *clear, const char *masked)
{
    enum { LEAST = 2 }; /* bytes: a lone letter stands everywhere */

    if (strlen(clear) <= LEAST || strcmp(clear, masked) == 0) return;
    if (all->n == all->cap) {
        size_t cap = all->cap ? all->cap * 2 : 16;
        struct secret *more = arena_alloc(all->arena, cap * sizeof *more);
        if (all->n) memcpy(more, all->s, all->n * sizeof *more);
        all->s = more;
        all->cap = cap;
    }
    all->s[all->n++] = (struct secret){clear, masked};
}

static void add_text(void *arg, const struct field *fd, const char *text)
{
    struct secrets *all = arg;
    struct buf b = {0};

    personal_mask(fd, text, &b);
    add(all, arena_strdup(all->arena, text), arena_strdup(all->arena, buf_str(&b)));
    buf_free(&b);
}

static void add_masked(struct secrets *all, const char *clear,
                       void (*mask)(const char *s, struct buf *out))
{
    struct buf b = {0};

    if (!*TEXT(clear)) return;
    mask(clear, &b);
    add(all, arena_strdup(all->arena, clear), arena_strdup(all->arena, buf_str(&b)));
    buf_free(&b);
}

static int longest_first(const void *a, const void *b)
{
    const struct secret *x = a, *y = b;
    size_t nx = strlen(x->clear), ny = strlen(y->clear);

    return nx != ny ? (nx > ny ? -1 : 1) : strcmp(x->clear, y->clear);
}

static bool is_person(const Yc__Party *p)
{
    return strcmp(TEXT(p->kind), "org") != 0;
}

static struct secrets secrets_of(struct arena *arena, const Yc__Matter *m, const struct item *it)
{
    struct secrets all = {.arena = arena};

    for (size_t i = 0; i < m->n_parties; i++) {
        const Yc__Party *p = m->parties[i];
        if (is_person(p)) add_masked(&all, p->name, personal_mask_name);
        if (is_person(p)) add_masked(&all, p->id_no, personal_mask_id);
        add_masked(&all, p->phone, personal_mask_id);
    }
    add_masked(&all, m->delivered_to, personal_mask_name);
    for (size_t i = 0; it && i < m->n_values; i++) {
        const struct field *fd = item_field(it, m->values[i]->key);
        if (fd) personal_each(fd, TEXT(m->values[i]->value), add_text, &all);
    }
    if (all.n > 1) qsort(all.s, all.n, sizeof *all.s, longest_first);
    return all;
}

/* The longest secret that begins here; NULL none. */
static const struct secret *at(const struct secrets *all, const char *s)
{
    for (size_t i = 0; i < all->n; i++)
        if (strncmp(s, all->s[i].clear, strlen(all->s[i].clear)) == 0) return &all->s[i];
    return NULL;
}

static const char *masked(const struct secrets *all, const char *s)
{
    struct buf b = {0};
    bool any = false;

    for (const char *p = s; *p;) {
        const struct secret *x = at(all, p);
        any |= x != NULL;
        if (x)
            buf_adds(&b, x->masked);
        else
            buf_addc(&b, *p);
        p += x ? strlen(x->clear) : 1;
    }
    const char *out = any ? arena_strdup(all->arena, buf_str(&b)) : s;
    buf_free(&b);
    return out;
}

static bool is_number(const char *name)
{
    static const char *const left[] = {"key", "number", "item", "cert_no", "query_code"};

    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (strcmp(left[i], name) == 0) return true;
    return false;
}

/* Every text below a record, by reflection: a field added later is masked too. */
static void mask_record(const struct secrets *all, ProtobufCMessage *m)
{
    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        void *p = (char *)m + f->offset;
        if (f->type == PROTOBUF_C_TYPE_MESSAGE && f->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t n = *(size_t *)(void *)((char *)m + f->quantifier_offset);
            for (size_t k = 0; k < n; k++)
                mask_record(all, (*(ProtobufCMessage ***)p)[k]);
        } else if (f->type == PROTOBUF_C_TYPE_STRING && *(char **)p && !is_number(f->name)) {
            *(char **)p = (char *)(uintptr_t)masked(all, *(char **)p);
        }
    }
}

static void mask_value(struct arena *arena, const struct item *it, Yc__Value *v)
{
    const struct field *fd = it ? item_field(it, v->key) : NULL;
    struct buf b = {0};

    if (!fd || !field_masked(fd)) return;
    personal_mask(fd, TEXT(v->value), &b);
    v->value = arena_strdup(arena, buf_str(&b));
    buf_free(&b);
}

void privacy_mask_matter(struct asking *a, Yc__Matter *m, const struct item *it)
{
    struct secrets all = secrets_of(a->arena, m, it);

    mask_record(&all, &m->base);
    /* What is too short to look for in other texts, and tables. */
    for (size_t i = 0; i < m->n_values; i++) {
        const struct field *fd = it ? item_field(it, m->values[i]->key) : NULL;
        if (fd && fd->type != FIELD_TABLE && strchr(TEXT(m->values[i]->value), '*')) continue;
        mask_value(a->arena, it, m->values[i]);
    }
}

const char *privacy_mask_text(struct asking *a, const Yc__Matter *m, const struct item *it,
                              const char *s)
{
    struct secrets all = secrets_of(a->arena, m, it);

    return masked(&all, s);
}

const char *privacy_applicant(struct asking *a, const Yc__Matter *m, const struct item *it)
{
    const Yc__Party *p = applicant(m);
    struct buf b = {0};

    if (!p || !*TEXT(p->name)) return "";
    if (!is_person(p) || privacy_clear(a, m, it)) return p->name;
    personal_mask_name(p->name, &b);
    const char *name = arena_strdup(a->arena, buf_str(&b));
    buf_free(&b);
    return name;
}

bool privacy_is_mask_of(const struct field *fd, const char *typed, const char *kept)
{
    struct buf b = {0};

    personal_mask(fd, kept, &b);
    bool yes = *kept && field_masked(fd) && strcmp(buf_str(&b), typed) == 0;
    buf_free(&b);
    return yes;
}

/* --- Taking data out --- */

enum rc privacy_purpose(struct asking *a, struct fault *f)
{
    enum { OPEN_SECONDS = 3600 };
    struct buf key = {0}, val = {0};
    bool found = false;
    const Yc__Person *p = NULL;

    if (!a->person) return RC_OK;
    key_person(&key, a->person->key);
    enum rc rc = store_get(a->txn, T_PERSON, key.data, key.len, &val, &found, f);
    if (rc == RC_OK && found)
        p = record_unpack(a->arena, &yc__person__descriptor, val.data, val.len);
    if (rc == RC_OK && !(p && p->has_export_at && a->now - p->export_at < OPEN_SECONDS))
        rc = fault_set(f, RC_REFUSED, "export", N_("say first what it is for: act 'export'"), NULL);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

/* --- How much one person looks at --- */

void privacy_listed(struct asking *a, const Yc__Matter *m)
{
    unsigned most = (unsigned)catalog_hall(a->catalog)->privacy.list_day;
    char count[16];

    if (!a->person || !refusal_listed(a->o, a->person->key, a->today, m->id, most)) return;
    snprintf(count, sizeof count, "%u", most);
    refusal_tell(a->o, a->person->key, "", "list-limit",
                 N_("more than {1} matters of others looked at in one day"), count);
}

void privacy_watch(struct office *o, const Yc__Person *p, instant_t now)
{
    enum { HOUR = 3600 };
    int most = catalog_hall(office_current(o)->catalog)->privacy.unmask_hour, n = 0;
    char count[16];

    for (size_t i = 0; i < p->n_unmaskings; i++)
        n += now - p->unmaskings[i]->at < HOUR;
    if (n != most + 1) return;
    snprintf(count, sizeof count, "%d", most);
    refusal_tell(o, p->key, "", "unmask-limit", N_("more than {1} fields unmasked within an hour"),
                 count);
}
