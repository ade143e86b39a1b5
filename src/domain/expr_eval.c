#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "domain/decimal.h"
#include "domain/expr.h"
#include "domain/expr_node.h"
#include "domain/ids.h"

_Static_assert((int)EXPR_SCALE == (int)DECIMAL_ONE, "numbers are decimals");

typedef const struct expr_node node;
typedef struct expr_value value;

struct scope {
    const struct expr_env *env;
    json_t *row; /* inside sum() */
    struct fault *f;
};

enum { PERIOD_MAX = 100000 };

static enum rc refuse(struct scope *s, const char *msgid, const char *a, const char *b)
{
    return fault_set(s->f, RC_REFUSED, "expr", msgid, a ? a : "", b ? b : "", NULL);
}

static enum rc too_large(struct scope *s)
{
    return refuse(s, N_("the number is too large to calculate with"), NULL, NULL);
}

static enum rc unknown(value *out)
{
    out->type = EXPR_NONE;
    return RC_OK;
}

static enum rc eval(struct scope *s, node *x, value *out);

/* --- Fields, columns, tables --- */

static const char *text_of(struct scope *s, node *x)
{
    const char *t;

    if (x->op == OP_COLUMN)
        t = json_string_value(json_object_get(s->row, x->text));
    else
        t = s->env->value ? s->env->value(s->env->arg, x->text) : NULL;
    return t ? t : "";
}

static bool read_bool(const char *t, bool *b)
{
    *b = strcmp(t, "true") == 0;
    return *b || strcmp(t, "false") == 0;
}

static enum rc eval_field(struct scope *s, node *x, value *out)
{
    const char *t = text_of(s, x);
    bool good = true;

    if (!*t) return unknown(out);
    *out = (value){.type = x->type};
    if (x->type == EXPR_BOOL) good = read_bool(t, &out->b);
    if (x->type == EXPR_NUMBER) good = decimal_parse(t, &out->number);
    if (x->type == EXPR_DATE) good = day_parse(t, &out->date);
    if (x->type == EXPR_TEXT || x->type == EXPR_LIST || x->type == EXPR_TABLE) out->text = t;
    return good ? RC_OK : refuse(s, N_("the value {2} of {1} cannot be read"), x->text, t);
}

static enum rc eval_has(struct scope *s, node *x, value *out)
{
    out->type = EXPR_BOOL;
    out->b = *text_of(s, x->kid[0]) != '\0';
    return RC_OK;
}

/* The rows, the caller's to json_decref; NULL and a fault when the text is no table. */
static json_t *open_table(struct scope *s, const char *name, const char *text)
{
    json_t *rows = json_loads(text, 0, NULL);

    if (json_is_array(rows) && json_array_size(rows) <= EXPR_ROWS) return rows;
    json_decref(rows);
    refuse(s, N_("the table {1} cannot be read"), name, NULL);
    return NULL;
}

static enum rc add_row(struct scope *s, node *x, value *total)
{
    value one = {0};
    enum rc rc = eval(s, x->kid[0], &one);

    if (rc != RC_OK || total->type == EXPR_NONE) return rc;
    if (one.type == EXPR_NONE) return unknown(total);
    if (__builtin_add_overflow(total->number, one.number, &total->number)) return too_large(s);
    return RC_OK;
}

static enum rc eval_sum(struct scope *s, node *x, value *out)
{
    const char *t = s->env->value ? s->env->value(s->env->arg, x->text) : NULL;
    enum rc rc = RC_OK;

    if (!t || !*t) return unknown(out);
    json_t *rows = open_table(s, x->text, t);
    if (!rows) return RC_REFUSED;
    out->type = EXPR_NUMBER;
    out->number = 0;
    for (size_t i = 0; rc == RC_OK && i < json_array_size(rows); i++) {
        s->row = json_array_get(rows, i);
        rc = add_row(s, x, out);
    }
    s->row = NULL;
    json_decref(rows);
    return rc;
}

/* --- Logic: what decides may stand on either side of what is unknown --- */

static enum rc logic(struct scope *s, node *x, bool decides, value *out)
{
    value side = {0};
    bool known = true;

    for (size_t i = 0; i < 2; i++) {
        enum rc rc = eval(s, x->kid[i], &side);
        if (rc != RC_OK) return rc;
        known = known && side.type != EXPR_NONE;
        if (side.type != EXPR_NONE && side.b == decides) {
            *out = side;
            return RC_OK;
        }
    }
    *out = (value){.type = known ? EXPR_BOOL : EXPR_NONE, .b = !decides};
    return RC_OK;
}

static enum rc eval_and(struct scope *s, node *x, value *out)
{
    return logic(s, x, false, out);
}

static enum rc eval_or(struct scope *s, node *x, value *out)
{
    return logic(s, x, true, out);
}

static enum rc eval_if(struct scope *s, node *x, value *out)
{
    value c = {0};
    enum rc rc = eval(s, x->kid[0], &c);

    if (rc != RC_OK) return rc;
    if (c.type == EXPR_NONE) return unknown(out);
    return eval(s, x->kid[c.b ? 1 : 2], out);
}

static bool listed(const char *list, const char *needle)
{
    size_t n = strlen(needle);

    for (const char *p = list; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
        if (strncmp(p, needle, n) == 0 && (p[n] == '|' || p[n] == '\0')) return true;
    return false;
}

static enum rc eval_in(struct scope *s, node *x, value *out)
{
    value needle = {0}, list = {0};
    enum rc rc = eval(s, x->kid[0], &needle);

    if (rc == RC_OK) rc = eval(s, x->kid[1], &list);
    if (rc != RC_OK) return rc;
    if (needle.type == EXPR_NONE || list.type == EXPR_NONE) return unknown(out);
    *out = (value){.type = EXPR_BOOL, .b = listed(list.text, needle.text)};
    return RC_OK;
}

static enum rc eval_in_list(struct scope *s, node *x, value *out)
{
    value needle = {0}, one = {0};
    enum rc rc = eval(s, x->kid[0], &needle);
    bool known = needle.type != EXPR_NONE;

    *out = (value){.type = EXPR_BOOL};
    for (size_t i = 1; rc == RC_OK && needle.type != EXPR_NONE && !out->b && i < x->nkids; i++) {
        rc = eval(s, x->kid[i], &one);
        if (one.type == EXPR_NONE)
            known = false;
        else
            out->b = rc == RC_OK && strcmp(one.text, needle.text) == 0;
    }
    if (!known && !out->b) out->type = EXPR_NONE;
    return rc;
}

static enum rc eval_value(struct scope *s, node *x, value *out)
{
    (void)s;
    *out = (value){.type = x->type,
                   .b = x->number != 0,
                   .number = x->number,
                   .text = x->text,
                   .date = x->date};
    return RC_OK;
}

static enum rc eval_today(struct scope *s, node *x, value *out)
{
    (void)x;
    *out =
        (value){.type = s->env->today == DAY_NONE ? EXPR_NONE : EXPR_DATE, .date = s->env->today};
    return RC_OK;
}

/* --- Numbers --- */

static enum rc calculate(struct scope *s, node *x, const value *v, value *out)
{
    int64_t a = v[0].number, b = v[1].number;
    bool good;

    if ((x->op == OP_DIVIDE || x->op == OP_REMAINDER) && b == 0)
        return refuse(s, N_("division by zero"), NULL, NULL);
    switch (x->op) {
    case OP_ADD:
        good = !__builtin_add_overflow(a, b, &out->number);
        break;
    case OP_SUBTRACT:
        good = !__builtin_sub_overflow(a, b, &out->number);
        break;
    case OP_MULTIPLY:
        good = decimal_multiply(a, b, &out->number);
        break;
    case OP_DIVIDE:
        good = decimal_divide(a, b, &out->number);
        break;
    default: /* INT64_MIN % -1 traps */
        out->number = b == -1 ? 0 : a % b;
        good = true;
    }
    return good ? RC_OK : too_large(s);
}

static enum rc negate(struct scope *s, node *x, const value *v, value *out)
{
    bool keep = x->op == OP_ABS && v[0].number >= 0;

    if (keep)
        out->number = v[0].number;
    else if (__builtin_sub_overflow((int64_t)0, v[0].number, &out->number))
        return too_large(s);
    return RC_OK;
}

static enum rc whole(struct scope *s, node *x, const value *v, value *out)
{
    (void)s;
    (void)x;
    out->number = v[0].number - v[0].number % DECIMAL_ONE;
    return RC_OK;
}

static enum rc to_fen(struct scope *s, node *x, const value *v, value *out)
{
    int64_t fen;

    (void)x;
    if (__builtin_mul_overflow(v[0].number, 100, &fen) ||
        __builtin_mul_overflow(decimal_round(fen), DECIMAL_ONE, &out->number))
        return too_large(s);
    return RC_OK;
}

/* --- Comparing --- */

static int order(const value *a, const value *b)
{
    int64_t x = a->number, y = b->number;

    if (a->type == EXPR_TEXT) return strcmp(a->text, b->text);
    if (a->type == EXPR_DATE) x = a->date, y = b->date;
    if (a->type == EXPR_BOOL) x = a->b, y = b->b;
    return (x > y) - (x < y);
}

static enum rc compare(struct scope *s, node *x, const value *v, value *out)
{
    int c = order(&v[0], &v[1]);

    (void)s;
    switch (x->op) {
    case OP_EQUAL:
        out->b = c == 0;
        break;
    case OP_DIFFERENT:
        out->b = c != 0;
        break;
    case OP_LESS:
        out->b = c < 0;
        break;
    case OP_LESS_EQUAL:
        out->b = c <= 0;
        break;
    case OP_GREATER:
        out->b = c > 0;
        break;
    default:
        out->b = c >= 0;
    }
    return RC_OK;
}

static enum rc extreme(struct scope *s, node *x, const value *v, value *out)
{
    (void)s;
    *out = v[0];
    for (size_t i = 1; i < x->nkids; i++)
        if (x->op == OP_MIN ? order(&v[i], out) < 0 : order(&v[i], out) > 0) *out = v[i];
    return RC_OK;
}

static enum rc negation(struct scope *s, node *x, const value *v, value *out)
{
    (void)s;
    (void)x;
    out->b = !v[0].b;
    return RC_OK;
}

/* --- Dates --- */

static bool in_range(int64_t d)
{
    return d >= day_of_civil(1, 1, 1) && d <= day_of_civil(9999, 12, 31);
}

/* A period is its count; which kind it is, the node of the call says. */
static enum rc period(struct scope *s, node *x, const value *v, value *out)
{
    char text[DECIMAL_TEXT];
    int64_t n = v[0].number;

    (void)x;
    if (n % DECIMAL_ONE || n > PERIOD_MAX * (int64_t)DECIMAL_ONE ||
        n < -PERIOD_MAX * (int64_t)DECIMAL_ONE)
        return refuse(s,
                      N_("{1} is not a whole number of days, months or years that can be counted"),
                      decimal_text(n, DECIMAL_PLACES, text), NULL);
    out->number = n / DECIMAL_ONE;
    return RC_OK;
}

static int64_t shifted(const struct scope *s, day_t d, enum expr_op unit, int n)
{
    switch (unit) {
    case OP_DAYS:
        return (int64_t)d + n;
    case OP_MONTHS:
        return day_add_months(d, n);
    case OP_YEARS:
        return day_add_months(d, n * 12);
    default:
        return n >= 0 ? calendar_add(s->env->calendar, d, n)
                      : calendar_back(s->env->calendar, d, -n);
    }
}

static enum rc shift(struct scope *s, node *x, const value *v, value *out)
{
    int n = (int)v[1].number * (x->op == OP_EARLIER ? -1 : 1);
    enum expr_op unit = x->kid[1]->op;

    if (unit == OP_WORKDAYS && !s->env->calendar)
        return refuse(s, N_("there is no calendar to count working days with"), NULL, NULL);
    int64_t d = in_range(v[0].date) ? shifted(s, v[0].date, unit, n) : INT64_MAX;
    if (!in_range(d)) return refuse(s, N_("the date lies outside the years 1 to 9999"), NULL, NULL);
    out->date = (day_t)d;
    return RC_OK;
}

static enum rc days_between(struct scope *s, node *x, const value *v, value *out)
{
    (void)s;
    (void)x;
    out->number = ((int64_t)v[0].date - v[1].date) * DECIMAL_ONE;
    return RC_OK;
}

/* Full years lived on a day: the birthday itself counts, 29 February comes of age on 1 March. */
static enum rc age(struct scope *s, node *x, const value *v, value *out)
{
    char id[19];

    (void)s;
    (void)x;
    if (ids_citizen(v[0].text, v[1].date, id, NULL) != RC_OK) return unknown(out);
    struct civil born = day_civil(ids_citizen_birth(id)), on = day_civil(v[1].date);
    bool before = on.month < born.month || (on.month == born.month && on.dom < born.dom);
    out->number = (on.year - born.year - before) * (int64_t)DECIMAL_ONE;
    return RC_OK;
}

/* GB 11643: what the number says of its holder; unknown for other papers. */
static enum rc citizen(struct scope *s, node *x, const value *v, value *out)
{
    char id[19];

    (void)s;
    if (ids_citizen(v[0].text, INT32_MAX, id, NULL) != RC_OK) return unknown(out);
    if (x->op == OP_BIRTH)
        out->date = ids_citizen_birth(id);
    else
        out->text = ids_citizen_male(id) ? "男" : "女";
    return RC_OK;
}

/* --- Texts --- */

static enum rc size(struct scope *s, node *x, const value *v, value *out)
{
    size_t n = 1;

    if (x->kid[0]->type == EXPR_TABLE) {
        json_t *rows = open_table(s, x->kid[0]->text, v[0].text);
        if (!rows) return RC_REFUSED;
        n = json_array_size(rows);
        json_decref(rows);
    } else if (x->kid[0]->type == EXPR_LIST) {
        for (const char *p = v[0].text; *p; p++)
            n += *p == '|';
    } else {
        n = text_nchar(v[0].text);
    }
    out->number = (int64_t)n * DECIMAL_ONE;
    return RC_OK;
}

static enum rc test_text(struct scope *s, node *x, const value *v, value *out)
{
    const char *t = v[0].text;
    char id[19];

    (void)s;
    switch (x->op) {
    case OP_MATCHES:
        out->b = pattern_found(x->pattern, t);
        break;
    case OP_PREFIX:
        out->b = strncmp(t, v[1].text, strlen(v[1].text)) == 0;
        break;
    case OP_LUHN:
        out->b = ids_luhn(t);
        break;
    case OP_USCC:
        out->b = ids_uscc(t, id, NULL, NULL) == RC_OK;
        break;
    default: { /* OP_CITIZEN; without a date of today nobody is born too late */
        day_t today = s->env->today == DAY_NONE ? INT32_MAX : s->env->today;
        out->b = ids_citizen(t, today, id, NULL) == RC_OK;
    }
    }
    return RC_OK;
}

/* --- The whole --- */

typedef enum rc lazy_fn(struct scope *s, node *x, value *out);
typedef enum rc strict_fn(struct scope *s, node *x, const value *v, value *out);

static lazy_fn *const lazy[] = {
    [OP_VALUE] = eval_value,     [OP_FIELD] = eval_field, [OP_COLUMN] = eval_field,
    [OP_TODAY] = eval_today,     [OP_HAS] = eval_has,     [OP_AND] = eval_and,
    [OP_OR] = eval_or,           [OP_IF] = eval_if,       [OP_IN] = eval_in,
    [OP_IN_LIST] = eval_in_list, [OP_SUM] = eval_sum,
};

static strict_fn *const strict[] = {
    [OP_NOT] = negation,
    [OP_NEGATE] = negate,
    [OP_EQUAL] = compare,
    [OP_DIFFERENT] = compare,
    [OP_LESS] = compare,
    [OP_LESS_EQUAL] = compare,
    [OP_GREATER] = compare,
    [OP_GREATER_EQUAL] = compare,
    [OP_ADD] = calculate,
    [OP_SUBTRACT] = calculate,
    [OP_MULTIPLY] = calculate,
    [OP_DIVIDE] = calculate,
    [OP_REMAINDER] = calculate,
    [OP_LATER] = shift,
    [OP_EARLIER] = shift,
    [OP_DAYS_BETWEEN] = days_between,
    [OP_DAYS] = period,
    [OP_WORKDAYS] = period,
    [OP_MONTHS] = period,
    [OP_YEARS] = period,
    [OP_SIZE] = size,
    [OP_MATCHES] = test_text,
    [OP_AGE] = age,
    [OP_BIRTH] = citizen,
    [OP_SEX] = citizen,
    [OP_MIN] = extreme,
    [OP_MAX] = extreme,
    [OP_ABS] = negate,
    [OP_INT] = whole,
    [OP_MONEY] = to_fen,
    [OP_LUHN] = test_text,
    [OP_PREFIX] = test_text,
    [OP_CITIZEN] = test_text,
    [OP_USCC] = test_text,
};

static enum rc eval(struct scope *s, node *x, value *out)
{
    value v[EXPR_ARGS] = {{0}};

    if (x->op < OP_NOT) return lazy[x->op](s, x, out);
    for (size_t i = 0; i < x->nkids; i++) {
        enum rc rc = eval(s, x->kid[i], &v[i]);
        if (rc != RC_OK) return rc;
        if (v[i].type == EXPR_NONE) return unknown(out);
    }
    *out = (value){.type = x->type};
    return strict[x->op](s, x, v, out);
}

enum rc expr_eval(const struct expr *x, const struct expr_env *env, struct arena *a,
                  struct expr_value *out, struct fault *f)
{
    struct scope s = {.env = env, .f = f};
    value v = {0};
    enum rc rc = eval(&s, x->root, &v);

    if (rc != RC_OK) return rc;
    if (v.text) v.text = arena_strdup(a, v.text);
    *out = v;
    return RC_OK;
}

bool expr_holds(const struct expr *x, const struct expr_env *env)
{
    struct scope s = {.env = env};
    value v = {0};

    return eval(&s, x->root, &v) == RC_OK && v.type == EXPR_BOOL && v.b;
}

int64_t expr_fen(int64_t number)
{
    return decimal_round(number);
}
