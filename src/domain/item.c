#include "domain/item.h"

#include <string.h>

/* --- Finding by key --- */

const struct step *item_step(const struct item *it, const char *key)
{
    for (size_t i = 0; i < it->nsteps; i++)
        if (strcmp(it->steps[i].key, key) == 0) return &it->steps[i];
    return NULL;
}

const struct material *item_material(const struct item *it, const char *key)
{
    for (size_t i = 0; i < it->nmaterials; i++)
        if (strcmp(it->materials[i].key, key) == 0) return &it->materials[i];
    return NULL;
}

const struct field *item_field(const struct item *it, const char *key)
{
    for (size_t i = 0; i < it->nfields; i++)
        if (strcmp(it->fields[i].key, key) == 0) return &it->fields[i];
    return NULL;
}

/* --- Names --- */

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const kinds[] = {
    [KIND_IMMEDIATE] = "immediate", [KIND_COMMITTED] = "committed", [KIND_JOINT] = "joint",
    [KIND_UPWARD] = "upward",       [KIND_PROXY] = "proxy",         [KIND_DUAL_NET] = "dual_net",
    [KIND_TRADE] = "trade",
};

static const char *const titles[] = {
    [KIND_IMMEDIATE] = "即办件", [KIND_COMMITTED] = "承诺件", [KIND_JOINT] = "联办件",
    [KIND_UPWARD] = "上报件",    [KIND_PROXY] = "代办件",     [KIND_DUAL_NET] = "登记验证件",
    [KIND_TRADE] = "交易项目",
};

static const char *const acts[] = {
    [STEP_PASS] = "pass",     [STEP_ACCEPT] = "accept",     [STEP_DECIDE] = "decide",
    [STEP_PAY] = "pay",       [STEP_PRINT] = "print",       [STEP_DELIVER] = "deliver",
    [STEP_VERIFY] = "verify", [STEP_EXTERNAL] = "external",
};

static const char *const types[] = {
    [FIELD_TEXT] = "text",   [FIELD_INT] = "int",     [FIELD_DECIMAL] = "decimal",
    [FIELD_MONEY] = "money", [FIELD_DATE] = "date",   [FIELD_ENUM] = "enum",
    [FIELD_MULTI] = "multi", [FIELD_BOOL] = "bool",   [FIELD_ID_NO] = "id_no",
    [FIELD_USCC] = "uscc",   [FIELD_PHONE] = "phone", [FIELD_REGION] = "region",
    [FIELD_TABLE] = "table",
};

static const char *name_of(const char *const *names, size_t n, size_t i)
{
    return i < n ? names[i] : NULL;
}

static bool find_name(const char *const *names, size_t n, const char *s, size_t *found)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], s) != 0) continue;
        *found = i;
        return true;
    }
    return false;
}

const char *kind_name(enum kind k)
{
    return name_of(kinds, COUNT(kinds), k);
}

const char *kind_title(enum kind k)
{
    return name_of(titles, COUNT(titles), k);
}

const char *step_act_name(enum step_act a)
{
    return name_of(acts, COUNT(acts), a);
}

const char *field_type_name(enum field_type t)
{
    return name_of(types, COUNT(types), t);
}

bool kind_parse(const char *s, enum kind *k)
{
    size_t i;

    if (!find_name(kinds, COUNT(kinds), s, &i)) return false;
    *k = (enum kind)i;
    return true;
}

bool step_act_parse(const char *s, enum step_act *a)
{
    size_t i;

    if (!find_name(acts, COUNT(acts), s, &i)) return false;
    *a = (enum step_act)i;
    return true;
}

bool field_type_parse(const char *s, enum field_type *t)
{
    size_t i;

    if (!find_name(types, COUNT(types), s, &i)) return false;
    *t = (enum field_type)i;
    return true;
}
