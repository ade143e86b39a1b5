/* Silence and what follows from it.  Dates worked by hand on the 2026 calendar: March has plain
 * weeks, 02-14 (Sat) is worked, 02-15 to 02-23 are festival days. */
#include "office_look.h"

/* --- The review --- */

/* 许可法32 and 复议法30 on one application: received Monday 03-02, five working days end on 03-09.
 */
static void review_silence(void **state)
{
    static const struct {
        const char *clock, *accepted, *due, *words;
    } laws[] = {
        {"LIC1", "2026-03-02", "2026-03-09", "行政许可法第三十二条"},
        {"REC2", "2026-03-09", "2026-03-16", "行政复议法第三十条"},
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct home h;
        char n[32], clocks[60];
        home_open(&h, true);
        h.at = "2026-03-02T09:00";
        snprintf(clocks, sizeof clocks, "clocks: {review: %s}\nsafety: true", laws[i].clock);
        PUBLISH(&h, A03, "safety: true", clocks);
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
        snprintf(n, sizeof n, "%s", h.number);
        until(&h, "2026-03-09T23:59", n);
        assert_false(look(&h, n)->has_accepted_at);
        until(&h, "2026-03-10T00:00", n);
        const Yc__Matter *m = look(&h, n);
        assert_string_equal(clock_of(m, "review")->rule, laws[i].clock);
        assert_true(m->accepted_deemed);
        assert_day(m->accepted_day, laws[i].accepted);
        assert_due(m, "total", laws[i].due);
        assert_non_null(strstr(paper(m, "acceptance"), laws[i].words));
        assert_string_equal(cards(m, "M-T6"), "2026-03-10T00:00:00 yellow M-T6 \n");
        finish(&h);
    }
}

/* 公开条例30: nothing is deemed; it is late, and may still be accepted. */
static void review_without_silence(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    PUBLISH(&h, A03, "review: 5wd,", "review: 7wd,", "safety: true",
            "clocks: {review: INF1, total: INF2}\nsafety: true");
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    until(&h, "2026-03-20T09:00", n); /* 7 wd: 03-11 */
    const Yc__Matter *m = look(&h, n);
    assert_false(m->has_accepted_at);
    assert_string_equal(cards(m, "M-T3"), "2026-03-12T00:00:00 yellow M-T3 \n");
    assert_string_equal(cards(m, "M-T6"), "");
    MUST(&h, "zhangmin", "accept", n);
    m = look(&h, n);
    assert_day(m->accepted_day, "2026-03-20");
    assert_string_equal(clock_of(m, "total")->rule, "INF2");
    finish(&h);
}

/* --- 超时默认 --- */

/* Case D05: due Thursday 02-12, proposed 02-13, opinion due on the worked Saturday 02-14.  Nobody
 * looks before March: the records hold the instants at which it was due. */
static void overdue_across_the_festival(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-02-05T09:00";
    PUBLISH(&h, A03, OVERDUE);
    accepted(&h, "2026-02-05T09:00", n);
    h.at = "2026-02-05T10:00";
    MUST(&h, "xujianping", "take", n);
    until(&h, "2026-03-02T09:00", n);
    const Yc__Matter *m = look(&h, n);
    const Yc__Default *def = default_of(m, "decision");
    assert_non_null(def);
    assert_due(m, "total", "2026-02-12");
    assert_string_equal(def->kind, "overdue");
    assert_string_equal(def->state, "proposed");
    assert_day(def->day, "2026-02-13");
    assert_day(def->opinion_due, "2026-02-14");
    assert_string_equal(def->person, "xujianping");
    assert_string_equal(def->post, "scj/exam");
    assert_string_equal(clock_of(m, "opinion:decision")->rule, "SIL1");
    assert_string_equal(cards(m, "M-L"), "2026-02-13T00:00:00 red M-L1 xujianping\n"
                                         "2026-02-15T00:00:00 yellow M-L2 xujianping\n");
    assert_int_equal(m->outcome, YC__OUTCOME__OUTCOME_OPEN);
    finish(&h);
}

/* Where the promise is the limit itself and ends on a Friday, the red card of Saturday comes before
 * the default of Monday. */
static void limit_before_default(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    PUBLISH(&h, A03, OVERDUE, "statutory: 10wd", "statutory: 9wd", "commitment: 5wd",
            "commitment: 9wd");
    accepted(&h, "2026-03-02T09:00", n);
    until(&h, "2026-03-31T09:00", n);
    const Yc__Matter *m = look(&h, n);
    assert_due(m, "total", "2026-03-13");
    assert_string_equal(cards(m, "M-T4"), "2026-03-14T00:00:00 red M-T4 \n"   /* over the limit */
                                          "2026-03-18T00:00:00 red M-T4 \n"); /* second yellow */
    assert_day(default_of(m, "decision")->day, "2026-03-16");
    assert_string_equal(cards(m, "M-L1"), "2026-03-16T00:00:00 red M-L1 \n");
    finish(&h);
}

/* Proposed Tuesday 03-10 for a check that xujianping holds and examiners, reviewers and heads might
 * confirm too. */
static void proposed(struct home *h, char n[32])
{
    home_open(h, true);
    h->at = "2026-03-02T09:00";
    PUBLISH(h, A03, OVERDUE);
    PUBLISH(h, "data/hall/acts.yaml", "act: confirm_default, roles: [",
            "act: confirm_default, roles: [integ, exam, review, head, ",
            "act: stop_default, roles: [", "act: stop_default, roles: [exam, ");
    accepted(h, "2026-03-02T09:00", n);
    h->at = "2026-03-03T09:00";
    MUST(h, "xujianping", "take", n);
    MUST(h, "xujianping", "pass", n, "officers", "许建平,沈佳");
    MUST(h, "hanxuesong", "take", n);
    until(h, "2026-03-10T00:00", n);
    assert_non_null(default_of(look(h, n), "decision"));
    h->at = "2026-03-10T09:00";
}

/* On the list of what he may do now. */
static bool offered(struct home *h, const char *who, const char *n)
{
    bool yes = false;

    MUST(h, who, "acts", n);
    for (size_t i = 0; i < h->reply->n_row; i++)
        yes |= strcmp(door_reply_cell(h->reply, i, "act"), "confirm_default") == 0;
    return yes;
}

static void two_people(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    REFUSED(&h, "duty", "hanxuesong", "confirm_default", n); /* the liable person */
    REFUSED(&h, "duty", "xujianping", "confirm_default", n); /* passed a step */
    REFUSED(&h, "duty", "zhangmin", "confirm_default", n);   /* registered and accepted */
    REFUSED(&h, "role", "caoweidong", "confirm_default", n); /* another department's head */
    assert_true(offered(&h, "sunjing", n));
    assert_false(offered(&h, "hanxuesong", n));
    MUST(&h, "sunjing", "confirm_default", n, "remark", "已核对");
    assert_false(offered(&h, "sunjing", n));
    const Yc__Matter *m = look(&h, n);
    assert_string_equal(default_of(m, "decision")->state, "proposed");
    assert_int_equal(m->outcome, YC__OUTCOME__OUTCOME_OPEN);
    REFUSED(&h, "duty", "sunjing", "confirm_default", n);
    h.at = "2026-03-12T15:00";
    MUST(&h, "zhoumingyuan", "confirm_default", n);
    m = look(&h, n);
    assert_string_equal(default_of(m, "decision")->state, "confirmed");
    assert_string_equal(default_of(m, "decision")->first, "sunjing");
    assert_string_equal(default_of(m, "decision")->second, "zhoumingyuan");
    assert_int_equal(m->outcome, YC__OUTCOME__OUTCOME_DEEMED_GRANTED);
    assert_day(m->decided_day, "2026-03-10");
    assert_string_equal(m->decided_by, "system");
    assert_string_equal(clock_of(m, "total")->result, "late");
    assert_string_equal(run_of(m, "review")->state, "skipped");
    assert_string_equal(run_of(m, "decide")->state, "skipped");
    assert_non_null(strstr(paper(m, "grant"), "超时默认"));
    assert_non_null(strstr(paper(m, "grant"), RULE));
    assert_non_null(strstr(paper(m, "grant"), "2026年3月10日起视为准予"));
    MUST(&h, "zhaoying", "print", n); /* it goes on like any grant */
    REFUSED(&h, "state", "zhoumingyuan", "stop_default", n, "reason", "晚了");
    finish(&h);
}

/* Where nobody had taken the step, nobody of its post may confirm. */
static void whole_post_is_liable(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    PUBLISH(&h, A03, OVERDUE);
    PUBLISH(&h, "data/hall/acts.yaml", "act: confirm_default, roles: [",
            "act: confirm_default, roles: [exam, review, ");
    accepted(&h, "2026-03-02T09:00", n);
    until(&h, "2026-03-10T09:00", n);
    assert_string_equal(default_of(look(&h, n), "decision")->person, "");
    REFUSED(&h, "duty", "shenjia", "confirm_default", n);
    MUST(&h, "hanxuesong", "confirm_default", n);
    finish(&h);
}

static void evidence(void **state)
{
    static const char *const says[] = {
        RULE,
        "2026年3月9日",             /* due */
        "2026年3月10日",            /* effect */
        "办理时限：2026-03-02起算", /* ledgers */
        "止于2026-03-09",
        "受理审查：2026-03-02起算",
        "受理：市监局受理 张敏，2026-03-02T09:00:00至2026-03-02T09:00:00",
        "现场核查(两人以上)：市监局承办 许建平，",
        "审核：市监局审核 韩雪松，2026-03-03T09:00:00至今未办结",
        "在办环节：审核",
        "未到环节：决定",
        "到期日责任岗位：市监局审核",
        "责任人：韩雪松",
        "2026年3月11日前补出意见",
    };
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    const char *text = paper(look(&h, n), "evidence");
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        if (!strstr(text, says[i])) fail_msg("'%s' is not in:\n%s", says[i], text);
    finish(&h);
}

static void stopped(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    MUST(&h, "sunjing", "confirm_default", n);
    REFUSED(&h, "parameter", "sunjing", "stop_default", n);
    REFUSED(&h, "duty", "hanxuesong", "confirm_default", n);
    MUST(&h, "zhoumingyuan", "stop_default", n, "reason", "申请材料涉嫌虚假");
    const Yc__Matter *m = look(&h, n);
    assert_string_equal(default_of(m, "decision")->state, "stopped");
    assert_string_equal(default_of(m, "decision")->reason, "申请材料涉嫌虚假");
    assert_string_equal(clock_of(m, "opinion:decision")->state, "ended");
    REFUSED(&h, "default", "zhoumingyuan", "confirm_default", n);
    /* It goes on as late. */
    until(&h, "2026-03-16T09:00", n);
    m = look(&h, n);
    assert_int_equal(m->n_defaults, 1);
    assert_string_equal(cards(m, "M-L2"), "");
    MUST(&h, "hanxuesong", "pass", n);
    MUST(&h, "yangguoqing", "deny", n, "reason", "不符", "remedies", "复议");
    assert_int_equal(look(&h, n)->outcome, YC__OUTCOME__OUTCOME_DENIED);
    finish(&h);
}

/* The liable person may not stop it either. */
static void liable_cannot_stop(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    PUBLISH(&h, A03, OVERDUE);
    PUBLISH(&h, "data/hall/acts.yaml", "act: stop_default, roles: [",
            "act: stop_default, roles: [exam, ");
    accepted(&h, "2026-03-02T09:00", n);
    MUST(&h, "xujianping", "take", n);
    until(&h, "2026-03-10T09:00", n);
    REFUSED(&h, "duty", "xujianping", "stop_default", n, "reason", "正在办");
    MUST(&h, "shenjia", "stop_default", n, "reason", "须会同核查");
    finish(&h);
}

static void late_decision_wins(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    MUST(&h, "sunjing", "confirm_default", n);
    MUST(&h, "hanxuesong", "pass", n);
    assert_string_equal(default_of(look(&h, n), "decision")->state, "proposed");
    MUST(&h, "yangguoqing", "grant", n);
    const Yc__Matter *m = look(&h, n);
    assert_int_equal(m->outcome, YC__OUTCOME__OUTCOME_GRANTED);
    assert_string_equal(m->decided_by, "yangguoqing");
    assert_string_equal(default_of(m, "decision")->state, "stopped");
    assert_string_equal(clock_of(m, "opinion:decision")->state, "ended");
    REFUSED(&h, "state", "zhoumingyuan", "confirm_default", n);
    finish(&h);
}

static void opinion(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    REFUSED(&h, "role", "caoweidong", "file_opinion", n, "agree", "true", "text", "外部门");
    REFUSED(&h, "parameter", "hanxuesong", "file_opinion", n, "text", "没有表态");
    h.at = "2026-03-11T23:00";
    MUST(&h, "yangguoqing", "file_opinion", n, "agree", "false", "text", "场所不符合要求");
    const Yc__Matter *m = look(&h, n);
    const Yc__Default *def = default_of(m, "decision");
    assert_string_equal(def->opinion, "场所不符合要求");
    assert_string_equal(def->opinion_by, "yangguoqing");
    assert_false(def->agrees);
    assert_string_equal(clock_of(m, "opinion:decision")->result, "on_time");
    assert_non_null(strstr(paper(m, "sheet"), "不同意\n场所不符合要求"));
    REFUSED(&h, "default", "hanxuesong", "file_opinion", n, "agree", "true", "text", "再说");
    until(&h, "2026-03-20T09:00", n);
    assert_string_equal(cards(look(&h, n), "M-L2"), "");
    finish(&h);
}

/* B.7: no such rule for what touches safety, nor without a rule to rest on. */
static void barred(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    assert_false(publish(&h, A03, "safety: true",
                         "safety: true\nsilence: local_overdue\nsilence_rule: " RULE, NULL));
    assert_non_null(strstr(h.text, "no silence may grant in a matter of public safety"));
    assert_false(publish(&h, A03, "safety: true", "silence: local_overdue", NULL));
    assert_non_null(strstr(h.text, "silence_rule"));
    PUBLISH(&h, A03, OVERDUE);
    finish(&h);
}

/* Off by default: the sample's item only gets its cards. */
static void off_by_default(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted(&h, "2026-03-02T09:00", n);
    until(&h, "2026-03-31T09:00", n);
    assert_int_equal(look(&h, n)->n_defaults, 0);
    assert_string_equal(cards(look(&h, n), "M-L"), "");
    finish(&h);
}

/* --- 缺席默认 --- */

static void confirm_both(struct home *h, const char *n, const char *which)
{
    MUST(h, "sunjing", "confirm_default", n, "default", which);
    MUST(h, "zhoumingyuan", "confirm_default", n, "default", which);
}

/* Parts from 03-02: archive p4 3 wd (03-05), p1 p3 p5 5 wd (03-09), site 3 wd and fire p2 8 wd
 * (03-12), these two never silent; commitment 10 wd (03-16). */
static void absent_agrees(void **state)
{
    static const char *const late[] = {"p1", "p3", "p5"};
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    accepted_joint(&h, n);
    until(&h, "2026-03-05T23:59", n);
    assert_int_equal(look(&h, n)->n_defaults, 0);
    until(&h, "2026-03-06T00:00", n);
    const Yc__Matter *m = look(&h, n);
    assert_string_equal(door_reply_get(h.reply, "lamp"), "red"); /* the worst of its parts */
    assert_int_equal(m->n_defaults, 1);
    assert_string_equal(default_of(m, "p4")->kind, "absent");
    assert_string_equal(default_of(m, "p4")->post, "daj/exam");
    assert_day(default_of(m, "p4")->day, "2026-03-06");
    assert_day(default_of(m, "p4")->opinion_due, "2026-03-09");
    REFUSED(&h, "role", "qiwei", "file_opinion", n, "agree", "true", "text", "住建局");
    MUST(&h, "yuanxiao", "file_opinion", n, "agree", "true", "text", "档案齐全");
    confirm_both(&h, n, "p4");
    m = look(&h, n);
    assert_string_equal(run_of(m, "p4")->state, "done");
    assert_string_equal(run_of(m, "p4")->result, "absent_agrees");
    assert_string_equal(run_of(m, "p4")->by, "system");
    assert_int_equal(m->outcome, YC__OUTCOME__OUTCOME_OPEN);
    assert_non_null(strstr(paper(m, "sheet"), "不得以缺少该环节意见为由不予办理"));
    until(&h, "2026-03-10T09:00", n);
    REFUSED(&h, "default", "sunjing", "confirm_default", n);
    assert_non_null(strstr(h.text, "p1, p3, p5"));
    /* A late opinion wins before the second confirmation. */
    MUST(&h, "sunjing", "confirm_default", n, "default", "p5");
    MUST(&h, "weiqiang", "pass", n, "step", "p5", "result", "disagree", "opinion", "资料不全");
    assert_string_equal(default_of(look(&h, n), "p5")->state, "stopped");
    REFUSED(&h, "default", "zhoumingyuan", "confirm_default", n, "default", "p5");
    for (size_t i = 0; i < 2; i++)
        confirm_both(&h, n, late[i]);
    /* The barrier waits for the two that are never silent, and for nothing else. */
    until(&h, "2026-03-31T09:00", n);
    m = look(&h, n);
    assert_null(default_of(m, "p2"));
    assert_null(default_of(m, "site"));
    assert_string_equal(run_of(m, "p2")->state, "open");
    MUST(&h, "weiqiang", "pass", n, "step", "site", "officers", "魏强,陶然");
    MUST(&h, "piding", "pass", n, "step", "p2");
    assert_string_equal(run_of(look(&h, n), "decide")->state, "open");
    MUST(&h, "qiwei", "grant", n);
    assert_int_equal(look(&h, n)->outcome, YC__OUTCOME__OUTCOME_GRANTED);
    finish(&h);
}

/* --- Extensions and suspensions meet a default --- */

/* Extended in time but entered after a default was proposed: not late any more; late again, a
 * second one. */
static void extension_stops_a_default(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    MUST(&h, "yangguoqing", "extend", n, "reason", "昨日已批", "approved_on", "2026-03-09");
    const Yc__Matter *m = look(&h, n);
    assert_due(m, "total", "2026-03-16");
    assert_string_equal(default_of(m, "decision")->state, "stopped");
    until(&h, "2026-03-17T00:00", n);
    m = look(&h, n);
    assert_string_equal(default_of(m, "decision/2")->state, "proposed");
    assert_day(default_of(m, "decision/2")->day, "2026-03-17");
    confirm_both(&h, n, "decision/2");
    assert_int_equal(look(&h, n)->outcome, YC__OUTCOME__OUTCOME_DEEMED_GRANTED);
    finish(&h);
}

/* A default waits while a special procedure is open; its opinion clock does not. */
static void suspended_default(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    proposed(&h, n);
    MUST(&h, "hanxuesong", "suspend", n, "kind", "检测", "planned", "5", "approved_by",
         "yangguoqing");
    REFUSED(&h, "suspended", "sunjing", "confirm_default", n);
    until(&h, "2026-03-13T09:00", n);
    const Yc__Matter *m = look(&h, n);
    assert_string_equal(cards(m, "M-L2"), "2026-03-12T00:00:00 yellow M-L2 hanxuesong\n");
    MUST(&h, "hanxuesong", "resume", n);
    confirm_both(&h, n, "decision");
    finish(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(review_silence),
        cmocka_unit_test(review_without_silence),
        cmocka_unit_test(overdue_across_the_festival),
        cmocka_unit_test(limit_before_default),
        cmocka_unit_test(two_people),
        cmocka_unit_test(whole_post_is_liable),
        cmocka_unit_test(evidence),
        cmocka_unit_test(stopped),
        cmocka_unit_test(liable_cannot_stop),
        cmocka_unit_test(late_decision_wins),
        cmocka_unit_test(opinion),
        cmocka_unit_test(barred),
        cmocka_unit_test(off_by_default),
        cmocka_unit_test(absent_agrees),
        cmocka_unit_test(extension_stops_a_default),
        cmocka_unit_test(suspended_default),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
