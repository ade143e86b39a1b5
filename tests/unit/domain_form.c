/* Expected texts by hand, from form.h, domain.md E and the sample catalogue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/form.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const char *sentence(const struct fault *f)
{
    static char out[900];
    const char *args[FAULT_ARGS];

    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f->arg[i];
    char *s = fault_text(f->msgid, args, FAULT_ARGS);
    snprintf(out, sizeof out, "%s", s);
    free(s);
    return out;
}

struct vector {
    const char *typed, *canonical; /* NULL: refused, and why */
    const char *why;
};

static void run(const struct field *fd, const struct vector *v, size_t n)
{
    struct buf b = {0}, again = {0};

    for (size_t i = 0; i < n; i++) {
        struct fault f = {0};
        enum rc rc = form_canonical(fd, v[i].typed, &b, &f);
        const char *got = rc == RC_OK ? buf_str(&b) : sentence(&f);
        const char *expected = v[i].canonical ? v[i].canonical : v[i].why;
        if ((rc == RC_OK) != (v[i].canonical != NULL) || strcmp(got, expected) != 0)
            fail_msg("'%s' gives %d '%s', not '%s'", v[i].typed, rc, got, expected);
        if (rc != RC_OK) continue;
        if (form_canonical(fd, buf_str(&b), &again, NULL) != RC_OK ||
            strcmp(buf_str(&again), buf_str(&b)) != 0)
            fail_msg("'%s' does not stay", buf_str(&b));
    }
    buf_free(&b);
    buf_free(&again);
}
#define RUN(fd, v) run(&(fd), v, COUNT(v))

static void texts(void **state)
{
    static const struct field fd = {.key = "t", .label = "名称", .type = FIELD_TEXT, .max = 8};
    static const struct vector v[] = {
        {"", "", 0},
        {"  ", "", 0},
        {" 青溪 a ", "青溪 a", 0},
        {"\u3000青溪\u3000", "青溪", 0},
        {"A12号", "A12号", 0},
        {"\uFF21\uFF11\uFF12号", "A12号", 0},                /* full-width letter and digits */
        {"青溪\uFF08鲁\uFF09店", "青溪\uFF08鲁\uFF09店", 0}, /* full-width brackets stay */
        {"一二三四五六七八", "一二三四五六七八", 0},
        {"一二三四五六七八九", NULL, "9 characters, but only 8 may stand here"},
        {"a\nb", NULL, "control and invisible characters are not allowed in a text"},
        {"a\x1b[2J", NULL, "control and invisible characters are not allowed in a text"},
        {"\xC0\x80", NULL, "this is not UTF-8 text"},
    };
    static const struct field plain = {.key = "t", .label = "名称", .type = FIELD_TEXT};
    char longest[210];

    (void)state;
    RUN(fd, v);
    memset(longest, 'a', sizeof longest);
    longest[201] = '\0';
    const struct vector w[] = {{longest, NULL, "201 characters, but only 200 may stand here"},
                               {longest + 1, longest + 1, 0}};
    RUN(plain, w);
}

/* Attributes of a text. */
static void attributes(void **state)
{
    static const struct field code = {.key = "c", .label = "编号", .mask = "AA-999"};
    static const struct vector codes[] = {
        {"ab123", "AB-123", 0},
        {"AB-123", "AB-123", 0},
        {"\uFF21\uFF22\uFF11\uFF12\uFF13", "AB-123", 0},
        {"", "", 0},
        {"ab12", NULL, "AB-12 is not of the form AA-999 (9 a digit, A a letter, X either)"},
        {"ab1234", NULL, "ab1234 is not of the form AA-999 (9 a digit, A a letter, X either)"},
        {"a1123", NULL, "a1123 is not of the form AA-999 (9 a digit, A a letter, X either)"},
    };
    static const struct field account = {.key = "a", .label = "账号", .digits = true};
    static const struct vector accounts[] = {{"6222021234", "6222021234", 0},
                                             {"\uFF16\uFF12", "62", 0},
                                             {"62a", NULL, "only digits may stand here"}};
    static const struct field plate = {.key = "p", .label = "车牌", .upper = true};
    static const struct vector plates[] = {{"鲁b12a", "鲁B12A", 0}};
    static const struct field what = {.key = "w", .label = "内容", .lines = 4};
    static const struct vector whats[] = {
        {"一\n二\n", "一\n二", 0},
        {"一\t二", NULL, "control and invisible characters are not allowed in a text"}};

    (void)state;
    RUN(code, codes);
    RUN(account, accounts);
    RUN(plate, plates);
    RUN(what, whats);
}

static void numbers(void **state)
{
    static const struct field whole = {.key = "n", .label = "人数", .type = FIELD_INT};
    static const struct vector v[] = {
        {"12", "12", 0},
        {"007", "7", 0},
        {"-3", "-3", 0},
        {"-0", "0", 0},
        {"\uFF11\uFF12", "12", 0},
        {"1.5", NULL, "1.5 is not a whole number, or too large"},
        {"1 2", NULL, "1 2 is not a whole number, or too large"},
        {"十二", NULL, "十二 is not a whole number, or too large"},
        {"99999999999999", NULL, "99999999999999 is not a whole number, or too large"},
    };
    static const struct field part = {
        .key = "n", .label = "面积", .type = FIELD_DECIMAL, .scale = 2};
    static const struct vector w[] = {
        {"120.5", "120.50", 0},
        {"120", "120.00", 0},
        {"120.500", "120.50", 0},
        {"\uFF11\uFF0E\uFF15", "1.50", 0},
        {"-0.001", NULL, "-0.001 is not a number of at most 2 decimals, or too large"},
        {"1.005", NULL, "1.005 is not a number of at most 2 decimals, or too large"},
        {"1,5", NULL, "1,5 is not a number of at most 2 decimals, or too large"},
        {"9223372036854.77", "9223372036854.77", 0},
        {"9223372036854.78", NULL,
         "9223372036854.78 is not a number of at most 2 decimals, or too large"},
    };
    static const struct field fine = {
        .key = "n", .label = "面积", .type = FIELD_DECIMAL, .scale = 4};
    static const struct vector x[] = {
        {"1.00005", NULL, "1.00005 is not a number of at most 4 decimals, or too large"},
        {"1.0001", "1.0001", 0}};

    (void)state;
    RUN(whole, v);
    RUN(part, w);
    RUN(fine, x);
}

static void amounts(void **state)
{
    static const struct field fd = {.key = "m", .label = "价格", .type = FIELD_MONEY};
    static const struct vector v[] = {
        {"31797", "31797.00", 0},
        {"31,797.5", "31797.50", 0},
        {"\uFFE5 31,797.50", "31797.50", 0},
        {"¥31797.50元", "31797.50", 0},
        {"-5", "-5.00", 0},
        {"\uFF13\uFF11\uFF0C\uFF17\uFF19\uFF17", "31797.00", 0},
        {"元", NULL, "元 is not an amount of yuan with at most two decimals, or too large"},
        {"1.005", NULL, "1.005 is not an amount of yuan with at most two decimals, or too large"},
        {"31,79", NULL, "31,79 is not an amount of yuan with at most two decimals, or too large"},
        {"9999999999999", NULL,
         "9999999999999 is not an amount of yuan with at most two decimals, or too large"},
    };

    (void)state;
    RUN(fd, v);
}

static void dates(void **state)
{
    static const struct field fd = {.key = "d", .label = "日期", .type = FIELD_DATE};
    static const struct vector v[] = {
        {"20261124", "2026-11-24", 0},
        {"2026-11-24", "2026-11-24", 0},
        {"2026/11/24", "2026-11-24", 0},
        {"2026.11.24", "2026-11-24", 0},
        {"2026年11月24日", "2026-11-24", 0},
        {"2026年1月4日", "2026-01-04", 0},
        {"2026/1/4", "2026-01-04", 0},
        {"\uFF12\uFF10\uFF12\uFF16\uFF0F\uFF11\uFF0F\uFF14", "2026-01-04", 0},
        {"2024-02-29", "2024-02-29", 0},
        {"2026-02-29", NULL, "2026-02-29 is not a date; write it as 2026-11-24"},
        {"2026-11/24", NULL, "2026-11/24 is not a date; write it as 2026-11-24"},
        {"2026年11月24", NULL, "2026年11月24 is not a date; write it as 2026-11-24"},
        {"26-11-24", NULL, "26-11-24 is not a date; write it as 2026-11-24"},
        {"2026-11", NULL, "2026-11 is not a date; write it as 2026-11-24"},
        {"2026-11-241", NULL, "2026-11-241 is not a date; write it as 2026-11-24"},
        {"24/11/2026", NULL, "24/11/2026 is not a date; write it as 2026-11-24"},
        {"今天", NULL, "今天 is not a date; write it as 2026-11-24"},
    };

    (void)state;
    RUN(fd, v);
}

static void bools(void **state)
{
    static const struct field fd = {.key = "b", .label = "是否", .type = FIELD_BOOL};
    static const struct vector v[] = {
        {"true", "true", 0}, {"是", "true", 0},      {"Y", "true", 0},
        {"1", "true", 0},    {"false", "false", 0},  {"否", "false", 0},
        {"n", "false", 0},   {"\uFF10", "false", 0}, {"也许", NULL, "也许 is neither yes nor no"},
    };

    (void)state;
    RUN(fd, v);
}

static const char *const kinds[] = {"散装食品销售", "热食类食品制售", "冷食、生食类制售", "其他"};

static void choices(void **state)
{
    static const struct field one = {
        .key = "e", .label = "类别", .type = FIELD_ENUM, .values = kinds, .nvalues = 4};
    static const struct vector v[] = {
        {"热食类食品制售", "热食类食品制售", 0},
        {"2", "热食类食品制售", 0},
        {"\uFF12", "热食类食品制售", 0},
        {" 4 ", "其他", 0},
        {"0", NULL, "0 is not one of: 散装食品销售 热食类食品制售 冷食、生食类制售 其他"},
        {"5", NULL, "5 is not one of: 散装食品销售 热食类食品制售 冷食、生食类制售 其他"},
        {"热食", NULL, "热食 is not one of: 散装食品销售 热食类食品制售 冷食、生食类制售 其他"},
        {"1 2", NULL, "1 2 is not one of: 散装食品销售 热食类食品制售 冷食、生食类制售 其他"},
    };
    static const struct field many = {
        .key = "e", .label = "项目", .type = FIELD_MULTI, .values = kinds, .nvalues = 4};
    static const struct vector w[] = {
        {"其他|散装食品销售", "散装食品销售|其他", 0},
        {"4,1", "散装食品销售|其他", 0},
        {"4 1 4", "散装食品销售|其他", 0},
        {"4、1", "散装食品销售|其他", 0},
        {"\uFF14\uFF0C\uFF11", "散装食品销售|其他", 0},
        {"热食类食品制售;其他", "热食类食品制售|其他", 0},
        {"冷食、生食类制售", "冷食、生食类制售", 0},
        {"冷食、生食类制售|1", "散装食品销售|冷食、生食类制售", 0},
        {"|", "", 0},
        {"1,7", NULL, "7 is not one of: 散装食品销售 热食类食品制售 冷食、生食类制售 其他"},
    };

    (void)state;
    RUN(one, v);
    RUN(many, w);
}

static void identifiers(void **state)
{
    static const struct field id = {.key = "i", .label = "证件号码", .type = FIELD_ID_NO};
    static const struct vector v[] = {
        {"11010519491231002x", "11010519491231002X", 0},
        {"110105 19491231 002X", "11010519491231002X", 0},
        {"\uFF11\uFF11\uFF1010519491231002\uFF58", "11010519491231002X", 0},
        {"370281670401001", "370281196704010013", 0},
        {"110105194912310022", NULL, "ID check digit should be X, not 2"},
        {"1101051949", NULL, "an ID number has 18 characters (15 in old ones), not 10"},
    };
    static const struct field code = {.key = "i", .label = "信用代码", .type = FIELD_USCC};
    static const struct vector w[] = {
        {"92370299ma3f00022x", "92370299MA3F00022X", 0},
        {"92370203MA3TWD8Q1D", NULL, "credit code check character should be 0, not D"},
    };
    static const struct field phone = {.key = "i", .label = "电话", .type = FIELD_PHONE};
    static const struct vector x[] = {
        {"138 0013 8000", "13800138000", 0},
        {"\uFF10532\uFF0D12345678", "0532-12345678", 0},
        {"12345", NULL,
         "12345 is not a telephone number: a mobile of 11 digits, or area code and number"},
    };
    static const struct field region = {.key = "i", .label = "村", .type = FIELD_REGION};
    static const struct vector y[] = {
        {"370299", "370299", 0},
        {"370299 001 002", "370299001002", 0},
        {"3702990", NULL, "3702990 is not a region code of 6 or 12 digits"},
        {"37029X", NULL, "37029X is not a region code of 6 or 12 digits"},
    };

    (void)state;
    RUN(id, v);
    RUN(code, w);
    RUN(phone, x);
    RUN(region, y);
}

static const struct field share_columns[] = {
    {.key = "sh_name", .label = "姓名或名称", .type = FIELD_TEXT, .max = 60, .need = NEED_ACCEPT},
    {.key = "sh_id", .label = "证件号", .type = FIELD_ID_NO},
    {.key = "sh_share", .label = "出资额", .type = FIELD_DECIMAL, .scale = 4},
};
static const struct field shares = {.key = "shareholders",
                                    .label = "股东",
                                    .type = FIELD_TABLE,
                                    .min_rows = 2,
                                    .max_rows = 3,
                                    .columns = share_columns,
                                    .ncolumns = 3};

static void tables(void **state)
{
    static const struct vector v[] = {
        {"[]", "", 0},
        {"[{}, {\"sh_name\": \" \"}]", "", 0},
        {"[ {\"sh_share\": \"60\", \"sh_name\": \"甲\"}, {} , {\"sh_name\": \"乙 \\\"x\\\"\", "
         "\"sh_share\": null} ]",
         "[{\"sh_name\":\"甲\",\"sh_share\":\"60.0000\"},{\"sh_name\":\"乙 \\\"x\\\"\"}]", 0},
        {"[{\"sh_id\":\"11010519491231002x\"}]", "[{\"sh_id\":\"11010519491231002X\"}]", 0},
        {"[{\"sh_name\":\"a\"},{},{\"sh_name\":\"b\"},{\"sh_name\":\"c\"}]",
         "[{\"sh_name\":\"a\"},{\"sh_name\":\"b\"},{\"sh_name\":\"c\"}]", 0},
        {"[{\"sh_name\":\"a\"},{\"sh_name\":\"b\"},{\"sh_name\":\"c\"},{\"sh_name\":\"d\"}]", NULL,
         "the table may have 3 rows at most"},
        {"[{\"age\":\"3\"}]", NULL, "the table has no column age"},
        {"[{\"sh_share\":60}]", NULL, "a cell of a table must be a text"},
        {"[{\"sh_share\":\"x\"}]", NULL, "x is not a number of at most 4 decimals, or too large"},
        {"[[]]", NULL, "this is not a table"},
        {"[1]", NULL, "this is not a table"},
        {"{}", NULL, "this is not a table"},
        {"[{\"sh_name\":\"a\",\"sh_name\":\"b\"}]", NULL, "this is not a table"},
        {"[{", NULL, "this is not a table"},
        {"甲", NULL, "this is not a table"},
    };
    struct buf b = {0};
    struct fault f;

    (void)state;
    RUN(shares, v);
    assert_int_equal(form_canonical(&shares, "[{},{\"sh_id\":\"110105194912310022\"}]", &b, &f),
                     RC_REFUSED);
    assert_string_equal(f.code, "cell");
    assert_string_equal(sentence(&f), "ID check digit should be X, not 2");
    assert_string_equal(f.arg[2], "2");
    assert_string_equal(f.arg[3], "证件号");
    assert_int_equal(form_canonical(&shares, "[{\"sh_share\":\"x\"}]", &b, NULL), RC_REFUSED);
    assert_int_equal(b.len, 0);
    buf_free(&b);
}

/* --- Whole forms --- */

static const char *values[10][2];

static void set(const char *key, const char *value)
{
    for (size_t i = 0; i < COUNT(values); i++)
        if (!values[i][0] || strcmp(values[i][0], key) == 0) {
            values[i][0] = key;
            values[i][1] = value;
            return;
        }
    fail_msg("no room");
}

static const char *value_of(void *arg, const char *name)
{
    (void)arg;
    for (size_t i = 0; i < COUNT(values) && values[i][0]; i++)
        if (strcmp(values[i][0], name) == 0) return values[i][1];
    return NULL;
}

static void collect(void *arg, const struct field *fd, bool warn, const struct fault *f)
{
    buf_printf(arg, "%s%s/%s\n", warn ? "warn " : "", fd->key, sentence(f));
}

static struct arena arena;
static struct field fields[] = {
    {.key = "name", .label = "姓名", .type = FIELD_TEXT, .need = NEED_ACCEPT},
    {.key = "id_no", .label = "证件号码", .type = FIELD_ID_NO, .need = NEED_ACCEPT},
    {.key = "capital",
     .label = "注册资本",
     .type = FIELD_DECIMAL,
     .scale = 4,
     .need = NEED_ACCEPT,
     .check = "capital >= 0.0001",
     .warn = "capital < 1000"},
    {.key = "shareholders",
     .label = "股东",
     .type = FIELD_TABLE,
     .min_rows = 2,
     .max_rows = 3,
     .columns = share_columns,
     .ncolumns = 3,
     .check = "sum(shareholders.sh_share) == capital",
     .hint = "出资额合计等于注册资本"},
    {.key = "average",
     .label = "平均出资",
     .type = FIELD_DECIMAL,
     .scale = 2,
     .need = NEED_ACCEPT,
     .computed = "sum(shareholders.sh_share) / size(shareholders)",
     .check = "average > 1"},
    {.key = "cert", .label = "许可证号", .type = FIELD_TEXT, .need = NEED_VERIFY},
    {.key = "uscc", .label = "信用代码", .type = FIELD_USCC},
    {.key = "result", .label = "答复类型", .type = FIELD_TEXT, .need = NEED_FINISH},
    {.key = "agent_name",
     .label = "委托代理人",
     .type = FIELD_TEXT,
     .check = "has(agent_id)",
     .hint = "有代理人时须填代理人身份证号"},
    {.key = "agent_id", .label = "代理人身份证号", .type = FIELD_ID_NO},
};
static struct item item = {.fields = fields, .nfields = COUNT(fields)};
static struct expr_env env = {.value = value_of};

static int set_up(void **state)
{
    size_t n;
    const struct expr_name *names = form_names(&arena, fields, COUNT(fields), &n);

    (void)state;
    env.today = day_of_civil(2026, 11, 24);
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct field *fd = &fields[i];
        if (fd->check &&
            expr_compile(&arena, fd->check, names, n, EXPR_BOOL, &fd->check_x, NULL, NULL) != RC_OK)
            return -1;
        if (fd->warn &&
            expr_compile(&arena, fd->warn, names, n, EXPR_BOOL, &fd->warn_x, NULL, NULL) != RC_OK)
            return -1;
        if (fd->computed && expr_compile(&arena, fd->computed, names, n, EXPR_NONE, &fd->computed_x,
                                         NULL, NULL) != RC_OK)
            return -1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void fill(void)
{
    memset(values, 0, sizeof values);
    set("name", "张三");
    set("id_no", "370299198801150010");
    set("capital", "100.0000");
    set("shareholders", "[{\"sh_name\":\"甲\",\"sh_share\":\"60.0000\"},{\"sh_name\":\"乙\",\"sh_"
                        "share\":\"40.0000\"}]");
    set("average", "50.00");
}

static void expect(enum field_need need, int errors, const char *report)
{
    struct buf b = {0};
    int n = form_check(&item, &env, need, collect, &b);

    assert_string_equal(buf_str(&b), report);
    assert_int_equal(n, errors);
    buf_free(&b);
}

static void form_in_order(void **state)
{
    (void)state;
    fill();
    expect(NEED_ACCEPT, 0, "");
}

static void form_needs(void **state)
{
    (void)state;
    memset(values, 0, sizeof values);
    expect(NEED_NO, 0, "");
    expect(NEED_ACCEPT, 3,
           "name/姓名: must be filled in\nid_no/证件号码: must be filled in\ncapital/注册资本: "
           "must be filled in\n");
    fill();
    expect(NEED_VERIFY, 1, "cert/许可证号: must be filled in\n");
    expect(NEED_FINISH, 2,
           "cert/许可证号: must be filled in\nresult/答复类型: must be filled in\n");
    set("cert", "370299000001");
    set("name", "");
    expect(NEED_VERIFY, 1, "name/姓名: must be filled in\n");
}

static void form_rules(void **state)
{
    (void)state;
    fill();
    set("capital", "1000.0000");
    expect(NEED_ACCEPT, 1,
           "warn capital/注册资本: does not hold: capital < 1000\n"
           "shareholders/股东: does not hold: 出资额合计等于注册资本\n");
    fill();
    set("average", "0.50");
    expect(NEED_ACCEPT, 1, "average/平均出资: does not hold: average > 1\n");
    fill();
    set("capital", "abc");
    expect(NEED_ACCEPT, 2,
           "capital/abc is not a number of at most 4 decimals, or too large\n"
           "shareholders/the value abc of capital cannot be read\n");
}

/* A rule is looked at when its own field has a value, and then it may ask for another. */
static void form_second_field(void **state)
{
    (void)state;
    fill();
    set("agent_name", "李四");
    expect(NEED_ACCEPT, 1, "agent_name/委托代理人: does not hold: 有代理人时须填代理人身份证号\n");
    set("agent_id", "370299196207080049");
    expect(NEED_ACCEPT, 0, "");
    set("agent_name", "");
    expect(NEED_ACCEPT, 0, "");
}

static void form_types(void **state)
{
    (void)state;
    fill();
    set("capital", "100");
    expect(NEED_ACCEPT, 1, "capital/注册资本: 100 must be written 100.0000\n");
    fill();
    set("id_no", "370299203001010010");
    expect(NEED_ACCEPT, 1, "id_no/ID check digit should be 3, not 0\n");
    set("id_no", "370299203001010013");
    expect(NEED_ACCEPT, 1, "id_no/ID number: the date of birth 20300101 is in the future\n");
    fill();
    set("uscc", "91370299MA3F000159");
    expect(NEED_ACCEPT, 0,
           "warn uscc/信用代码: the organisation code inside has a wrong check digit; compare it "
           "with the paper\n");
}

static void form_tables(void **state)
{
    (void)state;
    fill();
    set("shareholders", "[{\"sh_name\":\"甲\",\"sh_share\":\"100.0000\"}]");
    expect(NEED_ACCEPT, 1, "shareholders/股东: at least 2 rows are needed\n");
    set("shareholders",
        "[{\"sh_share\":\"60.0000\"},{\"sh_name\":\"乙\",\"sh_share\":\"40.0000\"}]");
    expect(NEED_ACCEPT, 1, "shareholders/股东: 姓名或名称 of row 1 must be filled in\n");
    expect(NEED_NO, 0, "");
}

static void computed(void **state)
{
    static const struct vector v[] = {
        {"[{\"sh_share\":\"10\"},{\"sh_share\":\"10\"},{\"sh_share\":\"11\"}]", "10.33",
         0},                                                              /* 31 / 3 */
        {"[{\"sh_share\":\"0.01\"},{\"sh_share\":\"0.02\"}]", "0.02", 0}, /* 0.015, half up */
        {"", "", 0},
    };
    struct buf b = {0};
    struct fault f;

    (void)state;
    fill();
    for (size_t i = 0; i < COUNT(v); i++) {
        set("shareholders", v[i].typed);
        assert_int_equal(form_computed(&fields[4], &env, &b, NULL), RC_OK);
        assert_string_equal(buf_str(&b), v[i].canonical);
    }
    set("shareholders", "[]");
    assert_int_equal(form_computed(&fields[4], &env, &b, &f), RC_REFUSED);
    assert_string_equal(f.msgid, "division by zero");
    buf_free(&b);
}

/* --- Ranges, and fields that do not always apply --- */

static struct field ranged[] = {
    {.key = "staff",
     .label = "人数",
     .type = FIELD_INT,
     .range = "1..9999",
     .within = {true, true, 1000000, 9999000000}},
    {.key = "from", .label = "起始日", .type = FIELD_DATE, .range = "2026-01-01.."},
    {.key = "other_no",
     .label = "其他证件",
     .type = FIELD_TEXT,
     .need = NEED_ACCEPT,
     .when = "staff > 5"},
};

static void ranges_and_when(void **state)
{
    struct item it = {.fields = ranged, .nfields = COUNT(ranged)};
    static const struct {
        const char *staff, *from, *other, *report;
    } v[] = {
        {"1", "2026-01-01", "", ""},
        {"9999", "", "x", ""},
        {"0", "2025-12-31", "",
         "staff/人数: 0 is not within 1..9999\nfrom/起始日: 2025-12-31 is not within "
         "2026-01-01..\n"},
        {"10000", "", "x", "staff/人数: 10000 is not within 1..9999\n"},
        {"6", "", "", "other_no/其他证件: must be filled in\n"},
        {"5", "", "x", "other_no/其他证件: does not apply here and must stay empty\n"},
        {"", "", "", ""}, /* unknown: it does not apply */
    };
    size_t n;
    const struct expr_name *list = form_names(&arena, ranged, COUNT(ranged), &n);

    (void)state;
    ranged[1].within = (struct field_range){true, false, day_of_civil(2026, 1, 1), 0};
    assert_int_equal(
        expr_compile(&arena, ranged[2].when, list, n, EXPR_BOOL, &ranged[2].when_x, NULL, NULL),
        RC_OK);
    for (size_t i = 0; i < COUNT(v); i++) {
        struct buf b = {0};
        memset(values, 0, sizeof values);
        set("staff", v[i].staff);
        set("from", v[i].from);
        set("other_no", v[i].other);
        form_check(&it, &env, NEED_ACCEPT, collect, &b);
        assert_string_equal(buf_str(&b), v[i].report);
        buf_free(&b);
    }
}

static void names(void **state)
{
    struct arena a = {0};
    size_t n;
    const struct expr_name *list = form_names(&a, fields, COUNT(fields), &n);

    (void)state;
    assert_int_equal(n, COUNT(fields) + 1);
    assert_string_equal(list[0].name, "name");
    assert_int_equal(list[0].type, EXPR_TEXT);
    assert_int_equal(list[1].type, EXPR_TEXT);
    assert_int_equal(list[2].type, EXPR_NUMBER);
    assert_int_equal(list[3].type, EXPR_TABLE);
    assert_int_equal(list[3].ncolumns, 3);
    assert_string_equal(list[3].columns[2].name, "sh_share");
    assert_int_equal(list[3].columns[2].type, EXPR_NUMBER);
    assert_string_equal(list[n - 1].name, "today");
    assert_int_equal(list[n - 1].type, EXPR_DATE);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),           cmocka_unit_test(attributes),
        cmocka_unit_test(numbers),         cmocka_unit_test(amounts),
        cmocka_unit_test(dates),           cmocka_unit_test(bools),
        cmocka_unit_test(choices),         cmocka_unit_test(identifiers),
        cmocka_unit_test(tables),          cmocka_unit_test(form_in_order),
        cmocka_unit_test(form_needs),      cmocka_unit_test(form_rules),
        cmocka_unit_test(form_types),      cmocka_unit_test(form_second_field),
        cmocka_unit_test(form_tables),     cmocka_unit_test(computed),
        cmocka_unit_test(ranges_and_when), cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
