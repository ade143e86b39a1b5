/* What the attributes of form files do under the fingers, and where fields are drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/application.h"
#include "tui/screen/habits.h"

#define NUMBER "370299202611230000428"

static const struct scripted_answer none[] = {
    {.name = "accept", .pairs = {"paper", "政务受〔2026〕12号"}}, {.name = NULL}};

static int stop(void **state)
{
    (void)state;
    office_end();
    return 0;
}

static int start(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    return 0;
}

static bool on(int row, const char *text)
{
    return strstr(fake_row(row), text) != NULL;
}

/* --- Layout --- */

static void drawn_at_80_columns(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>");
    assert_true(fake_looks(
        0, " 老年人优待证办理(村级便民代办)  Register                       11-23 Mon 09:14\n"
           " -- 申请人\n"
           "*申请人姓名 [______________________]  *证件类型 [1 居民身份证            ]\n"
           " 证件号码   [__________________]\n"
           "*手机号码   [___________]\n"
           "*联系地址   [___________________________________________________________]\n"
           " -- 老年人\n"
           " 年龄       [_______]         *所在村 [                            ]\n"));
}

/* Another paper: its field appears in the line drawn for it. */
static void what_does_not_apply_is_away(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>王<Enter><Up>");
    assert_int_equal(fake.cursor_row, 2); /* back to what going on had passed by */
    office_type("2");
    assert_true(on(2, "护照"));
    assert_true(on(3, "其他证件号 ["));
    assert_int_equal(fake.cursor_row, 3);
    office_type("e12345678<Enter>");
    assert_true(on(3, "[E12345678"));
    assert_true(on(4, "手机号码"));
}

static void narrow_terminals_get_the_plain_layout(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>");
    fake.rows = 20;
    fake.cols = 60;
    stage_paint(&office.seat);
    assert_true(on(2, "申请人姓名    ["));
    assert_true(on(3, "证件类型"));
    assert_true(on(4, "证件号码"));
}

/* --- Typing --- */

static void village_by_initials(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>");
    office_type("王建国<Enter>37029919540907001213800000000byc9号<Enter>byc<Enter>");
    assert_true(on(5, "[云溪镇北崖村9号__"));
    assert_true(on(7, "370299101203 云溪镇北崖村"));
}

static void village_from_the_list(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>王<Enter>37029919540907001213800000000<F3>");
    office_type("byc<Enter>");
    assert_true(on(5, "[云溪镇北崖村__"));
    assert_int_equal(fake.cursor_row, 5); /* the house is still to come */
    office_type("9号<Enter>");
    assert_true(on(5, "[云溪镇北崖村9号__"));
}

/* What was taken from the list comes first the next time; taken twice, it has a digit for good. */
static void villages_taken_before_come_first(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>王<Enter>37029919540907001213800000000<F3>");
    assert_false(on(7, "北崖村"));
    office_type("byc<Enter><Ctrl-U><F3>");
    assert_true(on(7, "北崖村"));
    office_type("<Enter><Ctrl-U><F3>");
    assert_true(on(7, "1"));
    assert_true(on(7, "北崖村"));
    office_type("<Esc><Ctrl-U><F3>1");
    assert_true(on(5, "[云溪镇北崖村__"));
    assert_string_equal(habits_of(&office.seat, "digits", "villages"), "云溪镇北崖村|||||||||");
}

static void the_digit_in_question_is_named(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>王<Enter>370299195409070010");
    assert_true(on(22, "!证件号码: ID check digit should be 2, not 0"));
    assert_true(on(3, "!证件号码"));
    assert_int_equal(fake.cursor_row, 4); /* and the hands go on */
}

static void fifteen_digits_become_eighteen(void **state)
{
    (void)state;
    office_type("<F2>C02<Enter>王<Enter>370299540907001<Enter>");
    assert_true(on(3, "[370299195409070012]  M1954-09-07"));
    assert_true(on(22, "370299540907001 of 15 digits is kept as 370299195409070012"));
}

static void masks_put_their_marks(void **state)
{
    (void)state;
    office_type("<F2>A06<Enter>");
    for (int i = 0; i < 7; i++)
        office_type("<Tab>");
    assert_true(on(9, "*项目代码     [____"));
    office_type("2606370299");
    assert_true(on(9, "[2606-370299____"));
    office_type("x");
    assert_true(on(9, "[2606-370299____"));
    office_type("<BS><BS>99"
                "0401000005"); /* goes on when full */
    assert_true(on(9, "[2606-370299-04-01-000005]"));
    assert_int_equal(fake.cursor_row, 10);
}

static void amounts_are_typed_twice(void **state)
{
    (void)state;
    office_type("<F2>A06<Enter>");
    for (int i = 0; i < 10; i++)
        office_type("<Tab>");
    assert_int_equal(fake.cursor_row, 11);
    office_type("1200<Enter>");
    assert_true(on(22, "合同价格(元): type it a second time"));
    assert_true(on(11, "*合同价格(元) [______________]"));
    office_type("1300<Enter>");
    assert_true(on(22, "the two differ"));
    assert_int_equal(fake.cursor_row, 11);
    office_type("1200<Enter>1200.00<Enter>"); /* as amounts they are the same */
    assert_true(on(11, " [1200.00_______]"));
    assert_int_equal(fake.cursor_row, 12);
    office_type("<Up>5<Enter><Enter>"); /* nobody is held: it is only marked */
    assert_int_equal(fake.cursor_row, 12);
    assert_true(on(11, "!合同价格"));
}

static void dates_of_few_keys(void **state)
{
    (void)state;
    office_type("<F2>A06<Enter>");
    for (int i = 0; i < 11; i++)
        office_type("<Tab>");
    office_type("14<Enter>t+30<Enter>");
    assert_true(on(12, "[2026-11-14]"));
    assert_true(on(12, "[2026-12-23]"));
    office_type("<Up><Ctrl-U>2027-2-1<Enter>");
    assert_true(on(12, "[2027-02-01]"));
}

static void ranges_are_told_at_once(void **state)
{
    (void)state;
    office_type("<F2>A03<Enter>");
    for (int i = 0; i < 11; i++)
        office_type("<Tab>");
    office_type("10000<Enter>");
    assert_true(on(22, "!从业人员数: 10000 is not within 1..9999"));
}

static void text_of_several_lines(void **state)
{
    (void)state;
    office_type("<F2>E01<Enter>王<Enter>37029919540907001213800000000x<Enter>");
    office_type("一<Ctrl-O>二<Ctrl-O>三<Up><Ctrl-Y><F2><F2>");
    assert_non_null(strstr(office_requests(), "form.what=一\n三"));
}

static void a_table_names_the_cell(void **state)
{
    (void)state;
    office_type("<F2>C01<Enter>王<Enter>37029919540907001213800000000x<Enter>");
    assert_true(on(7, "(姓名|身份证号|关系|月收入(元))")); /* what goes where */
    office_type("王甲 370299195409070012 户主 800<Ctrl-O>王乙 370299195409070013 子 0<Enter>");
    assert_true(on(22, "!共同生活家庭成员: row 2, 身份证号: ID check digit should be 2, not 3"));
    office_type("<Up><Ctrl-Y><Enter>"); /* the row goes */
    assert_true(on(7, "[王甲|370299195409070012|户主|800.00"));
    assert_true(on(10, "800.00")); /* and the income a head is reckoned */
}

/* C01: 姓名, 身份证号, 关系, 月收入. */
static void a_table_by_cells(void **state)
{
    (void)state;
    office_type("<F2>C01<Enter>王<Enter>37029919540907001213800000000x<Enter>");
    assert_true(on(22, "1: [姓名] 身份证号 关系 月收入(元)"));
    office_type("王 甲<Tab>");
    assert_true(on(7, "[王 甲|___"));
    assert_true(on(22, "1: 姓名 [身份证号] 关系 月收入(元)"));
    office_type("370299195409070013<Enter>"); /* told at once; nobody is held */
    assert_true(on(22, "!共同生活家庭成员: row 1, 身份证号: ID check digit should be 2, not 3"));
    office_type("<BackTab><BS>2<Tab>");
    assert_false(on(22, "!"));
    assert_true(on(22, "1: 姓名 身份证号 [关系] 月收入(元)"));
    office_type("户主<Enter>800<Ctrl-O>"); /* a row below */
    assert_true(on(7, "[王 甲|370299195409070012|户主|800"));
    assert_true(on(22, "2: [姓名]"));
    office_type("王乙<Tab><Tab>子<Tab>0<Up><Home>"); /* a cell left empty */
    assert_true(on(8, "[王乙||子|0___"));
    office_type("<Tab>");
    assert_true(on(22, "1: 姓名 [身份证号]"));
    office_type("<BackTab><BackTab>");
    assert_int_equal(fake.cursor_row, 5); /* before the first cell: the field before */
    office_type("<Enter><Enter>");
    assert_int_equal(fake.cursor_row, 11); /* behind the last: the field after */
    assert_true(on(7, "[王 甲|370299195409070012|户主|800.00"));
    office_type("<Up><Ctrl-Y><Enter>");
    assert_false(on(8, "王乙"));
}

/* --- Undo --- */

static void undo_goes_back_field_by_field(void **state)
{
    (void)state;
    office_type("<F2>A03<Enter>甲店<Enter><Enter>李<Enter>");
    office_type("<Ctrl-Z>");
    assert_int_equal(fake.cursor_row, 3);
    assert_true(on(3, "负责人   [____"));
    assert_true(on(2, "[甲店__"));
    office_type("乙<Ctrl-Z>"); /* first what is being typed */
    assert_true(on(3, "负责人   [____"));
    office_type("<Ctrl-Z>");
    assert_int_equal(fake.cursor_row, 2);
    assert_true(on(2, "[____"));
}

/* --- Errors, drafts --- */

static void errors_are_a_list_to_go_by(void **state)
{
    (void)state;
    office_type("<F2>A03<Enter>甲店<Enter><F5>");
    assert_true(on(2, "What has to be mended") || on(1, "What has to be mended"));
    office_type("5");
    assert_int_equal(fake.cursor_row, 5); /* the fifth: the telephone */
}

static void draft_is_resumed_where_it_was(void **state)
{
    (void)state;
    office_type("<F2>A03<Enter>甲店<Enter>91370299MA3F000147李宏<Left>");
    stage_keep(&office.seat);
    office_type("<Esc><Esc><F2>A03<Enter><Enter>");
    assert_true(on(3, "!信用代码"));
    assert_int_equal(fake.cursor_row, 3);
    office_type("大");
    assert_true(on(3, "负责人   [李大宏"));
}

/* --- The next record --- */

static void some_values_are_carried(void **state)
{
    (void)state;
    office_new_matter("C02", NUMBER, YC__PHASE__PHASE_REVIEW, 1);
    office_type("<F2>C02<Enter>王建国<Enter>37029919540907001213800000000byc9号<Enter>byc<Enter>");
    office_type("<F2><F2><F2>C02<Enter>");
    assert_true(on(2, "申请人姓名 [____"));
    assert_true(on(7, "370299101203 云溪镇北崖村"));
    office_type("<Down><Ctrl-D>"); /* a number of another person's is not repeated */
    assert_true(on(3, "证件号码   [____"));
}

/* --- Keystrokes --- */

static void keystrokes_of_a_person(void **state)
{
    (void)state;
    office_new_matter("C02", NUMBER, YC__PHASE__PHASE_REVIEW, 1);
    int cost = office_type("<F2>C02<Enter>王建国<Enter>370299195409070012"
                           "13800000000byc9号<Enter>byc<Enter>");
    buf_clear(&office.log);
    cost += office_type("<Ctrl-A><F8>");
    assert_true(office_began_with(
        "register item=C02 form.name=王建国 form.id_type=居民身份证 "
        "form.id_no=370299195409070012 form.phone=13800000000 form.address=云溪镇北崖村9号 "
        "form.village=370299101203 materials=m1,m2\n"));
    print_message("standard acceptance, new applicant, C02: %d.%d keystrokes of 65, KLM %.1f s\n",
                  cost / 10, cost % 10, office_klm(cost, 6));
    assert_true(cost <= 650);
}

/* --- Somebody else saved first --- */

static void side_by_side(void **state)
{
    (void)state;
    office_new_matter("A03", NUMBER, YC__PHASE__PHASE_CORRECTING, 1);
    office_value("org_name", "宏盛食品店");
    office_value("legal_rep", "李宏盛");
    office_value("premises_addr", "北京路12号");
    application_edit(&office.seat, office.matter);
    office_type("<Ctrl-U>宏盛饭店<Enter>");
    /* Meanwhile: the name too, and the address. */
    office_new_matter("A03", NUMBER, YC__PHASE__PHASE_CORRECTING, 2);
    office_value("org_name", "宏盛大酒店");
    office_value("legal_rep", "李宏盛");
    office_value("premises_addr", "北京路14号");
    office.refuse = "resubmit";
    office.code = "version";
    office.msgid = "changed";
    office_type("<F2><F2>");
    assert_true(fake_looks(
        0, " Changed elsewhere meanwhile                                    11-23 Mon 09:14\n"
           "   Field                 Mine                        Theirs\n"
           ">  单位名称              [x]宏盛饭店                 [ ]宏盛大酒店\n"
           "   经营场所地址          [ ]北京路12号               [x]北京路14号\n"));
    office_type("2");
    assert_true(on(2, "[ ]宏盛饭店                 [x]宏盛大酒店"));
    office_type("1<F2>");
    assert_true(on(2, "[宏盛饭店__"));
    assert_true(on(9, "[北京路14号__"));
    assert_true(on(22, "1 fields taken from there: save again"));
    office.refuse = NULL;
    buf_clear(&office.log);
    office_type("<F2><F2>");
    assert_true(office_began_with("resubmit " NUMBER " form.org_name=宏盛饭店 v2\n"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(drawn_at_80_columns),
        TEST(what_does_not_apply_is_away),
        TEST(narrow_terminals_get_the_plain_layout),
        TEST(village_by_initials),
        TEST(village_from_the_list),
        TEST(villages_taken_before_come_first),
        TEST(the_digit_in_question_is_named),
        TEST(fifteen_digits_become_eighteen),
        TEST(masks_put_their_marks),
        TEST(amounts_are_typed_twice),
        TEST(dates_of_few_keys),
        TEST(ranges_are_told_at_once),
        TEST(text_of_several_lines),
        TEST(a_table_names_the_cell),
        TEST(a_table_by_cells),
        TEST(undo_goes_back_field_by_field),
        TEST(errors_are_a_list_to_go_by),
        TEST(draft_is_resumed_where_it_was),
        TEST(some_values_are_carried),
        TEST(keystrokes_of_a_person),
        TEST(side_by_side),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
