/* A compiled expression as a tree.  Private to expr.c (which makes it) and expr_eval.c (which walks
 * it). */
#ifndef YC_DOMAIN_EXPR_NODE_H
#define YC_DOMAIN_EXPR_NODE_H

#include <stddef.h>

#include "domain/expr.h"
#include "domain/pattern.h"

enum expr_op {
    OP_VALUE,  /* a literal */
    OP_FIELD,  /* text: name */
    OP_COLUMN, /* text: name, of the row being summed */
    OP_TODAY,
    OP_HAS, /* kid: field or column */
    OP_AND,
    OP_OR,
    OP_IF,
    OP_IN,
    OP_IN_LIST,
    OP_SUM, /* kid: expression for each row of the table named by text */
    /* From here on: unknown as soon as one kid is. */
    OP_NOT,
    OP_NEGATE,
    OP_EQUAL,
    OP_DIFFERENT,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_REMAINDER,
    OP_LATER,        /* date + period */
    OP_EARLIER,      /* date - period */
    OP_DAYS_BETWEEN, /* date - date */
    OP_DAYS,
    OP_WORKDAYS,
    OP_MONTHS,
    OP_YEARS,
    OP_SIZE,
    OP_MATCHES,
    OP_AGE,
    OP_BIRTH,
    OP_SEX,
    OP_MIN,
    OP_MAX,
    OP_ABS,
    OP_INT,
    OP_MONEY,
    OP_LUHN,
    OP_PREFIX,
    OP_CITIZEN,
    OP_USCC
};

enum { EXPR_DEPTH = 64, EXPR_SOURCE = 4096, EXPR_KIDS = 64, EXPR_ARGS = 8 };

struct expr_node {
    enum expr_op op;
    enum expr_type type;
    int height;     /* of the tree below, 1 for a leaf */
    const char *at; /* in the source */
    const struct expr_node *const *kid;
    size_t nkids;
    const char *text;
    int64_t number; /* scaled; a bool as 0 or 1 */
    day_t date;
    const struct pattern *pattern;
};

struct expr {
    const struct expr_node *root;
};

#endif
