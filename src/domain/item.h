/* What the law and the hall say about one kind of matter (事项), as checked, immutable data.
 *
 * The catalogue (src/catalog) reads it from data/items/ and forms/; everything else only looks. All
 * strings are UTF-8 and live as long as the item; lists are arrays with a count; an absent text is
 * "" and never NULL. Keys are short ASCII words ("accept", "m1").  Expressions are kept as source
 * and compiled (domain/expr.h).
 */
#ifndef YC_DOMAIN_ITEM_H
#define YC_DOMAIN_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct expr;

/* Lengths of time (domain.md B.2).  n counts units; office hours and minutes are held in minutes.
 */
enum unit { UNIT_NONE, UNIT_NOW, UNIT_WD, UNIT_CD, UNIT_MO, UNIT_HR, UNIT_BH };
struct span {
    enum unit unit;
    int n; /* UNIT_BH: office minutes */
};

/* 办件类型, domain.md A.2 */
enum kind {
    KIND_IMMEDIATE,
    KIND_COMMITTED,
    KIND_JOINT,
    KIND_UPWARD,
    KIND_PROXY,
    KIND_DUAL_NET,
    KIND_TRADE
};

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

struct material {
    const char *key, *name, *form; /* form: 原件, 复印件 */
    int copies;
    bool required, tolerable, promise, held_outside;
    const char *when; /* required only when true; "" always */
    const struct expr *when_x;
    const char *shared; /* data source that may stand in for paper, "" none */
};

enum field_type {
    FIELD_TEXT,
    FIELD_INT,
    FIELD_DECIMAL,
    FIELD_MONEY,
    FIELD_DATE,
    FIELD_ENUM,
    FIELD_MULTI,
    FIELD_BOOL,
    FIELD_ID_NO,
    FIELD_USCC,
    FIELD_PHONE,
    FIELD_REGION,
    FIELD_TABLE
};

/* When a value must be there. */
enum field_need { NEED_NO, NEED_ACCEPT, NEED_VERIFY, NEED_FINISH };

struct field {
    const char *key, *label;
    enum field_type type;
    enum field_need need;
    int max;                   /* characters; 0 = by type */
    int scale;                 /* decimals of FIELD_DECIMAL */
    const char *const *values; /* FIELD_ENUM, FIELD_MULTI */
    size_t nvalues;
    const char *check; /* expression that must hold, "" none; sees the form's fields and today */
    const struct expr *check_x;
    const char *warn; /* expression that should hold */
    const struct expr *warn_x;
    const char *computed; /* expression giving the value, "" typed by hand */
    const struct expr *computed_x;
    const char *hint;
    const struct field *columns; /* FIELD_TABLE: value is JSON [{"key":"text",..},..] */
    size_t ncolumns;
    int min_rows, max_rows;
};

struct fee {
    const char *code, *name, *unit, *basis;
    const char *formula; /* gives fen; sees the form's fields */
    const struct expr *formula_x;
};

struct basis {
    const char *law, *article;
};

struct item {
    const char *id, *name, *initials, *code, *dept, *power, *object;
    enum kind kind;
    const char *const *channels;
    size_t nchannels;
    const struct basis *basis;
    size_t nbasis;
    struct span statutory, extension, commitment, review, deliver;
    const char *extension_by;
    const char *hard_stop; /* field key of a date at which silence renews (许可法50), "" none */
    bool safety;           /* public safety: no silence may ever grant */
    bool silent_renewal;
    bool promise;   /* 告知承诺 */
    bool tolerance; /* 容缺受理 */
    struct span tolerance_max;
    bool tolerance_refuse;   /* not supplied: refused instead of deemed withdrawn */
    bool separate;           /* acceptance and decision by different people */
    bool clock_from_receipt; /* the decision limit starts at receipt even after correction (not used
                                by default) */
    const char *const *special; /* kinds of 特别程序 allowed */
    size_t nspecial;
    const struct step *steps;
    size_t nsteps;
    const struct material *materials;
    size_t nmaterials;
    const struct field *fields;
    size_t nfields;
    const struct fee *fees;
    size_t nfees;
    const char *cert;    /* name of the paper that ends a granted matter, "" none */
    const char *no_rule; /* number pattern: {YYYY} {N:6}; "" = number entered from outside */
    struct span valid;   /* UNIT_NONE: 长期 */
    bool printed_outside;
    uint32_t version; /* set by whoever published it */
};

const struct step *item_step(const struct item *it, const char *key);
const struct material *item_material(const struct item *it, const char *key);
const struct field *item_field(const struct item *it, const char *key);

/* Names as written in data files and records: "wd", "immediate", "accept" ... NULL when there is
 * none. */
const char *kind_name(enum kind k);
const char *kind_title(enum kind k); /* 即办件 ... */
const char *step_act_name(enum step_act a);
const char *field_type_name(enum field_type t);
bool kind_parse(const char *s, enum kind *k);
bool step_act_parse(const char *s, enum step_act *a);
bool field_type_parse(const char *s, enum field_type *t);

/* "3wd", "7cd", "3mo", "24hr", "2bh" (hours, may be "3.5bh"), "30min" (office minutes), "now", ""
 * none.  n is at most 9999, for office minutes too.  span_text gives a text that span_parse reads
 * back to the same span. */
bool span_parse(const char *s, struct span *out);
char *span_text(struct span s, char out[16]);

#endif
