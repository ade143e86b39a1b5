#include "domain/expr_lex.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/rc.h"
#include "domain/decimal.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static struct lex_token wrong(const char *at, const char *msgid)
{
    return (struct lex_token){.kind = LEX_WRONG, .at = at, .text = msgid};
}

static struct lex_token read_number(struct arena *a, const char **p)
{
    struct lex_token t = {.kind = LEX_NUMBER, .at = *p};

    while (is_digit(**p))
        (*p)++;
    if (**p == '.') do
            (*p)++;
        while (is_digit(**p));
    t.text = arena_strndup(a, t.at, (size_t)(*p - t.at));
    if (is_letter(**p) || !decimal_parse(t.text, &t.number))
        return wrong(t.at, N_("not a number of at most six decimals, or too large"));
    return t;
}

static struct lex_token read_text(struct arena *a, const char **p)
{
    const char *at = *p, quote = *(*p)++;
    struct buf b = {0};
    struct lex_token t = {.kind = LEX_TEXT, .at = at};

    for (; **p != quote; (*p)++) {
        if (**p == '\\') {
            (*p)++;
            if (**p != '\\' && **p != '"' && **p != '\'') {
                buf_free(&b);
                return wrong(*p - 1, N_("in a text a backslash goes before \\ or a quote"));
            }
        }
        if (!**p) {
            buf_free(&b);
            return wrong(at, N_("the text is not closed by its quote"));
        }
        buf_addc(&b, **p);
    }
    (*p)++;
    t.text = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return t;
}

static struct lex_token read_name(struct arena *a, const char **p)
{
    struct lex_token t = {.kind = LEX_NAME, .at = *p};

    while (is_letter(**p) || is_digit(**p))
        (*p)++;
    t.text = arena_strndup(a, t.at, (size_t)(*p - t.at));
    if (strcmp(t.text, "in") == 0) t.kind = LEX_MARK;
    return t;
}

struct lex_token lex_next(struct arena *a, const char **p)
{
    static const char *const mark[] = {"||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*",
                                       "/",  "%",  "!",  "?",  ":",  "(",  ")", "[", "]", ",", "."};

    while (**p == ' ' || **p == '\t' || **p == '\n' || **p == '\r')
        (*p)++;
    if (!**p) return (struct lex_token){.kind = LEX_END, .at = *p, .text = ""};
    if (is_digit(**p)) return read_number(a, p);
    if (**p == '"' || **p == '\'') return read_text(a, p);
    if (is_letter(**p)) return read_name(a, p);
    for (size_t i = 0; i < sizeof mark / sizeof mark[0]; i++) {
        size_t n = strlen(mark[i]);
        if (strncmp(*p, mark[i], n) == 0) {
            struct lex_token t = {.kind = LEX_MARK, .at = *p, .text = mark[i]};
            *p += n;
            return t;
        }
    }
    return wrong(*p, N_("this character has no meaning here"));
}
