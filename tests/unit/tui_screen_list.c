/* The inbox as a list: filter, order, columns, one act on many, and a million rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/habits.h"

/* --- An office with so many matters, in pages whose token is the number of the first row --- */

static int matters, asked, refused_every;

static void row(Yc__Reply *r, int i)
{
    char number[32], left[12], due[32], name[32];

    snprintf(number, sizeof number, "37029920261103%06d%d", i, i % 10);
    snprintf(left, sizeof left, "%d", i % 20);
    snprintf(due, sizeof due, "2026-11-%02dT00:00:00", 24 + i % 5);
    snprintf(name, sizeof name, "宏盛%d店", i);
    const char *cells[] = {"green",  left,   number,   "A03",  "食品经营许可(新办)", name,
                           "review", "审核", "review", "张敏", "HANDLING",           "OPEN",
                           due,      "1",    "scj",    "total"};
    door_reply_row(r, cells, 16);
}

static bool list(const Yc__Request *q, Yc__Reply *r)
{
    static const char *const columns[] = {
        "lamp", "left",   "number", "item",    "item_name", "applicant", "step", "step_name",
        "run",  "holder", "phase",  "outcome", "due_at",    "version",   "dept", "clock"};
    int from = q->page ? atoi(q->page) : 0, i;
    const char *filter = door_request_get(q, "filter");
    char text[16];

    asked++;
    door_reply_columns(r, columns, 16);
    for (i = from; i < matters && r->n_row < q->limit && i < from + 2000; i++) {
        snprintf(text, sizeof text, "%d", i);
        if (strstr(text, filter)) row(r, i);
    }
    snprintf(text, sizeof text, "%d", i);
    if (i < matters) door_request_set(&r->page, text);
    snprintf(text, sizeof text, "%d", matters);
    door_reply_with(r, "all", text);
    return true;
}

static bool answer(const Yc__Request *q, Yc__Reply *r)
{
    struct fault f;
    int n;

    if (strcmp(q->name, "inbox") == 0) return list(q, r);
    if (!q->number || strcmp(q->name, "acts") == 0 || strcmp(q->name, "matter") == 0) return false;
    n = atoi(q->number + 14) / 10; /* the serial without its check digit */
    if (!refused_every || n % refused_every) return true;
    char *number = mem_printf("%d", n);
    fault_set(&f, RC_REFUSED, "held", "somebody else has {1}", number, NULL);
    door_reply_fault(r, &f);
    free(number);
    return true;
}

static void start(int n)
{
    static const struct scripted_answer none[] = {{.name = NULL}};

    office_start(none, "zhangmin");
    matters = n;
    refused_every = 0;
    office.special = answer;
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    buf_clear(&office.log);
    asked = 0;
}

/* What stands at the marker. */
static const char *at(void)
{
    for (int r = 4; r < 22; r++)
        if (fake_row(r)[0] == '>') return fake_row(r);
    return "";
}

/* --- A million --- */

static void a_million_rows_are_walked(void **state)
{
    (void)state;
    start(1000000);
    assert_non_null(strstr(fake_row(22), "of 1000000"));
    for (int i = 0; i < 3000; i++) {
        asked = 0;
        office_type("<Down>");
        assert_true(asked <= 1); /* a key asks for no more than a page */
    }
    assert_non_null(strstr(at(), "宏盛3000店"));
    asked = 0;
    office_type("<Up><Up><Up>");
    assert_int_equal(asked, 0); /* what is near is still here */
    office_type("<Home>");
    assert_non_null(strstr(at(), "宏盛0店"));
    assert_true(asked <= 1); /* what was let go comes again by its page */
    office_type("<End>");
    assert_non_null(strstr(at(), "店"));
    assert_true(asked <= 3);
    office_end();
}

static void a_push_keeps_the_row_far_down(void **state)
{
    (void)state;
    start(1000000);
    for (int i = 0; i < 40; i++)
        office_type("<PgDn>");
    char *before = mem_strdup(at());
    asked = 0;
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    assert_string_equal(at(), before);
    assert_true(asked <= 3); /* the first page, which counts, and what is in view */
    free(before);
    office_end();
}

static void without_an_answer_the_rows_stay(void **state)
{
    (void)state;
    start(100);
    office_type("<PgDn><PgDn>");
    char *before = mem_strdup(at());
    office.special = NULL;
    office.away = true;
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    assert_string_equal(at(), before);
    free(before);
    office_end();
}

/* --- Filter, order, columns --- */

static void filter_asks_at_every_key(void **state)
{
    (void)state;
    start(1000);
    office_type("/");
    assert_string_equal(office_requests(), "");
    office_type("77");
    assert_string_equal(office_requests(), "inbox filter=7\ninbox filter=77\n");
    assert_non_null(strstr(at(), "宏盛77店"));
    assert_non_null(strstr(fake_row(21), " / 77__"));
    assert_int_equal(fake.cursor_row, 21);
    office_type("t"); /* a letter is typed, not an act */
    assert_null(strstr(office_requests(), "take"));
    office_type("<BS><Enter>");
    buf_clear(&office.log);
    office_type("t");
    assert_true(office_began_with("take 370299202611030000777 step=review\n"));
    assert_non_null(strstr(office_requests(), "inbox filter=77\n")); /* and it stays narrowed */
    office_type("<Esc>");
    assert_non_null(strstr(fake_row(22), "of 1000"));
    office_end();
}

/* The office looks at so many matters a page: one far down is found in several. */
static void filter_goes_on_through_empty_pages(void **state)
{
    (void)state;
    start(30000);
    office_type("/");
    office_type("29999");
    assert_non_null(strstr(at(), "370299-20261103-029999"));
    office_end();
}

static void sorting_asks_the_office(void **state)
{
    (void)state;
    start(50);
    office_type("s");
    assert_string_equal(office_requests(), "inbox sort=number\n");
    assert_non_null(strstr(fake_row(3), "^Number"));
    office_type("s");
    assert_non_null(strstr(office_requests(), "inbox sort=item\n"));
    office_type("s");
    assert_non_null(strstr(office_requests(), "inbox sort=step\n"));
    buf_clear(&office.log);
    office_type("s");
    assert_string_equal(office_requests(), "inbox\n");
    assert_null(strstr(fake_row(3), "^"));
    office_end();
}

static void columns_are_remembered(void **state)
{
    (void)state;
    start(50);
    office_type("o");
    assert_non_null(strstr(fake_row(2), "Columns"));
    office_type(" <Down><Down><Down> <Down> <Enter>"); /* not the lamp, step, but held by */
    assert_string_equal(habits_of(&office.seat, "columns", "inbox"),
                        "number|item|applicant|left|holder");
    assert_string_equal(fake_row(3),
                        "   Number                  Item                  Applicant    "
                        "Left     Held by");
    assert_non_null(strstr(at(), "张敏"));
    assert_int_equal(fake.outside, 0);
    office_type("o****<Enter>"); /* all, none, all, none: a list of nothing is refused */
    assert_true(fake.bells > 0);
    office_type("*<Enter>");
    assert_non_null(strstr(fake_row(3), "Lp"));
    habits_set(&office.seat, "columns", "inbox", "nosuch|number|"); /* from another edition */
    office_type("o<Enter>");
    assert_string_equal(fake_row(3), "   Number");
    office_type("s");
    assert_string_equal(fake_row(3), "   ^Number");
    office_end();
}

static void wide_and_narrow_columns_fit(void **state)
{
    (void)state;
    start(50);
    for (int cols = 60; cols < 200; cols += 7) {
        habits_set(&office.seat, "columns", "inbox",
                   cols % 2 ? "applicant|left" : "lamp|number|item|applicant|step|left|holder|due");
        fake_start(24, cols);
        office_type("o<Enter>");
        assert_int_equal(fake.outside, 0);
        assert_true(text_ncol(at()) <= cols);
    }
    office_end();
}

/* --- One act on many --- */

static void one_question_for_all_marked(void **state)
{
    (void)state;
    start(7);
    office_type("*P");
    assert_non_null(strstr(fake_row(10), "Pass: all 7 marked."));
    assert_string_equal(office_requests(), "");
    int flushes = fake.flushes;
    office_type("同意<Enter>");
    assert_true(fake.flushes > flushes + 1); /* how far it is was shown meanwhile */
    assert_true(office_began_with("pass 370299202611030000000 step=review opinion=同意\n"
                                  "pass 370299202611030000011 step=review opinion=同意\n"));
    assert_non_null(strstr(fake_row(22), "Pass: 7 done"));
    office_end();
}

static int before_esc;

static struct key esc_after_two(int wait_ms)
{
    (void)wait_ms;
    return (struct key){.code = --before_esc ? KEY_NONE : KEY_ESC};
}

static void esc_stops_after_the_present_one(void **state)
{
    (void)state;
    start(7);
    before_esc = 3; /* it is looked for after each act */
    fake.hand = esc_after_two;
    office_type("*P同意<Enter>");
    fake.hand = NULL;
    assert_non_null(
        strstr(fake_row(22), "*Pass: stopped after 3 done, 0 not; the others stay marked"));
    assert_non_null(strstr(office_requests(), "pass 370299202611030000022 "));
    assert_null(strstr(office_requests(), "pass 370299202611030000033 "));
    office_type("P");
    assert_non_null(strstr(fake_row(10), "Pass: all 4 marked."));
    office_end();
}

static void refusals_are_told_and_stay_marked(void **state)
{
    (void)state;
    start(7);
    refused_every = 3; /* 0, 3 and 6 */
    office_type("*t<Enter>");
    assert_non_null(strstr(fake_row(1), "370299-20261103-000000: somebody else has 0"));
    assert_non_null(strstr(fake_row(2), "370299-20261103-000003: somebody else has 3"));
    assert_non_null(strstr(fake_row(3), "370299-20261103-000006: somebody else has 6"));
    assert_non_null(strstr(fake_row(22), "!Take: 4 done, 3 not; 370299-20261103-000000: somebody"));
    office_type("<Esc>");
    assert_int_equal(fake_row(4)[1], '*');
    assert_int_equal(fake_row(5)[1], ' ');
    assert_int_equal(fake_row(7)[1], '*');
    refused_every = 6; /* 0 and 6 */
    office_type("t<Enter>");
    office_type("<Esc>");
    assert_int_equal(fake_row(7)[1], ' ');
    office_type("<Home> t<Enter>"); /* 0 is unmarked: 6 alone, and no list of reasons */
    assert_non_null(strstr(fake_row(22), "Take: 0 done, 1 not; 370299-20261103-000006"));
    assert_int_equal(fake_row(4)[0], ' ');
    office_end();
}

static void archive_takes_no_step(void **state)
{
    (void)state;
    start(3);
    office_type(" X<Enter>");
    assert_true(office_began_with("archive 370299202611030000000\n"));
    office_end();
}

static void nobody_answers_in_the_middle(void **state)
{
    (void)state;
    start(5);
    office_type("*t");
    office.special = NULL;
    office.away = true;
    office_type("<Enter>");
    assert_non_null(strstr(fake_row(22), "Take: 0 done"));
    office_end();
}

/* --- Tables --- */

/* The lamp board: narrowed by any reading (长安 c or z), sorted by a count, most first. */
static void tables_are_narrowed_and_sorted(void **state)
{
    static const struct scripted_answer lamps[] = {
        {.name = "lamps",
         .columns = "dept|name|green|yellow|red|blue|white|notices|yellows|reds",
         .rows = {"scj|市监局|9|2|3|4|5|6|7|8", "zrj|长安所|10|0|0|0|0|0|0|0",
                  "wjj|卫健局|1|0|0|0|0|0|0|0"}},
        {.name = "lamp_list", .columns = "lamp|number"},
        {.name = NULL}};
    (void)state;

    office_start(lamps, "zhangmin");
    office_type("<F5>ss");
    assert_non_null(strstr(fake_row(1), "^GN"));
    assert_non_null(strstr(fake_row(2), ">  长安所"));
    assert_non_null(strstr(fake_row(3), "   市监局"));
    assert_non_null(strstr(fake_row(4), "   卫健局"));
    office_type("/za");
    assert_non_null(strstr(fake_row(2), ">  长安所"));
    assert_string_equal(fake_row(3), "");
    office_type("<BS><BS>局<Enter><Down>");
    assert_non_null(strstr(fake_row(3), ">  卫健局"));
    buf_clear(&office.log);
    office_type("<Enter>"); /* opens what is shown, not what stands at that place in the reply */
    assert_string_equal(office_requests(), "lamp_list dept=wjj\n");
    office_type("<Esc>o<Down><Down> <Down> <Enter>");
    assert_string_equal(habits_of(&office.seat, "columns", "lamps"),
                        "name|green|red|white|notices|yellows|reds");
    assert_null(strstr(fake_row(1), "YL"));
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_rows_are_walked),
        cmocka_unit_test(a_push_keeps_the_row_far_down),
        cmocka_unit_test(without_an_answer_the_rows_stay),
        cmocka_unit_test(filter_asks_at_every_key),
        cmocka_unit_test(filter_goes_on_through_empty_pages),
        cmocka_unit_test(sorting_asks_the_office),
        cmocka_unit_test(columns_are_remembered),
        cmocka_unit_test(wide_and_narrow_columns_fit),
        cmocka_unit_test(one_question_for_all_marked),
        cmocka_unit_test(esc_stops_after_the_present_one),
        cmocka_unit_test(refusals_are_told_and_stay_marked),
        cmocka_unit_test(archive_takes_no_step),
        cmocka_unit_test(nobody_answers_in_the_middle),
        cmocka_unit_test(tables_are_narrowed_and_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
