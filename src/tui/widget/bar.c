#include "tui/widget/bar.h"

#include "base/buf.h"
#include "base/text.h"
#include "tui/term/term.h"

void bar_title(int row, const char *left, const char *right)
{
    int cols = term_cols(), last = cols - 1 - text_ncol(right);

    if (last < 0) last = 0;
    term_fill(row, 0, cols, ATTR_TITLE, "");
    term_put(row, 1, last - 2 > 0 ? last - 2 : 0, ATTR_TITLE, left);
    term_put(row, last, -1, ATTR_TITLE, right);
}

void bar_status(int row, enum bar_kind kind, const char *text)
{
    static const struct {
        char mark;
        enum attr look;
    } kinds[] = {[BAR_INFO] = {' ', ATTR_PLAIN},
                 [BAR_WARN] = {'*', ATTR_WARN},
                 [BAR_ERROR] = {'!', ATTR_ERROR}};
    struct buf b = {0};

    buf_addc(&b, kinds[kind].mark);
    buf_adds(&b, text);
    term_clear_row(row);
    term_put(row, 0, -1, kinds[kind].look, buf_str(&b));
    buf_free(&b);
}

int bar_help(int row, const struct bar_key *keys, int n)
{
    int col = 1, i;

    term_fill(row, 0, term_cols(), ATTR_BAR, "");
    for (i = 0; i < n; i++) {
        if (col + text_ncol(keys[i].key) + text_ncol(keys[i].word) > term_cols() - 2) break;
        col += term_put(row, col, -1, ATTR_BAR, keys[i].key);
        col += term_put(row, col, -1, ATTR_BAR, keys[i].word) + 1;
    }
    return i;
}
