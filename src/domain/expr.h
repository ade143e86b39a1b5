/* Conditions and amounts written in data files: a small, typed subset of CEL.
 *
 *   expr    = binary [ "?" expr ":" expr ]
 *   binary  = unary { operator unary }      from loosest: ||   &&   == != < <= > >= in (no chains)
 * + -   * / % unary   = { "!" | "-" } primary                           after "in": a MULTI field
 * or "[" expr { "," expr } "]" primary = 12 | 0.02 | "text" | 'text' | true | false | name |
 * function "(" args ")" | "(" expr ")"
 *
 * Inside quotes \\ \" \' stand for the mark.  Names are form fields and today.  Types:
 *   number + - * / % number; ! && || on bools; == != on two of one type, < <= > >= on numbers or
 * dates date + period, date - period: date; date - date: number of days; text in [texts], text in
 * list Functions: days(n) wd(n) months(n) years(n)  a period; wd: working days.     age(id_no,
 * date)  whole years, birth(id_no) date, sex(id_no) 男 or 女: unknown for other papers
 * sum(table.col)   sum(table, expr over the columns of a row and the other fields)
 *   size(text | list | table) min(a,b,..) max(a,b,..) numbers or dates
 * abs(n)   int(n) towards zero   money(yuan) whole fen, half up matches(text, "pattern") see
 * domain/pattern.h   prefix(text, text)   luhn(text)   citizen(text)   uscc(text)
 *   date("2026-04-02")   has(name) the field is filled in
 *
 * Numbers are exact decimals (domain/decimal.h): money never meets a float.  A MONEY field is yuan;
 * an amount of money that an expression gives (a fee) is fen: write money(price * 0.02), or count
 * fen from the start (area * days * 30).
 *
 * Compiled once against the names it may use; a name or type that does not fit is an error with its
 * column, found by lint and never at the counter.  Evaluation is pure, total and without loops
 * beyond the rows of a table: source of 4096 bytes, 64 levels (n operators in a row are n levels),
 * 1000 rows, no table inside sum(table, ..). */
#ifndef YC_DOMAIN_EXPR_H
#define YC_DOMAIN_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/rc.h"
#include "domain/calendar.h"

enum expr_type {
    EXPR_NONE,
    EXPR_BOOL,
    EXPR_NUMBER,
    EXPR_TEXT,
    EXPR_DATE,
    EXPR_LIST, /* of text: multi choice */
    EXPR_TABLE,
    EXPR_PERIOD /* only to be added to a date; never the type of a name or a result */
};

/* Numbers: value * 1,000,000. */
enum { EXPR_SCALE = 1000000, EXPR_ROWS = 1000 };

struct expr_name { /* one name an expression may use */
    const char *name;
    enum expr_type type;
    const struct expr_name *columns; /* EXPR_TABLE */
    size_t ncolumns;
};

struct expr;

/* Compiles into arena (which holds all of it).  want: type the whole must have (EXPR_NONE: any). On
 * error *column is the 1-based character of the source and f says what is wrong. */
MUST_CHECK enum rc expr_compile(struct arena *a, const char *source, const struct expr_name *names,
                                size_t n, enum expr_type want, const struct expr **out, int *column,
                                struct fault *f);
enum expr_type expr_type_of(const struct expr *x);

struct expr_value {
    enum expr_type type; /* EXPR_NONE: no value (a needed field is empty) */
    bool b;
    int64_t number; /* scaled */
    const char *text;
    day_t date;
};

/* Where values come from: the canonical text of a field, NULL or "" when empty.  Table: JSON rows.
 */
struct expr_env {
    const char *(*value)(void *arg, const char *name);
    void *arg;
    day_t today;
    const struct calendar *calendar; /* for wd(n); may be NULL when not used */
};

/* An expression that meets an empty field gives EXPR_NONE (unknown): a check on it passes, a
 * condition on it does not hold.  But false && unknown is false, true || unknown is true, whichever
 * stands first, and only the chosen branch of ?: is looked at.  RC_REFUSED, said in words:
 * overflow, division by zero, a stored value that is not of its type. Text results live in a. */
MUST_CHECK enum rc expr_eval(const struct expr *x, const struct expr_env *env, struct arena *a,
                             struct expr_value *out, struct fault *f);
/* Convenience: true only when it evaluates to true; RC errors count as false. */
bool expr_holds(const struct expr *x, const struct expr_env *env);
/* A number result that is an amount of money, as whole fen (half up, away from zero below it). */
int64_t expr_fen(int64_t number);

#endif
