/* Sequences as the terminals' own documents and terminfo entries (vt100, linux, xterm, putty, tmux,
 * screen) give them. */
#include "tui/term/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

enum { MANY_TIMEOUTS = 200 };

static const struct {
    const char *bytes;
    enum key_code code;
    uint32_t ch;
} sequence[] = {
    /* cursor: normal, application, with modifiers, rxvt's Home and End, linux' and tmux' */
    {"\x1b[A", KEY_UP, 0},
    {"\x1b[B", KEY_DOWN, 0},
    {"\x1b[C", KEY_RIGHT, 0},
    {"\x1b[D", KEY_LEFT, 0},
    {"\x1bOA", KEY_UP, 0},
    {"\x1bOB", KEY_DOWN, 0},
    {"\x1bOC", KEY_RIGHT, 0},
    {"\x1bOD", KEY_LEFT, 0},
    {"\x1b[1;5A", KEY_UP, 0},
    {"\x1b[1;2D", KEY_LEFT, 0},
    {"\x1b[1;3C", KEY_RIGHT, 0},
    {"\x1bO5B", KEY_DOWN, 0},
    {"\x1b[H", KEY_HOME, 0},
    {"\x1b[F", KEY_END, 0},
    {"\x1bOH", KEY_HOME, 0},
    {"\x1bOF", KEY_END, 0},
    {"\x1b[1~", KEY_HOME, 0},
    {"\x1b[4~", KEY_END, 0},
    {"\x1b[7~", KEY_HOME, 0},
    {"\x1b[8~", KEY_END, 0},
    {"\x1b[2~", KEY_INSERT, 0},
    {"\x1b[3~", KEY_DELETE, 0},
    {"\x1b[5~", KEY_PAGEUP, 0},
    {"\x1b[6~", KEY_PAGEDOWN, 0},
    {"\x1b[3;5~", KEY_DELETE, 0},
    {"\x1b[6;2~", KEY_PAGEDOWN, 0},
    {"\x1b[Z", KEY_BACKTAB, 0},
    /* function keys: vt100/xterm, linux, putty/rxvt, vt220 */
    {"\x1bOP", KEY_F1, 0},
    {"\x1bOQ", KEY_F2, 0},
    {"\x1bOR", KEY_F3, 0},
    {"\x1bOS", KEY_F4, 0},
    {"\x1b[[A", KEY_F1, 0},
    {"\x1b[[B", KEY_F2, 0},
    {"\x1b[[C", KEY_F3, 0},
    {"\x1b[[D", KEY_F4, 0},
    {"\x1b[[E", KEY_F5, 0},
    {"\x1b[11~", KEY_F1, 0},
    {"\x1b[12~", KEY_F2, 0},
    {"\x1b[13~", KEY_F3, 0},
    {"\x1b[14~", KEY_F4, 0},
    {"\x1b[15~", KEY_F5, 0},
    {"\x1b[17~", KEY_F6, 0},
    {"\x1b[18~", KEY_F7, 0},
    {"\x1b[19~", KEY_F8, 0},
    {"\x1b[20~", KEY_F9, 0},
    {"\x1b[21~", KEY_F10, 0},
    {"\x1b[23~", KEY_F11, 0},
    {"\x1b[24~", KEY_F12, 0},
    /* application keypad */
    {"\x1bOp", KEY_TEXT, '0'},
    {"\x1bOq", KEY_TEXT, '1'},
    {"\x1bOr", KEY_TEXT, '2'},
    {"\x1bOs", KEY_TEXT, '3'},
    {"\x1bOt", KEY_TEXT, '4'},
    {"\x1bOu", KEY_TEXT, '5'},
    {"\x1bOv", KEY_TEXT, '6'},
    {"\x1bOw", KEY_TEXT, '7'},
    {"\x1bOx", KEY_TEXT, '8'},
    {"\x1bOy", KEY_TEXT, '9'},
    {"\x1bOn", KEY_TEXT, '.'},
    {"\x1bOl", KEY_TEXT, ','},
    {"\x1bOo", KEY_TEXT, '/'},
    {"\x1bOX", KEY_TEXT, '='},
    {"\x1bOj", KEY_STAR, 0},
    {"\x1bOk", KEY_PLUS, 0},
    {"\x1bOm", KEY_MINUS, 0},
    {"\x1bOM", KEY_ENTER, 0},
    /* no key of ours, all of them whole: F13, modified F-keys, reports, focus, Alt-arrow of putty,
       mouse, strings */
    {"\x1b[25~", KEY_UNKNOWN, 0},
    {"\x1b[1;5P", KEY_UNKNOWN, 0},
    {"\x1b[15;2~", KEY_UNKNOWN, 0},
    {"\x1b[5;1R", KEY_UNKNOWN, 0},
    {"\x1b[?64;1;2c", KEY_UNKNOWN, 0},
    {"\x1b[>0;276;0c", KEY_UNKNOWN, 0},
    {"\x1b[?2026;2$y", KEY_UNKNOWN, 0},
    {"\x1b[I", KEY_UNKNOWN, 0},
    {"\x1b[O", KEY_UNKNOWN, 0},
    {"\x1b[E", KEY_UNKNOWN, 0},
    {"\x1bOE", KEY_UNKNOWN, 0},
    {"\x1b\x1b[A", KEY_UNKNOWN, 0},
    {"\x1b\x1bOB", KEY_UNKNOWN, 0},
    {"\x1b[M a!", KEY_UNKNOWN, 0},
    {"\x1b[<0;10;20M", KEY_UNKNOWN, 0},
    {"\x1b[97;5u", KEY_UNKNOWN, 0},
    {"\x1b[27;5;65~", KEY_UNKNOWN, 0},
    {"\x1b[99999999999999999~", KEY_UNKNOWN, 0},
    {"\x1b]11;rgb:0000/0000/0000\a", KEY_UNKNOWN, 0},
    {"\x1b]0;title\x1b\\", KEY_UNKNOWN, 0},
    {"\x1bP>|XTerm(370)\x1b\\", KEY_UNKNOWN, 0},
    {"\x1b_app\x1b\\", KEY_UNKNOWN, 0},
};
enum { SEQUENCES = sizeof sequence / sizeof *sequence };

static void assert_key(struct key k, enum key_code code, uint32_t ch)
{
    assert_int_equal(k.code, code);
    assert_int_equal(k.ch, ch);
}

static void feed(struct key_decoder *d, const char *s)
{
    key_feed(d, s, strlen(s));
}

static void assert_ground(struct key_decoder *d)
{
    assert_int_equal(key_next(d).code, KEY_NONE);
    assert_false(key_waiting(d));
    feed(d, "z");
    assert_key(key_next(d), KEY_TEXT, 'z');
}

static void test_whole(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (int i = 0; i < SEQUENCES; i++) {
        feed(d, sequence[i].bytes);
        assert_key(key_next(d), sequence[i].code, sequence[i].ch);
        assert_ground(d);
    }
    key_decoder_free(d);
}

/* The line delivers the two halves apart, but within the escape time. */
static void test_split(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (int i = 0; i < SEQUENCES; i++)
        for (size_t at = 1; at < strlen(sequence[i].bytes); at++) {
            key_feed(d, sequence[i].bytes, at);
            assert_int_equal(key_next(d).code, KEY_NONE);
            assert_true(key_waiting(d));
            feed(d, sequence[i].bytes + at);
            assert_key(key_next(d), sequence[i].code, sequence[i].ch);
            assert_ground(d);
        }
    key_decoder_free(d);
}

/* ... and after it: Esc may be reported, but the rest is swallowed and never becomes a key or text.
 */
static void test_split_late(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (int i = 0; i < SEQUENCES; i++)
        for (size_t at = 1; at < strlen(sequence[i].bytes); at++) {
            const char *s = sequence[i].bytes;
            if (at == 1 && !strchr("[O", s[1])) continue; /* Esc, then what anyone may type */
            key_feed(d, s, at);
            assert_int_equal(key_next(d).code, KEY_NONE);
            for (int t = 0; t < 3; t++) {
                struct key k;
                key_timeout(d);
                while ((k = key_next(d)).code != KEY_NONE)
                    assert_int_equal(k.code, KEY_ESC);
            }
            feed(d, s + at);
            assert_key(key_next(d), KEY_UNKNOWN, 0);
            assert_ground(d);
        }
    key_decoder_free(d);
}

static void test_half_is_given_up(void **state)
{
    static const char *const half[] = {"\x1b[",    "\x1b[1;", "\x1bO", "\x1b[[",
                                       "\x1b]0;x", "\x1b[M ", "\x1bPq"};
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (size_t i = 0; i < sizeof half / sizeof *half; i++) {
        feed(d, half[i]);
        for (int t = 0; t < MANY_TIMEOUTS; t++) {
            key_timeout(d);
            assert_int_equal(key_next(d).code, KEY_NONE);
        }
        assert_ground(d);
    }
    key_decoder_free(d);
}

static void test_esc(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    feed(d, "\x1b");
    assert_int_equal(key_next(d).code, KEY_NONE);
    assert_true(key_waiting(d));
    key_timeout(d);
    assert_key(key_next(d), KEY_ESC, 0);
    feed(d, "7"); /* typing goes on at once */
    assert_key(key_next(d), KEY_TEXT, '7');
    feed(d, "\x1b\x1b");
    assert_key(key_next(d), KEY_NONE, 0);
    key_timeout(d);
    assert_key(key_next(d), KEY_ESC, 0);
    key_timeout(d);
    assert_key(key_next(d), KEY_ESC, 0);
    for (int t = 0; t < MANY_TIMEOUTS; t++)
        key_timeout(d);
    feed(d, "[O"); /* long after: typed */
    assert_key(key_next(d), KEY_TEXT, '[');
    assert_key(key_next(d), KEY_TEXT, 'O');
    feed(d, "\x1b\r\x1b中"); /* fast typists, slow lines */
    assert_key(key_next(d), KEY_ESC, 0);
    assert_key(key_next(d), KEY_ENTER, 0);
    assert_key(key_next(d), KEY_ESC, 0);
    assert_key(key_next(d), KEY_TEXT, 0x4E2D);
    feed(d, "\x1b[\x1b[A"); /* a broken one does not take the next along */
    assert_key(key_next(d), KEY_UNKNOWN, 0);
    assert_key(key_next(d), KEY_UP, 0);
    key_decoder_free(d);
}

static void test_without_function_keys(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (int i = 0; i < 10; i++) {
        char esc[] = {'\x1b', "1234567890"[i], 0}, ctrl[] = {'\x18', "1234567890"[i], 0};
        feed(d, esc);
        assert_key(key_next(d), KEY_F1 + (enum key_code)i, 0);
        key_feed(d, ctrl, 1);
        assert_key(key_next(d), KEY_NONE, 0);
        key_timeout(d); /* a person is slow */
        assert_key(key_next(d), KEY_NONE, 0);
        feed(d, ctrl + 1);
        assert_key(key_next(d), KEY_F1 + (enum key_code)i, 0);
    }
    feed(d, "\x18q");
    assert_key(key_next(d), KEY_CTRL, 'X');
    assert_key(key_next(d), KEY_TEXT, 'q');
    key_decoder_free(d);
}

static void test_controls(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    key_feed(d, "\r\n\t\b\x7f\x04\x1a\0\x1bs", 10);
    assert_key(key_next(d), KEY_ENTER, 0);
    assert_key(key_next(d), KEY_ENTER, 0);
    assert_key(key_next(d), KEY_TAB, 0);
    assert_key(key_next(d), KEY_BACKSPACE, 0);
    assert_key(key_next(d), KEY_BACKSPACE, 0);
    assert_key(key_next(d), KEY_CTRL, 'D');
    assert_key(key_next(d), KEY_CTRL, 'Z');
    assert_key(key_next(d), KEY_CTRL, '@');
    assert_key(key_next(d), KEY_ALT, 's');
    feed(d, "\xC2\x9B\xE2\x80\xAE"); /* a C1 control and a bidi override are not text */
    assert_key(key_next(d), KEY_UNKNOWN, 0);
    assert_key(key_next(d), KEY_UNKNOWN, 0);
    key_decoder_free(d);
}

static void assert_text_split(enum key_charset cs, const char *bytes, const uint32_t *ch, size_t n)
{
    struct key_decoder *d = key_decoder_new(cs);
    size_t len = strlen(bytes);

    for (size_t at = 0; at <= len; at++) {
        size_t got = 0;
        struct key k;
        key_feed(d, bytes, at);
        while ((k = key_next(d)).code != KEY_NONE)
            assert_key(k, KEY_TEXT, ch[got++]);
        if (key_waiting(d)) key_timeout(d); /* slow: still the same character */
        key_feed(d, bytes + at, len - at);
        while ((k = key_next(d)).code != KEY_NONE)
            assert_key(k, KEY_TEXT, ch[got++]);
        assert_int_equal(got, n);
    }
    key_decoder_free(d);
}

static void test_text(void **state)
{
    static const uint32_t ch[] = {'a', 0x884C, 0x2CB4E, '7', 0x653F};

    (void)state;
    assert_text_split(KEY_UTF8,
                      "a行\xF0\xAC\xAD\x8E"
                      "7政",
                      ch, 5);
    assert_text_split(KEY_GB18030,
                      "a\xD0\xD0\x99\x33\xA9\x32"
                      "7\xD5\xFE",
                      ch, 5);
}

static void test_bad_text(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    feed(d, "\xE4\xB8"
            "a\xFF\xE4\x1b[A");
    assert_key(key_next(d), KEY_TEXT, 0xFFFD);
    assert_key(key_next(d), KEY_TEXT, 0xFFFD);
    assert_key(key_next(d), KEY_TEXT, 'a');
    assert_key(key_next(d), KEY_TEXT, 0xFFFD);
    assert_key(key_next(d), KEY_TEXT, 0xFFFD);
    assert_key(key_next(d), KEY_UP, 0);
    feed(d, "\xE4\xB8");
    assert_int_equal(key_next(d).code, KEY_NONE);
    for (int t = 0; t < MANY_TIMEOUTS; t++)
        key_timeout(d);
    assert_key(key_next(d), KEY_TEXT, 0xFFFD);
    assert_ground(d);
    key_decoder_free(d);
}

static void test_paste(void **state)
{
    static const char bytes[] = "\x1b[200~张三\r\n3702\t99\x1b[A\x07\x1b[20\x1b[201~x";
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (size_t at = 0; at < sizeof bytes - 2; at++) {
        key_feed(d, bytes, at);
        assert_int_equal(key_next(d).code, KEY_NONE);
        key_feed(d, bytes + at, sizeof bytes - 1 - at);
        struct key k = key_next(d);
        assert_int_equal(k.code, KEY_PASTE);
        assert_string_equal(k.text, "张三 3702 99[A[20");
        assert_key(key_next(d), KEY_TEXT, 'x');
        assert_int_equal(key_next(d).code, KEY_NONE);
    }
    key_decoder_free(d);
}

static void test_paste_bound(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_GB18030);

    (void)state;
    feed(d, "\x1b[200~");
    for (int i = 0; i < 3000; i++) {
        feed(d, "\xD5\xC5\xC8\xFD\xD0\xD0\xD5\xFE"
                "0123456789012345678901234567890123456789");
        assert_int_equal(key_next(d).code, KEY_NONE);
    }
    feed(d, "\x1b[201~k");
    struct key k = key_next(d);
    assert_int_equal(k.code, KEY_PASTE);
    /* 64 KB came in, in which 4 of 48 bytes are Han of 2, 3 inside; the last may be cut in half */
    assert_in_range(strlen(k.text), 65536, 65536 + 65536 / 12 + 4);
    assert_true(text_valid(k.text));
    assert_key(key_next(d), KEY_TEXT, 'k');
    feed(d, "\x1b[200~lost end"); /* the line broke in a paste */
    for (int t = 0; t < MANY_TIMEOUTS && (k = key_next(d)).code == KEY_NONE; t++)
        key_timeout(d);
    assert_int_equal(k.code, KEY_PASTE);
    assert_string_equal(k.text, "lost end");
    assert_ground(d);
    key_decoder_free(d);
}

static void test_drop(void **state)
{
    static const struct {
        const char *fed, *rest;
    } drop[] = {
        {"123\r", ""},  {"12\x1b", "[A"},      {"\x1b[", "15~"}, {"\x1b[1;", "5A"},
        {"\x1bO", "r"}, {"1\xE8\xA1", "\x8C"}, {"\x18", ""},     {"\x1b[200~a\r2", "b\r\x1b[201~"}};
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    for (size_t i = 0; i < sizeof drop / sizeof *drop; i++) {
        feed(d, drop[i].fed);
        key_drop(d);
        feed(d, drop[i].rest);
        for (struct key k; (k = key_next(d)).code != KEY_NONE;)
            assert_int_equal(k.code, KEY_UNKNOWN);
        feed(d, "\x1b[A");
        assert_key(key_next(d), KEY_UP, 0);
        assert_ground(d);
    }
    key_decoder_free(d);
}

static size_t text_of(struct key_decoder *d, uint32_t *out)
{
    size_t n = 0;

    for (struct key k; (k = key_next(d)).code != KEY_NONE;)
        if (k.code == KEY_TEXT) out[n++] = k.ch;
    return n;
}

/* Text between sequences, known and made up, in pieces of any size with pauses anywhere inside a
 * sequence: what comes out as text is the text. */
static void test_noise(void **state)
{
    struct key_decoder *d = key_decoder_new(KEY_UTF8);

    (void)state;
    srand(20261124);
    for (int round = 0; round < 20000; round++) {
        char seq[80] = "\x1b[";
        uint32_t out[80];
        size_t n = 2, got = 0;
        bool pauses = rand() % 2;
        if (rand() % 3) {
            for (int i = rand() % 12; i > 0; i--)
                seq[n++] = (char)('0' + rand() % 16);
            for (int i = rand() % 3; i > 0; i--)
                seq[n++] = (char)(' ' + rand() % 16);
            seq[n++] = (char)('a' + rand() % 26);
        } else {
            int i;
            do
                i = rand() % SEQUENCES;
            while (sequence[i].code == KEY_TEXT || sequence[i].bytes[1] == '\x1b' ||
                   !strchr("[O", sequence[i].bytes[1]));
            strcpy(seq, sequence[i].bytes);
            n = strlen(seq);
        }
        for (size_t i = 0; i < n; i++) {
            key_feed(d, seq + i, 1);
            got += text_of(d, out + got);
            for (int t = pauses ? rand() % 4 : 0; t > 0; t--) {
                key_timeout(d);
                got += text_of(d, out + got);
            }
        }
        assert_int_equal(got, 0);
        feed(d, "街");
        assert_int_equal(text_of(d, out), 1);
        assert_int_equal(out[0], 0x8857);
    }
    key_decoder_free(d);
}

static void test_names(void **state)
{
    static const char *const good[] = {"F1",      "F12",     "Ctrl-D", "Enter", "PgDn",
                                       "Space",   "/",       "Alt-s",  "Alt-S", "Keypad+",
                                       "Keypad-", "Keypad*", "+",      "Esc",   "Tab",
                                       "Backtab", "9",       "审",     "Ctrl-C"};
    static const char *const bad[] = {"",       "F13",      "F0",     "Ctrl-",  "Ctrl-H",  "Ctrl-I",
                                      "Ctrl-J", "Ctrl-M",   "Ctrl-[", "Ctrl-X", "Ctrl-DD", "Alt-1",
                                      "enter",  "Ctrl-X a", "ab",     "\xFF",   " ",       "\x1b"};
    struct key k, a, b;
    char out[16];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(key_parse(good[i], &k));
        key_label(k, out);
        assert_string_equal(out, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(key_parse(bad[i], &k));
    assert_true(key_parse("Ctrl-X 2", &a) && key_parse("F2", &b) && key_same(a, b));
    assert_true(key_parse("Esc 0", &a) && key_parse("F10", &b) && key_same(a, b));
    assert_true(key_parse("Ctrl-d", &a) && key_parse("Ctrl-D", &b) && key_same(a, b));
    assert_true(key_parse("a", &a) && key_parse("b", &b) && !key_same(a, b));
    assert_true(key_parse("Enter", &a) && key_parse("+", &b) && !key_same(a, b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),       cmocka_unit_test(test_split),
        cmocka_unit_test(test_split_late),  cmocka_unit_test(test_half_is_given_up),
        cmocka_unit_test(test_esc),         cmocka_unit_test(test_without_function_keys),
        cmocka_unit_test(test_controls),    cmocka_unit_test(test_text),
        cmocka_unit_test(test_bad_text),    cmocka_unit_test(test_paste),
        cmocka_unit_test(test_paste_bound), cmocka_unit_test(test_drop),
        cmocka_unit_test(test_noise),       cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
