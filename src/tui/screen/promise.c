#include "tui/screen/promise.h"

#include "domain/clock.h"
#include "tui/screen/words.h"

struct span promise_length(const struct item *item)
{
    return item->commitment.unit != UNIT_NONE ? item->commitment : item->statutory;
}

static void add_span(const char *before, struct span length, struct buf *out)
{
    struct buf span = {0};

    words_span(length, &span);
    if (span.len) buf_printf(out, "%s%s ", before, buf_str(&span));
    buf_free(&span);
}

void promise_line(const struct seat *s, const struct item *item, struct buf *out)
{
    struct due due = clock_due(catalog_calendar(s->catalog), seat_today(s), seat_now(s),
                               promise_length(item), NULL, 0);
    char day[DAY_TEXT];

    add_span(_("by law "), item->statutory, out);
    add_span(_("promised "), item->commitment, out);
    if (due.day != DAY_NONE)
        buf_printf(out, "-> %s%s", day_text(due.day, day),
                   due.provisional ? words_provisional() : "");
}
