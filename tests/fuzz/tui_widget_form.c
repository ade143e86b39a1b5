/* Random keys into a form of every kind of field: no key traps, nothing is drawn beyond the screen,
 * the cursor stays off the last three rows. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "fake_term.h"
#include "tui/widget/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct choice some[] = {{"1", "sp", "食品", NULL},
                                     {"2", "cy", "餐饮", NULL},
                                     {"12", "st zt", "食堂", "z"},
                                     {NULL, "ab", "AB", NULL}};
static const struct form_column columns[] = {{"甲", ""}, {"乙", "1是 2否"}, {"丙", ""}};
static const struct form_field fields[] = {
    {.label = "文", .kind = FORM_TEXT, .flags = FORM_REQUIRED | FORM_CARRY, .width = 9, .note = 3},
    {.label = "数字", .kind = FORM_DIGITS, .flags = FORM_AUTO, .width = 3},
    {.label = "金额", .kind = FORM_DECIMAL},
    {.label = "日期", .kind = FORM_DATE, .flags = FORM_AUTO},
    {.label = "选", .kind = FORM_CHOICE, .flags = FORM_AUTO, .choice = some, .nchoice = 4},
    {.label = "是否", .kind = FORM_YESNO},
    {.label = "多选", .kind = FORM_MULTI, .choice = some, .nchoice = 4},
    {.label = "材料", .kind = FORM_CHECKS, .choice = some, .nchoice = 4, .states = " xs"},
    {.label = "意见", .kind = FORM_AREA, .rows = 3, .width = 11},
    {.label = "表", .kind = FORM_AREA, .rows = 2, .width = 20, .cell = columns, .ncell = 3},
    {.label = "锁", .kind = FORM_TEXT, .flags = FORM_LOCKED},
    {.label = "说明", .kind = FORM_STATIC},
    {.label = "掩码",
     .kind = FORM_TEXT,
     .flags = FORM_AUTO | FORM_SCAN,
     .mask = "AA-99号",
     .width = 7},
    {.label = "两遍", .kind = FORM_DECIMAL, .flags = FORM_TWICE, .width = 8, .sample = "12.50"},
    {.label = "首字母",
     .kind = FORM_TEXT,
     .flags = FORM_SKIP | FORM_NO_DUP,
     .choice = some,
     .nchoice = 4},
    {.label = "画甲", .kind = FORM_TEXT, .width = 9, .drawn = {1, 3, 9, 6, "甲"}},
    {.label = "画乙", .kind = FORM_AREA, .rows = 2, .drawn = {2, 1, 20, 12, "乙"}},
    {.label = "画丙", .kind = FORM_TEXT, .drawn = {2, 40, 45, 5, "丙"}},
    {.label = "密", .kind = FORM_TEXT, .flags = FORM_SECRET, .width = 6},
};
enum { FIELDS = sizeof fields / sizeof fields[0], MOST_CELLS = 4000 };

static bool shown(void *arg, struct form *f, int i)
{
    (void)arg;
    return i < 2 || i % 3 || strlen(form_value(f, 1)) % 2 == 0;
}

static char *leave(void *arg, struct form *f, int i)
{
    (void)arg;
    form_note(f, i, "甲乙丙丁");
    return strlen(form_value(f, i)) % 2 ? mem_strdup("奇") : NULL;
}

static char *cell(void *arg, struct form *f, int i, struct form_cell at, const char *text,
                  char **error)
{
    (void)arg, (void)f, (void)i;
    assert(at.row >= 1 && at.column >= 0 && *text && !strpbrk(text, "|\n"));
    if (strlen(text) % 3 == 0) *error = mem_strdup("错");
    return strlen(text) % 2 ? mem_strdup(text + 1) : NULL;
}

static day_t today(void *arg)
{
    (void)arg;
    return 20780;
}

static char *dup_value(void *arg, struct form *f, int i)
{
    (void)arg, (void)f;
    return i % 2 ? mem_strdup("同上") : NULL;
}

/* The first field can be reached from anywhere by going back, whatever the fields say. */
static void check_no_trap(struct form *f)
{
    struct key back = {.code = KEY_BACKTAB}, esc = {.code = KEY_ESC};

    for (int i = 0; i < 3; i++)
        form_key(f, esc); /* the popup's filter, the popup, the field */
    for (int i = 0; i < FIELDS + MOST_CELLS && form_at(f); i++)
        form_key(f, back);
    assert(form_at(f) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct form_hooks hooks = {
        .shown = shown, .leave = leave, .dup = dup_value, .today = today, .cell = cell};
    struct form *f;
    struct buf status = {0};

    if (size < 2 || size > 300) return -1;
    fake_start(6 + data[0] % 20, 40 + data[1] % 60);
    f = form_new(fields, FIELDS, &hooks);
    for (size_t i = 2; i < size; i++) {
        form_key(f, fake_byte_key(data[i]));
        form_draw(f, (struct rect){1, 0, fake.rows - 1, fake.cols});
        assert(form_at(f) >= 0 && form_at(f) < FIELDS && form_shown(f, form_at(f)));
        assert(fake.cursor_row >= 1 && fake.cursor_row < fake.rows - 3);
        assert(fake.cursor_col >= 0 && fake.cursor_col < fake.cols);
        form_status(f, &status);
        assert(text_valid(buf_str(&status)));
    }
    check_no_trap(f);
    form_verify(f);
    form_next(f);
    for (int i = 0; i < FIELDS; i++)
        assert(text_valid(form_value(f, i)));
    assert(fake.outside == 0);
    form_free(f);
    buf_free(&status);
    return 0;
}
