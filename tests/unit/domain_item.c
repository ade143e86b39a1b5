#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "domain/item.h"

static void spans(void **state)
{
    static const struct {
        const char *text;
        enum unit unit;
        int n;
        const char *again;
    } want[] = {
        {"3wd", UNIT_WD, 3, "3wd"},       {"7cd", UNIT_CD, 7, "7cd"},
        {"3mo", UNIT_MO, 3, "3mo"},       {"24hr", UNIT_HR, 24, "24hr"},
        {"2bh", UNIT_BH, 120, "2bh"},     {"3.5bh", UNIT_BH, 210, "3.5bh"},
        {"0.25bh", UNIT_BH, 15, "15min"}, {"30min", UNIT_BH, 30, "30min"},
        {"90min", UNIT_BH, 90, "1.5bh"},  {"9999min", UNIT_BH, 9999, "9999min"},
        {"now", UNIT_NOW, 0, "now"},      {"", UNIT_NONE, 0, ""},
        {"0wd", UNIT_WD, 0, "0wd"},
    };
    static const char *const wrong[] = {"wd",     "3",      "3 wd",  "-3wd",    "3.5wd", "3.bh",
                                        ".5bh",   "1.01bh", "3days", "10000wd", "167bh", "1.555bh",
                                        "1.5min", "3WD",    "now ",  "3wd "};
    struct span s, back;
    char text[SPAN_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_true(span_parse(want[i].text, &s));
        assert_int_equal(s.unit, want[i].unit);
        assert_int_equal(s.n, want[i].n);
        assert_string_equal(span_text(s, text), want[i].again);
        assert_true(span_parse(text, &back));
        assert_true(back.unit == s.unit && back.n == s.n);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (span_parse(wrong[i], &s)) fail_msg("\"%s\" is no length of time", wrong[i]);
}

static void names(void **state)
{
    enum kind k;
    enum step_act a;
    enum field_type t;
    int n = 0;

    (void)state;
    for (int i = 0; kind_name((enum kind)i); i++, n++) {
        assert_true(kind_parse(kind_name((enum kind)i), &k) && k == (enum kind)i);
        assert_non_null(kind_title((enum kind)i));
    }
    for (int i = 0; step_act_name((enum step_act)i); i++, n++)
        assert_true(step_act_parse(step_act_name((enum step_act)i), &a) && a == (enum step_act)i);
    for (int i = 0; field_type_name((enum field_type)i); i++, n++)
        assert_true(field_type_parse(field_type_name((enum field_type)i), &t) &&
                    t == (enum field_type)i);
    assert_int_equal(n, 7 + 8 + 13);
    assert_string_equal(kind_title(KIND_JOINT), "联办件");
    assert_string_equal(kind_name(KIND_DUAL_NET), "dual_net");
    assert_string_equal(field_type_name(FIELD_ID_NO), "id_no");
    assert_false(kind_parse("", &k));
    assert_false(step_act_parse("Pay", &a));
    assert_false(field_type_parse("idno", &t));
}

static void finders(void **state)
{
    static const struct step steps[] = {{.key = "accept"}, {.key = "decide"}};
    static const struct material materials[] = {{.key = "m1"}, {.key = "m2"}};
    static const struct field fields[] = {{.key = "name"}, {.key = "id_no"}};
    struct item it = {.steps = steps,
                      .nsteps = 2,
                      .materials = materials,
                      .nmaterials = 2,
                      .fields = fields,
                      .nfields = 2};

    (void)state;
    assert_ptr_equal(item_step(&it, "decide"), &steps[1]);
    assert_ptr_equal(item_material(&it, "m1"), &materials[0]);
    assert_ptr_equal(item_field(&it, "id_no"), &fields[1]);
    assert_null(item_step(&it, "m1"));
    assert_null(item_material(&it, ""));
    assert_null(item_field(&it, "id"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans),
        cmocka_unit_test(names),
        cmocka_unit_test(finders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
