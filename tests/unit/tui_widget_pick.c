/* Choices, the picklist, questions, the pager, bars and progress, by keys and cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_term.h"
#include "tui/widget/ask.h"
#include "tui/widget/bar.h"
#include "tui/widget/box.h"
#include "tui/widget/pager.h"
#include "tui/widget/pick.h"
#include "tui/widget/progress.h"

static const struct choice towns[] = {
    /* 重 is zhong and chong */
    {"", "[zc]hx", "重华乡", "t1"},
    {"", "yxz", "云溪镇", "t2"},
    {"", "yqz", "云泉镇", "t3"},
    {"", "bgz", "北关镇", "t4"},
};
static const struct choice items[] = {{"A03", "spjyxk", "食品经营许可", NULL},
                                      {"A12", "ggcswsxk", "公共场所卫生许可", NULL},
                                      {"A1", "yysz", "营业执照", NULL}};
static const struct choice coded[] = {
    {"1", "sp", "食品销售", "x"}, {"2", "cy", "餐饮服务", "y"}, {"12", "st", "单位食堂", "z"}};
static const struct rect whole = {0, 0, 20, 60};

static void choices_match_by_code_initials_and_han(void **state)
{
    int m[4];
    (void)state;

    assert_int_equal(choice_filter(towns, 4, "", m), 4);
    assert_int_equal(choice_filter(towns, 4, "y", m), 2);
    assert_int_equal(choice_filter(towns, 4, "YQ", m), 1);
    assert_int_equal(m[0], 2);
    assert_int_equal(choice_filter(towns, 4, "ch", m), 1); /* the second reading */
    assert_int_equal(m[0], 0);
    assert_int_equal(choice_filter(towns, 4, "ZHX", m), 1);
    assert_true(choice_exact(&towns[0], "chx"));
    assert_false(choice_exact(&towns[0], "ch"));
    assert_string_equal(choice_rest(&towns[0], "c"), "hx");
    assert_string_equal(choice_rest(&towns[0], "x"), "");
    assert_string_equal(choice_step("[zc]hx", 'C'), "hx");
    assert_null(choice_step("[zc]hx", '['));
    assert_null(choice_step("", 'a'));
    assert_null(choice_step("[z", 'c')); /* never past the end */
    assert_int_equal(choice_filter(towns, 4, "泉", m), 1);
    assert_int_equal(choice_filter(towns, 4, "镇", m), 3);
    assert_int_equal(choice_filter(towns, 4, "qz", m), 0); /* only from the beginning */
    assert_int_equal(choice_filter(items, 3, "a1", m), 2);
    assert_int_equal(m[0], 2); /* exactly A1 before A12 */
    assert_true(choice_exact(&items[2], "a1"));
    assert_false(choice_exact(&items[1], "a1"));
    assert_string_equal(choice_value(&items[0]), "食品经营许可");
    assert_string_equal(choice_value(&towns[0]), "t1");
}

static enum did pick_script(struct pick *p, const char *script)
{
    enum did did = DID_NOTHING;

    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;)
        did = pick_key(p, k);
    return did;
}

static void picklist_looks_and_narrows(void **state)
{
    struct pick p;
    (void)state;

    fake_start(20, 60);
    pick_open(&p, "乡镇", towns, 4);
    pick_draw(&p, whole, 2, 5);
    assert_true(fake_looks(2, "     + 乡镇 --------------+\n"
                              "     |>  1       重华乡   |\n"
                              "     |   2       云溪镇   |\n"
                              "     |   3       云泉镇   |\n"
                              "     |   4       北关镇   |\n"
                              "     |/ ________________  |\n"
                              "     +--------------------+\n"));
    assert_int_equal(fake.cursor_row, 3);
    assert_int_equal(fake.cursor_col, 6);
    assert_int_equal(pick_script(&p, "y"), DID_USE);
    pick_draw(&p, whole, 2, 5);
    assert_true(fake_looks(2, "     + 乡镇 --------------+\n"
                              "     |>  1       云溪镇   |\n"
                              "     |   2       云泉镇   |\n"
                              "     |                    |\n"
                              "     |                    |\n"
                              "     |/ y_______________  |\n"
                              "     +--------------------+\n"));
    assert_int_equal(fake.cursor_row, 7); /* an input method composes at the typed text */
    assert_int_equal(fake.cursor_col, 9);
    assert_int_equal(pick_script(&p, "k"), DID_REFUSE);
    assert_string_equal(edit_text(&p.filter), "y");
    assert_int_equal(pick_script(&p, "<Down><Enter>"), DID_TAKE);
    assert_int_equal(pick_chosen(&p), 2);
    assert_int_equal(pick_script(&p, "<Esc>"), DID_USE);
    assert_int_equal(p.nmatch, 4);
    assert_int_equal(pick_script(&p, "<Esc>"), DID_CANCEL);
    pick_close(&p);
}

static void picklist_digits_are_rows_unless_codes_are(void **state)
{
    struct pick p;
    (void)state;

    fake_start(20, 60);
    pick_open(&p, NULL, towns, 4);
    pick_draw(&p, whole, 0, 0);
    assert_int_equal(pick_script(&p, "9"), DID_REFUSE);
    assert_int_equal(pick_script(&p, "y2"), DID_TAKE);
    assert_int_equal(pick_chosen(&p), 2);
    pick_close(&p);

    pick_open(&p, NULL, towns, 4); /* typed ahead, before it is seen */
    assert_int_equal(pick_script(&p, "3"), DID_TAKE);
    assert_int_equal(pick_chosen(&p), 2);
    pick_close(&p);

    pick_open(&p, NULL, coded, 3);
    pick_draw(&p, whole, 0, 0);
    assert_int_equal(pick_script(&p, "1"), DID_USE);
    assert_int_equal(p.nmatch, 2); /* 1 and 12 */
    assert_int_equal(pick_chosen(&p), 0);
    assert_int_equal(pick_script(&p, "2<Enter>"), DID_TAKE);
    assert_int_equal(pick_chosen(&p), 2);
    pick_close(&p);
}

static void whole_codes_are_taken_at_once(void **state)
{
    struct pick p;
    (void)state;

    fake_start(20, 60);
    pick_open(&p, NULL, coded, 3);
    assert_int_equal(pick_script(&p, "2"), DID_TAKE); /* 12 does not begin with it */
    assert_int_equal(pick_chosen(&p), 1);
    assert_string_equal(pick_rest(&p), "");
    pick_close(&p);
    pick_open(&p, NULL, items, 3);
    assert_int_equal(pick_script(&p, "a0"), DID_USE); /* a beginning is not a code */
    assert_int_equal(pick_script(&p, "3"), DID_TAKE);
    pick_close(&p);
    pick_open(&p, NULL, items, 3);
    p.take = PICK_TAKE_ENTER;
    assert_int_equal(pick_script(&p, "a03"), DID_USE);
    assert_int_equal(pick_script(&p, "<Enter>"), DID_TAKE);
    assert_null(pick_rest(&p));
    pick_close(&p);
    pick_open(&p, NULL, items, 3);
    assert_int_equal(pick_script(&p, "yysz"), DID_USE); /* initials only when asked for */
    pick_close(&p);
    pick_open(&p, NULL, items, 3);
    p.take = PICK_TAKE_UNIQUE;
    assert_int_equal(pick_script(&p, "yy"), DID_TAKE);
    assert_string_equal(pick_rest(&p), "sz");
    pick_close(&p);
    pick_open(&p, NULL, items, 3);
    p.take = PICK_TAKE_UNIQUE;
    assert_int_equal(pick_key(&p, fake_paste("yysz")), DID_USE); /* a paste is looked at first */
    pick_close(&p);
    pick_open(&p, NULL, items, 1); /* the only thing there is: nothing was decided by typing */
    p.take = PICK_TAKE_UNIQUE;
    assert_int_equal(pick_script(&p, "sp"), DID_USE);
    pick_close(&p);
}

static void ten_rows_have_digits(void **state)
{
    struct choice many[12] = {0};
    struct pick p;
    (void)state;

    fake_start(20, 60);
    for (int i = 0; i < 12; i++)
        many[i] = (struct choice){.initials = "x", .text = "许"};
    pick_open(&p, NULL, many, 12);
    pick_draw(&p, whole, 0, 0);
    assert_non_null(strstr(fake_row(10), "0"));
    assert_int_equal(pick_script(&p, "<Down>0"), DID_TAKE);
    assert_int_equal(pick_chosen(&p), 9);
    pick_close(&p);
}

static void picklist_stays_on_the_screen_at_odd_columns(void **state)
{
    struct pick p;
    (void)state;

    fake_start(8, 30);
    for (int r = 0; r < 8; r++)
        term_put(r, 0, -1, ATTR_PLAIN, "满屏都是汉字满屏都是汉字满屏都");
    pick_open(&p, "乡", towns, 4);
    pick_draw(&p, (struct rect){0, 0, 6, 30}, 5, 29);
    /* the frame's left edge at column 8 keeps 满屏都是; at column 7 it would cut a character, which
     * is then blank */
    assert_true(fake_looks(0, "满屏都是+ 乡 ----------------+\n"));
    assert_string_equal(fake_row(6), "满屏都是汉字满屏都是汉字满屏都");
    pick_draw(&p, (struct rect){0, 0, 7, 29}, 5, 29);
    assert_true(fake_looks(0, "满屏都 + 乡 ----------------++\n"));
    assert_int_equal(fake.outside, 0);
    pick_close(&p);
    pick_open(&p, "无", towns, 0);
    pick_draw(&p, whole, 0, 0);
    assert_int_equal(pick_chosen(&p), -1);
    assert_int_equal(pick_script(&p, "<Enter>"), DID_REFUSE);
    pick_close(&p);
}

static enum did ask_script(struct ask *a, const char *script)
{
    enum did did = DID_NOTHING;

    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;)
        did = ask_key(a, k);
    return did;
}

static void confirm_answers(void **state)
{
    static const struct {
        bool yes;
        const char *keys;
        enum did did;
    } cases[] = {
        {true, "<Enter>", DID_TAKE},
        {false, "<Enter>", DID_CANCEL},
        {false, "1", DID_TAKE},
        {true, "2", DID_CANCEL},
        {false, "y", DID_TAKE},
        {true, "N", DID_CANCEL},
        {true, "<Esc>", DID_CANCEL},
        {false, "<Right><Enter>", DID_TAKE},
        {true, "<Tab><Enter>", DID_CANCEL},
        {true, "x", DID_REFUSE},
        {true, "<Up>", DID_REFUSE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ask a;
        ask_confirm(&a, "?", cases[i].yes);
        assert_int_equal(ask_script(&a, cases[i].keys), cases[i].did);
        ask_free(&a);
    }
}

static void questions_look(void **state)
{
    struct ask a;
    (void)state;

    fake_start(12, 60);
    ask_confirm(&a, "作废受理号 370299-20261103-000017？", false);
    ask_draw(&a, (struct rect){0, 0, 12, 60});
    assert_true(fake_looks(3, "      +---------------------------------------------+\n"
                              "      | 作废受理号 370299-20261103-000017？         |\n"
                              "      |                                             |\n"
                              "      |  [1] yes   >[2] no                          |\n"
                              "      +---------------------------------------------+\n"));
    assert_int_equal(fake.cursor_row, 6);
    assert_int_equal(fake.cursor_col, 19);
    ask_free(&a);

    term_clear();
    ask_input(&a, "退回原因", "", 20, 0);
    assert_int_equal(ask_script(&a, "材料不全<Tab>"), DID_REFUSE);
    ask_draw(&a, (struct rect){0, 0, 12, 60});
    assert_string_equal(fake_row(6), "      | [材料不全________________________________]  |");
    assert_int_equal(fake.cursor_col, 17);
    assert_int_equal(ask_script(&a, "<Enter>"), DID_TAKE);
    assert_string_equal(edit_text(&a.edit), "材料不全");
    ask_free(&a);

    ask_message(&a, "m");
    assert_int_equal(ask_script(&a, "x"), DID_REFUSE);
    assert_int_equal(ask_script(&a, "<Enter>"), DID_TAKE);
    for (int rows = 1; rows < 7; rows++)
        for (int cols = 8; cols < 20; cols++) {
            fake_start(rows, cols);
            ask_draw(&a, (struct rect){0, 0, rows, cols});
        }
    ask_free(&a);
}

static void text_wraps_by_columns(void **state)
{
    size_t skip;
    (void)state;

    assert_int_equal(box_wrap("行政许可", 5, &skip), 6); /* two characters: a third would be cut */
    assert_int_equal(skip, 6);
    assert_int_equal(box_wrap("one two three", 9, &skip), 7);
    assert_int_equal(skip, 8);
    assert_int_equal(box_wrap("ab\ncd", 9, &skip), 2);
    assert_int_equal(skip, 3);
    assert_int_equal(box_wrap("\nx", 9, &skip), 0);
    assert_int_equal(skip, 1);
    assert_int_equal(box_wrap("行", 1, &skip), 3); /* goes on even where nothing fits */
    assert_int_equal(box_wrap("abcd\nx", 4, &skip), 4);
    assert_int_equal(skip, 5);
    assert_int_equal(box_wrapped_rows("行政许可\n\nx", 4), 4);
    assert_int_equal(box_wrapped_rows("", 4), 0);
}

static void pager_pages_and_searches(void **state)
{
    struct pager p;
    struct buf text = {0};
    static const struct {
        const char *keys;
        int top;
        enum did did;
    } cases[] = {
        {"<Up>", 0, DID_REFUSE},
        {"<Down>", 1, DID_USE},
        {"<PgDn>", 5, DID_USE},
        {" ", 9, DID_USE},
        {"<PgUp>", 5, DID_USE},
        {"<End>", 26, DID_USE},
        {"<Down>", 26, DID_REFUSE},
        {"<Home>", 0, DID_USE},
        {"/ab7<Enter>", 6, DID_USE},
        {"n", 16, DID_USE},
        {"n", 26, DID_USE},
        {"n", 6, DID_USE},
        {"/zz<Enter>", 6, DID_REFUSE},
        {"x", 6, DID_NOTHING},
        {"/<Esc>", 6, DID_USE},
        {"<Esc>", 6, DID_CANCEL},
    };
    (void)state;

    for (int i = 1; i <= 30; i++)
        buf_printf(&text, "第%d行%s\n", i, i % 10 == 7 ? "ＡＢ7" : "");
    fake_start(5, 30);
    pager_open(&p, buf_str(&text));
    pager_draw(&p, (struct rect){0, 0, 5, 30});
    assert_true(fake_looks(0, " 第1行\n 第2行\n 第3行\n 第4行\n 1-4 / 30\n"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum did did = DID_NOTHING;
        const char *script = cases[i].keys;
        for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;) {
            did = pager_key(&p, k);
            pager_draw(&p, (struct rect){0, 0, 5, 30});
        }
        assert_int_equal(did, cases[i].did);
        assert_int_equal(p.top, cases[i].top);
    }
    pager_key(&p, (struct key){.code = KEY_TEXT, .ch = 'n'});
    pager_close(&p);

    term_clear();
    pager_open(&p, "行政许可法第四十二条");
    pager_draw(&p, (struct rect){0, 0, 5, 8}); /* 7 columns of text: three characters */
    assert_true(fake_looks(0, " 行政许\n 可法第\n 四十二\n 条\n"));
    pager_key(&p, (struct key){.code = KEY_DOWN});
    term_clear();
    pager_draw(&p, (struct rect){0, 0, 3, 12}); /* resized: what was on top stays in view */
    assert_true(fake_looks(0, " 行政许可法\n 第四十二条\n"));
    pager_close(&p);
    buf_free(&text);
}

static void bars(void **state)
{
    static const struct bar_key keys[] = {{"F1", "帮助", false},
                                          {"F2", "登记", false},
                                          {"F3", "查找", false},
                                          {"Enter", "打开", false}};
    (void)state;

    fake_start(3, 32);
    bar_title(0, "一窗 青溪县行政服务中心", "09:14 红1");
    bar_status(1, BAR_ERROR, "法定代表人: 必填");
    assert_true(fake_looks(0, " 一窗 青溪县行政服务  09:14 红1\n!法定代表人: 必填\n"));
    fake_start(3, 33);
    assert_int_equal(bar_help(2, keys, 4), 4);
    assert_string_equal(fake_row(2), " F1帮助 F2登记 F3查找 Enter打开");
    fake_start(3, 32); /* beside the screen's last cell nothing wide can stand (term.h) */
    assert_int_equal(bar_help(2, keys, 4), 3);
    fake_start(3, 27);
    assert_int_equal(bar_help(2, keys, 4), 3); /* a pair is there whole or not at all */
    assert_string_equal(fake_row(2), " F1帮助 F2登记 F3查找");
    bar_status(1, BAR_WARN, "w");
    assert_string_equal(fake_row(1), "*w");
    bar_status(1, BAR_INFO, "i");
    assert_string_equal(fake_row(1), " i");
    static const struct bar_key kept[] = {{"F2", "登记", false},
                                          {"F3", "查找", false},
                                          {"F9", "命令", true},
                                          {"Esc", "返回", false},
                                          {"F1", "帮助", true}};
    assert_int_equal(bar_help(2, kept, 5), 3); /* two keep their places, the others give way */
    assert_string_equal(fake_row(2), " F2登记 F9命令 F1帮助");
    fake_start(1, 5);
    bar_title(0, "很长的标题", "09:14:06");
    assert_int_equal(fake.outside, 0);
}

static void progress_paints_twice_a_second(void **state)
{
    struct progress p = {.row = 0, .col = 3};
    int painted = 0;
    (void)state;

    fake_start(1, 20);
    for (int64_t ms = 1000; ms < 2000; ms += 10)
        painted += progress_show(&p, ms - 1000, 2000, ms);
    assert_int_equal(painted, 2);
    assert_string_equal(fake_row(0), "   +  25%");
    assert_true(progress_show(&p, 2000, 2000, 2001));
    assert_string_equal(fake_row(0), "   * 100%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_match_by_code_initials_and_han),
        cmocka_unit_test(picklist_looks_and_narrows),
        cmocka_unit_test(picklist_digits_are_rows_unless_codes_are),
        cmocka_unit_test(whole_codes_are_taken_at_once),
        cmocka_unit_test(ten_rows_have_digits),
        cmocka_unit_test(picklist_stays_on_the_screen_at_odd_columns),
        cmocka_unit_test(confirm_answers),
        cmocka_unit_test(questions_look),
        cmocka_unit_test(text_wraps_by_columns),
        cmocka_unit_test(pager_pages_and_searches),
        cmocka_unit_test(bars),
        cmocka_unit_test(progress_paints_twice_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
