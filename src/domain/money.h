/* Money is int64 fen, everywhere (domain.md E.6). */
#ifndef YC_DOMAIN_MONEY_H
#define YC_DOMAIN_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MONEY_TEXT = 32, MONEY_CAPITAL = 160 };
/* The largest amount there is, plus or minus: sixteen digits of yuan, which capitals can still
 * write. */
#define MONEY_MAX INT64_C(999999999999999999)

/* "31,797.00", "31797", "0.5", "-3" (yuan) to fen; false: not an amount, commas not every three
 * digits, more than two decimals, or out of range. */
bool money_parse(const char *s, int64_t *fen);
const char *money_text(int64_t fen, char out[MONEY_TEXT]); /* 31797.00 */
const char *money_capital(int64_t fen,
                          char out[MONEY_CAPITAL]); /* 叁万壹仟柒佰玖拾柒元整, E.6 project form */
/* Reads the project form and the other legal ones (整 left out after 角, the optional 零, 圆, 正,
 * 人民币 in front) and nothing else: what it accepts could have been written for that amount. */
bool money_capital_parse(const char *s, int64_t *fen);

#endif
