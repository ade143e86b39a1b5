/* Findings compared with what a marked text says they must be.
 *
 * In a marked text ¤ stands before each place where something is wrong; the mark itself is not part
 * of the file.  The expected line and column come from the marks, the sentences from the test, one
 * a mark. */
#ifndef YC_TESTS_CATALOG_FINDINGS_H
#define YC_TESTS_CATALOG_FINDINGS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog_minimal.h"

enum { FOUND_MAX = 64 };
struct found {
    char *line[FOUND_MAX];
    size_t n;
};

static inline void found_add(struct found *f, char *line)
{
    assert_true(f->n < FOUND_MAX);
    f->line[f->n++] = line;
}

static inline void found_collect(void *arg, const char *path, int line, int column, bool warning,
                                 const struct fault *what)
{
    const char *args[] = {what->arg[0], what->arg[1], what->arg[2], what->arg[3]};
    char *text = fault_text(what->msgid, args, 4);

    found_add(arg,
              mem_printf("%s:%d:%d: %s%s", path, line, column, warning ? "warning: " : "", text));
    free(text);
}

static inline int found_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted, one a line; frees what was found.  The caller frees the text. */
static inline char *found_text(struct found *f)
{
    struct buf b = {0};

    if (f->n) qsort(f->line, f->n, sizeof *f->line, found_order);
    for (size_t i = 0; i < f->n; i++) {
        buf_printf(&b, "%s\n", f->line[i]);
        free(f->line[i]);
    }
    f->n = 0;
    return buf_take(&b);
}

/* The text without its marks; each mark becomes an expectation with the next sentence. */
static inline char *unmark(const char *path, const char *marked, const char *const *sentences,
                           struct found *expected)
{
    static const char mark[] = "¤";
    struct buf clean = {0};
    int line = 1, column = 1;

    for (const char *s = marked; *s;) {
        if (strncmp(s, mark, 2) == 0) {
            assert_non_null(*sentences);
            found_add(expected, mem_printf("%s:%d:%d: %s", path, line, column, *sentences++));
            s += 2;
            continue;
        }
        column = *s == '\n' ? 1 : column + (((unsigned char)*s & 0xC0) != 0x80);
        if (*s == '\n') line++;
        buf_add(&clean, s++, 1);
    }
    assert_null(*sentences);
    return buf_take(&clean);
}

/* What the program is said to be able to do. */
static const struct catalog_act *expect_acts;
static size_t expect_nacts;

/* Builds the minimal catalogue with one marked file; sentences end with NULL.  Exactly these must
 * be found. */
static inline void expect_findings(const char *path, const char *marked,
                                   const char *const *sentences)
{
    struct found want = {0}, got = {0};
    struct catalog_files fs = {0};
    struct catalog *c = NULL;
    char *text = unmark(path, marked, sentences, &want);
    size_t errors = 0;

    for (size_t i = 0; i < want.n; i++)
        errors += !strstr(want.line[i], ": warning: ");
    minimal_files(&fs, path, text, strlen(text));
    fs.acts = expect_acts;
    fs.nacts = expect_nacts;
    enum rc rc = catalog_build(&fs, found_collect, &got, &c);
    char *wanted = found_text(&want), *found = found_text(&got);
    if (strcmp(found, wanted) != 0) print_error("--- found\n%s--- wanted\n%s", found, wanted);
    assert_true(strcmp(found, wanted) == 0);
    assert_int_equal(rc, errors ? RC_REFUSED : RC_OK);
    assert_int_equal(c != NULL, errors == 0);
    catalog_free(c);
    free(wanted);
    free(found);
    free(text);
    catalog_files_free(&fs);
}

#define EXPECT(path, marked, ...)                                                                  \
    expect_findings(path, marked, (const char *const[]){NULL, ##__VA_ARGS__, NULL} + 1)

#endif
