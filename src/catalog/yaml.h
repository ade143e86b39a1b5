/* A YAML file as a tree of nodes that know where they stand, for files people write by hand.
 *
 * Read with libyaml's events, so that everything wrong is reported at its line and column and
 * reading goes on where it can: bad UTF-8, control characters, duplicate keys, anchors, tags.  A
 * syntax error ends the file (and only it). Anchors, aliases and tags are refused (no definition
 * needs them, and an alias bomb needs them); depth and size are bounded. Nodes live in the arena
 * given. */
#ifndef YC_CATALOG_YAML_H
#define YC_CATALOG_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "catalog/catalog.h"

enum { YAML_DEPTH = 24, YAML_CHILDREN = 4096, YAML_FILE_MAX = 1024 * 1024 };

/* Where findings go, and how many of them were errors. */
struct findings {
    catalog_report *report;
    void *arg;
    size_t errors;
};

struct yaml_source {
    const char *path, *text; /* text: cleaned of what was reported */
};

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml {
    const struct yaml_source *in;
    int line, column; /* 1-based, in characters */
    enum yaml_kind kind;
    char quote;                /* YAML_TEXT: ' or ", 0 plain, '|' block */
    const char *text;          /* YAML_TEXT, else "" */
    const struct yaml *key;    /* of a value in a mapping, else NULL */
    struct yaml *first, *next; /* children; siblings */
    size_t n;
};

/* NULL: empty or unreadable, reported. */
const struct yaml *yaml_read(struct arena *a, const struct catalog_file *file, struct findings *to);

const struct yaml *yaml_get(const struct yaml *map,
                            const char *key);                   /* NULL: none, or not a mapping */
const struct yaml *yaml_nth(const struct yaml *list, size_t i); /* NULL: none, or not a list */
/* The value under key, or the mapping itself: where to point when key is missing. */
const struct yaml *yaml_at(const struct yaml *map, const char *key);

/* Reports at a node; the arguments are const char *, ended by NULL. */
void finding(struct findings *to, const struct yaml *at, const char *msgid, ...)
    __attribute__((sentinel));
void finding_warn(struct findings *to, const struct yaml *at, const char *msgid, ...)
    __attribute__((sentinel));
/* Reports f at character nth (1-based) of the node's text, wherever quotes and escapes put it in
 * the line; 0: at the node itself. */
void finding_within(struct findings *to, const struct yaml *at, int nth, const struct fault *f);
/* The same at a character (1-based) of a row (from 0) of a block of text. */
void finding_in_block(struct findings *to, const struct yaml *at, int row, int nth,
                      const struct fault *f);
/* Reports where no node is. */
void finding_at(struct findings *to, const char *path, int line, int column, const char *msgid, ...)
    __attribute__((sentinel));

#endif
