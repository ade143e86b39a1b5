/* The table of acts: what each is called, what it takes, when it may be done, and the function that
 * does it.
 *
 * Who may do it is data (data/hall/acts.yaml).  A guard says, without parameters, whether the act
 * is possible now (it also fills the palette); run does it on the working copy. */
#ifndef YC_OFFICE_ACT_H
#define YC_OFFICE_ACT_H

#include "office/deed.h"

enum param_type {
    PARAM_TEXT,
    PARAM_INT,
    PARAM_DATE,
    PARAM_KEY,
    PARAM_LIST,
    PARAM_BOOL,
    PARAM_MONEY
};

struct param {
    const char *name;
    enum param_type type;
    bool required;
    const char *help; /* msgid */
};

enum act_on { ON_MATTER, ON_NEW_MATTER, ON_PERSON, ON_CATALOG, ON_HALL };

enum { /* phases in which it may be done; bit = Yc__Phase */
       PH_REVIEW = 1 << 1,
       PH_CORRECTING = 1 << 2,
       PH_HANDLING = 1 << 3,
       PH_CLOSING = 1 << 4,
       PH_DELIVERED = 1 << 5,
       PH_VERIFIED = 1 << 6,
       PH_ARCHIVED = 1 << 7,
       PH_OPEN = PH_REVIEW | PH_CORRECTING | PH_HANDLING,
       PH_ANY = 0xFE
};

struct act {
    const char *name, *title; /* title, help: msgids */
    const char *help;
    enum act_on on;
    unsigned phases;
    bool takes_form;  /* accepts form.KEY parameters */
    bool takes_files; /* accepts file.PATH parameters */
    unsigned steps; /* works on an open step of these kinds (bit = enum step_act): the one named by
                       parameter "step", or the only one this person serves; 0: on no step */
    bool system_only; /* done by the office itself (deadline thread) */
    const struct param *params;
    size_t nparams;
    /* Says in d->dept whose work it is, when it is on no step and not the item's department's. */
    enum rc (*about)(struct deed *d, struct fault *f);
    enum rc (*guard)(struct deed *d, struct fault *f); /* may be NULL, like about */
    enum rc (*run)(struct deed *d, struct fault *f);
    /* Outside the transaction, before it and after it was committed; may be NULL. */
    enum rc (*before)(struct office *o, struct fault *f);
    void (*after)(struct office *o);
};

enum { STEPS_ANY = 0xFF };

/* The acts by subject, each list ended by an empty name. */
extern const struct act acts_intake[], acts_steps[], acts_decide[], acts_closing[], acts_people[],
    acts_silence[], acts_system[], acts_seal[];
typedef bool act_visit(void *arg, const struct act *a);
void act_each(act_visit *visit, void *arg);
const struct act *act_find(const char *name); /* NULL: no such act */

/* Every parameter known, required ones there, types right. */
MUST_CHECK enum rc act_check_params(const struct act *a, const Yc__Request *q, struct fault *f);

/* Whether a post does a kind of work: integrated desks stand in for clerks within their list. */
bool permit_post_serves(const struct deed *d, const char *post, const char *work_post,
                        const struct item *it);
/* Chooses the post the person acts in (d->post) for this act, or says who may. */
MUST_CHECK enum rc permit_choose_post(struct deed *d, struct fault *f);
/* Duties that must not meet in one person. */
MUST_CHECK enum rc permit_duties(struct deed *d, struct fault *f);
/* Every post a person may work at now: his own and those of absent people he stands in for. */
typedef bool permit_visit(void *arg, const char *post);
void permit_each_post(struct office *o, const struct catalog *c, const struct person *p,
                      permit_visit *visit, void *arg);

#endif
