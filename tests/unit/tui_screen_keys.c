/* Keys as a whole: scanners into forms, Esc and digits, help and palette, macros, the lock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"

static const struct scripted_answer answers[] = {{.name = NULL}};

/* --- Scanners --- */

/* As the terminal delivers a scan: its first character ahead of it. */
static void scan(const char *text, uint32_t end)
{
    stage_key(&office.seat, (struct key){.code = KEY_TEXT, .ch = (unsigned char)*text});
    stage_key(&office.seat, (struct key){.code = KEY_SCAN, .ch = end, .text = text});
    stage_paint(&office.seat);
}

static void test_scan_into_its_field(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<F2>A03<Enter>");
    assert_false(fake.scans); /* the name is not scanned */
    office_type("<Down>");
    assert_true(fake.scans);
    scan("91370299MA3F000146", '\r'); /* fills the field to the brim: goes on once, not twice */
    assert_non_null(strstr(fake_row(3), "91370299MA3F000146"));
    office_type("李宏盛<Enter>");
    assert_non_null(strstr(fake_row(4), "李宏盛"));
    office_type("<Up><Up>");
    scan("91370299MA3F00022X", '\t'); /* the next paper in place of the last */
    assert_null(strstr(fake_row(3), "MA3F000146"));
    assert_non_null(strstr(fake_row(3), "91370299MA3F00022X"));
    office_end();
}

static void test_scan_elsewhere_is_typing(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<F2>A03<Enter>");
    scan("JY23702990000001", '\r'); /* into the name */
    assert_non_null(strstr(fake_row(2), "JY23702990000001"));
    assert_true(fake.scans);            /* and Enter went on to the number */
    scan("JY237029900000010002", '\r'); /* longer than the field: what would be typed */
    assert_non_null(strstr(fake_row(3), "JY2370299000000100"));
    office_end();
    office_start(answers, "zhangmin");
    office_type("<F3>");
    scan("370299202611230000428", '\r');
    assert_non_null(strstr(office_requests(), "find words=370299202611230000428\n"));
    office_end();
}

/* --- Esc and a digit --- */

static void test_esc_digit_slowly(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<Esc>2"); /* in a list */
    assert_non_null(strstr(fake_row(0), "Yichuang"));
    assert_string_equal(office.seat.top->kind->mode, "palette"); /* which item? */
    office_type("<Esc>");
    office_type("<Esc>");
    office.seat.escaped -= 1001; /* more than a second later it is a digit */
    office_type("2");
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    office_type("<Esc>a3"); /* and so after another key */
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    office_type(
        "<F2>A03<Enter>宏<Esc>"); /* in a form Esc gives the field back, and digits are typed */
    office_type("2");
    assert_string_equal(office.seat.top->kind->mode, "form");
    assert_non_null(strstr(fake_row(2), "[2___"));
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_into_its_field),
        cmocka_unit_test(test_scan_elsewhere_is_typing),
        cmocka_unit_test(test_esc_digit_slowly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
