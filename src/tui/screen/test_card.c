#include "tui/screen/test_card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/screen/words.h"
#include "tui/term/term.h"
#include "tui/widget/bar.h"
#include "tui/widget/box.h"

enum { BAR_COL = 30, RULER_COLS = 60, LEAST_ROWS = 20, LEAST_COLS = 60, BYTES_SHOWN = 16 };

static const struct {
    const char *text, *what;
} samples[] = {
    {"ABCdef0123", N_("ASCII")},
    {"行政服务中心", N_("Han")},
    {"a行b政c服d务e中f心", N_("Han in odd columns")},
    {"（，。：；！？）ＡＢ１２", N_("full width")},
    {"…—“”·①→±°※", N_("ambiguous width")},
    {"─│┌┐└┘├┤", N_("lines (ambiguous)")},
    {"\u36C3\u4DAE", N_("Extension A")},
    {"\U00020BB7\U00020164\U0002A6A5", N_("Extension B")},
    {"\U0002B5AF\U0002CB4E\U0002CC56", N_("Extensions C to F")},
    {"\U00030EDD\U00031350", N_("Extensions G and H")},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static const struct {
    enum attr attr;
    const char *word;
} looks[] = {{ATTR_PLAIN, N_("plain")},  {ATTR_TITLE, N_("title")}, {ATTR_LABEL, N_("label")},
             {ATTR_BAR, N_("bar")},      {ATTR_KEY, N_("key")},     {ATTR_ERROR, N_("error")},
             {ATTR_WARN, N_("warning")}, {ATTR_LATE, N_("late")},   {ATTR_DIM, N_("dim")}};
enum { LOOKS = sizeof looks / sizeof *looks };

struct card {
    int told;
    struct buf wrong, notes; /* a sentence a line */
    char *key, *bytes;       /* what came last */
};

/* --- Lines --- */

static void add_sample(int i, struct buf *b)
{
    size_t from = b->len;

    buf_adds(b, samples[i].text);
    for (int col = text_ncol(b->data + from); col < BAR_COL; col++)
        buf_addc(b, '.');
    buf_printf(b, "| %s", _(samples[i].what));
}

static void add_tens(struct buf *b, int cols)
{
    for (int ten = 10; ten <= cols; ten += 10)
        buf_printf(b, "%10d", ten);
}

static void add_ones(struct buf *b, int cols)
{
    for (int col = 1; col <= cols; col++)
        buf_addc(b, (char)('0' + col % 10));
}

char *test_card_text(const struct test_card_options *opt)
{
    struct buf out = {0};

    words_open(opt->translate, opt->lang);
    add_tens(&out, RULER_COLS);
    buf_addc(&out, '\n');
    add_ones(&out, RULER_COLS);
    buf_addc(&out, '\n');
    for (int i = 0; i < SAMPLES; i++) {
        add_sample(i, &out);
        buf_addc(&out, '\n');
    }
    buf_adds(&out, _("Every bar must stand in column 31."));
    buf_addc(&out, '\n');
    return buf_take(&out);
}

/* --- What was found --- */

static void find(struct card *c, bool wrong, const char *msgid, const char *a, const char *b)
{
    char *text = words_fill(msgid, a ? a : "", b ? b : "", NULL);

    buf_printf(wrong ? &c->wrong : &c->notes, "%s%s\n", wrong ? "! " : "", text);
    free(text);
}

static void find_size(struct card *c)
{
    char size[32];

    if (term_rows() >= LEAST_ROWS && term_cols() >= LEAST_COLS) return;
    snprintf(size, sizeof size, "%dx%d", term_cols(), term_rows());
    find(c, true, N_("The window is {1}: make it at least 60x20."), size, NULL);
}

static void find_name(struct card *c, const struct term_facts *f)
{
    const char *term = getenv("TERM");

    if (!term || strcmp(term, f->name) == 0) return;
    find(c, false,
         N_("The kind {1} is not known here and taken for {2}: set TERM to xterm, screen, "
            "tmux, linux or vt100."),
         term, f->name);
}

static void find_ambiguous(struct card *c, int width)
{
    char measured[12], told[12];

    snprintf(measured, sizeof measured, "%d", width);
    snprintf(told, sizeof told, "%d", c->told);
    if (width != 1 && width != 2)
        find(c, true,
             N_("A character like … moves the cursor oddly: set --ambiguous 1 or 2 by the "
                "bars."),
             NULL, NULL);
    else if (c->told && c->told != width)
        find(c, true, N_("--ambiguous says {1}, the terminal draws {2}: leave the option out."),
             told, measured);
    else
        find(c, false, N_("A character like … takes {1}."), measured, NULL);
}

static void find_rare(struct card *c, const struct term_facts *f)
{
    int b = f->width[TERM_PLANE2], h = f->width[TERM_PLANE3];

    if ((b >= 0 && b != 2) || (h >= 0 && h != 2))
        find(c, false,
             N_("Rare names are not two columns wide here: they are shown as 〓, the code "
                "point on the status line."),
             NULL, NULL);
    if (strcmp(f->charset, "GBK") == 0)
        find(c, false,
             N_("GBK lacks rare names: they are shown as 〓, the code point on the status "
                "line."),
             NULL, NULL);
}

static void find_widths(struct card *c, const struct term_facts *f)
{
    char han[12];

    snprintf(han, sizeof han, "%d", f->width[TERM_HAN]);
    if (!f->asked)
        find(c, false, N_("A terminal of the kind {1} is not asked for widths: look at the bars."),
             f->name, NULL);
    else if (f->width[TERM_HAN] < 0)
        find(c, false,
             N_("The terminal did not answer: look at the bars; where … bends them, set "
                "--ambiguous 1 or 2."),
             NULL, NULL);
    else if (f->width[TERM_HAN] != 2)
        find(c, true,
             N_("A Han takes {1} columns: the terminal does not speak {2}. Change its "
                "charset, or --charset here."),
             han, f->charset);
    else
        find_ambiguous(c, f->width[TERM_AMBIGUOUS]);
}

static void look_for_faults(struct card *c)
{
    struct term_facts f;

    term_facts(&f);
    buf_clear(&c->wrong);
    buf_clear(&c->notes);
    find_size(c);
    find_name(c, &f);
    find_widths(c, &f);
    find_rare(c, &f);
    if (!f.colour) find(c, false, N_("No colours: everything is told in words."), NULL, NULL);
}

/* What matters most first: a small window has room for little more.  Fresh. */
static char *verdict(const struct card *c)
{
    static const char ok[] =
        N_("OK, if the bars stand in one line and the keys are called by their names.");

    if (c->wrong.len) return mem_printf("%s%s", buf_str(&c->wrong), buf_str(&c->notes));
    return mem_printf("%s\n%s", _(ok), buf_str(&c->notes));
}

/* --- Keys --- */

static char *key_name(struct key k)
{
    char label[16], code[16];

    key_label(k, label);
    snprintf(code, sizeof code, "U+%04X", (unsigned)k.ch);
    if (k.code == KEY_UNKNOWN) return words_fill(N_("not known: never taken for text"), NULL);
    if (k.code == KEY_TEXT) return words_fill("{1}  {2}", label, code, NULL);
    if (k.code != KEY_PASTE) return mem_strdup(label);
    snprintf(code, sizeof code, "%zu", text_nchar(k.text));
    return words_fill(N_("pasted, characters: {1}"), code, NULL);
}

static char *key_bytes(void)
{
    struct buf b = {0};
    char bytes[BYTES_SHOWN];
    size_t n = term_heard(bytes, sizeof bytes);

    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%02X", i ? " " : "", (unsigned char)bytes[i]);
    return buf_take(&b);
}

static void take_key(struct card *c, struct key k)
{
    free(c->key);
    free(c->bytes);
    c->key = key_name(k);
    c->bytes = key_bytes();
}

/* --- Drawing --- */

static void draw_title(void)
{
    struct term_facts f;
    struct buf left = {0}, right = {0};

    term_facts(&f);
    buf_printf(&left, "%s  %s %s", _("Test card"), f.name, f.charset);
    buf_printf(&right, "%dx%d %s", term_cols(), term_rows(), f.colour ? _("colour") : _("mono"));
    bar_title(0, buf_str(&left), buf_str(&right));
    buf_free(&left);
    buf_free(&right);
}

static void draw_ruler(int row)
{
    struct buf b = {0};

    add_tens(&b, term_cols());
    term_put(row, 0, -1, ATTR_PLAIN, buf_str(&b));
    buf_clear(&b);
    add_ones(&b, term_cols());
    term_put(row + 1, 0, -1, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
}

static void draw_sample(int row, int i)
{
    struct buf b = {0};

    add_sample(i, &b);
    term_put(row, 0, -1, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
}

static void draw_looks(int row)
{
    int col = 0;

    for (int i = 0; i < LOOKS; i++)
        col += term_put(row, col, -1, looks[i].attr, _(looks[i].word)) + 1;
}

static void draw_key(const struct card *c, int row)
{
    struct rect in = box_draw((struct rect){row, 0, 4, RULER_COLS}, _("press any key"));

    term_put(in.row, in.col + 1, in.cols - 1, ATTR_PLAIN, c->key ? c->key : "");
    term_put(in.row + 1, in.col + 1, in.cols - 1, ATTR_PLAIN, c->bytes ? c->bytes : "");
    term_cursor(in.row, in.col + 1);
}

static void draw_verdict(const struct card *c, int row, int rows)
{
    char *text = verdict(c), *p = text;

    for (size_t skip; *p && rows > 0; p += skip, row++, rows--) {
        char *line = mem_strndup(p, box_wrap(p, term_cols(), &skip));
        term_put(row, 0, -1, *line == '!' ? ATTR_ERROR : ATTR_PLAIN, line);
        free(line);
    }
    free(text);
}

static void draw(struct card *c)
{
    int row = 0, rows = term_rows();

    term_clear();
    look_for_faults(c);
    if (rows < LEAST_ROWS || term_cols() < LEAST_COLS) {
        draw_verdict(c, 0, rows);
        term_cursor(0, 0);
        return;
    }
    draw_title();
    draw_ruler(1);
    for (row = 3; row < 3 + SAMPLES; row++)
        draw_sample(row, row - 3);
    draw_looks(row);
    draw_key(c, row + 1);
    draw_verdict(c, row + 5, rows - 1 - (row + 5));
    term_put(rows - 1, 1, -1, ATTR_PLAIN, _("Esc twice: leave"));
}

/* --- The loop --- */

static void run(struct card *c)
{
    bool leaving = false;

    for (;;) {
        draw(c);
        term_flush();
        struct key k = term_key(-1, NULL, 0, NULL);
        if (k.code == KEY_HANGUP || (k.code == KEY_ESC && leaving)) return;
        if (k.code == KEY_RESIZE) continue;
        leaving = k.code == KEY_ESC;
        take_key(c, k);
    }
}

enum rc test_card(const struct test_card_options *opt, bool *good, char **found, struct fault *f)
{
    struct card c = {.told = opt->told};

    words_open(opt->translate, opt->lang);
    enum rc rc = term_open(&(struct term_options){.charset = opt->charset}, f);
    if (rc != RC_OK) return rc;
    if (opt->told) text_ambiguous = opt->told;
    run(&c);
    term_close();
    *good = !c.wrong.len;
    *found = verdict(&c);
    buf_free(&c.wrong);
    buf_free(&c.notes);
    free(c.key);
    free(c.bytes);
    return RC_OK;
}
