/* Patterns of data files (matches() of domain/expr.h): a small part of POSIX extended expressions,
 * read by character.
 *
 *   pattern  branch { "|" branch }              branch  { piece }
 *   piece    atom [ "*" | "+" | "?" | "{n}" | "{n,}" | "{n,m}" ]            1 <= m <= 255
 *   atom     c  .  (pattern)  [abc0-9]  [^...]  ^  $  \d (a digit)  \c (c, any ASCII mark)
 *
 * Our own and not regcomp: a Chinese character is one character whatever the locale, memory and
 * time are bounded (length of the text times length of the pattern, no backtracking), and nothing
 * has to be freed. */
#ifndef YC_DOMAIN_PATTERN_H
#define YC_DOMAIN_PATTERN_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/rc.h"

struct pattern;

/* Lives in a.  RC_REFUSED says what is wrong with it. */
MUST_CHECK enum rc pattern_compile(struct arena *a, const char *source, const struct pattern **out,
                                   struct fault *f);
/* Found anywhere in s, unless ^ and $ hold it to the ends. */
bool pattern_found(const struct pattern *p, const char *s);

#endif
