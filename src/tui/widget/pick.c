#include "tui/widget/pick.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/widget/box.h"

enum { MOST_ROWS = 10, MOST_COLS = 60, NUMBER_COLS = 6, TYPED_COLS = 16, LEAST_LETTERS = 2 };

/* --- Digits --- */

static char key_of(int digit)
{
    return digit == PICK_DIGITS - 1 ? '0' : (char)('1' + digit);
}

/* Number of the key, -1 for others. */
static int digit_of(struct key k)
{
    if (k.code != KEY_TEXT || k.ch < '0' || k.ch > '9') return -1;
    return k.ch == '0' ? PICK_DIGITS - 1 : (int)(k.ch - '1');
}

static bool digits_are_owned(const struct pick *p)
{
    return p->owned && !p->filter.text.len;
}

/* A digit is a code, or part of one. */
static bool digits_are_typed(const struct pick *p)
{
    return !p->by_row || (p->digits_last && p->filter.text.len);
}

/* The digit that takes this row now, -1 none. */
static int digit_for(const struct pick *p, int row)
{
    if (digits_are_typed(p)) return -1;
    if (!digits_are_owned(p)) return row - p->list.top < PICK_DIGITS ? row - p->list.top : -1;
    for (int d = 0; d < PICK_DIGITS; d++)
        if (p->digit[d] == p->match[row]) return d;
    return -1;
}

/* --- Rows --- */

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct pick *p = arg;
    const struct choice *c = &p->choice[p->match[row]];

    if (column == 1)
        buf_adds(out, c->text);
    else if (!p->by_row)
        buf_adds(out, c->code ? c->code : "");
    else if (digit_for(p, row) >= 0)
        buf_addc(out, key_of(digit_for(p, row)));
}

static const char *id(void *arg, int row)
{
    const struct pick *p = arg;

    return choice_value(&p->choice[p->match[row]]);
}

static bool codes_are_numbers(const struct choice *c, int n)
{
    for (int i = 0; i < n; i++)
        if (c[i].code && *c[i].code >= '0' && *c[i].code <= '9') return true;
    return false;
}

static void narrow(struct pick *p)
{
    p->nmatch = choice_filter(p->choice, p->n, edit_text(&p->filter), p->match);
    p->list.n = p->nmatch;
    p->list.top = 0;
    list_select(&p->list, 0);
}

static bool codes_have_digits(const struct choice *c, int n)
{
    for (int i = 0; i < n; i++)
        if (c[i].code && strpbrk(c[i].code, "0123456789")) return true;
    return false;
}

static int widest(const struct pick *p)
{
    int most = TYPED_COLS + 4;

    for (int i = 0; i < p->n && most < MOST_COLS; i++) {
        int w = text_ncol(p->choice[i].text) + NUMBER_COLS + 5;
        if (w > most) most = w;
    }
    if (p->title && text_ncol(p->title) + 4 > most) most = text_ncol(p->title) + 4;
    return most < MOST_COLS ? most : MOST_COLS;
}

void pick_open(struct pick *p, const char *title, const struct choice *choice, int n)
{
    static const struct list_column columns[] = {{NULL, NUMBER_COLS, false}, {NULL, 0, false}};
    struct list_source source = {.arg = p, .cell = cell, .id = id};

    *p = (struct pick){.title = title,
                       .choice = choice,
                       .n = n,
                       .by_row = !codes_are_numbers(choice, n),
                       .pinned = -1,
                       .digits_last = codes_have_digits(choice, n)};
    p->cols = widest(p);
    p->match = mem_alloc((size_t)n * sizeof *p->match);
    edit_init(&p->filter, 0, TYPED_COLS, 0);
    list_init(&p->list, &source, columns, 2, 0);
    p->list.page =
        n < MOST_ROWS ? n : MOST_ROWS; /* as it will be drawn: rows can be picked before that */
    narrow(p);
}

void pick_close(struct pick *p)
{
    free(p->match);
    edit_free(&p->filter);
    list_free(&p->list);
    *p = (struct pick){0};
}

void pick_filter(struct pick *p, const char *typed)
{
    edit_set(&p->filter, typed);
    narrow(p);
}

void pick_digits(struct pick *p, const int digit[PICK_DIGITS])
{
    p->owned = true;
    memcpy(p->digit, digit, sizeof p->digit);
}

const char *pick_rest(const struct pick *p)
{
    if (!p->early) return NULL;
    return choice_rest(&p->choice[pick_chosen(p)], edit_text(&p->filter));
}

int pick_chosen(const struct pick *p)
{
    return p->nmatch ? p->match[p->list.at] : -1;
}

/* --- Keys --- */

static enum did pick_row(struct pick *p, int row)
{
    if (row >= p->nmatch || row >= p->list.top + p->list.page) return DID_REFUSE;
    list_select(&p->list, row);
    return DID_TAKE;
}

/* What stands under the digit; refused when nothing does. */
static enum did pick_digit(struct pick *p, int digit)
{
    if (!digits_are_owned(p)) return pick_row(p, p->list.top + digit);
    for (int row = 0; p->digit[digit] >= 0 && row < p->nmatch; row++) {
        if (p->match[row] != p->digit[digit]) continue;
        list_select(&p->list, row);
        return DID_TAKE;
    }
    return DID_REFUSE;
}

static enum did pin(struct pick *p, struct key k)
{
    int digit = digit_of(k);

    p->pinning = false;
    if (digit < 0) return k.code == KEY_ESC ? DID_USE : DID_REFUSE;
    for (int d = 0; d < PICK_DIGITS; d++)
        if (p->digit[d] == pick_chosen(p)) p->digit[d] = -1;
    p->digit[digit] = pick_chosen(p);
    p->pinned = digit;
    return DID_USE;
}

static bool is_letters(const char *s)
{
    return strlen(s) >= LEAST_LETTERS &&
           !s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")];
}

/* What is typed leaves no doubt. */
static bool is_settled(const struct pick *p)
{
    const char *typed = edit_text(&p->filter);

    if (p->take == PICK_TAKE_ENTER || p->nmatch != 1) return false;
    if (choice_is_code(&p->choice[p->match[0]], typed)) return true;
    return p->take == PICK_TAKE_UNIQUE && p->n > 1 && is_letters(typed);
}

/* A character that would leave nothing is refused. */
static enum did type(struct pick *p, struct key k)
{
    char *before = mem_strdup(edit_text(&p->filter));
    enum did did = edit_key(&p->filter, k);

    if (did == DID_USE) {
        narrow(p);
        if (!p->nmatch) {
            pick_filter(p, before);
            did = DID_REFUSE;
        }
    }
    free(before);
    if (did != DID_USE || k.code != KEY_TEXT || !is_settled(p)) return did;
    p->early = true;
    return DID_TAKE;
}

/* Something is called what is typed and this character, such as the key F2. */
static bool goes_on(const struct pick *p, struct key k)
{
    if (!p->filter.text.len) return false;
    char *text = mem_printf("%s%c", edit_text(&p->filter), (char)k.ch);
    bool found = false;

    for (int i = 0; i < p->nmatch && !found; i++)
        found = choice_matches(&p->choice[p->match[i]], text);
    free(text);
    return found;
}

enum did pick_key(struct pick *p, struct key k)
{
    int digit = digit_of(k);

    p->pinned = -1;
    if (p->pinning) return pin(p, k);
    if (k.code == KEY_INSERT && digits_are_owned(p) && p->nmatch) {
        p->pinning = true;
        return DID_USE;
    }
    if (digit >= 0 && !digits_are_typed(p) && !goes_on(p, k)) return pick_digit(p, digit);
    if (k.code == KEY_ESC && p->filter.text.len) {
        pick_filter(p, "");
        return DID_USE;
    }
    if (k.code == KEY_TEXT || k.code == KEY_PASTE || k.code == KEY_BACKSPACE || k.code == KEY_CTRL)
        return type(p, k);
    return list_key(&p->list, k);
}

/* --- Drawing --- */

static int between(int v, int low, int high)
{
    if (v > high) v = high;
    return v < low ? low : v;
}

/* The frame keeps its size while the list narrows, so that little is repainted. */
static struct rect frame(const struct pick *p, struct rect in, int row, int col)
{
    struct rect f = {.rows = between(p->n, 1, MOST_ROWS) + 3, .cols = p->cols + 2};

    if (term_plain()) return in;
    f.rows = f.rows < in.rows ? f.rows : in.rows;
    f.cols = f.cols < in.cols ? f.cols : in.cols;
    f.row = between(row, in.row, in.row + in.rows - f.rows);
    f.col = between(col, in.col, in.col + in.cols - f.cols);
    return f;
}

void pick_draw(struct pick *p, struct rect in, int row, int col)
{
    struct rect inside = box_draw(frame(p, in, row, col), p->title);
    int last = inside.row + inside.rows - 1, caret;

    term_put(last, inside.col, 2, ATTR_LABEL, "/ ");
    caret = edit_draw(&p->filter, last, inside.col + 2, TYPED_COLS, ATTR_FIELD);
    if (p->pinning)
        term_fill(last, inside.col, inside.cols, ATTR_LABEL,
                  gettext("under which digit? (1-9, 0)"));
    inside.rows--;
    list_draw(&p->list, inside);
    if (p->filter.text.len) term_cursor(last, caret); /* where an input method composes */
}
