/* Any source, any values: compiling and evaluating end, and leave nothing behind.
 * Input: source, NUL, then the one text every field has. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct expr_name columns[] = {{"n", EXPR_NUMBER, NULL, 0}, {"t", EXPR_TEXT, NULL, 0}};
static const struct expr_name names[] = {
    {"a", EXPR_NUMBER, NULL, 0},   {"b", EXPR_BOOL, NULL, 0}, {"d", EXPR_DATE, NULL, 0},
    {"s", EXPR_TEXT, NULL, 0},     {"l", EXPR_LIST, NULL, 0}, {"rows", EXPR_TABLE, columns, 2},
    {"today", EXPR_DATE, NULL, 0},
};

static const char *same_text(void *arg, const char *name)
{
    (void)name;
    return arg;
}

static struct calendar *calendar(void)
{
    static struct calendar *c;

    static const struct calendar_parts parts = {
        .published = "# coverage: 2026-01-01..2026-12-31\n2026-10-01\tholiday\t国庆节\n"};

    if (!c && calendar_read(&parts, &c, NULL)) abort();
    return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *source = mem_strndup((const char *)data, size), *text = source + strlen(source);
    struct expr_env env = {.value = same_text, .today = 20781, .calendar = calendar()};
    struct arena a = {0};
    const struct expr *x;
    struct expr_value v;
    struct fault f;
    int column;

    if (text < source + size) text++;
    env.arg = text;
    if (expr_compile(&a, source, names, sizeof names / sizeof names[0], EXPR_NONE, &x, &column,
                     &f) == RC_OK) {
        if (expr_eval(x, &env, &a, &v, &f) == RC_OK && v.type != EXPR_NONE &&
            v.type != expr_type_of(x))
            abort();
        expr_holds(x, &env);
    } else if (column < 1 || (size_t)column > strlen(source) + 1) {
        abort();
    }
    arena_free(&a);
    free(source);
    return 0;
}
