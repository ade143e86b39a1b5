/* Sign-in, the inbox, find, the palette: what is drawn, what is sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"

#define COLUMNS                                                                                    \
    "lamp|left|number|item|item_name|applicant|step|step_name|run|holder|phase|outcome|due_at|"    \
    "version|"                                                                                     \
    "dept|clock|provisional"
#define RED                                                                                              \
    "red|-1|370299202611030000179|A03|食品经营许可(新办)|宏盛食品店|review|审核|review||" \
    "HANDLING|OPEN|2026-11-21T00:00:00|5|scj|total"
#define YELLOW                                                                                        \
    "yellow|0|370299202611090001026|A05|公共场所卫生许可|云溪宾馆|review|审核|review||" \
    "HANDLING|OPEN|2026-11-23T11:30:00|3|wjj|step:review"
#define GREEN                                                                                       \
    "green|3|370299202611200003114|A09|道路货物运输经营许可|王建国|exam|审查|exam||" \
    "HANDLING|OPEN|2026-11-27T00:00:00|2|jtj|total|provisional"
#define BLUE                                                                                        \
    "blue|0|370299202611160002051|A11|培训机构设立审批|启明培训|expert|评审|expert||" \
    "HANDLING|OPEN||4|jyj|total"
#define COUNTS "work.a", "12", "work.c", "7", "all", "19", "red", "1", "yellow", "3", "notices", "2"

static const struct scripted_answer answers[] = {
    {.name = "inbox", .columns = COLUMNS, .rows = {RED, YELLOW, GREEN, BLUE}, .pairs = {COUNTS}},
    {.name = "find", .columns = COLUMNS, .rows = {GREEN, BLUE}},
    {.name = "acts",
     .columns = "act|title|help|step|step_name|post",
     .rows = {"take|Take|take it|review|审核|scj/review",
              "pass|Pass|close your step with an opinion|review|审核|scj/review"}},
    {.name = NULL},
};

static void test_sign_in(void **state)
{
    (void)state;
    office_start(answers, NULL);
    assert_true(fake_looks(
        0, " Yichuang  青溪县行政服务中心                                   11-23 Mon 09:14\n"
           "\n"
           "    Sign in\n"
           "    This is the sample hall: choose a name, no password is asked.\n"));
    office_type("zm");
    assert_non_null(strstr(fake_row(6), "张敏"));
    assert_string_equal(office_requests(), "");
    office_type("<Enter>3<Enter>");
    assert_string_equal(office_requests(), "sign_in post=centre/integ\ninbox\n");
    assert_string_equal(office.seat.desk, "d03");
    office_end();
}

static void test_sign_in_refused(void **state)
{
    (void)state;
    office_start(answers, NULL);
    office.refuse = "sign_in";
    office.msgid = "you do not hold the post '{1}'";
    office_type("zm<Enter>3<Enter>");
    assert_null(office.seat.person);
    assert_non_null(strstr(fake_row(22), "!you do not hold the post"));
    assert_non_null(strstr(fake_row(5), "Who are you?"));
    office_end();
}

static void test_language(void **state)
{
    (void)state;
    office_start(answers, NULL);
    assert_false(words_chinese());
    office_type("<Ctrl-T>");
    assert_true(words_chinese());
    office_type("<F4>");
    assert_false(words_chinese());
    office_end();
}

static void test_inbox(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    assert_true(fake_looks(
        0, " Yichuang  3号窗 综合受理  张敏                          11-23 Mon 09:14  R1 Y3\n"
           " To accept12  Examine7 [All19]   Notices2(n)\n"
           "\n"
           "   Lp   Number          Item            Applicant               Left    Step\n"
           ">  RD   261103-000017   食品新办        宏盛食品店              1d over 审核\n"
           "   YL   261109-000102   公共场所        云溪宾馆                3h      审核\n"
           "   GN   261120-000311   道路货运        王建国                  3d*     审查\n"
           "   HD   261116-000205   民办学校        启明培训                stands  评审\n"));
    assert_non_null(strstr(fake_row(22), "rows 1-4 of 19"));
    assert_true(fake_looks(
        23, " EnterOpen SpaceMark tTake nNotices F1Help F2Register F3Find F9Commands\n"));
    assert_int_equal(fake.cursor_row, 4);
    assert_int_equal(fake.cursor_col, 0);
    office_end();
}

static void test_inbox_is_cheap_to_move_in(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    stage_key(&office.seat, (struct key){.code = KEY_DOWN});
    int flushes = fake.flushes;
    stage_paint(&office.seat);
    assert_int_equal(fake.flushes, flushes + 1);
    stage_key(&office.seat, (struct key){.code = KEY_DOWN});
    struct screen *top = office.seat.top;
    top->kind->draw(top, (struct rect){1, 0, 21, 80});
    assert_int_equal(fake_changed(), 2); /* the marker: out of one row, into the next */
    assert_string_equal(office_requests(), "");
    office_end();
}

static void test_push_keeps_the_selection(void **state)
{
    static const struct scripted_answer after[] = {{.name = "inbox",
                                                    .columns = COLUMNS,
                                                    .rows = {GREEN, RED, BLUE, YELLOW},
                                                    .pairs = {COUNTS}},
                                                   {.name = NULL}};

    (void)state;
    office_start(answers, "zhangmin");
    office_type("<Down>");
    office.answer = after;
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    const char *number = stage_number(&office.seat);
    assert_string_equal(number, "370299202611090001026");
    assert_int_equal(fake_row(fake.cursor_row)[0], '>');
    assert_non_null(strstr(fake_row(fake.cursor_row), "云溪宾馆"));
    office_end();
}

static void test_tabs(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<Tab>");
    assert_string_equal(office_requests(), "inbox tab=a\n");
    assert_non_null(strstr(fake_row(1), "[To accept12]"));
    office_type("<Tab>"); /* tabs without work are passed over */
    assert_non_null(strstr(fake_row(1), "[Examine7]"));
    office_end();
}

static void test_take(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("t");
    assert_true(office_began_with("take 370299202611030000179 step=review\n"));
    assert_non_null(strstr(fake_row(22), "taken"));
    office.refuse = "take";
    office.msgid = "{1} has taken this step; it comes to you when it is released";
    office_type("t");
    assert_non_null(strstr(fake_row(22), "! has taken this step"));
    assert_true(fake.bells > 0);
    office_end();
}

static void test_take_marked(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("  t");
    assert_string_equal(office_requests(), ""); /* one question for all */
    assert_non_null(strstr(fake_row(10), "Take: all 2 marked?"));
    office_type("<Esc>");
    assert_string_equal(office_requests(), "");
    office_type("t<Enter>");
    assert_true(office_began_with("take 370299202611030000179 step=review\n"
                                  "take 370299202611090001026 step=review\ninbox\n"));
    assert_non_null(strstr(fake_row(22), "Take: 2 done"));
    assert_int_equal(fake_row(4)[1], ' '); /* what is done is no longer marked */
    office_end();
}

static void test_find(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<F3>wjg<Enter>");
    assert_string_equal(office_requests(), "find words=wjg\n");
    assert_non_null(strstr(fake_row(4), "王建国"));
    office_type("<Down>");
    assert_string_equal(stage_number(&office.seat), "370299202611160002051");
    office_type("<Esc>");
    assert_string_equal(stage_number(&office.seat), "370299202611030000179");
    office_end();
}

static void test_palette_runs_an_act(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_new_matter("A03", "370299202611030000179", YC__PHASE__PHASE_HANDLING, 5);
    office_run("review", "scj/review", "c");
    office_type("<F9>");
    assert_non_null(strstr(fake_row(3), "Take"));
    office_type("pass<Enter>");
    assert_non_null(strstr(fake_row(2), "+ Pass -"));
    office_type("同意<Enter>");
    assert_non_null(
        strstr(office_requests(), "pass 370299202611030000179 step=review opinion=同意 v5\n"));
    assert_non_null(strstr(fake_row(22), "Pass: done"));
    office_end();
}

static void test_help_lists_live_keys(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("?");
    assert_non_null(strstr(fake_row(3), "Enter"));
    office_type("find<Enter>"); /* found by the action's name, and run */
    assert_non_null(strstr(fake_row(0), "Find a matter"));
    office_end();
}

static bool watches(const Yc__Request *q, const char *topic)
{
    for (size_t i = 0; i < q->n_with; i++)
        if (strcmp(q->with[i]->value, topic) == 0) return true;
    return false;
}

/* Own posts, the person, those one stands in for, the matter on the screen; an integrated desk
 * every clerk's work.
 */
static void test_watched(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    Yc__Request *q = seat_watch_request(&office.seat, "370299202611230000428");
    assert_true(watches(q, "zhangmin") && watches(q, "centre/integ") && watches(q, "scj/clerk") &&
                watches(q, "m20261123000042"));
    assert_false(watches(q, "scj/exam") || watches(q, "*"));
    door_request_free(q);
    office_end();
    office_start(answers, "zhuhong"); /* stands in for the head */
    q = seat_watch_request(&office.seat, NULL);
    assert_true(watches(q, "scj/chief") && watches(q, "scj/head"));
    door_request_free(q);
    office_end();
    office_start(answers, "sunjing"); /* the supervisor sees everything */
    q = seat_watch_request(&office.seat, NULL);
    assert_true(watches(q, "*"));
    door_request_free(q);
    office_end();
}

static void test_small_and_large(void **state)
{
    static const int sizes[][2] = {{24, 80}, {10, 40}, {5, 20}, {60, 200}, {3, 10}};

    (void)state;
    office_start(answers, "zhangmin");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fake.rows = sizes[i][0];
        fake.cols = sizes[i][1];
        office_type("<Down>");
        office_type("<F9>");
        office_type("<Esc><Esc>");
        office_type("<F3>");
        office_type("<Esc>");
        assert_int_equal(fake.outside, 0);
    }
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),
        cmocka_unit_test(test_sign_in_refused),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_inbox),
        cmocka_unit_test(test_inbox_is_cheap_to_move_in),
        cmocka_unit_test(test_push_keeps_the_selection),
        cmocka_unit_test(test_tabs),
        cmocka_unit_test(test_take),
        cmocka_unit_test(test_take_marked),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_palette_runs_an_act),
        cmocka_unit_test(test_help_lists_live_keys),
        cmocka_unit_test(test_watched),
        cmocka_unit_test(test_small_and_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
