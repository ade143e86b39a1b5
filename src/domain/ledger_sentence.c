/* Stands in for the sentence of the ledger until that is there: no days left out are named.  Weak,
 * so that the real one replaces it; then this file goes. */
#include <stdio.h>

#include "domain/ledger.h"

__attribute__((weak)) char *ledger_sentence(const struct calendar *c, day_t start,
                                            instant_t start_at, struct span len,
                                            const struct stand *stands, size_t n, char *out,
                                            size_t size)
{
    struct due due = clock_due(c, start, start_at, len, stands, n);
    char from[DAY_TEXT], to[DAY_TEXT], text[SPAN_TEXT];

    snprintf(out, size, "%s起算（当日不计），%s，止于%s", day_text(start, from),
             span_text(len, text), day_text(due.day, to));
    return out;
}
