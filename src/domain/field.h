/* One field of a form. */
#ifndef YC_DOMAIN_FIELD_H
#define YC_DOMAIN_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/code_list.h"

struct expr;

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

/* Whom it concerns: everybody, the hall, a person, a person very nearly (敏感个人信息). */
enum privacy { PRIVACY_BY_TYPE, PRIVACY_PUB, PRIVACY_INT, PRIVACY_PI, PRIVACY_SPI };

/* From..to, both included: decimals (domain/decimal.h) or days. */
struct field_range {
    bool has_from, has_to;
    int64_t from, to;
};

struct field {
    const char *key, *label;
    enum field_type type;
    enum field_need need;
    enum privacy privacy;      /* as written; domain/personal.h says what it comes to */
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
    const char *when; /* expression: only then the field is shown and may have a value, "" always */
    const struct expr *when_x;
    const char *fill; /* expression whose value is offered while nothing is typed, "" none */
    const struct expr *fill_x;
    bool check_own;   /* check and warn look at nothing but the field itself and today */
    const char *mask; /* base/mask.h, "" none */
    bool digits, upper;
    const char *range; /* as written: "1..9999", "2020-01-01..", "" none */
    struct field_range within;
    const char *lookup;           /* key of a list, "" none; FIELD_REGION keeps the entry's code */
    const struct code_list *list; /* NULL none */
    int lines;                    /* FIELD_TEXT: more than one, line feeds are text; 0 one */
    const char *hint, *sample;
    /* How the field is typed; nothing to the value. */
    bool goes_on, no_dup, carry, twice, scan, skip;
    const struct field *columns; /* FIELD_TABLE: value is JSON [{"key":"text",..},..] */
    size_t ncolumns;
    int min_rows, max_rows;
};

const char *field_type_name(enum field_type t); /* as written in data files; NULL: none */
bool field_type_parse(const char *s, enum field_type *t);

#endif
