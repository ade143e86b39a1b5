/* The form, by keys and cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "fake_term.h"
#include "tui/widget/form.h"

static const struct choice kinds[] = {{"1", "spxs", "食品销售经营者", NULL},
                                      {"2", "cyfw", "餐饮服务经营者", NULL},
                                      {"3", "dwst", "集中用餐单位食堂", NULL}};
static const struct choice projects[] = {
    {NULL, NULL, "散装", NULL}, {NULL, NULL, "热食", NULL}, {NULL, NULL, "冷食", NULL}};
static const struct choice papers[] = {{NULL, NULL, "申请书", NULL},
                                       {NULL, NULL, "执照(共享)", NULL},
                                       {NULL, NULL, "布局图", NULL},
                                       {NULL, NULL, "制度清单(可容缺)", NULL},
                                       {NULL, NULL, "健康证明", NULL}};
enum { NAME, CODE, LEGAL, ID, PHONE, PLACE, KIND, PROJECTS, ONLINE, SITE, PAPERS, LIMIT, FIELDS };
static const struct form_field fields[] = {
    [NAME] = {.label = "申请人名称",
              .kind = FORM_TEXT,
              .flags = FORM_REQUIRED,
              .width = 40,
              .max_ch = 60,
              .hint = "执照上的名称"},
    [CODE] = {.label = "信用代码",
              .kind = FORM_TEXT,
              .flags = FORM_UPPER | FORM_AUTO,
              .width = 18,
              .note = 4},
    [LEGAL] = {.label = "法定代表人",
               .kind = FORM_TEXT,
               .flags = FORM_REQUIRED,
               .width = 12,
               .max_ch = 30},
    [ID] = {.label = "证件号码",
            .kind = FORM_TEXT,
            .flags = FORM_UPPER | FORM_AUTO,
            .width = 18,
            .note = 13},
    [PHONE] = {.label = "手机", .kind = FORM_DIGITS, .flags = FORM_AUTO | FORM_CARRY, .width = 11},
    [PLACE] = {.label = "经营场所", .kind = FORM_TEXT, .width = 58, .max_ch = 100},
    [KIND] = {.label = "主体业态",
              .kind = FORM_CHOICE,
              .flags = FORM_AUTO,
              .width = 18,
              .choice = kinds,
              .nchoice = 3},
    [PROJECTS] = {.label = "经营项目", .kind = FORM_MULTI, .choice = projects, .nchoice = 3},
    [ONLINE] = {.label = "网络经营", .kind = FORM_YESNO, .flags = FORM_AUTO},
    [SITE] = {.label = "网址", .kind = FORM_TEXT, .flags = FORM_REQUIRED, .width = 20},
    [PAPERS] =
        {.label = "材料", .kind = FORM_CHECKS, .choice = papers, .nchoice = 5, .states = " xsp"},
    [LIMIT] = {.label = "时限", .kind = FORM_STATIC, .width = 40},
};

static struct form *f;
static int changes[FIELDS];

static bool shown(void *arg, struct form *form, int i)
{
    (void)arg;
    return i != SITE || strcmp(form_value(form, ONLINE), "true") == 0;
}

static bool accept_char(void *arg, struct form *form, int i, uint32_t ch)
{
    (void)arg, (void)form;
    if (i == LEGAL) return ch > 0x7F;
    return i != ID || (ch >= '0' && ch <= '9') || ch == 'X';
}

static char *leave(void *arg, struct form *form, int i)
{
    (void)arg;
    if (i == CODE) form_note(form, i, strlen(form_value(form, i)) == 18 ? "ok" : NULL);
    if (i != ID || !*form_value(form, i)) return NULL;
    form_note(form, i, NULL);
    if (strcmp(form_value(form, i), "370299198801150010") != 0) return mem_strdup("校验位不符");
    form_note(form, i, "男 1988-01-15");
    return NULL;
}

static void changed(void *arg, struct form *form, int i)
{
    (void)arg, (void)form;
    changes[i]++;
}

static char *dup_value(void *arg, struct form *form, int i)
{
    (void)arg, (void)form;
    return i == NAME ? mem_strdup("宏盛食品店") : NULL;
}

static const struct form_hooks hooks = {
    .shown = shown, .accept = accept_char, .leave = leave, .changed = changed, .dup = dup_value};

static int start(void **state)
{
    (void)state;
    fake_start(24, 80);
    memset(changes, 0, sizeof changes);
    f = form_new(fields, FIELDS, &hooks);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    form_free(f);
    return 0;
}

static enum did keys(const char *script)
{
    enum did did = DID_NOTHING;

    for (struct key k; (k = fake_next_key(&script)).code != KEY_NONE;)
        did = form_key(f, k);
    return did;
}

static void draw(void)
{
    form_draw(f, (struct rect){2, 0, 19, 80});
}

static const char *status(enum bar_kind *kind)
{
    static struct buf b;

    *kind = form_status(f, &b);
    return buf_str(&b);
}

/* --- A whole acceptance, without looking --- */

static void filled_in_it_looks_like_the_design(void **state)
{
    (void)state;
    assert_int_equal(keys("宏盛食品店<Enter>"
                          "91370299ma3f000146" /* goes on by itself */
                          "李宏盛<Enter>"
                          "370299198801150010" /* and again */
                          "13800000000"
                          "青溪县北京路12号<Enter>"
                          "2" /* one digit is the whole code */
                          "13<Enter>"
                          "2" /* no */
                          "*4 <Left>  "),
                     DID_USE);
    form_set(f, LIMIT, "法定10日 承诺5日 -> 2026-11-30");
    draw();
    assert_true(fake_looks(
        2, "*申请人名称  [宏盛食品店______________________________]\n"
           " 信用代码    [91370299MA3F000146]  ok            *法定代表人  [李宏盛______]\n"
           " 证件号码    [370299198801150010]  男 1988-01-15  手机        [13800000000]\n"
           " 经营场所    [青溪县北京路12号__________________________________________]\n"
           " 主体业态    [2 餐饮服务经营者  ]\n"
           " 经营项目    1[x]散装 2[ ]热食 3[x]冷食\n"
           " 网络经营    [2 no  ]\n"
           " 材料        1[x]申请书 2[x]执照(共享) 3[p]布局图 4[p]制度清单(可容缺)\n"
           "             5[x]健康证明\n"
           " 时限         法定10日 承诺5日 -> 2026-11-30\n"));
    assert_string_equal(form_value(f, KIND), "餐饮服务经营者");
    assert_string_equal(form_value(f, PROJECTS), "散装|冷食");
    assert_string_equal(form_value(f, ONLINE), "false");
    assert_string_equal(form_value(f, PAPERS), "xxppx");
    assert_int_equal(fake.cursor_row, 9); /* on the third paper's mark */
    assert_int_equal(fake.cursor_col, 41);
    assert_int_equal(fake.outside, 0);
    assert_int_equal(form_verify(f), 0);
}

static void the_empty_form_shows_what_is_required(void **state)
{
    enum bar_kind kind;
    (void)state;
    draw();
    assert_string_equal(fake_row(2), "*申请人名称  [________________________________________]");
    assert_string_equal(
        fake_row(3),
        " 信用代码    [__________________]                *法定代表人  [____________]");
    assert_int_equal(fake.cursor_row, 2);
    assert_int_equal(fake.cursor_col, 14);
    assert_string_equal(status(&kind), "执照上的名称");
    assert_int_equal(kind, BAR_INFO);
    form_focus(f, KIND);
    assert_string_equal(status(&kind), "1食品销售经营者 2餐饮服务经营者 3集中用餐单位食堂");
}

/* --- Moving and checking --- */

static void focus_moves(void **state)
{
    static const struct {
        const char *keys;
        int at;
        enum did did;
    } cases[] = {
        {"<Up>", NAME, DID_REFUSE},
        {"<Tab>", CODE, DID_USE},
        {"<Plus>", LEGAL, DID_USE},
        {"<Down>", ID, DID_USE},
        {"<Enter>", PHONE, DID_USE},
        {"+", PLACE, DID_USE},
        {"<Up>", PHONE, DID_USE},
        {"-", ID, DID_USE},
        {"<Minus>", LEGAL, DID_USE},
        {"<BackTab>", CODE, DID_USE},
        {"<Tab><Tab><Tab><Tab><Tab><Tab><Tab>", ONLINE, DID_USE},
        {"<Tab>", PAPERS, DID_USE},
        {"<Tab>", PAPERS, DID_REFUSE},
        {"<Enter>", PAPERS, DID_TAKE},
        {"<Esc>", PAPERS, DID_CANCEL},
        {"<PgDn>", PAPERS, DID_NOTHING},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(keys(cases[i].keys), cases[i].did);
        assert_int_equal(form_at(f), cases[i].at);
    }
}

static void a_wrong_field_never_traps(void **state)
{
    enum bar_kind kind;
    (void)state;
    form_focus(f, ID);
    assert_int_equal(keys("370299198801150011"), DID_USE);
    assert_int_equal(form_at(f), PHONE); /* marked, told, and gone on from */
    assert_string_equal(status(&kind), "证件号码: 校验位不符");
    assert_int_equal(kind, BAR_ERROR);
    assert_int_equal(fake.bells, 1);
    draw();
    assert_string_equal(
        fake_row(4), "!证件号码    [370299198801150011]                 手机        [___________]");
    keys("1");
    assert_string_equal(status(&kind), "");
    keys("<Up>");
    assert_int_equal(form_at(f), ID);
    assert_string_equal(status(&kind), "证件号码: 校验位不符");
    keys("<Up>");
    assert_int_equal(form_at(f), LEGAL);
    keys("<Down><BS>0<Enter>");
    draw();
    assert_string_equal(
        fake_row(4), " 证件号码    [370299198801150010]  男 1988-01-15  手机        [1__________]");
}

static void saving_finds_all_and_shows_the_first(void **state)
{
    enum bar_kind kind;
    (void)state;
    form_focus(f, ID);
    keys("370299198801150011");
    assert_int_equal(form_verify(f), 3); /* two required, one wrong */
    assert_int_equal(form_at(f), NAME);
    assert_string_equal(status(&kind), "申请人名称: must be filled in");
    keys("店<Enter>");
    assert_int_equal(form_verify(f), 2);
    assert_int_equal(form_at(f), LEGAL);
    form_error(f, PLACE, "不在辖区");
    draw();
    assert_true(fake_looks(
        5, "!经营场所    [__________________________________________________________]\n"));
}

static void keys_are_refused_where_they_cannot_be(void **state)
{
    (void)state;
    form_focus(f, LEGAL);
    assert_int_equal(keys("x"), DID_REFUSE);
    assert_int_equal(keys("王"), DID_USE);
    form_focus(f, PHONE);
    assert_int_equal(keys("x"), DID_REFUSE);
    assert_string_equal(form_value(f, PHONE), "");
}

static void escape_restores_then_leaves(void **state)
{
    (void)state;
    form_set(f, NAME, "旧名");
    form_focus(f, NAME);
    keys("新<BS><BS>");
    assert_string_equal(form_value(f, NAME), "旧");
    assert_int_equal(keys("<Esc>"), DID_USE);
    assert_string_equal(form_value(f, NAME), "旧名");
    assert_int_equal(keys("<Esc>"), DID_CANCEL);
    form_focus(f, PROJECTS);
    keys("12");
    keys("<Esc>");
    assert_string_equal(form_value(f, PROJECTS), "");
    form_focus(f, KIND);
    keys("<Up><Down>3<Up><Esc>");
    assert_string_equal(form_value(f, KIND),
                        "集中用餐单位食堂"); /* that field was left: its value stands */
}

static void changes_are_told_once_when_left(void **state)
{
    (void)state;
    keys("店名<Enter><Up><Down>");
    assert_int_equal(changes[NAME], 1);
    assert_int_equal(changes[CODE], 0);
    keys("<Up>");
    keys("x<Esc><Enter>");
    assert_int_equal(changes[NAME], 1);
}

static void a_paste_goes_to_one_field(void **state)
{
    (void)state;
    form_focus(f, PHONE);
    assert_int_equal(form_key(f, fake_paste("13800000000")), DID_USE);
    assert_int_equal(form_at(f), PHONE); /* though it is full */
    assert_int_equal(form_key(f, fake_paste("1")), DID_REFUSE);
    assert_string_equal(form_value(f, PHONE), "13800000000");
}

static void repeat_carry_and_defaults(void **state)
{
    (void)state;
    assert_int_equal(keys("<Ctrl-D>"), DID_USE);
    assert_string_equal(form_value(f, NAME), "宏盛食品店");
    assert_int_equal(form_at(f), CODE);
    assert_int_equal(keys("<Ctrl-D>"), DID_REFUSE);
    form_focus(f, NAME);
    keys("<Ctrl-U><Star>");
    assert_string_equal(form_value(f, NAME), "宏盛食品店");
    form_focus(f, PHONE);
    keys("13800000000");
    form_next(f);
    assert_int_equal(form_at(f), NAME);
    assert_string_equal(form_value(f, NAME), "");
    assert_string_equal(form_value(f, PHONE), "13800000000");
    form_focus(f, PHONE);
    keys("1"); /* a default yields to the first key */
    assert_string_equal(form_value(f, PHONE), "1");
}

static void fields_come_and_go(void **state)
{
    (void)state;
    form_focus(f, ONLINE);
    assert_false(form_shown(f, SITE));
    keys("y<Enter>");
    assert_true(form_shown(f, SITE));
    assert_int_equal(form_at(f), SITE);
    draw();
    assert_true(fake_looks(8, " 网络经营    [1 yes ]\n*网址        [____________________]\n"));
    assert_string_equal(
        fake_row(4),
        " 证件号码    [__________________]                 手机        [___________]"); /* as before
                                                                                         */
    assert_int_equal(form_verify(f), 3);
    form_set(f, ONLINE, "false");
    form_refresh(f);
    assert_int_equal(form_verify(f), 2); /* what is not shown is not asked */
}

/* --- Choosing --- */

static void choices_by_digit_initials_and_han(void **state)
{
    static const struct {
        const char *keys, *value;
        int at;
        enum did did;
    } cases[] = {
        {"3", "集中用餐单位食堂", PROJECTS, DID_USE},
        {"s", "食品销售经营者", KIND, DID_USE},               /* one match: taken */
        {"spxs<Enter>", "食品销售经营者", PROJECTS, DID_USE}, /* typing on is understood */
        {"餐饮", "餐饮服务经营者", KIND, DID_USE},
        {"sx", "食品销售经营者", KIND, DID_REFUSE},
        {"9", "", KIND, DID_REFUSE},
        {"s<BS>", "", KIND, DID_USE},
        {"s<Esc>", "", KIND, DID_USE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        form_set(f, KIND, "");
        form_focus(f, KIND);
        assert_int_equal(keys(cases[i].keys), cases[i].did);
        assert_string_equal(form_value(f, KIND), cases[i].value);
        assert_int_equal(form_at(f), cases[i].at);
    }
}

static void an_ambiguous_beginning_opens_the_popup(void **state)
{
    (void)state;
    form_focus(f, KIND);
    keys("服<BS>经营");
    assert_string_equal(form_value(f, KIND), "");
    draw();
    assert_string_equal(fake_row(6), " 主体业态    [经营              ]");
    assert_int_equal(keys("<Enter>"), DID_USE);
    assert_int_equal(form_at(f), KIND);
    draw();
    assert_true(
        fake_looks(7, " 经营项目    1+ 主体业态 -----------------+\n"
                      " 网络经营    [|>  1       食品销售经营者  |\n"
                      " 材料        1|   2       餐饮服务经营者  |布局图 4[ ]制度清单(可容缺)\n"));
    assert_int_equal(keys("<Tab>"), DID_REFUSE);
    assert_int_equal(keys("<Down><Enter>"), DID_USE);
    assert_string_equal(form_value(f, KIND), "餐饮服务经营者");
    assert_int_equal(form_at(f), PROJECTS);
    keys("<Up> <Esc>");
    assert_string_equal(form_value(f, KIND), "餐饮服务经营者");
    assert_int_equal(form_at(f), KIND);
}

static void the_popup_takes_what_the_field_says(void **state)
{
    static const struct {
        enum pick_take take;
        const char *keys, *value, *rest; /* rest NULL: a key was pressed to take it */
    } cases[] = {
        {PICK_TAKE_CODE, " 2", "餐饮服务经营者", ""},
        {PICK_TAKE_CODE, " cy", "", NULL},
        {PICK_TAKE_CODE, " cy<Enter>", "餐饮服务经营者", NULL},
        {PICK_TAKE_UNIQUE, " cy", "餐饮服务经营者", "fw"},
        {PICK_TAKE_ENTER, " 2", "", NULL},
    };
    struct form_field one = {.label = "主体业态",
                             .kind = FORM_CHOICE,
                             .choice = kinds,
                             .nchoice = sizeof kinds / sizeof *kinds};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        form_free(f);
        one.take = cases[i].take;
        f = form_new(&one, 1, NULL);
        form_focus(f, 0);
        keys(cases[i].keys);
        assert_string_equal(form_value(f, 0), cases[i].value);
        if (cases[i].rest)
            assert_string_equal(form_rest(f), cases[i].rest);
        else
            assert_null(form_rest(f));
    }
}

static void checks_cycle_and_fill(void **state)
{
    (void)state;
    form_focus(f, PAPERS);
    keys("2");
    assert_string_equal(form_value(f, PAPERS), " x   ");
    keys("22");
    assert_string_equal(form_value(f, PAPERS), " p   ");
    keys("a");
    assert_string_equal(form_value(f, PAPERS), "xpxxx");
    keys("2");
    assert_string_equal(form_value(f, PAPERS), "x xxx");
    keys("aa");
    assert_string_equal(form_value(f, PAPERS), "     ");
    assert_int_equal(keys("7"), DID_REFUSE);
    assert_int_equal(keys("<Home><Left>"), DID_REFUSE);
    assert_int_equal(keys("<End> "), DID_USE);
    assert_string_equal(form_value(f, PAPERS), "    x");
}

/* --- Dates, areas --- */

static void dates_are_eight_digits(void **state)
{
    static const struct form_field two[] = {
        {.label = "日期", .kind = FORM_DATE, .flags = FORM_AUTO},
        {.label = "金额", .kind = FORM_DECIMAL}};
    struct form *g = f;
    enum bar_kind kind;
    (void)state;

    f = form_new(two, 2, NULL);
    keys("20261124");
    assert_int_equal(form_at(f), 1);
    assert_string_equal(form_value(f, 0), "2026-11-24");
    form_set(f, 0, "");
    form_focus(f, 0);
    keys("2026-02-29");
    assert_int_equal(form_at(f), 1);
    assert_string_equal(status(&kind), "日期: not a date: type it as 20261124");
    assert_int_equal(keys("1.5."), DID_REFUSE);
    assert_string_equal(form_value(f, 1), "1.5");
    form_free(f);
    f = g;
}

static void an_area_is_a_field(void **state)
{
    static const struct form_field three[] = {
        {.label = "意见", .kind = FORM_AREA, .rows = 2, .width = 9, .max_ch = 40},
        {.label = "金额", .kind = FORM_DECIMAL}};
    struct form *g = f;
    (void)state;

    f = form_new(three, 2, NULL);
    keys("同意受理。<Ctrl-O>补");
    draw();
    assert_true(fake_looks(2, " 意见  [。_______]\n       [补_______]\n 金额  [____________]\n"));
    assert_int_equal(fake.cursor_row, 3);
    assert_int_equal(fake.cursor_col, 10);
    assert_int_equal(keys("<Up><Up>"), DID_USE);
    assert_int_equal(form_at(f), 0);
    assert_int_equal(keys("<Enter>"), DID_USE);
    assert_int_equal(form_at(f), 1);
    assert_string_equal(form_value(f, 0), "同意受理。\n补");
    form_free(f);
    f = g;
}

/* Its first character has been typed already when a scan comes. */
static void a_scan_is_fitted_to_the_mask(void **state)
{
    static const struct form_field two[] = {{.label = "许可证编号",
                                             .kind = FORM_TEXT,
                                             .flags = FORM_AUTO | FORM_SCAN,
                                             .mask = "\\J\\Y99-999",
                                             .width = 8},
                                            {.label = "金额", .kind = FORM_DECIMAL}};
    struct form *g = f;
    (void)state;

    f = form_new(two, 2, NULL);
    keys("J");
    form_key(f, (struct key){.code = KEY_SCAN, .ch = '\r', .text = "JY12345"});
    assert_string_equal(form_value(f, 0), "JY12-345");
    assert_int_equal(form_at(f), 1);
    keys("<Up>J");
    form_key(f, (struct key){.code = KEY_SCAN, .ch = '\r', .text = "JY98-765"});
    assert_string_equal(form_value(f, 0), "JY98-765"); /* in place of the last */
    form_free(f);
    f = g;
}

/* --- Drawing --- */

static void scrolls_and_keeps_off_the_last_rows(void **state)
{
    struct form_field many[40];
    struct form *g = f;
    (void)state;

    for (int i = 0; i < 40; i++)
        many[i] = (struct form_field){.label = "经营场所", .kind = FORM_TEXT, .width = 60};
    f = form_new(many, 40, NULL);
    fake_start(24, 80);
    for (int i = 0; i < 40; i++, keys("<Tab>")) {
        form_draw(f, (struct rect){2, 0, 22, 80});
        assert_in_range(fake.cursor_row, 2, 20);
        assert_string_equal(fake_row(21), "");
    }
    for (int i = 0; i < 40; i++, keys("<BackTab>")) {
        form_draw(f, (struct rect){2, 0, 22, 80});
        assert_in_range(fake.cursor_row, 2, 20);
    }
    fake_start(8, 30); /* a small screen: everything narrower, still whole */
    form_draw(f, (struct rect){2, 0, 4, 30});
    assert_string_equal(fake_row(2), " 经营场所  [_________________]");
    assert_int_equal(fake.outside, 0);
    form_free(f);
    f = g;
}

static void a_key_repaints_its_field_only(void **state)
{
    (void)state;
    keys("宏<Enter>");
    draw();
    term_flush();
    keys("9");
    draw();
    assert_int_equal(fake_changed(), 1);
    term_flush();
    keys("<Enter>王"); /* the cursor alone shows the focus: nothing is repainted for it */
    draw();
    assert_int_equal(fake_changed(), 2);
}

static void long_text_shows_arrows(void **state)
{
    (void)state;
    form_focus(f, LEGAL);
    keys("一二三四五六七");
    draw();
    assert_string_equal(
        fake_row(3),
        " 信用代码    [__________________]                *法定代表人  <五六七______]");
    keys("<Home>");
    draw();
    assert_string_equal(
        fake_row(3),
        " 信用代码    [__________________]                *法定代表人  [一二三四五六>");
}

static void type_ahead_gives_the_same_form(void **state)
{
    static const char script[] = "店<Tab>91370299MA3F000146王<Enter>37029919880115001013800000000";
    char *all[FIELDS];
    const char *p = script;
    (void)state;

    keys(script);
    for (int i = 0; i < FIELDS; i++)
        all[i] = mem_strdup(form_value(f, i));
    form_free(f);
    f = form_new(fields, FIELDS, &hooks);
    for (struct key k; (k = fake_next_key(&p)).code != KEY_NONE;) {
        form_key(f, k);
        draw();
    }
    assert_string_equal(form_value(f, PHONE), "13800000000");
    for (int i = 0; i < FIELDS; i++) {
        assert_string_equal(form_value(f, i), all[i]);
        free(all[i]);
    }
}

#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(filled_in_it_looks_like_the_design),
        T(the_empty_form_shows_what_is_required),
        T(focus_moves),
        T(a_wrong_field_never_traps),
        T(saving_finds_all_and_shows_the_first),
        T(keys_are_refused_where_they_cannot_be),
        T(escape_restores_then_leaves),
        T(changes_are_told_once_when_left),
        T(a_paste_goes_to_one_field),
        T(repeat_carry_and_defaults),
        T(fields_come_and_go),
        T(choices_by_digit_initials_and_han),
        T(an_ambiguous_beginning_opens_the_popup),
        T(the_popup_takes_what_the_field_says),
        T(checks_cycle_and_fill),
        T(dates_are_eight_digits),
        T(an_area_is_a_field),
        T(a_scan_is_fitted_to_the_mask),
        T(scrolls_and_keeps_off_the_last_rows),
        T(a_key_repaints_its_field_only),
        T(long_text_shows_arrows),
        T(type_ahead_gives_the_same_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
