/* Reports over an office that answers from a script: what is asked, and the bytes that come out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "report/report.h"
#include "report/table.h"

/* --- The office --- */

struct script {
    bool refuse;
    const char *open; /* of the loop: makes it balance or not */
    int asked_cards;
};

static const char *const measure_columns[] = {
    "key",     "name",      "registered", "accepted",  "finished",  "granted", "open",
    "on_time", "early",     "instant",    "late",      "open_late", "used",    "statutory",
    "judged",  "span_days", "printed",    "delivered", "verified",  "notices", "yellows",
    "reds",    "fen",       "promised",   "lawful"};

static void answer_measures(const Yc__Request *q, Yc__Reply *r)
{
    static const char *const scj[] = {"scj",   "市场监督管理局",
                                      "5",     "4",
                                      "3",     "2",
                                      "6",     "2",
                                      "1",     "1",
                                      "1",     "1",
                                      "7",     "28",
                                      "3",     "9",
                                      "2",     "2",
                                      "1",     "1",
                                      "0",     "1",
                                      "12050", "8",
                                      "20"};
    static const char *const zjj[] = {"zjj", "住房和城乡建设局",
                                      "1",   "0",
                                      "0",   "0",
                                      "1",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0",   "0",
                                      "0"};
    static const char *const idle[] = {"wlj", "文化和旅游局",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0",   "0",
                                       "0"};
    static const char *const item[] = {"A03",   "食品经营许可(新办)",
                                       "6",     "4",
                                       "3",     "2",
                                       "7",     "2",
                                       "1",     "1",
                                       "1",     "1",
                                       "7",     "28",
                                       "3",     "9",
                                       "2",     "2",
                                       "1",     "1",
                                       "0",     "1",
                                       "12050", "8",
                                       "20"};

    door_reply_columns(r, measure_columns, 25);
    if (strcmp(door_request_get(q, "by"), "item") == 0) {
        door_reply_row(r, item, 25);
        return;
    }
    door_reply_row(r, scj, 25);
    door_reply_row(r, zjj, 25);
    door_reply_row(r, idle, 25);
}

static void answer_loop(const struct script *s, Yc__Reply *r)
{
    static const char *const columns[] = {"number", "dept", "item", "what"};
    static const char *const cells[] = {"370299202603020000012", "scj", "A03",
                                        "receipts and charges differ"};
    const char *const sums[][2] = {{"registered", "10"},      {"verified", "4"},
                                   {"returned", "1"},         {"withdrawn", "1"},
                                   {"open", s->open},         {"printed", "3"},
                                   {"cert_verified", "2"},    {"cert_waiting", "1"},
                                   {"receipts_fen", "12050"}, {"charges_fen", "12050"}};

    door_reply_columns(r, columns, 4);
    door_reply_row(r, cells, 4);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        door_reply_with(r, sums[i][0], sums[i][1]);
}

static void answer_cards(struct script *s, const Yc__Request *q, Yc__Reply *r)
{
    static const char *const columns[] = {"at",   "level", "rule", "number", "dept",
                                          "post", "owner", "text", "state"};
    static const char *const cells[] = {"2026-11-24T00:00:00",
                                        "red",
                                        "M-T4",
                                        "370299202603020000012",
                                        "scj",
                                        "市监局审核",
                                        "韩雪松",
                                        "due 2026-11-23, \"late\"",
                                        "issued"};

    s->asked_cards++;
    assert_string_equal(door_request_get(q, "from"), door_request_get(q, "to"));
    door_reply_columns(r, columns, 9);
    if (strcmp(door_request_get(q, "from"), "2026-11-24") == 0) door_reply_row(r, cells, 9);
}

static void answer_splits(Yc__Reply *r)
{
    static const char *const columns[] = {"key",       "name", "finished",   "whole",
                                          "applicant", "desk", "department", "outside",
                                          "suspended", "own"};
    static const char *const scj[] = {"scj",   "市场监督管理局", "3", "691200", "174600",
                                      "82800", "347400",         "0", "86400",  "347400"};
    static const char *const daj[] = {"daj", "档案馆", "0", "0", "0", "0", "0", "0", "0", "3661"};

    door_reply_columns(r, columns, 10);
    door_reply_row(r, daj, 10);
    door_reply_row(r, scj, 10);
}

static Yc__Reply *answer(void *arg, const Yc__Request *q)
{
    struct script *s = arg;
    Yc__Reply *r = door_reply_new(q);
    struct fault f;

    if (s->refuse && strcmp(q->name, "loop") == 0) {
        fault_set(&f, RC_REFUSED, "role", "only {1} may", "supervisors", NULL);
        door_reply_fault(r, &f);
    } else if (strcmp(q->name, "hall") == 0) {
        door_reply_with(r, "name", "青溪县行政服务中心");
    } else if (strcmp(q->name, "measures") == 0) {
        answer_measures(q, r);
    } else if (strcmp(q->name, "splits") == 0) {
        answer_splits(r);
    } else if (strcmp(q->name, "loop") == 0) {
        answer_loop(s, r);
    } else if (strcmp(q->name, "cards") == 0) {
        answer_cards(s, q, r);
    } else {
        fail_msg("asked for %s", q->name);
    }
    return r;
}

static enum rc write_with(struct script *s, const struct report_request *q, struct buf *out,
                          struct fault *f)
{
    struct door *d = door_local(answer, s);
    enum rc rc = report_write(d, q, out, f);

    door_close(d);
    return rc;
}

static day_t day(const char *text)
{
    day_t d;

    assert_true(day_parse(text, &d));
    return d;
}

/* --- Reports --- */

/* Worked by hand: 2 of 3 on time, 1 of 3 early and on the day; (1 late + 1 open late) of (3 + 1);
 * 28 - 7 of 28; 7 / 3. */
static void figures_csv(void **state)
{
    struct script s = {.open = "4"};
    struct report_request q = {.name = "figures",
                               .from = day("2026-11-24"),
                               .to = day("2026-11-24"),
                               .by = "dept",
                               .format = REPORT_CSV};
    struct buf out = {0};
    struct fault f;

    (void)state;
    assert_int_equal(write_with(&s, &q, &out, &f), RC_OK);
    assert_string_equal(buf_str(&out),
                        "Figures by department\r\n"
                        "Code,Department,Registered,Accepted,Finished,Granted,Open,Printed,"
                        "Delivered,Verified,\"Fees, yuan\"\r\n"
                        "scj,市场监督管理局,5,4,3,2,6,2,2,1,120.50\r\n"
                        "zjj,住房和城乡建设局,1,0,0,0,1,0,0,0,0.00\r\n"
                        ",All,6,4,3,2,7,2,2,1,120.50\r\n"
                        "\r\n"
                        "Rates and cards by department\r\n"
                        "Code,Department,On time %,Early %,Same day %,Late %,Faster by %,Mean "
                        "days,Mean span,Promised less %,Warnings,Yellow,Red\r\n"
                        "scj,市场监督管理局,66.67,33.33,33.33,50.00,75.00,2.33,3.00,60.00,1,0,1\r\n"
                        "zjj,住房和城乡建设局,—,—,—,—,—,—,—,—,0,0,0\r\n"
                        ",All,66.67,33.33,33.33,50.00,75.00,2.33,3.00,60.00,1,0,1\r\n");
    buf_free(&out);
}

static void day_text_columns(void **state)
{
    struct script s = {.open = "4"};
    struct report_request q = {.name = "day", .from = day("2026-11-24"), .to = day("2026-11-24")};
    struct buf out = {0}, again = {0};
    struct fault f;

    (void)state;
    assert_int_equal(write_with(&s, &q, &out, &f), RC_OK);
    assert_memory_equal(buf_str(&out), "青溪县行政服务中心 ", strlen("青溪县行政服务中心 "));
    /* Han characters take two columns: the numbers stand under one another. */
    assert_non_null(strstr(
        buf_str(&out), "scj   市场监督管理局             5         4         3        2     6"));
    assert_non_null(strstr(
        buf_str(&out), "zjj   住房和城乡建设局           1         0         0        0     1"));
    assert_non_null(
        strstr(buf_str(&out), "10  4 verified + 1 returned + 1 withdrawn + 4 still open  OK\n"));
    assert_non_null(strstr(buf_str(&out), "120.50  120.50 charged "));
    assert_non_null(strstr(
        buf_str(&out), "370299202603020000012  scj         A03   receipts and charges differ\n"));
    assert_non_null(strstr(buf_str(&out), "red card  M-T4"));
    assert_null(strstr(buf_str(&out), "文化和旅游局")); /* nothing happened there */
    assert_int_equal(write_with(&s, &q, &again, &f), RC_OK);
    assert_string_equal(buf_str(&out), buf_str(&again));
    buf_free(&out);
    buf_free(&again);
}

/* 48.5 h + 23 h + 96.5 h + 24 h = 192 h. */
static void split_csv(void **state)
{
    struct script s = {.open = "4"};
    struct report_request q = {
        .name = "split", .from = day("2026-11-24"), .to = day("2026-11-24"), .format = REPORT_CSV};
    struct buf out = {0};
    struct fault f;

    (void)state;
    assert_int_equal(write_with(&s, &q, &out, &f), RC_OK);
    assert_string_equal(
        buf_str(&out),
        "Whose time it was\r\n"
        "Code,Department,Finished,In all,Applicant,Window,Department,Outside,Special procedure,"
        "Own steps\r\n"
        "daj,档案馆,0,0:00:00,0:00:00,0:00:00,0:00:00,0:00:00,0:00:00,1:01:01\r\n"
        "scj,市场监督管理局,3,192:00:00,48:30:00,23:00:00,96:30:00,0:00:00,24:00:00,96:30:00\r\n"
        ",All,3,192:00:00,48:30:00,23:00:00,96:30:00,0:00:00,24:00:00,97:31:01\r\n");
    buf_free(&out);
}

static void loop_differs(void **state)
{
    struct script s = {.open = "3"};
    struct report_request q = {.name = "loop",
                               .from = day("2026-11-24"),
                               .to = day("2026-11-24"),
                               .format = REPORT_CSV,
                               .bom = true};
    struct buf out = {0};
    struct fault f;

    (void)state;
    assert_int_equal(write_with(&s, &q, &out, &f), RC_OK);
    assert_memory_equal(buf_str(&out), "\xEF\xBB\xBF", 3);
    assert_non_null(strstr(
        buf_str(&out),
        "Matters registered,10,4 verified + 1 returned + 1 withdrawn + 3 still open,differs\r\n"));
    assert_non_null(strstr(buf_str(&out), "Certificates printed,3,2 verified + 1 waiting,OK\r\n"));
    buf_free(&out);
}

static void cards_day_by_day(void **state)
{
    struct script s = {0};
    struct report_request q = {
        .name = "cards", .from = day("2026-11-22"), .to = day("2026-11-25"), .format = REPORT_JSON};
    struct buf out = {0};
    struct fault f;

    (void)state;
    assert_int_equal(write_with(&s, &q, &out, &f), RC_OK);
    assert_int_equal(s.asked_cards, 4);
    json_t *all = json_loads(buf_str(&out), 0, NULL),
           *section = json_array_get(json_object_get(all, "sections"), 0);
    json_t *rows = json_object_get(section, "rows");
    assert_string_equal(json_string_value(json_object_get(all, "from")), "2026-11-22");
    assert_string_equal(json_string_value(json_object_get(section, "key")), "cards");
    assert_int_equal(json_array_size(rows), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "text")),
                        "due 2026-11-23, \"late\"");
    json_decref(all);
    buf_free(&out);
}

static void refusals(void **state)
{
    struct script s = {.refuse = true};
    struct report_request q = {.name = "weather"};
    struct buf out = {0};
    struct fault f;

    (void)state;
    assert_int_equal(write_with(&s, &q, &out, &f), RC_REFUSED);
    assert_string_equal(f.code, "report");
    assert_string_equal(f.arg[0], "weather");
    q.name = "loop";
    q.from = q.to = day("2026-11-24");
    assert_int_equal(write_with(&s, &q, &out, &f), RC_REFUSED);
    assert_string_equal(f.arg[0], "only supervisors may");
    buf_free(&out);
}

/* RFC 4180 section 2: fields with comma, quote or line break in quotes, quotes doubled. */
static void csv_fields(void **state)
{
    static const char *const cases[][2] = {{"plain", "plain"},   {"", ""},
                                           {"a,b", "\"a,b\""},   {"a\"b", "\"a\"\"b\""},
                                           {"a\nb", "\"a\nb\""}, {"甲，乙", "甲，乙"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        table_csv_field(&out, cases[i][0]);
        assert_string_equal(buf_str(&out), cases[i][1]);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_csv),      cmocka_unit_test(split_csv),
        cmocka_unit_test(day_text_columns), cmocka_unit_test(loop_differs),
        cmocka_unit_test(cards_day_by_day), cmocka_unit_test(refusals),
        cmocka_unit_test(csv_fields)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
