/* The day-by-day account of limits: by hand over the Spring Festival, and re-added by a second
 * classification that reads the tables itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "dates.h"
#include "domain/ledger.h"
#include "limit_questions.h"

static struct span span(const char *s)
{
    struct span len;

    if (!span_parse(s, &len)) fail_msg("not a length: %s", s);
    return len;
}

#define assert_day(d, s) assert_string_equal(day_text(d, (char[DAY_TEXT]){0}), s)

/* --- By hand --- */

/* domain.md B.9, L05, counted by hand over the Spring Festival of 2026. */
static void hand_checked_l05(void **state)
{
    static const struct {
        const char *day;
        enum ledger_kind kind;
        int nth;
    } want[] = {
        {"2026-02-09", LEDGER_START, 0},    {"2026-02-10", LEDGER_COUNTED, 1},
        {"2026-02-11", LEDGER_COUNTED, 2},  {"2026-02-12", LEDGER_COUNTED, 3},
        {"2026-02-13", LEDGER_COUNTED, 4},  {"2026-02-14", LEDGER_MAKEUP, 5},
        {"2026-02-15", LEDGER_HOLIDAY, 0},  {"2026-02-16", LEDGER_HOLIDAY, 0},
        {"2026-02-17", LEDGER_HOLIDAY, 0},  {"2026-02-18", LEDGER_HOLIDAY, 0},
        {"2026-02-19", LEDGER_HOLIDAY, 0},  {"2026-02-20", LEDGER_HOLIDAY, 0},
        {"2026-02-21", LEDGER_HOLIDAY, 0},  {"2026-02-22", LEDGER_HOLIDAY, 0},
        {"2026-02-23", LEDGER_HOLIDAY, 0},  {"2026-02-24", LEDGER_COUNTED, 6},
        {"2026-02-25", LEDGER_COUNTED, 7},  {"2026-02-26", LEDGER_COUNTED, 8},
        {"2026-02-27", LEDGER_COUNTED, 9},  {"2026-02-28", LEDGER_MAKEUP, 10},
        {"2026-03-01", LEDGER_WEEKEND, 0},  {"2026-03-02", LEDGER_COUNTED, 11},
        {"2026-03-03", LEDGER_COUNTED, 12}, {"2026-03-04", LEDGER_COUNTED, 13},
        {"2026-03-05", LEDGER_COUNTED, 14}, {"2026-03-06", LEDGER_COUNTED, 15},
        {"2026-03-07", LEDGER_WEEKEND, 0},  {"2026-03-08", LEDGER_WEEKEND, 0},
        {"2026-03-09", LEDGER_COUNTED, 16}, {"2026-03-10", LEDGER_COUNTED, 17},
        {"2026-03-11", LEDGER_COUNTED, 18}, {"2026-03-12", LEDGER_COUNTED, 19},
        {"2026-03-13", LEDGER_COUNTED, 20}, {"2026-03-14", LEDGER_WEEKEND, 0},
        {"2026-03-15", LEDGER_WEEKEND, 0},  {"2026-03-16", LEDGER_LATE, 1},
    };
    enum { LINES = sizeof want / sizeof *want };
    struct ledger_line line[LINES];

    (void)state;
    assert_int_equal(ledger_write(cal, INSTANT_NONE, day("2026-02-09"), INSTANT_NONE, span("20wd"),
                                  NULL, 0, day("2026-03-16"), line, LINES),
                     LINES);
    for (int i = 0; i < LINES; i++) {
        assert_day(line[i].day, want[i].day);
        assert_int_equal(line[i].kind, want[i].kind);
        assert_int_equal(line[i].nth, want[i].nth);
        assert_int_equal(line[i].stand, -1);
        assert_string_equal(line[i].name,
                            want[i].kind == LEDGER_HOLIDAY || want[i].kind == LEDGER_MAKEUP ? "春节"
                                                                                            : "");
    }
}

/* The days of a limit as letters: e b S c m w h s n r l. */
static const char *letters(const char *event, const char *start, const char *len,
                           const struct stand *stands, size_t n, const char *upto)
{
    static char out[64];
    struct ledger_line line[64];
    bool moment = strlen(start) > strlen("2026-03-13");
    size_t lines = ledger_write(cal, event ? at(event) : INSTANT_NONE,
                                moment ? day_of_instant(at(start)) : day(start),
                                moment ? at(start) : INSTANT_NONE, span(len), stands, n,
                                upto ? day(upto) : DAY_NONE, line, 63);

    assert_in_range(lines, 0, 63);
    for (size_t i = 0; i < lines; i++)
        out[i] = line[i].kind == LEDGER_START ? 'S' : ledger_kind_name(line[i].kind)[0];
    out[lines] = '\0';
    return out;
}

static void from_the_event_on(void **state)
{
    (void)state;
    /* B.3: Friday after the cut-off; Saturday; on the day itself; later than the start. */
    assert_string_equal(letters("2026-03-13T18:20", "2026-03-16", "2wd", NULL, 0, NULL), "ebbScc");
    assert_string_equal(letters("2026-03-14T10:00", "2026-03-16", "2wd", NULL, 0, NULL), "ebScc");
    assert_string_equal(letters("2026-03-15T10:00", "2026-03-16", "2wd", NULL, 0, NULL), "eScc");
    assert_string_equal(letters("2026-03-16T10:00", "2026-03-16", "2wd", NULL, 0, NULL), "Scc");
    assert_string_equal(letters("2026-03-17T10:00", "2026-03-16", "2wd", NULL, 0, NULL), "Scc");
    /* ... also when only the start is asked for. */
    assert_string_equal(letters("2026-03-15T10:00", "2026-03-16", "now", NULL, 0, NULL), "eS");
    assert_string_equal(letters(NULL, "2026-03-16", "", NULL, 0, "2026-03-20"), "");
}

static void every_unit(void **state)
{
    struct stand two = {day("2026-03-17"), day("2026-03-19")},
                 midnight = {day("2026-03-11"), day("2026-03-20")};

    (void)state;
    /* Ten days to Saturday, rolled over Sunday; a month; hours; office minutes; elapsed. */
    assert_string_equal(letters(NULL, "2026-03-04", "10cd", NULL, 0, "2026-03-18"),
                        "Snnnnnnnnnnrrll");
    assert_string_equal(letters(NULL, "2026-03-16T16:00", "24hr", NULL, 0, NULL), "Sn");
    assert_string_equal(letters(NULL, "2026-03-13T16:00", "4bh", NULL, 0, NULL), "Swwc");
    assert_string_equal(letters(NULL, "2026-03-13T16:00", "1wd elapsed", NULL, 0, "2026-03-17"),
                        "Swwcl");
    assert_string_equal(letters(NULL, "2026-03-16", "3wd", &two, 1, NULL), "Scsscwwc");
    /* 48 hours that end at midnight: a suspension that begins the day before heals nothing. */
    assert_string_equal(letters(NULL, "2026-03-10T00:00", "48hr", &midnight, 1, NULL), "Snn");
}

static void kind_names(void **state)
{
    (void)state;
    for (int a = LEDGER_EVENT; a <= LEDGER_LATE; a++)
        for (int b = LEDGER_EVENT; b < a; b++)
            assert_string_not_equal(ledger_kind_name((enum ledger_kind)a),
                                    ledger_kind_name((enum ledger_kind)b));
    assert_string_equal(ledger_kind_name(LEDGER_EVENT), "event");
    assert_string_equal(ledger_kind_name(LEDGER_MAKEUP), "makeup");
    assert_string_equal(ledger_kind_name(LEDGER_LATE), "late");
}

/* --- Re-added --- */

/* What a day is, from the tables and the due date alone. */
static enum ledger_kind kind_of(const struct question *q, day_t event, day_t due, bool used_up,
                                day_t d)
{
    bool rest = !works(q->t, d), natural = q->len.unit != UNIT_WD && q->len.unit != UNIT_BH;

    if (d == q->start) return LEDGER_START;
    if (d < q->start) return d == event ? LEDGER_EVENT : LEDGER_BEFORE;
    if (rest && (!natural || d > due)) return listed(q->t, d) ? LEDGER_HOLIDAY : LEDGER_WEEKEND;
    if (d > due) return LEDGER_LATE;
    if (covered(q, d)) return LEDGER_SUSPENDED;
    if (natural) return used_up ? LEDGER_ROLLED : LEDGER_NATURAL;
    return day_weekday(d) > 5 ? LEDGER_MAKEUP : LEDGER_COUNTED;
}

static bool names_a_cover(const struct question *q, int stand, day_t d)
{
    const struct stand *s = &q->stand[stand];

    return (size_t)stand < q->n && d > s->from && (s->to == DAY_NONE || d <= s->to);
}

/* Days that must count; hours count whatever they touch. */
static int days_asked(const struct question *q)
{
    return q->len.unit == UNIT_MO   ? day_add_months(q->start, q->len.n) - q->start
           : q->len.unit <= UNIT_CD ? q->len.n
                                    : INT32_MAX;
}

struct sums {
    int counted, late, minutes;
    day_t last;
};

static struct sums check_lines(const struct question *q, day_t event, day_t due,
                               const struct ledger_line *line, size_t n)
{
    struct sums s = {.last = q->start};
    day_t end = due == DAY_NONE ? INT32_MAX : due;

    for (size_t i = 0; i < n; i++) {
        day_t d = event + (day_t)i;
        enum ledger_kind k = kind_of(q, event, end, s.counted == days_asked(q), d);
        bool counts = k == LEDGER_COUNTED || k == LEDGER_MAKEUP || k == LEDGER_NATURAL;
        assert_int_equal(line[i].day, d);
        assert_int_equal(line[i].kind, k);
        assert_int_equal(line[i].nth, counts ? ++s.counted : k == LEDGER_LATE ? ++s.late : 0);
        assert_string_equal(line[i].name, festival(q->t, d));
        assert_int_equal(line[i].provisional, d > q->t->last);
        assert_int_equal(line[i].stand >= 0, d <= end && covered(q, d));
        if (line[i].stand >= 0) assert_true(names_a_cover(q, line[i].stand, d));
        if (q->len.unit != UNIT_BH || (!counts && k != LEDGER_START))
            assert_int_equal(line[i].minutes, 0);
        assert_in_range(line[i].minutes, 0, 420);
        s.minutes += line[i].minutes;
        if (counts) s.last = d;
    }
    return s;
}

enum { ROUNDS = 20000, MAX = 1200 };

static void re_adds(void **state)
{
    static struct ledger_line line[MAX];
    int open = 0, rolled = 0, office = 0;

    (void)state;
    srand(31);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i));
        /* An hour that ends with a day is judged by hand above: what heals it is no whole day. */
        if (q.len.unit == UNIT_HR && day_second_of_instant(q.start_at) < 60) q.start_at += 60;
        day_t due = due_of(&q).day, event = q.start - rand() % 4, upto = q.start - 5 + rand() % 80;
        bool moment = q.len.elapsed || q.len.unit == UNIT_HR || q.len.unit == UNIT_BH;
        size_t n = ledger_write(q.t->c, day_start(event) + 3600, moment ? q.start - 1 : q.start,
                                q.start_at, q.len, q.stand, q.n, upto, line, MAX);
        day_t last = due == DAY_NONE || upto > due ? upto : due;
        assert_int_equal(n, (last > q.start ? last : q.start) - event + 1);
        struct sums s = check_lines(&q, event, due, line, n);
        open += due == DAY_NONE;
        if (due == DAY_NONE) continue;
        if (q.len.unit <= UNIT_MO) assert_int_equal(s.counted, days_asked(&q));
        if (q.len.unit == UNIT_CD || q.len.unit == UNIT_MO) {
            while (!works(q.t, s.last) || stands_on(&q, s.last))
                s.last++, rolled++; /* 民法典203 */
        }
        if (q.len.unit == UNIT_BH) {
            assert_int_equal(s.minutes, q.len.n);
            office++;
        }
        assert_int_equal(s.last, due);
    }
    print_message("%d ledgers, %d open, %d days rolled, %d by office minutes\n", ROUNDS, open,
                  rolled, office);
    assert_in_range(open, 1, ROUNDS);
    assert_in_range(rolled, 1, ROUNDS);
    assert_in_range(office, 1, ROUNDS);
}

/* Asked again, and with too little room: the same lines, as many as fit. */
static void same_again(void **state)
{
    static struct ledger_line a[MAX], b[MAX];

    (void)state;
    srand(32);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i));
        day_t upto = q.start + rand() % 40;
        size_t room = (size_t)rand() % 20, n, m;
        memset(a, 0, 30 * sizeof *a);
        memset(b, 0, 30 * sizeof *b);
        n = ledger_write(q.t->c, INSTANT_NONE, q.start, q.start_at, q.len, q.stand, q.n, upto, a,
                         MAX);
        m = ledger_write(q.t->c, INSTANT_NONE, q.start, q.start_at, q.len, q.stand, q.n, upto, b,
                         room);
        assert_int_equal(n, m);
        for (size_t k = 0; k < room && k < n; k++)
            assert_true(a[k].day == b[k].day && a[k].kind == b[k].kind && a[k].nth == b[k].nth &&
                        a[k].name == b[k].name && a[k].minutes == b[k].minutes &&
                        a[k].stand == b[k].stand && a[k].provisional == b[k].provisional);
        assert_int_equal(b[room].day, 0);
    }
}

/* --- The sentence --- */

static enum ledger_tongue tongue;

static const char *sentence(const char *start, const char *len, const struct stand *stands,
                            size_t n)
{
    static char out[600];
    bool moment = strlen(start) > strlen("2026-03-13");

    return ledger_sentence(cal, moment ? day_of_instant(at(start)) : day(start),
                           moment ? at(start) : INSTANT_NONE, span(len), stands, n, tongue, out,
                           sizeof out);
}

static void sentences(void **state)
{
    struct stand two[] = {{day("2026-03-05"), day("2026-03-10")},
                          {day("2026-03-17"), day("2026-03-24")}},
                 open = {day("2026-03-05"), DAY_NONE},
                 weekend = {day("2026-03-06"), day("2026-03-08")};

    (void)state;
    assert_string_equal(sentence("2026-02-09", "6wd", NULL, 0),
                        "2026-02-09起算（当日不计），6个工作日，止于2026-02-24；"
                        "其间不计：春节2026-02-15至02-23；调休上班计入：2026-02-14");
    assert_string_equal(sentence("2026-03-02", "5wd", NULL, 0),
                        "2026-03-02起算（当日不计），5个工作日，止于2026-03-09");
    /* S05, by hand: three and five working days, and Qingming. */
    assert_string_equal(sentence("2026-03-02", "20wd", two, 2),
                        "2026-03-02起算（当日不计），20个工作日，止于2026-04-"
                        "10；其间不计：清明节2026-04-04至04-06；"
                        "中止不计：2026-03-06至03-10（3个工作日）、2026-03-18至03-24（5个工作日）");
    assert_string_equal(
        sentence("2026-03-02", "5wd", &weekend, 1),
        "2026-03-02起算（当日不计），5个工作日，止于2026-03-09"); /* costs nothing */
    assert_string_equal(sentence("2026-03-02", "5wd", &open, 1),
                        "2026-03-02起算（当日不计），5个工作日，2026-03-06起中止，止期未定");
    assert_string_equal(
        sentence("2025-12-25", "5wd", NULL, 0),
        "2025-12-25起算（当日不计），5个工作日，止于2026-01-04；其间不计：元旦2026-01-01至01-03；"
        "调休上班计入：2026-01-04");
    assert_string_equal(sentence("2026-12-15", "20wd", NULL, 0),
                        "2026-12-15起算（当日不计），20个工作日，止于2027-01-12（暂定）");
    assert_string_equal(sentence("2026-07-03", "90cd", NULL, 0),
                        "2026-07-03起算（当日不计），90日，止于2026-10-08；"
                        "期满日2026-10-01为国庆节，顺延");
    assert_string_equal(sentence("2026-03-04", "10cd", NULL, 0),
                        "2026-03-04起算（当日不计），10日，止于2026-03-16；"
                        "期满日2026-03-14为休息日，顺延");
    assert_string_equal(sentence("2026-03-02", "10cd", two, 1),
                        "2026-03-02起算（当日不计），10日，止于2026-03-17；"
                        "中止不计：2026-03-06至03-10（5日）");
    assert_string_equal(sentence("2026-01-05", "2mo", NULL, 0),
                        "2026-01-05起算（当日不计），2个月，止于2026-03-05");
    assert_string_equal(sentence("2026-03-10", "now", NULL, 0), "2026-03-10当日办结");
    assert_string_equal(sentence("2026-03-10", "", NULL, 0), "");
    assert_string_equal(sentence("2026-09-30T16:40:59", "24hr", NULL, 0),
                        "2026-09-30 16:40起算，24小时，止于2026-10-01 16:40");
    assert_string_equal(sentence("2026-03-13T16:00", "4bh", NULL, 0),
                        "2026-03-13 16:00起算，4小时办公时间，止于2026-03-16 11:30");
    assert_string_equal(sentence("2026-03-10T16:50", "30min", NULL, 0),
                        "2026-03-10 16:50起算，30分钟办公时间，止于2026-03-11 08:50");
    assert_string_equal(sentence("2018-10-15T10:00", "7wd elapsed", NULL, 0),
                        "2018-10-15 10:00:00起算，7个工作日，止于2018-10-24 10:00:00");
    /* The hours of the far future lean on no calendar; its natural days do. */
    assert_string_equal(sentence("2027-03-02T08:00", "24hr", NULL, 0),
                        "2027-03-02 08:00起算，24小时，止于2027-03-03 08:00");
    assert_string_equal(sentence("2027-03-02", "now", NULL, 0), "2027-03-02当日办结（暂定）");
}

/* The same dates as above. */
static void sentences_in_english(void **state)
{
    struct stand two[] = {{day("2026-03-05"), day("2026-03-10")},
                          {day("2026-03-17"), day("2026-03-24")}},
                 open = {day("2026-03-05"), DAY_NONE};

    (void)state;
    tongue = LEDGER_ENGLISH;
    assert_string_equal(sentence("2026-02-09", "6wd", NULL, 0),
                        "from 2026-02-09 (that day not counted): 6 working days, ends 2026-02-24; "
                        "not counted: 春节 2026-02-15 to 02-23; worked days off counted: "
                        "2026-02-14");
    assert_string_equal(sentence("2026-03-02", "20wd", two, 2),
                        "from 2026-03-02 (that day not counted): 20 working days, ends "
                        "2026-04-10; not counted: 清明节 2026-04-04 to 04-06; suspended: "
                        "2026-03-06 to 03-10 (3 working days), 2026-03-18 to 03-24 (5 working "
                        "days)");
    assert_string_equal(sentence("2026-03-02", "5wd", &open, 1),
                        "from 2026-03-02 (that day not counted): 5 working days, stands still "
                        "since 2026-03-06, end open");
    assert_string_equal(sentence("2026-12-15", "20wd", NULL, 0),
                        "from 2026-12-15 (that day not counted): 20 working days, ends "
                        "2027-01-12 (provisional)");
    assert_string_equal(sentence("2026-03-04", "10cd", NULL, 0),
                        "from 2026-03-04 (that day not counted): 10 days, ends 2026-03-16; full "
                        "on 2026-03-14, a day off, so moved on");
    assert_string_equal(sentence("2026-03-02", "10cd", two, 1),
                        "from 2026-03-02 (that day not counted): 10 days, ends 2026-03-17; "
                        "suspended: 2026-03-06 to 03-10 (5 days)");
    assert_string_equal(sentence("2026-01-05", "2mo", NULL, 0),
                        "from 2026-01-05 (that day not counted): 2 months, ends 2026-03-05");
    assert_string_equal(sentence("2026-03-10", "now", NULL, 0), "to be done on 2026-03-10 itself");
    assert_string_equal(sentence("2026-09-30T16:40:59", "24hr", NULL, 0),
                        "from 2026-09-30 16:40: 24 hours, ends 2026-10-01 16:40");
    assert_string_equal(sentence("2026-03-13T16:00", "4bh", NULL, 0),
                        "from 2026-03-13 16:00: 4 office hours, ends 2026-03-16 11:30");
    assert_string_equal(sentence("2026-03-10T16:50", "30min", NULL, 0),
                        "from 2026-03-10 16:50: 30 office minutes, ends 2026-03-11 08:50");
    tongue = LEDGER_CHINESE;
}

/* Cut at any size: a beginning of the whole, whole characters, "…" only when something is missing.
 */
static void cut_sentences(void **state)
{
    char whole[600], cut[600];
    size_t full;

    (void)state;
    snprintf(whole, sizeof whole, "%s", sentence("2026-02-09", "20wd", NULL, 0));
    full = strlen(whole);
    for (size_t size = 4; size < sizeof cut; size++) {
        memset(cut, 'x', sizeof cut);
        ledger_sentence(cal, day("2026-02-09"), INSTANT_NONE, span("20wd"), NULL, 0, LEDGER_CHINESE,
                        cut, size);
        size_t n = strlen(cut);
        assert_true(n < size && text_valid(cut));
        assert_int_equal(cut[size], 'x');
        if (size > full) {
            assert_string_equal(cut, whole);
            continue;
        }
        assert_true(n + 3 >= size - 1); /* no more than one character wasted */
        assert_string_equal(cut + n - 3, "…");
        assert_memory_equal(cut, whole, n - 3);
    }
}

/* Every random sentence names the due date and is one line. */
static void random_sentences(void **state)
{
    char out[4000], due[DAY_TEXT];

    (void)state;
    srand(33);
    for (int i = 0; i < ROUNDS; i++) {
        struct question q = any_question(days_for(i));
        if (q.len.unit == UNIT_HR && day_second_of_instant(q.start_at) < 60) q.start_at += 60;
        struct due d = due_of(&q);
        ledger_sentence(q.t->c, q.start, q.start_at, q.len, q.stand, q.n, LEDGER_CHINESE, out,
                        sizeof out);
        assert_true(text_valid(out) && !strchr(out, '\n') && !strstr(out, "…"));
        assert_int_equal(strstr(out, "止期未定") != NULL, d.day == DAY_NONE);
        if (d.day == DAY_NONE) continue;
        char *end = strstr(out, "止于");
        assert_non_null(end);
        assert_memory_equal(end + strlen("止于"), day_text(d.day, due), 10);
        assert_int_equal(strstr(out, "（暂定）") != NULL,
                         d.day > q.t->last && q.len.unit != UNIT_HR);
        bool lost = false, natural = q.len.unit != UNIT_WD && q.len.unit != UNIT_BH;
        for (day_t k = q.start + 1; k <= d.day; k++)
            lost |= covered(&q, k) && (natural || works(q.t, k));
        assert_int_equal(strstr(out, "中止不计") != NULL, lost);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_checked_l05), cmocka_unit_test(from_the_event_on),
        cmocka_unit_test(every_unit),       cmocka_unit_test(kind_names),
        cmocka_unit_test(re_adds),          cmocka_unit_test(same_again),
        cmocka_unit_test(sentences),        cmocka_unit_test(sentences_in_english),
        cmocka_unit_test(cut_sentences),    cmocka_unit_test(random_sentences),
    };

    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
