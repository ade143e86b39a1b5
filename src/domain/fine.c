#include "domain/fine.h"

#include <assert.h>

#include "domain/stand.h"

enum { PERCENT = 3, DAYS_FULL = 34 }; /* 34 days of 3 % are more than the fine */

int fine_days(day_t due, day_t paid, const struct stand *stands, size_t n)
{
    struct stand_piece p;
    int days = paid > due ? paid - due : 0;

    for (day_t cursor = due; stand_next(stands, n, cursor, &p) && p.from < paid; cursor = p.to)
        days -= (p.to < paid ? p.to : paid) - p.from;
    return days;
}

int64_t fine_surcharge(int64_t fine, day_t due, day_t paid, const struct stand *stands, size_t n)
{
    int days = fine_days(due, paid, stands, n);

    assert(fine >= 0);
    if (days >= DAYS_FULL) return fine;
    /* Whole yuan give whole fen; only the rest is rounded. */
    return fine / 100 * PERCENT * days + (fine % 100 * PERCENT * days + 50) / 100;
}
