/* Clocks that come due by themselves.  Dates worked by hand on the 2026 calendar (March: plain
 * weeks). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "calendar_file.h"
#include "office_home.h"
#include "office_forms.h"
#include "office_elapsed.h"
#include "base/mem.h"
#include "model/matter.pb-c.h"

/* A food licence accepted on Monday 2026-03-02 at nine: commitment 5 wd = 03-09, statutory 10 wd =
 * 03-16. */
static void accepted(struct home *h, char number[32])
{
    home_open(h, true);
    h->at = "2026-03-02T09:00";
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(number, 32, "%s", h->number);
    MUST(h, "zhangmin", "accept", number);
}

/* The cards of a span as "at level rule" lines. */
static char *cards(struct home *h, const char *from, const char *to)
{
    static char text[4000];
    size_t used = 0;

    text[0] = '\0';
    MUST(h, "sunjing", "cards", NULL, "from", from, "to", to);
    for (size_t i = 0; i < h->reply->n_row; i++)
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%s %s %s\n", door_reply_cell(h->reply, i, "at"),
            door_reply_cell(h->reply, i, "level"), door_reply_cell(h->reply, i, "rule"));
    return text;
}

static void until(struct home *h, const char *at, const char *number)
{
    h->at = at;
    MUST(h, "sunjing", "note", number, "text", "time passes");
}

/* Accepted Monday 03-02; commitment 5 wd = 03-09, statutory 10 wd = 03-16; nobody does anything.
 * check step 2 wd = 03-04: reminder 03-05 00:00, yellow after a full working day late, 03-06 00:00.
 * total: reminder on the first day with 1 wd left, 03-06; yellow 03-10 00:00, the second on the
 * matter = red; red when more than 3 wd past the commitment: 03-12 is the third, so 03-13 00:00. */
static void late_matter(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    accepted(&h, n);
    until(&h, "2026-03-31T09:00", n);
    assert_string_equal(cards(&h, "2026-03-01", "2026-03-31"), "2026-03-05T00:00:00 notice M-T2\n"
                                                               "2026-03-06T00:00:00 notice M-T1\n"
                                                               "2026-03-06T00:00:00 yellow M-T2\n"
                                                               "2026-03-10T00:00:00 yellow M-T3\n"
                                                               "2026-03-10T00:00:00 red M-T4\n"
                                                               "2026-03-13T00:00:00 red M-T4\n");
    home_close(&h);
}

/* D.1 M-T5: seven matters of one post remind at the same instant: after the third and the sixth. */
static void three_in_a_row(void **state)
{
    struct home h;
    char n[32];
    const char *list;
    int thirds = 0, reminders = 0;

    (void)state;
    accepted(&h, n);
    for (int i = 1; i < 7; i++) {
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
        snprintf(n, sizeof n, "%s", h.number);
        MUST(&h, "zhangmin", "accept", n);
    }
    until(&h, "2026-03-05T00:00", n);
    list = cards(&h, "2026-03-05", "2026-03-05");
    for (const char *p = list; (p = strstr(p, "notice M-T5")); p++)
        thirds++;
    for (const char *p = list; (p = strstr(p, "notice M-T2")); p++)
        reminders++;
    assert_int_equal(reminders, 7);
    assert_int_equal(thirds, 2);
    home_close(&h);
}

/* 许可法32: received 03-02, silent for 5 wd (03-09): accepted as of 03-02, known on 03-10 00:00. */
static void deemed_accepted(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    until(&h, "2026-03-09T23:59", n);
    MUST(&h, "zhangmin", "acts", n);
    until(&h, "2026-03-10T00:00", n);
    REFUSED(&h, "state", "zhangmin", "accept", n);
    assert_non_null(
        strstr(cards(&h, "2026-03-10", "2026-03-10"), "2026-03-10T00:00:00 yellow M-T6\n"));
    MUST(&h, "zhangmin", "ledger", n, "clock", "total");
    assert_string_equal(door_reply_cell(h.reply, 0, "day"), "2026-03-02");
    assert_string_equal(door_reply_cell(h.reply, 0, "kind"), "start");
    home_close(&h);
}

/* 许可法50: the old licence ends 03-20 (a Friday); undecided at its end, renewed. */
static void deemed_renewed(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-18T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A04", "materials", "m1,m2,m3",
         "form.expiry_date", "2026-03-20", A04_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    MUST(&h, "zhangmin", "accept", n);
    until(&h, "2026-03-20T23:59", n);
    MUST(&h, "zhangmin", "acts", n);
    REFUSED(&h, "state", "zhaoying", "print", n);
    h.at = "2026-03-23T09:00";
    MUST(&h, "zhaoying", "print", n, "cert_no", "JY23702990012345");
    home_close(&h);
}

/* 许可法45, B.6 case S03's kind: suspended 03-04 to 03-09 (from 3/4, not counted 5,6,9): commitment
 * 03-09 -> 03-12. */
static void suspended(void **state)
{
    struct home h;
    char n[32];
    const char *last = "";

    (void)state;
    accepted(&h, n);
    h.at = "2026-03-04T09:00";
    REFUSED(&h, "special", "xujianping", "suspend", n, "kind", "听证", "planned", "3",
            "approved_by", "yangguoqing");
    REFUSED(&h, "approval", "xujianping", "suspend", n, "kind", "检测", "planned", "3");
    MUST(&h, "xujianping", "suspend", n, "kind", "检测", "planned", "3", "approved_by",
         "yangguoqing");
    REFUSED(&h, "suspended", "xujianping", "pass", n, "officers", "甲,乙");
    h.at = "2026-03-09T16:00";
    MUST(&h, "xujianping", "resume", n, "evidence", "检测报告");
    MUST(&h, "xujianping", "ledger", n, "clock", "total");
    for (size_t i = 0; i < h.reply->n_row; i++)
        if (strcmp(door_reply_cell(h.reply, i, "which"), "length") == 0 &&
            strcmp(door_reply_cell(h.reply, i, "nth"), "5") == 0)
            last = door_reply_cell(h.reply, i, "day");
    assert_string_equal(last, "2026-03-12");
    home_close(&h);
}

/* B.5: extended once, in time: statutory 10 + 5 wd from 03-02 = 03-23, commitment 5 + 5 = 03-16. */
static void extended(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    accepted(&h, n);
    h.at = "2026-03-09T09:00";
    REFUSED(&h, "role", "xujianping", "extend", n, "reason", "案情复杂");
    MUST(&h, "yangguoqing", "extend", n, "reason", "案情复杂");
    REFUSED(&h, "extension", "yangguoqing", "extend", n, "reason", "再延");
    MUST(&h, "zhangmin", "find", NULL, "words", n);
    assert_int_equal(h.reply->n_row, 1);
    until(&h, "2026-03-16T23:59", n);
    assert_null(strstr(cards(&h, "2026-03-01", "2026-03-16"), "M-T3"));
    until(&h, "2026-03-17T00:00", n);
    assert_non_null(
        strstr(cards(&h, "2026-03-17", "2026-03-17"), "2026-03-17T00:00:00 yellow M-T3\n"));
    home_close(&h);
}

/* 许可法44: decided Monday 03-09 in time; the certificate is due in 10 wd = 03-23, whatever the
 * item promises. */
static void not_delivered(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    accepted(&h, n);
    h.at = "2026-03-04T09:00";
    MUST(&h, "xujianping", "pass", n, "officers", "许建平,沈佳");
    MUST(&h, "hanxuesong", "pass", n);
    h.at = "2026-03-09T09:00";
    MUST(&h, "yangguoqing", "grant", n);
    until(&h, "2026-03-23T23:59", n);
    assert_null(strstr(cards(&h, "2026-03-01", "2026-03-23"), "M-T7"));
    until(&h, "2026-03-24T00:00", n);
    assert_non_null(
        strstr(cards(&h, "2026-03-24", "2026-03-24"), "2026-03-24T00:00:00 yellow M-T7\n"));
    home_close(&h);
}

/* The board counts lamps from index keys alone; the list judges each matter by its record.  They
 * agree, day after day. */
static void board_agrees(struct home *h)
{
    static const char *const lamps[] = {"green", "yellow", "red", "blue", "white"};
    int board[5] = {0}, list[5] = {0};

    MUST(h, "sunjing", "lamps", NULL);
    for (size_t i = 0; i < h->reply->n_row; i++)
        for (int k = 0; k < 5; k++)
            board[k] += atoi(door_reply_cell(h->reply, i, lamps[k]));
    MUST(h, "sunjing", "lamp_list", NULL);
    for (size_t i = 0; i < h->reply->n_row; i++)
        for (int k = 0; k < 5; k++)
            list[k] += strcmp(door_reply_cell(h->reply, i, "lamp"), lamps[k]) == 0;
    for (int k = 0; k < 5; k++)
        if (board[k] != list[k])
            fail_msg("%s: board %d, list %d %s at %s", lamps[k], board[k], list[k], h->at,
                     h->number);
    for (int k = 0; k < 5; k++) {
        MUST(h, "sunjing", "lamp_list", NULL, "lamp", lamps[k]);
        assert_int_equal(h->reply->n_row, board[k]);
    }
}

static void lamps_of_the_board(void **state)
{
    struct home h;
    char n[6][32], at[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    for (int i = 0; i < 6; i++) {
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
        snprintf(n[i], sizeof n[i], "%s", h.number);
        if (i > 0) MUST(&h, "zhangmin", "accept", n[i]);
    }
    MUST(&h, "xujianping", "suspend", n[1], "kind", "检测", "planned", "3", "approved_by",
         "yangguoqing");
    MUST(&h, "xujianping", "pass", n[2], "officers", "甲,乙");
    MUST(&h, "yangguoqing", "extend", n[3], "reason", "复杂");
    MUST(&h, "zhangmin", "withdraw", n[4], "reason", "不办了");
    for (int day = 3; day <= 27; day++) {
        snprintf(at, sizeof at, "2026-03-%02dT10:00", day);
        until(&h, at, n[0]);
        board_agrees(&h);
    }
    home_close(&h);
}

/* Taken 2018-10-15 10:00:00, a Monday: promised until 10-24 10:00:00, limit 10-29 10:00:00, to the
 * second. Warned two working days before (D.1: 7 wd), after 10-22 10:00:00. */
static void elapsed_limits(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open_elapsed(&h);
    h.at = "2018-10-15T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    h.at = "2018-10-15T10:00";
    MUST(&h, "zhangmin", "accept", n);
    until(&h, "2018-10-22T10:00:00", n);
    assert_null(strstr(cards(&h, "2018-10-15", "2018-10-31"), "M-T1"));
    until(&h, "2018-10-22T10:00:01", n);
    assert_non_null(
        strstr(cards(&h, "2018-10-15", "2018-10-31"), "2018-10-22T10:00:01 notice M-T1\n"));
    until(&h, "2018-10-24T10:00:00", n);
    assert_null(strstr(cards(&h, "2018-10-15", "2018-10-31"), "M-T3"));
    until(&h, "2018-10-24T10:00:01", n);
    assert_non_null(
        strstr(cards(&h, "2018-10-15", "2018-10-31"), "2018-10-24T10:00:01 yellow M-T3\n"));
    until(&h, "2018-10-29T10:00:00", n);
    assert_null(strstr(cards(&h, "2018-10-29", "2018-10-31"), "M-T4"));
    until(&h, "2018-10-29T10:00:01", n);
    assert_non_null(
        strstr(cards(&h, "2018-10-29", "2018-10-31"), "2018-10-29T10:00:01 red M-T4\n"));
    home_close(&h);
}

static const char *result_of_total(struct home *h, const char *number)
{
    static char result[16];

    MUST(h, "sunjing", "matter", number);
    Yc__Matter *m = yc__matter__unpack(NULL, h->reply->record.len, h->reply->record.data);
    assert_non_null(m);
    result[0] = '\0';
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strcmp(m->clocks[i]->key, "total") == 0)
            snprintf(result, sizeof result, "%s", m->clocks[i]->result);
    yc__matter__free_unpacked(m, NULL);
    return result;
}

/* The lamp turns with the second, on the board as in the lists; a promise kept in its last second
 * is kept. */
static void elapsed_lamps(void **state)
{
    static const struct {
        const char *at, *lamp;
    } want[] = {{"2018-10-22T10:00:00", "green"},  {"2018-10-22T10:00:01", "yellow"},
                {"2018-10-24T09:59:59", "yellow"}, {"2018-10-24T10:00:00", "yellow"},
                {"2018-10-24T10:00:01", "red"},    {"2018-10-25T09:00:00", "red"}};
    struct home h;
    char n[3][32];

    (void)state;
    home_open_elapsed(&h);
    h.at = "2018-10-15T10:00";
    for (int i = 0; i < 3; i++) {
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
        snprintf(n[i], sizeof n[i], "%s", h.number);
        MUST(&h, "zhangmin", "accept", n[i]);
        MUST(&h, "xujianping", "pass", n[i], "officers", "许建平,沈佳");
        MUST(&h, "hanxuesong", "pass", n[i]);
    }
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        until(&h, want[i].at, n[2]);
        if (i == 3) MUST(&h, "yangguoqing", "grant", n[0]);
        if (i == 4) MUST(&h, "yangguoqing", "grant", n[1]);
        MUST(&h, "zhangmin", "find", NULL, "words", n[2]);
        assert_string_equal(door_reply_cell(h.reply, 0, "lamp"), want[i].lamp);
        board_agrees(&h);
    }
    assert_string_equal(result_of_total(&h, n[0]), "on_time");
    assert_string_equal(result_of_total(&h, n[1]), "late");
    home_close(&h);
}

/* Silence accepts as of the receipt, and its promise runs from that moment: received Friday
 * 2018-10-12 after the cut-off, so the review began on Monday; it ends with 10-22. */
static void elapsed_by_silence(void **state)
{
    struct home h;
    char n[32], kinds[16] = "";

    (void)state;
    home_open_elapsed(&h);
    h.at = "2018-10-12T18:20:30";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    until(&h, "2018-10-23T18:20:30", n);
    assert_null(strstr(cards(&h, "2018-10-23", "2018-10-31"), "M-T3"));
    MUST(&h, "zhangmin", "ledger", n, "clock", "review");
    for (size_t i = 0; i < 5; i++)
        kinds[i] = door_reply_cell(h.reply, i, "kind")[0];
    assert_string_equal(kinds, "ebbsc"); /* event, before, before, start, counted */
    until(&h, "2018-10-31T09:00:00", n);
    /* Seven working days after that Friday: 10-23. */
    assert_non_null(
        strstr(cards(&h, "2018-10-23", "2018-10-31"), "2018-10-23T18:20:31 yellow M-T3\n"));
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_in_a_row),    cmocka_unit_test(late_matter),
        cmocka_unit_test(deemed_accepted),   cmocka_unit_test(deemed_renewed),
        cmocka_unit_test(suspended),         cmocka_unit_test(extended),
        cmocka_unit_test(not_delivered),     cmocka_unit_test(lamps_of_the_board),
        cmocka_unit_test(elapsed_limits),    cmocka_unit_test(elapsed_lamps),
        cmocka_unit_test(elapsed_by_silence)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
