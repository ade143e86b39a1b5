/* Money that grows with time: the surcharge on a fine that is not paid (行政处罚法72(1), 73(3)). */
#ifndef YC_DOMAIN_FINE_H
#define YC_DOMAIN_FINE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/clock.h"

/* 3 % of the fine for every natural day after the due day through the day of payment, at most the
 * fine itself; days within stands (reconsideration, lawsuit: half-open) are left out.  fen, rounded
 * half up once at the end. */
int64_t fine_surcharge(int64_t fine, day_t due, day_t paid, const struct stand *stands, size_t n);

#endif
