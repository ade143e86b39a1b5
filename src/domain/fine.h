/* Money that grows with time: the surcharge on a fine that is not paid (行政处罚法72(1), 73(3)). */
#ifndef YC_DOMAIN_FINE_H
#define YC_DOMAIN_FINE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/clock.h"

/* Natural days after the due day through the day of payment, those within stands left out
 * (half-open); 0 when paid in time. */
int fine_days(day_t due, day_t paid, const struct stand *stands, size_t n);

/* 3 % of the fine for every such day (stands: reconsideration, lawsuit), at most the fine itself.
 * fen, rounded half up once at the end. */
int64_t fine_surcharge(int64_t fine, day_t due, day_t paid, const struct stand *stands, size_t n);

#endif
