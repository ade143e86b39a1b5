#include "domain/stand.h"

#include <stdint.h>

bool stand_next(const struct stand *stands, size_t n, day_t cursor, struct stand_piece *out)
{
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        day_t to = stands[i].to == DAY_NONE ? INT32_MAX : stands[i].to;
        day_t from = stands[i].from > cursor ? stands[i].from : cursor;
        if (to <= from) continue; /* over, or of one day: costs nothing */
        if (found && (from > out->from || (from == out->from && to <= out->to))) continue;
        *out = (struct stand_piece){from, to, stands[i].to == DAY_NONE, (int)i};
        found = true;
    }
    return found;
}
