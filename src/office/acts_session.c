/* Signing in and out, the lock, and PINs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/act.h"
#include "office/pin.h"
#include "office/priv.h"
#include "office/session.h"

static const struct identity *policy(const struct deed *d)
{
    return &catalog_hall(d->catalog)->identity;
}

/* A refusal that is written down all the same: the try is the event. */
static void say_no(struct deed *d, const char *code, const char *msgid, const char *arg)
{
    struct fault f;

    fault_set(&f, RC_REFUSED, code, msgid, arg, NULL);
    door_reply_fault(d->reply, &f);
    d->event->act = arena_strdup(d->arena, "check_pin");
}

/* --- Wrong PINs --- */

static int wrong_lately(const struct deed *d)
{
    instant_t from = d->now - (instant_t)policy(d)->wrong.minutes * 60;
    int n = 0;

    for (size_t i = 0; i < d->self->n_tries; i++)
        n += d->self->tries[i]->at && d->self->tries[i]->at > from;
    return n;
}

static void forget_tries(struct deed *d)
{
    for (size_t i = 0; i < d->self->n_tries; i++)
        SET(d->self->tries[i], at, 0);
}

/* The place used longest ago, once there are as many as count. */
static void note_wrong(struct deed *d)
{
    Yc__Try *place = NULL;

    if ((int)d->self->n_tries < policy(d)->wrong.tries) {
        place = record_add(d->arena, &d->self->n_tries, &d->self->tries, &yc__try__descriptor);
        place->key = deed_print(d, "t%zu", d->self->n_tries);
    }
    for (size_t i = 0; i < d->self->n_tries; i++)
        if (!place || d->self->tries[i]->at < place->at) place = d->self->tries[i];
    SET(place, at, d->now);
    SET(d->self, pin_failed, d->self->pin_failed + 1);
}

static enum rc held(const struct deed *d, struct fault *f)
{
    char until[INSTANT_TEXT];

    if (!d->self->has_held_until || d->now >= d->self->held_until) return RC_OK;
    return fault_set(f, RC_REFUSED, "tries",
                     N_("too many wrong PINs: none is looked at before {1}"),
                     instant_text(d->self->held_until, until), NULL);
}

/* What was reckoned before this transaction began still holds. */
static enum rc unchanged(const struct deed *d, struct fault *f)
{
    const Yc__Person *p = d->self;
    bool same = p->has_pin == d->tried->had &&
                (!p->has_pin || (p->pin.len == PIN_SEALED &&
                                 memcmp(p->pin.data, d->tried->kept, PIN_SEALED) == 0));

    return same ? RC_OK
                : fault_set(f, RC_REFUSED, "busy", N_("this PIN has just been changed: try again"),
                            NULL);
}

/* Looks at the typed PIN: the try is noted either way.  *left: how many more may be wrong. */
static enum rc prove(struct deed *d, bool *right, int *left, struct fault *f)
{
    enum rc rc = held(d, f);

    if (rc == RC_OK) rc = unchanged(d, f);
    if (rc != RC_OK) return rc;
    *right = d->tried->right;
    *left = policy(d)->wrong.tries;
    if (*right) {
        forget_tries(d);
        SET(d->self, pin_seen, d->now);
        return RC_OK;
    }
    note_wrong(d);
    *left -= wrong_lately(d);
    if (*left > 0) return RC_OK;
    *left = 0;
    forget_tries(d);
    SET(d->self, held_until, d->now + (instant_t)policy(d)->hold_minutes * 60);
    return RC_OK;
}

static void tell_left(struct deed *d, int left)
{
    char text[12];

    snprintf(text, sizeof text, "%d", left);
    door_reply_with(d->reply, "left", text);
}

/* --- A new PIN --- */

enum { OLD_PINS = 5 };

static bool used_before(const struct deed *d, const unsigned char *sealed)
{
    if (d->self->has_pin && memcmp(d->self->pin.data, sealed, PIN_SEALED) == 0) return true;
    for (size_t i = 0; i < d->self->n_old_pins; i++)
        if (d->self->old_pins[i]->sealed.len == PIN_SEALED &&
            memcmp(d->self->old_pins[i]->sealed.data, sealed, PIN_SEALED) == 0)
            return true;
    return false;
}

/* The present one is the newest of the last five: four older ones are kept beside it. */
static void keep_old(struct deed *d)
{
    Yc__OldPin *place = NULL;

    if (d->self->n_old_pins < OLD_PINS - 1) {
        place = record_add(d->arena, &d->self->n_old_pins, &d->self->old_pins,
                           &yc__old_pin__descriptor);
        place->key = deed_print(d, "o%zu", d->self->n_old_pins);
    }
    for (size_t i = 0; i < d->self->n_old_pins; i++)
        if (!place || d->self->old_pins[i]->until < place->until) place = d->self->old_pins[i];
    place->sealed = d->self->pin;
    place->has_sealed = true;
    SET(place, until, d->now);
}

static void put_pin(struct deed *d, const unsigned char *sealed)
{
    if (d->self->has_pin && d->self->pin.len == PIN_SEALED) keep_old(d);
    d->self->pin.data = arena_alloc(d->arena, PIN_SEALED);
    memcpy(d->self->pin.data, sealed, PIN_SEALED);
    d->self->pin.len = PIN_SEALED;
    d->self->has_pin = true;
    SET(d->self, pin_since, d->now);
    SET(d->self, pin_once, false);
}

static enum rc change_pin(struct deed *d, const char *pin, struct fault *f)
{
    enum rc rc = pin_allowed(pin, f);

    if (rc == RC_OK) rc = unchanged(d, f);
    if (rc != RC_OK) return rc;
    if (used_before(d, d->tried->made))
        return fault_set(f, RC_REFUSED, "pin", N_("that was one of your last PINs: choose another"),
                         NULL);
    put_pin(d, d->tried->made);
    return RC_OK;
}

static bool must_change(const struct deed *d)
{
    int days = policy(d)->expire_days;

    return d->self->pin_once ||
           (days && d->now - d->self->pin_since >= (instant_t)days * 24 * 3600);
}

/* --- Signing in --- */

static enum rc choose_post(struct deed *d, struct fault *f)
{
    const char *post = deed_param(d, "post");
    bool holds = !*post;

    for (size_t i = 0; d->person && i < d->person->nposts; i++)
        holds |= strcmp(d->person->posts[i], post) == 0;
    if (!holds)
        return fault_set(f, RC_REFUSED, "role", N_("you do not hold the post '{1}'"), post, NULL);
    d->self->post = arena_strdup(d->arena, *post ? post : d->person->posts[0]);
    return RC_OK;
}

/* What he sees first: whether somebody else has tried to be him. */
static void tell_last(struct deed *d)
{
    const Yc__Person *p = d->self;
    char text[INSTANT_TEXT > 12 ? INSTANT_TEXT : 12];

    door_reply_with(d->reply, "pin", p->has_pin ? "true" : "false");
    if (p->signed_in) door_reply_with(d->reply, "last_at", instant_text(p->signed_in, text));
    if (p->signed_in) door_reply_with(d->reply, "last_desk", TEXT(p->desk));
    snprintf(text, sizeof text, "%d", p->pin_failed);
    door_reply_with(d->reply, "wrong", text);
    if (p->since) door_reply_with(d->reply, "took_over", "true");
}

static enum rc enter(struct deed *d, struct fault *f)
{
    char hex[SESSION_HEX];
    enum rc rc = choose_post(d, f);

    tell_last(d);
    if (rc == RC_OK) rc = session_begin(d, hex, f);
    if (rc != RC_OK) return rc;
    door_reply_with(d->reply, "session", hex);
    d->self->desk = arena_strdup(d->arena, d->desk);
    if (d->self->pin_failed) SET(d->self, pin_failed, 0);
    return RC_OK;
}

static enum rc sign_in_with_pin(struct deed *d, struct fault *f)
{
    const char *fresh = deed_param(d, "new_pin");
    bool right = false;
    int left = 0;
    enum rc rc = RC_OK;

    if (!*deed_param(d, "pin")) {
        rc = held(d, f);
        return rc != RC_OK ? rc : fault_set(f, RC_REFUSED, "pin-wanted", N_("type your PIN"), NULL);
    }
    rc = prove(d, &right, &left, f);
    if (rc != RC_OK) return rc;
    if (!right) {
        char text[12];
        snprintf(text, sizeof text, "%d", left);
        say_no(d, "pin-wrong", N_("wrong PIN; tries left: {1}"), text);
        tell_left(d, left);
        return RC_OK;
    }
    if (!*fresh && must_change(d)) {
        say_no(d, "pin-old", N_("this PIN has to be changed: choose a new one"), NULL);
        return RC_OK;
    }
    if (*fresh) rc = change_pin(d, fresh, f);
    return rc == RC_OK ? enter(d, f) : rc;
}

static enum rc sign_in(struct deed *d, struct fault *f)
{
    if (d->self->has_pin) return sign_in_with_pin(d, f);
    if (policy(d)->pin == PIN_REQUIRED)
        return fault_set(f, RC_REFUSED, "no-pin",
                         N_("you have no PIN yet: the director's office gives you a first one"),
                         NULL);
    return enter(d, f);
}

static enum rc sign_out(struct deed *d, struct fault *f)
{
    (void)f;
    SET(d->self, since, 0);
    if (d->self->pin_seen) SET(d->self, pin_seen, 0);
    return RC_OK;
}

static enum rc lock(struct deed *d, struct fault *f)
{
    if (!d->self->has_pin)
        return fault_set(f, RC_REFUSED, "no-pin", N_("you have set no PIN"), NULL);
    SET(d->self, locked, true);
    SET(d->self, pin_seen, 0);
    return RC_OK;
}

/* --- The PIN by itself --- */

enum { SEEN_SECONDS = 120 }; /* a new PIN soon after the old one was typed */

/* A right and a wrong one are both events. */
static enum rc check_pin(struct deed *d, struct fault *f)
{
    bool right = false;
    int left = 0;

    if (!d->self->has_pin)
        return fault_set(f, RC_REFUSED, "no-pin", N_("you have set no PIN"), NULL);
    enum rc rc = prove(d, &right, &left, f);
    if (rc != RC_OK) return rc;
    if (right && d->self->locked) SET(d->self, locked, false);
    door_reply_with(d->reply, "right", right ? "true" : "false");
    tell_left(d, left);
    return RC_OK;
}

static enum rc set_pin(struct deed *d, struct fault *f)
{
    bool seen = d->self->pin_seen && d->now - d->self->pin_seen <= SEEN_SECONDS;

    if (d->self->has_pin && !seen)
        return fault_set(f, RC_REFUSED, "pin", N_("type your present PIN first"), NULL);
    enum rc rc = change_pin(d, deed_param(d, "pin"), f);
    if (rc == RC_OK) SET(d->self, pin_seen, 0);
    return rc;
}

/* For one who has forgotten his, or has none yet: good for one sign-in, at which he chooses. */
static enum rc reset_pin(struct deed *d, struct fault *f)
{
    unsigned char sealed[PIN_SEALED];
    char pin[PIN_TEXT];

    if (!catalog_person(d->catalog, d->self->key))
        return fault_set(f, RC_REFUSED, "identity", N_("there is no person '{1}' in this hall"),
                         d->self->key, NULL);
    if (strcmp(d->self->key, d->actor) == 0)
        return fault_set(f, RC_REFUSED, "duty", N_("your own PIN is reset by somebody else"), NULL);
    enum rc rc = pin_draw(pin, f);
    if (rc == RC_OK)
        rc = pin_seal(d->office->home, pin, d->self->has_pin ? d->self->pin.data : NULL, sealed, f);
    if (rc != RC_OK) return rc;
    put_pin(d, sealed);
    SET(d->self, pin_once, true);
    SET(d->self, pin_seen, 0);
    SET(d->self, since, 0);
    SET(d->self, locked, false);
    if (d->self->has_held_until) SET(d->self, held_until, 0);
    forget_tries(d);
    door_reply_with(d->reply, "pin", pin);
    explicit_bzero(pin, sizeof pin);
    return RC_OK;
}

/* --- The table --- */

static const struct param sign_in_params[] = {
    {"post", PARAM_TEXT, false, N_("post, \"dept/role\"; the first by default")},
    {"pin", PARAM_TEXT, false, N_("your PIN, if you have one")},
    {"new_pin", PARAM_TEXT, false, N_("another PIN from now on; 6 to 12 digits")}};
static const struct param pin_params[] = {{"pin", PARAM_TEXT, true, N_("6 to 12 digits")}};
static const struct param reset_params[] = {{"person", PARAM_KEY, true, N_("whose")}};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_session[] = {
    {"sign_in", N_("Sign in"), N_("begin work at a post and desk"), ON_PERSON, PH_ANY,
     PARAMS(sign_in_params), .session = IN_NO_SESSION, .anew = true, .pin = "pin",
     .new_pin = "new_pin", .run = sign_in},
    {"sign_out", N_("Sign out"), N_("end work"), ON_PERSON, PH_ANY, .session = IN_LOCKED_SESSION,
     .run = sign_out},
    {"lock", N_("Lock"), N_("nothing more until the PIN is typed"), ON_PERSON, PH_ANY,
     .session = IN_LOCKED_SESSION, .run = lock},
    {"check_pin", N_("Unlock"), N_("type the PIN"), ON_PERSON, PH_ANY, PARAMS(pin_params),
     .session = IN_LOCKED_SESSION, .pin = "pin", .run = check_pin},
    {"set_pin", N_("PIN"), N_("set the PIN that unlocks your screen"), ON_PERSON, PH_ANY,
     PARAMS(pin_params), .new_pin = "pin", .run = set_pin},
    {"reset_pin", N_("Reset a PIN"), N_("give a person a PIN for one sign-in"), ON_PERSON, PH_ANY,
     PARAMS(reset_params), .anew = true, .run = reset_pin},
    {.name = NULL},
};
