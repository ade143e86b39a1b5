/* Filling structs from YAML nodes by tables: which key goes where, what it must look like.
 *
 * A mapping fills one struct; unknown and missing keys and wrong types are reported at their place
 * and filling goes on, so that a list of n nodes always gives n structs and positions can be found
 * again by index. */
#ifndef YC_CATALOG_SCHEMA_H
#define YC_CATALOG_SCHEMA_H

#include "catalog/yaml.h"
#include "domain/item.h"

enum slot_type {
    SLOT_TEXT,   /* const char *: one line, not blank when required */
    SLOT_BLOCK,  /* const char *: several lines */
    SLOT_KEY,    /* const char *: a short ASCII word */
    SLOT_TEXTS,  /* const char *const *, and its count */
    SLOT_INT,    /* int, min..max */
    SLOT_BOOL,   /* bool */
    SLOT_SPAN,   /* struct span */
    SLOT_WORD,   /* whatever parse makes of the text */
    SLOT_STRUCT, /* a nested mapping, by its own schema */
    SLOT_LIST    /* array of structs, and its count; every element by its schema */
};

struct schema;
struct slot {
    const char *key;
    enum slot_type type;
    bool required;
    size_t at, count;        /* offsets of the member and of its count */
    const struct schema *of; /* SLOT_STRUCT, SLOT_LIST */
    bool (*parse)(const char *text, void *to);
    const char *expect; /* SLOT_WORD: said when parse refuses */
    int min, max;       /* SLOT_INT */
};
#define SLOT(word, kind, needed, holder, member, ...)                                              \
    {                                                                                              \
        .key = word, .type = kind, .required = needed, .at = offsetof(holder, member),             \
        ##__VA_ARGS__                                                                              \
    }
#define SLOTS(array) .slots = array, .n = sizeof array / sizeof *array

struct schema {
    const struct slot *slots;
    size_t n, size;
    const void *blank; /* a struct with every default; NULL: a nested part of its holder */
};

/* Fills *to (already blank) from a mapping. */
void schema_fill(struct arena *a, struct findings *to, const struct yaml *map,
                 const struct schema *s, void *out);
/* An array of list->n structs, each filled. */
void *schema_list(struct arena *a, struct findings *to, const struct yaml *list,
                  const struct schema *s, size_t *n);

/* A SLOT_WORD's parse for a key that fills nothing: the node is asked for it later. */
bool word_any(const char *text, void *to);
bool key_valid(const char *text);
/* Reports elements of a list whose texts under key were there before. */
void schema_unique(struct findings *to, const struct yaml *list, const char *key);

#endif
