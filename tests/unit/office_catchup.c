/* The office was not there when deadlines passed, or the machine's clock is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <time.h>

#include "model/matter.pb-c.h"
#include "office/record.h"
#include "office/tables.h"
#include "office_home.h"
#include "office_forms.h"

static enum rc make_real(struct txn *t, void *arg, struct fault *f)
{
    struct buf val = {0};
    struct arena a = {0};
    bool found;

    (void)arg;
    enum rc rc = store_get(t, T_META, "hall", 4, &val, &found, f);
    Yc__Hall *h = record_unpack(&a, &yc__hall__descriptor, val.data, val.len);
    h->simulation = 0;
    record_pack(h, &val);
    if (rc == RC_OK) rc = store_put(t, T_META, "hall", 4, val.data, val.len, f);
    buf_free(&val);
    arena_free(&a);
    return rc;
}

/* What was simulated becomes the past of a real hall that was stopped since. */
static void stop_until_now(struct home *h)
{
    char home[80];
    struct store *s = NULL;
    struct fault f = {0};

    office_close(h->office);
    snprintf(home, sizeof home, "%s/home", h->dir);
    assert_int_equal(store_open(home, STORE_ALONE, office_tables, T_COUNT, NULL, &s, &f), RC_OK);
    assert_int_equal(store_run(s, make_real, NULL, &f), RC_OK);
    store_close(s);
    assert_int_equal(office_open(home, OFFICE_ALONE, &h->office, &f), RC_OK);
    h->at = NULL;
}

/* Accepted Monday 2026-03-02, as in office_clocks.c: what falls due and when is worked there. */
static void accepted(struct home *h, char number[32])
{
    home_open(h, true);
    h->at = "2026-03-02T09:00";
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(number, 32, "%s", h->number);
    MUST(h, "zhangmin", "accept", number);
}

static const char *const want[] = {
    "2026-03-05T00:00:00 notice M-T2", "2026-03-06T00:00:00 notice M-T1",
    "2026-03-06T00:00:00 yellow M-T2", "2026-03-10T00:00:00 yellow M-T3",
    "2026-03-10T00:00:00 red M-T4",    "2026-03-13T00:00:00 red M-T4"};
enum { WANT = sizeof want / sizeof *want };

static void same_cards(struct home *h)
{
    MUST(h, "sunjing", "cards", NULL, "from", "2026-03-01", "to", "2026-12-31");
    assert_int_equal(h->reply->n_row, WANT);
    for (size_t i = 0; i < WANT; i++) {
        char line[80];
        snprintf(line, sizeof line, "%s %s %s", door_reply_cell(h->reply, i, "at"),
                 door_reply_cell(h->reply, i, "level"), door_reply_cell(h->reply, i, "rule"));
        assert_string_equal(line, want[i]);
    }
}

/* Every event of the matter in order, none before the one before it; the clock's own at the
 * instants they were due, the last one now. */
static void trail_in_order(struct home *h, const char *number)
{
    const char *before = "";
    size_t clocks = 0, n;
    instant_t at = 0;

    MUST(h, "sunjing", "trail", number);
    n = h->reply->n_row;
    for (size_t i = 0; i < n; i++) {
        const char *text = door_reply_cell(h->reply, i, "at");
        assert_true(strcmp(before, text) <= 0);
        assert_true(instant_parse(text, &at));
        before = text;
        if (strcmp(door_reply_cell(h->reply, i, "act"), "clock") != 0) continue;
        clocks++;
        assert_int_equal(day_second_of_instant(at), 0);
    }
    assert_int_equal(clocks, WANT - 1); /* the second yellow card is a red one in the same event */
    assert_string_equal(door_reply_cell(h->reply, n - 1, "act"), "note");
    assert_true(at >= time(NULL) - 60);
}

static void background_comes_first(void **state)
{
    struct home h;
    struct fault f;
    instant_t next;
    char n[32];

    (void)state;
    accepted(&h, n);
    stop_until_now(&h);
    assert_int_equal(office_tick(h.office, time(NULL), &next, &f), RC_OK);
    same_cards(&h);
    MUST(&h, "xujianping", "note", n, "text", "late");
    trail_in_order(&h, n);
    home_close(&h);
}

/* The first clerk of Monday is quicker than the background thread. */
static void clerk_comes_first(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    accepted(&h, n);
    stop_until_now(&h);
    MUST(&h, "xujianping", "note", n, "text", "late");
    same_cards(&h);
    trail_in_order(&h, n);
    home_close(&h);
}

/* 许可法32 and a hall that was closed: deemed accepted on the day it was, not on the day it woke.
 */
static void deemed_in_its_time(void **state)
{
    struct home h;
    struct fault f;
    instant_t next;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    stop_until_now(&h);
    assert_int_equal(office_tick(h.office, time(NULL), &next, &f), RC_OK);
    MUST(&h, "sunjing", "matter", n);
    Yc__Matter *m = yc__matter__unpack(NULL, h.reply->record.len, h.reply->record.data);
    char at[INSTANT_TEXT];
    assert_string_equal(instant_text(m->accepted_at, at), "2026-03-10T00:00:00");
    assert_true(m->accepted_deemed);
    yc__matter__free_unpacked(m, NULL);
    home_close(&h);
}

/* The clock was set back after the last act: what is done now is not written before it, and
 * everybody is told. */
static void clock_set_back(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2199-03-04T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    stop_until_now(&h);
    assert_true(office_clock(h.office).behind > 3600);
    MUST(&h, "zhangmin", "inbox", NULL);
    assert_true(atoll(door_reply_get(h.reply, "clock_behind")) > 3600);
    MUST(&h, "zhangmin", "note", n, "text", "remark");
    MUST(&h, "sunjing", "trail", n);
    assert_string_equal(door_reply_cell(h.reply, 1, "at"), "2199-03-04T09:00:00");
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(background_comes_first),
        cmocka_unit_test(clerk_comes_first),
        cmocka_unit_test(deemed_in_its_time),
        cmocka_unit_test(clock_set_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
