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

#include "domain/field.h"
#include "domain/silence.h"
#include "domain/span.h"
#include "domain/step.h"

struct expr;

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

struct material {
    const char *key, *name, *form; /* form: 原件, 复印件 */
    int copies;
    bool required, tolerable, promise, held_outside;
    const char *when; /* required only when true; "" always */
    const struct expr *when_x;
    const char *shared; /* data source that may stand in for paper, "" none */
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
    const char *brief; /* as people call it, in lists; the name where none is given */
    enum kind kind;
    const char *const *channels;
    size_t nchannels;
    const struct basis *basis;
    size_t nbasis;
    struct span statutory, extension, commitment, review, deliver;
    const char *extension_by;
    const char *review_clock, *total_clock, *deliver_clock; /* ids of the timers they follow */
    const char *hard_stop; /* field key of a date at which silence renews (许可法50), "" none */
    bool safety;           /* public safety: no silence may ever grant */
    enum silence_mode silence;
    const char *silence_rule; /* number of the local rule it rests on, "" none */
    bool promise;             /* 告知承诺 */
    bool tolerance;           /* 容缺受理 */
    struct span tolerance_max;
    bool tolerance_refuse;      /* not supplied: refused instead of deemed withdrawn */
    bool separate;              /* acceptance and decision by different people */
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

/* Names as written in data files and records; NULL when there is none. */
const char *kind_name(enum kind k);
const char *kind_title(enum kind k); /* 即办件 ... */
bool kind_parse(const char *s, enum kind *k);

#endif
