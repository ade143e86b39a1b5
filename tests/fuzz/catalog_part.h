/* One definition file through its own part of the build alone: thousands a second, where a whole
 * catalogue takes milliseconds. */
#ifndef YC_TESTS_FUZZ_CATALOG_PART_H
#define YC_TESTS_FUZZ_CATALOG_PART_H

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A place in a file, and a sentence; what is found must not grow out of proportion. */
static void finding_placed(void *arg, const char *path, int line, int column, bool warning,
                           const struct fault *what)
{
    (void)warning;
    assert(*path && line >= 1 && column >= 1 && what->msgid);
    if (++*(size_t *)arg > 8) return; /* sentences enough */
    char *text = fault_text(
        what->msgid, (const char *const[]){what->arg[0], what->arg[1], what->arg[2], what->arg[3]},
        4);
    free(text);
}

/* parts, ended by NULL, are run in order over the files. */
static void build_parts(struct catalog_file *file, size_t n, bool published,
                        void (*const *part)(struct build *b), size_t most)
{
    size_t findings = 0;
    struct build b = {.files = {file, n},
                      .published = published,
                      .to = {.report = finding_placed, .arg = &findings},
                      .c = mem_alloc(sizeof *b.c)};

    for (; *part; part++)
        (*part)(&b);
    assert(findings <= most);
    arena_free(&b.nodes);
    catalog_free(b.c);
}

#endif
