/* Who held a matter when: its time divided, and whose name a card carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "office_home.h"
#include "office_forms.h"

static void registered(struct home *h, const char *at, char number[32])
{
    home_open(h, true);
    h->at = at;
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(number, 32, "%s", h->number);
}

/* Seconds of a line of the answer; -1: no such line. */
static long long seconds(const struct home *h, const char *span, const char *kind, const char *key)
{
    for (size_t i = 0; i < h->reply->n_row; i++)
        if (strcmp(door_reply_cell(h->reply, i, "span"), span) == 0 &&
            strcmp(door_reply_cell(h->reply, i, "kind"), kind) == 0 &&
            strcmp(door_reply_cell(h->reply, i, "key"), key) == 0)
            return strtoll(door_reply_cell(h->reply, i, "seconds"), NULL, 10);
    return -1;
}

enum { HOUR = 3600 };

/* Monday 03-02 to Tuesday 03-10, by hand: the applicant 48.5 h for his papers; the window 1 h at
 * intake and 22 h from decision to verification; a laboratory 24 h; the department the other 120.5
 * h from acceptance to decision less these 24. */
static void a_matter_divided(void **state)
{
    struct home h;
    char n[32], cert[64];

    (void)state;
    registered(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-02T09:30";
    MUST(&h, "zhangmin", "notice", n, "reject", "m1");
    h.at = "2026-03-04T10:00";
    MUST(&h, "zhangmin", "resubmit", n, "materials", "m1");
    h.at = "2026-03-04T10:30";
    MUST(&h, "zhangmin", "accept", n);
    h.at = "2026-03-05T10:00";
    MUST(&h, "xujianping", "take", n);
    h.at = "2026-03-05T11:00";
    MUST(&h, "xujianping", "suspend", n, "kind", "检验", "planned", "3", "approved_by",
         "yangguoqing");
    h.at = "2026-03-06T11:00";
    MUST(&h, "xujianping", "resume", n);
    h.at = "2026-03-06T15:00";
    MUST(&h, "xujianping", "pass", n, "officers", "许建平,沈佳");
    h.at = "2026-03-09T10:00";
    MUST(&h, "hanxuesong", "pass", n);
    h.at = "2026-03-09T11:00";
    MUST(&h, "yangguoqing", "grant", n);
    h.at = "2026-03-09T11:20";
    MUST(&h, "zhaoying", "print", n);
    snprintf(cert, sizeof cert, "%s", door_reply_get(h.reply, "cert_no"));
    h.at = "2026-03-09T14:00";
    MUST(&h, "zhaoying", "deliver", n, "recipient", "李宏盛", "recipient_id", "370299198801150010");
    h.at = "2026-03-10T09:00";
    MUST(&h, "wangshufen", "verify", n, "result", "granted", "cert_no", cert);
    h.at = "2026-03-12T09:00"; /* what comes after the loop is closed is nobody's time */
    MUST(&h, "wangshufen", "archive", n);
    MUST(&h, "wangshufen", "split", n);

    assert_int_equal(seconds(&h, "whole", "sum", ""), 8 * 24 * HOUR);
    assert_int_equal(seconds(&h, "whole", "part", "applicant"), 48 * HOUR + HOUR / 2);
    assert_int_equal(seconds(&h, "whole", "part", "desk"), 23 * HOUR);
    assert_int_equal(seconds(&h, "whole", "part", "suspended"), 24 * HOUR);
    assert_int_equal(seconds(&h, "whole", "part", "department"), 96 * HOUR + HOUR / 2);
    assert_int_equal(seconds(&h, "whole", "part", "outside"), 0);
    assert_int_equal(seconds(&h, "whole", "department", "scj"), 96 * HOUR + HOUR / 2);
    /* To him who took it, from when he took it; before that and elsewhere to the post. */
    assert_int_equal(seconds(&h, "whole", "holder", "scj/exam xujianping"), 5 * HOUR);
    assert_int_equal(seconds(&h, "whole", "holder", "scj/exam "), 23 * HOUR + HOUR / 2);
    assert_int_equal(seconds(&h, "whole", "holder", "scj/review "), 67 * HOUR);
    assert_int_equal(seconds(&h, "whole", "holder", "scj/head "), HOUR);
    /* Accepted 03-04 10:30, decided 03-09 11:00; of 5, 6 and 9 March the law counts two days. */
    assert_int_equal(seconds(&h, "legal", "sum", ""), 120 * HOUR + HOUR / 2);
    assert_int_equal(seconds(&h, "legal", "part", "department"), 96 * HOUR + HOUR / 2);
    assert_int_equal(seconds(&h, "legal", "part", "suspended"), 24 * HOUR);
    assert_string_equal(door_reply_get(h.reply, "legal_days"), "2");
    assert_string_equal(door_reply_get(h.reply, "legal_from"), "2026-03-04T10:30:00");
    home_close(&h);
}

/* Still open: until now.  Never accepted: nothing by law. */
static void a_matter_open(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    registered(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-03T09:00:07";
    MUST(&h, "zhangmin", "note", n, "text", "time passes");
    MUST(&h, "zhangmin", "split", n);
    assert_int_equal(seconds(&h, "whole", "part", "desk"), 24 * HOUR + 7);
    assert_int_equal(seconds(&h, "whole", "sum", ""), 24 * HOUR + 7);
    assert_int_equal(seconds(&h, "legal", "sum", ""), -1);
    assert_string_equal(door_reply_get(h.reply, "whole_to"), "");
    home_close(&h);
}

/* The applicant withdraws while a laboratory has it: nothing is suspended after the end. */
static void nothing_stands_after_the_end(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    registered(&h, "2026-03-02T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    h.at = "2026-03-03T09:00";
    MUST(&h, "xujianping", "suspend", n, "kind", "检验", "planned", "3", "approved_by",
         "yangguoqing");
    h.at = "2026-03-04T09:00";
    MUST(&h, "zhangmin", "withdraw", n, "reason", "不办了");
    h.at = "2026-03-06T09:00";
    MUST(&h, "zhangmin", "note", n, "text", "time passes");
    MUST(&h, "zhangmin", "split", n);
    assert_int_equal(seconds(&h, "whole", "part", "department"), 24 * HOUR);
    assert_int_equal(seconds(&h, "whole", "part", "suspended"), 24 * HOUR);
    assert_int_equal(seconds(&h, "whole", "part", "desk"), 48 * HOUR);
    home_close(&h);
}

/* An act let in before the office has caught up with its clocks, as after a start. */
static void before_the_clocks(struct home *h, const char *as, const char *act, const char *number,
                              const char *at)
{
    const struct office_caller who = {getuid(), true};
    Yc__Request *q = door_request_new(act);

    door_request_set(&q->as, as);
    door_request_set(&q->number, number);
    q->has_at = instant_parse(at, &q->at);
    Yc__Reply *r = office_answer(h->office, &who, q);
    assert_true(r->ok);
    door_reply_free(r);
    door_request_free(q);
}

/* Whose name the card of a rule and instant carries. */
static const char *owner(const struct home *h, const char *at, const char *rule)
{
    for (size_t i = 0; i < h->reply->n_row; i++)
        if (strcmp(door_reply_cell(h->reply, i, "at"), at) == 0 &&
            strcmp(door_reply_cell(h->reply, i, "rule"), rule) == 0)
            return door_reply_cell(h->reply, i, "owner");
    return "no such card";
}

/* Accepted Friday 03-06, promised in 5 wd: Friday 03-13 24:00.  许建平 had it then.  On Saturday,
 * the office just started again, 沈佳 takes it over; on Monday the cards are written. */
static void the_card_names_who_had_it(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    registered(&h, "2026-03-06T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    h.at = "2026-03-06T10:00";
    MUST(&h, "xujianping", "take", n);
    before_the_clocks(&h, "xujianping", "release", n, "2026-03-14T08:00");
    before_the_clocks(&h, "shenjia", "take", n, "2026-03-14T08:05");
    h.at = "2026-03-16T09:00";
    MUST(&h, "sunjing", "note", n, "text", "time passes");
    MUST(&h, "sunjing", "cards", NULL, "from", "2026-03-06", "to", "2026-03-16");
    assert_string_equal(owner(&h, "2026-03-14T00:00:00", "M-T3"), "许建平");
    assert_string_equal(owner(&h, "2026-03-12T00:00:00", "M-T2"), "许建平");
    /* Three working days past the promise: 03-18 24:00, and that is hers. */
    h.at = "2026-03-19T09:00";
    MUST(&h, "sunjing", "note", n, "text", "time passes");
    MUST(&h, "sunjing", "cards", NULL, "from", "2026-03-19", "to", "2026-03-19");
    assert_string_equal(owner(&h, "2026-03-19T00:00:00", "M-T4"), "沈佳");
    home_close(&h);
}

/* In hand until Friday 17:00, then passed on: the step's own card, due on Tuesday, is not the
 * reviewer's; nobody had taken it there when the promise broke. */
static void the_post_when_nobody_took_it(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    registered(&h, "2026-03-06T09:00", n);
    MUST(&h, "zhangmin", "accept", n);
    h.at = "2026-03-13T17:00";
    MUST(&h, "xujianping", "pass", n, "officers", "许建平,沈佳");
    h.at = "2026-03-16T09:00";
    MUST(&h, "hanxuesong", "take", n);
    MUST(&h, "sunjing", "cards", NULL, "from", "2026-03-06", "to", "2026-03-16");
    assert_string_equal(owner(&h, "2026-03-14T00:00:00", "M-T3"), "");
    for (size_t i = 0; i < h.reply->n_row; i++) {
        const char *rule = door_reply_cell(h.reply, i, "rule");
        if (strcmp(rule, "M-T3") == 0)
            assert_string_equal(door_reply_cell(h.reply, i, "post"), "市监局审核");
        if (strcmp(rule, "M-T2") == 0)
            assert_string_equal(door_reply_cell(h.reply, i, "post"), "市监局承办");
    }
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_matter_divided), cmocka_unit_test(a_matter_open),
        cmocka_unit_test(nothing_stands_after_the_end), cmocka_unit_test(the_card_names_who_had_it),
        cmocka_unit_test(the_post_when_nobody_took_it)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
