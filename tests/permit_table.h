/* data/hall read once more, by nothing of the program: rows of one line, "- {key: text, key: [a,
 * b]}", and what they say about who may do what.  Written from doc/formats.md and the comments in
 * the files. */
#ifndef YC_TESTS_PERMIT_TABLE_H
#define YC_TESTS_PERMIT_TABLE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 24, KEYS = 10, ROWS = 400 };

struct cell {
    char key[24];
    char text[CELLS][48];
    int n;
};
struct row {
    struct cell cell[KEYS];
    int n;
};
struct table {
    struct row row[ROWS];
    int n;
};

static inline const struct cell *row_cell(const struct row *r, const char *key)
{
    for (int i = 0; i < r->n; i++)
        if (strcmp(r->cell[i].key, key) == 0) return &r->cell[i];
    return NULL;
}

static inline const char *row_text(const struct row *r, const char *key)
{
    const struct cell *c = row_cell(r, key);

    return c && c->n ? c->text[0] : "";
}

static inline bool row_has(const struct row *r, const char *key, const char *text)
{
    const struct cell *c = row_cell(r, key);

    for (int i = 0; c && i < c->n; i++)
        if (strcmp(c->text[i], text) == 0) return true;
    return false;
}

static inline const char *take_word(const char *p, char *out, size_t size)
{
    size_t n = 0;

    while (*p == ' ' || *p == '"')
        p++;
    while (*p && !strchr(",:]}\"", *p)) {
        if (n + 1 < size) out[n++] = *p;
        p++;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    while (*p == '"' || *p == ' ')
        p++;
    return p;
}

static inline void read_row(struct row *r, const char *p)
{
    memset(r, 0, sizeof *r);
    while (*p && *p != '}' && r->n < KEYS) {
        struct cell *c = &r->cell[r->n++];
        p = take_word(p, c->key, sizeof c->key);
        p += *p == ':';
        while (*p == ' ')
            p++;
        bool list = *p == '[';
        p += list;
        do {
            p = take_word(p, c->text[c->n], sizeof c->text[0]);
            if (*c->text[c->n] && c->n + 1 < CELLS) c->n++;
            if (list && *p == ',') p++;
        } while (list && *p && *p != ']');
        p += list && *p == ']';
        p += *p == ',';
        while (*p == ' ')
            p++;
    }
}

/* The rows under "section:" of data/hall/FILE. */
static inline void table_read(struct table *t, const char *file, const char *section)
{
    char path[256], line[1024];
    bool inside = false;

    snprintf(path, sizeof path, "%s/data/hall/%s", SOURCE_DIR, file);
    FILE *in = fopen(path, "r");
    if (!in) abort();
    t->n = 0;
    while (fgets(line, sizeof line, in)) {
        if (line[0] != ' ' && line[0] != '#') inside = strncmp(line, section, strlen(section)) == 0;
        const char *at = strstr(line, "- {");
        if (inside && at && at == line + 2 && t->n < ROWS) read_row(&t->row[t->n++], at + 3);
    }
    fclose(in);
}

static inline const struct row *table_row(const struct table *t, const char *key)
{
    for (int i = 0; i < t->n; i++)
        if (strcmp(row_text(&t->row[i], "key"), key) == 0) return &t->row[i];
    return NULL;
}

#endif
