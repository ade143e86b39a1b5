#include "office/session.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "office/priv.h"
#include "office/tables.h"

struct session {
    struct session_facts is;
    instant_t active;
};

struct sessions {
    pthread_mutex_t lock;
    struct session *list;
    size_t n, room;
};

struct sessions *sessions_new(void)
{
    struct sessions *all = mem_alloc(sizeof *all);

    pthread_mutex_init(&all->lock, NULL);
    return all;
}

void sessions_free(struct sessions *all)
{
    if (!all) return;
    pthread_mutex_destroy(&all->lock);
    free(all->list);
    free(all);
}

/* --- What is known of a person --- */

void session_facts(struct session_facts *out, const Yc__Person *p)
{
    *out = (struct session_facts){.version = p->version,
                                  .pin = p->has_pin,
                                  .locked = p->locked,
                                  .since = p->since,
                                  .signed_in = p->signed_in,
                                  .seen = p->pin_seen};
    snprintf(out->person, sizeof out->person, "%s", TEXT(p->key));
    snprintf(out->desk, sizeof out->desk, "%s", TEXT(p->desk));
    if (p->has_session && p->session.len == sizeof out->hash)
        memcpy(out->hash, p->session.data, out->nhash = sizeof out->hash);
}

static struct session *find(struct sessions *all, const char *person)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->list[i].is.person, person) == 0) return &all->list[i];
    return NULL;
}

static struct session *find_or_add(struct sessions *all, const char *person)
{
    struct session *s = find(all, person);

    if (s) return s;
    if (all->n == all->room) {
        all->room = all->room ? all->room * 2 : 64;
        all->list = mem_resize(all->list, all->room * sizeof *all->list);
    }
    all->list[all->n] = (struct session){.active = INSTANT_NONE};
    return &all->list[all->n++];
}

void session_note(struct office *o, const struct session_facts *facts, instant_t active)
{
    struct sessions *all = o->sessions;

    pthread_mutex_lock(&all->lock);
    struct session *s = find_or_add(all, facts->person);
    if (facts->version > s->is.version) s->is = *facts;
    if (active != INSTANT_NONE) s->active = active;
    pthread_mutex_unlock(&all->lock);
}

/* --- Whether it allows what is asked --- */

static bool known_by(const struct session *s, const char *hex)
{
    unsigned char token[SESSION_BYTES], hash[SHA256_DIGEST_LENGTH];
    unsigned byte;

    if (!s->is.nhash || strlen(hex) != SESSION_HEX - 1) return false;
    for (int i = 0; i < SESSION_BYTES; i++) {
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) return false;
        token[i] = (unsigned char)byte;
    }
    SHA256(token, sizeof token, hash);
    return CRYPTO_memcmp(hash, s->is.hash, sizeof hash) == 0;
}

static enum rc taken_over(struct office *o, const struct session *s, struct fault *f)
{
    size_t n;
    const struct desk *d = catalog_desks(office_current(o)->catalog, &n);
    const char *desk = s->is.desk;
    char at[INSTANT_TEXT];

    for (size_t i = 0; i < n; i++)
        if (strcmp(d[i].key, s->is.desk) == 0) desk = d[i].name;
    return fault_set(f, RC_REFUSED, "taken",
                     N_("'{1}' signed in elsewhere at {2} (desk: {3}): this session has ended"),
                     s->is.person, instant_text(s->is.signed_in, at), *desk ? desk : "-", NULL);
}

/* There is one, it is his, it is not over. */
static enum rc holds(struct office *o, const struct session *s, const struct session_asks *a,
                     int most_minutes, struct fault *f)
{
    const char *hex = TEXT(a->q->session);

    if (*hex && s && s->is.since && !known_by(s, hex)) return taken_over(o, s, f);
    if (!s || !s->is.since || (!*hex && office_account(o, a->caller) != a->person))
        return fault_set(f, RC_REFUSED, "sign-in", N_("sign in first"), NULL);
    if (a->now >= s->is.since + (instant_t)most_minutes * 60)
        return fault_set(f, RC_REFUSED, "sign-in",
                         N_("this session has lasted its longest time: sign in again"), NULL);
    return RC_OK;
}

static bool is_locked(const struct session *s, int minutes, instant_t now)
{
    return s->is.locked ||
           (minutes && s->active != INSTANT_NONE && now > s->active + (instant_t)minutes * 60);
}

static enum rc fresh_enough(const struct session *s, const struct identity *id, instant_t now,
                            struct fault *f)
{
    if (!s || !s->is.pin) {
        if (id->pin == PIN_OPTIONAL) return RC_OK;
        return fault_set(f, RC_REFUSED, "no-pin", N_("this act wants a PIN, and you have none"),
                         NULL);
    }
    if (s->is.seen && now <= s->is.seen + (instant_t)id->fresh_minutes * 60) return RC_OK;
    return fault_set(f, RC_REFUSED, "reauth", N_("type your PIN for this act"), NULL);
}

static enum rc judge(struct office *o, const struct session *s, const struct session_asks *a,
                     struct fault *f)
{
    const struct catalog *c = office_current(o)->catalog;
    const struct hall *h = catalog_hall(c);
    const struct permission *p = a->act ? catalog_permission(c, a->act->name) : NULL;
    enum act_session wants = a->act ? a->act->session : IN_SESSION;
    enum rc rc = RC_OK;

    if (wants == IN_NO_SESSION) return RC_OK;
    if ((s && s->is.pin) || h->identity.pin == PIN_REQUIRED) {
        rc = holds(o, s, a, h->identity.session_minutes, f);
        if (rc == RC_OK && wants == IN_SESSION && is_locked(s, h->lock_minutes, a->now))
            rc = fault_set(f, RC_REFUSED, "locked", N_("locked: type your PIN"), NULL);
    }
    if (rc == RC_OK && p && p->reauth) rc = fresh_enough(s, &h->identity, a->now, f);
    return rc;
}

enum rc session_check(struct office *o, const struct session_asks *a, struct fault *f)
{
    struct sessions *all = o->sessions;
    bool there = a->act ? a->act->session == IN_SESSION : !*door_request_get(a->q, "unattended");

    pthread_mutex_lock(&all->lock);
    struct session *s = find(all, a->person->key);
    enum rc rc = judge(o, s, a, f);
    if (rc == RC_OK && s && there && a->now > s->active) s->active = a->now;
    pthread_mutex_unlock(&all->lock);
    return rc;
}

enum rc session_begin(struct deed *d, char hex[SESSION_HEX], struct fault *f)
{
    unsigned char token[SESSION_BYTES];

    if (getrandom(token, sizeof token, 0) != sizeof token)
        return fault_set(f, RC_FATAL, "pin", N_("the system gives no random numbers"), NULL);
    for (int i = 0; i < SESSION_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", token[i]);
    d->self->session.data = arena_alloc(d->arena, SHA256_DIGEST_LENGTH);
    d->self->session.len = SHA256_DIGEST_LENGTH;
    d->self->has_session = true;
    SHA256(token, sizeof token, d->self->session.data);
    SET(d->self, since, d->now);
    SET(d->self, signed_in, d->now);
    SET(d->self, locked, false);
    return RC_OK;
}

/* --- PINs --- */

struct looking {
    const char *person;
    struct pin_tried *out;
};

static enum rc look(struct txn *t, void *arg, struct fault *f)
{
    struct looking *l = arg;
    struct buf key = {0}, val = {0};
    struct arena a = {0};
    bool found = false;

    key_person(&key, l->person);
    enum rc rc = store_get(t, T_PERSON, key.data, key.len, &val, &found, f);
    const Yc__Person *p =
        rc == RC_OK && found ? record_unpack(&a, &yc__person__descriptor, val.data, val.len) : NULL;
    if (p && p->has_pin && p->pin.len == PIN_SEALED) {
        l->out->had = true;
        memcpy(l->out->kept, p->pin.data, PIN_SEALED);
    }
    arena_free(&a);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

enum rc pin_try(struct office *o, const char *person, const struct act *a, const Yc__Request *q,
                struct pin_tried *out, struct fault *f)
{
    const char *pin = a->pin ? door_request_get(q, a->pin) : "",
               *fresh = a->new_pin ? door_request_get(q, a->new_pin) : "";
    struct looking l = {person, out};
    struct fault why;

    *out = (struct pin_tried){0};
    enum rc rc = person && (*pin || *fresh) ? store_view(o->store, look, &l, f) : RC_OK;
    const unsigned char *kept = out->had ? out->kept : NULL;
    if (rc == RC_OK && *pin)
        rc = pin_right(o->home, pin, kept, kept ? PIN_SEALED : 0, &out->right, f);
    if (rc == RC_OK && *fresh && pin_allowed(fresh, &why) == RC_OK)
        rc = pin_seal(o->home, fresh, kept, out->made, f);
    return rc;
}
