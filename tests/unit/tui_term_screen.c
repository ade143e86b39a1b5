/* The terminal as the line sees it.  A child (this program with an argument) draws on a
 * pseudo-terminal; what it sends goes through libvterm, and cells, cursor and exact byte counts are
 * compared with the bars of the design. */
#include "tui/term/term.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include <cmocka.h>

#include "pty_screen.h"

enum { REPORT_FD = 40, ALERT_FD, HUNG_UP = 7, PATIENCE_MS = 5000 };

/* What the child says after each flush. */
struct report {
    int keys; /* handled since the last flush */
    int code;
    uint32_t ch;
    int rows, cols;
};

/* --- The child: a form, a list, and some hard text --- */

static struct {
    char field[64];
    int sel, top;
    bool list;
} app;

static void draw_form(void)
{
    static const char *const label[] = {"申请人",   "证件号码", "事项编码", "联系电话", "所属镇村",
                                        "受理窗口", "承诺期限", "收费金额", "材料份数", "备注"};

    term_clear();
    term_fill(0, 0, -1, ATTR_BAR, " 一窗受理  企业设立登记");
    for (int i = 0; i < 10; i++) {
        term_put(2 + i * 2, 4, -1, ATTR_LABEL, label[i]);
        term_put(2 + i * 2, 16, -1, ATTR_FIELD, "________________________________________");
    }
    term_put(2, 16, 40, ATTR_FIELD, app.field);
    term_put(23, 0, -1, ATTR_PLAIN, "F1帮助 F2保存 F3查询");
    term_cursor(2, 16 + text_ncol(app.field));
}

static void draw_list(void)
{
    static const char *const item[] = {"企业设立登记",       "个体工商户变更",   "建设用地规划许可",
                                       "食品经营许可证核发", "道路运输经营许可", "出生医学证明",
                                       "不动产抵押登记"};
    static const char *const who[] = {"张建国", "李秀英", "王伟",   "赵敏",
                                      "刘志强", "陈桂兰", "杨晓明", "黄丽"};

    term_clear();
    term_put(0, 0, -1, ATTR_TITLE, "待办队列");
    term_rule(1, '-');
    for (int r = 0; r < 20; r++) {
        int i = app.top + r;
        char text[160];
        snprintf(text, sizeof text, "%c %04d  %s  %s  窗口%d 剩余%d天", i == app.sel ? '>' : ' ',
                 i * 7919 % 10000, item[i * 5 % 7], who[i * 3 % 8], i % 9, i % 20);
        term_put(2 + r, 0, -1, ATTR_PLAIN, text);
    }
    term_put(23, 0, -1, ATTR_PLAIN, "Enter打开 F1帮助 F10退出");
    term_cursor(2 + app.sel - app.top, 0);
}

static void draw_hard(void)
{
    term_clear();
    term_put(0, 0, -1, ATTR_PLAIN, "王\xF0\xAC\xAD\x8E\xF0\xB1\x8D\x90|"); /* U+2CB4E, U+31350 */
    term_put(1, 0, -1, ATTR_PLAIN,
             "a\x1b[31mb\xC2\x9B"
             "c\x7f|"); /* controls */
    term_put(2, 0, -1, ATTR_PLAIN,
             "a\xE2\x80\xAE"
             "b\xE2\x80\x8B"
             "c\xEF\xB8\x8F|");                /* bidi, zero width, selector */
    term_put(3, 0, 5, ATTR_PLAIN, "行政服务"); /* does not fit in five */
    term_put(4, 77, -1, ATTR_PLAIN, "行政");   /* nor at the edge */
    term_put(5, 0, -1, ATTR_PLAIN, "行政服务");
    term_put(5, 3, -1, ATTR_PLAIN, "x"); /* right half of 政 */
    term_put(5, 4, -1, ATTR_PLAIN, "y"); /* left half of 服 */
    term_put(6, 0, -1, ATTR_PLAIN, "e\xCC\x81|");
    term_put(7, 0, -1, ATTR_PLAIN,
             "\xF1\xFF"
             "行\xE6|"); /* bytes that are no UTF-8 */
    term_fill(8, 2, 6, ATTR_FOCUS, "行政服务");
    term_put(23, 74, -1, ATTR_FOCUS, "a完完b"); /* to the very last cell */
    term_put(24, 0, -1, ATTR_PLAIN, "below");
    term_put(-1, 0, -1, ATTR_PLAIN, "above");
    term_put(0, 80, -1, ATTR_PLAIN, "right");
    term_cursor(23, 79);
}

static void on_text(uint32_t ch)
{
    size_t n = strlen(app.field);

    if (ch == 'L' || ch == 'j' || ch == 's') {
        if (!app.list) app.list = true;
        if (ch == 'j') app.sel++;
        if (ch == 's') app.sel++, app.top++;
        draw_list();
    } else if (ch == 'H')
        draw_hard();
    else if (ch == 'R')
        term_redraw();
    else if (ch == 'F')
        draw_form();
    else {
        n += text_encode(ch, app.field + n);
        app.field[n] = '\0';
        draw_form();
    }
}

static void read_alert(void)
{
    char text[32] = "";

    if (read(ALERT_FD, text, sizeof text - 1) > 0) term_put(22, 0, -1, ATTR_WARN, text);
}

static int child(const char *charset, bool mono)
{
    struct term_options opt = {.charset = charset, .mono = mono};
    struct fault f;
    struct report r = {0};

    if (term_open(&opt, &f) != RC_OK) return 3;
    draw_form();
    term_flush();
    for (;;) {
        r.rows = term_rows();
        r.cols = term_cols();
        if (write(REPORT_FD, &r, sizeof r) != sizeof r) return 4;
        r.keys = 0;
        do {
            static const int alert = ALERT_FD;
            int ready = -1;
            struct key k = term_key(-1, &alert, 1, &ready);
            r.keys++;
            r.code = k.code;
            r.ch = k.ch;
            if (k.code == KEY_NONE && ready == 0) read_alert();
            if (k.code == KEY_HANGUP) return HUNG_UP; /* atexit closes */
            if (k.code == KEY_ENTER) term_cursor(4, 16);
            if (k.code == KEY_DELETE) term_drop_typeahead();
            if (k.code == KEY_F10) return 0;
            if (k.code == KEY_RESIZE) draw_list();
            if (k.code == KEY_TEXT) on_text(k.ch);
        } while (term_pending());
        term_flush();
    }
}

/* --- The parent --- */

struct session {
    struct pty pty;
    int report, alert;
    struct report last;
};

static char *self;

/* The child's end of a pipe under the number it knows. */
static void hand_over(int fd, int number)
{
    assert_int_equal(dup2(fd, number), number);
    close(fd);
}

static void await_report(struct session *t)
{
    assert_true(pty_readable(t->report, PATIENCE_MS));
    assert_int_equal(read(t->report, &t->last, sizeof t->last), sizeof t->last);
}

/* Waits until the child has handled n keys; the screen is not read. */
static void await(struct session *t, int n)
{
    for (; n > 0; n -= t->last.keys)
        await_report(t);
}

static void begin(struct session *t, const char *term, const char *charset, const char *mono)
{
    char *const argv[] = {self, strdup("child"), strdup(charset), strdup(mono), NULL};
    int report[2], alert[2];

    assert_int_equal(pipe2(report, O_CLOEXEC), 0);
    assert_int_equal(pipe2(alert, O_CLOEXEC), 0);
    hand_over(report[1], REPORT_FD);
    hand_over(alert[0], ALERT_FD);
    pty_start(&t->pty, term, charset, argv);
    close(REPORT_FD);
    close(ALERT_FD);
    for (int i = 1; argv[i]; i++)
        free(argv[i]);
    t->report = report[0];
    t->alert = alert[1];
    while (!pty_readable(t->report, 0) && pty_readable(t->pty.master, PATIENCE_MS))
        pty_read(&t->pty); /* answers what is asked at the start */
    await_report(t);
    pty_read(&t->pty);
}

static void end(struct session *t, int status)
{
    pty_end(&t->pty, status);
    close(t->report);
    close(t->alert);
}

static void quit(struct session *t)
{
    pty_write(&t->pty, "\x1b[21~");
    pty_read(&t->pty);
    end(t, 0);
}

static size_t type(struct session *t, const char *keys, int n)
{
    pty_forget(&t->pty);
    pty_write(&t->pty, keys);
    await(t, n);
    pty_read(&t->pty);
    return t->pty.raw.len;
}

/* Typed in the terminal's charset. */
static size_t type_text(struct session *t, const char *utf8)
{
    struct buf b = {0};

    charset_encode(t->pty.charset, utf8, strlen(utf8), &b);
    size_t n = type(t, buf_str(&b), (int)text_nchar(utf8));
    buf_free(&b);
    return n;
}

static void assert_row(struct session *t, int r, const char *text)
{
    assert_string_equal(pty_row(&t->pty, r), text);
}

static void assert_at_most(const char *what, size_t n, size_t bar)
{
    print_message("  %-28s %4zu bytes (bar %zu)\n", what, n, bar);
    assert_in_range(n, 1, bar);
}

/* --- Tests --- */

static void check_form(struct session *t)
{
    assert_row(t, 0, " 一窗受理  企业设立登记");
    assert_row(t, 2, "    申请人      ________________________________________");
    assert_row(t, 20, "    备注        ________________________________________");
    assert_row(t, 23, "F1帮助 F2保存 F3查询");
    pty_assert_cursor(&t->pty, 2, 16);
}

static void check_budgets(const char *term, const char *charset, const char *mono, size_t han)
{
    struct session t;

    print_message("%s %s %s\n", term, charset, mono);
    begin(&t, term, charset, mono);
    assert_at_most("start and form", t.pty.raw.len, 1600);
    check_form(&t);
    assert_at_most("digit", type(&t, "3", 1), 4);
    assert_at_most("Han", type_text(&t, "张"), han);
    assert_row(&t, 2, "    申请人      3张_____________________________________");
    pty_assert_cursor(&t.pty, 2, 19);
    assert_at_most("next field", type(&t, "\r", 1), 12);
    pty_assert_cursor(&t.pty, 4, 16);
    size_t ten = type(&t, "0123456789", 10);
    assert_at_most("ten digits at once", ten, 12 + 10);
    assert_row(&t, 2, "    申请人      3张0123456789___________________________");
    assert_at_most("form to list", type(&t, "L", 1), 1600);
    assert_row(&t, 2, "> 0000  企业设立登记  张建国  窗口0 剩余0天");
    assert_at_most("list move", type(&t, "j", 1), 24);
    assert_row(&t, 2, "  0000  企业设立登记  张建国  窗口0 剩余0天");
    assert_row(&t, 3, "> 7919  出生医学证明  赵敏  窗口1 剩余1天");
    pty_assert_cursor(&t.pty, 3, 0);
    type(&t, "jjjjjjjjjjjjjjjjjj", 18);
    assert_at_most("list scroll", type(&t, "s", 1), 130);
    assert_at_most("list scroll", type(&t, "s", 1), 130);
    assert_row(&t, 2, "  5838  食品经营许可证核发  杨晓明  窗口2 剩余2天");
    assert_row(&t, 21, "> 6299  企业设立登记  黄丽  窗口3 剩余1天");
    assert_row(&t, 22, "");
    assert_row(&t, 23, "Enter打开 F1帮助 F10退出");
    assert_int_equal(type(&t, "L", 1), 0); /* nothing new costs nothing */
    type(&t, "F", 1);
    assert_row(&t, 2, "    申请人      3张0123456789___________________________");
    quit(&t);
}

static void test_xterm_utf8(void **state)
{
    (void)state;
    check_budgets("xterm-256color", "UTF-8", "colour", 6);
    check_budgets("xterm", "UTF-8", "mono", 6);
}

static void test_xterm_gb18030(void **state)
{
    (void)state;
    check_budgets("xterm", "GB18030", "colour", 4);
    check_budgets("xterm", "GBK", "mono", 4);
}

static void test_other_terminals(void **state)
{
    (void)state;
    check_budgets("linux", "UTF-8", "colour", 6);
    check_budgets("vt100", "GB18030", "mono", 4);
    check_budgets("tmux-256color", "UTF-8", "colour", 6);
    check_budgets("nonsense-9000", "UTF-8", "colour", 6); /* taken for a vt100 */
}

/* Modes we must not touch, questions we must not ask, and what must be undone. */
static void test_modes(void **state)
{
    static const char *const never[] = {"\x1b[?1h", "\x1b=",       "\x1b[c",
                                        "\x1b[>c",  "\x1b[?1000h", "\x0e"};
    struct session t;
    struct termios now;

    (void)state;
    begin(&t, "xterm-256color", "UTF-8", "colour");
    assert_true(pty_sent(&t.pty, "\x1b[?1049h") && pty_sent(&t.pty, "\x1b[?2004h"));
    tcgetattr(t.pty.master, &now);
    assert_false(now.c_lflag & (ICANON | ECHO | ISIG));
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_false(pty_sent(&t.pty, never[i]));
    assert_true(pty_sent(&t.pty, "________________________________________")); /* not "_" and REP */
    type(&t, "H", 1);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_false(pty_sent(&t.pty, never[i]));
    assert_false(pty_sent(&t.pty, "\x1b[6n")); /* asked once, at the start */
    pty_forget(&t.pty);
    pty_write(&t.pty, "\x1b[21~");
    pty_read(&t.pty);
    assert_true(pty_sent(&t.pty, "\x1b[?1049l") && pty_sent(&t.pty, "\x1b[?2004l"));
    pty_assert_restored(&t.pty);
    end(&t, 0);
}

static void check_hard(struct session *t)
{
    assert_row(t, 1, "a?[31mb?c?|");
    assert_row(t, 2, "abc|");
    assert_row(t, 3, "行政");
    assert_row(t, 4,
               "                                                                             行");
    assert_row(t, 5, "行 xy 务");
    assert_row(t, 6, "e\xCC\x81|");
    assert_row(t, 8, "  行政服");
    assert_row(t, 23,
               "                                                                          a完完b");
    assert_true(pty_reversed(&t->pty, 8, 6));
    assert_false(pty_reversed(&t->pty, 8, 8));
    pty_assert_cursor(&t->pty, 23, 79);
}

static void test_hard_text(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "mono");
    type(&t, "H", 1);
    check_hard(&t);
    assert_row(&t, 0, "王\xF0\xAC\xAD\x8E\xF0\xB1\x8D\x90|");
    assert_row(&t, 7, "\xEF\xBF\xBD\xEF\xBF\xBD行\xEF\xBF\xBD|");
    quit(&t);
    begin(&t, "xterm", "GB18030", "mono");
    type(&t, "H", 1);
    check_hard(&t);
    assert_true(pty_sent(&t.pty, "\xCD\xF5\x99\x33\xA9\x32"));
    quit(&t);
    begin(&t, "tmux-256color", "UTF-8", "mono");
    type(&t, "H", 1);
    check_hard(&t);
    quit(&t);
    begin(&t, "xterm", "GBK", "mono");
    type(&t, "H", 1);
    assert_row(&t, 0, "王〓〓|");
    quit(&t);
}

/* Nobody reads: the child goes on, skips pictures, and shows the newest when the line moves again.
 */
static void test_stalled_line(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "mono");
    pty_forget(&t.pty);
    for (int i = 0; i < 300; i++) {
        pty_write(&t.pty, i % 2 ? "FR" : "LR");
        await(&t, 2);
    }
    pty_write(&t.pty, "Lj");
    await(&t, 2);
    for (int i = 0; i < 20 && pty_row(&t.pty, 3)[0] != '>'; i++)
        pty_read(&t.pty);
    assert_row(&t, 3, "> 7919  出生医学证明  赵敏  窗口1 剩余1天");
    pty_assert_cursor(&t.pty, 3, 0);
    print_message("  300 repaints unread: %zu bytes\n", t.pty.raw.len);
    assert_in_range(t.pty.raw.len, 1000, 200000); /* all of them would be 300 x 1.4 kB */
    quit(&t);
}

/* A stalled line and a signal. */
static void test_stalled_end(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "mono");
    for (int i = 0; i < 300; i++) {
        pty_write(&t.pty, i % 2 ? "FR" : "LR");
        await(&t, 2);
    }
    kill(t.pty.pid, SIGTERM);
    end(&t, HUNG_UP);
}

static void test_signals(void **state)
{
    static const int fatal[] = {SIGTERM, SIGHUP, SIGINT};
    struct session t;

    (void)state;
    for (int i = 0; i < 3; i++) {
        begin(&t, "xterm", "UTF-8", "mono");
        kill(t.pty.pid, SIGTSTP);
        assert_int_equal(type(&t, "L", 1) > 0, 1);
        kill(t.pty.pid, fatal[i]);
        pty_read(&t.pty);
        assert_true(pty_sent(&t.pty, "\x1b[?1049l"));
        pty_assert_restored(&t.pty);
        end(&t, HUNG_UP);
    }
    begin(&t, "xterm", "UTF-8", "mono");
    pty_hang_up(&t.pty);
    end(&t, HUNG_UP);
}

static void test_resize(void **state)
{
    static const struct winsize sizes[] = {{.ws_row = 30, .ws_col = 100},
                                           {.ws_row = 1, .ws_col = 1},
                                           {.ws_row = 5, .ws_col = 300},
                                           {.ws_row = 24, .ws_col = 80}};
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "mono");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ioctl(t.pty.master, TIOCSWINSZ, &sizes[i]);
        vterm_set_size(t.pty.vt, sizes[i].ws_row, sizes[i].ws_col);
        await(&t, 1);
        assert_int_equal(t.last.code, KEY_RESIZE);
        pty_read(&t.pty);
        type(&t, "L", 1);
        assert_int_equal(t.last.rows, sizes[i].ws_row);
        assert_int_equal(t.last.cols, sizes[i].ws_col);
    }
    assert_row(&t, 2, "> 0000  企业设立登记  张建国  窗口0 剩余0天");
    quit(&t);
}

static void test_keys_through_the_line(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "vt100", "UTF-8", "mono"); /* keys do not depend on TERM */
    type(&t, "\x1b", 1);
    assert_int_equal(t.last.code, KEY_ESC);
    type(&t, "\x1b[6~", 1);
    assert_int_equal(t.last.code, KEY_PAGEDOWN);
    type(&t, "\x03", 1);
    assert_int_equal(t.last.code, KEY_CTRL);
    assert_int_equal(t.last.ch, 'C');
    type(&t, "\x1b[1", 0); /* split far beyond the escape time */
    usleep(80000);
    type(&t, "5~", 1);
    assert_int_equal(t.last.code, KEY_UNKNOWN);
    type(&t, "\x1b[3~12345", 1); /* the child drops what was typed ahead */
    type(&t, "\x1b[15~", 1);
    assert_int_equal(t.last.code, KEY_F5);
    assert_row(&t, 2, "    申请人      ________________________________________");
    quit(&t);
}

static void test_alert(void **state)
{
    struct session t;

    (void)state;
    begin(&t, "xterm", "UTF-8", "mono");
    assert_int_equal(write(t.alert, "红牌", 6), 6);
    await(&t, 1);
    pty_read(&t.pty);
    assert_int_equal(t.last.code, KEY_NONE);
    assert_row(&t, 22, "红牌");
    pty_assert_cursor(&t.pty, 2, 16);
    quit(&t);
}

/* Without a terminal the user is told, and nothing is touched. */
static void test_no_terminal(void **state)
{
    struct term_options opt = {.charset = "UTF-8"}, odd = {.charset = "KOI8-R"};
    struct fault f;
    int null = open("/dev/null", O_RDWR), in = dup(STDIN_FILENO);

    (void)state;
    dup2(null, STDIN_FILENO);
    assert_int_equal(term_open(&opt, &f), RC_REFUSED);
    assert_string_equal(f.code, "terminal");
    assert_int_equal(term_open(&odd, &f), RC_REFUSED);
    assert_string_equal(f.code, "charset");
    assert_string_equal(f.arg[0], "KOI8-R");
    term_close();
    dup2(in, STDIN_FILENO);
    close(in);
    close(null);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xterm_utf8),      cmocka_unit_test(test_xterm_gb18030),
        cmocka_unit_test(test_other_terminals), cmocka_unit_test(test_modes),
        cmocka_unit_test(test_hard_text),       cmocka_unit_test(test_stalled_line),
        cmocka_unit_test(test_stalled_end),     cmocka_unit_test(test_signals),
        cmocka_unit_test(test_resize),          cmocka_unit_test(test_keys_through_the_line),
        cmocka_unit_test(test_alert),           cmocka_unit_test(test_no_terminal),
    };

    if (argc == 4 && strcmp(argv[1], "child") == 0)
        return child(argv[2], strcmp(argv[3], "mono") == 0);
    self = argv[0];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
