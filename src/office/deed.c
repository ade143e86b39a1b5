#include "office/deed.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/tables.h"

const char *deed_param(const struct deed *d, const char *key)
{
    return door_request_get(d->q, key);
}

char *deed_print(const struct deed *d, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    assert(n >= 0);
    char *s = arena_alloc(d->arena, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(s, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return s;
}

bool deed_is_system(const struct deed *d)
{
    return d->person == NULL;
}

static void take(struct deed *d, const char *name, uint64_t value)
{
    Yc__Number *n =
        record_add(d->arena, &d->event->n_taken, &d->event->taken, &yc__number__descriptor);

    n->series = arena_strdup(d->arena, name);
    SET(n, value, value);
}

enum rc deed_number(struct deed *d, uint32_t series, const char *name, uint64_t *value,
                    struct fault *f)
{
    enum rc rc = store_next(d->txn, series, value, f);

    if (rc == RC_OK) take(d, name, *value);
    return rc;
}

enum rc deed_named_number(struct deed *d, const char *name, uint64_t *value, struct fault *f)
{
    struct buf key = {0}, val = {0};
    bool found;

    key_text(&key, name);
    enum rc rc = store_take(d->txn, T_COUNTER, key.data, key.len, &val, &found, f);
    if (rc == RC_OK) {
        *value = found ? strtoull(buf_str(&val), NULL, 10) + 1 : 1;
        buf_clear(&val);
        buf_printf(&val, "%llu", (unsigned long long)*value);
        rc = store_put(d->txn, T_COUNTER, key.data, key.len, val.data, val.len, f);
    }
    if (rc == RC_OK) take(d, name, *value);
    buf_free(&key);
    buf_free(&val);
    return rc;
}

static const char *env_value(void *arg, const char *name)
{
    return deed_value(arg, name);
}

struct expr_env deed_env(const struct deed *d)
{
    return (struct expr_env){env_value, (void *)(uintptr_t)d, d->today, d->calendar};
}

const char *deed_value(const struct deed *d, const char *field)
{
    for (size_t i = 0; i < d->m->n_values; i++)
        if (strcmp(d->m->values[i]->key, field) == 0) return TEXT(d->m->values[i]->value);
    return "";
}

void deed_set_value(struct deed *d, const char *field, const char *canonical)
{
    for (size_t i = 0; i < d->m->n_values; i++) {
        if (strcmp(d->m->values[i]->key, field) != 0) continue;
        d->m->values[i]->value = arena_strdup(d->arena, canonical);
        return;
    }
    Yc__Value *v = record_add(d->arena, &d->m->n_values, &d->m->values, &yc__value__descriptor);
    v->key = arena_strdup(d->arena, field);
    v->value = arena_strdup(d->arena, canonical);
}

bool matter_ended(const Yc__Matter *m)
{
    return m->has_outcome && m->outcome != YC__OUTCOME__OUTCOME_OPEN;
}

const Yc__Party *matter_party(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_parties; i++)
        if (strcmp(m->parties[i]->key, key) == 0) return m->parties[i];
    return NULL;
}

/* "check#2" is the second round of "check". */
static bool of_base(const char *key, const char *base)
{
    size_t n = strlen(base);

    return strncmp(key, base, n) == 0 && (key[n] == '\0' || key[n] == '#');
}

Yc__Clock *matter_clock(const Yc__Matter *m, const char *key)
{
    for (size_t i = m->n_clocks; i-- > 0;)
        if (of_base(m->clocks[i]->key, key)) return m->clocks[i];
    return NULL;
}

Yc__StepRun *matter_run(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_steps; i++)
        if (strcmp(m->steps[i]->key, key) == 0) return m->steps[i];
    return NULL;
}

Yc__StepRun *matter_last_run(const Yc__Matter *m, const char *step)
{
    for (size_t i = m->n_steps; i-- > 0;)
        if (strcmp(TEXT(m->steps[i]->step), step) == 0) return m->steps[i];
    return NULL;
}

Yc__Material *matter_material(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_materials; i++)
        if (strcmp(m->materials[i]->key, key) == 0) return m->materials[i];
    return NULL;
}
