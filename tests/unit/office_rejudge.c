/* Matters judged again by a new calendar (domain.md B.1, B.5, D.1, K.3, K.5).
 *
 * March 2026 is plain weeks: no holiday, no working weekend.  Dates worked by hand; Monday is
 * 03-02. A03: review 5 wd, commitment 5 wd, statutory 10 wd; steps accept 1 wd, check 2 wd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "office/judging.h"

#include "calendar_home.h"

/* --- Calendars --- */

static const struct own_day tuesday_off[] = {{"2026-03-03", "holiday"}};
#define PUBLISH(h, own) publish_as(h, "zhoumingyuan", own, sizeof own / sizeof *own)
#define PUBLISH_PLAIN(h) publish_as(h, "zhoumingyuan", NULL, 0)

/* --- What is there --- */

static void accepted(struct home *h, const char *at, char number[32])
{
    h->at = at;
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(number, 32, "%s", h->number);
    MUST(h, "zhangmin", "accept", number);
}

static const Yc__Clock *clock_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strcmp(m->clocks[i]->key, key) == 0) return m->clocks[i];
    fail_msg("no clock %s", key);
    return NULL;
}

static void due_is(struct home *h, const char *number, const char *key, const char *due,
                   const char *limit)
{
    char day[DAY_TEXT];
    Yc__Matter *m = matter(h, number);
    const Yc__Clock *c = clock_of(m, key);

    assert_string_equal(day_text(c->due_day, day), due);
    assert_string_equal(day_text(c->limit_day, day), limit);
    yc__matter__free_unpacked(m, NULL);
}

static char said[8000];

/* Rows of a reply as lines of some of its columns. */
static const char *rows(struct home *h, const char *const *cols)
{
    said[0] = '\0';
    for (size_t i = 0; i < h->reply->n_row; i++)
        for (size_t k = 0; cols[k]; k++) {
            size_t used = strlen(said);
            snprintf(said + used, sizeof said - used, "%s%s", door_reply_cell(h->reply, i, cols[k]),
                     cols[k + 1] ? "|" : "\n");
        }
    return said;
}

static const char *cards(struct home *h)
{
    static const char *const cols[] = {"at", "level", "rule", "state", NULL};

    MUST(h, "sunjing", "cards", NULL, "from", "2026-01-01", "to", "2026-12-31");
    return rows(h, cols);
}

static const char *changes(struct home *h, const char *calendar)
{
    static const char *const cols[] = {"clock",      "was",    "now",  "was_limit", "limit",
                                       "was_result", "result", "kept", "cards",     NULL};

    if (calendar)
        MUST(h, "sunjing", "rejudged", NULL, "calendar", calendar);
    else
        MUST(h, "sunjing", "rejudged", NULL);
    return rows(h, cols);
}

/* --- A holiday more --- */

/* Nobody has done anything by 03-10 10:00: reminders, a yellow card for the check, one for the
 * whole, and a red one for two yellows.  Then 03-03 becomes a holiday: check 03-05, whole 03-10.
 * Late is the whole from 03-11 on only; the check is late all the same. */
static void holiday_added(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    until(&h, "2026-03-10T10:00", n);
    assert_string_equal(cards(&h), "2026-03-05T00:00:00|notice|M-T2|issued\n"
                                   "2026-03-06T00:00:00|notice|M-T1|issued\n"
                                   "2026-03-06T00:00:00|yellow|M-T2|issued\n"
                                   "2026-03-10T00:00:00|yellow|M-T3|issued\n"
                                   "2026-03-10T00:00:00|red|M-T4|issued\n");
    PUBLISH(&h, tuesday_off);
    due_is(&h, n, "total", "2026-03-10", "2026-03-17");
    due_is(&h, n, "step:check", "2026-03-05", "");
    assert_string_equal(cards(&h), "2026-03-05T00:00:00|notice|M-T2|issued\n"
                                   "2026-03-06T00:00:00|notice|M-T1|issued\n"
                                   "2026-03-06T00:00:00|yellow|M-T2|issued\n"
                                   "2026-03-10T00:00:00|yellow|M-T3|cancelled\n"
                                   "2026-03-10T00:00:00|red|M-T4|cancelled\n");
    assert_string_equal(
        changes(&h, NULL),
        "review|2026-03-09|2026-03-10|2026-03-09|2026-03-10|on_time|on_time||\n"
        "step:accept|2026-03-03|2026-03-04|||on_time|on_time||\n"
        "total|2026-03-09|2026-03-10|2026-03-16|2026-03-17||||撤销 M-T3黄牌；撤销 M-T4红牌\n"
        "step:check|2026-03-04|2026-03-05||||||\n");
    MUST(&h, "sunjing", "cards", NULL, "from", "2026-03-10", "to", "2026-03-10");
    assert_string_equal(door_reply_cell(h.reply, 0, "why"),
                        "日历第2版：期限由2026-03-09改为2026-03-10");
    assert_string_equal(door_reply_cell(h.reply, 1, "why"), "日历第2版：未撤销的黄牌不足两张");
    /* Who was told of the red card is told that it has gone. */
    MUST(&h, "sunjing", "notices", NULL);
    assert_non_null(strstr(rows(&h, (const char *const[]){"msgid", "arg", NULL}),
                           "Card on {1} cancelled: {2}|M-T4 日历第2版"));
    until(&h, "2026-03-11T00:00", n);
    assert_non_null(strstr(cards(&h), "2026-03-11T00:00:00|yellow|M-T3|issued\n"
                                      "2026-03-11T00:00:00|red|M-T4|issued\n"));
    /* The figures leave the cancelled ones out: two yellow, one red. */
    MUST(&h, "sunjing", "measures", NULL, "from", "2026-03-01", "to", "2026-03-11");
    assert_string_equal(door_reply_cell(h.reply, 0, "yellows"), "2");
    assert_string_equal(door_reply_cell(h.reply, 0, "reds"), "1");
    verified(&h);
    home_close(&h);
}

/* --- A holiday less --- */

/* Accepted while 03-03 was a holiday: told 03-10.  It is taken away on 03-05: the whole would end
 * 03-09, but 03-10 was told; the check, told to nobody, was due 03-04 and is late since 03-05. */
static void holiday_taken(void **state)
{
    struct home h;
    char n[32], day[DAY_TEXT];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-01T09:00";
    PUBLISH(&h, tuesday_off);
    accepted(&h, "2026-03-02T09:00", n);
    due_is(&h, n, "total", "2026-03-10", "2026-03-17");
    h.at = "2026-03-05T09:00";
    PUBLISH_PLAIN(&h);
    due_is(&h, n, "total", "2026-03-10", "2026-03-16");
    due_is(&h, n, "step:check", "2026-03-04", "");
    assert_string_equal(cards(&h), "2026-03-05T00:00:00|notice|M-T2|issued\n");
    assert_string_equal(changes(&h, NULL),
                        "review|2026-03-10|2026-03-09|2026-03-10|2026-03-09|on_time|on_time||\n"
                        "step:accept|2026-03-04|2026-03-03|||on_time|on_time||\n"
                        "total|2026-03-10|2026-03-10|2026-03-17|2026-03-16|||true|\n"
                        "step:check|2026-03-05|2026-03-04||||||\n");
    Yc__Matter *m = matter(&h, n);
    assert_string_equal(day_text(clock_of(m, "total")->law_day, day), "2026-03-09");
    yc__matter__free_unpacked(m, NULL);
    until(&h, "2026-03-10T23:59", n);
    assert_null(strstr(cards(&h), "M-T3"));
    until(&h, "2026-03-11T00:00", n);
    assert_non_null(strstr(cards(&h), "2026-03-11T00:00:00|yellow|M-T3|issued\n"));
    verified(&h);
    home_close(&h);
}

/* The check was passed on its last day, 03-05; without the holiday that is a day late, and the
 * reminder it was spared is due at 03-05 00:00. */
static void ended_becomes_late(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-01T09:00";
    PUBLISH(&h, tuesday_off);
    accepted(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-04T15:00";
    MUST(&h, "xujianping", "take", n);
    h.at = "2026-03-05T15:00";
    MUST(&h, "xujianping", "pass", n, "officers", "甲,乙");
    assert_string_equal(cards(&h), "");
    h.at = "2026-03-05T16:00";
    PUBLISH_PLAIN(&h);
    assert_non_null(strstr(changes(&h, NULL),
                           "step:check|2026-03-05|2026-03-04|||on_time|late||补发 M-T2预警\n"));
    assert_string_equal(cards(&h), "2026-03-05T00:00:00|notice|M-T2|issued\n");
    assert_non_null(strstr(door_reply_cell(h.reply, 0, "text"), "日历第3版"));
    assert_string_equal(door_reply_cell(h.reply, 0, "owner"), "许建平");
    verified(&h);
    home_close(&h);
}

/* --- Closed matters --- */

/* Granted on 03-10, a day late; with 03-03 off it was in time. */
static void closed_becomes_on_time(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-10T09:00";
    MUST(&h, "xujianping", "pass", n, "officers", "甲,乙");
    MUST(&h, "hanxuesong", "pass", n);
    MUST(&h, "yangguoqing", "grant", n);
    assert_non_null(strstr(cards(&h), "2026-03-10T00:00:00|red|M-T4|issued\n"));
    h.at = "2026-03-12T09:00";
    PUBLISH(&h, tuesday_off);
    assert_non_null(strstr(changes(&h, "2"),
                           "total|2026-03-09|2026-03-10|2026-03-16|2026-03-17|late|on_time||"
                           "撤销 M-T3黄牌；撤销 M-T4红牌\n"));
    assert_null(strstr(cards(&h), "red|M-T4|issued"));
    MUST(&h, "sunjing", "measures", NULL, "from", "2026-03-10", "to", "2026-03-10");
    assert_string_equal(door_reply_cell(h.reply, 0, "on_time"), "1");
    assert_string_equal(door_reply_cell(h.reply, 0, "late"), "0");
    /* used: 03-03..03-10 are 6 working days, 5 without the 3rd */
    MUST(&h, "sunjing", "rejudged", NULL, "dept", "scj");
    assert_string_equal(door_reply_cell(h.reply, 2, "was_used"), "6");
    assert_string_equal(door_reply_cell(h.reply, 2, "used"), "5");
    MUST(&h, "sunjing", "rejudged", NULL, "dept", "zjj");
    assert_int_equal(h.reply->n_row, 0);
    /* Back again: late as before, with cards of their own beside the cancelled ones. */
    h.at = "2026-03-13T09:00";
    PUBLISH_PLAIN(&h);
    assert_non_null(strstr(changes(&h, "3"),
                           "total|2026-03-10|2026-03-09|2026-03-17|2026-03-16|on_time|late||"
                           "补发 M-T3黄牌；补发 M-T4红牌\n"));
    assert_non_null(strstr(cards(&h), "2026-03-10T00:00:00|red|M-T4|cancelled\n"));
    assert_non_null(strstr(cards(&h), "2026-03-10T00:00:00|red|M-T4|issued\n"));
    verified(&h);
    home_close(&h);
}

/* --- The end of the published days --- */

/* Accepted 2026-12-28 (Monday): 5 wd reach into 2027, whose arrangement is unknown.  Published:
 * only 2027-01-01 off, as the provisional table has it: the same day, no longer provisional. */
static void next_year_published(void **state)
{
    static const struct own_day next[] = {{"2027-01-01", "holiday"}, {"2027-12-31", "workday"}};
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-12-28T09:00", n);
    MUST(&h, "sunjing", "calendar", NULL);
    assert_string_equal(door_reply_get(h.reply, "calendar_end"), "2026-12-31");
    assert_string_equal(door_reply_get(h.reply, "calendar_runs_out"), "true");
    h.at = "2026-12-29T09:00";
    char *text = calendar_with(next, 2), *from = strstr(text, "2004-01-01..2026-12-31");
    assert_non_null(from);
    for (char *p = text; (p = strstr(p, "..2026-12-31"));)
        memcpy(p, "..2027-12-31", 12);
    MUST(&h, "zhoumingyuan", "publish", NULL, "file.data/calendar/cn.tsv", text);
    free(text);
    MUST(&h, "sunjing", "calendar", NULL);
    assert_string_equal(door_reply_get(h.reply, "calendar"), "2");
    assert_string_equal(door_reply_get(h.reply, "calendar_judged"), "2");
    assert_string_equal(door_reply_get(h.reply, "calendar_end"), "2027-12-31");
    assert_string_equal(door_reply_get(h.reply, "calendar_runs_out"), "false");
    MUST(&h, "sunjing", "rejudged", NULL);
    bool found = false;
    for (size_t i = 0; i < h.reply->n_row; i++) {
        if (strcmp(door_reply_cell(h.reply, i, "clock"), "total") != 0) continue;
        found = true;
        assert_string_equal(door_reply_cell(h.reply, i, "was"), "2027-01-05");
        assert_string_equal(door_reply_cell(h.reply, i, "now"), "2027-01-05");
        assert_string_equal(door_reply_cell(h.reply, i, "was_provisional"), "true");
        assert_string_equal(door_reply_cell(h.reply, i, "provisional"), "");
    }
    assert_true(found);
    home_close(&h);
}

/* --- Acts before the page comes --- */

/* A calendar published by the office itself waits in a simulation until it is asked for: so an act
 * can come first, and judges by the new calendar.  The check is late at 03-05 00:00 by the old one;
 * the clock strikes, finds that it is not, and that is all. */
static void act_comes_first(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    publish_as(&h, "system", tuesday_off, 1);
    h.at = "2026-03-05T00:00";
    assert_true(judging_open(h.office));
    MUST(&h, "system", "clock", n, "clock", "step:check", "stage", "late");
    assert_string_equal(cards(&h), "");
    due_is(&h, n, "step:check", "2026-03-05", "");
    REFUSED(&h, "judged", "system", "rejudge", n);
    REFUSED(&h, "role", "sunjing", "rejudge", n);
    REFUSED(&h, "role", "sunjing", "judged", NULL, "calendar", "9", "matters", "0", "changed", "0",
            "clocks", "0", "cancelled", "0", "raised", "0");
    until(&h, "2026-03-05T00:01", n);
    assert_false(judging_open(h.office));
    assert_string_equal(changes(&h, NULL),
                        "review|2026-03-09|2026-03-10|2026-03-09|2026-03-10|on_time|on_time||\n"
                        "step:accept|2026-03-03|2026-03-04|||on_time|on_time||\n"
                        "total|2026-03-09|2026-03-10|2026-03-16|2026-03-17||||\n"
                        "step:check|2026-03-04|2026-03-05||||||\n");
    verified(&h);
    home_close(&h);
}

/* --- Killed in the middle --- */

enum { MANY = 520 }; /* more than a page */

/* Shows every page of a query. */
static void each_page(struct home *h, const char *name, void (*see)(void *arg, Yc__Reply *r),
                      void *arg)
{
    struct office_caller who = {getuid(), true};
    char *page = NULL;

    do {
        Yc__Request *q = door_request_new(name);
        if (page) door_request_set(&q->page, page);
        Yc__Reply *r = office_answer(h->office, &who, q);
        assert_true(r->ok);
        see(arg, r);
        free(page);
        page = r->page && *r->page ? mem_strdup(r->page) : NULL;
        door_reply_free(r);
        door_request_free(q);
    } while (page);
}

static void add_rows(void *arg, Yc__Reply *r)
{
    *(size_t *)arg += r->n_row;
}

struct found {
    size_t rejudged;
    char judged[200];
};

static void find_events(void *arg, Yc__Reply *r)
{
    struct found *f = arg;

    for (size_t i = 0; i < r->n_event; i++) {
        Yc__Event *e = yc__event__unpack(NULL, r->event[i].len, r->event[i].data);
        f->rejudged += strcmp(e->act, "rejudge") == 0;
        if (strcmp(e->act, "judged") == 0) snprintf(f->judged, sizeof f->judged, "%s", e->note);
        yc__event__free_unpacked(e, NULL);
    }
}

/* Each matter has two clocks, of the review and of the accepting step; both move. */
static void killed_between_pages(void **state)
{
    struct home h;
    bool more = true;
    struct fault f;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    for (int i = 0; i < MANY; i++)
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    publish_as(&h, "system", tuesday_off, 1);
    assert_int_equal(judging_page(h.office, &more, &f), RC_OK);
    assert_true(more);
    reopen(&h);
    assert_true(judging_open(h.office));
    while (more)
        assert_int_equal(judging_page(h.office, &more, &f), RC_OK);
    assert_false(judging_open(h.office));
    size_t changed = 0;
    struct found found = {0};
    each_page(&h, "rejudged", add_rows, &changed);
    assert_int_equal(changed, MANY * 2);
    each_page(&h, "journal", find_events, &found);
    assert_int_equal(found.rejudged, MANY);
    assert_string_equal(found.judged,
                        "日历第2版：查看520件，变更520件1040个期限，撤销0张牌，补发0张牌");
    verified(&h);
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holiday_added),        cmocka_unit_test(holiday_taken),
        cmocka_unit_test(ended_becomes_late),   cmocka_unit_test(closed_becomes_on_time),
        cmocka_unit_test(next_year_published),  cmocka_unit_test(act_comes_first),
        cmocka_unit_test(killed_between_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
