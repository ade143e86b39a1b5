/* The list, by keys and cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_term.h"
#include "tui/widget/list.h"

struct row {
    const char *id, *lamp, *number, *item, *left;
};
static const struct row seven[] = {
    {"17", "红", "370299-000017", "食品经营许可(新办)", "超1日"},
    {"102", "黄", "370299-000102", "公共场所卫生许可", "半日"},
    {"311", "绿", "370299-000311", "道路货运经营许可", "3日"},
    {"205", "挂", "370299-000205", "培训机构设立审批", "停钟"},
    {"400", "绿", "370299-000400", "a户外广告设置", "9日"},
    {"401", "绿", "370299-000401", "林木采伐", "10日"},
    {"402", "绿", "370299-000402", "取水许可", "20日"},
};

struct table {
    const struct row *row[16];
    int n, known;
};

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct row *r = ((struct table *)arg)->row[row];
    const char *const texts[] = {r->lamp, r->number, r->item, r->left};

    buf_adds(out, texts[column]);
}

static const char *id(void *arg, int row)
{
    return ((struct table *)arg)->row[row]->id;
}

static int more(void *arg)
{
    struct table *t = arg;

    t->known = t->known + 2 < t->n ? t->known + 2 : t->n;
    return t->known;
}

static const struct list_column columns[] = {
    {"灯", 2, false}, {"受理号", 13, false}, {"事项", 9, false}, {"剩余", 5, true}};
static struct table table;
static struct list l;

static int start(void **state)
{
    struct list_source s = {.arg = &table, .cell = cell, .id = id};
    (void)state;

    fake_start(10, 40);
    table.n = table.known = 7;
    for (int i = 0; i < 7; i++)
        table.row[i] = &seven[i];
    list_init(&l, &s, columns, 4, 7);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    list_free(&l);
    return 0;
}

static enum did keys(const char *script)
{
    enum did did = DID_NOTHING;

    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;)
        did = list_key(&l, k);
    return did;
}

static void draw(int rows)
{
    list_draw(&l, (struct rect){1, 0, rows, 40});
}

static void draws_columns_cut_to_the_column(void **state)
{
    (void)state;
    draw(6);
    /* The third column has 9 columns: four Han and a blank, never half a character; "a户外广" fills
     * them. */
    assert_true(fake_looks(1, "   灯  受理号         事项        剩余\n"
                              ">  红  370299-000017  食品经营   超1日\n"
                              "   黄  370299-000102  公共场所    半日\n"
                              "   绿  370299-000311  道路货运     3日\n"
                              "   挂  370299-000205  培训机构    停钟\n"
                              "   绿  370299-000400  a户外广告    9日\n"));
    assert_int_equal(fake.cursor_row, 2);
    assert_int_equal(fake.cursor_col, 0);
    assert_int_equal(fake.outside, 0);
}

static void cuts_at_the_last_column_of_the_screen(void **state)
{
    (void)state;
    fake_start(4, 28);
    list_draw(&l, (struct rect){0, 0, 3, 28});
    /* 6 columns are left for the item */
    assert_true(fake_looks(0, "   灯  受理号         事项\n"
                              ">  红  370299-000017  食品经\n"
                              "   黄  370299-000102  公共场\n"));
    fake_start(4, 27);
    list_draw(&l, (struct rect){0, 0, 3, 27});
    assert_true(fake_looks(1, ">  红  370299-000017  食品\n"));
    assert_int_equal(fake.outside, 0);
}

static void a_move_costs_two_cells(void **state)
{
    (void)state;
    draw(6);
    term_flush();
    assert_int_equal(keys("<Down>"), DID_USE);
    draw(6);
    assert_int_equal(fake_changed(), 2);
    assert_int_equal(fake.cursor_row, 3);
    assert_string_equal(list_id(&l), "102");
}

static void moves_and_stops_at_the_ends(void **state)
{
    static const struct {
        const char *keys, *id;
        enum did last;
    } cases[] = {
        {"<Up>", "17", DID_REFUSE},  {"<End>", "402", DID_USE},   {"<Down>", "402", DID_REFUSE},
        {"<Home>", "17", DID_USE},   {"<PgDn>", "401", DID_USE},  {"<PgDn>", "402", DID_USE},
        {"<PgUp>", "102", DID_USE},  {"<PgUp>", "17", DID_USE},   {"<PgUp>", "17", DID_REFUSE},
        {"<Enter>", "17", DID_TAKE}, {"<Esc>", "17", DID_CANCEL}, {"x", "17", DID_NOTHING},
        {" ", "17", DID_NOTHING},
    };
    (void)state;
    draw(6); /* 5 rows of data */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(keys(cases[i].keys), cases[i].last);
        assert_string_equal(list_id(&l), cases[i].id);
        draw(6);
    }
}

static void scrolls_by_one_line(void **state)
{
    (void)state;
    draw(4); /* 3 rows of data */
    keys("<Down><Down>");
    draw(4);
    assert_int_equal(l.top, 0);
    keys("<Down>");
    draw(4);
    assert_int_equal(l.top, 1);
    assert_true(fake_looks(4, ">  挂  370299-000205  培训机构    停钟\n"));
    keys("<Up><Up>");
    draw(4);
    assert_int_equal(l.top, 1);
    keys("<Up>");
    draw(4);
    assert_int_equal(l.top, 0);
}

static void paging_typed_ahead_lands_on_the_same_rows(void **state)
{
    struct list_source s = {.arg = &table, .cell = cell, .id = id};
    struct list seen;
    const char *script = "<PgDn><PgDn><PgUp><Down><PgUp><Down>";
    (void)state;

    list_init(&seen, &s, columns, 4, 7);
    list_draw(&seen, (struct rect){1, 0, 4, 40});
    draw(4);
    keys(script);
    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;) {
        list_key(&seen, k);
        list_draw(&seen, (struct rect){1, 0, 4, 40});
    }
    assert_string_equal(list_id(&l), list_id(&seen));
    assert_int_equal(l.top, seen.top);
    list_free(&seen);
}

static void the_selection_follows_its_row(void **state)
{
    (void)state;
    keys("<Down><Down>");
    draw(6);
    assert_int_equal(fake.cursor_row, 4);
    /* two rows come in above, one leaves below */
    for (int i = 5; i >= 0; i--)
        table.row[i + 2] = table.row[i];
    table.row[0] = &(struct row){"901", "红", "n1", "x", "1"};
    table.row[1] = &(struct row){"902", "红", "n2", "x", "1"};
    list_refresh(&l, 7);
    assert_string_equal(list_id(&l), "311");
    assert_int_equal(l.at, 4);
    draw(6);
    assert_int_equal(fake.cursor_row, 4); /* and stays on its screen row */
    /* the row itself goes: the one in its place */
    for (int i = 4; i < 6; i++)
        table.row[i] = table.row[i + 1];
    list_refresh(&l, 6);
    assert_string_equal(list_id(&l), "205");
    list_refresh(&l, 0);
    assert_null(list_id(&l));
    assert_int_equal(keys("<Enter>"), DID_REFUSE);
    assert_int_equal(keys("<Down>"), DID_REFUSE);
    l.empty = "没有待办";
    draw(6);
    assert_true(fake_looks(2, "   没有待办\n\n"));
    assert_int_equal(fake.cursor_row, 2);
    list_refresh(&l, 6);
    assert_string_equal(list_id(&l), "901");
}

static void marks_follow_ids(void **state)
{
    (void)state;
    l.marking = true;
    keys("  <Down> <Home> "); /* marks 17 and 102, then 205, then takes 17 back */
    assert_false(list_marked(&l, "17"));
    assert_true(list_marked(&l, "102"));
    assert_true(list_marked(&l, "205"));
    assert_int_equal(l.marks.n, 2);
    draw(6);
    assert_true(fake_looks(
        2, "   红  370299-000017  食品经营   超1日\n>* 黄  370299-000102  公共场所    半日\n"));
    table.row[0] = &seven[3];
    list_refresh(&l, 7);
    draw(6);
    assert_true(fake_looks(2, " * 挂  370299-000205  培训机构    停钟\n"));
    list_unmark_all(&l);
    assert_false(list_marked(&l, "102"));
}

static void further_pages_are_fetched_on_the_way_down(void **state)
{
    struct list_source s = {.arg = &table, .cell = cell, .id = id, .more = more};
    (void)state;

    list_free(&l);
    table.known = 2;
    list_init(&l, &s, columns, 4, 2);
    draw(6);
    assert_true(fake_looks(4, "\n"));
    keys("<Down>");
    assert_int_equal(l.n, 2);
    keys("<Down>");
    assert_int_equal(l.n, 4);
    assert_string_equal(list_id(&l), "311");
    keys("<End><End><End><End>");
    assert_string_equal(list_id(&l), "402");
    assert_int_equal(keys("<Down>"), DID_REFUSE);
}

static void a_small_screen_does_no_harm(void **state)
{
    (void)state;
    for (int rows = 1; rows < 4; rows++)
        for (int cols = 1; cols < 12; cols++) {
            fake_start(rows, cols);
            list_draw(&l, (struct rect){0, 0, rows, cols});
            keys("<Down><PgDn><Up>");
            list_draw(&l, (struct rect){0, 0, rows, cols});
            assert_int_equal(fake.outside, 0);
        }
}

/* --- A million rows --- */

static struct {
    int cells, ids;
    char id[16];
} asked;

static void million_cell(void *arg, int row, int column, struct buf *out)
{
    (void)arg;
    asked.cells++;
    buf_printf(out, "%s%d", column ? "事项" : "", row);
}

static const char *million_id(void *arg, int row)
{
    (void)arg;
    asked.ids++;
    snprintf(asked.id, sizeof asked.id, "%07d", row);
    return asked.id;
}

static void a_million_rows_cost_what_is_in_view(void **state)
{
    static const char *const keys_of[] = {"<Down>", "<End>", "<Up>",   "<PgUp>", "<Home>",
                                          "<PgDn>", " ",     "<PgDn>", "<Up>"};
    struct list_source s = {.arg = &table, .cell = million_cell, .id = million_id};
    (void)state;

    list_free(&l);
    list_init(&l, &s, columns, 4, 1000000);
    l.marking = true;
    for (size_t i = 0; i < sizeof keys_of / sizeof *keys_of; i++) {
        asked.cells = asked.ids = 0;
        keys(keys_of[i]);
        draw(6);
        assert_true(asked.cells <= 5 * 4); /* five rows of four columns */
        assert_true(asked.ids <= 5 + 2);
    }
    keys("<End>");
    assert_string_equal(list_id(&l), "0999999");
    draw(6);
    assert_int_equal(list_mark_all(&l), DID_USE);
    assert_int_equal(l.marks.n, 1000000);
    asked.ids = 0;
    draw(6);
    assert_true(asked.ids <= 5 + 2); /* a mark is looked up, not searched for */
    assert_int_equal(fake_row(6)[1], '*');
    asked.ids = 0;
    list_refresh(&l, 999000); /* the selected row is gone: it is not searched for everywhere */
    assert_true(asked.ids <= 402);
    assert_string_equal(list_id(&l), "0998999");
    assert_int_equal(list_mark_all(&l), DID_USE); /* all known are marked, and more: none now */
    assert_int_equal(l.marks.n, 0);
}

static void a_line_of_a_million_scrolls_by_one_row(void **state)
{
    struct list_source s = {.arg = &table, .cell = million_cell, .id = million_id};
    (void)state;

    list_free(&l);
    list_init(&l, &s, columns, 4, 1000000);
    list_select(&l, 500000);
    draw(6);
    int top = l.top;
    keys("<Down>");
    draw(6);
    assert_int_equal(l.top, top + 1);
}

/* --- Filter, order, marks --- */

static int only(void *arg, const char *typed)
{
    struct table *t = arg;

    t->n = 0;
    for (int i = 0; i < 7; i++)
        if (strstr(seven[i].item, typed)) t->row[t->n++] = &seven[i];
    return t->n;
}

static int by_column(void *arg, int column)
{
    struct table *t = arg;

    if (column == 0 || column == 3) return -1; /* these cannot be sorted by */
    for (int i = 0; i < t->n; i++)
        t->row[i] = &seven[column < 0 ? i : t->n - 1 - i];
    return t->n;
}

static void start_with_hooks(void)
{
    struct list_source s = {
        .arg = &table, .cell = cell, .id = id, .filter = only, .sort = by_column};

    list_free(&l);
    list_init(&l, &s, columns, 4, 7);
    l.marking = true;
    draw(6);
}

static void filter_narrows_as_it_is_typed(void **state)
{
    (void)state;
    assert_int_equal(list_filter_begin(&l), DID_REFUSE); /* this list cannot */
    start_with_hooks();
    assert_int_equal(list_filter_begin(&l), DID_USE);
    assert_int_equal(keys("许可"), DID_USE);
    draw(6);
    assert_true(fake_looks(1, "   灯  受理号         事项        剩余\n"
                              ">  红  370299-000017  食品经营   超1日\n"
                              "   黄  370299-000102  公共场所    半日\n"
                              "   绿  370299-000311  道路货运     3日\n"
                              "   绿  370299-000402  取水许可    20日\n"
                              " / 许可__________________________\n"));
    assert_int_equal(fake.cursor_row, 6); /* where an input method composes */
    assert_int_equal(fake.cursor_col, 7);
    assert_int_equal(keys("<Down>"), DID_USE); /* moving goes on meanwhile */
    assert_string_equal(list_id(&l), "102");
    assert_int_equal(keys("<BS>"), DID_USE);
    assert_int_equal(l.n, 4);                   /* 许: the same four */
    assert_int_equal(keys("<Enter>"), DID_USE); /* back to commands, the filter stays */
    assert_int_equal(keys("x"), DID_NOTHING);
    assert_string_equal(list_filter(&l), "许");
    draw(6);
    assert_int_equal(fake.cursor_row, 2);
    assert_int_equal(keys("<Down><Down>"), DID_USE);
    assert_int_equal(keys("<Enter>"), DID_TAKE);
    assert_string_equal(list_id(&l), "311");
    assert_int_equal(keys("<Esc>"), DID_USE); /* first the filter goes, and the row stays */
    assert_int_equal(l.n, 7);
    assert_string_equal(list_id(&l), "311");
    assert_int_equal(keys("<Esc>"), DID_CANCEL);
    list_filter_begin(&l);
    assert_int_equal(keys("<BS>"), DID_USE); /* an empty filter is left so */
    assert_false(l.typing);
    list_filter_begin(&l);
    assert_int_equal(keys("没有"), DID_USE);
    assert_null(list_id(&l));
    draw(6);
    assert_int_equal(fake.outside, 0);
    assert_int_equal(keys("<Esc>"), DID_USE);
    assert_int_equal(l.n, 7);
}

static void sorting_goes_round_the_columns(void **state)
{
    (void)state;
    assert_int_equal(list_sort_next(&l), DID_REFUSE);
    start_with_hooks();
    assert_int_equal(list_sort_next(&l), DID_USE); /* column 0 cannot be: the number */
    draw(6);
    assert_true(fake_looks(1, "   灯  ^受理号        事项        剩余\n"
                              ">  绿  370299-000402  取水许可    20日\n"));
    assert_int_equal(list_sort_next(&l), DID_USE);
    assert_int_equal(l.sorted, 2);
    assert_int_equal(list_sort_next(&l), DID_USE); /* and as they come */
    assert_int_equal(l.sorted, -1);
    assert_string_equal(list_id(&l), "17");
}

static void all_shown_are_marked(void **state)
{
    (void)state;
    start_with_hooks();
    keys(" "); /* 17 */
    list_filter_begin(&l);
    keys("许可<Enter>*");
    assert_int_equal(l.marks.n, 4); /* 17 once */
    assert_true(list_marked(&l, "402"));
    assert_false(list_marked(&l, "205"));
    keys("<Esc>"); /* the marks outlive the filter */
    assert_int_equal(l.marks.n, 4);
    keys("<Star>");
    assert_int_equal(l.marks.n, 7);
    keys("*");
    assert_int_equal(l.marks.n, 0);
    l.marking = false;
    assert_int_equal(keys("*"), DID_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(draws_columns_cut_to_the_column, start, stop),
        cmocka_unit_test_setup_teardown(cuts_at_the_last_column_of_the_screen, start, stop),
        cmocka_unit_test_setup_teardown(a_move_costs_two_cells, start, stop),
        cmocka_unit_test_setup_teardown(moves_and_stops_at_the_ends, start, stop),
        cmocka_unit_test_setup_teardown(scrolls_by_one_line, start, stop),
        cmocka_unit_test_setup_teardown(paging_typed_ahead_lands_on_the_same_rows, start, stop),
        cmocka_unit_test_setup_teardown(the_selection_follows_its_row, start, stop),
        cmocka_unit_test_setup_teardown(marks_follow_ids, start, stop),
        cmocka_unit_test_setup_teardown(further_pages_are_fetched_on_the_way_down, start, stop),
        cmocka_unit_test_setup_teardown(a_small_screen_does_no_harm, start, stop),
        cmocka_unit_test_setup_teardown(a_million_rows_cost_what_is_in_view, start, stop),
        cmocka_unit_test_setup_teardown(a_line_of_a_million_scrolls_by_one_row, start, stop),
        cmocka_unit_test_setup_teardown(filter_narrows_as_it_is_typed, start, stop),
        cmocka_unit_test_setup_teardown(sorting_goes_round_the_columns, start, stop),
        cmocka_unit_test_setup_teardown(all_shown_are_marked, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
