/* The form at the counter: what it looks like, what it refuses, what it sends, what it keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/application.h"

#define NUMBER "370299202611230000428"
#define LIST_COLUMNS                                                                               \
    "lamp|left|number|item|item_name|applicant|step|step_name|run|holder|phase|outcome|due_at|"    \
    "version|dept|"                                                                                \
    "clock"

static const struct scripted_answer none[] = {
    {.name = "accept", .pairs = {"paper", "政务受〔2026〕12号"}}, {.name = NULL}};

static const char filled[] =
    "form.org_name=宏盛食品店 form.uscc=91370299MA3F000146 form.legal_rep=李宏盛 "
    "form.legal_rep_id=370299198801150010 "
    "form.contact=李宏盛 form.contact_phone=13800000000 form.premises_addr=北京路12号 "
    "form.premises_area=86.00 "
    "form.biz_type=餐饮服务经营者 form.projects=热食类食品制售 form.staff=3 form.online=false";

/* Every field of A03 as a clerk types it, from the item's code to the last one. */
static const char typing[] = "<F2>A03<Enter>宏盛食品店<Enter>91370299MA3F000146李宏盛<Enter>"
                             "370299198801150010<Enter>13800000000"
                             "<Enter>北京路12号<Enter>86<Enter>22<Enter>3<Enter>2";

static void registered(void)
{
    office_new_matter("A03", NUMBER, YC__PHASE__PHASE_REVIEW, 1);
    Yc__Party *p = OFFICE_ADD(parties, yc__party, Yc__Party);
    p->key = mem_strdup("applicant");
    p->name = mem_strdup("宏盛食品店");
    office_value("org_name", "宏盛食品店");
    office_value("uscc", "91370299MA3F000146");
    office_value("legal_rep", "李宏盛");
    office_value("legal_rep_id", "370299198801150010");
    office_value("contact", "李宏盛");
    office_value("contact_phone", "13800000000");
    office_value("premises_addr", "北京路12号");
    office_value("premises_area", "86.00");
    office_value("biz_type", "餐饮服务经营者");
    office_value("projects", "热食类食品制售");
    office_value("staff", "3");
    office_value("online", "false");
    for (int i = 1; i <= 5; i++) {
        char key[3] = {'m', (char)('0' + i), '\0'};
        office_material(key, i <= 4 ? "received" : "missing");
    }
}

/* --- A standard acceptance --- */

static void test_register_and_accept(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    for (size_t i = 0; i < office.matter->n_materials; i++)
        strcpy(office.matter->materials[i]->state, "missing");
    int cost = office_type(typing);
    assert_non_null(strstr(office_requests(), "find words=91370299MA3F000146\n"));
    buf_clear(&office.log);
    cost += office_type("<Ctrl-A><F8>");
    char *want = mem_printf("register item=A03 %s materials=m1,m2,m3,m4,m5\nmatter %s\naccept %s "
                            "materials=m1,m2,m3,m4,m5 v1\n",
                            filled, NUMBER, NUMBER);
    assert_true(office_began_with(want));
    free(want);
    assert_non_null(strstr(fake_row(22), "Accept: done, paper 政务受〔2026〕12号"));
    const char *contents =
        "宏盛食品店91370299MA3F000146李宏盛37029919880115001013800000000北京路12号862232";
    int floor = 0;
    for (uint32_t ch; *contents; floor += ch >= 0x2E80 ? 35 : 10)
        contents += text_decode(contents, &ch);
    print_message("standard acceptance, new applicant, A03: %d.%d keystrokes, of which %d.%d are "
                  "the contents themselves "
                  "(a Han character is 3.5), KLM %.1f s\n",
                  cost / 10, cost % 10, floor / 10, floor % 10, office_klm(cost, 7));
    assert_true(cost - floor <= 200); /* item, going on, materials, save and accept */
    office_end();
}

static void test_returning_applicant(void **state)
{
    static const struct scripted_answer answers[] = {
        {.name = "find",
         .columns = LIST_COLUMNS,
         .rows = {"white|0|370299202611030000179|A03|食品经营许可(新办)|宏盛食品店|||||ARCHIVED|"
                  "GRANTED||9|scj|"}},
        {.name = "accept", .pairs = {"paper", "政务受〔2026〕12号"}},
        {.name = NULL}};

    (void)state;
    office_start(answers, "zhangmin");
    registered();
    int cost = office_type("<F2>A03<Enter><Down>91370299MA3F000146");
    assert_non_null(
        strstr(fake_row(22),
               "*宏盛食品店 was here before (370299-20261123-000042): Ctrl-D fills in what is"));
    assert_null(strstr(fake_row(2), "宏盛")); /* never by itself */
    cost += office_type("<Ctrl-D>");
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    assert_non_null(strstr(fake_row(22), "11 fields filled in")); /* the twelfth had been typed */
    for (size_t i = 0; i < office.matter->n_materials; i++)
        strcpy(office.matter->materials[i]->state, "missing");
    cost += office_type("<Ctrl-A><F8>");
    char *want = mem_printf("register item=A03 %s materials=m1,m2,m3,m4,m5\n", filled);
    assert_non_null(strstr(office_requests(), want));
    free(want);
    print_message("standard acceptance, returning applicant, A03: %d.%d keystrokes, KLM %.1f s\n",
                  cost / 10, cost % 10, office_klm(cost, 3));
    assert_true(cost <= 300);
    office_end();
}

/* --- What is wrong --- */

static void test_errors(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    office_type("<F2>A03<Enter>宏盛食品店<Enter>91370299MA3F000147李宏盛<Enter>370299198801150010");
    assert_true(fake_looks(
        0, " 食品经营许可(新办)  Register                      11-23 Mon 09:14  draft 09:14\n"
           " -- 申请单位\n"
           "*单位名称   [宏盛食品店____________________________________________]\n"
           "!信用代码   [91370299MA3F000147]               *负责人   [李宏盛____________]\n"
           "*负责人证件 [370299198801150010]  M1988-01-15  *联系人   [李宏盛____________]\n"
           "*联系电话   [______________]\n"
           " -- 委托代理人\n"));
    assert_true(
        fake_looks(21, " Limit   by law 10 working days promised 5 working days -> 2026-11-30\n"));
    buf_clear(&office.log);
    office_type("<F8>");
    assert_string_equal(office_requests(), "");
    assert_non_null(strstr(fake_row(22), "!9 to mend, first 统一社会信用代码:"));
    assert_int_equal(fake.cursor_row, 3);
    office_type("<F5>");
    assert_non_null(strstr(fake_row(3), "统一社会信用代码"));
    assert_non_null(strstr(fake_row(4), "联系电话: must be filled in"));
    office_end();
}

static void test_incomplete_is_registered_when_insisted(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    office_type("<F2>A03<Enter>宏盛食品店<Enter>91370299MA3F000146");
    buf_clear(&office.log);
    office_type("<F2>");
    assert_string_equal(office_requests(), "");
    assert_non_null(strstr(fake_row(22), "save again: as it is"));
    office_type("<F2>");
    assert_true(office_began_with(
        "register item=A03 form.org_name=宏盛食品店 form.uscc=91370299MA3F000146\n"));
    assert_non_null(strstr(fake_row(22), "registered: 370299-20261123-000042, query code K7Q2WX"));
    office_end();
}

static void test_refusal_keeps_the_form(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    office_type(typing);
    office_type("<Ctrl-A>");
    office.refuse = "register";
    office.msgid = "this hall has used up the numbers of {1}";
    office_type("<F8>");
    assert_non_null(strstr(fake_row(22), "!this hall has used up"));
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    office.refuse = NULL;
    buf_clear(&office.log);
    office_type("<F8>");
    assert_true(office_began_with("register item=A03 form.org_name"));
    office_end();
}

/* Registered, but the acceptance is refused: the form goes on with the number it has got. */
static void test_acceptance_refused_after_registering(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    office_type(typing);
    office.refuse = "accept";
    office.msgid = "{1} may be done by: {2}; you hold no such post for this item";
    office_type("<Ctrl-A><F8>");
    assert_non_null(strstr(fake_row(0), "370299-20261123-000042"));
    assert_non_null(strstr(fake_row(22), "may be done by"));
    office.refuse = NULL;
    buf_clear(&office.log);
    office_type("<F8>");
    assert_true(office_began_with("accept " NUMBER));
    assert_null(strstr(office_requests(), "register"));
    office_end();
}

static void test_materials(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    office_type("<F2>A03<Enter>");
    office_type("<Ctrl-A>");
    assert_non_null(strstr(fake_row(16), "3[x]"));
    office_type("1<Up>"); /* from paper to shared, which the application form cannot be */
    assert_non_null(strstr(fake_row(22), "cannot be had from a shared source"));
    office_end();
}

/* --- Drafts --- */

static char *draft_file(void)
{
    return mem_printf("%s/zhangmin.A03.draft", office.drafts);
}

static void test_draft_after_every_field(void **state)
{
    (void)state;
    struct stat st;
    char text[400] = "";
    office_start(none, "zhangmin");
    char *path = draft_file();

    office_type("<F2>A03<Enter>宏盛食品店");
    assert_int_equal(access(path, F_OK), -1); /* the field is not left yet */
    office_type("<Enter>9137");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    FILE *in = fopen(path, "r");
    assert_true(fread(text, 1, sizeof text - 1, in) > 0);
    fclose(in);
    assert_non_null(strstr(text, "org_name=宏盛食品店\n"));
    free(path);
    office_end();
}

/* SIGHUP: even the field being typed is kept; a form without anything leaves nothing behind. */
static void test_draft_kept_on_hangup(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    char *path = draft_file();
    office_type("<F2>A03<Enter>");
    stage_keep(&office.seat);
    assert_int_equal(access(path, F_OK), -1);
    office_type("宏盛食");
    buf_clear(&office.log);
    stage_keep(&office.seat);
    assert_int_equal(access(path, F_OK), 0);
    assert_string_equal(office_requests(), "");
    free(path);
    office_end();
}

static void test_esc_restores_then_leaves(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    office_type("<F2>A03<Enter>宏盛<Esc>");
    assert_non_null(strstr(fake_row(2), "[____"));
    assert_non_null(strstr(fake_row(0), "食品经营许可"));
    office_type("宏盛<Enter><Esc>");
    assert_non_null(strstr(fake_row(0), "Yichuang"));
    assert_non_null(strstr(fake_row(22), "the draft is kept"));
    office_type("<F2>A03<Enter>");
    assert_non_null(strstr(fake_row(10), "unfinished draft"));
    office_type("<Enter>");
    assert_non_null(strstr(fake_row(2), "[宏盛__"));
    office_type("<Esc><F2>A03<Enter><Esc>"); /* no: a new form */
    assert_non_null(strstr(fake_row(2), "[____"));
    office_end();
}

static void test_draft_goes_when_saved(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    char *path = draft_file();
    office_type(typing);
    assert_int_equal(access(path, F_OK), 0);
    office_type("<F2>");
    assert_int_equal(access(path, F_OK), -1);
    office_type("<F2>"); /* and the item used last is the first */
    assert_non_null(strstr(fake_row(3), ">          A03"));
    office_type("A03<Enter><Esc><F2>"); /* used twice: it has a digit of its own */
    assert_non_null(strstr(fake_row(3), ">  1       A03"));
    office_type("1");
    assert_non_null(strstr(fake_row(0), "食品经营许可(新办)"));
    office_type("<Ctrl-D>"); /* repeats the record before */
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    free(path);
    office_end();
}

/* --- A matter in review --- */

static void test_edit_sends_what_differs(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    application_edit(&office.seat, office.matter);
    stage_paint(&office.seat);
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    buf_clear(&office.log);
    office_type("<Ctrl-U>宏盛饭店<Ctrl-A><F8>");
    assert_true(office_began_with("accept " NUMBER " form.org_name=宏盛饭店 materials=m5 v1\n"));
    office_end();
}

static void test_change_elsewhere_is_told(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    application_edit(&office.seat, office.matter);
    office_type("新名");
    office.matter->version = 2;
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    assert_non_null(strstr(fake_row(22), "*this matter was changed elsewhere"));
    assert_non_null(strstr(fake_row(2), "宏盛食品店新名")); /* nothing typed is touched */
    office_end();
}

/* The list on it stays until it is answered; then the form of what is no longer to be filled in
 * goes.
 */
static void test_over_under_a_popup(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    registered();
    application_edit(&office.seat, office.matter);
    office_type("<F9>");
    assert_string_equal(office.seat.top->kind->mode, "palette");
    office.matter->version = 2;
    office.matter->phase = YC__PHASE__PHASE_HANDLING;
    stage_changed(&office.seat);
    assert_string_equal(office.seat.top->kind->mode, "palette");
    office_type("<Esc>");
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    assert_non_null(strstr(fake_row(22), "*this matter was changed elsewhere"));
    office_end();
}

/* Two forms of one thing would write over each other's draft. */
static void test_one_form_of_a_thing(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    office_type("<F2>A03<Enter>宏盛食品店<Enter><F9>register<Enter>A03<Enter>");
    assert_non_null(strstr(fake_row(22), "*this form is open below already"));
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    office_type("<Esc>");
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    registered();
    application_edit(&office.seat, office.matter);
    struct screen *first = office.seat.top;
    application_edit(&office.seat, office.matter);
    assert_ptr_equal(office.seat.top, first);
    office_end();
}

static void test_table(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    office_type("<F2>A07<Enter>");
    for (int i = 0; i < 13; i++)
        office_type("<Tab>");
    office_type("1 12.5<Ctrl-O>人行道砖|3<F2><F2>");
    assert_non_null(strstr(office_requests(),
                           "form.digs=[{\"surface\":\"沥青混凝土\",\"sq\":\"12.50\"},{"
                           "\"surface\":\"人行道砖\",\"sq\":\"3.00\"}]"));
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_register_and_accept),
        cmocka_unit_test(test_returning_applicant),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_incomplete_is_registered_when_insisted),
        cmocka_unit_test(test_refusal_keeps_the_form),
        cmocka_unit_test(test_acceptance_refused_after_registering),
        cmocka_unit_test(test_materials),
        cmocka_unit_test(test_draft_after_every_field),
        cmocka_unit_test(test_draft_kept_on_hangup),
        cmocka_unit_test(test_esc_restores_then_leaves),
        cmocka_unit_test(test_draft_goes_when_saved),
        cmocka_unit_test(test_edit_sends_what_differs),
        cmocka_unit_test(test_change_elsewhere_is_told),
        cmocka_unit_test(test_over_under_a_popup),
        cmocka_unit_test(test_one_form_of_a_thing),
        cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
