/* Lists of matters: found by every reading, narrowed, sorted, page by page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "office_home.h"
#include "office_forms.h"

#define FOOD(name)                                                                                 \
    "item", "A03", "form.org_name", name, "form.uscc", "91370299MA3F000146", "form.legal_rep",     \
        "李宏盛", "form.legal_rep_id", "370299198801150010", "form.contact", "李宏盛",             \
        "form.contact_phone", "13800000000", "form.premises_addr", "青溪县北京路12号",             \
        "form.premises_area", "56.5", "form.biz_type", "餐饮服务经营者", "form.projects",          \
        "热食类食品制售", "form.staff", "4", "form.online", "false"
#define RENEWAL(name)                                                                              \
    "item", "A04", "form.org_name", name, "form.uscc", "91370299MA3F000146", "form.legal_rep",     \
        "李宏盛", "form.legal_rep_id", "370299198801150010", "form.contact", "李宏盛",             \
        "form.contact_phone", "13800000000", "form.old_no", "JY23702990012345", "form.unchanged",  \
        "true"

static struct home h;
static char number[4][32];

/* 重庆长乐 can be spelled in eight ways. */
static int open_home(void **state)
{
    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, FOOD("重庆长乐"));
    snprintf(number[0], sizeof number[0], "%s", h.number);
    MUST(&h, "zhangmin", "register", NULL, RENEWAL("银行食堂"));
    snprintf(number[1], sizeof number[1], "%s", h.number);
    MUST(&h, "zhangmin", "register", NULL, FOOD("云泉酒家"));
    snprintf(number[2], sizeof number[2], "%s", h.number);
    MUST(&h, "zhangmin", "register", NULL, FOOD("Ａ1小吃"));
    snprintf(number[3], sizeof number[3], "%s", h.number);
    return 0;
}

static int close_home(void **state)
{
    (void)state;
    home_close(&h);
    return 0;
}

static const char *row_number(size_t row)
{
    return row < h.reply->n_row ? door_reply_cell(h.reply, row, "number") : "none";
}

static void found_by_every_reading(void **state)
{
    static const char *const spellings[] = {"zqcl", "cqcl", "zqzl", "cqzl",
                                            "zqcy", "cqcy", "zqzy", "CQZ"};
    (void)state;

    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        MUST(&h, "zhangmin", "find", NULL, "words", spellings[i]);
        assert_int_equal(h.reply->n_row, 1);
        assert_string_equal(row_number(0), number[0]);
    }
    MUST(&h, "zhangmin", "find", NULL, "words", "yx"); /* 银行 as yín xíng, which nobody says */
    assert_string_equal(row_number(0), number[1]);
    MUST(&h, "zhangmin", "find", NULL, "words", "yh"); /* yín háng */
    assert_int_equal(h.reply->n_row, 1);
    assert_string_equal(row_number(0), number[1]);
    MUST(&h, "zhangmin", "find", NULL, "words", "tq");
    assert_int_equal(h.reply->n_row, 0);
}

static void inbox_is_narrowed(void **state)
{
    static const struct {
        const char *typed;
        size_t rows;
        int first; /* number of the first */
    } cases[] = {
        {"", 4, 0},    {"cq", 1, 0},   {"yh", 1, 1},   {"yq", 1, 2},     {"泉", 1, 2},
        {"a04", 1, 1}, {"延续", 1, 1}, {"spyx", 1, 1}, {"食品延", 1, 1}, {"sp", 4, 0},
        {"a1", 1, 3},  {"小吃", 1, 3}, {"zzz", 0, 0},  {"李", 0, 0},     {"A1小", 1, 3},
    };
    char shown[16];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        MUST(&h, "zhangmin", "inbox", NULL, "filter", cases[i].typed, "sort", "number");
        if (h.reply->n_row != cases[i].rows)
            fail_msg("'%s': %zu rows", cases[i].typed, h.reply->n_row);
        if (cases[i].rows) assert_string_equal(row_number(0), number[cases[i].first]);
        assert_string_equal(door_reply_get(h.reply, "all"), "4"); /* counts are of all */
    }
    MUST(&h, "zhangmin", "inbox", NULL, "filter", number[2] + 14); /* the serial and check digit */
    assert_int_equal(h.reply->n_row, 1);
    assert_string_equal(row_number(0), number[2]);
    snprintf(shown, sizeof shown, "%.6s-%.6s", number[1] + 8, number[1] + 14);
    MUST(&h, "zhangmin", "inbox", NULL, "filter", shown); /* as lists show it */
    assert_int_equal(h.reply->n_row, 1);
    assert_string_equal(row_number(0), number[1]);
}

static void inbox_is_sorted(void **state)
{
    (void)state;
    MUST(&h, "zhangmin", "inbox", NULL, "sort", "item");
    assert_string_equal(row_number(3), number[1]); /* A04 after the A03s */
    MUST(&h, "zhangmin", "inbox", NULL, "sort", "number");
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(row_number(i), number[i]);
    MUST(&h, "zhangmin", "inbox", NULL, "sort", "step");
    assert_int_equal(h.reply->n_row, 4);
    REFUSED(&h, "parameter", "zhangmin", "inbox", NULL, "sort", "colour");
}

/* Walks a list page by page; every matter comes once. */
static void walk(const char *query, const char *limit, const char *filter, size_t rows)
{
    char page[400] = "", seen[4][32];
    size_t n = 0;

    for (int pages = 0; pages < 10; pages++) {
        MUST(&h, "zhaoying", query, NULL, "dept", "scj", "limit", limit, "page", page, "filter",
             filter);
        for (size_t i = 0; i < h.reply->n_row; i++) {
            assert_true(n < 4);
            for (size_t k = 0; k < n; k++)
                assert_string_not_equal(seen[k], row_number(i));
            snprintf(seen[n++], sizeof seen[0], "%s", row_number(i));
        }
        if (!h.reply->page || !*h.reply->page) break;
        snprintf(page, sizeof page, "%s", h.reply->page);
    }
    assert_int_equal(n, rows);
}

static void lamp_list_comes_in_pages(void **state)
{
    (void)state;
    walk("lamp_list", "1", "", 4);
    walk("lamp_list", "2", "", 4);
    walk("lamp_list", "3", "", 4);
    walk("lamp_list", "4", "", 4);
    walk("lamp_list", "1", "cq", 1);
    REFUSED(&h, "page", "zhaoying", "lamp_list", NULL, "dept", "scj", "page", "xyz");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_by_every_reading),
        cmocka_unit_test(inbox_is_narrowed),
        cmocka_unit_test(inbox_is_sorted),
        cmocka_unit_test(lamp_list_comes_in_pages),
    };
    return cmocka_run_group_tests(tests, open_home, close_home);
}
