/* Choosing on the screens: last choices, digits, what is taken at once, and the file they are kept
 * in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/choose.h"
#include "tui/screen/habits.h"

static const struct scripted_answer none[] = {{.name = NULL}};
static char chosen[64];

static void choose_one(struct seat *s, void *arg, const char *value)
{
    (void)s;
    (void)arg;
    snprintf(chosen, sizeof chosen, "%s", value);
}

/* Villages, as a lookup list has them: no codes. */
static void ask_at_once(void)
{
    static const char *const towns[][3] = {{"[cz]hx", "重华乡", "t1"}, {"yxz", "云溪镇", "t2"},
                                           {"yqz", "云泉镇", "t3"},    {"bgz", "北关镇", "t4"},
                                           {"c[ly]z", "长乐镇", "t5"}, {"dhz", "东湖镇", "t6"}};
    struct choosing c = {.habit = "towns", .take = PICK_TAKE_UNIQUE};

    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++)
        choosing_add(&c, NULL, towns[i][0], towns[i][1], towns[i][2]);
    chosen[0] = '\0';
    choose_open(&office.seat, "Town", &c, choose_one, NULL);
    stage_paint(&office.seat);
}

static void ask(void)
{
    office_ms += 2000; /* whatever was typed before is long over */
    ask_at_once();
}

/* Rows of the list from the first on, each "marker digit town", without blanks between. */
static bool shows(const char *want)
{
    struct buf have = {0};

    for (int row = 3; row < 9; row++) {
        const char *p = strchr(fake_row(row), '|') + 1;
        for (; *p && *p != '|'; p++)
            if (*p != ' ') buf_addc(&have, *p);
        buf_addc(&have, ' ');
    }
    bool same = strncmp(buf_str(&have), want, strlen(want)) == 0;
    if (!same) fprintf(stderr, "wanted %s, have %s\n", want, buf_str(&have));
    buf_free(&have);
    return same;
}

static void a_unique_match_is_taken_at_once(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    ask();
    office_type("y");
    assert_string_equal(chosen, ""); /* two of them */
    office_type("q");
    assert_string_equal(chosen, "t3");
    ask();
    office_type("b");
    assert_string_equal(chosen, ""); /* one letter is not enough to be sure */
    office_type("<Enter>");
    assert_string_equal(chosen, "t4");
    ask();
    office_type("cy"); /* 长 cháng, 乐 yuè */
    assert_string_equal(chosen, "t5");
    ask();
    office_type("华"); /* Han comes from an input method: Enter takes it */
    assert_string_equal(chosen, "");
    office_type("<Enter>");
    assert_string_equal(chosen, "t1");
    office_end();
}

/* What comes after the choice was made, with pauses; "find" is what an Enter or a letter that is
 * not swallowed would do to the next list. */
static void the_rest_of_a_burst_is_swallowed(void **state)
{
    static const struct {
        const char *then;
        int pause;
        const char *left; /* typed into the next list */
        const char *taken;
    } cases[] = {
        {"z", 0, "", ""},   /* the rest of yqz */
        {"z", 300, "", ""}, /* as slow as that */
        {"zd", 0, "", ""},  /* beyond the name */
        {"dd", 0, "", ""},  /* another name altogether */
        {"z<Down>d", 0, "d", ""},
        {"1", 0, "", "t2"},      /* digits are never the rest of a name */
        {"z<Enter>", 0, "", ""}, /* he always presses Enter */
        {"<Enter>", 1000, "", ""},
        {"<Enter>", 1001, "", "t3"}, /* an Enter after a thought is meant */
        {"z<Enter><Enter>", 0, "", "t3"},
        {"b", 301, "b", ""},   /* new typing */
        {"<Down>", 0, "", ""}, /* a key ends it */
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        office_start(none, "zhangmin");
        ask();
        office_type("yq");
        assert_string_equal(chosen, "t3");
        habits_pin(&office.seat, "towns", 0, "t2");
        ask_at_once();
        office_ms += cases[i].pause;
        office_type(cases[i].then);
        struct buf line = {0};
        buf_printf(&line, "|/ %s_", cases[i].left);
        if (!*cases[i].taken && !strstr(fake_row(9), buf_str(&line)))
            fail_msg("case %zu: %s", i, fake_row(9));
        buf_free(&line);
        assert_string_equal(chosen, cases[i].taken);
        office_end();
    }
}

static void another_name_is_told(void **state)
{
    static const struct {
        const char *then;
        bool told;
    } cases[] = {{"z", false}, {"zz", true}, {"d", true}, {"z<Enter>", false}};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        office_start(none, "zhangmin");
        ask();
        office_type("yq");
        fake.bells = 0;
        office_type(cases[i].then);
        assert_int_equal(strstr(fake_row(22), "another name") != NULL, cases[i].told);
        assert_int_equal(fake.bells, cases[i].told);
        office_end();
    }
}

static void last_choices_come_first_and_digits_stay(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    ask();
    assert_non_null(strstr(fake_row(3), "重华乡"));
    office_type("1"); /* nothing has a digit yet */
    assert_string_equal(chosen, "");
    assert_true(fake.bells > 0);
    office_type("bg");
    ask();
    office_type("yq");
    ask();
    assert_true(shows(">云泉镇 北关镇 重华乡 "));
    office_type("bg"); /* the second time: digit 1 */
    ask();
    office_type("yq"); /* digit 2 */
    ask();
    office_type("dh");
    ask();
    assert_true(shows(">东湖镇 2云泉镇 1北关镇 "));
    office_type("1");
    assert_string_equal(chosen, "t4");
    ask(); /* now it is first in the list, and still digit 1 */
    assert_true(shows(">1北关镇 "));
    office_type("y1"); /* with letters typed, digits are rows */
    assert_string_equal(chosen, "t3");
    office_end();
}

static void ins_puts_a_row_on_a_digit(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    ask();
    stage_key(&office.seat, (struct key){.code = KEY_INSERT});
    stage_paint(&office.seat);
    assert_non_null(strstr(fake_row(9), "under which digit?"));
    office_type("0");
    assert_true(shows(">0重华乡 "));
    office_type("<Down>");
    stage_key(&office.seat, (struct key){.code = KEY_INSERT});
    office_type("x"); /* not a digit: nothing happens */
    stage_key(&office.seat, (struct key){.code = KEY_INSERT});
    office_type("0<Esc>"); /* takes its place */
    ask();
    assert_true(shows(">重华乡 "));
    office_type("0");
    assert_string_equal(chosen, "t2");
    office_end();
}

static char *habits_file(void)
{
    return mem_printf("%s/zhangmin.habits.draft", office.drafts);
}

static void habits_outlive_the_session(void **state)
{
    char text[400] = "";
    char *path;
    FILE *in;
    (void)state;

    office_start(none, "zhangmin");
    ask();
    office_type("bg");
    ask();
    office_type("bg");
    path = habits_file();
    in = fopen(path, "re");
    assert_non_null(in);
    assert_true(fread(text, 1, sizeof text - 1, in) > 0);
    fclose(in);
    assert_string_equal(text, "last.towns=t4\ndigits.towns=t4|||||||||\n");
    habits_free(office.seat.habits); /* as in a new session */
    office.seat.habits = NULL;
    ask();
    assert_true(shows(">1北关镇 "));
    office_type("<Esc>");
    free(office.seat.person); /* another person has his own */
    office.seat.person = mem_strdup("liuyang");
    ask();
    assert_true(shows(">重华乡 "));
    free(path);
    office_end();
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *out = fopen(path, "we");

    if (!out || fwrite(bytes, 1, n, out) != n || fclose(out) != 0) abort();
}

static void a_strange_file_does_no_harm(void **state)
{
    static const char torn[] = "last.towns=t4|t9|t2\ndigits.towns=|t4|t";
    static const char strange[] = "\0\xff\xfe=x\n=\n====\nlast.towns=\xff\nlast=t2\nnoequals\n"
                                  "last.towns=||t4||nosuch|t4\ndigits.towns=t4|t4|||||||||||||t2\n";
    (void)state;

    office_start(none, "zhangmin");
    char *path = habits_file();
    write_file(path, torn, sizeof torn - 1);
    habits_free(office.seat.habits);
    office.seat.habits = NULL;
    ask(); /* whole lines count, the torn one does not; what is no longer there is passed over */
    assert_true(shows(">北关镇 云溪镇 重华乡 "));
    office_type("<Esc>");
    habits_free(office.seat.habits);
    office.seat.habits = NULL;
    write_file(path, strange, sizeof strange - 1);
    ask();
    office_type("1");
    assert_string_equal(chosen, "");
    office_type("<Esc>");
    habits_free(office.seat.habits);
    office.seat.habits = NULL;
    write_file(path, strange + 1, sizeof strange - 2);
    ask();
    assert_non_null(strstr(fake_row(3), "北关镇"));
    office_type("1");
    assert_string_equal(chosen, "t4");
    free(path);
    office_end();
}

static void many_choices_keep_the_file_small(void **state)
{
    char name[16];
    (void)state;

    office_start(none, "zhangmin");
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "v%d", i % 50);
        habits_chosen(&office.seat, "x", name);
        habits_chosen(&office.seat, "x", name);
    }
    assert_int_equal(habits_find(habits_of(&office.seat, "last", "x"), "v49"), 0);
    assert_int_equal(habits_find(habits_of(&office.seat, "last", "x"), "v30"), 19);
    assert_int_equal(habits_find(habits_of(&office.seat, "last", "x"), "v29"), -1);
    assert_string_equal(habits_of(&office.seat, "digits", "x"), "v0|v1|v2|v3|v4|v5|v6|v7|v8|v9");
    habits_chosen(&office.seat, "x", "a|b"); /* cannot be kept, and is not */
    habits_chosen(&office.seat, "x", "");
    assert_int_equal(habits_find(habits_of(&office.seat, "last", "x"), "v49"), 0);
    for (int i = 0; i < 300; i++) { /* more lists than are kept */
        snprintf(name, sizeof name, "l%d", i);
        habits_chosen(&office.seat, name, "v");
    }
    assert_string_equal(habits_of(&office.seat, "last", "l0"), "v");
    assert_string_equal(habits_of(&office.seat, "last", "l299"), "");
    office_end();
}

static void an_item_by_any_reading(void **state)
{
    (void)state;
    office_start(none, "zhangmin");
    office_type("<F2>spjyxk"); /* 食品经营许可: three of them */
    assert_non_null(strstr(fake_row(3), "食品经营许可"));
    office_type("<Esc>sp");
    assert_non_null(strstr(fake_row(3), "食品经营许可"));
    office_type("<Esc>yp"); /* 食 is also yì */
    assert_non_null(strstr(fake_row(3), "食品经营许可"));
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unique_match_is_taken_at_once),
        cmocka_unit_test(the_rest_of_a_burst_is_swallowed),
        cmocka_unit_test(another_name_is_told),
        cmocka_unit_test(last_choices_come_first_and_digits_stay),
        cmocka_unit_test(ins_puts_a_row_on_a_digit),
        cmocka_unit_test(habits_outlive_the_session),
        cmocka_unit_test(a_strange_file_does_no_harm),
        cmocka_unit_test(many_choices_keep_the_file_small),
        cmocka_unit_test(an_item_by_any_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
