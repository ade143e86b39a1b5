/* Keys as a whole: scanners into forms, Esc and digits, help and palette, macros, the lock. */
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
#include "tui/screen/matter.h"

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

/* --- Help and palette: one list --- */

static const struct scripted_answer acts[] = {
    {.name = "acts",
     .columns = "act|title|help|step|step_name|post",
     .rows = {"take|Take|take it|review|审核|scj/review",
              "pass|Pass|close your step|review|审核|scj/review",
              "supplement|Supplement|more papers|||"}},
    {.name = NULL}};

/* Rows of the open list, from its first. */
static bool listed(const char *text)
{
    for (int r = 2; r < 22; r++)
        if (strstr(fake_row(r), text)) return true;
    return false;
}

static void open_matter(void)
{
    office_start(acts, "zhangmin");
    office_new_matter("A03", "370299202611030000179", YC__PHASE__PHASE_HANDLING, 5);
    office_run("review", "scj/review", "c");
    matter_open(&office.seat, "370299202611030000179");
    stage_paint(&office.seat);
}

static void test_help_is_all_there_is(void **state)
{
    (void)state;
    open_matter();
    office_type("<F1>pass");
    assert_true(listed("P         Pass"));
    office_type("<Enter>同意<Enter>");
    assert_non_null(
        strstr(office_requests(), "pass 370299202611030000179 step=review opinion=同意"));
    office_type("<F1>supplement"); /* an act that no key leads to */
    assert_true(listed("Supplement"));
    office_type("<Esc>F7"); /* by the name of the key */
    assert_true(listed("F7        day ledger of the clock"));
    office_type("<Esc>Ctrl-L");
    assert_true(listed("Ctrl-L    paint the screen again"));
    office_type("<Esc>grant"); /* bound, but not possible now */
    assert_false(listed("Grant"));
    office_type("<Esc><Esc>");
    assert_string_equal(office.seat.top->kind->mode, "matter");
    office_end();
}

static void test_help_by_pinyin_and_han(void **state)
{
    (void)state;
    office_start(acts, "zhangmin");
    office_type("<F1>");
    assert_true(listed("Enter     open or take what is marked"));
    assert_true(listed("Space     mark the row"));
    office_type("lamps<Enter>");
    assert_string_equal(office.seat.top->kind->mode, "lamps");
    office_end();
}

/* --- Keys of fields, and other keymaps --- */

static const struct keymap own = {
    "own",
    (const struct binding[]){{"global", "F1", "help", "", "", ""},
                             {"global", "F9", "palette", "", "", ""},
                             {"form", "Alt-s", "save", "", "", ""},
                             {"field", "Ctrl-N", "next_field", "", "", ""},
                             {"field", "Ctrl-B", "left", "", "", ""},
                             {"field", "Enter", "next_field", "", "", ""}},
    6};

static void test_field_keys(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<F2>A03<Enter>");
    office.seat.keymap = &own;
    office_type("ab<Ctrl-B>c<Ctrl-N>9"); /* left, then to the next field */
    assert_non_null(strstr(fake_row(2), "[acb_"));
    assert_non_null(strstr(fake_row(3), "[9___"));
    office_end();
}

/* In 60 columns the way to everything else still stands on the bar, under each keymap. */
static void test_bar_in_60_columns(void **state)
{
    static const char *const maps[][3] = {{"default", "F1Help", "F9Commands"},
                                          {"nofn", "Alt-hHelp", "Alt-cCommands"},
                                          {"numpad", "F1Help", "F9Commands"}};
    static const char *const ways[] = {"", "<F2>A03<Enter>", "<F3>", "<F5>", "<F6>"};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < sizeof ways / sizeof *ways; j++) {
            office_start(acts, "zhangmin");
            fake_start(20, 60);
            office_type(ways[j]);
            seat_keymap(&office.seat, maps[i][0]);
            stage_paint(&office.seat);
            assert_non_null(strstr(fake_row(19), maps[i][1]));
            assert_non_null(strstr(fake_row(19), maps[i][2]));
            assert_true(!*ways[j] || strstr(fake_row(19), "Back"));
            words_language("zh_CN");
            stage_paint(&office.seat);
            assert_true(!*ways[j] || strstr(fake_row(19), "返回"));
            assert_int_equal(fake.outside, 0);
            office_end();
        }
}

/* --- Macros --- */

static void test_macro(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<Ctrl-R>");
    assert_non_null(strstr(fake_row(22), "[recording 0]"));
    office_type("<F2>A03<Enter>宏盛 食品店<Enter>");
    stage_key(&office.seat, fake_paste("91370299MA3F000146"));
    office_type("<Enter><Ctrl-R>");
    assert_true(listed("Under which letter?"));
    office_type("h食品<Enter>");
    assert_non_null(strstr(fake_row(22), "macro h is kept: 食品"));
    office_type("<Esc>1"); /* away from the form; its draft is thrown away */
    while (strcmp(office.seat.top->kind->mode, "inbox") != 0)
        office_type("<Esc>");
    draft_remove(&office.seat, "A03");
    office_type("<Ctrl-P>");
    assert_true(listed("h  食品  13 keys"));
    office_type("h");
    assert_non_null(strstr(fake_row(2), "宏盛 食品店"));
    assert_non_null(strstr(fake_row(3), "91370299MA3F000146"));
    office_end();
}

static void record(const char *keys, char letter)
{
    char name[] = {letter, 'x', '\0'};

    office_type("<Ctrl-R>");
    office_type(keys);
    office_type("<Ctrl-R>");
    office_type(name);
    office_type("<Enter>");
}

static void back_to_inbox(void)
{
    while (strcmp(office.seat.top->kind->mode, "inbox") != 0)
        office_type("<Esc>");
}

static void test_macro_ends_at_a_refusal(void **state)
{
    (void)state;
    open_matter();
    record("P同意<Enter>", 'p');
    buf_clear(&office.log);
    office.refuse = "pass";
    office.msgid = "it is closed";
    office_type("<Ctrl-P>p");
    assert_non_null(strstr(fake_row(22), "!macro ended at key 4 of 4: it is closed"));
    office.refuse = NULL;
    office_type("<Esc>");
    back_to_inbox(); /* the key means nothing here: nothing of the rest is pressed */
    buf_clear(&office.log);
    office_type("<Ctrl-P>p");
    assert_non_null(strstr(fake_row(22), "!macro ended at key "));
    assert_null(strstr(office_requests(), "pass "));
    office_end();
}

static void test_macro_answers_no_question(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    record("<F2>A03<Enter>宏盛<Enter><Esc>", 'q'); /* leaves a draft */
    back_to_inbox();
    office_type("<Ctrl-P>q");
    assert_true(office.seat.top->kind->asks); /* go on with the draft? */
    assert_non_null(
        strstr(fake_row(22), "!macro ended at key 4 of 8: this question is yours to answer"));
    office_end();
}

/* A macro fills the form of a decision in; it is sent by a person. */
static void test_macro_decides_nothing(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_new_matter("A03", "370299202611230000428", YC__PHASE__PHASE_HANDLING, 1);
    matter_open(&office.seat, "370299202611230000428");
    record("Y41<Enter>", 'y');
    assert_non_null(strstr(office_requests(), "pay 370299202611230000428 channel=code amount=1"));
    buf_clear(&office.log);
    office_type("<Ctrl-P>y");
    assert_null(strstr(office_requests(), "pay "));
    assert_non_null(
        strstr(fake_row(22), "macro ended at key 4 of 4: Pay is yours to do, no macro's"));
    assert_string_equal(office.seat.top->kind->mode, "form");
    office_type("<F2>");
    assert_non_null(strstr(office_requests(), "pay 370299202611230000428 "));
    office_end();
}

static void never(struct seat *s, void *arg, const char *text)
{
    (void)s, (void)text;
    ++*(int *)arg;
}

static void test_macro_keeps_no_secret(void **state)
{
    int told = 0;

    (void)state;
    office_start(answers, "zhangmin");
    office_type("<Ctrl-R><Down>");
    typing_open(&office.seat, "PIN", "", 12, true, never, &told);
    office_type("4711<Enter>");
    assert_int_equal(told, 1);
    assert_int_equal(macro_recorded(&office.seat), -1);
    assert_null(strstr(fake_row(22), "recording"));
    char *kept = draft_load(&office.seat, "macros");
    assert_null(kept);
    office_end();
}

static void test_macro_bound(void **state)
{
    (void)state;
    office_start(answers, "zhangmin");
    office_type("<F3><Ctrl-R>");
    for (int i = 0; i < MACRO_MOST + 5; i++)
        office_type("x<BS>");
    assert_int_equal(macro_recorded(&office.seat), MACRO_MOST);
    assert_non_null(strstr(fake_row(22), "a macro holds no more keys"));
    office_type("<Ctrl-R>zlong<Enter>");
    office_type("<Ctrl-P>");
    assert_true(listed("z  long  400 keys"));
    office_type("<Ctrl-P>"); /* not from within itself */
    office_type("<Esc>");
    office_end();
}

/* --- The lock --- */

static const struct scripted_answer pin_wrong[] = {
    {.name = "check_pin", .pairs = {"right", "false", "left", "3"}}, {.name = NULL}};
static const struct scripted_answer pin_last[] = {
    {.name = "check_pin", .pairs = {"right", "false", "left", "0"}}, {.name = NULL}};
static const struct scripted_answer pin_good[] = {
    {.name = "check_pin", .pairs = {"right", "true", "left", "5"}}, {.name = NULL}};

static void locked_form(const struct scripted_answer *with)
{
    office_start(with, "zhangmin");
    office_type("<F2>A03<Enter>宏盛食品店");
    lock_open(&office.seat);
    stage_paint(&office.seat);
}

static void test_lock_shows_nothing(void **state)
{
    (void)state;
    locked_form(pin_wrong);
    assert_true(fake_looks(
        0, " Yichuang  青溪县行政服务中心                                   11-23 Mon 09:14\n"
           "\n"
           "\n"
           "    Locked since 09:14: 张敏\n"
           "\n"
           "    PIN       [____________]\n"
           "\n"
           "    Enter alone ends the session: sign in again; drafts are kept.\n"
           "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"));
    office_type("<F1><F9><F2><F10>"); /* nothing opens from there */
    assert_true(lock_closed(&office.seat));
    char *kept = draft_load(&office.seat, "A03");
    assert_non_null(kept);
    assert_non_null(strstr(kept, "宏盛食品店"));
    free(kept);
    lock_open(&office.seat); /* once is enough */
    assert_false(lock_closed(&(struct seat){.top = office.seat.top->below}));
    office_end();
}

static void test_unlock(void **state)
{
    (void)state;
    locked_form(pin_wrong);
    office_type("470194");
    assert_non_null(strstr(fake_row(5), "[******______]"));
    assert_null(strstr(fake_row(5), "4"));
    office_type("<Enter>");
    assert_non_null(strstr(fake_row(22), "!wrong PIN; tries left: 3"));
    assert_true(lock_closed(&office.seat));
    office.answer = pin_good;
    office_type("470193<Enter>");
    assert_string_equal(office.seat.top->kind->mode, "form"); /* as it was left */
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    office_end();
}

static void test_lock_ends_the_session(void **state)
{
    (void)state;
    locked_form(pin_last);
    office_type("470194<Enter>");
    assert_null(office.seat.person);
    assert_non_null(strstr(fake_row(22), "too many wrong PINs"));
    assert_non_null(strstr(office_requests(), "sign_out\n"));
    office_type("zm<Enter>3<Enter>"); /* in again, and the draft is offered */
    office_type("<F2>A03<Enter>");
    assert_true(office.seat.top->kind->asks);
    office_type("<Enter>");
    assert_non_null(strstr(fake_row(2), "宏盛食品店"));
    lock_open(&office.seat);
    office_type("<Enter>"); /* without a PIN */
    assert_null(office.seat.person);
    office_end();
}

/* Times are made up; the sample hall says 10 minutes. */
static void test_lock_time(void **state)
{
    (void)state;
    office_start(answers, NULL);
    assert_int_equal(lock_left(&office.seat, 0, 600000), -1); /* nobody is signed in */
    office_end();
    office_start(answers, "zhangmin");
    assert_int_equal(lock_left(&office.seat, 1000, 1000), 600000);
    assert_int_equal(lock_left(&office.seat, 1000, 600999), 1);
    assert_int_equal(lock_left(&office.seat, 1000, 601000), 0);
    assert_int_equal(lock_left(&office.seat, 1000, 999999), 0);
    office_type("<Ctrl-K>"); /* by hand */
    assert_true(lock_closed(&office.seat));
    assert_int_equal(lock_left(&office.seat, 1000, 999999), -1);
    office_end();
}

static void test_set_pin(void **state)
{
    (void)state;
    office_start(pin_good, "zhangmin");
    office_type("<F9>set_pin<Enter>470193<Enter>");
    office_type("881024<Enter>");
    assert_null(strstr(fake_row(12), "881024"));
    office_type("881025<Enter>");
    assert_non_null(strstr(fake_row(22), "!the two differ"));
    assert_null(strstr(office_requests(), "set_pin"));
    office_type("<F9>set_pin<Enter>470193<Enter>881024<Enter>881024<Enter>");
    assert_non_null(strstr(office_requests(), "check_pin pin=470193\nset_pin pin=881024\n"));
    assert_non_null(strstr(fake_row(22), "the PIN is set"));
    office.answer = pin_wrong;
    office_type("<F9>set_pin<Enter>1<Enter>");
    assert_non_null(strstr(fake_row(22), "!wrong PIN"));
    assert_string_equal(office.seat.top->kind->mode, "inbox");
    office_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_into_its_field),
        cmocka_unit_test(test_scan_elsewhere_is_typing),
        cmocka_unit_test(test_esc_digit_slowly),
        cmocka_unit_test(test_help_is_all_there_is),
        cmocka_unit_test(test_help_by_pinyin_and_han),
        cmocka_unit_test(test_field_keys),
        cmocka_unit_test(test_bar_in_60_columns),
        cmocka_unit_test(test_macro),
        cmocka_unit_test(test_macro_ends_at_a_refusal),
        cmocka_unit_test(test_macro_answers_no_question),
        cmocka_unit_test(test_macro_decides_nothing),
        cmocka_unit_test(test_macro_keeps_no_secret),
        cmocka_unit_test(test_macro_bound),
        cmocka_unit_test(test_lock_shows_nothing),
        cmocka_unit_test(test_unlock),
        cmocka_unit_test(test_lock_ends_the_session),
        cmocka_unit_test(test_lock_time),
        cmocka_unit_test(test_set_pin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
