/* Money is int64 fen, everywhere (domain.md E.6). */
#ifndef YC_DOMAIN_MONEY_H
#define YC_DOMAIN_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MONEY_TEXT = 32, MONEY_CAPITAL = 160 };

/* "31,797.00", "31797", "0.5" (yuan) to fen; false: not an amount, more than two decimals, or out of range. */
bool money_parse(const char *s, int64_t *fen);
const char *money_text(int64_t fen, char out[MONEY_TEXT]);          /* 31797.00 */
const char *money_capital(int64_t fen, char out[MONEY_CAPITAL]);    /* 叁万壹仟柒佰玖拾柒元整, E.6 project form */
bool money_capital_parse(const char *s, int64_t *fen);              /* project form and the "also legal" ones */

#endif
