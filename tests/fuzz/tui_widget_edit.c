/* Random keys into the line editor and the area: the text stays valid and within its limits, the
 * caret inside. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "fake_term.h"
#include "tui/widget/area.h"
#include "tui/widget/edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct edit *e)
{
    const char *s = edit_text(e);

    assert(text_valid(s));
    assert(strlen(s) == e->text.len);
    assert(e->cur <= e->text.len && e->first <= e->text.len);
    assert(((unsigned char)s[e->cur] & 0xC0) != 0x80);
    assert(((unsigned char)s[e->first] & 0xC0) != 0x80);
    assert(!e->max_ch || text_nchar(s) <= (size_t)e->max_ch);
    assert(!e->max_col || text_ncol(s) <= e->max_col);
}

static void fuzz_line(const uint8_t *keys, size_t n, int width, int max_col, unsigned flags)
{
    struct edit e;

    edit_init(&e, 30, max_col, flags & ~(unsigned)EDIT_LINES);
    for (size_t i = 0; i < n; i++) {
        size_t before = e.text.len;
        enum did did = edit_key(&e, fake_byte_key(keys[i]));
        int col = edit_draw(&e, 0, 3, width, ATTR_FOCUS);
        assert(did != DID_REFUSE || e.text.len == before);
        assert(col >= 3 && col <= 3 + width);
        check_text(&e);
    }
    edit_undo(&e);
    assert(!e.text.len);
    edit_free(&e);
}

static void fuzz_area(const uint8_t *keys, size_t n, int width, int max_rows)
{
    struct area a;

    area_init(&a, 3, width, max_rows, 40);
    for (size_t i = 0; i < n; i++) {
        struct area_place p;
        area_key(&a, fake_byte_key(keys[i]));
        p = area_draw(&a, 1, 3, ATTR_FOCUS);
        assert(p.row >= 1 && p.row < 4 && p.col >= 3 && p.col <= 3 + width);
        assert(!max_rows || area_used_rows(&a) <= max_rows);
        check_text(&a.e);
    }
    area_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || size > 400) return -1;
    fake_start(6, 60);
    fuzz_line(data + 3, size - 3, 2 + data[0] % 20, data[1] % 40, data[2]);
    fuzz_area(data + 3, size - 3, 2 + data[0] % 20, data[1] % 5);
    assert(fake.outside == 0);
    return 0;
}
