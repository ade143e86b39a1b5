/* Words of an expression.  Private to expr.c. */
#ifndef YC_DOMAIN_EXPR_LEX_H
#define YC_DOMAIN_EXPR_LEX_H

#include <stdint.h>

#include "base/mem.h"

enum lex_kind {
    LEX_END,
    LEX_NUMBER,
    LEX_TEXT,
    LEX_NAME,
    LEX_MARK, /* one of the operators and brackets, spelt in text; also "in" */
    LEX_WRONG /* text is a msgid */
};

struct lex_token {
    enum lex_kind kind;
    const char *at;   /* where it starts in the source */
    const char *text; /* in the arena, or static */
    int64_t number;   /* scaled */
};

/* Reads the word at *p, leaves *p after it. */
struct lex_token lex_next(struct arena *a, const char **p);

#endif
