/* The plan of joint matters, extensions, suspensions through acts.  Dates worked by hand on the
 * 2026 calendar. */
#include "office_look.h"

/* C.2: the barrier on the last day of the total limit leaves nothing for the lead. */
static void joint_plan(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted_joint(&h, n); /* barrier 8 wd of 10 */
    assert_string_equal(cards(look(&h, n), "M-J1"), "");
    PUBLISH(&h, B02, "act: accept, role: clerk, limit: 1wd", "act: accept, role: clerk",
            "limit: 8wd", "limit: 9wd", "act: decide, role: review, limit: 1wd",
            "act: decide, role: review");
    accepted_joint(&h, n);
    assert_string_equal(cards(look(&h, n), "M-J1"), "");
    PUBLISH(&h, B02, "act: accept, role: clerk, limit: 1wd", "act: accept, role: clerk",
            "limit: 8wd", "limit: 10wd", "act: decide, role: review, limit: 1wd",
            "act: decide, role: review");
    accepted_joint(&h, n);
    const Yc__Matter *m = look(&h, n);
    assert_string_equal(cards(m, "M-J1"), "2026-03-02T09:00:00 notice M-J1 \n");
    for (size_t i = 0; i < m->n_cards; i++)
        if (strcmp(m->cards[i]->rule, "M-J1") == 0) {
            assert_string_equal(m->cards[i]->dept, "zjj");
            assert_non_null(strstr(m->cards[i]->text, "2026-03-16"));
        }
    finish(&h);
}

/* --- Extensions --- */

/* A03 accepted 03-02: commitment 03-09, statutory 03-16, extension at most 5 wd by 局负责人. */
static void extension(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-05T09:00";
    REFUSED(&h, "approval", "zhuhong", "extend", n, "reason", "首席代表不是局负责人");
    REFUSED(&h, "approval", "zhuhong", "extend", n, "reason", "别局", "approved_by", "caoweidong");
    REFUSED(&h, "approval", "yangguoqing", "extend", n, "reason", "未来", "approved_on",
            "2026-03-06");
    REFUSED(&h, "approval", "yangguoqing", "extend", n, "reason", "受理前", "approved_on",
            "2026-03-01");
    REFUSED(&h, "extension", "yangguoqing", "extend", n, "reason", "太长", "length", "6wd");
    REFUSED(&h, "extension", "yangguoqing", "extend", n, "reason", "单位不同", "length", "5cd");
    MUST(&h, "zhuhong", "extend", n, "reason", "案情复杂", "approved_by", "yangguoqing", "length",
         "3wd");
    const Yc__Matter *m = look(&h, n);
    assert_due(m, "total", "2026-03-12");
    assert_day(clock_of(m, "total")->limit_day, "2026-03-19");
    assert_day(clock_of(m, "total")->told_day, "2026-03-12");
    assert_non_null(strstr(paper(m, "extension"), "2026年3月12日"));
    assert_string_equal(cards(m, "M-N1"), "");
    REFUSED(&h, "extension", "yangguoqing", "extend", n, "reason", "再延");
    finish(&h);
}

/* 许可法42: void when approved after the statutory end; approved on its last day and entered later
 * it stands, and the late entry is noted. */
static void extension_too_late(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-17T09:00";
    REFUSED(&h, "extension", "yangguoqing", "extend", n, "reason", "已过期");
    REFUSED(&h, "extension", "yangguoqing", "extend", n, "reason", "已过期", "approved_on",
            "2026-03-17");
    MUST(&h, "yangguoqing", "extend", n, "reason", "当日已批", "approved_on", "2026-03-16");
    const Yc__Matter *m = look(&h, n);
    assert_day(m->extensions[0]->approved_day, "2026-03-16");
    assert_day(clock_of(m, "total")->limit_day, "2026-03-23");
    assert_string_equal(cards(m, "M-N1"), "2026-03-17T09:00:00 notice M-N1 \n");
    finish(&h);
}

/* 许可法42(2): a joint matter by the leader of the government. */
static void extension_of_a_joint_matter(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted_joint(&h, n);
    REFUSED(&h, "approval", "xiechangjiang", "extend", n, "reason", "局长不够");
    MUST(&h, "xiechangjiang", "extend", n, "reason", "专家论证", "approved_by", "weizhiyuan");
    assert_due(look(&h, n), "total", "2026-04-07"); /* 25 wd; 04-06 is 清明 */
    finish(&h);
}

/* --- Suspensions --- */

static void stand(struct home *h, const char *n, const char *from, const char *to)
{
    h->at = from;
    MUST(h, "xujianping", "suspend", n, "kind", "检测", "planned", "5", "approved_by",
         "yangguoqing");
    h->at = to;
    MUST(h, "xujianping", "resume", n);
}

/* B.6: half-open, joined, never counted twice; one that begins after the due date heals nothing. */
static void suspensions(void **state)
{
    struct home h;
    char n[32], at[INSTANT_TEXT];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    h.at = "2026-03-03T08:00";
    REFUSED(&h, "parameter", "xujianping", "suspend", n, "kind", "检测", "approved_by",
            "yangguoqing");
    stand(&h, n, "2026-03-03T09:00", "2026-03-03T15:00");
    const Yc__Matter *m = look(&h, n);
    assert_due(m, "total", "2026-03-09"); /* within one day: costs nothing */
    assert_string_equal(instant_text(m->suspensions[0]->from_at, at), "2026-03-03T09:00:00");
    assert_string_equal(instant_text(m->suspensions[0]->to_at, at), "2026-03-03T15:00:00");
    assert_true(strlen(m->suspensions[0]->notice_no) > 0);
    stand(&h, n, "2026-03-04T09:00", "2026-03-05T09:00"); /* the 5th */
    assert_due(look(&h, n), "total", "2026-03-10");
    stand(&h, n, "2026-03-05T10:00", "2026-03-06T09:00"); /* the 6th joins it */
    assert_due(look(&h, n), "total", "2026-03-11");
    stand(&h, n, "2026-03-12T09:00", "2026-03-18T09:00");
    m = look(&h, n);
    assert_due(m, "total", "2026-03-11");
    assert_string_equal(cards(m, "M-T3"), "2026-03-12T00:00:00 yellow M-T3 \n");
    finish(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joint_plan),         cmocka_unit_test(extension),
        cmocka_unit_test(extension_too_late), cmocka_unit_test(extension_of_a_joint_matter),
        cmocka_unit_test(suspensions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
