/* What a terminal says about itself, and what is typed meanwhile.  A child opens the terminal and
 * tells what it found; the test is the terminal and answers as it pleases. */
#include "tui/term/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "pty_screen.h"
#include "tui/term/term.h"

enum { REPORT_FD = 40, HUNG_UP = 7, PATIENCE_MS = 5000 };

#define ASK "\x1b[6n"
#define RARE "\xF0\xA0\xAE\xB7" /* U+20BB7 */
/* Answers of a terminal with ambiguous characters in one column, in two. */
#define NARROW "\x1b[2;5R\x1b[2;3R\x1b[2;3R\x1b[2;3R"
#define WIDE "\x1b[2;5R\x1b[2;5R\x1b[2;3R\x1b[2;3R"

/* --- The child --- */

static void tell(const char *text)
{
    assert_int_equal(write(REPORT_FD, text, strlen(text)), strlen(text));
}

static void tell_found(void)
{
    struct term_facts f;
    uint32_t ch[4];
    char text[128];
    int n = term_lacking(ch, 4);

    term_facts(&f);
    snprintf(text, sizeof text, "%s %s han %d ambiguous %d rare %d %d; %d; lacks %d %X\n", f.name,
             f.charset, f.width[TERM_HAN], f.width[TERM_AMBIGUOUS], f.width[TERM_PLANE2],
             f.width[TERM_PLANE3], text_ambiguous, n, n ? ch[0] : 0);
    tell(text);
}

/* Tells what it found, then each key as "[NAME]", an unknown one as "[?]". */
static int child(const char *charset, const char *ambiguous)
{
    struct term_options opt = {.charset = charset, .ambiguous = atoi(ambiguous)};
    struct fault f;

    if (term_open(&opt, &f) != RC_OK) return 3;
    term_put(0, 0, -1, ATTR_PLAIN, "王" RARE "|");
    term_put(1, 0, -1, ATTR_PLAIN, "…|");
    term_cursor(0, 0);
    term_flush();
    tell_found();
    for (;;) {
        struct key k = term_key(-1, NULL, 0, NULL);
        char name[16], text[32];
        if (k.code == KEY_HANGUP) return HUNG_UP;
        if (k.code == KEY_F10) return 0;
        key_label(k, name);
        snprintf(text, sizeof text, "[%s]", k.code == KEY_UNKNOWN ? "?" : name);
        tell(text);
    }
}

/* --- The parent --- */

struct session {
    struct pty pty;
    int report;
    struct buf told;
};

static char *self;

static void begin(struct session *t, const char *term, const char *charset, const char *ambiguous)
{
    char *const argv[] = {self, strdup("child"), strdup(charset), strdup(ambiguous), NULL};
    int report[2];

    *t = (struct session){.report = -1};
    assert_int_equal(pipe2(report, O_CLOEXEC), 0);
    assert_int_equal(dup2(report[1], REPORT_FD), REPORT_FD);
    close(report[1]);
    pty_start(&t->pty, term, charset, argv);
    t->pty.silent = true;
    close(REPORT_FD);
    for (int i = 1; argv[i]; i++)
        free(argv[i]);
    t->report = report[0];
}

/* The child tells something with this in it. */
static void until_told(struct session *t, const char *part)
{
    char bytes[256];

    while (!strstr(buf_str(&t->told), part)) {
        assert_true(pty_readable(t->report, PATIENCE_MS));
        ssize_t got = read(t->report, bytes, sizeof bytes);
        assert_true(got > 0);
        buf_add(&t->told, bytes, (size_t)got);
    }
}

static void until_asked(struct session *t)
{
    while (!pty_sent(&t->pty, ASK "\r\x1b[K")) {
        assert_true(pty_readable(t->pty.master, PATIENCE_MS));
        pty_read(&t->pty);
    }
}

static void finish(struct session *t)
{
    pty_write(&t->pty, "\x1b[21~");
    pty_read(&t->pty);
    pty_end(&t->pty, 0);
    close(t->report);
    buf_free(&t->told);
}

/* Opens with these answers; what the child found. */
static void found(const char *term, const char *charset, const char *answers, const char *wanted)
{
    struct session t;

    begin(&t, term, charset, "0");
    until_asked(&t);
    pty_write(&t.pty, answers);
    until_told(&t, "\n");
    assert_string_equal(buf_str(&t.told), wanted);
    finish(&t);
}

/* --- Tests --- */

static void test_widths(void **state)
{
    (void)state;
    found("xterm", "UTF-8", NARROW, "xterm UTF-8 han 2 ambiguous 1 rare 2 2; 1; lacks 0 0\n");
    found("screen", "UTF-8", WIDE, "screen UTF-8 han 2 ambiguous 2 rare 2 2; 2; lacks 0 0\n");
    found("tmux-256color", "GB18030", NARROW,
          "tmux-256color GB18030 han 2 ambiguous 1 rare 2 2; 1; lacks 0 0\n");
    found("xterm", "GBK", "\x1b[2;5R\x1b[2;5R",
          "xterm GBK han 2 ambiguous 2 rare -1 -1; 2; lacks 1 20BB7\n");
}

/* The terminal itself is asked, and answers as libvterm does; nothing of the question is left. */
static void test_a_terminal(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm-256color", "UTF-8", "0");
    t.pty.silent = false;
    until_asked(&t);
    until_told(&t, "\n");
    assert_string_equal(buf_str(&t.told),
                        "xterm-256color UTF-8 han 2 ambiguous 1 rare 2 2; 1; lacks 0 0\n");
    pty_read(&t.pty);
    assert_string_equal(pty_row(&t.pty, 0), "王" RARE "|");
    assert_string_equal(pty_row(&t.pty, 1), "…|");
    finish(&t);
}

/* A terminal that gives rare names another width gets 〓, and we know what stands for what. */
static void test_rare_are_misplaced(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "0");
    until_asked(&t);
    pty_write(&t.pty, "\x1b[2;5R\x1b[2;3R\x1b[2;2R\x1b[2;1R");
    until_told(&t, "\n");
    assert_string_equal(buf_str(&t.told),
                        "xterm UTF-8 han 2 ambiguous 1 rare 1 0; 1; lacks 1 20BB7\n");
    pty_read(&t.pty);
    assert_string_equal(pty_row(&t.pty, 0), "王〓|");
    finish(&t);
}

/* Two Han of UTF-8 are three of GBK: no other answer means anything then. */
static void test_wrong_charset(void **state)
{
    (void)state;
    found("xterm", "UTF-8", "\x1b[2;7R\x1b[2;7R\x1b[2;5R\x1b[2;5R",
          "xterm UTF-8 han 3 ambiguous 3 rare 4 4; 1; lacks 0 0\n");
    found("xterm", "GB18030", "\x1b[2;5R\x1b[2;6R\x1b[2;3R\x1b[2;3R",
          "xterm GB18030 han 2 ambiguous 0 rare 2 2; 2; lacks 0 0\n");
}

static void check_unasked(const char *term, const char *ambiguous, const char *wanted)
{
    struct session t;

    begin(&t, term, "UTF-8", ambiguous);
    until_told(&t, "\n");
    assert_string_equal(buf_str(&t.told), wanted);
    pty_read(&t.pty);
    assert_false(pty_sent(&t.pty, ASK));
    finish(&t);
}

static void test_not_asked(void **state)
{
    (void)state;
    check_unasked("vt100", "0", "vt100 UTF-8 han -1 ambiguous -1 rare -1 -1; 1; lacks 0 0\n");
    check_unasked("linux", "0", "linux UTF-8 han -1 ambiguous -1 rare -1 -1; 1; lacks 0 0\n");
    check_unasked("dumb", "0", "vt100 UTF-8 han -1 ambiguous -1 rare -1 -1; 1; lacks 0 0\n");
    check_unasked("xterm", "2", "xterm UTF-8 han -1 ambiguous -1 rare -1 -1; 2; lacks 0 0\n");
}

/* Keys before, between and after the answers arrive whole and in order. */
static void test_typed_ahead(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "0");
    until_asked(&t);
    pty_write(&t.pty, "a\x1b[2;5Rb\x1b[2;");
    usleep(20000);
    pty_write(&t.pty, "3R张\x1b[15~\x1b[2;3R\x1b[1;2R\x1b[2;3R\xE5\xBC");
    pty_write(&t.pty, "\xA0z");
    until_told(&t, "[z]");
    assert_string_equal(buf_str(&t.told), "xterm UTF-8 han 2 ambiguous 1 rare 2 2; 1; lacks 0 0\n"
                                          "[a][b][张][F5][?][张][z]");
    finish(&t);
}

/* No answer in time: the usual widths; the answers that come after all are nobody's text. */
static void test_late(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "GB18030", "0");
    until_asked(&t);
    pty_write(&t.pty, "q\x1b[2;");
    until_told(&t, "\n[q]");
    assert_non_null(strstr(buf_str(&t.told), "han -1 ambiguous -1 rare -1 -1; 2;"));
    pty_write(&t.pty, "5R\x1b[2;3R"
                      "\x1b[2;3R\x1b[2;3R"
                      "w");
    until_told(&t, "[w]");
    assert_non_null(strstr(buf_str(&t.told), "\n[q][?][?][?][?][w]"));
    finish(&t);
}

static void test_hung_up_while_asked(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "0");
    until_asked(&t);
    pty_hang_up(&t.pty);
    pty_end(&t.pty, HUNG_UP);
    close(t.report);
    buf_free(&t.told);
}

/* Answers cut anywhere are the same answers. */
static void test_split(void **state)
{
    static const char all[] = "x\x1b[2;5R\x1b[B\x1b[2;5R\x1b[2;2R\xF0\xA0\xAE\xB7\x1b[2;3Ry";
    struct charset *cs = charset_open("UTF-8");

    (void)state;
    for (size_t cut = 0; cut < sizeof all; cut++) {
        struct buf in = {0}, out = {0};
        struct probe p;
        probe_ask(&p, cs, &out);
        assert_int_equal(p.asked, 4);
        buf_add(&in, all, cut);
        bool done = probe_hear(&p, &in);
        assert_int_equal(done, cut >= sizeof all - 2);
        buf_adds(&in, all + cut);
        assert_true(probe_hear(&p, &in));
        assert_string_equal(buf_str(&in), "x\x1b[B\xF0\xA0\xAE\xB7y");
        assert_int_equal(p.width[TERM_HAN], 2);
        assert_int_equal(p.width[TERM_AMBIGUOUS], 2);
        assert_int_equal(p.width[TERM_PLANE2], 1);
        assert_int_equal(p.width[TERM_PLANE3], 2);
        buf_free(&in);
        buf_free(&out);
    }
    charset_close(cs);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_a_terminal),
        cmocka_unit_test(test_rare_are_misplaced),
        cmocka_unit_test(test_wrong_charset),
        cmocka_unit_test(test_not_asked),
        cmocka_unit_test(test_typed_ahead),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_hung_up_while_asked),
        cmocka_unit_test(test_split),
    };

    if (argc == 4 && strcmp(argv[1], "child") == 0) return child(argv[2], argv[3]);
    self = argv[0];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
