/* Lint: every finding, at the place where it stands, and all of them in one go. */
#include "catalog_findings.h"

static void test_minimal_is_good(void **state)
{
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c;

    (void)state;
    minimal_files(&fs, NULL, NULL, 0);
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_OK);
    assert_int_equal(got.n, 0);
    assert_non_null(catalog_item(c, "X01"));
    catalog_free(c);
    catalog_files_free(&fs);
}

#define HEAD                                                                                        \
    "id: X01\nname: 试验事项\ncode: \"11370299MB9X00023P4370131901001\"\ndept: scj\npower: "    \
    "行政许可\n"                                                                                \
    "kind: committed\nobject: 法人\nchannels: [窗口]\nbasis: [{law: 行政许可法, article: " \
    "第三十二条, src: text}]\n"
#define LIMITS "limits: {statutory: 10wd, commitment: 5wd, review: 5wd}\n"
#define STEPS                                                                                      \
    "steps:\n"                                                                                     \
    "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"                      \
    "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"                       \
    "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n"
#define ENDS                                                                                       \
    "  - {key: deliver, name: 送达, act: deliver, role: print, outside_limit: true}\n"           \
    "  - {key: verify, name: 验证, act: verify, role: reg, outside_limit: true}\n"
#define PAPERS "materials: [{key: m1, name: 申请书}]\n"
#define OUTCOME "outcome: {cert: 许可证, number: \"试{N}\"}\n"

static void test_shape_of_an_item(void **state)
{
    (void)state;
    EXPECT("data/items/X01.yaml",
           "id: ¤X02\n"
           "¤nmae: 试验事项\n" /* the misspelt key, and the missing one at the top below */
           "name: ¤\"\"\n"
           "code: \"11370299MB9X00023P4¤x70131901001\"\n"
           "dept: ¤nobody\n"
           "power: ¤[行政许可]\n"
           "kind: ¤sometimes\n"
           "object: 法人\n"
           "channels: ¤窗口\n"
           "basis:\n"
           "  - ¤{law: 行政许可法, src: ¤maybe}\n"
           "  - ¤行政许可法\n"
           "limits: {statutory: 10wd, commitment: ¤5weeks, review: 5wd}\n" STEPS ENDS "materials:\n"
           "  - {key: m1, name: 申请书, copies: ¤0, required: ¤yes}\n"
           "  - {key: ¤m1, name: 证明}\n"
           "  - {key: ¤M2, name: ¤\"a\\nb\"}\n" OUTCOME,
           "the file is named after X01, but this says X02", "unknown key \"nmae\"",
           "\"name\" must not be empty",
           "after the credit code come the level, 1 to 6, and twelve digits",
           "there is no department \"nobody\"", "\"power\" should be a text",
           "\"kind\" cannot be \"sometimes\"; expected immediate committed joint upward proxy "
           "dual_net trade",
           "\"channels\" should be a list", "\"article\" is missing",
           "\"src\" cannot be \"maybe\"; expected text mem", "\"-\" should be a mapping",
           "\"commitment\": \"5weeks\" is not a length of time such as 5wd, 7cd, 3mo, 24hr, 2bh, "
           "30min or now",
           "\"copies\" should be a whole number from 1 to 99",
           "\"required\" should be true or false", "\"m1\" is given twice",
           "\"M2\" is not a key: small letters, digits and _, at most 32",
           "the text must be one line without control characters");
}

static void test_item_against_itself(void **state)
{
    (void)state;
    /* the organ of the code is another, the commitment is too long, nobody may extend, no such
     * date, no silence for public safety, tolerance nowhere, "when" of what is never required,
     * patterns */
    EXPECT("data/items/X01.yaml",
           "id: X01\nname: 试验事项\ncode: ¤\"12370299MB9X00007Y4370131901001\"\ndept: scj\npower: "
           "行政许可\n"
           "kind: committed\nobject: 法人\nchannels: [窗口]\nbasis: ¤[]\n"
           "limits: {statutory: 10wd, extension: ¤5wd, commitment: ¤11wd, review: 5wd, hard_stop: "
           "¤staff}\n"
           "safety: true\nsilence: ¤statutory_renewal\n" STEPS ENDS "materials:\n"
           "  - {key: m1, name: 申请书, tolerable: ¤true}\n"
           "  - {key: m2, name: 证明, required: false, when: ¤'staff > 10'}\n"
           "outcome: {cert: 许可证, number: \"试{N}\"}\n",
           "the item code does not begin with 11370299MB9X00023P, the credit code of 市监局",
           "\"basis\" must not be empty", "say in extension_by who may extend (许可法42)",
           "the commitment of 11wd is longer than the statutory limit of 10wd",
           "the form has no date field \"staff\"",
           "no silence may grant in a matter of public safety",
           "the item has no \"tolerance\" that says until when",
           "\"when\" says when it is required; it cannot be required: false");
}

/* B.7: local silence rests on a rule, grants only what is decided within a limit, and touches no
 * part that is never deemed agreed. */
static void test_local_silence(void **state)
{
    (void)state;
    EXPECT(
        "data/items/X01.yaml",
        HEAD LIMITS
        "silence: ¤local_overdue\n"
        "steps:\n"
        "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"
        "  - {key: fire, name: 消防, role: head, limit: 1wd, never_silent: ¤true}\n"
        "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"
        "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n" ENDS PAPERS OUTCOME,
        "local silence needs silence_rule, the number of the rule that allows it",
        "step \"fire\" is never deemed agreed, so the whole is never granted by silence");
    EXPECT("data/items/X01.yaml",
           HEAD
           "limits: {review: 5wd}\nsilence: ¤local_overdue\nsilence_rule: 试政发1号\n" STEPS ENDS
               PAPERS OUTCOME,
           "there is no decision with a limit that could be overdue");
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS
           "silence: ¤local_absent\nsilence_rule: 试政发1号\n" STEPS ENDS PAPERS OUTCOME,
           "there is no parallel part with a limit that could be deemed agreed");
    EXPECT("data/items/X01.yaml", HEAD LIMITS
           "silence: local_overdue\nsilence_rule: 试政发1号\n" STEPS ENDS PAPERS OUTCOME);
}

/* 许可法42: the title is one that some role goes by. */
static void test_who_extends(void **state)
{
    (void)state;
    EXPECT("data/items/X01.yaml",
           HEAD "limits: {statutory: 10wd, extension: 5wd, extension_by: ¤局领导, commitment: 5wd, "
                "review: 5wd}\n" STEPS ENDS PAPERS OUTCOME,
           "no role approves for \"局领导\" (data/hall/roles.yaml, approves)");
}

static void test_number_pattern(void **state)
{
    (void)state;
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS STEPS ENDS PAPERS
           "outcome: {cert: 许可证, number: ¤\"试{YYYY}¤{N:13}¤{YY}{YYYY}号¤}\"}\n",
           "a number pattern has exactly one serial {N}",
           "a number pattern knows {YYYY}, {N} and {N:1} to {N:12}",
           "a number pattern knows {YYYY}, {N} and {N:1} to {N:12}",
           "a number pattern knows {YYYY}, {N} and {N:1} to {N:12}");
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS STEPS ENDS PAPERS "outcome: {cert: 许可证, number: ¤\"{N:6}{N}\"}\n",
           "a number pattern has exactly one serial {N}");
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS STEPS ENDS PAPERS "outcome: {cert: 许可证, number: \"{N:12}\"}\n");
}

/* Expressions are compiled against the form's fields; the column is inside the line. */
static void test_expressions(void **state)
{
    (void)state;
    EXPECT(
        "data/items/X01.yaml",
        HEAD LIMITS
        "steps:\n"
        "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd, when: '¤stuff > 1'}\n"
        "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"
        "  - {key: pay, name: 收费, role: head, act: pass}\n"
        "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n" ENDS
        "materials: [{key: m1, name: 申请书, when: 'staff ¤+ name'}, {key: m2, name: 证明, when: "
        "\"name == \\\"中\\\" ¤&& 1\"}]\n" OUTCOME,
        "there is no field stuff", "this operator does not go between a number and a text",
        "this operator does not go between a bool and a number");
    EXPECT(
        "forms/X01.yaml",
        "item: ¤X02\n"
        "include: [person, ¤agent]\n"
        "sections:\n"
        "  - title: 经营\n"
        "    fields:\n"
        "      - {key: staff, label: 人数, type: int, check: 'staff >= ¤'}\n"
        "      - {key: ¤name, label: 姓名, type: text, class: pi}\n"
        "      - {key: ¤today, label: 今天, type: date, need: ¤soon}\n"
        "      - {key: kind, label: 类别, type: ¤enum}\n"
        "      - {key: note, label: 说明, type: text, values: ¤[甲], scale: ¤2}\n"
        "      - {key: many, label: 多选, type: multi, values: [甲, ¤乙|丙, ¤甲]}\n"
        "      - {key: total, label: 合计, type: money, computed: '¤name'}\n"
        "      - {key: rows, label: 明细, type: table, min_rows: ¤3, max_rows: 2, columns: [{key: "
        "a, label: 甲, type: int, check: ¤'a > 1'}, {key: ¤a, label: 乙, type: ¤table}]}\n",
        "the file is named after X01, but this says X02", "there is no field set \"agent\"",
        "a value is missing here", "the field \"name\" is in the form twice",
        "\"today\" is the date of today in every expression",
        "\"need\" cannot be \"soon\"; expected no accept verify finish",
        "a field of type enum needs values to choose from", "a field of type text has no values",
        "a field of type text has no scale", "a value to choose must not hold |",
        "\"甲\" is given twice", "this is a text, but a number is needed",
        "more rows are needed than are allowed", "a column has no \"check\"; give it to the table",
        "\"a\" is given twice", "a table cannot stand in a table");
    /* a set sees its own fields only */
    EXPECT("forms/sets.yaml",
           "sets:\n"
           "  - key: person\n"
           "    title: 申请人\n"
           "    fields:\n"
           "      - {key: name, label: 姓名, type: text, class: pi, check: '¤staff > 1'}\n"
           "  - {key: ¤person, title: 又, fields: [{key: other, label: 别, type: ¤string}]}\n",
           "there is no field staff", "\"person\" is given twice",
           "\"type\" cannot be \"string\"; expected text int decimal money date enum multi bool "
           "id_no uscc phone region table");
}

/* --- Forms --- */

#define FORM(layout, fields) "item: X01\nsections:\n  - title: 经营\n" layout "    fields:\n" fields

static void test_field_attributes(void **state)
{
    (void)state;
    EXPECT("forms/X01.yaml",
           FORM("",
                "      - {key: a, label: 甲, type: text, mask: \"¤年\"}\n"
                "      - {key: b, label: 乙, type: text, mask: \"99¤\\\\\", max: ¤3}\n"
                "      - {key: c, label: 丙, type: int, range: ¤1-5, digits: ¤true}\n"
                "      - {key: d, label: 丁, type: date, range: ¤2026-02-02..2026-02-01}\n"
                "      - {key: e, label: 戊, type: money, range: ¤..}\n"
                "      - {key: f, label: 己, type: text, lookup: ¤nowhere}\n"
                "      - {key: g, label: 庚, type: enum, values: [一, 二], lines: ¤2, fill: "
                "¤'\"三\"'}\n"
                "      - {key: h, label: 辛, type: text, when: 'a ¤== 5', fill: '¤nobody'}\n"
                "      - {key: i, label: 壬, type: int, computed: '1', fill: ¤'1', dup: ¤maybe}\n"
                "      - key: j\n        label: 癸\n        type: table\n        columns:\n"
                "          - {key: k, label: 子, type: text, twice: ¤true, range: ¤1..2}\n"),
           "not a mask: 9 is a digit, A a letter, X either, \\ makes the next a mark; at most 60 "
           "characters and one of them typed",
           "not a mask: 9 is a digit, A a letter, X either, \\ makes the next a mark; at most 60 "
           "characters and one of them typed",
           "\"mask\" and \"max\" do not go together",
           "\"1-5\" is not a range; write 1..9999, 0.5.. or ..2026-12-31",
           "a field of type int has no digits", "the range ends before it begins",
           "\"..\" is not a range; write 1..9999, 0.5.. or ..2026-12-31",
           "there is no list \"nowhere\" in data/lists", "a field of type enum has no lines",
           "三 is not one of: 一 二", "this operator does not go between a text and a number",
           "there is no field nobody", "\"computed\" and \"fill\" do not go together",
           "\"dup\" cannot be \"maybe\"; expected true false",
           "a column has no \"twice\"; give it to the table", "a field of type text has no range");
}

static void test_good_attributes(void **state)
{
    (void)state;
    EXPECT(
        "forms/X01.yaml",
        FORM("    layout: |\n      编号 [a_____]  数 [n__]\n      说明 [t___________________]\n",
             "      - {key: a, label: 编号, type: text, mask: \"AA-999\", auto: true, scan: true}\n"
             "      - {key: n, label: 数, type: int, range: 1..99, carry: true, dup: true}\n"
             "      - {key: t, label: 说明, type: text, lines: 3, when: 'n > 5', need: no}\n"));
}

static void test_layouts(void **state)
{
    (void)state;
    /* Columns are of the width table: two for a Han. */
    EXPECT("forms/X01.yaml",
           FORM("    layout: |\n"
                "      编号 [a_____] 数 [¤nn_]\n"
                "      日期 ¤[d_______]  ¤再\n"
                "      说明 [t_____________________] ¤[n__]\n"
                "\n"
                "      号码                                              ¤[id________________]\n"
                "      编号 ¤[a_____]\n"
                "      无尾 ¤[x\n",
                "      - {key: a, label: 编号, type: text, mask: \"AA-999\"}\n"
                "      - {key: d, label: 日期, type: date}\n"
                "      - {key: t, label: 说明, type: text, lines: 3}\n"
                "      - {key: n, label: 数, type: int}\n"
                "      - {key: id, label: 号码, type: id_no}\n"),
           "\"nn\" is no field of this section", "\"d\" needs 10 columns",
           "no field follows this text", "\"n\" has no room beside what stands before it",
           "\"id\" and what is shown behind it go beyond column 78", "the layout shows \"a\" twice",
           "the bracket is not closed");
    EXPECT("forms/X01.yaml",
           FORM("    layout: ¤|\n      数 [n__]  编号 ¤[a_____]\n",
                "      - {key: a, label: 编号, type: text, max: 9}\n"
                "      - {key: n, label: 数, type: int}\n"
                "      - {key: m, label: 再, type: int}\n"),
           "the layout does not show \"m\"",
           "\"a\" is drawn behind \"n\", but comes before it in the fields");
    EXPECT("forms/X01.yaml",
           FORM("    layout: ¤\"a\\tb\"\n", "      - {key: a, label: 编号, type: text}\n"),
           "a block of text has no tabs and control characters");
}

static void test_lists(void **state)
{
    (void)state;
    EXPECT("data/lists/towns.yaml",
           "list: ¤villages\ntitle: 村\nentries:\n"
           "  - {code: \"01\", name: 东}\n  - {code: ¤\"01\", name: ¤东, brief: 东}\n"
           "  - {code: ¤\"1 2\", name: 西, ¤x: 1}\n  - ¤{name: 南}\n",
           "the file is named after towns, but this says villages", "\"01\" is given twice",
           "\"东\" is given twice", "\"1 2\" is not a code: digits, capital letters and -",
           "unknown key \"x\"", "\"code\" is missing");
}

static void test_fee_formula(void **state)
{
    (void)state;
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS
           "steps:\n"
           "  ¤- {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"
           "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"
           "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n" ENDS PAPERS
           "fees: [{code: a, name: 甲, unit: 件, basis: 乙, formula: '¤name'}, {code: ¤a, name: "
           "丙, unit: 件, basis: 丁, formula: '100'}]\n" OUTCOME,
           "an item with fees, and no other, has one step with \"act: pay\"",
           "this is a text, but a number is needed", "\"a\" is given twice");
}

/* --- Step tables --- */

static void test_step_references(void **state)
{
    (void)state;
    EXPECT(
        "data/items/X01.yaml",
        HEAD LIMITS
        "steps:\n"
        "  - {key: accept, name: 受理, act: accept, role: ¤clerc, limit: 1wd}\n"
        "  - {key: look, name: 看, role: ¤reg, dept: ¤nobody, after: [accept, ¤acept]}\n"
        "  - {key: decide, name: 决定, act: decide, role: ¤clerk, limit: 2wd}\n"
        "  - {key: print, name: 制证, act: ¤draw, role: print, limit: 1wd}\n"
        "  - {key: ¤decide, name: 送达, act: deliver, role: print, outside_limit: true}\n"
        "  - {key: verify, name: 验证, act: verify, role: reg}\n" PAPERS OUTCOME,
        "there is no role \"clerc\"",
        "role \"reg\" may not do the act \"pass\" that closes this step",
        "there is no department \"nobody\"", "there is no step \"acept\"",
        "role \"clerk\" may not do the act \"grant\" that closes this step",
        "\"act\" cannot be \"draw\"; expected pass accept decide pay print deliver verify external",
        "\"decide\" is given twice");
}

static void test_cycles(void **state)
{
    (void)state;
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS
           "steps:\n"
           "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"
           "  - {key: a, name: 甲, role: head, after: ¤[c]}\n"
           "  - {key: b, name: 乙, role: head}\n"
           "  - {key: c, name: 丙, role: head}\n"
           "  - {key: self, name: 己, role: head, after: ¤[self, accept]}\n"
           "  - {key: decide, name: 决定, act: decide, role: head, after: ¤[accept, b]}\n"
           "  - ¤{key: print, name: 制证, act: print, role: print}\n"
           "  - ¤{key: deliver, name: 送达, act: deliver, role: print}\n"
           "  - {key: verify, name: 验证, act: verify, role: reg, after: ¤[deliver, self]}\n" PAPERS
               OUTCOME,
           "these steps wait for each other: a, b, c", "these steps wait for each other: self",
           "step \"decide\" can never open: it waits for a, b, c",
           "step \"print\" can never open: it waits for a, b, c",
           "step \"deliver\" can never open: it waits for a, b, c",
           "step \"verify\" can never open: it waits for a, b, c, self");
}

static void test_closed_loop(void **state)
{
    (void)state;
    /* nothing of the loop is there */
    EXPECT(
        "data/items/X01.yaml",
        HEAD LIMITS "steps: ¤¤¤¤¤[{key: look, name: 看, role: head}]\n" PAPERS OUTCOME,
        "the steps need exactly one \"act: accept\" (none when the department's own system "
        "accepts)",
        "the steps need exactly one \"act: decide\" (none when the department's own system "
        "decides)",
        "an item with a certificate printed here, and no other, has one step with \"act: print\"",
        "the steps need \"act: deliver\", once",
        "the steps need exactly one \"act: verify\": it closes the loop");
    /* printed before it is decided, a village hop nobody waits for, a step outside the loop */
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS
           "steps:\n"
           "  - {key: v, name: 村, role: head, before_acceptance: ¤true}\n"
           "  - {key: accept, name: 受理, act: accept, role: clerk, after: []}\n"
           "  - {key: ¤print, name: 制证, act: print, role: print}\n"
           "  - {key: decide, name: 决定, act: decide, role: head, after: [accept]}\n"
           "  - {key: ¤look, name: 看, role: head, after: [accept]}\n"
           "  - {key: deliver, name: 送达, act: deliver, role: print, after: [print, decide, v]}\n"
           "  - {key: verify, name: 验证, act: verify, role: reg}\n" PAPERS OUTCOME,
           "acceptance does not wait for step \"v\"", "step \"print\" must come after decide",
           "nothing waits for step \"look\": the matter would close without it");
    /* two networks: the department's system accepts and decides */
    EXPECT("data/items/X01.yaml",
           "id: X01\nname: 试验事项\ncode: \"11370299MB9X00023P4370131901001\"\ndept: scj\npower: "
           "行政许可\n"
           "kind: dual_net\nobject: 法人\nchannels: [窗口]\nbasis: [{law: 法, article: 条, src: "
           "mem}]\n" LIMITS "steps:\n"
           "  ¤¤¤- {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"
           "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n" ENDS PAPERS
           "outcome: {cert: 许可证, printed_outside: true}\n",
           "the steps need exactly one \"act: accept\" (none when the department's own system "
           "accepts)",
           "the steps need exactly one \"act: decide\" (none when the department's own system "
           "decides)",
           "a matter of two networks needs a step with \"act: external\"");
}

/* B.5: one after the other adds, side by side the longest counts; what stands still or outside is
 * left out. */
static void test_sum_of_limits(void **state)
{
    (void)state;
    EXPECT("data/items/X01.yaml",
           HEAD "limits: {statutory: 10wd, commitment: ¤5wd, review: 5wd}\n"
                "steps:\n"
                "  - {key: v, name: 村, role: head, limit: 9wd, before_acceptance: true}\n"
                "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 3.5bh}\n"
                "  - {key: a, name: 甲, role: head, limit: 1wd, parallel: g}\n"
                "  - {key: b, name: 乙, role: head, limit: 3wd, parallel: g}\n"
                "  - {key: c, name: 丙, role: head, limit: 9wd, parallel: g, suspends: true}\n"
                "  - {key: decide, name: 决定, act: decide, role: head, limit: 1wd}\n"
                "  - {key: print, name: 制证, act: print, role: print, limit: 240min}\n" ENDS PAPERS
                    OUTCOME,
           "the steps take 5wd 30min together, the commitment is 5wd: accept + b + decide + print");
    /* half an hour less and it fits exactly */
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS "steps:\n"
                       "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 3.5bh}\n"
                       "  - {key: a, name: 甲, role: head, limit: 1wd, parallel: g}\n"
                       "  - {key: b, name: 乙, role: head, limit: 3wd, parallel: g}\n"
                       "  - {key: decide, name: 决定, act: decide, role: head, limit: 1wd}\n"
                       "  - {key: print, name: 制证, act: print, role: print, limit: 210min}\n"
                       "  - {key: later, name: 核查, role: head, limit: 2mo, after: [decide], "
                       "after_decision: true}\n"
                       "  - {key: deliver, name: 送达, act: deliver, role: print, after: [print], "
                       "limit: 9wd, outside_limit: true}\n"
                       "  - {key: verify, name: 验证, act: verify, role: reg}\n" PAPERS OUTCOME);
    /* written in any order: the graph counts, not the list; 7 natural days hold 5 working days */
    EXPECT("data/items/X01.yaml",
           HEAD
           "limits: {statutory: 10wd, commitment: ¤7wd, review: 5wd}\n"
           "steps:\n"
           "  - {key: verify, name: 验证, act: verify, role: reg, after: [deliver]}\n"
           "  - {key: deliver, name: 送达, act: deliver, role: print, after: [print]}\n"
           "  - {key: print, name: 制证, act: print, role: print, after: [decide], limit: 2wd}\n"
           "  - {key: decide, name: 决定, act: decide, role: head, after: [accept], limit: 7cd}\n"
           "  - {key: accept, name: 受理, act: accept, role: clerk, after: [], limit: 1wd}\n" PAPERS
               OUTCOME,
           "the steps take 8wd together, the commitment is 7wd: print + decide + accept");
    /* on the spot means the same working day */
    EXPECT(
        "data/items/X01.yaml",
        HEAD
        "limits: {statutory: 10wd, commitment: ¤now, review: 5wd}\n"
        "steps:\n"
        "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 4bh}\n"
        "  - {key: decide, name: 决定, act: decide, role: head, limit: 3bh}\n"
        "  - {key: print, name: 制证, act: print, role: print, limit: 30min}\n" ENDS PAPERS OUTCOME,
        "the steps take 1wd 30min together, the commitment is now: accept + decide + print");
}

/* --- The hall --- */

static void test_hall_files(void **state)
{
    (void)state;
    EXPECT("data/hall/hall.yaml",
           "name: 试验大厅\nregion: ¤\"37029\"\nlanguage: ¤fr\nhours: {am: ¤\"8:30-12:00\", pm: "
           "¤\"11:30-17:00\", cutoff: ¤\"17:30\"}\n"
           "night: ¤\"24:00\"\n",
           "a region code has six digits", "\"language\" cannot be \"fr\"; expected zh_CN, en",
           "\"am\" cannot be \"8:30-12:00\"; expected 08:30-12:00",
           "the afternoon begins before the morning ends", "the cut-off lies after closing time",
           "\"night\" cannot be \"24:00\"; expected 22:30");
    EXPECT("data/hall/departments.yaml",
           "departments:\n"
           "  - {key: centre, name: 试验大厅, brief: 中心, uscc: ¤\"12370299MB9X00007Z\"}\n"
           "  - {key: scj, name: 市场监督管理局, brief: 市监局, uscc: \"11370299MB9X00023P\"}\n"
           "  - {key: ¤scj, name: 又, brief: ¤\"\", uscc: ¤\"11370299MB9X00023P\"}\n",
           "credit code: Z cannot stand at place 18", "\"scj\" is given twice",
           "\"brief\" must not be empty", "\"11370299MB9X00023P\" is given twice");
    EXPECT("data/hall/people.yaml",
           "people:\n"
           "  - {key: a, name: 张一, posts: [centre/reg, ¤scj/reg, ¤reg], login: one}\n"
           "  - {key: b, name: 李二, posts: [centre/print, scj/clerk], deputy: ¤b}\n"
           "  - {key: ¤a, name: 王三, posts: [scj/head, ¤xyz/head, ¤scj/boss, ¤centre/clerk], "
           "deputy: ¤d, login: ¤one}\n"
           "  - {key: e, name: 赵四, posts: ¤[]}\n",
           "\"scj/reg\": roles of the whole hall have their posts at \"centre\", the others at a "
           "department",
           "\"reg\" is not a post; write department/role", "nobody stands in for himself",
           "\"a\" is given twice", "there is no department \"xyz\"", "there is no role \"boss\"",
           "\"centre/clerk\": roles of the whole hall have their posts at \"centre\", the others "
           "at a department",
           "there is no person \"d\"", "\"one\" is given twice", "\"posts\" must not be empty");
    EXPECT("data/hall/acts.yaml",
           "acts:\n"
           "  - {act: accept, roles: [clerk, integ, ¤boss]}\n"
           "  - {act: pass, roles: [clerk, head]}\n"
           "  - {act: pass, roles: [¤head]}\n"
           "  - {act: grant, roles: [head]}\n"
           "  - {act: print, roles: [print]}\n"
           "  - {act: deliver, roles: [print]}\n"
           "  - {act: verify, roles: [reg, ¤reg]}\n"
           "duties:\n"
           "  - {one: accept, other: ¤decide}\n"
           "  - {one: step, other: step}\n",
           "there is no role \"boss\"", "\"pass\" is allowed to \"head\" by a row above already",
           "\"reg\" is given twice", "there is no act \"decide\" above");
    EXPECT("data/hall/desks.yaml",
           "desks:\n  - {key: d1, name: 1号窗, items: [X01, ¤X02]}\n  - ¤{key: ¤d1}\n",
           "there is no item X02", "\"name\" is missing", "\"d1\" is given twice");
    EXPECT("data/hall/roles.yaml",
           "roles:\n"
           "  - {key: reg, name: 登记验证, hall_wide: true}\n"
           "  - {key: print, name: 出证, hall_wide: true}\n"
           "  - {key: integ, name: 综合受理, hall_wide: true, stands_for: ¤clark}\n"
           "  - {key: clerk, name: 受理}\n"
           "  - {key: head, name: 批准}\n",
           "there is no role \"clark\"");
}

#define HALL                                                                                       \
    "name: 试验大厅\nregion: \"370299\"\nlanguage: zh_CN\n"                                    \
    "hours: {am: \"08:30-12:00\", pm: \"13:30-17:00\", cutoff: \"17:00\"}\nnight: \"22:30\"\n"
#define DAY_HOURS "am: \"08:30-12:00\", pm: \"14:00-17:30\", cutoff: \"17:30\"}\n"

static void test_seasons(void **state)
{
    (void)state;
    EXPECT("data/hall/hall.yaml", HALL "seasons:\n"
                                       "  - {from: \"05-01\", to: \"09-30\", " DAY_HOURS
                                       "  - {from: \"12-01\", to: \"02-29\", " DAY_HOURS
                                       "  - {from: \"03-01\", to: \"04-30\", " DAY_HOURS);
    EXPECT("data/hall/hall.yaml",
           HALL "seasons:\n"
                "  - {from: ¤\"5-1\", to: ¤\"06-31\", " DAY_HOURS
                "  - {from: \"12-01\", to: \"02-28\", am: \"08:30-12:00\", pm: ¤\"11:30-17:30\", "
                "cutoff: ¤\"18:00\"}\n"
                "  - {from: \"03-01\", to: \"05-31\", am: ¤\"12:00-08:30\", pm: \"14:00-17:30\", "
                "cutoff: ¤\"25:00\"}\n"
                "  - {from: ¤\"05-31\", to: \"06-30\", " DAY_HOURS
                "  - {from: ¤\"11-01\", to: \"01-31\", " DAY_HOURS "  - ¤{from: \"10-01\", to: "
                "\"10-02\", am: \"08:30-12:00\", pm: \"14:00-17:30\", ¤noon: x}\n",
           "\"from\" cannot be \"5-1\"; expected 05-01",
           "\"to\" cannot be \"06-31\"; expected 09-30",
           "the afternoon begins before the morning ends", "the cut-off lies after closing time",
           "\"am\" cannot be \"12:00-08:30\"; expected 08:30-12:00",
           "\"cutoff\" cannot be \"25:00\"; expected 17:30", "05-31 lies in a season above already",
           "01-01 lies in a season above already", "\"cutoff\" is missing", "unknown key \"noon\"");
}

static void test_calendar_files(void **state)
{
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c;
    static const char guess[] = "2027-01-01\tholiday\t元旦\n",
                      later[] = "2027-01-04\tholiday\t元旦\n";

    (void)state;
    EXPECT("data/calendar/region.tsv", "2026-07-20\tholiday\t火把节\n");
    EXPECT("data/calendar/region.tsv", "# 州\n2026-07-20\t¤noon\t火把节\n",
           "Line 2, column 12: write holiday, workday, morning or afternoon after the date, not "
           "\"noon\"");
    EXPECT("data/calendar/hall.tsv", "¤2062-07-20\tmorning\t值班\n",
           "Line 1, column 1: 2062-07-20 lies neither in the published table nor in the ten years "
           "after it");
    EXPECT("data/calendar/cn_2027_provisional.tsv", "¤2027-01-01 holiday\t元旦\n",
           "Line 1, column 1: 2027-01-01 holiday is not a date such as 2026-02-14");
    EXPECT("data/calendar/cn_2027.tsv", "¤2027-01-01\tholiday\t元旦\n",
           "warning: no part of the catalogue reads this file");
    /* last year's stays in the edition */
    minimal_files(&fs, NULL, NULL, 0);
    catalog_files_add(&fs, "data/calendar/cn_2027_provisional.tsv", guess, strlen(guess));
    catalog_files_add(&fs, "data/calendar/cn_2028_provisional.tsv", later, strlen(later));
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_OK);
    char *text = found_text(&got);
    assert_string_equal(text, "data/calendar/cn_2027_provisional.tsv:1:1: warning: "
                              "data/calendar/cn_2028_provisional.tsv is read in its place\n");
    assert_true(calendar_workday(catalog_calendar(c), day_of_civil(2027, 1, 1)));
    assert_false(calendar_workday(catalog_calendar(c), day_of_civil(2027, 1, 4)));
    catalog_free(c);
    free(text);
    catalog_files_free(&fs);
}

/* Seasons and overlays reach the calendar; the hall's own text lies on top. */
static void test_calendar_of_the_hall(void **state)
{
    static const char region[] = "2026-07-20\tholiday\t火把节\n2026-07-21\tholiday\t火把节\n",
                      own[] = "2026-07-21\tmorning\t值班\n",
                      hall[] = HALL "seasons:\n  - {from: \"05-01\", to: \"09-30\", " DAY_HOURS;
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c = NULL;

    (void)state;
    minimal_files(&fs, "data/hall/hall.yaml", hall, strlen(hall));
    catalog_files_add(&fs, "data/calendar/region.tsv", region, strlen(region));
    catalog_files_add(&fs, "data/calendar/hall.tsv", own, strlen(own));
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_OK);
    assert_int_equal(got.n, 0);
    assert_int_equal(catalog_hall(c)->nseasons, 1);
    const struct calendar *cal = catalog_calendar(c);
    assert_false(calendar_workday(cal, day_of_civil(2026, 7, 20)));
    assert_true(calendar_workday(cal, day_of_civil(2026, 7, 21)));
    assert_int_equal(calendar_hours(cal, day_of_civil(2026, 7, 21)).cutoff, 720);
    assert_int_equal(calendar_hours(cal, day_of_civil(2026, 7, 22)).cutoff, 1050);
    assert_int_equal(calendar_hours(cal, day_of_civil(2026, 10, 12)).cutoff, 1020);
    catalog_free(c);
    catalog_files_free(&fs);
}

/* A warning is told and stops nothing. */
static void test_nobody_holds_the_post(void **state)
{
    (void)state;
    EXPECT(
        "data/items/X01.yaml",
        HEAD LIMITS
        "steps:\n"
        "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"
        "  - {key: part, name: 会签, role: ¤head, dept: centre}\n"
        "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"
        "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n" ENDS PAPERS OUTCOME,
        "warning: nobody holds the post centre/head");
    EXPECT("data/items/X01.yaml",
           HEAD LIMITS STEPS
           "  - {key: deliver, name: 送达, act: deliver, role: print, dept: ¤scj}\n"
           "  - {key: verify, name: 验证, act: verify, role: reg, dept: centre}\n" PAPERS OUTCOME,
           "role \"print\" is of the whole hall and works at the centre; leave \"dept\" out");
}

static void test_files(void **state)
{
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c;

    (void)state;
    EXPECT("data/item/X02.yaml", "¤id: X02\n", "warning: no part of the catalogue reads this file");
    EXPECT("forms/X02.yaml", "¤item: X02\n", "there is no item X02");
    /* what cannot be read is reported once; what refers to it is not */
    EXPECT("data/items/X01.yaml", "id: X01\nname: [¤}\n",
           "not YAML: did not find expected node content");
    EXPECT("forms/X01.yaml", "item: X01\n sections¤: [}\n",
           "not YAML: mapping values are not allowed in this context");
    EXPECT("data/hall/roles.yaml", "roles:\n¤\t- a\n",
           "not YAML: found character that cannot start any token");
    minimal_files(&fs, "forms/X01.yaml", NULL, 0);
    minimal_files(&fs, NULL, NULL, 0);
    fs.n -= sizeof minimal / sizeof *minimal; /* keep the first set, the one without the form */
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_REFUSED);
    assert_null(c);
    char *text = found_text(&got);
    assert_string_equal(text,
                        "data/items/X01.yaml:1:1: it has no form: forms/X01.yaml is missing\n");
    free(text);
    fs.n += sizeof minimal / sizeof *minimal;
    catalog_files_free(&fs);

    /* the calendar says it in its own words */
    static const char days[] = "# coverage: 2026-01-01..2026-12-31\n2026-01-01\tholliday\t元旦\n";
    minimal_files(&fs, "data/calendar/cn.tsv", days, strlen(days));
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_REFUSED);
    assert_int_equal(got.n, 1);
    text = found_text(&got);
    assert_memory_equal(text, "data/calendar/cn.tsv:2:12: ", 27);
    free(text);
    catalog_files_free(&fs);

    /* one of two would never take effect */
    minimal_files(&fs, NULL, NULL, 0);
    catalog_files_add(&fs, "forms/sets.yaml", minimal[8].text, strlen(minimal[8].text));
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_REFUSED);
    text = found_text(&got);
    assert_string_equal(text, "forms/sets.yaml:1:1: the file is given twice\n");
    free(text);
    catalog_files_free(&fs);

    /* nothing at all */
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_REFUSED);
    text = found_text(&got);
    assert_string_equal(text, "data/calendar/cn.tsv:1:1: the file is missing\n"
                              "data/hall/acts.yaml:1:1: the file is missing\n"
                              "data/hall/departments.yaml:1:1: the file is missing\n"
                              "data/hall/desks.yaml:1:1: the file is missing\n"
                              "data/hall/hall.yaml:1:1: the file is missing\n"
                              "data/hall/people.yaml:1:1: the file is missing\n"
                              "data/hall/roles.yaml:1:1: the file is missing\n"
                              "forms/sets.yaml:1:1: the file is missing\n"
                              "keymaps/default.yaml:1:1: the file is missing\n");
    free(text);
}

/* What was published before a rule was made still opens: a new program closes no hall. */
static void published_before(void **state)
{
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c = NULL;
    char *text = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof minimal / sizeof *minimal; i++)
        if (strcmp(minimal[i].path, "data/items/X01.yaml") == 0)
            text = mem_printf("%ssilence: local_absent\n", minimal[i].text);
    assert_non_null(text);
    minimal_files(&fs, "data/items/X01.yaml", text, strlen(text));
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_REFUSED);
    free(found_text(&got));
    assert_int_equal(catalog_load(&fs, NULL, NULL, &c), RC_OK);
    assert_non_null(catalog_item(c, "X01"));
    catalog_free(c);
    catalog_files_free(&fs);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_minimal_is_good),
        cmocka_unit_test(test_shape_of_an_item),
        cmocka_unit_test(test_item_against_itself),
        cmocka_unit_test(test_local_silence),
        cmocka_unit_test(test_who_extends),
        cmocka_unit_test(test_number_pattern),
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_field_attributes),
        cmocka_unit_test(test_good_attributes),
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_fee_formula),
        cmocka_unit_test(test_step_references),
        cmocka_unit_test(test_cycles),
        cmocka_unit_test(test_closed_loop),
        cmocka_unit_test(test_sum_of_limits),
        cmocka_unit_test(test_hall_files),
        cmocka_unit_test(test_seasons),
        cmocka_unit_test(test_calendar_files),
        cmocka_unit_test(test_calendar_of_the_hall),
        cmocka_unit_test(test_nobody_holds_the_post),
        cmocka_unit_test(published_before),
        cmocka_unit_test(test_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
