/* The timers of the law: the shipped ones say what the specification's table says, items follow
 * them, and a timer or an example that is wrong is found. */
#include "catalog_findings.h"
#include "catalog/timers.h"

static struct catalog *hall;

static int load(void **state)
{
    struct catalog_files fs;
    struct found got = {0};

    (void)state;
    assert_int_equal(catalog_files_read(SOURCE_DIR, &fs, NULL), RC_OK);
    enum rc rc = catalog_build(&fs, found_collect, &got, &hall);
    char *found = found_text(&got);
    if (*found) print_error("%s", found);
    assert_string_equal(found, ""); /* no warning either: the examples are right */
    free(found);
    assert_int_equal(rc, RC_OK);
    catalog_files_free(&fs);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    catalog_free(hall);
    return 0;
}

/* --- The table --- */

/* Written from B.8, F.1 and F.2 of the specification, not from our files. */
static const struct row {
    const char *id, *length, *extension;
    enum timer_bound bound;
    enum timer_silence silence;
} rows[] = {
    {"LIC1", "5wd", "", BOUND_UPPER, SILENT_ACCEPTED_FROM_START},
    {"LIC2", "20wd", "10wd", BOUND_UPPER, SILENT_NOTHING},
    {"LIC3", "45wd", "15wd", BOUND_UPPER, SILENT_NOTHING},
    {"LIC4", "20wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"LIC5", "10wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"LIC6", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"LIC7", "20wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"LIC8", "7wd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"LIC9", "30cd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"LIC10", "", "", BOUND_UPPER, SILENT_RENEWED},
    {"LIC11a", "3wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"LIC11b", "2wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"BLD2", "2wd", "", BOUND_UPPER, SILENT_ACCEPTED_FROM_START},
    {"MKT1a", "now", "", BOUND_UPPER, SILENT_NOTHING},
    {"MKT1b", "3wd", "3wd", BOUND_UPPER, SILENT_NOTHING},
    {"BLD1", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"SHOW1", "3wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"ROAD1a", "20wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"ROAD1b", "15wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"JOB1", "20wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"FIRE1", "10wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"WATER1a", "5wd", "", BOUND_UPPER, SILENT_ACCEPTED_FROM_START}, /* 许可法32 */
    {"WATER1b", "45wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"WATER2", "5wd", "", BOUND_UPPER, SILENT_AGREES},
    {"REAL1", "30wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"SCH1a", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"SCH1b", "3mo", "", BOUND_UPPER, SILENT_NOTHING},
    {"TOL", "20wd", "", BOUND_UPPER, SILENT_ABANDONED},
    {"TOL2", "2wd", "", BOUND_BEFORE, SILENT_ABANDONED},
    {"PRO1", "2mo", "", BOUND_UPPER, SILENT_NOTHING},
    {"SIL1", "1wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"SRV1", "now", "", BOUND_UPPER, SILENT_ACCEPTED_FROM_START},
    {"SRV2", "1wd", "", BOUND_UPPER, SILENT_ACCEPTED_FROM_START},
    {"PEN1", "90cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN2", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN3a", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN3b", "7wd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"PEN4", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN5", "15cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN7a", "2wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN7b", "2wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN8a", "24mo", "", BOUND_UPPER, SILENT_NOTHING},
    {"PEN8b", "60mo", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC1a", "60cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC1b", "12mo", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC2", "5wd", "", BOUND_UPPER, SILENT_ACCEPTED_AT_END},
    {"REC3a", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC3b", "10wd", "", BOUND_UPPER, SILENT_ABANDONED},
    {"REC4a", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC4b", "10wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC5a", "3wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC5b", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC6", "60cd", "30cd", BOUND_UPPER, SILENT_NOTHING},
    {"REC7", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"REC8", "60cd", "", BOUND_UPPER, SILENT_TERMINATED},
    {"INF1", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"INF2", "20wd", "20wd", BOUND_UPPER, SILENT_NOTHING},
    {"INF3a", "15wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"INF3b", "15wd", "", BOUND_UPPER, SILENT_AGREES},
    {"PET1", "15cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PET2", "15cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PET3", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PET4", "60cd", "30cd", BOUND_UPPER, SILENT_NOTHING},
    {"PET5a", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PET5b", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PET5c", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"PET5d", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"HOT1", "5wd", "5wd", BOUND_UPPER, SILENT_NOTHING},
    {"HOT2", "24hr", "", BOUND_UPPER, SILENT_NOTHING},
    {"CMP1", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"CMP2", "10wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"EVA1", "1wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"EVA2", "15wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"SUP1", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"BEN1", "30wd", "15wd", BOUND_UPPER, SILENT_NOTHING},
    {"BEN2", "7cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T01", "5cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T02", "20cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T03", "15cd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"T04", "10cd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"T05", "3cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T06", "3cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T07", "3cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T08", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T09", "5cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T10", "3wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T11", "30wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T12", "10cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T13", "5wd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T14a", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T14b", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T15a", "15wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T15b", "30wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T16", "2wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T17a", "20cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T17b", "10cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T18", "10wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T19", "5cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T20", "2cd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"T22", "15cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T26", "20cd", "", BOUND_LOWER, SILENT_NOTHING},
    {"T27", "15cd", "", BOUND_BEFORE, SILENT_NOTHING},
    {"T28a", "2wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T28b", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T29", "30cd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T30a", "7wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T30b", "2wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T31a", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T31b", "5wd", "", BOUND_UPPER, SILENT_NOTHING},
    {"T32", "180mo", "", BOUND_LOWER, SILENT_NOTHING},
    {"T33", "20wd", "5wd", BOUND_LOWER, SILENT_NOTHING},
    {"T34", "12mo", "", BOUND_UPPER, SILENT_NOTHING},
};

static void test_table(void **state)
{
    char text[SPAN_TEXT];
    size_t n;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct timer *t = catalog_timer(hall, rows[i].id);
        if (!t) fail_msg("no %s", rows[i].id);
        assert_string_equal(span_text(t->length, text), rows[i].length);
        assert_string_equal(span_text(t->extension, text), rows[i].extension);
        assert_int_equal(t->bound, rows[i].bound);
        assert_int_equal(t->silence, rows[i].silence);
    }
    assert_true(catalog_timers(hall, &n) != NULL && n >= sizeof rows / sizeof *rows);
    assert_null(catalog_timer(hall, "LIC12"));
    assert_string_equal(catalog_timer(hall, "REC2")->article, "第三十条");
    assert_string_equal(catalog_timer(hall, "BEN1")->grade, "memory");
    assert_string_equal(catalog_timer(hall, "LIC2")->excluded,
                        "第四十五条的听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审");
}

/* What begins by being handed in over a counter obeys the cut-off; what is judged by the minute
 * begins at it; only limitation periods, gaps and safekeeping end on days off. */
static void test_starts_and_rolls(void **state)
{
    static const char *const receipts[] = {"LIC1",  "LIC7", "MKT1b", "BLD1", "JOB1", "REC2",
                                           "REC3a", "INF1", "INF2",  "PET1", "PET2", "EVA1",
                                           "CMP1",  "T10",  "REAL2", "T15b"};
    static const char *const ends_any_day[] = {"PEN8a", "PEN8b", "T01",  "T02", "T19",
                                               "T26",   "T17a",  "T17b", "T32"};
    size_t n, still = 0;
    const struct timer *all = catalog_timers(hall, &n);

    (void)state;
    for (size_t i = 0; i < sizeof receipts / sizeof *receipts; i++)
        assert_int_equal(catalog_timer(hall, receipts[i])->start, START_RECEIPT);
    for (size_t i = 0; i < sizeof ends_any_day / sizeof *ends_any_day; i++)
        assert_false(catalog_timer(hall, ends_any_day[i])->rolls);
    for (size_t i = 0; i < n; i++)
        still += !all[i].rolls;
    assert_int_equal(still, sizeof ends_any_day / sizeof *ends_any_day);
    assert_int_equal(catalog_timer(hall, "HOT2")->start, START_MOMENT);
    assert_int_equal(catalog_timer(hall, "LIC10")->start, START_FIXED);
    assert_int_equal(catalog_timer(hall, "LIC2")->start, START_DAY);
}

static void test_clocks_of_items(void **state)
{
    static const char *const clocks[][4] = {
        {"A01", "LIC1", "MKT1b", "LIC5"}, {"A03", "LIC1", "LIC2", "LIC5"},
        {"A06", "BLD2", "BLD1", "LIC5"},  {"A11", "LIC1", "SCH1b", "LIC5"},
        {"A13", "LIC1", "LIC4", "LIC5"},  {"A14", "REAL2", "REAL1", "LIC5"},
        {"B01", "LIC1", "LIC3", "LIC5"},  {"C01", "BEN3", "BEN1", "LIC5"},
        {"D01", "T23", "LIC2", "LIC5"},   {"E01", "INF1", "INF2", "LIC5"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        const struct item *it = catalog_item(hall, clocks[i][0]);
        assert_string_equal(it->review_clock, clocks[i][1]);
        assert_string_equal(it->total_clock, clocks[i][2]);
        assert_string_equal(it->deliver_clock, clocks[i][3]);
    }
    /* Nobody's silence opens the files of a third party, or makes a household poor. */
    assert_int_equal(catalog_timer(hall, "INF1")->silence, SILENT_NOTHING);
    assert_int_equal(catalog_timer(hall, "BEN3")->silence, SILENT_NOTHING);
}

/* --- What is wrong --- */

#define LAW "data/clocks/law.yaml"

static void test_wrong_examples(void **state)
{
    (void)state;
    EXPECT(LAW,
           MINIMAL_TIMERS
           "  - {id: X1, name: 一, length: 5wd, start: receipt, " MINIMAL_TIMER ",\n"
           "     examples: [{event: \"2026-03-06T17:00\", due: ¤2026-03-13},\n"
           "       {event: ¤2026-02-30, due: 2026-03-13},\n"
           "       {event: 2026-03-06, extended: ¤true, susp: ¤[2026-03-09/2026-03-10], due: "
           "2026-03-16},\n"
           "       {event: 2026-03-06, alarm: ¤2026-03-13, due: 2026-03-13},\n"
           "       {event: 2026-12-28, due: ¤2027-01-04}]}\n"
           "  - {id: X2, name: 二, start: fixed, " MINIMAL_TIMER ",\n"
           "     examples: [¤{event: 2026-03-08, due: 2026-03-08},\n"
           "       {event: 2026-03-08, due: 2026-03-08, alarm: ¤2026-03-08}]}\n"
           "  - {id: X3, name: 三, length: 2hr, start: moment, excluded: 鉴定, " MINIMAL_TIMER ",\n"
           "     examples: [{event: \"2026-03-06T17:00\", due: ¤2026-03-06},\n"
           "       {event: \"2026-03-06T23:00\", due: \"2026-03-07T01:00\"},\n"
           "       {event: \"2026-03-06T23:00\", susp: [¤2026-03-09], due: 2026-03-07},\n"
           "       {event: 2026-03-06, susp: [¤2026-03-09/2026-03-08], due: 2026-03-07}]}\n",
           "warning: the example says 2026-03-13, but it is 2026-03-16",
           "\"2026-02-30\" is not a time; write 2026-02-12 or \"2026-02-12T10:00\"",
           "this timer has no extension", "nothing is excluded from this timer",
           "examples of a fixed day, and no others, say the alarm",
           "the example leans on days past the published calendar",
           "examples of a fixed day, and no others, say the alarm",
           "warning: the example says 2026-03-08, but it is 2026-03-06",
           "warning: the example says 2026-03-06, but it is 2026-03-06T19:00",
           "\"2026-03-09\" is not a suspension; write 2026-03-05/2026-03-10",
           "\"2026-03-09/2026-03-08\" is not a suspension; write 2026-03-05/2026-03-10");
}

#define FIVE ", examples: [{event: 2026-03-02, due: 2026-03-09}]}\n"

static void test_wrong_timers(void **state)
{
    (void)state;
    EXPECT(LAW,
           MINIMAL_TIMERS
           "  - {id: ¤LIC1, name: 一, length: 5wd, start: receipt, " MINIMAL_TIMER FIVE
           "  - {id: ¤x1, name: 一, length: 5wd, start: day, " MINIMAL_TIMER FIVE
           "  - ¤{id: X2, name: 一, start: day, " MINIMAL_TIMER FIVE
           "  - {id: X3, name: 一, length: ¤5wd, start: fixed, " MINIMAL_TIMER FIVE
           "  - {id: X4, name: 一, length: 5hr, start: ¤day, " MINIMAL_TIMER FIVE
           "  - {id: X5, name: 一, length: 5wd, start: ¤moment, " MINIMAL_TIMER FIVE
           "  - {id: X6, name: 一, length: 5hr, bound: ¤lower, start: moment, " MINIMAL_TIMER FIVE
           "  - {id: X7, name: 一, length: 5wd, start: day, extension: ¤5cd, "
           "extension_by: 局长, " MINIMAL_TIMER FIVE
           "  - {id: X8, name: 一, length: 5wd, start: day, extension: ¤5wd, " MINIMAL_TIMER FIVE
           "  - {id: X9, name: 一, length: 5wd, start: day, rolls: ¤false, " MINIMAL_TIMER FIVE
           "  - {id: X10, name: 一, length: 5cd, bound: before, start: day, rolls: "
           "¤false, " MINIMAL_TIMER FIVE
           "  - {id: X11, name: 一, length: 5wd, start: day, " MINIMAL_TIMER ", examples: ¤[]}\n",
           "\"LIC1\" is given twice", "\"x1\" is not the id of a timer; write LIC1 or PEN3a",
           "a timer has a length, or start: fixed and none",
           "a timer has a length, or start: fixed and none",
           "limits in hours, office minutes and elapsed days begin at a moment, others do not",
           "limits in hours, office minutes and elapsed days begin at a moment, others do not",
           "a limit that may not be undercut is one of whole days",
           "the extension must have the unit of length", "say in extension_by who may extend",
           "only limits in natural days and months could roll",
           "only limits in natural days and months could roll", "\"examples\" must not be empty");
}

/* Of the wrong shape: nothing is reckoned, nothing said of the items that name its timers. */
static void test_shape(void **state)
{
    (void)state;
    EXPECT(
        LAW,
        "timers:\n"
        "  - ¤{id: X1, ¤nmae: 一, length: ¤5weeks, bound: ¤above, start: ¤noon, silence: "
        "¤none, procedure: 许可, starts: 收到, ends: 决定, law: 法, article: 一, grade: ¤rumour,\n"
        "     examples: [¤{event: 2026-03-02, extended: ¤perhaps}]}\n",
        "\"name\" is missing", "unknown key \"nmae\"",
        "\"length\": \"5weeks\" is not a length of time such as 5wd, 7cd, 3mo, 24hr, 2bh, 30min "
        "or now",
        "\"bound\" cannot be \"above\"; expected upper lower before",
        "\"start\" cannot be \"noon\"; expected day receipt moment fixed",
        "\"silence\" cannot be \"none\"; expected nothing accepted_from_start accepted_at_end "
        "renewed agrees abandoned terminated",
        "\"grade\" cannot be \"rumour\"; expected law local memory own", "\"due\" is missing",
        "\"extended\" should be true or false");
    EXPECT(LAW, "timers: ¤none\n", "\"timers\" should be a list");
}

/* The item's own limits against the timers they follow. */
#define ITEM(clocks)                                                                                \
    "id: X01\nname: 试验事项\ncode: \"11370299MB9X00023P4370131901001\"\ndept: scj\npower: "    \
    "行政许可\n"                                                                                \
    "kind: committed\nobject: 法人\nchannels: [窗口]\nbasis: [{law: 行政许可法, article: " \
    "第三十二条, src: text}]\n" clocks "steps:\n"                                                   \
    "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"                       \
    "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"                        \
    "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n"                         \
    "  - {key: deliver, name: 送达, act: deliver, role: print, outside_limit: true}\n"            \
    "  - {key: verify, name: 验证, act: verify, role: reg, outside_limit: true}\n"                \
    "materials: [{key: m1, name: 申请书}]\noutcome: {cert: 许可证, number: \"试{N}\"}\n"

#define ITEM_FILE "data/items/X01.yaml"

static void test_items_follow(void **state)
{
    (void)state;
    EXPECT(ITEM_FILE, ITEM("limits: {statutory: 20wd, review: 5wd, deliver: 10wd}\n"
                           "clocks: {total: LIC2, review: LIC5}\n"));
    EXPECT(ITEM_FILE, ITEM("limits: {statutory: ¤21wd, review: ¤7wd, deliver: ¤11wd}\n"),
           "21wd is longer than the 20wd of timer LIC2", "7wd is longer than the 5wd of timer LIC1",
           "11wd is longer than the 10wd of timer LIC5");
    EXPECT(ITEM_FILE,
           ITEM("limits: {review: 5wd}\n"
                "clocks: {review: ¤NONE1, total: ¤END1, deliver: ¤GAP1, ¤supplement: TOL}\n"),
           "there is no timer \"NONE1\"", "timer END1 gives no length of time in which to act",
           "timer GAP1 gives no length of time in which to act", "unknown key \"supplement\"");
}

/* Catalogues published before there were timers stay readable. */
static void test_without_timers(void **state)
{
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c = NULL;
    size_t n;

    (void)state;
    minimal_files(&fs, LAW, NULL, 0);
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_OK);
    assert_int_equal(got.n, 0);
    assert_null(catalog_timer(c, "LIC1"));
    (void)catalog_timers(c, &n);
    assert_int_equal(n, 0);
    assert_string_equal(catalog_item(c, "X01")->total_clock, "LIC2");
    catalog_free(c);
    catalog_files_free(&fs);
}

/* Where there are some, an item that names none still follows LIC1, LIC2 and LIC5. */
static void test_missing_default(void **state)
{
    static const char one[] = "timers:\n"
                              "  - {id: LIC1, name: 受理, length: 5wd, start: day, " MINIMAL_TIMER
                              ", examples: [{event: 2026-03-02, due: 2026-03-09}]}\n";
    struct catalog_files fs = {0};
    struct found got = {0};
    struct catalog *c;

    (void)state;
    minimal_files(&fs, LAW, one, strlen(one));
    assert_int_equal(catalog_build(&fs, found_collect, &got, &c), RC_REFUSED);
    char *found = found_text(&got);
    assert_string_equal(found, "data/items/X01.yaml:1:1: there is no timer \"LIC2\"\n"
                               "data/items/X01.yaml:1:1: there is no timer \"LIC5\"\n");
    free(found);
    catalog_files_free(&fs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),           cmocka_unit_test(test_starts_and_rolls),
        cmocka_unit_test(test_clocks_of_items), cmocka_unit_test(test_wrong_examples),
        cmocka_unit_test(test_wrong_timers),    cmocka_unit_test(test_shape),
        cmocka_unit_test(test_items_follow),    cmocka_unit_test(test_without_timers),
        cmocka_unit_test(test_missing_default),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
