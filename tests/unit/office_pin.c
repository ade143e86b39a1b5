/* PINs: who knows one, how often one may be wrong, and that it is written nowhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "base/mem.h"
#include "model/matter.pb-c.h"
#include "office/pin.h"

#include "office_home.h"
#include "office_forms.h"

static char session[40];

static void enter(struct home *h, const char *pin)
{
    MUST(h, "zhangmin", "sign_in", NULL, "pin", pin);
    snprintf(session, sizeof session, "%s", door_reply_get(h->reply, "session"));
}

static void assert_tried(struct home *h, const char *pin, const char *right, const char *left)
{
    MUST(h, "zhangmin", "check_pin", NULL, "session", session, "pin", pin);
    assert_string_equal(door_reply_get(h->reply, "right"), right);
    assert_string_equal(door_reply_get(h->reply, "left"), left);
}

static void note(void *arg, const char *line)
{
    (void)arg;
    print_error("%s\n", line);
}

static int events(struct home *h, const char *act)
{
    struct office_caller who = {getuid(), false};
    char *page = NULL;
    int n = 0;

    do {
        Yc__Request *q = door_request_new("journal");
        door_request_set(&q->as, "zhangmin");
        door_request_set(&q->session, session);
        if (page) door_request_set(&q->page, page);
        Yc__Reply *r = office_answer(h->office, &who, q);
        free(page);
        page = mem_strdup(r->page);
        for (size_t i = 0; i < r->n_event; i++) {
            Yc__Event *e = yc__event__unpack(NULL, r->event[i].len, r->event[i].data);
            n += strcmp(e->act, act) == 0 && strcmp(e->stream, "pzhangmin") == 0;
            yc__event__free_unpacked(e, NULL);
        }
        door_request_free(q);
        door_reply_free(r);
    } while (page && *page);
    free(page);
    return n;
}

static void test_right_and_wrong(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    REFUSED(&h, "no-pin", "zhangmin", "check_pin", NULL, "pin", "470193");
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", "470193");
    enter(&h, "470193");
    assert_tried(&h, "470193", "true", "5");
    assert_tried(&h, "470194", "false", "4");
    assert_tried(&h, "0", "false", "3");
    assert_tried(&h, "470193", "true", "5"); /* the right one forgives */
    for (int i = 4; i >= 0; i--) {
        char left[12];
        snprintf(left, sizeof left, "%d", i);
        assert_tried(&h, "999999", "false", left);
    }
    REFUSED(&h, "tries", "zhangmin", "check_pin", NULL, "session", session, "pin", "470193");
    assert_int_equal(events(&h, "check_pin"), 9); /* each try, and not the refused ones */
    uint64_t bad = 1;
    struct fault f;
    assert_int_equal(office_verify(h.office, note, NULL, &bad, &f), RC_OK);
    assert_int_equal(bad, 0);
    home_close(&h);
}

static void test_change(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", "470193");
    enter(&h, "470193");
    h.at = "2026-03-02T09:02:01"; /* more than two minutes later */
    REFUSED(&h, "pin", "zhangmin", "set_pin", NULL, "session", session, "pin", "906417");
    assert_tried(&h, "470193", "true", "5");
    h.at = "2026-03-02T09:04:01";
    MUST(&h, "zhangmin", "set_pin", NULL, "session", session, "pin", "906417");
    REFUSED(&h, "pin", "zhangmin", "set_pin", NULL, "session", session, "pin", "480276");
    assert_tried(&h, "906417", "true", "5");
    assert_tried(&h, "470193", "false", "4");
    REFUSED(&h, "no-pin", "liuyang", "check_pin", NULL, "pin", "906417"); /* everybody his own */
    REFUSED(&h, "parameter", "sunjing", "set_pin", NULL, "pin", "906417", "person", "zhangmin");
    home_close(&h);
}

/* Rows, groups and pairs; dates; mobile numbers; what everybody knows (known() in pin.c). */
static void test_allowed(void **state)
{
    static const char *const bad[] = {
        "",       "12345",   "1234567890123", "47019a",       "111111",
        "123456", "9876543", "470 193",       "４７０１９３", "112233",
        "121212", "123123",  "1212121",       "11112222",     "19881024",
        "881024", "000229",  "20240229",      "13800138000",  "147258",
        "5201314"};
    static const char *const good[] = {"470193",   "123457", "135791", "901234567812", "19881324",
                                       "20230229", "881301", "010229", "12800138000",  "112234"};
    struct fault f;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(pin_allowed(bad[i], &f), RC_REFUSED);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(pin_allowed(good[i], &f), RC_OK);
}

static void test_sealed(void **state)
{
    char home[] = "/tmp/yc_pin_XXXXXX";
    unsigned char a[PIN_SEALED], b[PIN_SEALED];
    struct fault f;
    struct stat st;
    bool right;

    (void)state;
    assert_non_null(mkdtemp(home));
    char *key = mem_printf("%s/pin.key", home), *gone = mem_printf("rm -rf %s", home);
    assert_int_equal(pin_seal(home, "470193", NULL, a, &f), RC_OK);
    assert_int_equal(stat(key, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_size, 32);
    assert_int_equal(pin_seal(home, "470193", NULL, b, &f), RC_OK);
    assert_memory_not_equal(a, b, PIN_SEALED); /* nobody sees that two have the same */
    assert_int_equal(pin_right(home, "470193", a, PIN_SEALED, &right, &f), RC_OK);
    assert_true(right);
    assert_int_equal(pin_right(home, "470193", b, PIN_SEALED, &right, &f), RC_OK);
    assert_true(right);
    assert_int_equal(pin_right(home, "470192", b, PIN_SEALED, &right, &f), RC_OK);
    assert_false(right);
    b[40] ^= 1;
    assert_int_equal(pin_right(home, "470193", b, PIN_SEALED, &right, &f), RC_OK);
    assert_false(right);
    assert_int_equal(pin_right(home, "470193", a, PIN_SEALED - 1, &right, &f), RC_OK);
    assert_false(right);
    assert_int_equal(truncate(key, 5), 0); /* a damaged key is told, not replaced */
    assert_int_equal(pin_right(home, "470193", a, PIN_SEALED, &right, &f), RC_FATAL);
    assert_int_equal(unlink(key),
                     0); /* another key: what is kept is worth nothing without its own */
    assert_int_equal(pin_right(home, "470193", a, PIN_SEALED, &right, &f), RC_OK);
    assert_false(right);
    assert_int_equal(system(gone), 0);
    free(key);
    free(gone);
}

/* A request id sent again is answered again whatever the PIN: no digest holds it. */
static void test_not_in_a_digest(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", "470193");
    enter(&h, "470193");
    MUST(&h, "zhangmin", "set_pin", NULL, "session", session, "id", "p1", "pin", "906417");
    MUST(&h, "zhangmin", "set_pin", NULL, "session", session, "id", "p1", "pin", "480276");
    assert_tried(&h, "480276", "false", "4");
    assert_tried(&h, "906417", "true", "5");
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_and_wrong), cmocka_unit_test(test_change),
        cmocka_unit_test(test_allowed),         cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_not_in_a_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
