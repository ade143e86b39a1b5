#include "domain/fine.h"

#include <assert.h>

#include "domain/stand.h"

enum {
    PERCENT = 3,
    DAYS_TO_CAP = 34 /* 33 days are 99 % of the fine */
};

static int days_late(day_t due, day_t paid, const struct stand *stands, size_t n)
{
    int days = paid - due;
    struct stand_piece p;

    for (day_t cursor = due; stand_next(stands, n, cursor, &p) && p.from < paid; cursor = p.to)
        days -= (p.to < paid ? p.to : paid) - p.from;
    return days;
}

int64_t fine_surcharge(int64_t fine, day_t due, day_t paid, const struct stand *stands, size_t n)
{
    assert(fine >= 0);
    if (paid <= due) return 0;
    int days = days_late(due, paid, stands, n);
    if (days >= DAYS_TO_CAP) return fine;
    int64_t percent = (int64_t)PERCENT * days; /* whole hundreds apart: no product overflows */
    return fine / 100 * percent + (fine % 100 * percent + 50) / 100;
}
