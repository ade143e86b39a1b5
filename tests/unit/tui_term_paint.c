/* Random pictures through the painter into libvterm: after every frame the terminal shows what was
 * wanted, the cursor stands where it should and the look is plain; and ways known to be shortest
 * are found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <vterm.h>

#include "base/text.h"
#include "tui/term/attr.h"
#include "tui/term/paint.h"

enum { FRAMES = 700 };

static unsigned dice(unsigned n)
{
    static uint64_t state = 4;

    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33) % n;
}

/* --- A picture that changes --- */

static void write_text(struct grid *g)
{
    static const uint32_t some[] = {'a', 'B', '7', '_', ' ', ' ', ' ', 0x4E00, 0x9F98, 0x7B};
    int row = (int)dice((unsigned)g->rows), col = (int)dice((unsigned)g->cols);
    uint32_t look = attr_look((enum attr)dice(ATTR_COUNT));

    for (unsigned n = dice(30) + 1; n > 0; n--) {
        uint32_t ch = some[dice(10)];
        int width = text_width(ch);
        if (col + width > g->cols) return;
        grid_put(g, row, col, ch, width, look);
        if (ch == 'a' && dice(4) == 0) grid_mark(g, row, col, 0x301);
        col += width;
    }
}

static void move_rows(struct grid *g)
{
    int by = (int)dice(5) + 1, top = (int)dice((unsigned)g->rows - 6);
    int n = g->rows - top - by - (int)dice(2);
    bool up = dice(2);

    memmove(grid_row(g, up ? top : top + by), grid_row(g, up ? top + by : top),
            (size_t)n * (size_t)g->cols * sizeof *g->cell);
}

static void change(struct grid *g)
{
    unsigned what = dice(20);

    if (what == 0) grid_size(g, g->rows, g->cols);
    if (what < 4) move_rows(g);
    for (unsigned n = what == 0 ? 60 : dice(6) + 1; n > 0; n--)
        write_text(g);
    int row = (int)dice((unsigned)g->rows);
    if (what < 10) grid_blank(g, row, (int)dice((unsigned)g->cols), g->cols);
}

/* --- The terminal --- */

static void assert_looks(const VTermScreenCell *cell, uint32_t look)
{
    struct buf a = {0}, b = {0};

    attr_turn(0, look, &a);
    buf_adds(&b, "\033[");
    if (cell->attrs.bold) buf_adds(&b, "1;");
    if (cell->attrs.underline) buf_adds(&b, "4;");
    if (cell->attrs.reverse) buf_adds(&b, "7;");
    if (VTERM_COLOR_IS_INDEXED(&cell->fg)) buf_printf(&b, "3%d;", cell->fg.indexed.idx);
    if (b.len == 2)
        buf_clear(&b);
    else
        b.data[b.len - 1] = 'm';
    assert_string_equal(buf_str(&b), buf_str(&a));
    buf_free(&a);
    buf_free(&b);
}

static void assert_shown(VTermScreen *screen, const struct grid *g)
{
    for (int r = 0; r < g->rows; r++)
        for (int c = 0; c < g->cols; c++) {
            const struct cell *want = &grid_row(g, r)[c];
            VTermScreenCell cell;
            if (want->ch[0] == GRID_HALF) continue;
            vterm_screen_get_cell(screen, (VTermPos){r, c}, &cell);
            uint32_t first = cell.chars[0] ? cell.chars[0] : ' ';
            if (first != want->ch[0])
                print_message("row %d column %d: %04x for %04x\n", r, c, first, want->ch[0]);
            assert_int_equal(first, want->ch[0]);
            assert_int_equal(cell.chars[0] ? cell.chars[1] : 0, want->ch[1]);
            bool seen = cell.attrs.underline || cell.attrs.reverse;
            if (!cell_blank(want) || seen) assert_looks(&cell, want->look);
        }
}

static void play(int rows, int cols, bool addresses, enum attr_style style)
{
    VTerm *vt = vterm_new(rows, cols);
    VTermScreen *screen = vterm_obtain_screen(vt);
    struct paint p = {.addresses = addresses, .waits = rows != 20};
    struct grid want = {0};

    attr_open(style, true);
    vterm_set_utf8(vt, 1);
    vterm_screen_reset(screen, 1);
    vterm_input_write(vt, "rubbish\033[?5l\n\033[2;5r\033[3g", 26);
    grid_size(&want, rows, cols);
    paint_size(&p, rows, cols);
    for (int i = 0; i < FRAMES; i++) {
        struct place cursor = {(int)dice((unsigned)rows), (int)dice((unsigned)cols)};
        struct buf out = {0};
        VTermPos at;
        change(&want);
        paint_frame(&p, &want, cursor, &out);
        vterm_input_write(vt, out.data, out.len);
        buf_free(&out);
        assert_shown(screen, &want);
        vterm_state_get_cursorpos(vterm_obtain_state(vt), &at);
        assert_int_equal(at.row, cursor.row);
        assert_int_equal(at.col, cursor.col);
    }
    paint_free(&p);
    grid_free(&want);
    vterm_free(vt);
}

static void test_random(void **state)
{
    (void)state;
    play(24, 80, true, ATTR_COLOURED);
    play(24, 80, false, ATTR_MONO);
    play(20, 61, true, ATTR_MONO);
    play(9, 132, false, ATTR_COLOURED);
}

/* --- Short --- */

static void assert_way(struct place from, struct place to, bool addresses, const char *bytes)
{
    struct buf out = {0};

    motion_add(from, to, 80, addresses, &out);
    assert_string_equal(buf_str(&out), bytes);
    buf_free(&out);
}

static void test_ways(void **state)
{
    (void)state;
    assert_way((struct place){3, -1}, (struct place){0, 0}, true, "\033[H");
    assert_way((struct place){3, -1}, (struct place){4, 0}, true, "\033[5H");
    assert_way((struct place){3, 20}, (struct place){4, 0}, true, "\n\r");
    assert_way((struct place){3, 5}, (struct place){3, 16}, true, "\t\t");
    assert_way((struct place){3, 5}, (struct place){3, 23}, true, "\t\t\t\b");
    assert_way((struct place){3, 20}, (struct place){3, 18}, false, "\b\b");
    assert_way((struct place){3, 20}, (struct place){5, 20}, false, "\n\n");
    assert_way((struct place){22, 60}, (struct place){2, 1}, false, "\033[3;2H");
}

static void put(struct grid *g, int row, int col, const char *text)
{
    for (; *text; text++, col++)
        grid_put(g, row, col, (unsigned char)*text, 1, 0);
}

/* Ten rows of a list go on by one: one line is scrolled in, not ten written. */
static void test_scrolled(void **state)
{
    struct paint p = {0};
    struct grid g = {0};
    struct buf out = {0};

    (void)state;
    attr_open(ATTR_MONO, false);
    grid_size(&g, 24, 80);
    paint_size(&p, 24, 80);
    for (int step = 0; step < 2; step++) {
        for (int r = 0; r < 10; r++) {
            char text[40] = "";
            memset(text, 'a' + r + step, sizeof text - 1);
            put(&g, 4 + r, 2, text);
        }
        buf_clear(&out);
        paint_frame(&p, &g, (struct place){0, 0}, &out);
    }
    assert_in_range(out.len, 40, 70);
    assert_non_null(strstr(buf_str(&out), "\033[5;14r\033[14H\n\033[r"));
    grid_put(&g, 5, 40, '!', 1, 0);
    buf_clear(&out);
    paint_frame(&p, &g, (struct place){5, 41}, &out);
    assert_string_equal(buf_str(&out), "\033[6;41H!");
    buf_clear(&out);
    paint_frame(&p, &g, (struct place){5, 41}, &out);
    assert_int_equal(out.len, 0);
    buf_free(&out);
    paint_free(&p);
    grid_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_ways),
        cmocka_unit_test(test_scrolled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
