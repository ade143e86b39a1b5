/* People: sign in and out, absence (AB角), read notices; and publishing definitions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/act.h"
#include "office/pin.h"
#include "office/priv.h"
#include "office/publish.h"

static enum rc sign_in(struct deed *d, struct fault *f)
{
    const char *post = deed_param(d, "post");
    bool holds = !*post;

    for (size_t i = 0; d->person && i < d->person->nposts; i++)
        holds |= strcmp(d->person->posts[i], post) == 0;
    if (!holds)
        return fault_set(f, RC_REFUSED, "role", N_("you do not hold the post '{1}'"), post, NULL);
    d->self->post = arena_strdup(d->arena, *post ? post : d->person->posts[0]);
    d->self->desk = arena_strdup(d->arena, d->desk);
    SET(d->self, since, d->now);
    if (d->self->pin_failed) SET(d->self, pin_failed, 0);
    return RC_OK;
}

static enum rc sign_out(struct deed *d, struct fault *f)
{
    (void)f;
    SET(d->self, since, 0);
    return RC_OK;
}

/* A marked absent: his open tasks appear with B, both names stay on the record, no clock stops
 * (A.1). */
static enum rc absent(struct deed *d, struct fault *f)
{
    const char *who = d->self->key;

    if (!catalog_person(d->catalog, who))
        return fault_set(f, RC_REFUSED, "identity", N_("there is no person '{1}' in this hall"),
                         who, NULL);
    SET(d->self, absent, strcmp(deed_param(d, "absent"), "false") != 0);
    return RC_OK;
}

/* --- PIN --- */

enum { SEEN_SECONDS = 120 }; /* a new PIN soon after the old one was typed */

/* A right and a wrong one are both events; five wrong ones in a row, and signing in is what is
 * left. */
static enum rc check_pin(struct deed *d, struct fault *f)
{
    bool right = false;
    char left[12];

    if (!d->self->has_pin)
        return fault_set(f, RC_REFUSED, "no-pin", N_("you have set no PIN"), NULL);
    if (d->self->pin_failed >= PIN_TRIES)
        return fault_set(f, RC_REFUSED, "locked", N_("too many wrong PINs: sign in again"), NULL);
    enum rc rc = pin_right(d->office->home, deed_param(d, "pin"), d->self->pin.data,
                           d->self->pin.len, &right, f);
    if (rc != RC_OK) return rc;
    SET(d->self, pin_failed, right ? 0 : d->self->pin_failed + 1);
    if (right) SET(d->self, pin_seen, d->now);
    snprintf(left, sizeof left, "%d", PIN_TRIES - d->self->pin_failed);
    door_reply_with(d->reply, "right", right ? "true" : "false");
    door_reply_with(d->reply, "left", left);
    return RC_OK;
}

static enum rc set_pin(struct deed *d, struct fault *f)
{
    const char *pin = deed_param(d, "pin");
    bool seen = d->self->has_pin_seen && d->now - d->self->pin_seen <= SEEN_SECONDS;

    if (d->self->has_pin && !seen)
        return fault_set(f, RC_REFUSED, "pin", N_("type your present PIN first"), NULL);
    enum rc rc = pin_allowed(pin, f);
    if (rc != RC_OK) return rc;
    d->self->pin.data = arena_alloc(d->arena, PIN_SEALED);
    d->self->pin.len = PIN_SEALED;
    d->self->has_pin = true;
    SET(d->self, pin_failed, 0);
    SET(d->self, pin_seen, 0);
    return pin_seal(d->office->home, pin, d->self->pin.data, f);
}

static enum rc read_notice(struct deed *d, struct fault *f)
{
    const char *key = deed_param(d, "notice");

    for (size_t i = 0; i < d->m->n_notices; i++) {
        Yc__Notice *n = d->m->notices[i];
        if (strcmp(n->key, key) != 0) continue;
        if (n->has_read_at) return RC_OK;
        SET(n, read_at, d->now);
        n->read_by = arena_strdup(d->arena, d->actor);
        return RC_OK;
    }
    return fault_set(f, RC_REFUSED, "notice", N_("there is no notice '{1}'"), key, NULL);
}

static const struct param sign_in_params[] = {
    {"post", PARAM_TEXT, false, N_("post, \"dept/role\"; the first by default")}};
static const struct param absent_params[] = {
    {"person", PARAM_KEY, false, N_("who; yourself by default")},
    {"absent", PARAM_BOOL, false, N_("true: absent (default), false: back")},
};
static const struct param pin_params[] = {{"pin", PARAM_TEXT, true, N_("6 to 12 digits")}};
static const struct param notice_params[] = {{"notice", PARAM_KEY, true, N_("key of the notice")}};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_people[] = {
    {"sign_in", N_("Sign in"), N_("begin work at a post and desk"), ON_PERSON, PH_ANY,
     PARAMS(sign_in_params), .run = sign_in},
    {"sign_out", N_("Sign out"), N_("end work"), ON_PERSON, PH_ANY, .run = sign_out},
    {"absent", N_("Absence"), N_("mark a person absent or back; the stand-in takes over"),
     ON_PERSON, PH_ANY, PARAMS(absent_params), .run = absent},
    {"set_pin", N_("PIN"), N_("set the PIN that unlocks your screen"), ON_PERSON, PH_ANY,
     PARAMS(pin_params), .run = set_pin},
    {"check_pin", N_("Unlock"), N_("type the PIN"), ON_PERSON, PH_ANY, PARAMS(pin_params),
     .run = check_pin},
    {"read_notice", N_("Read"), N_("mark a notice as read"), ON_MATTER, PH_ANY,
     PARAMS(notice_params), .watches = true, .run = read_notice},
    {"publish", N_("Publish"),
     N_("put changed definitions into force; running matters keep theirs"), ON_CATALOG, PH_ANY,
     .takes_files = true, .run = publish_act},
    {.name = NULL},
};
