#include "tui/term/term.h"

#include <assert.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/text.h"
#include "tui/term/attr.h"
#include "tui/term/line.h"
#include "tui/term/priv.h"

/* Last: both define macros with plain names. */
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

/* Curses always writes UTF-8, into a file in memory.  What a frame costs is taken from there, put
 * into the terminal's charset and queued for the line: curses never blocks, no locale but C.UTF-8
 * is needed, and a stalled line skips frames. */
static struct {
    pid_t owner; /* 0: closed */
    SCREEN *curses;
    FILE *sink;
    struct charset *charset;
    bool dirty, ring, plain;
    int row, col; /* cursor */
    struct term_facts facts;
    struct buf frame, coded;
} screen;

/* Interposes libc's: ncursesw counts columns as we do, in every locale and for every extension of
 * Han. */
int wcwidth(wchar_t c);
int wcwidth(wchar_t c)
{
    return c ? text_width((uint32_t)c) : 0;
}

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
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return fault_set(f, RC_FATAL, "charset", N_("The system lacks the locale C.UTF-8."), NULL);
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

static SCREEN *start(const char *term)
{
    bool known = term && term_known(term);
    const char *const name[] = {known ? term : "vt100", known ? "xterm" : "vt100", "vt100"};

    for (int i = 0; i < 3; i++) {
        SCREEN *s = newterm(name[i], screen.sink, stdin);
        screen.facts.name = name[i];
        if (s) return s;
    }
    return NULL;
}

static enum attr_style wanted_style(const struct term_options *opt)
{
    const char *no_color = getenv("NO_COLOR");

    if (opt->plain) return ATTR_NONE;
    return opt->mono || (no_color && *no_color) ? ATTR_MONO : ATTR_COLOURED;
}

static MUST_CHECK enum rc open_curses(const struct term_options *opt, struct fault *f)
{
    int fd = memfd_create("frame", MFD_CLOEXEC);

    screen.sink = fd < 0 ? NULL : fdopen(fd, "w");
    setenv("NCURSES_NO_PADDING", "1",
           1); /* delays would count as bytes when motions are compared */
    screen.curses = screen.sink ? start(getenv("TERM")) : NULL;
    if (!screen.curses)
        return fault_set(f, RC_FATAL, "terminal",
                         N_("No terminal description found: install the package ncurses-base."),
                         NULL);
    typeahead(-1);
    attr_open(wanted_style(opt));
    screen.plain = opt->plain;
    return RC_OK;
}

/* Takes out what curses says to be safe and we never need: the return from a second character set
 * (none is ever switched to), and a colour ended just before all attributes are. A list of lamps
 * costs a fifth less. */
static void drop_needless(struct buf *b)
{
    static const char *const needless[] = {"\033(B", "\033[39m\033[m"};
    static const size_t kept[] = {0, 3}; /* bytes of the end that stay */

    for (int k = 0; k < 2; k++) {
        size_t n = strlen(needless[k]), to = 0;
        for (size_t from = 0; from < b->len;) {
            bool here = b->len - from >= n && memcmp(b->data + from, needless[k], n) == 0;
            if (here) from += n - kept[k];
            size_t copy = here ? kept[k] : 1;
            memmove(b->data + to, b->data + from, copy);
            to += copy;
            from += copy;
        }
        b->len = to;
    }
}

/* What curses has written so far goes to the line. */
static void collect(void)
{
    int fd = fileno(screen.sink);
    off_t n = lseek(fd, 0, SEEK_CUR);

    if (n <= 0) return;
    buf_clear(&screen.frame);
    while (screen.frame.len < (size_t)n) {
        char part[4096];
        ssize_t got = pread(fd, part, sizeof part, (off_t)screen.frame.len);
        if (got <= 0) break;
        buf_add(&screen.frame, part, (size_t)got);
    }
    if (ftruncate(fd, 0) == 0) lseek(fd, 0, SEEK_SET);
    drop_needless(&screen.frame);
    buf_clear(&screen.coded);
    charset_encode(screen.charset, screen.frame.data, screen.frame.len, &screen.coded);
    line_write(screen.coded.data, screen.coded.len);
}

static void release(void)
{
    screen.owner = 0;
    if (screen.curses) delscreen(screen.curses);
    if (screen.sink) fclose(screen.sink);
    screen.curses = NULL;
    screen.sink = NULL;
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
    return LINES > 1;
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
    rc = open_curses(opt, f);
    if (rc != RC_OK) {
        line_close();
        release();
        return rc;
    }
    screen.owner = getpid();
    if (!registered) registered = atexit(term_close) == 0;
    screen_resize();
    collect();
    line_write("\x1b[?2004h", 8); /* bracketed paste */
    bool utf8 = strcmp(charset_name(screen.charset), "UTF-8") == 0;
    input_open(utf8 ? KEY_UTF8 : KEY_GB18030, opt->escape_ms);
    learn_facts(opt->ambiguous != 0);
    return RC_OK;
}

void term_close(void)
{
    if (!screen.owner || screen.owner != getpid()) return; /* not from a forked child's exit */
    line_write("\x1b[?2004l", 8);
    endwin();
    collect();
    line_close();
    input_close();
    release();
}

/* --- Size --- */

int term_rows(void)
{
    return LINES;
}

int term_cols(void)
{
    return COLS;
}

void screen_resize(void)
{
    int rows, cols;

    line_size(&rows, &cols);
    resizeterm(rows, cols);
    term_redraw(); /* what the terminal made of the old picture is unknown */
}

/* --- Drawing --- */

void term_clear(void)
{
    werase(stdscr);
}

void term_clear_row(int row)
{
    if (wmove(stdscr, row, 0) == OK) wclrtoeol(stdscr);
}

struct pen {
    int row, col;
    struct look look;
    wchar_t cell[CCHARW_MAX + 1]; /* the last character drawn and its marks */
    int n, at;                    /* how many, in which column */
};

static void put_cell(struct pen *p)
{
    cchar_t c;

    setcchar(&c, p->cell, p->look.attrs, p->look.pair, NULL);
    mvwadd_wchnstr(stdscr, p->row, p->at, &c, 1);
}

static void put_mark(struct pen *p, uint32_t ch)
{
    if (p->n == 0 || p->n >= CCHARW_MAX || text_hidden(ch) || !charset_has(screen.charset, ch))
        return;
    p->cell[p->n++] = (wchar_t)ch;
    p->cell[p->n] = L'\0';
    put_cell(p);
}

/* Beside the last cell of the screen nothing wide can stand: where the description knows no way to
 * stop the terminal from scrolling (tmux, screen), curses fills that cell by inserting one before
 * it, in the middle of the wide character. */
static bool in_the_corner(const struct pen *p, int width)
{
    return p->row == LINES - 1 && width == 2 && p->col + width > COLS - 2;
}

static void put_char(struct pen *p, uint32_t ch, int width)
{
    if (in_the_corner(p, width)) {
        put_char(p, ' ', 1);
        put_char(p, ' ', 1);
        return;
    }
    p->cell[0] = (wchar_t)ch;
    p->cell[1] = L'\0';
    p->n = 1;
    p->at = p->col;
    put_cell(p);
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
    struct pen p = {.row = row, .col = col, .look = attr_look(a)};

    if (row < 0 || row >= LINES || col < 0 || col >= COLS) return 0;
    int end = ncol < 0 || ncol > COLS - col ? COLS : col + ncol;
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
    struct pen p = {.row = row, .col = col, .look = attr_look(a)};

    if (row < 0 || row >= LINES || col < 0 || col >= COLS) return;
    int end = ncol < 0 || ncol > COLS - col ? COLS : col + ncol;
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

    for (int col = 0; col < COLS && n < most; col++) {
        cchar_t cell;
        wchar_t c[CCHARW_MAX + 1] = L"";
        attr_t attrs;
        short pair;
        if (mvwin_wch(stdscr, screen.row, col, &cell) != OK ||
            getcchar(&cell, c, &attrs, &pair, NULL) != OK)
            continue;
        uint32_t first = (uint32_t)c[0];
        if (!charset_has(screen.charset, first) && !among(ch, n, first)) ch[n++] = first;
    }
    return n;
}

void term_rule(int row, char c)
{
    struct pen p = {.row = row, .look = attr_look(ATTR_PLAIN)};

    assert(c >= ' ' && c <= '~');
    if (screen.plain) c = ' ';
    if (row < 0 || row >= LINES) return;
    while (p.col < COLS)
        put_char(&p, (unsigned char)c, 1);
}

void term_cursor(int row, int col)
{
    screen.row = row < 0 ? 0 : row < LINES ? row : LINES - 1;
    screen.col = col < 0 ? 0 : col < COLS ? col : COLS - 1;
}

/* --- Painting --- */

void screen_paint(void)
{
    if (!screen.dirty || !line_send()) return;
    screen.dirty = false;
    wmove(stdscr, screen.row, screen.col);
    wnoutrefresh(stdscr);
    doupdate();
    collect();
    if (screen.ring) line_write("\a", 1);
    screen.ring = false;
}

void term_flush(void)
{
    screen.dirty = true;
    screen_paint();
}

void term_redraw(void)
{
    clearok(curscr, TRUE);
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
