#include "office/content.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form.h"
#include "office/privacy.h"

enum rc content_each(struct deed *d, const char *list, content_key *visit, void *arg,
                     struct fault *f)
{
    while (*list) {
        size_t n = strcspn(list, ",");
        const char *from = list, *to = list + n;
        list += n + (list[n] == ',');
        while (from < to && *from == ' ')
            from++;
        while (to > from && to[-1] == ' ')
            to--;
        if (from == to) continue;
        enum rc rc = visit(d, arena_strndup(d->arena, from, (size_t)(to - from)), arg, f);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

/* --- Form --- */

static enum rc take_field(struct deed *d, const char *key, const char *typed, struct fault *f)
{
    const struct field *fd = item_field(d->item, key);
    struct buf canon = {0};
    struct fault why;
    enum rc rc = RC_OK;

    if (!fd)
        return fault_set(f, RC_REFUSED, "field", N_("the form of {1} has no field '{2}'"),
                         d->item->name, key, NULL);
    if (privacy_is_mask_of(fd, typed, deed_value(d, key))) return RC_OK;
    if (form_canonical(fd, typed, &canon, &why) == RC_OK) {
        deed_set_value(d, key, buf_str(&canon));
    } else {
        char inner[FAULT_ARG_MAX];
        rc = fault_set(f, RC_REFUSED, "field", N_("{1}: {2}"), fd->label, fault_nested(&why, inner),
                       NULL);
    }
    buf_free(&canon);
    return rc;
}

static enum rc compute_field(struct deed *d, const struct field *fd, struct fault *f)
{
    struct expr_env env = deed_env(d);
    struct buf canon = {0};
    enum rc rc = form_computed(fd, &env, &canon, f);

    if (rc == RC_OK && canon.len) deed_set_value(d, fd->key, buf_str(&canon));
    buf_free(&canon);
    return rc;
}

enum rc content_take_form(struct deed *d, struct fault *f)
{
    int bad = 0;
    struct fault other;

    for (size_t i = 0; i < d->q->n_with; i++) {
        const Yc__Pair *p = d->q->with[i];
        if (strncmp(p->key, "form.", 5) != 0) continue;
        enum rc rc = take_field(d, p->key + 5, p->value, bad ? &other : f);
        if (rc == RC_REFUSED)
            bad++;
        else if (rc != RC_OK)
            return rc;
    }
    if (bad) return RC_REFUSED;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < d->item->nfields && rc == RC_OK; i++)
        if (d->item->fields[i].computed_x) rc = compute_field(d, &d->item->fields[i], f);
    content_parties(d);
    return rc;
}

/* Which fields of the common sets name whom. */
static const struct {
    const char *party, *kind, *name, *id_no, *phone;
} party_fields[] = {
    {"applicant", "person", "name", "id_no", "phone"},
    {"applicant", "org", "org_name", "uscc", "contact_phone"},
    {"agent", "person", "agent_name", "agent_id", ""},
    {"legal_rep", "person", "legal_rep", "legal_rep_id", ""},
};

static Yc__Party *party_of(struct deed *d, const char *key)
{
    for (size_t i = 0; i < d->m->n_parties; i++)
        if (strcmp(d->m->parties[i]->key, key) == 0) return d->m->parties[i];
    Yc__Party *p = record_add(d->arena, &d->m->n_parties, &d->m->parties, &yc__party__descriptor);
    p->key = arena_strdup(d->arena, key);
    return p;
}

void content_parties(struct deed *d)
{
    for (size_t i = 0; i < sizeof party_fields / sizeof *party_fields; i++) {
        const char *name = deed_value(d, party_fields[i].name);
        if (!*name) continue;
        Yc__Party *p = party_of(d, party_fields[i].party);
        p->kind = (char *)(uintptr_t)party_fields[i].kind;
        p->name = arena_strdup(d->arena, name);
        const char *id = deed_value(d, party_fields[i].id_no);
        if (!*id && strcmp(party_fields[i].id_no, "id_no") == 0) id = deed_value(d, "other_no");
        p->id_no = arena_strdup(d->arena, id);
        if (*party_fields[i].phone)
            p->phone = arena_strdup(d->arena, deed_value(d, party_fields[i].phone));
    }
}

struct first_bad {
    struct deed *d;
    struct fault *f;
    int bad;
    char first[FAULT_ARG_MAX];
};

static void note_bad(void *arg, const struct field *fd, bool warn, const struct fault *what)
{
    struct first_bad *b = arg;

    (void)fd;
    if (!warn && b->bad++ == 0) fault_nested(what, b->first);
}

enum rc content_check(struct deed *d, enum field_need need, struct fault *f)
{
    struct first_bad b = {.d = d, .f = f};
    struct expr_env env = deed_env(d);
    char more[16];

    form_check(d->item, &env, need, note_bad, &b);
    if (!b.bad) return RC_OK;
    snprintf(more, sizeof more, "%d", b.bad);
    return fault_set(f, RC_REFUSED, "field", N_("the form has {1} fault(s); the first: {2}"), more,
                     b.first, NULL);
}

/* --- Materials --- */

bool content_needs(const struct deed *d, const struct material *mt)
{
    if (mt->held_outside) return false;
    if (!mt->when_x) return mt->required;
    struct expr_env env = deed_env(d);
    return expr_holds(mt->when_x, &env);
}

bool content_has(const struct deed *d, const char *material)
{
    const Yc__Material *m = matter_material(d->m, material);
    const char *s = m ? TEXT(m->state) : "";

    return strcmp(s, "received") == 0 || strcmp(s, "shared") == 0 || strcmp(s, "promised") == 0 ||
           strcmp(s, "tolerated") == 0;
}

void content_set_material(struct deed *d, const char *material, const char *state)
{
    Yc__Material *m = matter_material(d->m, material);

    if (!m) {
        m = record_add(d->arena, &d->m->n_materials, &d->m->materials, &yc__material__descriptor);
        m->key = arena_strdup(d->arena, material);
    }
    m->state = (char *)(uintptr_t)state;
    SET(m, at, d->now);
    m->by = arena_strdup(d->arena, d->actor);
}

static enum rc take_material(struct deed *d, const char *key, void *arg, struct fault *f)
{
    const char *state = arg;
    const struct material *mt = item_material(d->item, key);

    /* M-A5: material outside the published list can be neither asked for nor taken. */
    if (!mt)
        return fault_set(f, RC_REFUSED, "material", N_("{1} asks for no material '{2}'"),
                         d->item->name, key, NULL);
    if (strcmp(state, "shared") == 0 && !*mt->shared)
        return fault_set(f, RC_REFUSED, "material",
                         N_("'{1}' cannot be had from a shared source: take the paper"), mt->name,
                         NULL);
    if (strcmp(state, "promised") == 0 && !mt->promise)
        return fault_set(f, RC_REFUSED, "material", N_("'{1}' may not be replaced by a promise"),
                         mt->name, NULL);
    content_set_material(d, key, state);
    return RC_OK;
}

enum rc content_take_materials(struct deed *d, struct fault *f)
{
    static const char *const lists[][2] = {
        {"materials", "received"}, {"shared", "shared"}, {"promised", "promised"}};

    for (size_t i = 0; i < 3; i++) {
        enum rc rc = content_each(d, deed_param(d, lists[i][0]), take_material,
                                  (void *)(uintptr_t)lists[i][1], f);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}
