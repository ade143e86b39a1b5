/* A terminal without a terminal: term.h over a buffer of cells, for tests of what draws.
 *
 * Include it in exactly one .c of a test program; its definitions then stand in for the term
 * layer's.  Rows read back as text, a wide character once; half a wide character that was painted
 * over is a blank, as on a real terminal. */
#ifndef YC_TESTS_FAKE_TERM_H
#define YC_TESTS_FAKE_TERM_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "tui/term/term.h"

enum { FAKE_ROWS = 100, FAKE_COLS = 300 };

struct fake_cell {
    char utf8[16]; /* the character and what combines with it; "" : right half of a wide one */
    int width;
    enum attr attr;
};

static struct {
    int rows, cols;
    struct fake_cell cell[FAKE_ROWS][FAKE_COLS], shown[FAKE_ROWS][FAKE_COLS];
    int cursor_row, cursor_col, shown_row, shown_col;
    bool scans;
    int bells, flushes, outside; /* outside: times something was put beyond the screen */
    int broken;                  /* bytes that are no character, put all the same */
    bool dropped;                /* type-ahead was thrown away */
    bool plain;
    uint32_t lacks; /* the one character this terminal has not; 0: it has all */
    struct term_facts facts;
    struct key (*hand)(int wait_ms); /* what term_key gives; NULL: nothing is typed */
} fake = {.rows = 24, .cols = 80};

static void fake_blank(struct fake_cell *c)
{
    *c = (struct fake_cell){.utf8 = " ", .width = 1};
}

static inline void fake_start(int rows, int cols)
{
    memset(&fake, 0, sizeof fake);
    fake.rows = rows;
    fake.cols = cols;
    term_clear();
    term_flush();
}

static void fake_unpair(int row, int col)
{
    struct fake_cell *c = fake.cell[row];

    if (!c[col].utf8[0] && col > 0) fake_blank(&c[col - 1]);
    if (c[col].width == 2 && col + 1 < fake.cols) fake_blank(&c[col + 1]);
}

static void fake_cell_put(int row, int col, const char *s, size_t n, int width, enum attr a)
{
    for (int i = 0; i < width; i++) {
        struct fake_cell *c = &fake.cell[row][col + i];
        fake_unpair(row, col + i);
        *c = (struct fake_cell){.width = i ? 0 : width, .attr = a};
        if (!i) memcpy(c->utf8, s, n);
    }
}

static void fake_combine(int row, int col, const char *s, size_t n)
{
    while (col > 0 && !fake.cell[row][col].utf8[0])
        col--;
    char *to = fake.cell[row][col].utf8;
    if (strlen(to) + n < sizeof fake.cell[0][0].utf8) strncat(to, s, n);
}

int term_rows(void)
{
    return fake.rows;
}

int term_cols(void)
{
    return fake.cols;
}

void term_clear(void)
{
    for (int r = 0; r < fake.rows; r++)
        term_clear_row(r);
}

void term_clear_row(int row)
{
    if (row < 0 || row >= fake.rows) return;
    for (int c = 0; c < fake.cols; c++)
        fake_blank(&fake.cell[row][c]);
}

int term_put(int row, int col, int ncol, enum attr a, const char *utf8)
{
    int used = 0;

    if (row < 0 || row >= fake.rows || col < 0 || col >= fake.cols) {
        if (*utf8 && ncol) fake.outside++;
        return 0;
    }
    if (ncol < 0 || ncol > fake.cols - col) ncol = fake.cols - col;
    for (const char *p = utf8; *p;) {
        uint32_t ch;
        size_t n = text_decode(p, &ch);
        int w = text_width(ch);
        fake.broken += ch == 0xFFFD && n == 1;
        if (w < 0 || used + w > ncol) {
            if (w > 0) break;
            fake_cell_put(row, col + used, "?", 1, 1, a);
            w = 1;
        } else if (w == 0) {
            if (used) fake_combine(row, col + used - 1, p, n);
        } else {
            fake_cell_put(row, col + used, p, n, w, a);
        }
        used += w;
        p += n;
    }
    return used;
}

void term_fill(int row, int col, int ncol, enum attr a, const char *utf8)
{
    if (ncol < 0) ncol = fake.cols - col;
    for (int used = term_put(row, col, ncol, a, utf8); used < ncol && col + used < fake.cols;
         used++)
        term_put(row, col + used, 1, a, " ");
}

void term_rule(int row, char c)
{
    char s[2] = {fake.plain ? ' ' : c, '\0'};

    for (int col = 0; col < fake.cols; col++)
        term_put(row, col, 1, ATTR_PLAIN, s);
}

void term_cursor(int row, int col)
{
    fake.cursor_row = row;
    fake.cursor_col = col;
}

void term_flush(void)
{
    for (int r = 0; r < fake.rows; r++)
        memcpy(fake.shown[r], fake.cell[r], (size_t)fake.cols * sizeof fake.cell[0][0]);
    fake.shown_row = fake.cursor_row;
    fake.shown_col = fake.cursor_col;
    fake.flushes++;
}

void term_redraw(void)
{
}

void term_bell(void)
{
    fake.bells++;
}

int term_bells(void)
{
    return fake.bells;
}

struct key term_key(int wait_ms, const int *fds, int nfds, int *ready)
{
    (void)fds, (void)nfds, (void)ready;
    return fake.hand ? fake.hand(wait_ms) : (struct key){.code = KEY_NONE};
}

bool term_plain(void)
{
    return fake.plain;
}

int term_lacking(uint32_t *ch, int most)
{
    for (int c = 0; c < fake.cols && fake.lacks && most; c++) {
        const char *s = fake.cell[fake.cursor_row][c].utf8;
        if (*s && text_decode(s, ch) && *ch == fake.lacks) return 1;
    }
    return 0;
}

void term_facts(struct term_facts *f)
{
    *f = fake.facts;
}

size_t term_heard(char *to, size_t room)
{
    (void)to, (void)room;
    return 0;
}

void term_scans(bool whole)
{
    fake.scans = whole;
}

bool term_pending(void)
{
    return false;
}

void term_drop_typeahead(void)
{
    fake.dropped = true;
}

/* --- Looking -------------------------------------------------------------------------------------
 */

/* A row without its trailing blanks; good until the fourth call after. */
static inline const char *fake_row(int row)
{
    static struct buf out[4];
    static int turn;
    struct buf *b = &out[turn++ % 4];

    buf_clear(b);
    for (int c = 0; c < fake.cols; c++)
        buf_adds(b, fake.cell[row][c].utf8);
    while (b->len && b->data[b->len - 1] == ' ')
        b->data[--b->len] = '\0';
    return buf_str(b);
}

/* Cells that the next flush would send. */
static inline int fake_changed(void)
{
    int n = 0;

    for (int r = 0; r < fake.rows; r++)
        for (int c = 0; c < fake.cols; c++)
            n += strcmp(fake.cell[r][c].utf8, fake.shown[r][c].utf8) != 0 ||
                 fake.cell[r][c].attr != fake.shown[r][c].attr;
    return n;
}

/* Compares rows from `row` on with a picture, lines ended by \n, and prints both when they differ.
 */
static inline bool fake_looks(int row, const char *picture)
{
    bool same = true;
    int first = row;

    for (const char *p = picture, *e; *p; p = *e ? e + 1 : e, row++) {
        e = strchrnul(p, '\n');
        const char *have = fake_row(row);
        same &= strlen(have) == (size_t)(e - p) && memcmp(have, p, (size_t)(e - p)) == 0;
    }
    if (same) return true;
    fprintf(stderr, "--- wanted\n%s--- drawn\n", picture);
    for (int r = first; r < row; r++)
        fprintf(stderr, "%s\n", fake_row(r));
    return false;
}

/* --- Typing --------------------------------------------------------------------------------------
 */

/* Takes one key from a script such as "abc<Tab><Ctrl-U>中" and moves the script on; KEY_NONE at its
 * end. */
static inline struct key fake_next_key(const char **script)
{
    static const struct {
        const char *name;
        enum key_code code;
    } names[] = {{"Enter", KEY_ENTER},  {"Tab", KEY_TAB},       {"BackTab", KEY_BACKTAB},
                 {"BS", KEY_BACKSPACE}, {"Del", KEY_DELETE},    {"Esc", KEY_ESC},
                 {"Up", KEY_UP},        {"Down", KEY_DOWN},     {"Left", KEY_LEFT},
                 {"Right", KEY_RIGHT},  {"Home", KEY_HOME},     {"End", KEY_END},
                 {"PgUp", KEY_PAGEUP},  {"PgDn", KEY_PAGEDOWN}, {"Plus", KEY_PLUS},
                 {"Minus", KEY_MINUS},  {"Star", KEY_STAR}};
    struct key k = {.code = KEY_NONE};
    const char *end = **script == '<' ? strchr(*script, '>') : NULL;

    if (!**script) return k;
    if (!end) {
        k.code = KEY_TEXT;
        *script += text_decode(*script, &k.ch);
        return k;
    }
    if (strncmp(*script, "<Ctrl-", 6) == 0)
        k = (struct key){.code = KEY_CTRL, .ch = (unsigned char)(*script)[6]};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(*script + 1, names[i].name, (size_t)(end - *script - 1)) == 0 &&
            !names[i].name[end - *script - 1])
            k.code = names[i].code;
    *script = end + 1;
    if (k.code == KEY_NONE) abort(); /* a test's typing mistake */
    return k;
}

/* A key from a byte, for fuzzing: all that move or delete, and text of every width. */
static inline struct key fake_byte_key(unsigned char byte)
{
    static const struct key keys[] = {{KEY_LEFT, 0, NULL},
                                      {KEY_RIGHT, 0, NULL},
                                      {KEY_HOME, 0, NULL},
                                      {KEY_END, 0, NULL},
                                      {KEY_UP, 0, NULL},
                                      {KEY_DOWN, 0, NULL},
                                      {KEY_BACKSPACE, 0, NULL},
                                      {KEY_DELETE, 0, NULL},
                                      {KEY_ENTER, 0, NULL},
                                      {KEY_ESC, 0, NULL},
                                      {KEY_TAB, 0, NULL},
                                      {KEY_BACKTAB, 0, NULL},
                                      {KEY_STAR, 0, NULL},
                                      {KEY_PAGEDOWN, 0, NULL},
                                      {KEY_PAGEUP, 0, NULL},
                                      {KEY_CTRL, 'U', NULL},
                                      {KEY_CTRL, 'O', NULL},
                                      {KEY_CTRL, 'D', NULL},
                                      {KEY_UNKNOWN, 0, NULL},
                                      {KEY_RESIZE, 0, NULL},
                                      {KEY_PASTE, 0, "中文 12"},
                                      {KEY_PASTE, 0, "\xff\xe4\xb8"},
                                      {KEY_PASTE, 0, ""},
                                      {KEY_TEXT, 0x4E2D, NULL},
                                      {KEY_SCAN, '\r', "37029919"},
                                      {KEY_SCAN, '\t', "1234567890"},
                                      {KEY_TEXT, 0x2CB4E, NULL},
                                      {KEY_TEXT, 0x301, NULL},
                                      {KEY_TEXT, 0xFF11, NULL},
                                      {KEY_TEXT, 0xD800, NULL},
                                      {KEY_TEXT, 0x110000, NULL},
                                      {KEY_TEXT, 0x85, NULL},
                                      {KEY_TEXT, 0, NULL},
                                      {KEY_TEXT, '\n', NULL}};
    size_t n = sizeof keys / sizeof keys[0];

    return byte < 128 && byte >= ' ' ? (struct key){KEY_TEXT, byte, NULL} : keys[byte % n];
}

static inline struct key fake_paste(const char *text)
{
    return (struct key){.code = KEY_PASTE, .text = text};
}

#endif
