#include "domain/ledger.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/run.h"

enum { MINUTE = 60 };

const char *ledger_kind_name(enum ledger_kind k)
{
    static const char *const names[] = {
        [LEDGER_EVENT] = "event",     [LEDGER_BEFORE] = "before",
        [LEDGER_START] = "start",     [LEDGER_COUNTED] = "counted",
        [LEDGER_MAKEUP] = "makeup",   [LEDGER_WEEKEND] = "weekend",
        [LEDGER_HOLIDAY] = "holiday", [LEDGER_SUSPENDED] = "suspended",
        [LEDGER_NATURAL] = "natural", [LEDGER_ROLLED] = "rolled",
        [LEDGER_LATE] = "late",
    };

    assert((size_t)k < sizeof names / sizeof *names);
    return names[k];
}

/* --- One day after the other --- */

struct ledger {
    const struct calendar *c;
    const struct stand *stands;
    size_t nstand;
    day_t event, start;
    int minute; /* of the start day at which it starts; for office minutes */
    struct span len;
    struct limit_run run;
    struct due due;
    day_t heals; /* a suspension heals when it begins before this day */
    int counted, late;
    struct stand_piece now; /* the suspension being walked through */
    bool suspended;         /* now is a piece */
};

/* Hours that end at midnight touch the day they end on only with their last instant: a suspension
 * that begins the day before comes too late. */
static day_t healing_ends(const struct ledger *l)
{
    if (l->due.day == DAY_NONE) return INT32_MAX;
    return l->len.unit == UNIT_HR ? day_of_instant(l->due.late - MINUTE - 1) : l->due.day;
}

static struct ledger ledger_begin(const struct calendar *c, instant_t event, day_t start,
                                  instant_t start_at, struct span len, const struct stand *stands,
                                  size_t n)
{
    struct ledger l = {.c = c, .stands = stands, .nstand = n, .len = len};

    l.start = limit_start(start, start_at, len);
    l.event = l.start;
    if (event != INSTANT_NONE && day_of_instant(event) < l.start) l.event = day_of_instant(event);
    if (len.unit == UNIT_BH) l.minute = day_second_of_instant(start_at) / MINUTE;
    l.run = len.unit == UNIT_HR ? (struct limit_run){.natural = true, .days = INT32_MAX}
                                : limit_run(l.start, len);
    l.due = clock_due(c, start, start_at, len, stands, n);
    l.heals = healing_ends(&l);
    l.suspended = stand_next(stands, n, l.start, &l.now);
    return l;
}

static day_t ledger_end(const struct ledger *l, day_t upto)
{
    day_t last = l->due.day == DAY_NONE || upto > l->due.day ? upto : l->due.day;

    return last > l->start ? last : l->start;
}

static enum ledger_kind rest_kind(const struct calendar *c, day_t d)
{
    return calendar_listed(c, d) ? LEDGER_HOLIDAY : LEDGER_WEEKEND;
}

static enum ledger_kind work_kind(day_t d)
{
    return day_weekday(d) > 5 ? LEDGER_MAKEUP : LEDGER_COUNTED;
}

/* Fills kind and nth of one day after the start. */
static void judge(struct ledger *l, struct ledger_line *line)
{
    day_t d = line->day;
    bool works = calendar_workday(l->c, d);

    if (l->due.day != DAY_NONE && d > l->due.day) {
        line->kind = works ? LEDGER_LATE : rest_kind(l->c, d);
        if (works) line->nth = ++l->late;
    } else if (!l->run.natural && !works) {
        line->kind = rest_kind(l->c, d);
    } else if (line->stand >= 0) {
        line->kind = LEDGER_SUSPENDED;
    } else if (l->run.natural && l->counted == l->run.days) {
        line->kind = LEDGER_ROLLED;
    } else {
        line->kind = l->run.natural ? LEDGER_NATURAL : work_kind(d);
        line->nth = ++l->counted;
    }
}

/* The stand that covers d and heals, -1 none; moves on from piece to piece. */
static int stand_on(struct ledger *l, day_t d)
{
    while (l->suspended && d > l->now.to)
        l->suspended = stand_next(l->stands, l->nstand, l->now.to, &l->now);
    if (!l->suspended || d <= l->now.from) return -1;
    return l->now.from < l->heals ? l->now.index : -1;
}

static int office_minutes(const struct ledger *l, day_t d)
{
    struct hours h = calendar_hours(l->c, d);
    int from = d == l->start ? hours_gone(&h, l->minute) : 0, to = hours_minutes(&h);

    if (!calendar_workday(l->c, d)) return 0;
    if (d == l->due.day) to = hours_gone(&h, day_second_of_instant(l->due.late - MINUTE) / MINUTE);
    return to - from;
}

/* Days are asked for in order, from the event on, none left out. */
static struct ledger_line ledger_day(struct ledger *l, day_t d)
{
    struct ledger_line line = {.day = d,
                               .kind = d == l->start   ? LEDGER_START
                                       : d == l->event ? LEDGER_EVENT
                                                       : LEDGER_BEFORE,
                               .name = calendar_name(l->c, d),
                               .notice = calendar_notice(l->c, d),
                               .stand = -1,
                               .provisional = calendar_provisional(l->c, d)};

    if (d > l->start) {
        line.stand = stand_on(l, d);
        judge(l, &line);
    }
    bool counts =
        line.kind == LEDGER_START || line.kind == LEDGER_COUNTED || line.kind == LEDGER_MAKEUP;
    if (counts && l->len.unit == UNIT_BH) line.minutes = office_minutes(l, d);
    return line;
}

size_t ledger_write(const struct calendar *c, instant_t event, day_t start, instant_t start_at,
                    struct span len, const struct stand *stands, size_t n, day_t upto,
                    struct ledger_line *out, size_t max)
{
    size_t lines = 0;

    if (len.unit == UNIT_NONE) return 0;
    struct ledger l = ledger_begin(c, event, start, start_at, len, stands, n);
    for (day_t d = l.event, last = ledger_end(&l, upto); d <= last; d++, lines++) {
        struct ledger_line line = ledger_day(&l, d);
        if (lines < max) out[lines] = line;
    }
    return lines;
}

/* --- The sentence --- */

/* Its parts; %s and %d are days, names, counts. */
struct phrases {
    const char *at_once, *from_moment, *from_day;
    const char *stands, *ends, *provisional;
    const char *skipped, *made_up, *stood, *moved_on, *day_off;
    const char *between, *named, *through, *lost_days, *lost_working_days;
    const char *length[UNIT_BH + 1], *office_hours;
};
static const struct phrases tongues[] = {
    [LEDGER_CHINESE] = {.at_once = "%s当日办结%s",
                        .from_moment = "%s起算，",
                        .from_day = "%s起算（当日不计），",
                        .stands = "，%s起中止，止期未定",
                        .ends = "，止于",
                        .provisional = "（暂定）",
                        .skipped = "；其间不计：%s",
                        .made_up = "；调休上班计入：%s",
                        .stood = "；中止不计：%s",
                        .moved_on = "；期满日%s为%s，顺延",
                        .day_off = "休息日",
                        .between = "、",
                        .named = "%s",
                        .through = "至%s",
                        .lost_days = "（%d日）",
                        .lost_working_days = "（%d个工作日）",
                        .length = {[UNIT_WD] = "%d个工作日",
                                   [UNIT_CD] = "%d日",
                                   [UNIT_MO] = "%d个月",
                                   [UNIT_HR] = "%d小时",
                                   [UNIT_BH] = "%d分钟办公时间"},
                        .office_hours = "%d小时办公时间"},
    [LEDGER_ENGLISH] = {.at_once = "to be done on %s itself%s",
                        .from_moment = "from %s: ",
                        .from_day = "from %s (that day not counted): ",
                        .stands = ", stands still since %s, end open",
                        .ends = ", ends ",
                        .provisional = " (provisional)",
                        .skipped = "; not counted: %s",
                        .made_up = "; worked days off counted: %s",
                        .stood = "; suspended: %s",
                        .moved_on = "; full on %s, %s, so moved on",
                        .day_off = "a day off",
                        .between = ", ",
                        .named = "%s ",
                        .through = " to %s",
                        .lost_days = " (%d days)",
                        .lost_working_days = " (%d working days)",
                        .length = {[UNIT_WD] = "%d working days",
                                   [UNIT_CD] = "%d days",
                                   [UNIT_MO] = "%d months",
                                   [UNIT_HR] = "%d hours",
                                   [UNIT_BH] = "%d office minutes"},
                        .office_hours = "%d office hours"},
};

struct stretch {
    day_t from, to; /* from = DAY_NONE: none yet */
    const char *name;
    int lost; /* days that would have counted */
};

struct sentence {
    struct ledger l;
    const struct phrases *say;
    struct buf skipped, made_up, stood; /* lists */
    struct stretch holiday, stand;
    day_t full; /* the last day that counted, or the start */
};

static void add_days(const struct sentence *s, struct buf *list, const char *name, day_t from,
                     day_t to)
{
    char a[DAY_TEXT], b[DAY_TEXT];
    bool same_year = day_civil(from).year == day_civil(to).year;

    if (list->len) buf_adds(list, s->say->between);
    if (*name) buf_printf(list, s->say->named, name);
    buf_adds(list, day_text(from, a));
    if (to > from)
        buf_printf(list, s->say->through, day_text(to, b) + (same_year ? strlen("2026-") : 0));
}

static void close_holiday(struct sentence *s)
{
    if (s->holiday.from != DAY_NONE)
        add_days(s, &s->skipped, s->holiday.name, s->holiday.from, s->holiday.to);
}

static void close_stand(struct sentence *s)
{
    if (!s->stand.lost) return;
    add_days(s, &s->stood, "", s->stand.from, s->stand.to);
    buf_printf(&s->stood, s->l.run.natural ? s->say->lost_days : s->say->lost_working_days,
               s->stand.lost);
}

static void take_line(struct sentence *s, const struct ledger_line *line)
{
    day_t d = line->day;

    if (line->nth) s->full = d;
    if (line->kind == LEDGER_MAKEUP) add_days(s, &s->made_up, "", d, d);
    if (line->kind == LEDGER_HOLIDAY) {
        if (s->holiday.to != d - 1 || strcmp(s->holiday.name, line->name) != 0) {
            close_holiday(s);
            s->holiday = (struct stretch){d, d, line->name, 0};
        }
        s->holiday.to = d;
    }
    if (line->stand >= 0) {
        if (s->stand.to != d - 1) {
            close_stand(s);
            s->stand = (struct stretch){d, d, "", 0};
        }
        s->stand.to = d;
        s->stand.lost += line->kind == LEDGER_SUSPENDED;
    }
}

/* The day on which an open suspension begins to hold. */
static day_t stands_since(const struct ledger *l)
{
    struct stand_piece p = {.to = l->start};

    while (stand_next(l->stands, l->nstand, p.to, &p) && !p.open)
        continue;
    return p.from + 1;
}

static void take_lines(struct sentence *s)
{
    day_t last = ledger_end(&s->l, s->l.due.day == DAY_NONE ? stands_since(&s->l) - 1 : DAY_NONE);

    for (day_t d = s->l.event; d <= last; d++) {
        struct ledger_line line = ledger_day(&s->l, d);
        take_line(s, &line);
    }
    close_holiday(s);
    close_stand(s);
}

static void say_length(struct buf *b, const struct phrases *say, struct span len)
{
    if (len.unit == UNIT_BH && len.n % 60 == 0)
        buf_printf(b, say->office_hours, len.n / 60);
    else
        buf_printf(b, say->length[len.unit], len.n);
}

static bool by_moment(struct span len)
{
    return len.elapsed || limit_by_minute(len.unit);
}

/* "2026-03-13 16:00", for elapsed limits with its seconds. */
static const char *moment_text(instant_t t, bool seconds, char text[INSTANT_TEXT])
{
    instant_text(t, text);
    text[strlen("2026-03-13")] = ' ';
    if (!seconds) text[strlen("2026-03-13 16:00")] = '\0';
    return text;
}

static void say_end(struct buf *b, const struct sentence *s)
{
    const struct ledger *l = &s->l;
    const struct due *due = &l->due;
    char text[INSTANT_TEXT];

    if (due->day == DAY_NONE) {
        buf_printf(b, s->say->stands, day_text(stands_since(l), text));
        return;
    }
    instant_t last = due->late - (l->len.elapsed ? 1 : MINUTE);
    buf_printf(b, "%s%s", s->say->ends,
               by_moment(l->len) ? moment_text(last, l->len.elapsed, text)
                                 : day_text(due->day, text));
    /* Day and night run on without a calendar. */
    if (due->provisional && l->len.unit != UNIT_HR) buf_adds(b, s->say->provisional);
}

static void say_head(struct buf *b, const struct sentence *s, instant_t start_at)
{
    const struct ledger *l = &s->l;
    char text[INSTANT_TEXT];

    if (l->len.unit == UNIT_NOW) {
        buf_printf(b, s->say->at_once, day_text(l->start, text),
                   l->due.provisional ? s->say->provisional : "");
        return;
    }
    if (by_moment(l->len))
        buf_printf(b, s->say->from_moment, moment_text(start_at, l->len.elapsed, text));
    else
        buf_printf(b, s->say->from_day, day_text(l->start, text));
    say_length(b, s->say, l->len);
    say_end(b, s);
}

static void say_rest(struct buf *b, const struct sentence *s)
{
    const struct ledger *l = &s->l;
    char day[DAY_TEXT];

    if (s->skipped.len) buf_printf(b, s->say->skipped, buf_str(&s->skipped));
    if (s->made_up.len) buf_printf(b, s->say->made_up, buf_str(&s->made_up));
    if (s->stood.len) buf_printf(b, s->say->stood, buf_str(&s->stood));
    if (!l->run.rolls || l->due.day == DAY_NONE || l->due.day == s->full) return;
    const char *name = calendar_name(l->c, s->full);
    buf_printf(b, s->say->moved_on, day_text(s->full, day), *name ? name : s->say->day_off);
}

static void copy_whole(char *out, size_t size, const char *text)
{
    static const char dots[] = "…";
    size_t n = strlen(text);

    assert(size >= sizeof dots);
    if (n < size) {
        memcpy(out, text, n + 1);
        return;
    }
    n = size - sizeof dots;
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    memcpy(out, text, n);
    memcpy(out + n, dots, sizeof dots);
}

char *ledger_sentence(const struct calendar *c, day_t start, instant_t start_at, struct span len,
                      const struct stand *stands, size_t n, enum ledger_tongue in, char *out,
                      size_t size)
{
    struct sentence s = {.say = &tongues[in],
                         .holiday.from = DAY_NONE,
                         .holiday.to = DAY_NONE,
                         .stand.to = DAY_NONE};
    struct buf b = {0};

    if (len.unit != UNIT_NONE) {
        s.l = ledger_begin(c, INSTANT_NONE, start, start_at, len, stands, n);
        s.full = s.l.start;
        say_head(&b, &s, start_at);
        take_lines(&s);
        say_rest(&b, &s);
    }
    copy_whole(out, size, buf_str(&b));
    buf_free(&b);
    buf_free(&s.skipped);
    buf_free(&s.made_up);
    buf_free(&s.stood);
    return out;
}
