#include "tui/widget/box.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "tui/term/term.h"

static void draw_edge(struct rect f, int row, const char *title)
{
    if (term_plain()) {
        term_fill(row, f.col, f.cols, ATTR_PLAIN, title ? title : "");
        return;
    }
    struct buf b = {0};
    int used = 0;

    buf_addc(&b, '+');
    if (title && *title) {
        buf_addc(&b, ' ');
        buf_add(&b, title, text_cut(title, f.cols - 6, &used));
        buf_addc(&b, ' ');
        used += 2;
    }
    for (; used < f.cols - 2; used++)
        buf_addc(&b, '-');
    buf_addc(&b, '+');
    term_put(row, f.col, f.cols, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
}

struct rect box_draw(struct rect f, const char *title)
{
    draw_edge(f, f.row, title);
    const char *side = term_plain() ? " " : "|";
    for (int r = f.row + 1; r < f.row + f.rows - 1; r++) {
        term_fill(r, f.col, f.cols - 1, ATTR_PLAIN, side);
        term_put(r, f.col + f.cols - 1, 1, ATTR_PLAIN, side);
    }
    draw_edge(f, f.row + f.rows - 1, NULL);
    return (struct rect){f.row + 1, f.col + 1, f.rows - 2, f.cols - 2};
}

struct rect box_centre(struct rect in, int rows, int cols)
{
    struct rect f = {.rows = rows + 2 < in.rows ? rows + 2 : in.rows,
                     .cols = cols + 2 < in.cols ? cols + 2 : in.cols};

    if (term_plain()) return (struct rect){in.row, in.col, f.rows, in.cols};
    f.row = in.row + (in.rows - f.rows) / 2;
    f.col = in.col + (in.cols - f.cols) / 2;
    return f;
}

size_t box_wrap(const char *s, int ncol, size_t *skip)
{
    size_t line = strcspn(s, "\n"), n;
    int used;

    n = text_cut(s, ncol, &used);
    if (n == 0 && line > 0) { /* not even one character fits: go on all the same */
        uint32_t ch;
        n = text_decode(s, &ch);
    }
    if (n >= line) {
        *skip = line + (s[line] == '\n');
        return line;
    }
    *skip = n;
    for (size_t i = n; i > n / 2; i--) {
        if (s[i] != ' ') continue;
        *skip = i + 1;
        return i;
    }
    return n;
}

int box_wrapped_rows(const char *s, int ncol)
{
    int rows = 0;

    for (size_t skip; *s; s += skip, rows++)
        box_wrap(s, ncol, &skip);
    return rows;
}
