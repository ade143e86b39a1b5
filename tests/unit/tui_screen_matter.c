/* A matter and what is done with it: view, acts, papers, day ledger; the lamp board, cards and
 * reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/lamps.h"
#include "tui/screen/ledger.h"
#include "tui/screen/matter.h"
#include "tui/screen/notices.h"
#include "tui/screen/reports.h"

#define NUMBER "370299202611230000428"
#define LIST_COLUMNS                                                                               \
    "lamp|left|number|item|item_name|applicant|step|step_name|run|holder|phase|outcome|due_at|"    \
    "version|dept|clock"
#define ACT_COLUMNS "act|title|help|step|step_name|post"

static void in_hand(void)
{
    office_new_matter("A03", NUMBER, YC__PHASE__PHASE_HANDLING, 7);
    office_value("org_name", "宏盛食品店");
    office_value("uscc", "91370299MA3F000146");
    office_value("online", "false");
    office_material("m1", "received");
    office_material("m4", "tolerated");
    Yc__Party *p = OFFICE_ADD(parties, yc__party, Yc__Party);
    p->key = mem_strdup("applicant");
    p->name = mem_strdup("宏盛食品店");
    p->id_no = mem_strdup("91370299MA3F000146");
    Yc__StepRun *r = office_run("accept", "scj/clerk", "a");
    r->has_closed_at = true;
    instant_parse("2026-11-23T09:10", &r->closed_at);
    r->by = mem_strdup("heqian");
    strcpy(r->state, "done");
    office_run("check", "scj/exam", "c");
    Yc__Clock *c = OFFICE_ADD(clocks, yc__clock, Yc__Clock);
    c->key = mem_strdup("total");
    c->state = mem_strdup("running");
    c->length = mem_strdup("5wd");
    c->has_start_day = c->has_due_day = true;
    c->start_day = day_of_civil(2026, 11, 23);
    c->due_day = day_of_civil(2026, 11, 30);
    Yc__Paper *paper = OFFICE_ADD(papers, yc__paper, Yc__Paper);
    paper->key = mem_strdup("p1");
    paper->kind = mem_strdup("acceptance");
    paper->number = mem_strdup("政务受〔2026〕12号");
    paper->text =
        mem_strdup("青溪县行政服务中心\n受理通知书\n政务受〔2026〕12号\n\n申请人：宏盛食品店\n");
    paper->has_at = true;
    instant_parse("2026-11-23T09:10", &paper->at);
}

static const struct scripted_answer answers[] = {
    {.name = "acts",
     .columns = ACT_COLUMNS,
     .rows = {"take|Take|take a step into your hands|check|现场核查|scj/exam",
              "pass|Pass|close your step|check|现场核查|scj/exam"}},
    {.name = "trail",
     .columns = "seq|at|actor|post|title|note|act",
     .rows = {"2|2026-11-23T09:10:00|何倩|市监局受理|Accept||accept",
              "1|2026-11-23T08:50:00|李晓梅|登记验证|Register||register"}},
    {.name = "clocks",
     .columns =
         "clock|which|step_name|timer_name|law|article|length|state|result|provisional|sentence",
     .rows = {"review|length||受理审查|行政许可法|第三十二条|5wd|ended|on_time||"
              "2026-11-20起算（当日不计），5个工作日，止于2026-11-27",
              "total|length||许可决定|行政许可法|第四十二条第一款|7wd elapsed|running||provisional|"
              "2026-11-23 10:00:00起算，7个工作日，止于2027-01-04 10:00:00（暂定）；"
              "其间不计：元旦2027-01-01至01-03；中止不计：2026-11-25至12-24（22个工作日）",
              "total|limit||许可决定|行政许可法|第四十二条第一款|10wd|running|||"
              "2026-11-23起算（当日不计），10个工作日，止于2027-01-07",
              "step:check|length|现场核查||||2wd|running|||"}},
    {.name = "ledger",
     .columns = "clock|which|day|weekday|kind|nth|name|notice|minutes|suspension|paper|moment|"
                "cutoff|provisional",
     .rows =
         {"total|length|2026-11-21|6|event|||||||2026-11-21T17:30:00|17:00|",
          "total|length|2026-11-22|7|before||||||||||",
          "total|length|2026-11-23|1|start|||||||2026-11-23T10:00:00||",
          "total|length|2026-11-24|2|counted|1|||210||||||",
          "total|length|2026-11-25|3|suspended|||||检验|政务特〔2026〕1号|||",
          "total|length|2026-11-28|6|weekend||||||||||",
          "total|length|2027-01-01|5|holiday||元旦|"
          "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕7号）||||||provisional"}},
    {.name = "split",
     .columns = "span|kind|key|name|seconds",
     .rows = {"whole|sum|||691200", "whole|part|suspended||86400", "whole|part|department||347400",
              "whole|part|desk||82800", "whole|part|outside||0", "whole|part|applicant||174600",
              "legal|sum|||433800", "legal|part|suspended||86400", "legal|part|department||347400"},
     .pairs = {"legal_from", "2026-03-04T10:30:00", "legal_days", "2"}},
    {.name = NULL},
};

/* --- The matter --- */

static void test_view(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    stage_paint(&office.seat);
    assert_true(fake_looks(
        0, " 370299-20261123-000042-8  食品经营许可(新办)                   11-23 Mon 09:14\n"
           "[1Form]  2Papers in   3Steps   4Clocks   5Money   6Papers out   7Trail\n"
           " 宏盛食品店  in hand\n"
           "--------------------------------------------------------------------------------\n"
           " 单位名称                 宏盛食品店\n"
           " 统一社会信用代码         91370299MA3F000146\n"
           " 是否网络经营             no\n"
           "\n"
           " Registered               2026-11-23 08:50 李晓梅  query code K7Q2WX\n"));
    assert_true(fake_looks(22, " possible: Take Pass\n"));
    office_type("2");
    assert_true(fake_looks(4, " received             食品经营许可申请书\n"
                              " tolerated            食品安全规章制度目录清单\n"));
    office_type("3");
    assert_true(fake_looks(
        4, " 受理                 done     市监局受理       何倩     2026-11-23 09:10\n"
           " 现场核查(两人以上)   open     市监局承办                2026-11-23 09:00\n"));
    office_type("4");
    assert_true(
        fake_looks(4, " decision             running  5 working days 2026-11-23 -> 2026-11-30\n"));
    /* 8 days = 2 d 0:30 + 23 h + 4 d 0:30 + 1 d */
    assert_true(fake_looks(
        7, " Whole time 8d00:00:00 = Applicant 2d00:30:00 · Window 23:00:00 · Department\n"
           " 4d00:30:00 · Special procedure 1d00:00:00\n"
           " Legal time 5d00:30:00 = Department 4d00:30:00 · Special procedure 1d00:00:00\n"
           " counted by law: 2 working days\n"));
    office_type("5");
    assert_true(fake_looks(4, " no charge made out\n"));
    office_type("7");
    assert_true(fake_looks(4, " 2   2026-11-23 09:10  何倩     市监局受理     Accept\n"
                              " 1   2026-11-23 08:50  李晓梅   登记验证       Register\n"));
    office_type("<Tab>"); /* round to the first */
    assert_non_null(strstr(fake_row(1), "[1Form]"));
    office_end();
}

static void test_paper_in_full(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    office_type("6");
    assert_true(
        fake_looks(5, ">  2026-11-23 09:10  Notice of acceptance        政务受〔2026〕12号\n"));
    office_type("<Enter>");
    assert_true(fake_looks(
        0, " Notice of acceptance  政务受〔2026〕12号                       11-23 Mon 09:14\n"
           " 青溪县行政服务中心\n"
           " 受理通知书\n"
           " 政务受〔2026〕12号\n"
           "\n"
           " 申请人：宏盛食品店\n"));
    office_type("<Esc>");
    assert_non_null(strstr(fake_row(1), "[6Papers out]"));
    office_end();
}

static void test_ledger(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    buf_clear(&office.log);
    office_type("<F7>");
    /* Of what runs the decision comes first. */
    assert_string_equal(office_requests(), "clocks " NUMBER " language=en\nledger " NUMBER
                                           " clock=total which=length\n");
    assert_true(fake_looks(
        0, " Day ledger  370299-20261123-000042                             11-23 Mon 09:14\n"
           " [2/4] decision  promised 7 working days (to the second)  running *provisional\n"
           " 2026-11-23 10:00:00起算，7个工作日，止于2027-01-04 10:00:00（暂定）；其间不计\n"
           " ：元旦2027-01-01至01-03；中止不计：2026-11-25至12-24（22个工作日）\n"
           "--------------------------------------------------------------------------------\n"
           "   Day                No.  Counts                 Why\n"
           ">  2026-11-21  Sat         happened, not counted  17:30 after cut-off 17:00\n"
           "   2026-11-22  Sun         not begun yet\n"
           "   2026-11-23  Mon         begins, not counted    10:00:00\n"
           "   2026-11-24  Tue      1  counted                210 min\n"
           "   2026-11-25  Wed         clock stands           检验 政务特〔2026〕1号\n"
           "   2026-11-28  Sat         weekend\n"
           "   2027-01-01  Fri         holiday                元旦 *provisional\n"));
    office_type("<End>");
    assert_true(fake_looks(
        22, " 元旦 *provisional （国办发明电〔2026〕7号）\n"
            " TabNext clock EscBack F1Help F2Register F3Find F5Lamps F6Reports F9Commands\n"));
    buf_clear(&office.log);
    office_type("<Tab>");
    assert_string_equal(office_requests(), "ledger " NUMBER " clock=total which=limit\n");
    assert_non_null(strstr(fake_row(1), "[3/4] decision  by law 10 working days  running"));
    office_type("<BackTab><BackTab>");
    assert_non_null(strstr(fake_row(1), "[1/4] acceptance review  5 working days  in time"));
    office_type("<BackTab>");
    assert_non_null(strstr(fake_row(1), "[4/4] 现场核查  2 working days  running"));
    office_type("<Esc>");
    assert_non_null(strstr(fake_row(0), "370299-20261123-000042-8"));
    office_end();
}

static void test_ledger_narrow(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    fake.cols = 60;
    matter_open(&office.seat, NUMBER);
    office_type("<F7><End>");
    assert_non_null(strstr(fake_row(1), "[2/4] decision  promised 7 working days"));
    /* No date is broken in two. */
    assert_true(fake_looks(2, " 2026-11-23 10:00:00起算，7个工作日，止于2027-01-04\n"
                              " 10:00:00（暂定）；其间不计：元旦2027-01-01至01-03；中止不\n"));
    assert_non_null(strstr(fake_row(22), " 元旦 *provisional （国办发明电〔2026〕7号）"));
    office_end();
    fake.cols = 80;
}

/* A promise to the second, moved by nothing; another kept because it was told in writing though a
 * newer calendar gives an earlier day. */
static void test_clocks_in_words(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    Yc__Clock *c = OFFICE_ADD(clocks, yc__clock, Yc__Clock);
    c->key = mem_strdup("deliver");
    c->state = mem_strdup("running");
    c->length = mem_strdup("7wd elapsed");
    c->has_start_day = c->has_due_day = c->has_due_at = c->has_law_day = c->has_provisional = true;
    c->start_day = day_of_civil(2026, 11, 23);
    c->due_day = day_of_civil(2026, 12, 2);
    assert_true(instant_parse("2026-12-02T10:00:01", &c->due_at));
    c->law_day = day_of_civil(2026, 12, 1);
    c->provisional = true;
    matter_open(&office.seat, NUMBER);
    office_type("4");
    assert_true(fake_looks(
        4, " decision             running  5 working days 2026-11-23 -> 2026-11-30\n"
           " delivery             running  7 working days (to the second) 2026-11-23 ->\n"
           " 2026-12-02 10:00:00*provisional (as told in writing; by the calendar\n"
           " 2026-12-01)\n"));
    office_end();
}

/* 5 working days from 2026-11-23, a Monday: Tuesday 1, Wednesday 2, Thursday 3, Friday 4, weekend,
 * Monday 5. */
static void test_ledger_of_a_promise(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    ledger_of_span(&office.seat, "x", day_of_civil(2026, 11, 23), (struct span){UNIT_WD, 5, false});
    stage_paint(&office.seat);
    assert_non_null(strstr(
        fake_row(2), "from 2026-11-23 (that day not counted): 5 working days, ends 2026-11-30"));
    assert_true(fake_looks(5, ">  2026-11-23  Mon         begins, not counted\n"
                              "   2026-11-24  Tue      1  counted\n"
                              "   2026-11-25  Wed      2  counted\n"
                              "   2026-11-26  Thu      3  counted\n"
                              "   2026-11-27  Fri      4  counted\n"
                              "   2026-11-28  Sat         weekend\n"
                              "   2026-11-29  Sun         weekend\n"
                              "   2026-11-30  Mon      5  counted\n"));
    words_language("zh_CN");
    ledger_of_span(&office.seat, "x", day_of_civil(2026, 11, 23), (struct span){UNIT_WD, 5, false});
    stage_paint(&office.seat);
    assert_non_null(strstr(fake_row(2), "2026-11-23起算（当日不计），5个工作日，止于2026-11-30"));
    office_end();
}

/* --- Acts --- */

static void test_pass_asks_for_two_officers(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    buf_clear(&office.log);
    office_type("a");
    assert_non_null(strstr(fake_row(3), "*Officers  ["));
    assert_non_null(strstr(fake_row(4), " Opinion   ["));
    assert_true(fake_looks(22, " officers on site, at least two where the law says so\n"
                               " F2Save F3Pick EscBack F1Help\n"));
    office_type("<Enter>"); /* not without them */
    assert_string_equal(office_requests(), "");
    assert_non_null(strstr(fake_row(22), "!Officers: must be filled in"));
    office_type("许建平,沈佳<Enter>");
    assert_true(office_began_with("pass " NUMBER " step=check officers=许建平,沈佳 v7\n"));
    office_end();
}

static void test_optional_is_reached(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    buf_clear(&office.log);
    office_type("P许建平,沈佳<Down>合格<F2>");
    assert_true(
        office_began_with("pass " NUMBER " step=check officers=许建平,沈佳 opinion=合格 v7\n"));
    office_end();
}

static void test_refused_act_keeps_what_was_typed(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    office.refuse = "pass";
    office.msgid = "the matter was changed meanwhile: look at it again";
    office_type("a许建平,沈佳<Enter>");
    assert_non_null(strstr(fake_row(22), "!the matter was changed meanwhile"));
    assert_non_null(strstr(fake_row(3), "许建平,沈佳"));
    office_end();
}

static void test_cashier(void **state)
{
    static const struct scripted_answer cashier[] = {
        {.name = "acts",
         .columns = ACT_COLUMNS,
         .rows = {"pay|Pay|take the money|pay|收费|centre/cash"}},
        {.name = "pay", .pairs = {"receipt", "37022600000007"}},
        {.name = NULL}};

    (void)state;
    office_start(cashier, "chenlihua");
    in_hand();
    Yc__Charge *c = OFFICE_ADD(charges, yc__charge, Yc__Charge);
    c->key = mem_strdup("c1");
    c->has_fen = true;
    c->fen = 8650;
    matter_open(&office.seat, NUMBER);
    buf_clear(&office.log);
    office_type("a4<Enter>"); /* scanned code; the amount due stands there already */
    assert_true(office_began_with("pay " NUMBER " channel=code amount=86.50 v7\n"));
    assert_true(fake_looks(22, " Pay: done, receipt 37022600000007\n"));
    office_end();
}

/* The line goes in the middle of an opinion, and the act is begun again. */
static void test_act_is_kept_on_hangup(void **state)
{
    (void)state;
    office_start(answers, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    office_type("P许建平,沈佳");
    stage_keep(&office.seat);
    while (strcmp(office.seat.top->kind->mode, "matter") != 0)
        stage_pop(&office.seat);
    office_type("P");
    assert_non_null(strstr(fake_row(22), "the draft is back"));
    assert_non_null(strstr(fake_row(3), "许建平,沈佳"));
    office_type("<Esc>P"); /* given up */
    assert_null(strstr(fake_row(22), "the draft is back"));
    assert_null(strstr(fake_row(3), "许建平,沈佳"));
    office_end();
}

/* What is on the paper is typed, never proposed from the record. */
static void test_verifier(void **state)
{
    static const struct scripted_answer verifier[] = {
        {.name = "acts",
         .columns = ACT_COLUMNS,
         .rows = {"verify|Verify|compare|verify|验证|centre/reg"}},
        {.name = NULL}};

    (void)state;
    office_start(verifier, "wangshufen");
    in_hand();
    office.matter->cert_no = mem_strdup("JY23702990000001");
    matter_open(&office.seat, NUMBER);
    buf_clear(&office.log);
    office_type("a");
    assert_true(fake_looks(
        3, "| *Result           [                              ]                           |\n"
           "|  Certificate no.  [__________________________________________________]       |\n"
           "|  Fee              [______________]                                           |\n"));
    office_type("1JY23702990000001<Enter>86.5<Enter>");
    assert_true(office_began_with("verify " NUMBER
                                  " result=granted cert_no=JY23702990000001 fee=86.5 v7\n"));
    office_end();
}

static void test_notice_from_the_form(void **state)
{
    static const struct scripted_answer clerk[] = {
        {.name = "acts",
         .columns = ACT_COLUMNS,
         .rows = {"accept|Accept|accept|accept|受理|scj/clerk",
                  "notice|One-time notice|tell|accept|受理|scj/clerk"}},
        {.name = "notice", .pairs = {"paper", "政务补〔2026〕3号"}},
        {.name = NULL}};

    (void)state;
    office_start(clerk, "heqian");
    in_hand();
    office.matter->phase = YC__PHASE__PHASE_REVIEW;
    matter_open(&office.seat, NUMBER); /* the form comes up on top */
    stage_paint(&office.seat);
    assert_non_null(strstr(fake_row(2), "[宏盛食品店__"));
    buf_clear(&office.log);
    office_type("<F9>not<Enter>1");
    assert_non_null(strstr(fake_row(3), "1[x]食品经营许可申请书"));
    office_type("<Down>缺签字<F2>");
    assert_non_null(
        strstr(office_requests(), "notice " NUMBER " step=accept reject=m1 remark=缺签字 v7\n"));
    assert_non_null(strstr(fake_row(22), "One-time notice: done, paper 政务补〔2026〕3号"));
    office_end();
}

static void test_nothing_to_do(void **state)
{
    static const struct scripted_answer nobody[] = {{.name = "acts", .columns = ACT_COLUMNS},
                                                    {.name = NULL}};

    (void)state;
    office_start(nobody, "xujianping");
    in_hand();
    matter_open(&office.seat, NUMBER);
    office_type("a");
    assert_non_null(strstr(fake_row(22), "*there is nothing here for you to carry on now"));
    office_end();
}

/* --- Supervision, notices, reports --- */

static void test_lamps(void **state)
{
    static const struct scripted_answer board[] = {
        {.name = "lamps",
         .columns = "dept|name|green|yellow|red|blue|white|notices|yellows|reds",
         .rows = {"scj|青溪县市场监督管理局|12|2|1|0|3|2|1|0",
                  "wjj|青溪县卫生健康局|4|0|0|1|0|0|0|0"}},
        {.name = "lamp_list",
         .columns = LIST_COLUMNS,
         .rows = {"red|-1|" NUMBER
                  "|A03|食品经营许可(新办)|宏盛食品店|review|审核|review||HANDLING|OPEN|2026-11-"
                  "21T00:00:00|5|scj|total"}},
        {.name = "cards",
         .columns = "at|level|rule|number|dept|post|owner|text|state",
         .rows = {"2026-11-23T00:00:00|yellow|M-T3|" NUMBER
                  "|scj|市监局审核|韩雪松|total 5wd|issued"}},
        {.name = NULL}};

    (void)state;
    office_start(board, "sunjing");
    in_hand();
    office_type("<F5>");
    assert_true(fake_looks(
        0, " Lamp board                                                     11-23 Mon 09:14\n"
           "   Department                    GN    YL    RD    HD    --   Warn  Yel.c  Red c\n"
           ">  青溪县市场监督管理局          12     2     1     .     3      2      1      .\n"
           "   青溪县卫生健康局               4     .     .     1     .      .      .      .\n"));
    office_type("<Enter>");
    assert_true(fake_looks(
        0, " Lamps  青溪县市场监督管理局  all lamps                         11-23 Mon 09:14\n"
           "   Lp  Number                  Item                Applicant   Step      Left\n"
           ">  RD  370299-20261123-000042  食品经营许可(新办)  宏盛食品店  审核      1d over\n"));
    office_type("r<Enter>");
    assert_string_equal(office_requests(),
                        "lamps\nlamp_list dept=scj\nlamp_list dept=scj lamp=red\nmatter " NUMBER
                        "\nacts " NUMBER "\n");
    office_type("<Esc><Esc>c");
    assert_true(fake_looks(
        2, ">  00:00  yellow card  M-T3   370299-20261123-000042  市监局审核      韩雪松\n"));
    office_end();
}

static void test_notices(void **state)
{
    static const struct scripted_answer unread[] = {
        {.name = "notices",
         .columns = "at|number|key|msgid|arg|to",
         .rows = {"2026-11-23T08:00:00|" NUMBER
                  "|n1|{1} is deemed accepted ({2})|review|scj/clerk"}},
        {.name = NULL}};

    (void)state;
    office_start(unread, "heqian");
    in_hand();
    office_type("n");
    assert_true(fake_looks(
        2, ">  11-23 08:00  370299-20261123-000042  this matter is deemed accepted (review)\n"));
    office_type("<Enter>");
    assert_non_null(strstr(office_requests(), "read_notice " NUMBER " notice=n1\n"));
    assert_non_null(strstr(fake_row(0), "370299-20261123-000042-8"));
    office_end();
}

static void test_reports(void **state)
{
    static const struct scripted_answer written[] = {
        {.name = "reports", .columns = "date|name", .rows = {"2026-11-22|day-2026-11-22.txt"}},
        {.name = "report_text", .pairs = {"text", "日报 2026-11-22\n办结 7\n"}},
        {.name = "measures",
         .columns =
             "key|name|registered|accepted|finished|open|open_late|printed|verified|yellows|reds",
         .rows = {"scj|青溪县市场监督管理局|5|4|3|12|1|2|2|1|0"}},
        {.name = NULL}};

    (void)state;
    office_start(written, "sunjing");
    office_type("<F6>");
    assert_true(fake_looks(2, ">  2026-11-22  day-2026-11-22.txt\n"));
    office_type("<Enter>");
    assert_true(fake_looks(
        0, " day-2026-11-22.txt                                             11-23 Mon 09:14\n"
           " 日报 2026-11-22\n"
           " 办结 7\n"));
    office_type("<Esc><Tab>");
    assert_true(fake_looks(
        1, "   Department                Reg.  Acc.  Fin.  Open  Late  Prt.  Ver.  Yel.  Red\n"
           ">  青溪县市场监督管理局         5     4     3    12     1     2     2     1    .\n"));
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_view),
        cmocka_unit_test(test_paper_in_full),
        cmocka_unit_test(test_ledger),
        cmocka_unit_test(test_ledger_narrow),
        cmocka_unit_test(test_clocks_in_words),
        cmocka_unit_test(test_ledger_of_a_promise),
        cmocka_unit_test(test_pass_asks_for_two_officers),
        cmocka_unit_test(test_optional_is_reached),
        cmocka_unit_test(test_refused_act_keeps_what_was_typed),
        cmocka_unit_test(test_cashier),
        cmocka_unit_test(test_act_is_kept_on_hangup),
        cmocka_unit_test(test_verifier),
        cmocka_unit_test(test_notice_from_the_form),
        cmocka_unit_test(test_nothing_to_do),
        cmocka_unit_test(test_lamps),
        cmocka_unit_test(test_notices),
        cmocka_unit_test(test_reports),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
