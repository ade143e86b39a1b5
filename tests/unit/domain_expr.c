/* Expected values by hand; matters and rates are those of the sample catalogue, days those of the
 * 2026 notice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/decimal.h"
#include "domain/expr.h"

static const struct expr_name share_columns[] = {{"sh_name", EXPR_TEXT, NULL, 0},
                                                 {"sh_share", EXPR_NUMBER, NULL, 0}};
static const struct expr_name dig_columns[] = {
    {"surface", EXPR_TEXT, NULL, 0}, {"sq", EXPR_NUMBER, NULL, 0}, {"done", EXPR_DATE, NULL, 0}};
static const struct expr_name member_columns[] = {{"income", EXPR_NUMBER, NULL, 0}};

static const struct expr_name names[] = {
    {"corp_name", EXPR_TEXT, NULL, 0},
    {"mode", EXPR_TEXT, NULL, 0},
    {"id_no", EXPR_TEXT, NULL, 0},
    {"capital", EXPR_NUMBER, NULL, 0},
    {"area", EXPR_NUMBER, NULL, 0},
    {"staff", EXPR_NUMBER, NULL, 0},
    {"price", EXPR_NUMBER, NULL, 0},
    {"standard", EXPR_NUMBER, NULL, 0},
    {"nothing", EXPR_NUMBER, NULL, 0},
    {"none", EXPR_TEXT, NULL, 0},
    {"built", EXPR_DATE, NULL, 0},
    {"show_date", EXPR_DATE, NULL, 0},
    {"days", EXPR_NUMBER, NULL, 0},
    {"foreign", EXPR_BOOL, NULL, 0},
    {"projects", EXPR_LIST, NULL, 0},
    {"empty_list", EXPR_LIST, NULL, 0},
    {"shareholders", EXPR_TABLE, share_columns, 2},
    {"digs", EXPR_TABLE, dig_columns, 3},
    {"members", EXPR_TABLE, member_columns, 1},
    {"partial", EXPR_TABLE, member_columns, 1},
    {"broken", EXPR_TABLE, member_columns, 1},
    {"no_rows", EXPR_TABLE, member_columns, 1},
    {"bad_number", EXPR_NUMBER, NULL, 0},
    {"bad_date", EXPR_DATE, NULL, 0},
    {"bad_bool", EXPR_BOOL, NULL, 0},
    {"today", EXPR_DATE, NULL, 0},
    {"unusable", EXPR_NONE, NULL, 0},
};

static const char *const values[][2] = {
    {"corp_name", "青溪安康食品有限公司"},
    {"mode", "占用"},
    {"id_no", "370299196207080049"},
    {"capital", "100.0000"},
    {"area", "120.50"},
    {"staff", "7"},
    {"price", "8888.88"},
    {"standard", "1035.00"},
    {"none", ""},
    {"built", "2022-03-01"},
    {"show_date", "2026-11-27"},
    {"days", "15"},
    {"foreign", "false"},
    {"projects", "会员制|冷食类食品制售|热食类食品制售"},
    {"empty_list", ""},
    {"shareholders",
     "[{\"sh_name\":\"甲\",\"sh_share\":\"60.5000\"},{\"sh_name\":\"乙\",\"sh_share\":\"39.5\"}]"},
    {"digs",
     "[{\"surface\":\"沥青混凝土\",\"sq\":\"10.50\"},{\"surface\":\"水泥混凝土\",\"sq\":\"2.00\"},"
     "{\"surface\":\"人行道砖\",\"sq\":\"4.00\"}]"},
    {"members", "[{\"income\":\"612.50\"},{\"income\":\"612.50\"},{\"income\":\"612.50\"}]"},
    {"partial", "[{\"income\":\"1\"},{}]"},
    {"broken", "[{"},
    {"no_rows", "[]"},
    {"bad_number", "12x"},
    {"bad_date", "2026-02-30"},
    {"bad_bool", "yes"},
};

static const char *value_of(void *arg, const char *name)
{
    (void)arg;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (strcmp(values[i][0], name) == 0) return values[i][1];
    return NULL;
}

static struct expr_env env = {.value = value_of};

static int set_up(void **state)
{
    static const char tsv[] = "# coverage: 2026-01-01..2026-12-31\n"
                              "2026-10-01\tholiday\t国庆节\n2026-10-02\tholiday\t国庆节\n"
                              "2026-10-03\tholiday\t国庆节\n2026-10-04\tholiday\t国庆节\n"
                              "2026-10-05\tholiday\t国庆节\n2026-10-06\tholiday\t国庆节\n"
                              "2026-10-07\tholiday\t国庆节\n2026-10-10\tworkday\t国庆节\n";
    struct calendar *c;

    (void)state;
    if (calendar_read(&(struct calendar_parts){.published = tsv}, &c, NULL) != RC_OK) return -1;
    env.calendar = c;
    env.today = day_of_civil(2026, 11, 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    struct calendar *c;
    memcpy(&c, &env.calendar, sizeof c);
    calendar_free(c);
    return 0;
}

static const char *show(const struct expr_value *v)
{
    static char out[200];

    switch (v->type) {
    case EXPR_BOOL:
        return v->b ? "true" : "false";
    case EXPR_NUMBER:
        return decimal_text(v->number, 6, out);
    case EXPR_DATE:
        return day_text(v->date, out);
    case EXPR_NONE:
        return "unknown";
    default:
        snprintf(out, sizeof out, "%s", v->text);
        return out;
    }
}

/* The value as text; "refused: sentence" when evaluation does not succeed; "error column: sentence"
 * from compiling. */
static const char *run(const char *source)
{
    static char out[400];
    struct arena a = {0};
    const struct expr *x;
    struct expr_value v;
    struct fault f = {0};
    int column = 0;
    const char *arg[] = {f.arg[0], f.arg[1]};

    enum rc rc =
        expr_compile(&a, source, names, sizeof names / sizeof names[0], EXPR_NONE, &x, &column, &f);
    if (rc == RC_OK && (rc = expr_eval(x, &env, &a, &v, &f)) == RC_OK) {
        snprintf(out, sizeof out, "%s", show(&v));
    } else {
        char *s = fault_text(f.msgid, arg, 2);
        if (column)
            snprintf(out, sizeof out, "error %d: %s", column, s);
        else
            snprintf(out, sizeof out, "refused: %s", s);
        free(s);
    }
    arena_free(&a);
    return out;
}

struct vector {
    const char *source, *result;
};

static void run_all(const struct vector *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *r = run(v[i].source);
        if (strcmp(r, v[i].result) != 0)
            fail_msg("%s\n  gives %s\n  not   %s", v[i].source, r, v[i].result);
    }
}
#define RUN(v) run_all(v, sizeof(v) / sizeof(v)[0])

static void numbers(void **state)
{
    static const struct vector v[] = {
        {"12", "12.000000"},
        {"0.02", "0.020000"},
        {"1 + 2 * 3", "7.000000"},
        {"(1 + 2) * 3", "9.000000"},
        {"10 - 4 - 3", "3.000000"},
        {"100 / 10 / 2", "5.000000"},
        {"-3 + 5", "2.000000"},
        {"--3", "3.000000"},
        {"2 * -3", "-6.000000"},
        {"7 % 4", "3.000000"},
        {"-7 % 4", "-3.000000"},
        {"5.5 % 2", "1.500000"},
        {"1 / 3", "0.333333"},
        {"2 / 3", "0.666667"},
        {"area * 2", "241.000000"},
        {"abs(-2.5)", "2.500000"},
        {"abs(2.5)", "2.500000"},
        {"int(2.9)", "2.000000"},
        {"int(-2.9)", "-2.000000"},
        {"min(3, 1, 2)", "1.000000"},
        {"max(3, 1, 2)", "3.000000"},
        {"max(0, staff - 1) * 1000", "6000.000000"},
        {"min(date('2026-01-02'), today)", "2026-01-02"},
        {"money(8888.88 * 0.02)", "17778.000000"}, /* 177.7776 yuan */
        {"money(0.005)", "1.000000"},
        {"money(0.0049)", "0.000000"},
        {"money(-0.005)", "-1.000000"},
        {"1 / 0", "refused: division by zero"},
        {"1 % (staff - 7)", "refused: division by zero"},
        {"9000000000000 + 9000000000000", "refused: the number is too large to calculate with"},
        {"-9000000000000 - 9000000000000", "refused: the number is too large to calculate with"},
        {"9000000 * 9000000", "refused: the number is too large to calculate with"},
        {"9000000000000 / 0.1", "refused: the number is too large to calculate with"},
        {"money(9000000000000)", "refused: the number is too large to calculate with"},
        {"(-9223372036854.775807 - 0.000001) % (-0.000001)", "0.000000"},
        {"abs(-9223372036854.775807 - 0.000001)",
         "refused: the number is too large to calculate with"},
        {"-(-9223372036854.775807 - 0.000001)",
         "refused: the number is too large to calculate with"},
    };

    (void)state;
    RUN(v);
}

static void comparisons(void **state)
{
    static const struct vector v[] = {
        {"1 < 2", "true"},
        {"2 <= 2", "true"},
        {"2 < 2", "false"},
        {"3 > 2", "true"},
        {"2 >= 3", "false"},
        {"2 == 2.0", "true"},
        {"2 != 2", "false"},
        {"0.1 + 0.2 == 0.3", "true"},
        {"mode == \"占用\"", "true"},
        {"mode != '占用'", "false"},
        {"today == date(\"2026-11-24\")", "true"},
        {"built < today", "true"},
        {"foreign == false", "true"},
        {"!foreign", "true"},
        {"foreign != true", "true"},
        {"mode in [\"占用\", \"挖掘\"]", "true"},
        {"mode in [\"挖掘\"]", "false"},
        {"!(mode in ['挖掘'])", "true"},
        {"\"会员制\" in projects", "true"},
        {"\"热食类食品制售\" in projects", "true"},
        {"\"会员\" in projects", "false"},
        {"\"热食类\" in projects", "false"},
        {"1 < 2 && 3 < 2 || true", "true"},
        {"true || false && false", "true"},
        {"staff % 2 == 1 && staff >= 5", "true"},
        {"staff > 5 ? 'many' : 'few'", "many"},
        {"staff > 9 ? 1 : staff > 6 ? 2 : 3", "2.000000"},
        {"0.01 <= area && area <= 999999.99", "true"},
    };

    (void)state;
    RUN(v);
}

/* Kleene's three values. */
static void unknowns(void **state)
{
    static const struct vector v[] = {
        {"nothing", "unknown"},
        {"none", "unknown"},
        {"nothing + 1", "unknown"},
        {"1 + nothing > 3", "unknown"},
        {"!(nothing > 3)", "unknown"},
        {"none == \"\"", "unknown"},
        {"false && nothing > 3", "false"},
        {"nothing > 3 && false", "false"},
        {"true && nothing > 3", "unknown"},
        {"nothing > 3 && true", "unknown"},
        {"true || nothing > 3", "true"},
        {"nothing > 3 || true", "true"},
        {"false || nothing > 3", "unknown"},
        {"nothing > 3 || false", "unknown"},
        {"nothing > 3 || nothing < 2", "unknown"},
        {"nothing > 3 ? 1 : 2", "unknown"},
        {"true ? 1 : nothing", "1.000000"},
        {"false ? 1 : nothing", "unknown"},
        {"none in ['a']", "unknown"},
        {"'a' in [none, 'a']", "true"},
        {"'a' in [none, 'b']", "unknown"},
        {"'a' in empty_list", "unknown"},
        {"size(none)", "unknown"},
        {"size(empty_list)", "unknown"},
        {"sum(partial.income)", "unknown"},
        {"sum(no_rows.income)", "0.000000"},
        {"size(no_rows)", "0.000000"},
        {"max(1, nothing)", "unknown"},
        {"has(nothing)", "false"},
        {"has(none)", "false"},
        {"has(staff)", "true"},
        {"has(members)", "true"},
        {"has(empty_list)", "false"},
        {"!has(none) || has(nothing)", "true"},
        {"sum(partial, has(income) ? income : 0)", "1.000000"},
        {"age('E12345678', today)", "unknown"},
        {"age('370299198801150010', date('1987-01-01'))", "unknown"},
    };

    (void)state;
    RUN(v);
}

static void dates(void **state)
{
    static const struct vector v[] = {
        {"today", "2026-11-24"},
        {"date('2026-01-31') + months(1)", "2026-02-28"},
        {"date('2024-02-29') + years(1)", "2025-02-28"},
        {"date('2026-03-01') - days(1)", "2026-02-28"},
        {"date('2026-03-31') - months(1)", "2026-02-28"},
        {"date('2026-11-24') + days(-24)", "2026-10-31"},
        {"built + years(5)", "2027-03-01"},
        {"show_date - today", "3.000000"},
        {"today - show_date", "-3.000000"},
        {"today + days(days)", "2026-12-09"}, /* a field may share a function's name */
        /* 2026-09-30 is a Wednesday; 1 to 7 October off, the 8th and 9th worked, Saturday the 10th
           made up */
        {"date('2026-09-30') + wd(1)", "2026-10-08"},
        {"date('2026-09-30') + wd(3)", "2026-10-10"},
        {"date('2026-09-30') + wd(4)", "2026-10-12"},
        {"date('2026-10-12') - wd(4)", "2026-09-30"},
        {"date('2026-10-12') + wd(-4)", "2026-09-30"},
        {"show_date >= today + wd(3)", "true"}, /* Tuesday + 3 = Friday */
        {"show_date >= today + wd(4)", "false"},
        {"mode != \"挖掘\" || today >= built + years(5)", "true"},
        {"age(id_no, today)", "64.000000"},
        {"birth(id_no) == date('1962-07-08')", "true"},
        {"birth('370299200402290024')", "2004-02-29"},
        {"birth('E12345678')", "unknown"},
        {"sex('370299200402290024')", "女"}, /* the 17th digit: odd a man, even a woman */
        {"sex('370299198801150010')", "男"},
        {"sex('E12345678')", "unknown"},
        {"age(id_no, today) >= 60", "true"},
        {"age(id_no, date('2022-07-07'))", "59.000000"},
        {"age(id_no, date('2022-07-08'))", "60.000000"},
        {"age('370299200402290024', date('2022-02-28'))", "17.000000"},
        {"age('370299200402290024', date('2022-03-01'))", "18.000000"},
        {"today + days(1.5)",
         "refused: 1.500000 is not a whole number of days, months or years that can be counted"},
        {"today + wd(100001)", "refused: 100001.000000 is not a whole number of days, months or "
                               "years that can be counted"},
        {"today + years(8000)", "refused: the date lies outside the years 1 to 9999"},
        {"today - years(2026)", "refused: the date lies outside the years 1 to 9999"},
        {"date('9999-12-31') + days(1)", "refused: the date lies outside the years 1 to 9999"},
        {"date('0001-01-01') - wd(100000)", "refused: the date lies outside the years 1 to 9999"},
    };

    (void)state;
    RUN(v);
    const struct calendar *kept = env.calendar;
    env.calendar = NULL;
    const char *r = run("today + wd(1) > today");
    env.calendar = kept;
    assert_string_equal(r, "refused: there is no calendar to count working days with");
    env.today = DAY_NONE;
    r = run("today > date('2026-01-01')");
    env.today = day_of_civil(2026, 11, 24);
    assert_string_equal(r, "unknown");
}

static void texts(void **state)
{
    static const struct vector v[] = {
        {"size(corp_name)", "10.000000"},
        {"size(projects)", "3.000000"},
        {"size(members)", "3.000000"},
        {"matches(corp_name, \"(有限公司|股份有限公司)$\")", "true"},
        {"matches(mode, '^[^占]')", "false"},
        {"matches('a.b', \"^a\\\\.b$\")", "true"},
        {"prefix('370299001002', '370299')", "true"},
        {"prefix('37029', '370299')", "false"},
        {"luhn('79927398713')", "true"},
        {"luhn('79927398710')", "false"},
        {"citizen(id_no)", "true"},
        {"citizen('370299196207080048')", "false"},
        {"uscc('91370299MA3F000146')", "true"},
        {"uscc('92370203MA3TWD8Q1D')", "false"},
        {"'a\\'b\\\\c\"'", "a'b\\c\""},
        {"corp_name", "青溪安康食品有限公司"},
    };

    (void)state;
    RUN(v);
}

/* The rules and fees of the sample catalogue that need more than a comparison. */
static void catalogue(void **state)
{
    static const struct vector v[] = {
        {"sum(shareholders.sh_share) == capital", "true"},
        {"sum(shareholders, sh_share * 2)", "200.000000"},
        {"sum(digs, sq * (surface == \"沥青混凝土\" ? 45000 : surface == \"水泥混凝土\" ? 38000 : "
         "16500))",
         "614500.000000"}, /* 10.5*45000 + 2*38000 + 4*16500 */
        {"sum(digs, surface in ['沥青混凝土', '水泥混凝土'] ? sq * staff : 0)", "87.500000"},
        {"area * days * 30", "54225.000000"},
        {"sum(members.income) / size(members)", "612.500000"},
        {"money((standard - sum(members.income) / size(members)) * size(members))",
         "126750.000000"},
        {"mode != \"挖掘\" || today >= built + years(5)", "true"},
        {"sum(digs, has(done) ? today - done : 0)", "0.000000"},
        {"sum(broken.income)", "refused: the table broken cannot be read"},
        {"size(broken)", "refused: the table broken cannot be read"},
        {"bad_number > 1", "refused: the value 12x of bad_number cannot be read"},
        {"bad_date > today", "refused: the value 2026-02-30 of bad_date cannot be read"},
        {"!bad_bool", "refused: the value yes of bad_bool cannot be read"},
    };

    (void)state;
    RUN(v);
}

static void wrong_sources(void **state)
{
    static const struct vector v[] = {
        {"", "error 1: a value is missing here"},
        {"1 +", "error 4: a value is missing here"},
        {"1 2", "error 3: an operator is missing here"},
        {"staf > 1", "error 1: there is no field staf"},
        {"unusable", "error 1: there is no field unusable"},
        {"mode == '占用' && stuff", "error 17: there is no field stuff"},
        {"foo(1)", "error 1: there is no function foo"},
        {"mode > 1", "error 6: this operator does not go between a text and a number"},
        {"mode < 'b'", "error 6: this operator does not go between a text and a text"},
        {"today + 3", "error 7: this operator does not go between a date and a number"},
        {"days(3)", "error 1: a period must be added to a date"},
        {"today + (foreign ? days(1) : wd(1))", "error 20: a period cannot be chosen with ?:"},
        {"1 < 2 < 3", "error 7: comparisons do not chain: put && between them"},
        {"!staff", "error 2: this is a number, but a bool is needed"},
        {"-mode", "error 2: this is a text, but a number is needed"},
        {"staff ? 1 : 2", "error 1: this is a number, but a bool is needed"},
        {"foreign ? 1 : 'a'", "error 15: this is a text, but a number is needed"},
        {"foreign ? 1", "error 12: : is missing here"},
        {"(1 + 2", "error 7: ) is missing here"},
        {"mode in ['a', 1]", "error 15: this is a number, but a text is needed"},
        {"mode in ['a'", "error 13: ] is missing here"},
        {"mode in 'a'", "error 6: this operator does not go between a text and a text"},
        {"members == members", "error 9: this operator does not go between a table and a table"},
        {"sum(mode)", "error 5: sum() needs a table here"},
        {"sum(members.name)", "error 13: the table members has no column name"},
        {"sum(shareholders.sh_name)", "error 18: this is a text, but a number is needed"},
        {"sum(members, income > 1)", "error 21: this is a bool, but a number is needed"},
        {"sum(members, sum(digs.sq))", "error 18: sum() needs a table here"},
        {"sum(members, size(digs))", "error 19: a table cannot be used inside sum()"},
        {"sum(members)", "error 12: , is missing here"},
        {"income", "error 1: there is no field income"},
        {"size(1)", "error 1: size() is not used like this"},
        {"size(mode, mode)", "error 1: size() is not used like this"},
        {"max(1)", "error 1: max() is not used like this"},
        {"max(1, today)", "error 1: max() is not used like this"},
        {"max('a', 'b')", "error 1: max() is not used like this"},
        {"max(1,2,3,4,5,6,7,8,9)", "error 21: too many values here"},
        {"has(today)", "error 1: has() is not used like this"},
        {"has(1)", "error 1: has() is not used like this"},
        {"matches(mode, mode)", "error 1: matches() is not used like this"},
        {"matches(mode, '(')", "error 15: ( without ) in a pattern"},
        {"date('2026-02-29')", "error 6: 2026-02-29 is not a date"},
        {"date(mode)", "error 1: date() is not used like this"},
        {"1.2345678", "error 1: not a number of at most six decimals, or too large"},
        {"12abc", "error 1: not a number of at most six decimals, or too large"},
        {"99999999999999999999", "error 1: not a number of at most six decimals, or too large"},
        {"'abc", "error 1: the text is not closed by its quote"},
        {"'a\\d'", "error 3: in a text a backslash goes before \\ or a quote"},
        {"'青溪' = mode", "error 6: this character has no meaning here"},
        {"staff > 1 & foreign", "error 11: this character has no meaning here"},
        {"占用", "error 1: this character has no meaning here"},
    };

    (void)state;
    RUN(v);
}

static void wanted_type(void **state)
{
    struct arena a = {0};
    const struct expr *x;
    struct fault f;
    int column = 0;

    (void)state;
    assert_int_equal(expr_compile(&a, "1 + 1", names, 4, EXPR_BOOL, &x, &column, &f), RC_REFUSED);
    assert_int_equal(column, 3);
    assert_string_equal(f.arg[0], "number");
    assert_string_equal(f.arg[1], "bool");
    assert_int_equal(expr_compile(&a, "1 + 1", names, 4, EXPR_NUMBER, &x, &column, &f), RC_OK);
    assert_int_equal(expr_type_of(x), EXPR_NUMBER);
    arena_free(&a);
}

static bool holds(const char *source)
{
    struct arena a = {0};
    const struct expr *x;

    assert_int_equal(
        expr_compile(&a, source, names, sizeof names / sizeof names[0], EXPR_NONE, &x, NULL, NULL),
        RC_OK);
    bool yes = expr_holds(x, &env);
    arena_free(&a);
    return yes;
}

static void holding(void **state)
{
    (void)state;
    assert_true(holds("staff == 7"));
    assert_false(holds("staff == 8"));
    assert_false(holds("nothing == 8"));
    assert_false(holds("1 / (staff - 7) > 0"));
    assert_false(holds("staff"));
}

static void fen(void **state)
{
    (void)state;
    assert_int_equal(expr_fen(INT64_C(54225000000)), 54225);
    assert_int_equal(expr_fen(INT64_C(54225500000)), 54226);
    assert_int_equal(expr_fen(INT64_C(54225499999)), 54225);
    assert_int_equal(expr_fen(INT64_C(-500000)), -1);
}

static char *repeat(const char *s, size_t n, const char *tail)
{
    char *out = malloc(strlen(s) * n + strlen(tail) + 1), *p = out;

    for (size_t i = 0; i < n; i++)
        p = stpcpy(p, s);
    strcpy(p, tail);
    return out;
}

static void bounds(void **state)
{
    static const struct {
        const char *piece;
        size_t n;
        const char *tail, *result;
    } v[] = {
        {"(", 62, "1", "error 64: ) is missing here"},
        {"(", 3000, "1", "error 65: the expression is nested too deeply"},
        {"!", 63, "foreign", "true"},
        {"!", 3000, "foreign", "error 64: the expression is nested too deeply"},
        {"1+", 62, "1", "63.000000"},
        {"1+", 1000, "1", "error 128: the expression is nested too deeply"},
        {"foreign?1:", 63, "1", "1.000000"},
        {"foreign?1:", 64, "1", "error 639: the expression is nested too deeply"},
        {" ", 4095, "1", "1.000000"},
        {" ", 4096, "1", "error 1: the expression is too long"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
        char *s = repeat(v[i].piece, v[i].n, v[i].tail);
        const char *r = run(s);
        if (strcmp(r, v[i].result) != 0) fail_msg("%zu: %s, not %s", i, r, v[i].result);
        free(s);
    }
}

static const char *large_table(void *arg, const char *name)
{
    (void)name;
    return arg;
}

static void rows_bound(void **state)
{
    struct arena a = {0};
    const struct expr *x;
    struct expr_value v;
    char *table = repeat("{\"income\":\"2\"},", 999, "{\"income\":\"2\"}]");
    char *good = repeat("[", 1, table), *more = repeat("[{},", 1, table);
    struct expr_env e = {.value = large_table, .arg = good};

    (void)state;
    assert_int_equal(expr_compile(&a, "sum(members.income)", names, sizeof names / sizeof names[0],
                                  EXPR_NUMBER, &x, NULL, NULL),
                     RC_OK);
    assert_int_equal(expr_eval(x, &e, &a, &v, NULL), RC_OK);
    assert_int_equal(v.number, INT64_C(2000) * EXPR_SCALE);
    e.arg = more;
    assert_int_equal(expr_eval(x, &e, &a, &v, NULL), RC_REFUSED);
    free(table);
    free(good);
    free(more);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),       cmocka_unit_test(comparisons),
        cmocka_unit_test(unknowns),      cmocka_unit_test(dates),
        cmocka_unit_test(texts),         cmocka_unit_test(catalogue),
        cmocka_unit_test(wrong_sources), cmocka_unit_test(wanted_type),
        cmocka_unit_test(holding),       cmocka_unit_test(fen),
        cmocka_unit_test(bounds),        cmocka_unit_test(rows_bound),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
