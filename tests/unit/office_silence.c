/* Silence and what follows from it, extensions, suspensions through acts, the plan of joint
 * matters.  Dates worked by hand on the 2026 calendar: March has plain weeks, 02-14 (Sat) is
 * worked, 02-15 to 02-23 are festival days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/mem.h"
#include "office/record.h"
#include "model/matter.pb-c.h"
#include "office_home.h"
#include "office_forms.h"

/* --- Items with some lines put differently, published --- */

static char *read_text(const char *path)
{
    char full[300];
    size_t n;

    snprintf(full, sizeof full, "%s/%s", SOURCE_DIR, path);
    FILE *in = fopen(full, "r");
    assert_non_null(in);
    char *text = calloc(1, 20000);
    n = fread(text, 1, 19999, in);
    fclose(in);
    assert_true(n > 0 && n < 19999);
    return text;
}

/* from, to, from, to ..., NULL: each from stands in the file once. */
static bool publish(struct home *h, const char *path, ...) __attribute__((sentinel));
static bool publish(struct home *h, const char *path, ...)
{
    char *text = read_text(path), key[100];
    va_list ap;

    va_start(ap, path);
    for (const char *from; (from = va_arg(ap, const char *));) {
        const char *to = va_arg(ap, const char *);
        char *at = strstr(text, from), *out = calloc(1, 20000);
        if (!at) fail_msg("%s has no '%s'", path, from);
        snprintf(out, 20000, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
        free(text);
        text = out;
    }
    va_end(ap);
    snprintf(key, sizeof key, "file.%s", path);
    bool ok = home_do(h, "zhoumingyuan", "publish", NULL, key, text, NULL);
    free(text);
    return ok;
}

#define PUBLISH(h, ...)                                                                            \
    do {                                                                                           \
        if (!publish(h, __VA_ARGS__, NULL)) fail_msg("publish: %s", (h)->text);                    \
    } while (0)
#define RULE "青政发〔2026〕3号"
#define OVERDUE "safety: true", "silence: local_overdue\nsilence_rule: " RULE
#define A03 "data/items/A03.yaml"
#define B02 "data/items/B02.yaml"

/* A03: commitment 5 wd, statutory 10 wd.  Registered and accepted at nine on a day. */
static void accepted(struct home *h, const char *at, char n[32])
{
    h->at = at;
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, 32, "%s", h->number);
    MUST(h, "zhangmin", "accept", n);
}

static void until(struct home *h, const char *at, const char *n)
{
    h->at = at;
    MUST(h, "sunjing", "note", n, "text", "time passes");
}

/* --- Looking --- */

static struct arena looks;

static const Yc__Matter *look(struct home *h, const char *n)
{
    MUST(h, "sunjing", "matter", n);
    const Yc__Matter *m =
        record_unpack(&looks, &yc__matter__descriptor, h->reply->record.data, h->reply->record.len);
    assert_non_null(m);
    return m;
}

static const Yc__Default *default_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_defaults; i++)
        if (strcmp(m->defaults[i]->key, key) == 0) return m->defaults[i];
    return NULL;
}

static const Yc__Clock *clock_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strcmp(m->clocks[i]->key, key) == 0) return m->clocks[i];
    fail_msg("no clock %s", key);
    return NULL;
}

static const Yc__StepRun *run_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_steps; i++)
        if (strcmp(m->steps[i]->key, key) == 0) return m->steps[i];
    fail_msg("no run %s", key);
    return NULL;
}

/* The last paper of a kind. */
static const char *paper(const Yc__Matter *m, const char *kind)
{
    for (size_t i = m->n_papers; i-- > 0;)
        if (strcmp(m->papers[i]->kind, kind) == 0) return m->papers[i]->text;
    fail_msg("no paper %s", kind);
    return NULL;
}

/* The cards of a matter under rules that begin so, as "at level rule owner" lines. */
static const char *cards(const Yc__Matter *m, const char *rule)
{
    static char text[4000];
    char at[INSTANT_TEXT];
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < m->n_cards; i++) {
        const Yc__Card *c = m->cards[i];
        if (strncmp(c->rule, rule, strlen(rule)) != 0) continue;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %s %s\n",
                                 instant_text(c->at, at), c->level, c->rule, c->owner);
    }
    return text;
}

static void assert_day(int32_t day, const char *want)
{
    char text[DAY_TEXT];

    assert_string_equal(day_text(day, text), want);
}

static void assert_due(const Yc__Matter *m, const char *clock, const char *want)
{
    assert_day(clock_of(m, clock)->due_day, want);
}

static void say(void *arg, const char *line)
{
    (void)arg;
    print_error("%s\n", line);
}

/* What is kept is what the journal adds up to. */
static void finish(struct home *h)
{
    struct fault f;
    uint64_t bad = 0;

    assert_int_equal(office_verify(h->office, say, NULL, &bad, &f), RC_OK);
    assert_int_equal(bad, 0);
    arena_free(&looks);
    home_close(h);
}

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
        char n[32], limits[60];
        home_open(&h, true);
        h.at = "2026-03-02T09:00";
        snprintf(limits, sizeof limits, "review: 5wd, review_clock: %s,", laws[i].clock);
        PUBLISH(&h, A03, "review: 5wd,", limits);
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
    PUBLISH(&h, A03, "review: 5wd,", "review: 7wd, review_clock: INF1, total_clock: INF2,");
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

#define B02_FORM                                                                                   \
    "materials", "m1,m2,m3,m4,m5,m6", "form.org_name", "青溪建安置业一分公司", "form.uscc",        \
        "91370299MA3F00161P", "form.legal_rep", "林素琴", "form.legal_rep_id",                     \
        "370299197504161157", "form.contact", "林素琴", "form.contact_phone", "13805320015",       \
        "form.permit_no", "3702992026000000101", "form.area", "12680.5", "form.done", "2026-01-15"

static void accepted_joint(struct home *h, char n[32])
{
    h->at = "2026-03-02T09:00";
    MUST(h, "lixiaomei", "register", NULL, "item", "B02", B02_FORM);
    snprintf(n, 32, "%s", h->number);
    MUST(h, "jinxin", "accept", n);
}

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
        cmocka_unit_test(joint_plan),
        cmocka_unit_test(extension),
        cmocka_unit_test(extension_too_late),
        cmocka_unit_test(extension_of_a_joint_matter),
        cmocka_unit_test(extension_stops_a_default),
        cmocka_unit_test(suspensions),
        cmocka_unit_test(suspended_default),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
