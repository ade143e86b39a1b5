/* Every screen as a terminal shows it: the whole way from the office's answers through curses and
 * the charset to libvterm, compared with tests/golden/NAME.txt.
 *
 * A picture is the screen's rows, then what is not plain, "row: letter from-to ..." once in colour
 * and once without: b bold (titles, keys), r reverse (bar), u underlined (warning), R reverse bold
 * (error), U bold underlined (late); in colour c cyan (label), w yellow (warning), d blue (sample),
 * E red bold (error), L red underlined (late).  The last line is the cursor.  The rows are the same
 * in UTF-8 and GB18030, or a picture of its own says what GBK cannot show.
 *
 * GOLDEN=write writes them anew: then read every one of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <libintl.h>
#include <locale.h>

#include "pty_screen.h"
#include "scripted_office.h"

static void must(bool ok, const char *what);

#include "monkey_hands.h"
#include "monkey_office.h"
#include "tui/screen/office_screen.h"

static void must(bool ok, const char *what)
{
    if (!ok) fail_msg("%s", what);
}

/* --- The program on the terminal --- */

static void put_matter(void)
{
    monkey_item = "A03";
    office_new_matter("A03", MONKEY_NUMBER, YC__PHASE__PHASE_HANDLING, 7);
    office_value("org_name", "宏盛𠮷食品店");
    office_value("uscc", "91370299MA3F000146");
    office_value("legal_rep", "李宏盛");
    office_value("premises_addr", "青溪县云溪镇北京路一百二十三号北崖村社区服务中心东侧");
    office_material("m1", "received");
    office_material("m4", "tolerated");
    Yc__StepRun *r = office_run("accept", "scj/clerk", "a");
    r->has_closed_at = true;
    instant_parse("2026-11-23T09:10", &r->closed_at);
    r->by = mem_strdup("heqian");
    strcpy(r->state, "done");
    office_run("check", "scj/exam", "c");
    Yc__Paper *paper = OFFICE_ADD(papers, yc__paper, Yc__Paper);
    paper->key = mem_strdup("p1");
    paper->kind = mem_strdup("acceptance");
    paper->number = mem_strdup("政务受〔2026〕12号");
    paper->text =
        mem_strdup("青溪县行政服务中心\n受理通知书\n政务受〔2026〕12号\n\n申请人：宏盛食品店\n");
    paper->has_at = true;
    instant_parse("2026-11-23T09:10", &paper->at);
}

/* The matter found by name is one whose corrections somebody else saves first. */
static bool answer(const Yc__Request *q, Yc__Reply *r)
{
    bool found = q->number && strcmp(q->number, MONKEY_NUMBER) == 0;
    struct fault f;

    if (strcmp(q->name, "matter") == 0)
        office.matter->phase = found ? YC__PHASE__PHASE_CORRECTING : YC__PHASE__PHASE_HANDLING;
    if (strcmp(q->name, "resubmit") == 0) {
        strcpy(office.matter->values[0]->value, "宏盛大酒店");
        strcpy(office.matter->values[2]->value, "李大盛");
        office.matter->version++;
        fault_set(&f, RC_REFUSED, "version", "the matter was changed meanwhile: look at it again",
                  NULL);
        door_reply_fault(r, &f);
        return true;
    }
    if (strcmp(q->name, "inbox") != 0) return false;
    monkey_inbox(q, r);
    return true;
}

static const char *our_words(const char *msgid)
{
    return gettext(msgid);
}

static int child(const char *charset, bool mono)
{
    struct fault f;
    const char *build = getenv("BUILD");
    char *locale = mem_printf("%s/locale", build ? build : SOURCE_DIR "/build"),
         drafts[] = "/tmp/yc_golden_XXXXXX";
    struct door *door = door_local(office_answers, NULL);

    setlocale(LC_ALL, "C.UTF-8");
    bindtextdomain("yichuang", locale);
    bind_textdomain_codeset("yichuang", "UTF-8");
    textdomain("yichuang");
    if (mono) setenv("NO_COLOR", "1", 1);
    if (!mkdtemp(drafts) || catalog_files_read(SOURCE_DIR, &office.files, &f) != RC_OK) return 9;
    office.answer = monkey_answers;
    office.special = answer;
    put_matter();
    const struct screen_options opt = {.door = door,
                                       .lang = "zh_CN",
                                       .charset = charset,
                                       /* A VT100 is not asked; libvterm gives them one column. */
                                       .ambiguous = strcmp(getenv("TERM"), "vt100") == 0,
                                       .drafts = drafts,
                                       .translate = our_words};
    int end = office_screen(&opt);
    char *cmd = mem_printf("rm -rf '%s'", drafts);
    if (system(cmd) != 0) end = 8;
    free(cmd);
    return end;
}

/* --- Pictures --- */

static char letter(const VTermScreenCell *c)
{
    VTermColor fg = c->fg;
    int ink = VTERM_COLOR_IS_DEFAULT_FG(&fg) ? -1
              : VTERM_COLOR_IS_INDEXED(&fg)  ? fg.indexed.idx
                                             : 9;

    if (ink == 1) return c->attrs.underline ? 'L' : 'E';
    if (ink >= 0) return ink == 6 ? 'c' : ink == 3 ? 'w' : ink == 4 ? 'd' : '?';
    if (c->attrs.reverse) return c->attrs.bold ? 'R' : 'r';
    if (c->attrs.underline) return c->attrs.bold ? 'U' : 'u';
    return c->attrs.bold ? 'b' : '.';
}

static void put_looks(struct pty *t, struct buf *out)
{
    for (int r = 0; r < PTY_ROWS; r++) {
        struct buf line = {0};
        for (int c = 0, from = 0; c < PTY_COLS; c = from) {
            VTermScreenCell cell, next;
            vterm_screen_get_cell(t->screen, (VTermPos){.row = r, .col = c}, &cell);
            for (from = c + 1; from < PTY_COLS; from++) {
                vterm_screen_get_cell(t->screen, (VTermPos){.row = r, .col = from}, &next);
                bool right_half = next.chars[0] == (uint32_t)-1;
                if (!right_half && letter(&next) != letter(&cell)) break;
            }
            if (letter(&cell) != '.') buf_printf(&line, " %c %d-%d", letter(&cell), c, from - 1);
        }
        if (line.len) buf_printf(out, "%2d:%s\n", r, buf_str(&line));
        buf_free(&line);
    }
}

static void put_rows(struct pty *t, struct buf *out)
{
    VTermPos p;

    for (int r = 0; r < PTY_ROWS; r++)
        buf_printf(out, "%s\n", pty_row(t, r));
    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &p);
    buf_printf(out, "--- cursor %d,%d\n", p.row, p.col);
}

/* The part of a golden under a heading, without it; "" none. */
static char *part_of(const char *text, const char *heading)
{
    const char *at = strstr(text, heading);

    if (!at) return mem_strdup("");
    at = strchr(at, '\n') + 1;
    const char *end = strstr(at, "=== ");
    return mem_strndup(at, end ? (size_t)(end - at) : strlen(at));
}

static char *read_golden(const char *name)
{
    char *path = mem_printf("%s/tests/golden/%s.txt", SOURCE_DIR, name), block[4096];
    FILE *from = fopen(path, "re");
    struct buf b = {0};

    for (size_t n; from && (n = fread(block, 1, sizeof block, from)) > 0;)
        buf_add(&b, block, n);
    if (from) fclose(from);
    free(path);
    return buf_take(&b);
}

static void write_golden(const char *name, const char *rows, const char *colour, const char *mono)
{
    char *path = mem_printf("%s/tests/golden/%s.txt", SOURCE_DIR, name);
    FILE *to = fopen(path, "we");

    assert_non_null(to);
    fprintf(to, "=== rows\n%s=== colour\n%s=== mono\n%s", rows, colour, mono);
    fclose(to);
    free(path);
}

static bool same(const char *name, const char *golden, const char *heading, const char *have)
{
    char *want = part_of(golden, heading);

    bool good = strcmp(want, have) == 0;
    if (!good) fprintf(stderr, "%s %s\n--- wanted\n%s--- drawn\n%s", name, heading, want, have);
    free(want);
    return good;
}

/* --- The walk --- */

/* Keys from the screen before to this one; NULL name: only keys. */
static const struct stop {
    const char *name, *keys;
} way[] = {
    {"sign_in", ""},
    {"sign_in_narrowed", "l"},
    {NULL, "\x7fzm\r3\r"},
    {"inbox", ""},
    {"inbox_filtered", "/14"},
    {NULL, "\x1b!\x1b!  "},
    {"columns_over_han", "o"},
    {NULL, "\x1b!"},
    {"many", "*P"},
    {NULL, "\x1b!"},
    {"palette_over_han", "\x18"
                         "9"},
    {NULL, "\x1b!"},
    {"help", "\x18"
             "1"},
    {NULL, "\x1b!"},
    {"items", "\x18"
              "2"},
    {"form", "A03\r"},
    {"form_errors", "宏盛食品店\r91370299MA3F000147李宏盛\r\x18"
                    "5"},
    {"form_popup", "6\x18"
                   "3"},
    {NULL, "\x1b!\x1b!\x1b!"},
    {"form_table", "\x18"
                   "2C01\r王\r37029919540907001213800000000x\r王甲\t370299195409070012\t"},
    {NULL, "\x1b!\x1b!"},
    {"draft_question", "\x18"
                       "2C01\r"},
    {NULL, "n\x1b!"},
    {"matter", "\r"},
    {"matter_steps", "3"},
    {"matter_clocks", "4"},
    {"matter_papers", "6"},
    {"paper", "\r"},
    {NULL, "\x1b!"},
    {"matter_trail", "7"},
    {"ledger", "\x18"
               "7\t"},
    {NULL, "\x1b!"},
    {"deed", "P"},
    {NULL, "\x1b!\x1b!"},
    {"find", "\x18"
             "3宏盛\r"},
    {NULL, "\r"},
    {"conflict", "\x15宏盛饭店\r\x18"
                 "2!\x18"
                 "2"},
    {NULL, "\x1b!\x1b!\x1b!\x1b!\x1b!"},
    {"lamps", "\x18"
              "5"},
    {"lamp_list", "\r"},
    {NULL, "\x1b!"},
    {"cards", "c"},
    {NULL, "\x1b!\x1b!"},
    {"notices", "n"},
    {NULL, "\x1b!"},
    {"reports", "\x18"
                "6"},
    {"report", "\r"},
    {NULL, "\x1b!"},
    {"today", "\t"},
    {NULL, "\x1b!\x1b!"},
    {"macro_letters", "\x12\x1b[B\x12"},
    {NULL, "\x1b!"},
    {"typing", "\x18"
               "9set_pin\r"},
    {NULL, "\x1b!"},
    {"lock", "\x0b"},
};

enum { PICTURES = sizeof way / sizeof *way, TERMINALS = 4 };

static const struct {
    const char *charset, *term, *looks;
    bool mono;
} terminal[TERMINALS] = {{"UTF-8", "xterm-256color", "=== colour", false},
                         {"UTF-8", "xterm-256color", "=== mono", true},
                         {"GB18030", "xterm-256color", "=== colour", false},
                         {"GB18030", "vt100", "=== mono", false}};
static struct {
    struct pty pty;
    char *rows[PICTURES], *looks[PICTURES];
} seen[TERMINALS];

/* Until all lines are quiet. */
static void read_all(void)
{
    struct pollfd fd[TERMINALS];
    char bytes[4096];
    ssize_t n;

    for (int i = 0; i < TERMINALS; i++)
        fd[i] = (struct pollfd){.fd = seen[i].pty.master, .events = POLLIN};
    while (poll(fd, TERMINALS, PTY_QUIET_MS) > 0)
        for (int i = 0; i < TERMINALS; i++)
            if (fd[i].revents && (n = read(fd[i].fd, bytes, sizeof bytes)) > 0)
                pty_show(&seen[i].pty, bytes, (size_t)n);
}

static void press_one(struct pty *t, const char *keys, size_t n)
{
    struct buf b = {0};

    charset_encode(t->charset, keys, n, &b);
    if (b.len) assert_int_equal(write(t->master, b.data, b.len), b.len);
    buf_free(&b);
}

/* "!" stands for the time an Esc waits for the rest of a sequence, and for a look at the screen:
 * after an error what was typed ahead is dropped. */
static void press(const char *keys)
{
    while (*keys) {
        size_t n = strcspn(keys, "!");
        for (int i = 0; i < TERMINALS; i++)
            press_one(&seen[i].pty, keys, n);
        if (keys[n]) usleep(30000);
        read_all();
        keys += n + (keys[n] == '!');
    }
}

static void take_picture(int picture)
{
    for (int i = 0; i < TERMINALS; i++) {
        struct buf rows = {0}, looks = {0};
        put_rows(&seen[i].pty, &rows);
        put_looks(&seen[i].pty, &looks);
        seen[i].rows[picture] = buf_take(&rows);
        seen[i].looks[picture] = looks.len ? buf_take(&looks) : mem_strdup("");
    }
}

static void open_all(const char *name)
{
    char *program = mem_strdup(name);

    for (int i = 0; i < TERMINALS; i++) {
        char *charset = mem_strdup(terminal[i].charset),
             *ink = mem_strdup(terminal[i].mono ? "mono" : "ink"),
             *argv[] = {program, charset, ink, NULL};
        pty_start(&seen[i].pty, terminal[i].term, charset, argv);
        free(charset);
        free(ink);
    }
    for (int i = 0; i < TERMINALS; i++)
        for (int tries = 0; tries < 200 && !*pty_row(&seen[i].pty, 0); tries++)
            pty_read(&seen[i].pty);
    free(program);
}

static void close_all(void)
{
    for (int i = 0; i < TERMINALS; i++) {
        pty_hang_up(&seen[i].pty);
        pty_end(&seen[i].pty, 0);
    }
}

static void walk_through(const char *program)
{
    open_all(program);
    for (size_t i = 0; i < PICTURES; i++) {
        press(way[i].keys);
        take_picture((int)i);
    }
    close_all();
}

/* All pictures of a terminal are looked at, not only those up to the first that differs. */
static void compare(void **state)
{
    int i = *(int *)*state, differ = 0;

    for (size_t k = 0; k < PICTURES; k++) {
        char *golden = way[k].name ? read_golden(way[k].name) : NULL;
        if (golden) differ += !same(way[k].name, golden, "=== rows", seen[i].rows[k]);
        if (golden) differ += !same(way[k].name, golden, terminal[i].looks, seen[i].looks[k]);
        free(golden);
        free(seen[i].rows[k]);
        free(seen[i].looks[k]);
    }
    assert_int_equal(differ, 0);
}

/* --- Any keys --- */

enum { STATUS = PTY_ROWS - 2, EVENTS = 30 };

/* Without the status line, whose message goes with the next key. */
static char *picture_of(struct pty *t)
{
    struct buf b = {0};

    for (int r = 0; r < PTY_ROWS; r++)
        if (r != STATUS) buf_printf(&b, "%s\n", pty_row(t, r));
    return buf_take(&b);
}

static bool is_alive(const struct pty *t)
{
    return waitpid(t->pid, NULL, WNOHANG) == 0;
}

/* Nobody leaves; half a character would be waited for longer than we do. */
static void press_one_event(struct pty *t, const struct monkey_event *e)
{
    const char *bytes = buf_str(&e->bytes);

    if (strcmp(e->what, "half") == 0 || memchr(bytes, 'q', e->bytes.len)) return;
    assert_int_equal(write(t->master, bytes, e->bytes.len), e->bytes.len);
}

/* What was painted bit by bit is what painting all of it gives, whatever was typed, in every
 * charset; and no byte of an unknown sequence is on it. */
static void bit_by_bit_is_the_whole(void **state)
{
    const char *wanted = getenv("MONKEY_LINE");
    int events = wanted ? atoi(wanted) : EVENTS;
    struct monkey_event e = {0};
    char *was[TERMINALS];

    open_all(*state);
    press("\x7fzm\r3\r");
    roll_from(7);
    for (int k = 0; k < events; k++) {
        for (int i = 0; i < TERMINALS; i++) {
            uint64_t same = monkey_state;
            monkey_event(seen[i].pty.charset, &e);
            if (i + 1 < TERMINALS) monkey_state = same;
            press_one_event(&seen[i].pty, &e);
        }
        usleep(80000); /* an Esc at its end is held for a while */
        read_all();
        for (int i = 0; i < TERMINALS; i++) {
            was[i] = picture_of(&seen[i].pty);
            assert_true(is_alive(&seen[i].pty));
            assert_int_equal(write(seen[i].pty.master, "\x0c", 1), 1);
        }
        read_all();
        for (int i = 0; i < TERMINALS; i++) {
            char *whole = picture_of(&seen[i].pty);
            if (strcmp(was[i], whole) != 0)
                fprintf(stderr, "event %d (%s), terminal %d\n--- bit by bit\n%s--- whole\n%s", k,
                        e.what, i, was[i], whole);
            assert_true(strcmp(was[i], whole) == 0);
            assert_null(strpbrk(whole, MONKEY_MARKS));
            free(whole);
            free(was[i]);
        }
    }
    close_all();
    buf_free(&e.bytes);
}

static int write_all(void)
{
    for (size_t k = 0; k < PICTURES; k++)
        if (way[k].name)
            write_golden(way[k].name, seen[0].rows[k], seen[0].looks[k], seen[1].looks[k]);
    return 0;
}

int main(int argc, char **argv)
{
    static int number[TERMINALS] = {0, 1, 2, 3};
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(compare, &number[0]),
                                       cmocka_unit_test_prestate(compare, &number[1]),
                                       cmocka_unit_test_prestate(compare, &number[2]),
                                       cmocka_unit_test_prestate(compare, &number[3]),
                                       cmocka_unit_test_prestate(bit_by_bit_is_the_whole, argv[0])};
    const char *wanted = getenv("GOLDEN");

    setlocale(LC_ALL, "C.UTF-8");
    if (argc == 3) return child(argv[1], strcmp(argv[2], "mono") == 0);
    walk_through(argv[0]);
    if (wanted && strcmp(wanted, "write") == 0) return write_all();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
