/* The line editor and the area, by keys and cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_term.h"
#include "tui/widget/area.h"
#include "tui/widget/edit.h"

static enum did edit_script(struct edit *e, const char *script)
{
    enum did did = DID_NOTHING;

    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;)
        did = edit_key(e, k);
    return did;
}

static enum did area_script(struct area *a, const char *script)
{
    enum did did = DID_NOTHING;

    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;)
        did = area_key(a, k);
    return did;
}

static void types_moves_and_deletes(void **state)
{
    static const struct {
        const char *keys, *text;
    } cases[] = {
        {"行政服务", "行政服务"},
        {"行政服务<BS><BS>中心", "行政中心"},
        {"政服务<Home>行", "行政服务"},
        {"行服务<Left><Left>政", "行政服务"},
        {"行行政<Home><Del><End>。", "行政。"},
        {"ab<Left><BS>c<Right>d", "cbd"},
        {"abc<Ctrl-U>中", "中"},
        {"\U0002CB4Ex<BS>y", "\U0002CB4Ey"},
        {"e\u0301<BS>", "e"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edit e;
        edit_init(&e, 0, 0, 0);
        edit_script(&e, cases[i].keys);
        assert_string_equal(edit_text(&e), cases[i].text);
        edit_free(&e);
    }
}

static void edges_refuse_and_change_nothing(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 0, 0, 0);
    assert_int_equal(edit_script(&e, "<BS>"), DID_REFUSE);
    assert_int_equal(edit_script(&e, "<Del>"), DID_REFUSE);
    assert_int_equal(edit_script(&e, "<Left>"), DID_REFUSE);
    assert_int_equal(edit_script(&e, "<Ctrl-U>"), DID_REFUSE);
    assert_int_equal(edit_script(&e, "<Up>"), DID_NOTHING);
    assert_int_equal(edit_script(&e, "<Tab>"), DID_NOTHING);
    assert_int_equal(edit_key(&e, (struct key){.code = KEY_TEXT, .ch = 7}), DID_REFUSE);
    assert_int_equal(edit_key(&e, (struct key){.code = KEY_TEXT, .ch = 0xD800}), DID_REFUSE);
    assert_int_equal(edit_key(&e, (struct key){.code = KEY_UNKNOWN}), DID_NOTHING);
    assert_string_equal(edit_text(&e), "");
    edit_free(&e);
}

static void limits_refuse_and_never_cut(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 3, 0, 0);
    assert_int_equal(edit_script(&e, "中文字"), DID_USE);
    assert_int_equal(edit_script(&e, "x"), DID_REFUSE);
    assert_string_equal(edit_text(&e), "中文字");
    edit_free(&e);

    edit_init(&e, 0, 7, 0);
    assert_int_equal(edit_script(&e, "中文字"), DID_USE);
    assert_int_equal(edit_script(&e, "符"), DID_REFUSE); /* 8 columns */
    assert_int_equal(edit_script(&e, "x"), DID_USE);
    assert_string_equal(edit_text(&e), "中文字x");
    edit_free(&e);

    /* A value longer than its limit is shown whole and may only shrink. */
    edit_init(&e, 2, 0, 0);
    edit_set(&e, "一二三四");
    assert_int_equal(edit_script(&e, "五"), DID_REFUSE);
    edit_script(&e, "<BS>");
    assert_string_equal(edit_text(&e), "一二三");
    edit_free(&e);
}

static bool id_char(void *arg, uint32_t ch)
{
    struct edit *e = arg;

    return (ch >= '0' && ch <= '9') || (ch == 'X' && e->text.len == 17);
}

static void filters(void **state)
{
    static const struct {
        unsigned flags;
        const char *keys, *text;
        enum did last;
    } cases[] = {
        {EDIT_DIGITS, "12中", "12", DID_REFUSE},      {EDIT_DIGITS, "12x", "12", DID_REFUSE},
        {EDIT_DIGITS, "１２", "12", DID_USE}, /* full-width, left by an input method */
        {EDIT_DECIMAL, "1.5.", "1.5", DID_REFUSE},    {EDIT_DECIMAL, "3。14", "3.14", DID_USE},
        {EDIT_UPPER, "ma3fｘ中", "MA3FX中", DID_USE}, {EDIT_DIGITS, "1<Up>", "1", DID_NOTHING},
        {0, "王\xEF\xBF\xBD", "王", DID_REFUSE}, /* half a character came */
    };
    struct edit e;
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        edit_init(&e, 0, 0, cases[i].flags);
        assert_int_equal(edit_script(&e, cases[i].keys), cases[i].last);
        assert_string_equal(edit_text(&e), cases[i].text);
        edit_free(&e);
    }
    edit_init(&e, 18, 0, EDIT_UPPER | EDIT_AUTO);
    e.accept = id_char;
    e.arg = &e;
    assert_int_equal(edit_script(&e, "37029919880115x"), DID_REFUSE);
    assert_int_equal(edit_script(&e, "001x"), DID_FULL);
    assert_string_equal(edit_text(&e), "37029919880115001X");
    edit_free(&e);
}

static void a_paste_is_whole_or_nothing_and_never_full(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 11, 0, EDIT_DIGITS | EDIT_AUTO);
    assert_int_equal(edit_key(&e, fake_paste(" 138 0000 0000 ")), DID_USE);
    assert_string_equal(edit_text(&e), "13800000000");
    edit_set(&e, "");
    assert_int_equal(edit_key(&e, fake_paste("138000000001")), DID_REFUSE);
    assert_int_equal(edit_key(&e, fake_paste("电话13800000000")), DID_REFUSE);
    assert_int_equal(edit_key(&e, fake_paste("")), DID_REFUSE);
    assert_string_equal(edit_text(&e), "");
    edit_free(&e);
}

static void a_default_yields_to_the_first_key(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 4, 0, EDIT_DIGITS);
    edit_default(&e, "2026");
    edit_script(&e, "1");
    assert_string_equal(edit_text(&e), "1");
    edit_default(&e, "2026");
    assert_int_equal(edit_script(&e, "x"),
                     DID_REFUSE); /* a refused key does not cost the default */
    assert_string_equal(edit_text(&e), "2026");
    edit_script(&e, "<BS>7"); /* moving or deleting keeps it */
    assert_string_equal(edit_text(&e), "2027");
    edit_default(&e, "2026");
    edit_script(&e, "<Left><BS>9");
    assert_string_equal(edit_text(&e), "2096");
    edit_free(&e);
}

static void undo_restores(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 0, 0, 0);
    edit_set(&e, "云溪宾馆");
    edit_begin(&e);
    assert_false(edit_changed(&e));
    edit_script(&e, "<Ctrl-U>别的");
    assert_true(edit_changed(&e));
    edit_undo(&e);
    assert_string_equal(edit_text(&e), "云溪宾馆");
    assert_false(edit_changed(&e));
    edit_free(&e);
}

static void full_is_said_at_the_end_only(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 3, 0, EDIT_AUTO);
    assert_int_equal(edit_script(&e, "ac<Left>b"), DID_USE); /* filled in the middle: stay */
    edit_set(&e, "ab");
    assert_int_equal(edit_script(&e, "c"), DID_FULL);
    edit_free(&e);
    edit_init(&e, 0, 4, EDIT_AUTO);
    assert_int_equal(edit_script(&e, "中文"), DID_FULL);
    edit_free(&e);
}

/* Draws into a view between brackets at an odd column and checks cells and caret. */
static void look(struct edit *e, int width, const char *row, int caret)
{
    term_clear();
    term_put(0, 1, 1, ATTR_PLAIN, "[");
    term_put(0, 2 + width, 1, ATTR_PLAIN, "]");
    assert_int_equal(edit_draw(e, 0, 2, width, ATTR_FOCUS), caret);
    assert_string_equal(fake_row(0), row);
}

static void draws_a_view_over_longer_text(void **state)
{
    struct edit e;
    (void)state;

    fake_start(2, 40);
    edit_init(&e, 0, 0, 0);
    look(&e, 7, " [_______]", 2);
    edit_set(&e, "行政服");
    look(&e, 7, " [行政服_]", 8);
    edit_script(&e, "a");
    look(&e, 7, " [行政服a]", 9); /* fits: caret on the bracket */
    edit_script(&e, "<Left>");
    look(&e, 7, " [行政服a]", 8);
    edit_script(&e, "<End>务");
    look(&e, 7, " [a务____]", 5); /* a third of the view is kept free to type on */
    assert_true(e.first > 0 && !e.more);
    edit_script(&e, "<Home>");
    look(&e, 7, " [行政服a]", 2);
    assert_true(e.first == 0 && e.more);
    edit_set(&e, "行政服务中心");
    edit_script(&e, "<Home>");
    look(&e, 7, " [行政服_]", 2); /* the fourth would be cut in half: not drawn */
    edit_script(&e, "<Right><Right><Right>");
    look(&e, 7, " [服务中_]", 4);
    edit_free(&e);

    edit_init(&e, 0, 0, EDIT_SECRET);
    edit_set(&e, "p中1");
    look(&e, 7, " [***____]", 5);
    edit_free(&e);
}

static void typing_and_deleting_at_the_edge_keeps_the_caret_in_view(void **state)
{
    (void)state;

    fake_start(1, 40);
    for (int width = 2; width <= 9; width++) {
        struct edit e;
        edit_init(&e, 0, 0, 0);
        for (int i = 0; i < 30; i++) {
            edit_script(&e, i % 3 ? "中" : "a");
            int col = edit_draw(&e, 0, 3, width, ATTR_FOCUS);
            assert_in_range(col, 3, 3 + width);
        }
        for (int i = 0; i < 30; i++) {
            edit_script(&e, "<BS>");
            int col = edit_draw(&e, 0, 3, width, ATTR_FOCUS);
            assert_in_range(col, 3, 3 + width);
            if (e.text.len && width > 3)
                assert_true(col > 3); /* what stands before the caret is seen */
        }
        edit_free(&e);
    }
}

static void an_echo_changes_only_its_cells(void **state)
{
    struct edit e;
    (void)state;

    fake_start(1, 40);
    edit_init(&e, 0, 0, 0);
    edit_draw(&e, 0, 3, 20, ATTR_FOCUS);
    term_flush();
    edit_script(&e, "7");
    edit_draw(&e, 0, 3, 20, ATTR_FOCUS);
    assert_int_equal(fake_changed(), 1);
    term_flush();
    edit_script(&e, "中");
    edit_draw(&e, 0, 3, 20, ATTR_FOCUS);
    assert_int_equal(fake_changed(), 2);
    edit_free(&e);
}

/* --- What the stock form library did wrong (the numbers are those of the evaluation) --- */

static void failure_1_multi_row_text_is_not_lost(void **state)
{
    static const char text[] =
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人"; /* 25 characters */
    struct area a;
    (void)state;

    fake_start(10, 40);
    area_init(&a, 5, 10, 5, 0);
    assert_int_equal(area_script(&a, text), DID_USE);
    assert_string_equal(edit_text(&a.e), text);
    area_draw(&a, 0, 0, ATTR_FOCUS);
    assert_true(fake_looks(0, "甲乙丙丁戊\n己庚辛壬癸\n子丑寅卯辰\n巳午未申酉\n戌亥天地人\n"));
    assert_int_equal(area_script(&a, "满"), DID_REFUSE);
    assert_string_equal(edit_text(&a.e), text);
    area_free(&a);

    area_init(&a, 2, 10, 2, 0);
    edit_set(&a.e, "甲乙丙丁戊己庚辛壬癸");
    term_clear();
    area_draw(&a, 0, 0, ATTR_FOCUS);
    assert_true(fake_looks(0, "甲乙丙丁戊\n己庚辛壬癸\n"));
    assert_string_equal(edit_text(&a.e), "甲乙丙丁戊己庚辛壬癸");
    area_free(&a);
}

static void failure_2_moving_changes_nothing(void **state)
{
    struct area a;
    (void)state;

    fake_start(10, 40);
    area_init(&a, 3, 10, 0, 0);
    area_script(&a, "甲乙<Enter>丙丁<Up><End>");
    assert_int_equal(area_place(&a, a.e.cur).col, 4);
    area_script(&a, "x<Down><Home>");
    assert_string_equal(edit_text(&a.e), "甲乙x\n丙丁");
    assert_int_equal(area_place(&a, a.e.cur).row, 1);
    assert_int_equal(area_place(&a, a.e.cur).col, 0);
    area_draw(&a, 0, 0, ATTR_FOCUS);
    assert_true(fake_looks(0, "甲乙x_____\n丙丁______\n__________\n"));
    area_free(&a);
}

static void failure_3_growing_text_gains_nothing(void **state)
{
    static const char text[] = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰";
    struct edit e;
    (void)state;

    fake_start(1, 40);
    edit_init(&e, 0, 0, 0);
    edit_script(&e, text);
    assert_string_equal(edit_text(&e), text);
    edit_draw(&e, 0, 0, 10, ATTR_FOCUS);
    assert_null(strpbrk(fake_row(0), "^@"));
    edit_free(&e);
}

static void failure_4_odd_widths_wrap_whole_characters(void **state)
{
    struct area a;
    struct edit e;
    (void)state;

    fake_start(10, 40);
    for (int r = 0; r < 4; r++)
        term_put(r, 9, 1, ATTR_PLAIN, "|");
    area_init(&a, 3, 9, 3, 0);
    assert_int_equal(area_script(&a, "甲乙丙丁戊己庚辛壬癸子丑"), DID_USE);
    area_draw(&a, 0, 0, ATTR_FOCUS);
    assert_true(fake_looks(0, "甲乙丙丁_|\n戊己庚辛_|\n壬癸子丑_|\n"));
    assert_int_equal(area_script(&a, "x"), DID_USE); /* the odd cell still takes a narrow one */
    assert_int_equal(area_script(&a, "y"), DID_REFUSE);
    area_free(&a);

    edit_init(&e, 0, 10, 0);
    assert_int_equal(edit_script(&e, "abc甲乙丙"), DID_USE);
    assert_int_equal(edit_script(&e, "丁"), DID_REFUSE);
    edit_free(&e);
}

static void failure_5_inserting_into_a_full_field_loses_nothing(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 0, 9, 0);
    edit_script(&e, "行政服务a<Home>");
    assert_int_equal(edit_script(&e, "新"), DID_REFUSE);
    assert_string_equal(edit_text(&e), "行政服务a");
    edit_free(&e);
}

static void failure_6_filters_run_on_wide_characters(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 0, 0, EDIT_DIGITS);
    assert_int_equal(edit_script(&e, "中"), DID_REFUSE);
    assert_int_equal(edit_script(&e, "x"), DID_REFUSE);
    assert_string_equal(edit_text(&e), "");
    edit_free(&e);
}

static void failure_7_characters_keep_all_their_bits(void **state)
{
    struct edit e;
    (void)state;

    edit_init(&e, 0, 0, 0);
    edit_script(&e, "中\U0002CB4E");
    assert_string_equal(edit_text(&e), "\xE4\xB8\xAD\xF0\xAC\xAD\x8E");
    edit_free(&e);
}

static void failure_8_no_padding_and_a_caret_behind_the_text(void **state)
{
    struct edit e;
    (void)state;

    fake_start(1, 40);
    edit_init(&e, 0, 8, 0);
    edit_script(&e, "行政服务");
    assert_int_equal(edit_draw(&e, 0, 4, 8, ATTR_FOCUS), 12);
    edit_set(&e, "行");
    assert_string_equal(edit_text(&e), "行");
    assert_int_equal(edit_script(&e, "<Right>"), DID_REFUSE);
    edit_free(&e);
}

/* ------------------------------------------------------------------------------------------------------
 */

static void an_area_scrolls_to_its_caret(void **state)
{
    struct area a;
    struct area_place p;
    (void)state;

    fake_start(10, 40);
    area_init(&a, 2, 10, 0, 0);
    area_script(&a, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人");
    p = area_draw(&a, 3, 5, ATTR_FOCUS);
    assert_true(fake_looks(3, "     巳午未申酉\n     戌亥天地人\n"));
    assert_int_equal(p.row, 4);
    assert_int_equal(p.col, 15);
    assert_int_equal(area_script(&a, "<Up><Up><Up><Up>"), DID_USE);
    assert_int_equal(area_script(&a, "<Up>"), DID_NOTHING); /* the first row: the form may go on */
    p = area_draw(&a, 3, 5, ATTR_FOCUS);
    assert_int_equal(p.row, 3);
    assert_true(fake_looks(3, "     甲乙丙丁戊\n     己庚辛壬癸\n"));
    area_free(&a);
}

static void an_area_of_mixed_widths_places_every_character(void **state)
{
    struct area a;
    (void)state;

    area_init(&a, 4, 5, 4, 0);
    area_script(&a, "a中b文c字\n");
    /* a中b | 文c字 : 1+2+1, then 文 would need 6 */
    assert_int_equal(area_place(&a, strlen("a中b")).row, 1);
    assert_int_equal(area_place(&a, strlen("a中b")).col, 0);
    assert_int_equal(area_place(&a, strlen("a中b文c")).col, 3);
    area_free(&a);
}

static void ten_keys_typed_ahead_give_the_same_text(void **state)
{
    struct edit one, ten;
    const char *script = "1380<BS>12<Home>9<End>34<Left>56";
    (void)state;

    fake_start(1, 40);
    edit_init(&one, 0, 0, EDIT_DIGITS);
    edit_init(&ten, 0, 0, EDIT_DIGITS);
    edit_script(&ten, script);
    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;) {
        edit_key(&one, k);
        edit_draw(&one, 0, 0, 6, ATTR_FOCUS);
    }
    assert_string_equal(edit_text(&ten), "91381235"
                                         "64");
    assert_string_equal(edit_text(&one), edit_text(&ten));
    edit_free(&one);
    edit_free(&ten);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_moves_and_deletes),
        cmocka_unit_test(edges_refuse_and_change_nothing),
        cmocka_unit_test(limits_refuse_and_never_cut),
        cmocka_unit_test(filters),
        cmocka_unit_test(a_paste_is_whole_or_nothing_and_never_full),
        cmocka_unit_test(a_default_yields_to_the_first_key),
        cmocka_unit_test(undo_restores),
        cmocka_unit_test(full_is_said_at_the_end_only),
        cmocka_unit_test(draws_a_view_over_longer_text),
        cmocka_unit_test(typing_and_deleting_at_the_edge_keeps_the_caret_in_view),
        cmocka_unit_test(an_echo_changes_only_its_cells),
        cmocka_unit_test(failure_1_multi_row_text_is_not_lost),
        cmocka_unit_test(failure_2_moving_changes_nothing),
        cmocka_unit_test(failure_3_growing_text_gains_nothing),
        cmocka_unit_test(failure_4_odd_widths_wrap_whole_characters),
        cmocka_unit_test(failure_5_inserting_into_a_full_field_loses_nothing),
        cmocka_unit_test(failure_6_filters_run_on_wide_characters),
        cmocka_unit_test(failure_7_characters_keep_all_their_bits),
        cmocka_unit_test(failure_8_no_padding_and_a_caret_behind_the_text),
        cmocka_unit_test(an_area_scrolls_to_its_caret),
        cmocka_unit_test(an_area_of_mixed_widths_places_every_character),
        cmocka_unit_test(ten_keys_typed_ahead_give_the_same_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
