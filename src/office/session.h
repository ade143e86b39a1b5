/* Sessions: who has signed in, from where, and whether he is still there.
 *
 * A person who has a PIN (everybody, where the hall says so) acts only in a session: begun by
 * sign_in, not over, not locked.  There is one a person; a new one takes over.  It is known by 128
 * random bits that only its door holds (Request.session; here their SHA-256).  Where the kernel
 * says who it is they may be left out, the rest holds as well.
 *
 * The office decides, whatever a terminal claims: these are refused with
 *   sign-in  there is no session, or it has gone on too long     taken  another one took over
 *   locked   locked, or nobody did anything for the hall's "lock": until check_pin or sign_in
 *   reauth   the act wants the PIN typed a moment ago (acts.yaml, reauth)
 *
 * What is in the record of the person is remembered here from opening on and after each commit;
 * when he did something last is nowhere else and counts from opening. */
#ifndef YC_OFFICE_SESSION_H
#define YC_OFFICE_SESSION_H

#include "catalog/catalog.h"
#include "model/matter.pb-c.h"
#include "office/act.h"
#include "office/office.h"
#include "office/pin.h"

enum { SESSION_BYTES = 16, SESSION_HEX = 2 * SESSION_BYTES + 1 };

struct sessions *sessions_new(void);
void sessions_free(struct sessions *all);

/* A copy of what the record of a person says, to be noted after the commit. */
struct session_facts {
    char person[65], desk[65];
    uint64_t version; /* 0: none */
    bool pin, locked;
    unsigned char hash[32];
    size_t nhash;
    instant_t since, signed_in, seen;
};
void session_facts(struct session_facts *out, const Yc__Person *p);
/* Older versions than the one known are passed by.  active: INSTANT_NONE, or he was there then. */
void session_note(struct office *o, const struct session_facts *facts, instant_t active);

struct session_asks {
    const struct person *person;
    const struct office_caller *caller;
    const Yc__Request *q;
    const struct act *act; /* NULL: a query */
    instant_t now;
};
/* Whether the person's session allows it; if so he is there now (unless a query says with
 * "unattended" that nobody pressed a key for it). */
MUST_CHECK enum rc session_check(struct office *o, const struct session_asks *a, struct fault *f);

/* A fresh session of the record's person: what it is known by, as hex. */
MUST_CHECK enum rc session_begin(struct deed *d, char hex[SESSION_HEX], struct fault *f);

/* --- PINs are reckoned before the act's transaction, which would hold its locks for so long --- */

struct pin_tried {
    bool had, right;
    unsigned char kept[PIN_SEALED]; /* it was looked at against this */
    unsigned char made[PIN_SEALED]; /* the new one, with the same salt */
};
/* Takes the same time whoever is meant and whatever is typed.  person NULL: nobody. */
MUST_CHECK enum rc pin_try(struct office *o, const char *person, const struct act *a,
                           const Yc__Request *q, struct pin_tried *out, struct fault *f);

#endif
