/* Conditions and amounts written in data files: a small, typed subset of CEL.
 *
 *   literals  12  0.02  "text"  true  date("2026-04-02")      names    form fields, today, rows of a table field
 *   operators || && ! == != < <= > >= + - * / %  ?:  in [..]   unary -
 *   functions size(s) matches(s,"re") days(n) wd(n) months(n) years(n) [added to or subtracted from dates] age(id,date)
 *             sum(table.col) sum(table.col * price(table.key,{..}))-style sums: sum(table, expr over columns)
 *             max min abs int money(x) luhn(s) prefix(s,p)
 * Numbers are exact decimals (int64 scaled by 10^6, overflow is an error), so money never meets a float.
 *
 * Compiled once against the names it may use; a name or type that does not fit is an error with its column, found by
 * lint and never at the counter.  Evaluation is pure, total and without loops beyond the rows of a table.
 */
#ifndef YC_DOMAIN_EXPR_H
#define YC_DOMAIN_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/rc.h"
#include "domain/calendar.h"

enum expr_type { EXPR_NONE, EXPR_BOOL, EXPR_NUMBER, EXPR_TEXT, EXPR_DATE, EXPR_LIST /* of text: multi choice */, EXPR_TABLE };

/* Numbers: value * 1,000,000. */
enum { EXPR_SCALE = 1000000 };

struct expr_name { /* one name an expression may use */
    const char *name;
    enum expr_type type;
    const struct expr_name *columns; /* EXPR_TABLE */
    size_t ncolumns;
};

struct expr;

/* Compiles into arena.  want: type the whole must have (EXPR_NONE: any).  On error *column is the 1-based column of
 * the source and f says what is wrong. */
MUST_CHECK enum rc expr_compile(struct arena *a, const char *source, const struct expr_name *names, size_t n,
                                enum expr_type want, const struct expr **out, int *column, struct fault *f);
enum expr_type expr_type_of(const struct expr *x);

struct expr_value {
    enum expr_type type; /* EXPR_NONE: no value (a needed field is empty) */
    bool b;
    int64_t number; /* scaled */
    const char *text;
    day_t date;
};

/* Where values come from: the canonical text of a field, NULL or "" when empty.  Table: JSON rows. */
struct expr_env {
    const char *(*value)(void *arg, const char *name);
    void *arg;
    day_t today;
    const struct calendar *calendar; /* for wd(n); may be NULL when not used */
};

/* An expression that meets an empty field gives EXPR_NONE (unknown): a check on it passes, a condition on it
 * does not hold.  RC_REFUSED: overflow or division by zero, said in words.  Text results live in a. */
MUST_CHECK enum rc expr_eval(const struct expr *x, const struct expr_env *env, struct arena *a, struct expr_value *out,
                             struct fault *f);
/* Convenience: true only when it evaluates to true; RC errors count as false. */
bool expr_holds(const struct expr *x, const struct expr_env *env);

#endif
