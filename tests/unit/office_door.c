/* One door: once, in turn, by the right person, and provable from the journal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <pthread.h>

#include "model/matter.pb-c.h"

#include "office_home.h"
#include "office_forms.h"

static void same_id_once(void **state)
{
    struct home h;
    char first[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "id", "r1", "item", "A03", A03_FORM);
    snprintf(first, sizeof first, "%s", h.number);
    MUST(&h, "zhangmin", "register", NULL, "id", "r1", "item", "A03", A03_FORM);
    assert_string_equal(h.number, first);
    REFUSED(&h, "id-reused", "zhangmin", "register", NULL, "id", "r1", "item", "A02", A03_FORM);
    MUST(&h, "liuyang", "register", NULL, "id", "r1", "item", "A03",
         A03_FORM); /* another person's ids are his own */
    assert_string_not_equal(h.number, first);
    MUST(&h, "zhangmin", "find", NULL, "words", "91370299MA3F000146");
    assert_int_equal(h.reply->n_row, 2);
    home_close(&h);
}

static void bad_requests_change_nothing(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    REFUSED(&h, "unknown", "zhangmin", "frobnicate", NULL);
    REFUSED(&h, "identity", "nobody", "register", NULL, "item", "A03", A03_FORM);
    REFUSED(&h, "item", "zhangmin", "register", NULL, "item", "Z99", A03_FORM);
    REFUSED(&h, "parameter", "zhangmin", "register", NULL, "item", "A03", "colour", "red",
            A03_FORM);
    REFUSED(&h, "parameter", "zhangmin", "register", NULL, A03_FORM);
    REFUSED(&h, "field", "zhangmin", "register", NULL, "item", "A03", "form.uscc",
            "92370203MA3TWD8Q1D");
    REFUSED(&h, "field", "zhangmin", "register", NULL, "item", "A03", "form.nosuch", "1");
    REFUSED(&h, "material", "zhangmin", "register", NULL, "item", "A03", "materials", "m9",
            A03_FORM);
    REFUSED(&h, "material", "zhangmin", "register", NULL, "item", "A03", "promised", "m1",
            A03_FORM);
    REFUSED(&h, "role", "zhaoying", "register", NULL, "item", "A03", A03_FORM);
    REFUSED(&h, "role", "zhangmin", "register", NULL, "item", "A06", "desk", "d03", A03_FORM);
    REFUSED(&h, "number", "zhangmin", "accept", "370299202603020000013");
    REFUSED(&h, "number", "zhangmin", "accept", "370299202603020000012");
    MUST(&h, "zhangmin", "journal", NULL);
    for (size_t i = 0; i < h.reply->n_event; i++) {
        Yc__Event *e = yc__event__unpack(NULL, h.reply->event[i].len, h.reply->event[i].data);
        assert_true(e->stream[0] == 'd' || e->stream[0] == 'h');
        yc__event__free_unpacked(e, NULL);
    }
    h.at = "2026-03-02T08:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_FORM);
    assert_string_equal(h.number, "370299202603020000012"); /* the refused ones used up no number */
    home_close(&h);
}

static void optimistic_version(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    MUST(&h, "zhangmin", "accept", n, "version", "1");
    REFUSED(&h, "version", "xujianping", "pass", n, "version", "1", "officers", "甲,乙");
    MUST(&h, "xujianping", "pass", n, "version", "2", "officers", "甲,乙");
    home_close(&h);
}

/* Two clerks taking the same step: one has it, the other is told who. */
struct taker {
    struct home *h;
    const char *as, *number;
    bool ok;
    char code[32], arg[64];
};

static void *take(void *arg)
{
    struct taker *t = arg;
    struct office_caller who = {getuid(), false};
    Yc__Request *q = door_request_new("take");

    door_request_set(&q->as, t->as);
    door_request_set(&q->number, t->number);
    Yc__Reply *r = office_answer(t->h->office, &who, q);
    t->ok = r->ok;
    snprintf(t->code, sizeof t->code, "%s", r->code ? r->code : "");
    snprintf(t->arg, sizeof t->arg, "%s", r->n_arg ? r->arg[0] : "");
    door_reply_free(r);
    door_request_free(q);
    return NULL;
}

static void two_take_one(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, false);
    for (int i = 0; i < 20; i++) {
        MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
        char n[32];
        snprintf(n, sizeof n, "%s", h.number);
        MUST(&h, "zhangmin", "accept", n);
        struct taker t[2] = {{&h, "xujianping", n, false, "", ""},
                             {&h, "shenjia", n, false, "", ""}};
        pthread_t p[2];
        for (int k = 0; k < 2; k++)
            pthread_create(&p[k], NULL, take, &t[k]);
        for (int k = 0; k < 2; k++)
            pthread_join(p[k], NULL);
        assert_int_equal(t[0].ok + t[1].ok, 1);
        struct taker *lost = t[0].ok ? &t[1] : &t[0];
        assert_string_equal(lost->code, "held");
        assert_string_equal(lost->arg, t[0].ok ? "许建平" : "沈佳");
    }
    REFUSED(&h, "parameter", "zhangmin", "accept", h.number, "at", "2026-01-01");
    home_close(&h);
}

static void note_line(void *arg, const char *line)
{
    (void)arg;
    print_message("verify: %s\n", line);
}

/* Eight threads registering at once: every number once, no gap, and the journal adds up. */
static void *register_some(void *arg)
{
    struct home *h = arg;
    struct office_caller who = {getuid(), false};
    static const char *const form[] = {A03_FORM};

    for (int i = 0; i < 25; i++) {
        Yc__Request *q = door_request_new("register");
        door_request_set(&q->as, "zhangmin");
        door_request_with(q, "item", "A03");
        for (size_t k = 0; k < sizeof form / sizeof *form; k += 2)
            door_request_with(q, form[k], form[k + 1]);
        Yc__Reply *r = office_answer(h->office, &who, q);
        if (!r->ok) return h;
        door_reply_free(r);
        door_request_free(q);
    }
    return NULL;
}

static void many_at_once(void **state)
{
    struct home h;
    pthread_t p[8];
    uint64_t bad = 1;
    struct fault f;

    (void)state;
    home_open(&h, false);
    for (int i = 0; i < 8; i++)
        pthread_create(&p[i], NULL, register_some, &h);
    for (int i = 0; i < 8; i++) {
        void *failed;
        pthread_join(p[i], &failed);
        assert_null(failed);
    }
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_FORM);
    assert_memory_equal(h.number + 14, "000201", 6);
    MUST(&h, "zhangmin", "measures", NULL);
    assert_string_equal(door_reply_cell(h.reply, 0, "registered"), "201");
    assert_int_equal(office_verify(h.office, note_line, NULL, &bad, &f), RC_OK);
    assert_int_equal(bad, 0);
    home_close(&h);
}

/* A running matter keeps the definition it started under. */
static void editions(void **state)
{
    struct home h;
    char n[32], path[256], *text, *at;
    size_t size;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    snprintf(path, sizeof path, "%s/data/items/A03.yaml", SOURCE_DIR);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text = calloc(1, 100000);
    size = fread(text, 1, 99999, file);
    fclose(file);
    assert_true(size > 0);
    at = strstr(text, "commitment: 5wd");
    assert_non_null(at);
    memcpy(at, "commitment: 4wd", 15);
    REFUSED(&h, "role", "zhangmin", "publish", NULL, "file.data/items/A03.yaml", text);
    /* Four days promised, five planned in the steps: refused with the place. */
    REFUSED(&h, "catalogue", "zhoumingyuan", "publish", NULL, "file.data/items/A03.yaml", text);
    memcpy(at, "commitment: 6wd", 15);
    MUST(&h, "zhoumingyuan", "publish", NULL, "file.data/items/A03.yaml", text);
    assert_string_equal(door_reply_get(h.reply, "edition"), "2");
    MUST(&h, "zhangmin", "accept", n);
    MUST(&h, "zhangmin", "ledger", n, "clock", "total");
    size_t counted = 0;
    for (size_t i = 0; i < h.reply->n_row; i++)
        counted += strcmp(door_reply_cell(h.reply, i, "which"), "length") == 0 &&
                   *door_reply_cell(h.reply, i, "nth");
    assert_int_equal(counted, 5);
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    MUST(&h, "zhangmin", "accept", n);
    MUST(&h, "zhangmin", "ledger", n, "clock", "total");
    counted = 0;
    for (size_t i = 0; i < h.reply->n_row; i++)
        counted += strcmp(door_reply_cell(h.reply, i, "which"), "length") == 0 &&
                   *door_reply_cell(h.reply, i, "nth");
    assert_int_equal(counted, 6);
    free(text);
    home_close(&h);
}

/* AB角: A absent, B sees and does A's work; back again, he does not. */
static void stand_in(void **state)
{
    struct home h;
    char n[32];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    MUST(&h, "zhangmin", "accept", n);
    MUST(&h, "xujianping", "pass", n, "officers", "甲,乙");
    MUST(&h, "hanxuesong", "pass", n);
    REFUSED(&h, "role", "zhuhong", "grant", n);
    MUST(&h, "sunjing", "absent", NULL, "person", "yangguoqing");
    MUST(&h, "zhuhong", "inbox", NULL);
    assert_int_equal(h.reply->n_row, 1);
    MUST(&h, "sunjing", "absent", NULL, "person", "yangguoqing", "absent", "false");
    REFUSED(&h, "role", "zhuhong", "grant", n);
    MUST(&h, "sunjing", "absent", NULL, "person", "yangguoqing");
    MUST(&h, "zhuhong", "grant", n);
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_id_once),
                                       cmocka_unit_test(bad_requests_change_nothing),
                                       cmocka_unit_test(optimistic_version),
                                       cmocka_unit_test(two_take_one),
                                       cmocka_unit_test(many_at_once),
                                       cmocka_unit_test(editions),
                                       cmocka_unit_test(stand_in)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
