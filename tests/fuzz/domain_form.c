/* Whatever is typed into whatever field: refused with a sentence, or canonical and canonical for
 * ever. Input: a byte that picks the type, then the text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const offered[] = {"甲", "乙、丙", "1", "d e"};
static const char *const masks[] = {"AA-999", "9", "X\\9号", "鲁A99999"};
static const struct field columns[] = {
    {.key = "t", .label = "t", .type = FIELD_TEXT},
    {.key = "n", .label = "n", .type = FIELD_DECIMAL, .scale = 3},
    {.key = "d", .label = "d", .type = FIELD_DATE},
    {.key = "m", .label = "m", .type = FIELD_MULTI, .values = offered, .nvalues = 4},
};

/* Only texts have them. */
static void add_attribute(struct field *fd, unsigned which)
{
    fd->mask = which < 4 ? masks[which] : "";
    fd->digits = which == 5;
    fd->upper = which == 6;
    fd->lines = which == 7 ? 3 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct field fd = {.key = "f",
                       .label = "f",
                       .values = offered,
                       .nvalues = 4,
                       .scale = 2,
                       .columns = columns,
                       .ncolumns = 4,
                       .max_rows = 5};
    struct buf once = {0}, twice = {0};
    struct fault f = {0};

    if (size == 0) return 0;
    fd.type = data[0] % (FIELD_TABLE + 1);
    if (fd.type == FIELD_TEXT) add_attribute(&fd, data[0] / (FIELD_TABLE + 1));
    char *typed = mem_strndup((const char *)data + 1, size - 1);
    if (form_canonical(&fd, typed, &once, &f) == RC_OK) {
        if (form_canonical(&fd, buf_str(&once), &twice, &f) != RC_OK) abort();
        if (strcmp(buf_str(&once), buf_str(&twice)) != 0) abort();
    } else if (!f.msgid || once.len) {
        abort();
    }
    buf_free(&once);
    buf_free(&twice);
    free(typed);
    return 0;
}
