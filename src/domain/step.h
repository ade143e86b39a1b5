/* One station of a step table (环节). */
#ifndef YC_DOMAIN_STEP_H
#define YC_DOMAIN_STEP_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/span.h"

struct expr;

/* Which act closes a step. */
enum step_act {
    STEP_PASS,    /* examined, reviewed, hand-over, opinion of a joint part */
    STEP_ACCEPT,  /* 受理 */
    STEP_DECIDE,  /* grant or deny */
    STEP_PAY,     /* charge + pay at the unified fee desk */
    STEP_PRINT,   /* certificate desk */
    STEP_DELIVER, /* to a recipient */
    STEP_VERIFY,  /* registration & verification desk closes the loop */
    STEP_EXTERNAL /* done in another system or by a higher organ; its result is entered */
};

struct step {
    const char *key, *name;
    enum step_act act;
    const char *role, *dept; /* dept "" = the item's; "centre" = the hall itself */
    struct span limit;
    const char *const
        *after; /* keys of the steps that must be closed first; empty: opens at once */
    size_t nafter;
    bool before_acceptance; /* village and town hops: no statutory clock yet */
    bool after_decision;    /* post-check of an informed promise: does not hold up the closing */
    bool outside_limit;     /* its time is not part of the commitment */
    bool suspends;          /* 不计时: the total clock stands while it is open */
    bool optional;          /* opened only on demand (hearing, third party), else skipped */
    bool external;          /* 外部环节: nobody of the hall holds it */
    bool two_officers;      /* 行政许可法第三十四条: at least two inspectors named */
    bool best_effort;       /* the barrier does not wait for it */
    bool never_silent;      /* joint part that may never be deemed agreed (fire) */
    const char *prints;     /* kind of document produced on closing, "" none */
    const char *when;       /* source of an expression; step is skipped when false; "" always */
    const struct expr *when_x;
};

const char *step_act_name(enum step_act a); /* as written in data files; NULL: none */
bool step_act_parse(const char *s, enum step_act *a);

#endif
