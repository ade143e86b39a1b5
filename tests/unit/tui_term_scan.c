/* Scanners and ID readers told from people, and the escape time that follows the line; all times
 * are made up here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "tui/term/pace.h"
#include "tui/term/scan.h"

static struct {
    struct scan scan;
    int64_t now;
    struct buf out; /* what came out: text, <Enter>, <scan:TEXT:Enter> */
} reader;

static void start(void)
{
    buf_free(&reader.out);
    memset(&reader, 0, sizeof reader);
    reader.now = 1000;
}

static void take_all(void)
{
    for (struct key k; (k = scan_take(&reader.scan)).code != KEY_NONE;) {
        char c[5] = "";
        if (k.code == KEY_SCAN)
            buf_printf(&reader.out, "<scan:%s:%s>", k.text, k.ch == '\t' ? "Tab" : "Enter");
        else if (k.code == KEY_TEXT)
            buf_add(&reader.out, c, text_encode(k.ch, c));
        else
            buf_adds(&reader.out, k.code == KEY_ENTER ? "<Enter>"
                                  : k.code == KEY_TAB ? "<Tab>"
                                                      : "<?>");
    }
}

/* Keys `gap` ms apart, as they come from the decoder; '\r' and '\t' are Enter and Tab, '\1' another
 * key.  A reader that is awake is told when a held key's time is over. */
static void type(const char *keys, int gap, bool wanted)
{
    while (*keys) {
        struct key k = {.code = KEY_TEXT};
        keys += text_decode(keys, &k.ch);
        if (k.ch == '\r') k.code = KEY_ENTER;
        if (k.ch == '\t') k.code = KEY_TAB;
        if (k.ch == 1) k.code = KEY_UP;
        int left = scan_left(&reader.scan, reader.now);
        if (left >= 0 && left <= gap) {
            scan_quiet(&reader.scan);
            take_all();
        }
        reader.now += gap;
        scan_put(&reader.scan, k, reader.now, wanted);
        take_all();
    }
}

static void assert_out(const char *want)
{
    if (scan_left(&reader.scan, reader.now) >= 0) scan_quiet(&reader.scan);
    take_all();
    assert_string_equal(buf_str(&reader.out), want);
    buf_clear(&reader.out);
}

static void test_scanner(void **state)
{
    (void)state;
    start();
    type("370299198801150010\r", 2, true);
    assert_out("3<scan:370299198801150010:Enter>");
    reader.now += 500;
    type("91370299MA3F000146\t", 14, true); /* the slowest that counts */
    assert_out("9<scan:91370299MA3F000146:Tab>");
    type("JY237029\r", 0, true); /* eight, in one packet, right behind the last */
    assert_out("J<scan:JY237029:Enter>");
}

static void test_not_a_scanner(void **state)
{
    static const struct {
        const char *keys;
        int gap;
    } typed[] = {
        {"370299198801150010\r", 15},  /* a typist on a fast machine */
        {"3702991\r", 2},              /* too short */
        {"37029919880115张\r", 2},     /* an input method hands over its text */
        {"张370299198801150010\r", 2}, /* ... and the digits behind it */
        {"370299 1988 0115\r", 2},     /* a scanner's code has no blanks */
        {"370299198801150010\1\r", 2}, /* ended by another key */
        {"370299198801150010", 2},     /* not ended */
        {"3702991988\1"
         "01150010\r",
         2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct buf want = {0};
        for (const char *p = typed[i].keys; *p; p++) {
            if (*p == '\r')
                buf_adds(&want, "<Enter>");
            else if (*p == 1)
                buf_adds(&want, "<?>");
            else
                buf_addc(&want, *p);
        }
        start();
        type(typed[i].keys, typed[i].gap, true);
        assert_out(buf_str(&want));
        start(); /* a focus that takes none is never kept waiting */
        type(typed[i].keys, typed[i].gap, false);
        assert_int_equal(scan_left(&reader.scan, reader.now), -1);
        assert_out(buf_str(&want));
        buf_free(&want);
    }
    start();
    type("370299198801150010\r", 2, false);
    assert_out("370299198801150010<Enter>");
}

/* The echo of a key nobody follows up waits for nothing; one that is followed waits 15 ms at most.
 */
static void test_nobody_waits(void **state)
{
    (void)state;
    start();
    type("3", 100, true);
    assert_int_equal(scan_left(&reader.scan, reader.now), -1);
    assert_string_equal(buf_str(&reader.out), "3");
    type("7", 5, true);
    assert_string_equal(buf_str(&reader.out), "3");
    assert_int_equal(scan_left(&reader.scan, reader.now), 15);
    assert_int_equal(scan_left(&reader.scan, reader.now + 14), 1);
    assert_int_equal(scan_left(&reader.scan, reader.now + 40), 0);
    assert_out("37");
}

/* The choice before it was typed fast: its digit is not the code's. */
static void test_focus_comes_late(void **state)
{
    (void)state;
    start();
    type("1", 2, false);
    type("91370299MA3F000146\r", 2, true);
    assert_out("191370299MA3F000146<Enter>");
}

/* A burst longer than any code is typing, whole and in order, and its tail is no burst either. */
static void test_too_long(void **state)
{
    struct buf want = {0};

    (void)state;
    start();
    for (int i = 0; i < SCAN_MOST + 40; i++)
        buf_addc(&want, (char)('0' + i % 10));
    type(buf_str(&want), 1, true);
    type("\r", 1, true);
    buf_adds(&want, "<Enter>");
    assert_out(buf_str(&want));
    buf_free(&want);
}

static void test_late_reader(void **state)
{
    (void)state;
    start(); /* nobody looked in time: the first burst is typing, the second one whole */
    for (const char *p = "37a12345678\r"; *p; p++) {
        reader.now += *p == 'a' ? 200 : 2;
        scan_put(&reader.scan,
                 *p == '\r' ? (struct key){.code = KEY_ENTER}
                            : (struct key){.code = KEY_TEXT, .ch = (unsigned char)*p},
                 reader.now, true);
        take_all();
    }
    assert_out("37a<scan:a12345678:Enter>");
}

static void test_dropped(void **state)
{
    (void)state;
    start();
    type("37029919", 2, true);
    buf_clear(&reader.out);
    scan_drop(&reader.scan);
    type("8801150010\r", 2, true); /* the rest of it lands nowhere */
    assert_out("");
    type("x", 300, true);
    assert_out("x");
}

/* Keys of any kind at any speed: what goes in comes out in order, a scan counting as its text
 * without the character that went ahead. */
static void test_nothing_is_lost(void **state)
{
    (void)state;
    srand(20261125);
    for (int round = 0; round < 3000; round++) {
        struct buf in = {0}, out = {0};
        start();
        for (int i = 0; i < 60; i++) {
            char c = "0123456789ABCDEF\r\t"[rand() % (rand() % 4 ? 16 : 18)], one[2] = {c, 0};
            bool wanted = rand() % 8;
            type(one, rand() % 6 ? rand() % 15 : 10 + rand() % 30, wanted);
            buf_adds(&in, c == '\r' ? "<Enter>" : c == '\t' ? "<Tab>" : one);
        }
        if (scan_left(&reader.scan, reader.now) >= 0) scan_quiet(&reader.scan);
        take_all();
        for (const char *p = buf_str(&reader.out); *p;) {
            if (strncmp(p, "<scan:", 6) != 0) {
                buf_addc(&out, *p++);
                continue;
            }
            size_t n = strcspn(p + 6, ":");
            buf_add(&out, p + 7, n - 1); /* after the one given */
            buf_addc(&out, '<');
            p += 7 + n;
        }
        assert_string_equal(buf_str(&out), buf_str(&in));
        buf_free(&in);
        buf_free(&out);
    }
}

/* --- The escape time --- */

static void test_pace(void **state)
{
    struct pace p;

    (void)state;
    pace_start(&p, false, 0);
    assert_int_equal(p.ms, 25);
    pace_gap(&p, 200);
    assert_int_equal(p.ms, 25); /* a local line stays as it is */
    pace_start(&p, true, 40);
    pace_gap(&p, 200);
    assert_int_equal(p.ms, 40); /* and so does what was asked for */

    pace_start(&p, true, 0);
    assert_int_equal(p.ms, 100);
    pace_gap(&p, 80); /* a sequence torn apart: twice that from now on */
    assert_int_equal(p.ms, 160);
    pace_gap(&p, 1000);
    assert_int_equal(p.ms, 250);
    int sequences = 0;
    for (int before = 251; p.ms > 25 && p.ms < before; sequences++) {
        before = p.ms;
        pace_gap(&p, 0);
    }
    assert_int_equal(p.ms, 25); /* a line that keeps sequences whole is as fast as a local one */
    assert_in_range(sequences, 10, 60);
    pace_gap(&p, 13);
    assert_int_equal(p.ms, 26);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scanner),
        cmocka_unit_test(test_not_a_scanner),
        cmocka_unit_test(test_nobody_waits),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_focus_comes_late),
        cmocka_unit_test(test_late_reader),
        cmocka_unit_test(test_dropped),
        cmocka_unit_test(test_nothing_is_lost),
        cmocka_unit_test(test_pace),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    buf_free(&reader.out);
    return failed;
}
