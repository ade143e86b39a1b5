/* One field of a form. */
#ifndef YC_DOMAIN_FIELD_H
#define YC_DOMAIN_FIELD_H

#include <stdbool.h>
#include <stddef.h>

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

const char *field_type_name(enum field_type t); /* as written in data files; NULL: none */
bool field_type_parse(const char *s, enum field_type *t);

#endif
