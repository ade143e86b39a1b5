#include "tui/term/term.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/text.h"
#include "tui/term/attr.h"
#include "tui/term/line.h"
#include "tui/term/paint.h"
#include "tui/term/priv.h"

/* Last: both define macros with plain names. */
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

/* Curses knows the terminal (its description); the cells and the difference between two pictures
 * are ours, because its own costs a third more bytes.  A frame is made as UTF-8 in memory, put into
 * the terminal's charset and queued for the line: nothing blocks, no locale is needed, and a
 * stalled line skips frames. */
static struct {
    pid_t owner; /* 0: closed */
    struct charset *charset;
    bool dirty, ring, plain;
    struct place cursor;
    struct grid want;
    struct paint paint;
    struct term_facts facts;
    struct buf frame, coded;
} screen;

/* --- Preparing --- */

static const char *locale_charset(void)
{
    static const char *const variable[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (int i = 0; i < 3; i++) {
        const char *v = getenv(variable[i]);
        if (!v || !*v) continue;
        const char *dot = strchr(v, '.');
        struct charset *known = dot ? charset_open(dot + 1) : NULL;
        charset_close(known);
        return known ? dot + 1 : "UTF-8";
    }
    return "UTF-8";
}

static MUST_CHECK enum rc open_charset(const struct term_options *opt, struct fault *f)
{
    const char *name = opt->charset ? opt->charset : locale_charset();

    screen.charset = charset_open(name);
    if (!screen.charset)
        return fault_set(f, RC_REFUSED, "charset",
                         N_("Terminal charset {1} is not known: use UTF-8, GB18030 or GBK."), name,
                         NULL);
    bool utf8 = strcmp(charset_name(screen.charset), "UTF-8") == 0;
    text_ambiguous = opt->ambiguous ? opt->ambiguous : utf8 ? 1 : 2;
    return RC_OK;
}

/* Terminals whose entries are known to be right for what people have; any other is treated as a
 * VT100. */
static bool term_known(const char *term)
{
    static const char *const family[] = {"xterm",  "putty", "linux", "vt1",    "vt2",
                                         "screen", "tmux",  "rxvt",  "mintty", "konsole"};

    if (strspn(term, "abcdefghijklmnopqrstuvwxyz0123456789-.+") != strlen(term)) return false;
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (strncmp(term, family[i], strlen(family[i])) == 0) return true;
    return false;
}

static bool describe(const char *term)
{
    bool known = term && term_known(term);
    const char *const name[] = {known ? term : "vt100", known ? "xterm" : "vt100", "vt100"};

    for (int i = 0; i < 3; i++) {
        int why;
        screen.facts.name = name[i];
        if (setupterm(name[i], STDOUT_FILENO, &why) == OK) return true;
    }
    return false;
}

static enum attr_style wanted_style(const struct term_options *opt)
{
    const char *no_color = getenv("NO_COLOR");

    if (opt->plain) return ATTR_NONE;
    return opt->mono || (no_color && *no_color) ? ATTR_MONO : ATTR_COLOURED;
}

static MUST_CHECK enum rc open_description(const struct term_options *opt, struct fault *f)
{
    if (!describe(getenv("TERM")))
        return fault_set(f, RC_FATAL, "terminal",
                         N_("No terminal description found: install the package ncurses-base."),
                         NULL);
    attr_open(wanted_style(opt), max_colors >= 8);
    screen.paint.addresses = column_address && row_address;
    screen.paint.waits = eat_newline_glitch;
    screen.plain = opt->plain;
    return RC_OK;
}

/* A frame goes to the line. */
static void send_frame(void)
{
    buf_clear(&screen.coded);
    charset_encode(screen.charset, screen.frame.data, screen.frame.len, &screen.coded);
    line_write(screen.coded.data, screen.coded.len);
    buf_clear(&screen.frame);
}

static void release(void)
{
    screen.owner = 0;
    if (cur_term) del_curterm(cur_term);
    grid_free(&screen.want);
    paint_free(&screen.paint);
    charset_close(screen.charset);
    screen.charset = NULL;
    buf_free(&screen.frame);
    buf_free(&screen.coded);
}

/* --- What it is --- */

/* A VT100 has no Han to be wrong about, and the Linux console draws what its font has. */
static bool worth_asking(const char *term)
{
    static const char *const silent[] = {"vt1", "vt2", "linux"};

    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (strncmp(term, silent[i], strlen(silent[i])) == 0) return false;
    return term_rows() > 1;
}

/* Where even Han are not two columns wide, the charset is wrong and nothing else means anything. */
static void believe(const int width[TERM_SAMPLES])
{
    int ambiguous = width[TERM_AMBIGUOUS];

    if (width[TERM_HAN] >= 0 && width[TERM_HAN] != 2) return;
    if (ambiguous == 1 || ambiguous == 2) text_ambiguous = ambiguous;
    for (int plane = 2; plane <= 3; plane++) {
        int rare = width[plane == 2 ? TERM_PLANE2 : TERM_PLANE3];
        if (rare >= 0 && rare != 2) charset_without(screen.charset, plane);
    }
}

static void learn_facts(bool told)
{
    struct term_facts *f = &screen.facts;
    struct buf question = {0};
    struct probe p;

    f->charset = charset_name(screen.charset);
    f->colour = attr_coloured();
    f->asked = !told && worth_asking(f->name);
    for (int i = 0; i < TERM_SAMPLES; i++)
        f->width[i] = -1;
    if (!f->asked) return;
    probe_ask(&p, screen.charset, &question);
    line_write(question.data, question.len);
    buf_free(&question);
    input_probe(&p);
    memcpy(f->width, p.width, sizeof f->width);
    believe(f->width);
}

void term_facts(struct term_facts *f)
{
    *f = screen.facts;
}

bool term_plain(void)
{
    return screen.plain;
}

/* --- Opening and closing --- */

enum rc term_open(const struct term_options *opt, struct fault *f)
{
    static bool registered;

    assert(!screen.owner);
    enum rc rc = open_charset(opt, f);
    if (rc == RC_OK) rc = line_open(f);
    if (rc != RC_OK) {
        release();
        return rc;
    }
    rc = open_description(opt, f);
    if (rc != RC_OK) {
        line_close();
        release();
        return rc;
    }
    screen.owner = getpid();
    if (!registered) registered = atexit(term_close) == 0;
    screen_resize();
    buf_adds(&screen.frame, enter_ca_mode ? enter_ca_mode : "");
    buf_adds(
        &screen.frame,
        "\033[4l\033[?7h\033(B\033[?2004h"); /* replacing, wrapping, ASCII, pastes in brackets */
    send_frame();
    bool utf8 = strcmp(charset_name(screen.charset), "UTF-8") == 0;
    input_open(utf8 ? KEY_UTF8 : KEY_GB18030, opt->escape_ms);
    learn_facts(opt->ambiguous != 0);
    return RC_OK;
}

void term_close(void)
{
    if (!screen.owner || screen.owner != getpid()) return; /* not from a forked child's exit */
    buf_printf(&screen.frame, "\033[?2004l\033[m\033[%dH\r\033[K%s", term_rows(),
               exit_ca_mode ? exit_ca_mode : "");
    send_frame();
    line_close();
    input_close();
    release();
}

/* --- Size --- */

int term_rows(void)
{
    return screen.want.rows;
}

int term_cols(void)
{
    return screen.want.cols;
}

void screen_resize(void)
{
    int rows, cols;

    line_size(&rows, &cols);
    grid_size(&screen.want, rows, cols);
    paint_size(&screen.paint, rows, cols);
    term_redraw(); /* what the terminal made of the old picture is unknown */
}

/* --- Drawing --- */

void term_clear(void)
{
    for (int r = 0; r < term_rows(); r++)
        term_clear_row(r);
}

void term_clear_row(int row)
{
    if (row >= 0 && row < term_rows()) grid_blank(&screen.want, row, 0, term_cols());
}

struct pen {
    int row, col, at; /* at: column of the last character drawn, -1: none yet */
    uint32_t look;
};

static void put_mark(const struct pen *p, uint32_t ch)
{
    if (p->at >= 0 && !text_hidden(ch) && charset_has(screen.charset, ch))
        grid_mark(&screen.want, p->row, p->at, ch);
}

static void put_char(struct pen *p, uint32_t ch, int width)
{
    grid_put(&screen.want, p->row, p->col, ch, width, p->look);
    p->at = p->col;
    p->col += width;
}

/* What stands in the cells for a character.  What the terminal lacks stands there as itself: the
 * charset's edge puts 〓 for it, and term_lacking finds it. */
static uint32_t shown(uint32_t ch, int *width)
{
    *width = text_width(ch);
    return *width < 0 ? (*width = 1, (uint32_t)'?') : ch;
}

int term_put(int row, int col, int ncol, enum attr a, const char *utf8)
{
    struct pen p = {.row = row, .col = col, .at = -1, .look = attr_look(a)};

    if (row < 0 || row >= term_rows() || col < 0 || col >= term_cols()) return 0;
    int end = ncol < 0 || ncol > term_cols() - col ? term_cols() : col + ncol;
    while (*utf8) {
        uint32_t ch;
        int width;
        utf8 += text_decode(utf8, &ch);
        ch = shown(ch, &width);
        if (width == 0)
            put_mark(&p, ch);
        else if (p.col + width <= end)
            put_char(&p, ch, width);
        else
            break;
    }
    return p.col - col;
}

void term_fill(int row, int col, int ncol, enum attr a, const char *utf8)
{
    struct pen p = {.row = row, .col = col, .at = -1, .look = attr_look(a)};

    if (row < 0 || row >= term_rows() || col < 0 || col >= term_cols()) return;
    int end = ncol < 0 || ncol > term_cols() - col ? term_cols() : col + ncol;
    p.col += term_put(row, col, ncol, a, utf8);
    while (p.col < end)
        put_char(&p, ' ', 1);
}

static bool among(const uint32_t *set, int n, uint32_t ch)
{
    while (n > 0)
        if (set[--n] == ch) return true;
    return false;
}

int term_lacking(uint32_t *ch, int most)
{
    int n = 0;

    const struct cell *c = grid_row(&screen.want, screen.cursor.row);

    for (int col = 0; col < term_cols() && n < most; col++) {
        uint32_t first = c[col].ch[0];
        if (first != GRID_HALF && !charset_has(screen.charset, first) && !among(ch, n, first))
            ch[n++] = first;
    }
    return n;
}

void term_rule(int row, char c)
{
    struct pen p = {.row = row, .at = -1};

    assert(c >= ' ' && c <= '~');
    if (screen.plain) c = ' ';
    if (row < 0 || row >= term_rows()) return;
    while (p.col < term_cols())
        put_char(&p, (unsigned char)c, 1);
}

void term_cursor(int row, int col)
{
    screen.cursor.row = row < 0 ? 0 : row < term_rows() ? row : term_rows() - 1;
    screen.cursor.col = col < 0 ? 0 : col < term_cols() ? col : term_cols() - 1;
}

/* --- Painting --- */

void screen_paint(void)
{
    if (!screen.dirty || !line_send()) return;
    screen.dirty = false;
    paint_frame(&screen.paint, &screen.want, screen.cursor, &screen.frame);
    if (screen.ring) buf_addc(&screen.frame, '\a');
    send_frame();
    screen.ring = false;
}

void term_flush(void)
{
    screen.dirty = true;
    screen_paint();
}

void term_redraw(void)
{
    screen.paint.known = false;
    screen.dirty = true;
}

static int bells;

void term_bell(void)
{
    bells++;
    screen.ring = true;
    screen.dirty = true;
}

int term_bells(void)
{
    return bells;
}
