#include "catalog/schema.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_MAX = 32 };

bool word_any(const char *text, void *to)
{
    (void)to;
    return *text != '\0';
}

bool key_valid(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return text[n] == '\0' && n >= 1 && n <= KEY_MAX && text[0] >= 'a' && text[0] <= 'z';
}

/* --- One value --- */

static bool is_kind(struct findings *to, const struct yaml *v, enum yaml_kind kind)
{
    static const char *const wants[] = {[YAML_TEXT] = N_("\"{1}\" should be a text"),
                                        [YAML_LIST] = N_("\"{1}\" should be a list"),
                                        [YAML_MAP] = N_("\"{1}\" should be a mapping")};

    if (v->kind == kind) return true;
    finding(to, v, wants[kind], v->key ? v->key->text : "-", NULL);
    return false;
}

static void fill_block(struct arena *a, struct findings *to, const struct yaml *v, char *at)
{
    if (!is_kind(to, v, YAML_TEXT)) return;
    for (const char *s = v->text; *s; s++) {
        if (((unsigned char)*s >= 0x20 && *s != 0x7F) || *s == '\n') continue;
        finding(to, v, N_("a block of text has no tabs and control characters"), NULL);
        return;
    }
    *(const char **)(void *)at = arena_strdup(a, v->text);
}

static bool one_line(struct findings *to, const struct yaml *v)
{
    if (!is_kind(to, v, YAML_TEXT)) return false;
    for (const char *s = v->text; *s; s++) {
        if ((unsigned char)*s >= 0x20 && *s != 0x7F) continue;
        finding(to, v, N_("the text must be one line without control characters"), NULL);
        return false;
    }
    return true;
}

static void fill_text(struct arena *a, struct findings *to, const struct yaml *v,
                      const struct slot *s, char *at)
{
    if (!one_line(to, v)) return;
    if (s->required && v->text[strspn(v->text, " ")] == '\0') {
        finding(to, v, N_("\"{1}\" must not be empty"), s->key, NULL);
        return;
    }
    if (s->type == SLOT_KEY && *v->text && !key_valid(v->text)) {
        finding(to, v, N_("\"{1}\" is not a key: small letters, digits and _, at most 32"), v->text,
                NULL);
        return;
    }
    *(const char **)(void *)at = arena_strdup(a, v->text);
}

static void fill_texts(struct arena *a, struct findings *to, const struct yaml *v,
                       const struct slot *s, char *out)
{
    if (!is_kind(to, v, YAML_LIST)) return;
    const char **texts = arena_alloc(a, v->n * sizeof *texts);
    size_t i = 0;

    if (s->required && !v->n) finding(to, v, N_("\"{1}\" must not be empty"), s->key, NULL);
    for (const struct yaml *t = v->first; t; t = t->next, i++) {
        texts[i] = "";
        if (!one_line(to, t)) continue;
        if (!*t->text) finding(to, t, N_("\"{1}\" must not be empty"), s->key, NULL);
        texts[i] = arena_strdup(a, t->text);
        for (size_t j = 0; *t->text && j < i; j++)
            if (strcmp(texts[j], t->text) == 0)
                finding(to, t, N_("\"{1}\" is given twice"), t->text, NULL);
    }
    *(const char *const **)(void *)(out + s->at) = texts;
    *(size_t *)(void *)(out + s->count) = v->n;
}

static void fill_int(struct findings *to, const struct yaml *v, const struct slot *s, char *at)
{
    char low[16], high[16], *end;

    if (!is_kind(to, v, YAML_TEXT)) return;
    long n = strtol(v->text, &end, 10);
    if (*v->text >= '0' && *v->text <= '9' && !*end && n >= s->min && n <= s->max) {
        *(int *)(void *)at = (int)n;
        return;
    }
    snprintf(low, sizeof low, "%d", s->min);
    snprintf(high, sizeof high, "%d", s->max);
    finding(to, v, N_("\"{1}\" should be a whole number from {2} to {3}"), s->key, low, high, NULL);
}

static void fill_bool(struct findings *to, const struct yaml *v, const struct slot *s, char *at)
{
    if (!is_kind(to, v, YAML_TEXT)) return;
    bool yes = strcmp(v->text, "true") == 0;
    if (!yes && strcmp(v->text, "false") != 0)
        finding(to, v, N_("\"{1}\" should be true or false"), s->key, NULL);
    *(bool *)(void *)at = yes;
}

static void fill_span(struct findings *to, const struct yaml *v, const struct slot *s, char *at)
{
    if (!is_kind(to, v, YAML_TEXT)) return;
    if (!span_parse(v->text, (struct span *)(void *)at))
        finding(to, v,
                N_("\"{1}\": \"{2}\" is not a length of time such as 5wd, 7cd, 3mo, 24hr, 2bh, "
                   "30min or now"),
                s->key, v->text, NULL);
}

static void fill_word(struct findings *to, const struct yaml *v, const struct slot *s, char *at)
{
    if (!one_line(to, v)) return;
    if (!s->parse(v->text, at))
        finding(to, v, N_("\"{1}\" cannot be \"{2}\"; expected {3}"), s->key, v->text, s->expect,
                NULL);
}

static void fill_slot(struct arena *a, struct findings *to, const struct yaml *v,
                      const struct slot *s, char *out)
{
    char *at = out + s->at;

    switch (s->type) {
    case SLOT_TEXT:
    case SLOT_KEY:
        fill_text(a, to, v, s, at);
        break;
    case SLOT_BLOCK:
        fill_block(a, to, v, at);
        break;
    case SLOT_TEXTS:
        fill_texts(a, to, v, s, out);
        break;
    case SLOT_INT:
        fill_int(to, v, s, at);
        break;
    case SLOT_BOOL:
        fill_bool(to, v, s, at);
        break;
    case SLOT_SPAN:
        fill_span(to, v, s, at);
        break;
    case SLOT_WORD:
        fill_word(to, v, s, at);
        break;
    case SLOT_STRUCT:
        if (is_kind(to, v, YAML_MAP)) schema_fill(a, to, v, s->of, at);
        break;
    case SLOT_LIST:
        if (is_kind(to, v, YAML_LIST))
            *(void **)(void *)at = schema_list(a, to, v, s->of, (size_t *)(void *)(out + s->count));
        break;
    }
}

/* --- Mappings and lists --- */

static const struct slot *slot_of(const struct schema *s, const char *key)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->slots[i].key, key) == 0) return &s->slots[i];
    return NULL;
}

void schema_fill(struct arena *a, struct findings *to, const struct yaml *map,
                 const struct schema *s, void *out)
{
    if (!is_kind(to, map, YAML_MAP)) return;
    for (const struct yaml *v = map->first; v; v = v->next) {
        const struct slot *slot = slot_of(s, v->key->text);
        if (slot)
            fill_slot(a, to, v, slot, out);
        else
            finding(to, v->key, N_("unknown key \"{1}\""), v->key->text, NULL);
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->slots[i].required && !yaml_get(map, s->slots[i].key))
            finding(to, map, N_("\"{1}\" is missing"), s->slots[i].key, NULL);
}

void *schema_list(struct arena *a, struct findings *to, const struct yaml *list,
                  const struct schema *s, size_t *n)
{
    char *array = arena_alloc(a, list->n * s->size), *at = array;

    for (const struct yaml *v = list->first; v; v = v->next, at += s->size) {
        memcpy(at, s->blank, s->size);
        schema_fill(a, to, v, s, at);
    }
    *n = list->n;
    return array;
}

void schema_unique(struct findings *to, const struct yaml *list, const char *key)
{
    if (!list || list->kind != YAML_LIST) return;
    for (const struct yaml *v = list->first; v; v = v->next) {
        const struct yaml *k = yaml_get(v, key);
        if (!k || k->kind != YAML_TEXT || !*k->text) continue;
        for (const struct yaml *w = list->first; w != v; w = w->next) {
            const struct yaml *l = yaml_get(w, key);
            if (!l || strcmp(l->text, k->text) != 0) continue;
            finding(to, k, N_("\"{1}\" is given twice"), k->text, NULL);
            break;
        }
    }
}
