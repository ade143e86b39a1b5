/* Any question to the time law ("op\nk=v;k=v") gets one clean line of answer and a ledger in
 * columns. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "domain/due.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char table[] = "# coverage: 2026-01-01..2026-12-31\n"
                            "2026-01-01\tholiday\t元旦\n"
                            "2026-02-14\tworkday\t春节\n"
                            "2026-02-16\tholiday\t春节\n"
                            "2026-10-01\tholiday\t国庆节\n";

static const struct timer *find_timer(void *arg, const char *id)
{
    static const struct timer timers[] = {
        {"0", .length = {UNIT_WD, 5, false}, .extension = {UNIT_WD, 5, false},
         .start = START_RECEIPT},
        {"1", .length = {UNIT_MO, 2, false}, .bound = BOUND_LOWER, .start = START_RECEIPT},
        {"2", .length = {UNIT_CD, 9, false}, .bound = BOUND_BEFORE},
        {"3", .length = {UNIT_HR, 24, false}, .start = START_MOMENT},
        {"4", .start = START_FIXED},
    };

    (void)arg;
    return *id >= '0' && *id <= '4' ? &timers[*id - '0'] : NULL;
}

static struct due_desk *open_desk(void)
{
    static struct due_law law = {.timer = find_timer};
    struct calendar *c;

    if (calendar_read(&(struct calendar_parts){.published = table}, &c, NULL) != RC_OK) abort();
    law.calendar = c;
    return due_open(&law);
}

/* Lines of six columns, each after a tab. */
static void check_ledger(const char *s)
{
    for (; *s; s++) {
        int tabs = 0;
        assert(*s == '\t');
        for (; *s != '\n'; s++)
            tabs += *s == '\t';
        assert(tabs == 6);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct due_desk *desk;

    if (!desk) desk = open_desk();
    char *op = mem_strndup((const char *)data, size), *inputs = strchr(op, '\n');
    if (inputs) *inputs++ = '\0';
    const char *answer = due_answer(desk, op, inputs ? inputs : "");
    bool error = strncmp(answer, "error: ", 7) == 0;
    assert(error || strchr(answer, '='));
    assert(!strpbrk(answer, error ? "\n\r\t;" : "\n\r\t") && text_valid(answer));
    check_ledger(due_ledger(desk));
    free(op);
    return 0;
}
