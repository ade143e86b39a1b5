#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hall/news.h"

static char heard[8192];

static void hear(void *arg, const char *topic)
{
    (void)arg;
    strcat(heard, topic ? topic : "(everything)");
    strcat(heard, " ");
}

static const char *take(struct news *n)
{
    heard[0] = '\0';
    news_take(n, hear, NULL);
    return heard;
}

static bool readable(const struct news *n)
{
    struct pollfd p = {.fd = news_fd(n), .events = POLLIN};

    return poll(&p, 1, 0) == 1;
}

static void each_topic_once(void **state)
{
    struct news *n = news_new();

    (void)state;
    assert_string_equal(take(n), "");
    news_add(n, "scj/exam");
    news_add(n, "zhangmin");
    news_add(n, "scj/exam");
    assert_string_equal(take(n), "scj/exam zhangmin ");
    assert_string_equal(take(n), "");
    news_add(n, "due"); /* left inside: news_free frees it */
    news_free(n);
}

static void told_again_only_after_taking(void **state)
{
    struct news *n = news_new();

    (void)state;
    assert_false(readable(n));
    news_add(n, "a");
    assert_true(readable(n));
    news_heard(n);
    news_add(n, "b");
    assert_false(readable(n));
    assert_string_equal(take(n), "a b ");
    news_add(n, "c");
    assert_true(readable(n));
    news_free(n);
}

static void too_many_topics_are_everything(void **state)
{
    struct news *n = news_new();
    char topic[16];

    (void)state;
    for (int i = 0; i < NEWS_TOPICS + 1; i++) {
        snprintf(topic, sizeof topic, "t%d", i);
        news_add(n, topic);
    }
    assert_string_equal(take(n), "(everything) ");
    news_add(n, "a");
    assert_string_equal(take(n), "a ");
    news_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_topic_once),
        cmocka_unit_test(told_again_only_after_taking),
        cmocka_unit_test(too_many_topics_are_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
