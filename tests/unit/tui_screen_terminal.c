/* The screens on any terminal: without colour and attributes, for braille and speech, of any size,
 * and where characters are lacking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"

#define NUMBER "370299202611230000428"
#define COLUMNS                                                                                    \
    "lamp|left|number|item|item_name|applicant|step|step_name|run|holder|phase|outcome|due_at|"    \
    "version|dept|clock"
#define ROW(lamp, left, number, name)                                                              \
    lamp "|" left "|" number "|A03|食品经营许可(新办)|" name "|review|审核|review||HANDLING|"    \
         "OPEN|2026-11-23T11:30:00|5|scj|total"

static const struct scripted_answer answers[] = {
    {.name = "inbox",
     .columns = COLUMNS,
     .rows = {ROW("red", "-1", "370299202611030000179", "宏盛食品店"),
              ROW("yellow", "0", NUMBER, "𠮷野家"),
              ROW("green", "3", "370299202611200003114", "王建国")},
     .pairs = {"work.c", "3", "all", "3", "red", "1", "yellow", "1", "notices", "2"}},
    {.name = "lamps",
     .columns = "dept|name|green|yellow|red|blue|white|notices|yellows|reds",
     .rows = {"scj|市监局|1|2|3|4|5|6|7|8"}},
    {.name = "ledger",
     .columns = "clock|which|day|weekday|kind|nth|name|suspension|provisional",
     .rows = {"total|length|2026-11-23|1|start||||", "total|length|2026-11-24|2|counted|1|||"}},
    {.name = "acts",
     .columns = "act|title|help|step|step_name|post",
     .rows = {"pass|Pass|x|review|审核|scj/review"}},
    {.name = NULL},
};

static void begin(bool plain)
{
    office_start(answers, "zhangmin");
    office_new_matter("A03", NUMBER, YC__PHASE__PHASE_HANDLING, 5);
    office_value("org_name", "𠮷野家");
    office_run("review", "scj/review", "c");
    fake.plain = plain;
    stage_paint(&office.seat);
}

/* What differs from a wanted picture is printed by fake_looks. */
static void looks(int row, const char *picture)
{
    assert_true(fake_looks(row, picture));
}

/* --- Without colour, attributes and sound --- */

/* The tests read text only: what they find here needs no look to be understood. */
static void test_words_say_it_all(void **state)
{
    (void)state;
    begin(false);
    assert_non_null(strstr(fake_row(0), "R1 Y1"));
    assert_non_null(strstr(fake_row(1), "[All3]")); /* the tab in view */
    assert_int_equal(strncmp(fake_row(4), ">  RD  ", 7), 0);
    assert_int_equal(strncmp(fake_row(5), "   YL  ", 7), 0);
    assert_int_equal(strncmp(fake_row(6), "   GN  ", 7), 0);
    assert_non_null(strstr(fake_row(4), "1d over"));
    office_type("<F2>A02<Enter>张三<Enter>370299198801150011");
    assert_non_null(strstr(fake_row(22), "!")); /* wrong check digit: told, and marked */
    int marked = 0;
    for (int r = 1; r < 21; r++)
        marked += fake_row(r)[0] == '!' || strstr(fake_row(r), " !") != NULL;
    assert_int_equal(marked, 1);
    office_end();
}

/* --- For fingers and ears --- */

static void test_plain_inbox(void **state)
{
    (void)state;
    begin(true);
    looks(1, " Examine3 [All3]   Notices2(n)\n"
             "\n"
             "   Lp  Number  Item  Applicant  Left  Step\n"
             ">  RD  261103-000017  食品新办  宏盛食品店  1d over  审核\n"
             "   YL  261123-000042  食品新办  𠮷野家  3h  审核\n"
             "   GN  261120-000311  食品新办  王建国  3h  审核\n");
    assert_int_equal(fake.cursor_row, 4);
    assert_int_equal(fake.cursor_col, 0);
    office_type("<Down>");
    assert_int_equal(fake.cursor_row, 5);
    assert_int_equal(strncmp(fake_row(5), ">  YL", 5), 0);
    office_end();
}

static void test_plain_form(void **state)
{
    (void)state;
    begin(true);
    office_type("<F2>A02<Enter>");
    for (int r = 1; r < 21; r++) {
        const char *row = fake_row(r), *first = strstr(row, "[");
        assert_null(strstr(row, "__"));
        if (first) assert_null(strstr(first + 1, "[")); /* one field, one item in a row */
    }
    int row = fake.cursor_row;
    assert_non_null(strstr(fake_row(row), "["));
    office_type("张三<Enter>");
    assert_int_equal(fake.cursor_row, row + 2); /* the usual card is passed by */
    assert_non_null(strstr(fake_row(row), "[张三"));
    /* What is wrong is told where the cursor is; the next key takes it back to the field. */
    office_type("370299198801150011");
    assert_int_equal(fake.cursor_row, 22);
    assert_int_equal(fake_row(22)[0], '!');
    office_type("<BackTab>");
    assert_int_equal(fake.cursor_row, row + 2);
    office_end();
}

/* A box is alone on the screen, without a frame. */
static void test_plain_popup(void **state)
{
    (void)state;
    begin(true);
    office_type("<F9>");
    for (int r = 1; r < 22; r++) {
        assert_null(strstr(fake_row(r), "+-"));
        assert_null(strstr(fake_row(r), "|"));
        assert_null(strstr(fake_row(r), "宏盛食品店"));
    }
    assert_int_equal(fake_row(fake.cursor_row)[fake.cursor_col], '>');
    office_end();
}

/* --- Of any size --- */

static unsigned roll(unsigned *seed, unsigned n)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % n;
}

static char *picture(void)
{
    struct buf b = {0};

    for (int r = 0; r < fake.rows; r++)
        buf_printf(&b, "%s\n", fake_row(r));
    buf_printf(&b, "cursor %d,%d\n", fake.cursor_row, fake.cursor_col);
    return buf_take(&b);
}

static void resize(int rows, int cols)
{
    fake.rows = rows;
    fake.cols = cols;
    term_clear();
    stage_paint(&office.seat);
    assert_int_equal(fake.outside, 0);
    assert_in_range(fake.cursor_row, 0, rows - 1);
    assert_in_range(fake.cursor_col, 0, cols - 1);
}

/* However the window was pulled about, the same size shows the same again. */
static void test_resize(void **state)
{
    static const char *const way[] = {"",
                                      "<Down>",
                                      "<F2>A03<Enter>宏盛食品店<Enter>9137",
                                      "<F2>A02<Enter><Down><Up>3<F3>",
                                      "<F3>hs",
                                      "<F5>",
                                      "<F9>pa",
                                      "<F1>",
                                      "<Enter>3",
                                      "<Enter><F7>"};

    (void)state;
    for (size_t w = 0; w < sizeof way / sizeof *way; w++)
        for (int plain = 0; plain <= 1; plain++) {
            unsigned seed = (unsigned)w + 1;
            begin(plain);
            office_type(way[w]);
            resize(24, 80);
            char *before = picture();
            for (int i = 0; i < 40; i++)
                resize(1 + (int)roll(&seed, 100), 1 + (int)roll(&seed, 300));
            resize(60, 200);
            resize(20, 60);
            resize(24, 80);
            char *after = picture();
            assert_string_equal(after, before);
            free(before);
            free(after);
            office_end();
        }
}

/* Too small: said in words; keys do nothing unseen. */
static void test_too_small(void **state)
{
    (void)state;
    begin(false);
    office_type("<F2>A03<Enter>宏盛");
    char *before = picture();
    resize(19, 80);
    looks(0, "This window is too small (80x19): make it at least 60x20. Nothing is lost.\n\n");
    int bells = fake.bells;
    office_type("XY<Esc><Esc>");
    assert_int_equal(fake.bells, bells + 4);
    resize(24, 59);
    looks(0, "This window is too small (59x24): make it at least 60x20.\nNothing is lost.\n\n");
    resize(20, 60);
    assert_null(strstr(fake_row(0), "too small"));
    resize(24, 80);
    char *after = picture();
    assert_string_equal(after, before);
    free(before);
    free(after);
    office_end();
}

/* --- Where characters are lacking --- */

static void test_lacking(void **state)
{
    (void)state;
    begin(false);
    fake.lacks = 0x20BB7;
    stage_paint(&office.seat);
    assert_null(strstr(fake_row(22), "U+"));
    office_type("<Down>"); /* to the row with the name */
    const char *status = fake_row(22), *code = strstr(status, "  〓 = U+20BB7");
    assert_non_null(code);
    assert_string_equal(code, "  〓 = U+20BB7");
    assert_int_equal(text_ncol(status), 79);
    assert_non_null(strstr(status, "rows 1-3 of 3")); /* the screen's own words stay */
    assert_int_equal(fake.cursor_row, 5);
    office_type("<Up>");
    assert_null(strstr(fake_row(22), "U+"));
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_say_it_all), cmocka_unit_test(test_plain_inbox),
        cmocka_unit_test(test_plain_form),       cmocka_unit_test(test_plain_popup),
        cmocka_unit_test(test_resize),           cmocka_unit_test(test_too_small),
        cmocka_unit_test(test_lacking),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
