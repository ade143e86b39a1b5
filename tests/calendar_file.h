/* For tests: files of the source tree, and the calendar of the country. */
#ifndef YC_TESTS_CALENDAR_FILE_H
#define YC_TESTS_CALENDAR_FILE_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "domain/calendar.h"

/* Fresh text of a file named from the root of the source tree. */
static inline char *file_text(const char *name)
{
    char *path = mem_printf("%s/%s", SOURCE_DIR, name);
    FILE *in = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;

    if (!in || getdelim(&text, &size, '\0', in) < 0) {
        fprintf(stderr, "cannot read %s\n", path);
        abort();
    }
    fclose(in);
    free(path);
    return text;
}

static inline struct calendar *calendar_cn(void)
{
    char *tsv = file_text("data/calendar/cn.tsv");
    struct calendar *c = NULL;
    enum rc rc = calendar_read(&(struct calendar_parts){.published = tsv}, &c, NULL);

    if (rc != RC_OK) abort();
    free(tsv);
    return c;
}

#endif
