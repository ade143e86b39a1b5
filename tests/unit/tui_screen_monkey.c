/* Any keys in any order, on screens of any size: nothing breaks, nothing is drawn beyond the
 * screen, and the clerk is never without a screen unless he left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"

#define NUMBER "370299202611230000428"
#define LIST_COLUMNS                                                                               \
    "lamp|left|number|item|item_name|applicant|step|step_name|run|holder|phase|outcome|due_at|"    \
    "version|dept|clock"
#define ROW(n, item)                                                                               \
    "yellow|0|" n "|" item                                                                         \
    "|事项|申请人|check|核查|check||HANDLING|OPEN|2026-11-23T11:30:00|3|scj|total"

static const struct scripted_answer answers[] = {
    {.name = "inbox",
     .columns = LIST_COLUMNS,
     .rows = {ROW(NUMBER, "A03"), ROW("370299202611090001026", "A07")},
     .pairs = {"work.a", "1", "work.c", "1", "all", "2", "red", "0", "yellow", "2", "notices",
               "1"}},
    {.name = "find", .columns = LIST_COLUMNS, .rows = {ROW(NUMBER, "A03")}},
    {.name = "lamp_list", .columns = LIST_COLUMNS, .rows = {ROW(NUMBER, "A03")}},
    {.name = "lamps",
     .columns = "dept|name|green|yellow|red|blue|white|notices|yellows|reds",
     .rows = {"scj|市监局|1|2|3|4|5|6|7|8"}},
    {.name = "cards",
     .columns = "at|level|rule|number|dept|post|owner|text|state",
     .rows = {"2026-11-23T00:00:00|yellow|M-T3|" NUMBER "|scj|审核|韩雪松|x|issued"}},
    {.name = "notices",
     .columns = "at|number|key|msgid|arg|to",
     .rows = {"2026-11-23T08:00:00|" NUMBER "|n1|{1} {2}|x|scj/clerk"}},
    {.name = "reports", .columns = "date|name", .rows = {"2026-11-22|day.txt"}},
    {.name = "report_text", .pairs = {"text", "日报\n"}},
    {.name = "clocks",
     .columns = "clock|which|length|state|sentence",
     .rows = {"review|length|5wd|ended|x", "total|length|5wd|running|x"}},
    {.name = "ledger",
     .columns = "clock|which|day|weekday|kind|nth|name|suspension|provisional",
     .rows = {"total|length|2026-11-23|1|start||||"}},
    {.name = "acts",
     .columns = "act|title|help|step|step_name|post",
     .rows = {"accept|Accept|x|check|核查|scj/clerk",
              "notice|One-time notice|x|check|核查|scj/clerk", "pass|Pass|x|check|核查|scj/exam",
              "pay|Pay|x|check|核查|centre/cash", "verify|Verify|x|check|核查|centre/reg",
              "take|Take|x|check|核查|scj/exam"}},
    {.name = "trail",
     .columns = "seq|at|actor|post|title|note|act",
     .rows = {"1|2026-11-23T08:50:00|李晓梅|登记|Register||register"}},
    {.name = NULL},
};

static unsigned roll(unsigned *seed, unsigned n)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % n;
}

static struct key any_key(unsigned *seed)
{
    unsigned kind = roll(seed, 10);

    if (kind < 3)
        return (struct key){.code =
                                (enum key_code)(KEY_F1 + roll(seed, 9))}; /* F10 is the way out */
    if (kind < 5) return (struct key){.code = KEY_ENTER};
    if (kind == 5)
        return (struct key){.code = KEY_TEXT, .ch = "arnctdglyb/?:1234567AL q"[roll(seed, 22)]};
    return fake_byte_key((unsigned char)roll(seed, 256));
}

static void play(unsigned seed, Yc__Phase phase)
{
    office_start(answers, "zhangmin");
    office_new_matter("A03", NUMBER, phase, 5);
    office_value("org_name", "宏盛食品店");
    office_material("m1", "received");
    office_run("check", "scj/exam", "c");
    fake.plain = seed % 2 == 0;
    for (int i = 0; i < 3000; i++) {
        struct key k = any_key(&seed);
        if (roll(&seed, 60) == 0) {
            bool usual = roll(&seed, 3);
            fake.rows = usual ? 24 : 10 + (int)roll(&seed, 91);
            fake.cols = usual ? 80 : 40 + (int)roll(&seed, 261);
        }
        office.refuse = roll(&seed, 20) ? NULL : "accept";
        stage_key(&office.seat, k);
        assert_non_null(office.seat.top);
        office.seat.leave = false; /* he stays */
        if (roll(&seed, 30) == 0) stage_changed(&office.seat);
        stage_paint(&office.seat);
        assert_int_equal(fake.outside, 0);
        assert_true(fake.cursor_row >= 0 && fake.cursor_row < fake.rows);
        buf_clear(&office.log);
    }
    office_end();
}

static void test_handling(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 3; seed++)
        play(seed, YC__PHASE__PHASE_HANDLING);
}

static void test_review(void **state)
{
    (void)state;
    for (unsigned seed = 11; seed <= 13; seed++)
        play(seed, YC__PHASE__PHASE_REVIEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_handling),
                                       cmocka_unit_test(test_review)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
