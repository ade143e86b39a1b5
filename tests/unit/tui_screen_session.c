/* Signing in with a PIN, the PIN asked for in the middle of an act, and a session the office has
 * locked or ended.  The office here only says what the test lays ready. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/choose.h"
#include "tui/screen/draft.h"
#include "tui/screen/lock.h"
#include "tui/screen/macro.h"

/* --- An office that refuses --- */

static struct {
    const char *act, *code; /* the next one of this name is refused with this word */
    int tries;
    char id[2][33];          /* of the last two requests "register" */
    char pin[16], fresh[16]; /* of the last sign_in */
} next;

static void refuse(const char *act, const char *code)
{
    next.act = act;
    next.code = code;
}

static void note_id(const Yc__Request *q)
{
    memcpy(next.id[0], next.id[1], sizeof next.id[0]);
    for (size_t i = 0; i < q->id.len && i < 16; i++)
        snprintf(next.id[1] + 2 * i, 3, "%02x", q->id.data[i]);
}

static bool answer(const Yc__Request *q, Yc__Reply *r)
{
    struct fault f;

    if (strcmp(q->name, "register") == 0) note_id(q);
    snprintf(next.pin, sizeof next.pin, "%s", door_request_get(q, "pin"));
    snprintf(next.fresh, sizeof next.fresh, "%s", door_request_get(q, "new_pin"));
    if (next.act && strcmp(q->name, next.act) == 0) {
        next.act = NULL;
        fault_set(&f, RC_REFUSED, next.code, "refused: {1}", next.code, NULL);
        door_reply_fault(r, &f);
        return true;
    }
    if (strcmp(q->name, "check_pin") == 0) {
        bool right = strcmp(door_request_get(q, "pin"), "470193") == 0;
        char left[12];
        next.tries -= !right;
        snprintf(left, sizeof left, "%d", next.tries);
        door_reply_with(r, "right", right ? "true" : "false");
        door_reply_with(r, "left", left);
        return true;
    }
    if (strcmp(q->name, "sign_in") == 0 && *next.pin) {
        door_reply_with(r, "pin", "true");
        door_reply_with(r, "last_at", "2026-11-20T17:01:00");
        door_reply_with(r, "last_desk", "d04");
        door_reply_with(r, "wrong", "2");
        door_reply_with(r, "session", "00112233445566778899aabbccddeeff");
        return true;
    }
    return false;
}

static const struct scripted_answer none[] = {{.name = NULL}};

static void start(void)
{
    memset(&next, 0, sizeof next);
    next.tries = 5;
    office_start(none, NULL);
    office.special = answer;
}

/* At the PIN. */
static void choose(void)
{
    start();
    refuse("sign_in", "pin-wanted");
    office_type("zm<Enter>3<Enter>");
}

static void sign_in(void)
{
    choose();
    office_type("470193<Enter>");
    buf_clear(&office.log);
}

/* --- Signing in --- */

static void test_pin_at_sign_in(void **state)
{
    (void)state;
    choose();
    office_type("470194");
    assert_true(fake_looks(
        0, " Yichuang  青溪县行政服务中心                                   11-23 Mon 09:14\n"
           "\n"
           "    Sign in\n"
           "\n"
           "\n"
           "    张敏\n"
           "\n"
           "    PIN\n"
           "    [******______]\n"
           "\n"
           "    Enter goes on, Esc begins again.\n"));
    refuse("sign_in", "pin-wrong");
    office_type("<Enter>");
    assert_non_null(strstr(fake_row(22), "!refused: pin-wrong"));
    assert_non_null(strstr(fake_row(8), "[____________]"));
    assert_null(office.seat.person);
    office_type("abc<F2><F9>"); /* digits only, and nothing opens */
    assert_non_null(strstr(fake_row(8), "[____________]"));
    office_type("470193<Enter>");
    assert_string_equal(office.seat.person, "zhangmin");
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    assert_non_null(
        strstr(fake_row(22), "wrong PINs: 2; last sign-in: 11-20 17:01, desk: 4号窗 综合受理"));
    office_end();
}

static void test_begin_again(void **state)
{
    (void)state;
    choose();
    office_type("4701<Esc>");
    assert_non_null(strstr(fake_row(5), "Who are you?"));
    refuse("sign_in", "tries");
    office_type("zm<Enter>3<Enter>");
    assert_non_null(strstr(fake_row(22), "!refused: tries"));
    assert_non_null(strstr(fake_row(5), "Who are you?"));
    office_type("zm<Enter>3<Enter>"); /* none is set: straight in, and nothing is told */
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    assert_null(strstr(fake_row(22), "last sign-in"));
    office_end();
}

static void test_line_of_one_person(void **state)
{
    (void)state;
    start();
    office.seat.only = "zhangmin";
    stage_pop(&office.seat);
    refuse("sign_in", "pin-wanted");
    sign_in_open(&office.seat, "zhangmin", "d03");
    office_type("4701<Esc>");
    assert_null(strstr(fake_row(5), "Who are you?"));
    refuse("sign_in", "no-pin");
    office_type("<Esc>3<Enter>");
    assert_non_null(strstr(fake_row(22), "!refused: no-pin"));
    assert_non_null(strstr(fake_row(5), "张敏"));
    office_type("470193<Enter>");
    assert_string_equal(office.seat.person, "zhangmin");
    office_end();
}

static void test_pin_has_to_be_changed(void **state)
{
    (void)state;
    choose();
    refuse("sign_in", "pin-old");
    office_type("12345678<Enter>");
    assert_non_null(strstr(fake_row(7), "New PIN: 6 to 12 digits"));
    office_type("470193<Enter>470194<Enter>");
    assert_non_null(strstr(fake_row(22), "!the two differ"));
    assert_non_null(strstr(fake_row(7), "New PIN"));
    refuse("sign_in", "pin");
    office_type("123456<Enter>123456<Enter>");
    assert_non_null(strstr(fake_row(22), "!refused: pin"));
    office_type("470193<Enter>470193<Enter>");
    assert_string_equal(office.seat.person, "zhangmin");
    assert_non_null(
        strstr(office_requests(), "sign_in post=centre/integ pin=12345678 new_pin=470193\n"));
    office_end();
}

static void test_language_at_the_pin(void **state)
{
    (void)state;
    choose();
    office_type("4701<F4>");
    assert_true(words_chinese());
    assert_non_null(strstr(fake_row(8), "[****________]"));
    office_type("93<Enter>");
    assert_string_equal(office.seat.person, "zhangmin");
    office_end();
}

/* --- In the middle of an act --- */

static void fill_and_save(void)
{
    office_type("<F2>A03<Enter>宏盛食品店<F2>");
    refuse("register", "reauth");
}

static void test_typed_again(void **state)
{
    (void)state;
    sign_in();
    fill_and_save();
    office_type("<F2>470194<Enter>470193<Enter>");
    assert_true(
        office_began_with("register item=A03 form.org_name=宏盛食品店\ncheck_pin pin=470194\n"
                          "check_pin pin=470193\nregister item=A03 form.org_name=宏盛食品店\n"));
    assert_string_equal(next.id[0], next.id[1]); /* the same request */
    assert_int_equal(strlen(next.id[1]), 32);
    assert_non_null(strstr(fake_row(22), "registered: 370299-20261123-000042"));
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    office_end();
}

static void test_given_up(void **state)
{
    (void)state;
    sign_in();
    fill_and_save();
    office_type("<F2>4701<Esc>");
    assert_string_equal(office.seat.top->kind->mode, "form");
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    assert_non_null(strstr(fake_row(22), "!refused: reauth"));
    office_type("<F2>");
    assert_non_null(strstr(fake_row(22), "registered"));
    office_end();
}

/* The popup shows no digit, and what is behind it. */
static struct key look_and_end(void)
{
    bool stars = false;

    for (int r = 0; r < 24; r++) {
        stars |= strstr(fake_row(r), "[****") != NULL;
        assert_null(strstr(fake_row(r), "4701"));
    }
    if (!*office_script) assert_true(stars);
    return *office_script ? office_key(&office_script) : (struct key){.code = KEY_HANGUP};
}

static void test_popup(void **state)
{
    (void)state;
    sign_in();
    fill_and_save();
    office_script = "4701";
    fake_more = look_and_end;
    stage_key(&office.seat, (struct key){.code = KEY_F2});
    assert_string_equal(office.seat.top->kind->mode, "form"); /* the line has gone: no answer */
    stage_paint(&office.seat);
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    office_end();
}

static void test_wrong_too_often(void **state)
{
    (void)state;
    sign_in();
    next.tries = 2;
    fill_and_save();
    office_type("<F2>1<Enter>2<Enter>");
    assert_null(office.seat.person);
    assert_non_null(strstr(fake_row(22), "too many wrong PINs"));
    office_type("zm<Enter>3<Enter><F2>A03<Enter>");
    assert_true(office.seat.top->kind->asks); /* the draft is offered */
    office_end();
}

/* --- The office ends or locks the session --- */

static void test_taken_over(void **state)
{
    (void)state;
    sign_in();
    office_type("<F2>A03<Enter>宏盛食品店");
    refuse("register", "taken");
    office_type("<F2><F2>");
    assert_null(office.seat.person);
    assert_non_null(strstr(fake_row(22), "refused: taken"));
    assert_non_null(strstr(fake_row(5), "Who are you?"));
    assert_null(strstr(office_requests(), "sign_out")); /* that session is another's */
    office_type("zm<Enter>3<Enter><F2>A03<Enter><Enter>");
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    office_end();
}

static void test_taken_while_nobody_types(void **state)
{
    (void)state;
    sign_in();
    refuse("inbox", "taken");
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    assert_null(office.seat.person);
    assert_non_null(strstr(fake_row(22), "refused: taken"));
    office_end();
}

static void test_locked_by_the_office(void **state)
{
    (void)state;
    sign_in();
    office_type("<F2>A03<Enter>宏盛食品店<F2>");
    refuse("register", "locked");
    office_type("<F2>");
    assert_true(lock_closed(&office.seat));
    assert_null(strstr(fake_row(2), "宏盛食品店"));
    office_type("470193<Enter>");
    assert_false(lock_closed(&office.seat));
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    office_type("<F2><F2>");
    assert_non_null(strstr(fake_row(22), "registered"));
    office_end();
}

static void test_office_is_told(void **state)
{
    (void)state;
    sign_in();
    office_type("<Ctrl-K>");
    assert_string_equal(office_requests(), "lock\n");
    office_type("470193<Enter>");
    office.seat.asked = 0; /* long ago */
    buf_clear(&office.log);
    lock_awake(&office.seat);
    lock_awake(&office.seat); /* once is enough */
    assert_string_equal(office_requests(), "awake\n");
    office_end();
    office_start(none, "zhangmin"); /* without a PIN there is nothing to guard */
    office.seat.asked = 0;
    lock_awake(&office.seat);
    office_type("<Ctrl-K>");
    assert_string_equal(office_requests(), "");
    office_end();
}

/* --- Nowhere else --- */

static void test_not_in_a_macro(void **state)
{
    (void)state;
    sign_in();
    office_type("<F2>A03<Enter>宏盛<F2><Ctrl-R>");
    refuse("register", "reauth");
    office_type("<F2>470193<Enter><Down><Ctrl-R>zx<Enter>");
    char *kept = draft_load(&office.seat, "macros");
    assert_non_null(kept);
    assert_non_null(strstr(kept, "F2"));
    assert_null(strstr(kept, "4\t7"));
    assert_null(strstr(kept, "470193"));
    free(kept);
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pin_at_sign_in),
        cmocka_unit_test(test_begin_again),
        cmocka_unit_test(test_line_of_one_person),
        cmocka_unit_test(test_pin_has_to_be_changed),
        cmocka_unit_test(test_language_at_the_pin),
        cmocka_unit_test(test_typed_again),
        cmocka_unit_test(test_given_up),
        cmocka_unit_test(test_popup),
        cmocka_unit_test(test_wrong_too_often),
        cmocka_unit_test(test_taken_over),
        cmocka_unit_test(test_taken_while_nobody_types),
        cmocka_unit_test(test_locked_by_the_office),
        cmocka_unit_test(test_office_is_told),
        cmocka_unit_test(test_not_in_a_macro),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
