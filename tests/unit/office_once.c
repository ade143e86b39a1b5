/* A request sent twice at once, as by one who lost the line and came back before the first of the
 * two was through: done once, and both get the same answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/mem.h"
#include "office_home.h"

#include "office_forms.h"

enum { ROUNDS = 60, AT_ONCE = 3 };

struct sender {
    pthread_t thread;
    pthread_barrier_t *start;
    struct home *h;
    const char *act, *number, *id;
    Yc__Reply *reply;
};

static void *send(void *arg)
{
    static const char *const form[] = {"item", "A03", A03_FORM, A03_ALL};
    struct sender *s = arg;
    struct office_caller who = {getuid(), false};
    Yc__Request *q = door_request_new(s->act);

    door_request_set(&q->as, "zhangmin");
    if (s->number) door_request_set(&q->number, s->number);
    for (size_t i = 0; !s->number && i < sizeof form / sizeof *form; i += 2)
        door_request_with(q, form[i], form[i + 1]);
    q->has_id = 1;
    q->id.len = strlen(s->id);
    q->id.data = (uint8_t *)mem_strdup(s->id);
    pthread_barrier_wait(s->start);
    s->reply = office_answer(s->h->office, &who, q);
    door_request_free(q);
    return NULL;
}

/* The number all were told. */
static void send_at_once(struct home *h, const char *act, const char *number, const char *id,
                         char told[32])
{
    struct sender s[AT_ONCE];
    pthread_barrier_t start;

    pthread_barrier_init(&start, NULL, AT_ONCE);
    for (int i = 0; i < AT_ONCE; i++) {
        s[i] = (struct sender){.start = &start, .h = h, .act = act, .number = number, .id = id};
        assert_int_equal(pthread_create(&s[i].thread, NULL, send, &s[i]), 0);
    }
    for (int i = 0; i < AT_ONCE; i++) {
        pthread_join(s[i].thread, NULL);
        if (!s[i].reply->ok) fail_msg("%s: refused: %s", act, s[i].reply->msgid);
        assert_string_equal(s[i].reply->number, s[0].reply->number);
    }
    snprintf(told, 32, "%s", s[0].reply->number);
    for (int i = 0; i < AT_ONCE; i++)
        door_reply_free(s[i].reply);
    pthread_barrier_destroy(&start);
}

static void sent_twice_at_once(void **state)
{
    struct home h;
    char number[32], again[32], id[24];

    (void)state;
    home_open(&h, false);
    for (int i = 0; i < ROUNDS; i++) {
        snprintf(id, sizeof id, "register/%d", i);
        send_at_once(&h, "register", NULL, id, number);
        snprintf(id, sizeof id, "accept/%d", i);
        send_at_once(&h, "accept", number, id, again);
        assert_string_equal(again, number);
        assert_true(home_do(&h, "zhangmin", "trail", number, NULL));
        assert_int_equal(h.reply->n_row, 2); /* registered, accepted: nothing twice */
    }
    /* one who is refused for a reason of its own is still refused */
    assert_false(home_do(&h, "zhangmin", "accept", number, "id", "another", NULL));
    assert_string_not_equal(h.code, "busy");
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sent_twice_at_once)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
