/* Accounts of clocks: what screens, commands and papers tell of a limit.  Dates worked by hand on
 * the 2026 calendar (March: plain weeks). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "calendar_file.h"
#include "office_home.h"
#include "office_forms.h"
#include "office_elapsed.h"
#include "calendar_home.h"
#include "model/matter.pb-c.h"

static void registered(struct home *h, const char *at, char number[32])
{
    h->at = at;
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(number, 32, "%s", h->number);
}

/* The text of the last paper of that kind. */
static const char *paper(struct home *h, const char *number, const char *kind)
{
    static char text[2000];

    MUST(h, "zhangmin", "matter", number);
    Yc__Matter *m = yc__matter__unpack(NULL, h->reply->record.len, h->reply->record.data);
    assert_non_null(m);
    text[0] = '\0';
    for (size_t i = 0; i < m->n_papers; i++)
        if (strcmp(m->papers[i]->kind, kind) == 0)
            snprintf(text, sizeof text, "%s", m->papers[i]->text);
    yc__matter__free_unpacked(m, NULL);
    return text;
}

#define SAYS(h, number, kind, part) assert_non_null(strstr(paper(h, number, kind), part))

static const char *of_clock(struct home *h, const char *number, const char *clock,
                            const char *which, const char *column)
{
    MUST(h, "zhangmin", "clocks", number, "clock", clock, "which", which);
    assert_int_equal(h->reply->n_row, 1);
    return door_reply_cell(h->reply, 0, column);
}

/* Received and accepted Monday 03-02, suspended 03-04 to 03-09 (03-05, 06, 09 not counted), then
 * extended by 5 wd: commitment 03-09, 03-12, 03-19. */
static void papers_carry_the_line(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    registered(&h, "2026-03-02T09:00", n);
    SAYS(&h, n, "slip", "\n受理审查：2026-03-02起算（当日不计），5个工作日，止于2026-03-09\n");
    MUST(&h, "zhangmin", "accept", n);
    SAYS(&h, n, "acceptance",
         "\n承诺于2026年3月9日前办结。\n"
         "办理时限：2026-03-02起算（当日不计），5个工作日，止于2026-03-09\n");
    h.at = "2026-03-04T09:00";
    MUST(&h, "xujianping", "suspend", n, "kind", "检测", "planned", "3", "approved_by",
         "yangguoqing");
    SAYS(&h, n, "suspension",
         "\n办理时限：2026-03-02起算（当日不计），5个工作日，2026-03-05起中止，止期未定\n");
    assert_string_equal(of_clock(&h, n, "total", "length", "due"), "");
    h.at = "2026-03-09T16:00";
    MUST(&h, "xujianping", "resume", n, "evidence", "检测报告");
    assert_string_equal(of_clock(&h, n, "total", "length", "due"), "2026-03-12");
    MUST(&h, "yangguoqing", "extend", n, "reason", "案情复杂");
    SAYS(&h, n, "extension",
         "新的期限：2026年3月19日。\n"
         "办理时限：2026-03-02起算（当日不计），10个工作日，止于2026-03-19；"
         "中止不计：2026-03-05至03-09（3个工作日）\n");
    assert_string_equal(of_clock(&h, n, "total", "length", "due"), "2026-03-19");
    assert_string_equal(of_clock(&h, n, "total", "limit", "due"), "2026-03-26");
    home_close(&h);
}

/* The review ended before the suspension, so that left it alone; the decision's days name the
 * notice. */
static void suspended_by_which_paper(void **state)
{
    struct home h;
    char n[32];
    size_t stood = 0;

    (void)state;
    home_open(&h, true);
    registered(&h, "2026-03-02T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    h.at = "2026-03-04T09:00";
    MUST(&h, "xujianping", "suspend", n, "kind", "检测", "planned", "3", "approved_by",
         "yangguoqing");
    h.at = "2026-03-09T16:00";
    MUST(&h, "xujianping", "resume", n, "evidence", "检测报告");
    assert_string_equal(of_clock(&h, n, "review", "length", "sentence"),
                        "2026-03-02起算（当日不计），5个工作日，止于2026-03-09");
    MUST(&h, "zhangmin", "ledger", n, "clock", "total", "which", "length");
    for (size_t i = 0; i < h.reply->n_row; i++) {
        if (strcmp(door_reply_cell(h.reply, i, "kind"), "suspended") != 0) continue;
        assert_string_equal(door_reply_cell(h.reply, i, "suspension"), "检测");
        assert_string_equal(door_reply_cell(h.reply, i, "paper"), "政务特〔2026〕1号");
        stood++;
    }
    assert_int_equal(stood, 3);
    home_close(&h);
}

/* 许可法32 for the review, 42 for the decision; a step's limit is the hall's own. */
static void which_law(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    registered(&h, "2026-03-02T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    assert_string_equal(of_clock(&h, n, "review", "length", "law"), "行政许可法");
    assert_string_equal(of_clock(&h, n, "review", "length", "article"), "第三十二条");
    assert_string_equal(of_clock(&h, n, "total", "limit", "timer_name"), "许可决定");
    assert_string_equal(of_clock(&h, n, "step:check", "length", "timer"), "");
    assert_string_equal(of_clock(&h, n, "step:check", "length", "step_name"), "现场核查(两人以上)");
    home_close(&h);
}

/* Seven working days from 2018-10-15 10:00:00, a Monday: until 10-24 10:00:00; ten: 10-29. */
static void elapsed_to_the_second(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open_elapsed(&h);
    registered(&h, "2018-10-15T10:00", n);
    MUST(&h, "zhangmin", "accept", n);
    SAYS(&h, n, "acceptance",
         "\n承诺于2018年10月24日10:00:00前办结。\n"
         "办理时限：2018-10-15 10:00:00起算，7个工作日，止于2018-10-24 10:00:00\n");
    assert_string_equal(of_clock(&h, n, "total", "length", "end"), "2018-10-24T10:00:00");
    assert_string_equal(of_clock(&h, n, "total", "length", "late_at"), "2018-10-24T10:00:01");
    assert_string_equal(of_clock(&h, n, "total", "limit", "end"), "2018-10-29T10:00:00");
    MUST(&h, "zhangmin", "ledger", n, "clock", "total", "which", "length");
    size_t last = h.reply->n_row - 1;
    assert_string_equal(door_reply_cell(h.reply, 0, "moment"), "2018-10-15T10:00:00");
    assert_string_equal(door_reply_cell(h.reply, 1, "moment"), "");
    assert_string_equal(door_reply_cell(h.reply, last, "moment"), "2018-10-24T10:00:00");
    home_close(&h);
}

/* The calendar is published through 2026-12-31: whatever ends later leans on 2027, and lists say
 * so. */
static void provisional(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    registered(&h, "2026-12-28T09:00", n);
    MUST(&h, "zhangmin", "find", NULL, "words", n);
    assert_string_equal(door_reply_cell(h.reply, 0, "provisional"), ""); /* 受理: 12-29 */
    registered(&h, "2026-12-31T09:00", n);
    SAYS(&h, n, "slip", "（暂定）");
    MUST(&h, "zhangmin", "accept", n);
    SAYS(&h, n, "acceptance", "前办结（日历暂定）。\n");
    assert_string_equal(of_clock(&h, n, "total", "length", "provisional"), "provisional");
    MUST(&h, "zhangmin", "find", NULL, "words", n);
    assert_string_equal(door_reply_cell(h.reply, 0, "provisional"), "provisional");
    MUST(&h, "zhangmin", "ledger", n, "clock", "total", "which", "length");
    for (size_t i = 0; i < h.reply->n_row; i++)
        assert_int_equal(*door_reply_cell(h.reply, i, "provisional") != '\0',
                         strcmp(door_reply_cell(h.reply, i, "day"), "2026-12-31") > 0);
    home_close(&h);
}

/* Three years of standing still are more than one message holds: 1097 days from 2026-03-02 to
 * 2029-03-02, in each of two accounts; each day once, in order. */
static void long_ledgers_come_in_pages(void **state)
{
    struct home h;
    char n[32], page[24] = "", before[16] = "";
    size_t rows = 0, pages = 0, backwards = 0;

    (void)state;
    home_open(&h, true);
    registered(&h, "2026-03-02T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    h.at = "2026-03-04T09:00";
    MUST(&h, "xujianping", "suspend", n, "kind", "检测", "planned", "3", "approved_by",
         "yangguoqing");
    h.at = "2029-03-02T09:00";
    MUST(&h, "zhangmin", "note", n, "text", "time passes");
    do {
        MUST(&h, "zhangmin", "ledger", n, "clock", "total", "page", page);
        for (size_t i = 0; i < h.reply->n_row; i++, rows++) {
            const char *day = door_reply_cell(h.reply, i, "day");
            backwards += strcmp(day, before) <= 0;
            snprintf(before, sizeof before, "%s", day);
        }
        snprintf(page, sizeof page, "%s", h.reply->page ? h.reply->page : "");
        pages++;
    } while (*page);
    assert_int_equal(rows, 2 * 1097);
    assert_int_equal(backwards, 1); /* where the second account begins */
    assert_true(pages > 1);
    home_close(&h);
}

/* Accepted on 2026-03-02 while 03-03 was a holiday: told 03-10.  By the calendar without it 03-09;
 * what was told stays, and the account says so. */
static void told_day_is_kept(void **state)
{
    static const struct own_day tuesday_off[] = {{"2026-03-03", "holiday"}};
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-01T09:00";
    publish_as(&h, "zhoumingyuan", tuesday_off, 1);
    registered(&h, "2026-03-02T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    assert_string_equal(of_clock(&h, n, "total", "length", "law_day"), "");
    h.at = "2026-03-05T09:00";
    publish_as(&h, "zhoumingyuan", NULL, 0);
    assert_string_equal(of_clock(&h, n, "total", "length", "due"), "2026-03-10");
    assert_string_equal(of_clock(&h, n, "total", "length", "told"), "2026-03-10");
    assert_string_equal(of_clock(&h, n, "total", "length", "law_day"), "2026-03-09");
    assert_string_equal(of_clock(&h, n, "total", "length", "sentence"),
                        "2026-03-02起算（当日不计），5个工作日，止于2026-03-09；"
                        "已书面告知2026-03-10，不提前");
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(papers_carry_the_line),
                                       cmocka_unit_test(suspended_by_which_paper),
                                       cmocka_unit_test(which_law),
                                       cmocka_unit_test(elapsed_to_the_second),
                                       cmocka_unit_test(provisional),
                                       cmocka_unit_test(long_ledgers_come_in_pages),
                                       cmocka_unit_test(told_day_is_kept)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
