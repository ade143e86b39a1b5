#include "domain/form.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "domain/decimal.h"
#include "domain/ids.h"

/* --- Computed fields --- */

static int places_of(const struct field *fd)
{
    if (fd->type == FIELD_MONEY) return 2;
    if (fd->type != FIELD_DECIMAL || fd->scale < 0) return 0;
    return fd->scale > DECIMAL_PLACES ? DECIMAL_PLACES : fd->scale;
}

static const char *value_text(const struct field *fd, const struct expr_value *v,
                              char number[DECIMAL_TEXT])
{
    switch (v->type) {
    case EXPR_NUMBER:
        return decimal_text(v->number, places_of(fd), number);
    case EXPR_DATE:
        return day_text(v->date, number);
    case EXPR_BOOL:
        return v->b ? "true" : "false";
    default:
        return v->text ? v->text : "";
    }
}

static enum rc value_of(const struct field *fd, const struct expr *x, const struct expr_env *env,
                        struct buf *out, struct fault *f)
{
    _Static_assert((int)DECIMAL_TEXT >= (int)DAY_TEXT, "a date fits where a number does");
    struct arena a = {0};
    struct expr_value v;
    char number[DECIMAL_TEXT];

    buf_clear(out);
    enum rc rc = expr_eval(x, env, &a, &v, f);
    if (rc == RC_OK) rc = form_canonical(fd, value_text(fd, &v, number), out, f);
    arena_free(&a);
    return rc;
}

enum rc form_computed(const struct field *fd, const struct expr_env *env, struct buf *out,
                      struct fault *f)
{
    return value_of(fd, fd->computed_x, env, out, f);
}

enum rc form_filled(const struct field *fd, const struct expr_env *env, struct buf *out,
                    struct fault *f)
{
    return value_of(fd, fd->fill_x, env, out, f);
}

bool form_applies(const struct field *fd, const struct expr_env *env)
{
    return !fd->when_x || expr_holds(fd->when_x, env);
}

/* --- Checking --- */

struct checker {
    const struct expr_env *env;
    enum field_need need;
    form_report *report;
    void *arg;
    int errors;
};

static void found(struct checker *c, const struct field *fd, bool warn, const struct fault *f)
{
    if (!warn) c->errors++;
    c->report(c->arg, fd, warn, f);
}

static void say(struct checker *c, const struct field *fd, bool warn, const char *msgid,
                const char *a, const char *b)
{
    struct fault f;

    fault_set(&f, RC_REFUSED, "field", msgid, fd->label, a ? a : "", b ? b : "", NULL);
    found(c, fd, warn, &f);
}

static bool is_needed(const struct checker *c, const struct field *fd)
{
    return fd->need != NEED_NO && fd->need <= c->need;
}

/* Canonical text is of its type, so reading it cannot fail. */
static bool in_range(const struct field *fd, const char *value)
{
    const struct field_range *r = &fd->within;
    int64_t v = 0;
    day_t d;

    if (fd->type == FIELD_DATE) {
        if (!day_parse(value, &d)) return true;
        v = d;
    } else if (!decimal_parse(value, &v)) {
        return true;
    }
    return (!r->has_from || v >= r->from) && (!r->has_to || v <= r->to);
}

static bool has_range(const struct field *fd)
{
    return fd->within.has_from || fd->within.has_to;
}

static bool has_text(json_t *row, const char *key)
{
    const char *s = json_string_value(json_object_get(row, key));

    return s && *s;
}

static void check_cells(struct checker *c, const struct field *fd, json_t *rows)
{
    char number[24];

    for (size_t r = 0; r < json_array_size(rows); r++)
        for (size_t i = 0; i < fd->ncolumns; i++) {
            const struct field *column = &fd->columns[i];
            json_t *row = json_array_get(rows, r);
            bool has = has_text(row, column->key);
            snprintf(number, sizeof number, "%zu", r + 1);
            if (!has && is_needed(c, column))
                say(c, fd, false, N_("{1}: {3} of row {2} must be filled in"), number,
                    column->label);
            if (has && has_range(column) &&
                !in_range(column, json_string_value(json_object_get(row, column->key))))
                say(c, fd, false, N_("{1}: {3} of row {2} is out of range"), number, column->label);
        }
}

static void check_table(struct checker *c, const struct field *fd, const char *value)
{
    json_t *rows = json_loads(value, 0, NULL);
    char number[12];

    if (json_array_size(rows) < (size_t)(fd->min_rows > 0 ? fd->min_rows : 0)) {
        snprintf(number, sizeof number, "%d", fd->min_rows);
        say(c, fd, false, N_("{1}: at least {2} rows are needed"), number, NULL);
    }
    check_cells(c, fd, rows);
    json_decref(rows);
}

/* What canonical text alone does not show. */
static void check_by_type(struct checker *c, const struct field *fd, const char *value)
{
    struct fault f;
    char id[19];
    bool odd = false;

    if (has_range(fd) && !in_range(fd, value))
        say(c, fd, false, N_("{1}: {2} is not within {3}"), value, fd->range);
    if (fd->type == FIELD_TABLE) check_table(c, fd, value);
    if (fd->type == FIELD_ID_NO && c->env->today != DAY_NONE &&
        ids_citizen(value, c->env->today, id, &f) != RC_OK)
        found(c, fd, false, &f);
    if (fd->type == FIELD_USCC && ids_uscc(value, id, &odd, NULL) == RC_OK && odd)
        say(c, fd, true,
            N_("{1}: the organisation code inside has a wrong check digit; compare it with the "
               "paper"),
            NULL, NULL);
}

static void check_rule(struct checker *c, const struct field *fd, bool warn)
{
    const struct expr *x = warn ? fd->warn_x : fd->check_x;
    const char *source = warn ? fd->warn : fd->check;
    struct arena a = {0};
    struct expr_value v = {0};
    struct fault f;

    if (!x) return;
    if (expr_eval(x, c->env, &a, &v, &f) != RC_OK)
        found(c, fd, warn, &f);
    else if (v.type == EXPR_BOOL && !v.b)
        say(c, fd, warn, N_("{1}: does not hold: {2}"), fd->hint && *fd->hint ? fd->hint : source,
            NULL);
    arena_free(&a);
}

/* false: the value is no value of this type, and its rules would only say so again. */
static bool check_value(struct checker *c, const struct field *fd, const char *value)
{
    struct buf canonical = {0};
    struct fault f;
    bool good = form_canonical(fd, value, &canonical, &f) == RC_OK;

    if (!good)
        found(c, fd, false, &f);
    else if (strcmp(buf_str(&canonical), value) != 0)
        say(c, fd, false, N_("{1}: {2} must be written {3}"), value, buf_str(&canonical));
    else
        check_by_type(c, fd, value);
    buf_free(&canonical);
    return good;
}

static void check_field(struct checker *c, const struct field *fd)
{
    const char *value = c->env->value(c->env->arg, fd->key);
    bool computed = fd->computed && *fd->computed;

    if (!form_applies(fd, c->env)) {
        if (value && *value)
            say(c, fd, false, N_("{1}: does not apply here and must stay empty"), NULL, NULL);
        return;
    }
    if (value && *value) {
        if (!check_value(c, fd, value)) return;
        check_rule(c, fd, false);
        check_rule(c, fd, true);
    } else if (!computed && is_needed(c, fd)) {
        say(c, fd, false, N_("{1}: must be filled in"), NULL, NULL);
    }
}

int form_check(const struct item *it, const struct expr_env *env, enum field_need need,
               form_report *report, void *arg)
{
    struct checker c = {.env = env, .need = need, .report = report, .arg = arg};

    for (size_t i = 0; i < it->nfields; i++)
        check_field(&c, &it->fields[i]);
    return c.errors;
}

int form_check_alone(const struct field *fd, const struct expr_env *env, form_report *report,
                     void *arg)
{
    struct checker c = {.env = env, .need = NEED_NO, .report = report, .arg = arg};
    const char *value = env->value(env->arg, fd->key);

    if (!value || !*value || !check_value(&c, fd, value) || !fd->check_own) return c.errors;
    check_rule(&c, fd, false);
    check_rule(&c, fd, true);
    return c.errors;
}

/* --- Names for expressions --- */

enum expr_type form_expr_type(enum field_type t)
{
    switch (t) {
    case FIELD_INT:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return EXPR_NUMBER;
    case FIELD_DATE:
        return EXPR_DATE;
    case FIELD_BOOL:
        return EXPR_BOOL;
    case FIELD_MULTI:
        return EXPR_LIST;
    case FIELD_TABLE:
        return EXPR_TABLE;
    default:
        return EXPR_TEXT;
    }
}

static void name_fields(struct arena *a, const struct field *fields, size_t n,
                        struct expr_name *out)
{
    for (size_t i = 0; i < n; i++) {
        const struct field *fd = &fields[i];
        out[i] = (struct expr_name){.name = fd->key, .type = form_expr_type(fd->type)};
        if (fd->type != FIELD_TABLE) continue;
        struct expr_name *columns = arena_alloc(a, fd->ncolumns * sizeof *columns);
        name_fields(a, fd->columns, fd->ncolumns, columns);
        out[i].columns = columns;
        out[i].ncolumns = fd->ncolumns;
    }
}

const struct expr_name *form_names(struct arena *a, const struct field *fields, size_t nfields,
                                   size_t *n)
{
    struct expr_name *names = arena_alloc(a, (nfields + 1) * sizeof *names);

    name_fields(a, fields, nfields, names);
    names[nfields] = (struct expr_name){.name = "today", .type = EXPR_DATE};
    *n = nfields + 1;
    return names;
}
