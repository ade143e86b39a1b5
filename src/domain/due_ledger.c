/* The ledgers behind an answer. */
#include "domain/due_ask.h"

#include <stdlib.h>

#include "base/mem.h"

static void make_room(struct due_desk *d, size_t lines)
{
    if (lines <= d->lines_room) return;
    d->lines_room = lines * 2;
    d->line = mem_resize(d->line, d->lines_room * sizeof *d->line);
}

static size_t write_count(struct due_desk *d, struct count n, struct span len)
{
    const struct ask *a = &d->ask;

    for (;;) {
        size_t lines = ledger_write(a->law->calendar, n.event, n.start, n.start_at, len, a->stand,
                                    a->nstand, DAY_NONE, d->line, d->lines_room);
        if (lines <= d->lines_room) return lines;
        make_room(d, lines);
    }
}

/* --- Bare counts: neither moved nor suspended, forwards or backwards --- */

static bool is_natural(enum unit u)
{
    return u != UNIT_WD && u != UNIT_BH;
}

/* Natural days that count; those after them only moved the end. */
static int natural_days(const struct count *n, day_t end)
{
    if (n->len.unit == UNIT_CD) return n->len.n;
    if (n->len.unit == UNIT_MO && end > n->start)
        return day_add_months(n->start, n->len.n) - n->start;
    return abs(end - n->start);
}

static enum ledger_kind kind_of(const struct calendar *c, day_t d)
{
    bool weekday = day_weekday(d) <= 5;

    if (calendar_workday(c, d)) return weekday ? LEDGER_COUNTED : LEDGER_MAKEUP;
    return calendar_listed(c, d) ? LEDGER_HOLIDAY : LEDGER_WEEKEND;
}

static size_t write_bare(struct due_desk *d, const struct count *n, day_t end)
{
    const struct calendar *c = d->ask.law->calendar;
    bool natural = is_natural(n->len.unit);
    int days = natural ? natural_days(n, end) : 0, nth = 0, step = end < n->start ? -1 : 1;
    size_t lines = write_count(d, *n, (struct span){.unit = UNIT_NOW});

    make_room(d, lines + (size_t)abs(end - n->start));
    for (day_t day = n->start; day != end;) {
        day += step;
        struct ledger_line line = {.day = day, .name = calendar_name(c, day), .stand = -1};
        if (natural)
            line.kind = nth < days ? LEDGER_NATURAL : LEDGER_ROLLED;
        else
            line.kind = kind_of(c, day);
        if (line.kind == LEDGER_NATURAL || (!natural && calendar_workday(c, day))) line.nth = ++nth;
        d->line[lines++] = line;
    }
    return lines;
}

/* --- As text --- */

static void add_line(struct buf *b, const char *key, size_t nkey, const struct ledger_line *line)
{
    char day[DAY_TEXT];

    buf_addc(b, '\t');
    buf_add(b, key, nkey);
    buf_addc(b, '\t');
    buf_adds(b, day_text(line->day, day));
    buf_addc(b, '\t');
    buf_adds(b, ledger_kind_name(line->kind));
    buf_addc(b, '\t');
    ask_add_number(b, line->nth);
    buf_addc(b, '\t');
    buf_adds(b, line->name);
    buf_addc(b, '\t');
    ask_add_number(b, line->minutes);
    buf_addc(b, '\n');
}

const char *due_ledger(struct due_desk *d)
{
    const struct ask *a = &d->ask;

    buf_clear(&d->ledger);
    for (const struct dated *date = a->dated; date < a->dated + a->ndated; date++) {
        size_t lines = date->count.bare ? write_bare(d, &date->count, date->end)
                                        : write_count(d, date->count, date->count.len);
        for (size_t i = 0; i < lines; i++)
            add_line(&d->ledger, a->answer.data + date->key, date->nkey, &d->line[i]);
    }
    return buf_str(&d->ledger);
}
