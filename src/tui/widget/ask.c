#include "tui/widget/ask.h"

#include <libintl.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/widget/box.h"

enum { MOST_COLS = 60, INPUT_COLS = 40 };

static void start(struct ask *a, enum ask_kind kind, const char *text)
{
    *a = (struct ask){.kind = kind, .text = mem_strdup(text)};
}

void ask_message(struct ask *a, const char *text)
{
    start(a, ASK_MESSAGE, text);
}

void ask_confirm(struct ask *a, const char *text, bool yes)
{
    start(a, ASK_CONFIRM, text);
    a->yes = yes;
}

void ask_input(struct ask *a, const char *text, const char *initial, int max_ch,
               unsigned edit_flags)
{
    start(a, ASK_INPUT, text);
    edit_init(&a->edit, max_ch, 0, edit_flags & ~(unsigned)EDIT_AUTO);
    edit_default(&a->edit, initial);
}

void ask_free(struct ask *a)
{
    free(a->text);
    if (a->kind == ASK_INPUT) edit_free(&a->edit);
    *a = (struct ask){0};
}

/* --- Keys --- */

static enum did confirm_key(struct ask *a, struct key k)
{
    switch (k.code) {
    case KEY_LEFT:
    case KEY_RIGHT:
    case KEY_TAB:
        a->yes = !a->yes;
        return DID_USE;
    case KEY_ENTER:
        return a->yes ? DID_TAKE : DID_CANCEL;
    case KEY_TEXT:
        if (k.ch == 'y' || k.ch == 'Y' || k.ch == '1') return DID_TAKE;
        return k.ch == 'n' || k.ch == 'N' || k.ch == '2' ? DID_CANCEL : DID_REFUSE;
    default:
        return DID_REFUSE;
    }
}

enum did ask_key(struct ask *a, struct key k)
{
    enum did did;

    if (k.code == KEY_ESC) return a->kind == ASK_MESSAGE ? DID_TAKE : DID_CANCEL;
    if (a->kind == ASK_CONFIRM) return confirm_key(a, k);
    if (k.code == KEY_ENTER) return DID_TAKE;
    if (a->kind == ASK_MESSAGE) return k.code == KEY_TEXT && k.ch == ' ' ? DID_TAKE : DID_REFUSE;
    did = edit_key(&a->edit, k);
    return did == DID_NOTHING ? DID_REFUSE
                              : did; /* the box is alone: no key is meant for what lies under it */
}

/* --- Drawing --- */

static void draw_answers(const struct ask *a, int row, int col)
{
    struct buf b = {0};
    int no;

    buf_printf(&b, "%c[1] %s", a->yes ? '>' : ' ', gettext("yes"));
    term_put(row, col, -1, ATTR_KEY, buf_str(&b));
    no = col + text_ncol(buf_str(&b)) + 3;
    buf_clear(&b);
    buf_printf(&b, "%c[2] %s", a->yes ? ' ' : '>', gettext("no"));
    term_put(row, no, -1, ATTR_KEY, buf_str(&b));
    term_cursor(row, a->yes ? col : no);
    buf_free(&b);
}

static void draw_answer(struct ask *a, int row, int col, int cols)
{
    if (a->kind == ASK_CONFIRM) {
        draw_answers(a, row, col);
    } else if (a->kind == ASK_INPUT) {
        int width = cols - 3 < INPUT_COLS ? cols - 3 : INPUT_COLS;
        term_put(row, col, 1, ATTR_PLAIN, "[");
        term_put(row, col + 1 + width, 1, ATTR_PLAIN, "]");
        term_cursor(row, edit_draw(&a->edit, row, col + 1, width, ATTR_FIELD));
    } else {
        term_put(row, col, cols, ATTR_KEY, gettext(">Enter"));
        term_cursor(row, col);
    }
}

void ask_draw(struct ask *a, struct rect in)
{
    int most = in.cols - 4 < MOST_COLS ? in.cols - 4 : MOST_COLS, cols = INPUT_COLS + 3, rows, row;
    struct rect inside;
    size_t skip;

    if (text_ncol(a->text) > cols || cols > most) cols = most;
    rows = box_wrapped_rows(a->text, cols);
    inside = box_draw(box_centre(in, rows + 2, cols + 2), NULL);
    row = inside.row;
    for (const char *s = a->text; *s && row < inside.row + inside.rows - 1; s += skip, row++) {
        char *line = mem_strndup(s, box_wrap(s, cols, &skip));
        term_put(row, inside.col + 1, cols, ATTR_PLAIN, line);
        free(line);
    }
    draw_answer(a, inside.row + inside.rows - 1, inside.col + 1, inside.cols - 2);
}
