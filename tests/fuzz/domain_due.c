/* Any question to the time law ("op\nk=v;k=v") gets one line of answer. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/due.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char table[] = "# coverage: 2026-01-01..2026-12-31\n"
                            "2026-01-01\tholiday\t元旦\n"
                            "2026-02-14\tworkday\t春节\n"
                            "2026-02-16\tholiday\t春节\n"
                            "2026-10-01\tholiday\t国庆节\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct calendar *cal;

    if (!cal && calendar_read(&(struct calendar_parts){.published = table}, &cal, NULL) != RC_OK)
        abort();
    char *op = mem_strndup((const char *)data, size), *inputs = strchr(op, '\n');
    if (inputs) *inputs++ = '\0';
    char *answer = due_answer(cal, op, inputs ? inputs : "");
    assert(*answer && strchr(answer, '='));
    if (strncmp(answer, "error=", 6) == 0) assert(!strpbrk(answer, "\n\t;"));
    free(answer);
    free(op);
    return 0;
}
