/* What must hold of any answer about time, whatever the question: asked of random ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "calendar_file.h"
#include "oracle/walk.h"
#include "time_questions.h"

static struct calendar *cal;
static struct walk_calendar *walk;
static int questions, seed;

static int open_calendars(void **state)
{
    (void)state;
    cal = calendar_cn();
    walk = walk_calendar_read(SOURCE_DIR "/data/calendar/cn.tsv");
    questions = from_environment("ORACLE_QUESTIONS", 50000);
    seed = from_environment("ORACLE_SEED", 1);
    print_message("seed %d, %d questions for each law\n", seed, questions);
    return 0;
}

static int close_calendars(void **state)
{
    (void)state;
    calendar_free(cal);
    walk_calendar_free(walk);
    return 0;
}

static struct dice dice(int law)
{
    return dice_of(walk, (uint64_t)(seed * 100 + law));
}

/* --- one value of an answer --- */

struct value {
    char s[24]; /* of dates the text order is the order in time, and "none" is after all */
};

static struct value value_in(const char *answer, const char *key)
{
    struct value v = {""};
    size_t len = strlen(key);

    for (const char *p = answer; p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL)
        if (strncmp(p, key, len) == 0 && p[len] == '=')
            snprintf(v.s, sizeof v.s, "%.*s", (int)strcspn(p + len + 1, ";"), p + len + 1);
    if (!*v.s) fail_msg("no %s in the answer %s", key, answer);
    return v;
}

static struct value value(const char *op, const struct text *inputs, const char *key)
{
    char *answer = ask(cal, op, inputs->s);
    struct value v = value_in(answer, key);

    free(answer);
    return v;
}

/* The n-th working day after start. */
static struct value working_day(const char *start, int n)
{
    struct text t = {.len = 0};

    put(&t, "start=%s;n=%d", start, n);
    return value("wd", &t, "due");
}

static bool not_after(struct value a, struct value b)
{
    return strcmp(a.s, b.s) <= 0;
}

/* The question and its suspensions are kept apart: the same suspensions serve several. */
static struct text limit_question(int start, int n, const struct text *suspensions)
{
    struct text t = {.len = 0};

    put_date(&t, "start=", start);
    put(&t, ";n=%d%s", n, suspensions->s);
    return t;
}

#define LAW(holds, question)                                                                       \
    do {                                                                                           \
        if (!(holds)) fail_msg("does not hold: %s\n  for %s", #holds, (question)->s);              \
    } while (0)

/* --- limits --- */

static const char *const limits[] = {"wd", "cd", "mo"};

static void grows_with_length(void **state)
{
    (void)state;
    struct dice d = dice(1);

    for (int i = 0; i < questions; i++) {
        int start = any_date(&d), n = any_length(&d);
        struct text s = {.len = 0};
        if (once_in(&d, 2)) put_suspensions(&d, &s, start, n * 7 / 5);
        struct text one = limit_question(start, n, &s), more = limit_question(start, n + 1, &s);
        struct value a = value("wd", &one, "due"), b = value("wd", &more, "due");
        LAW(strcmp(a.s, b.s) < 0 || strcmp(b.s, "none") == 0, &one);
        LAW(not_after(value("cd", &one, "due"), value("cd", &more, "due")), &one);
    }
}

static void grows_with_start(void **state)
{
    (void)state;
    struct dice d = dice(2);

    for (int i = 0; i < questions; i++) {
        int start = any_date(&d), n = any_length(&d), later = days_on(start, roll(&d, 0, 20));
        struct text s = {.len = 0};
        if (once_in(&d, 2)) put_suspensions(&d, &s, start, n * 7 / 5);
        struct text one = limit_question(start, n, &s), other = limit_question(later, n, &s);
        LAW(not_after(value("wd", &one, "due"), value("wd", &other, "due")), &other);
        LAW(not_after(value("cd", &one, "due"), value("cd", &other, "due")), &other);
    }
}

static void suspension_never_shortens(void **state)
{
    (void)state;
    struct dice d = dice(3);

    for (int i = 0; i < questions; i++) {
        const char *op = limits[i % 3];
        int start = any_date(&d), n = i % 3 == 2 ? roll(&d, 0, 12) : any_length(&d);
        struct text none = {.len = 0}, s = {.len = 0};
        put_suspensions(&d, &s, start, n * 7 / 5);
        struct text few = limit_question(start, n, &none), some = limit_question(start, n, &s);
        put_date(&s, ",", start = days_on(start, roll(&d, 0, n + 10)));
        put_date(&s, "/", days_on(start, roll(&d, 0, 30)));
        struct text more = few;
        put(&more, "%s", s.s);
        struct value longer = value(op, &some, "due");
        LAW(not_after(value(op, &few, "due"), longer), &some);
        LAW(not_after(longer, value(op, &more, "due")), &more);
    }
}

/* count(start, due] = n */
static void lamp_counts_what_wd_adds(void **state)
{
    (void)state;
    struct dice d = dice(4);

    for (int i = 0; i < questions; i++) {
        struct text start = {.len = 0}, t = {.len = 0};
        int n = any_length(&d);
        put_date(&start, "", any_date(&d));
        put(&t, "due=%s;today=%s;warn=3", working_day(start.s, n).s, start.s);
        LAW(atoi(value("lamp", &t, "remaining_wd").s) == n, &t);
    }
}

static void before_undoes_after(void **state)
{
    (void)state;
    struct dice d = dice(5);

    for (int i = 0; i < questions; i++) {
        struct text any = {.len = 0}, t = {.len = 0};
        int n = any_length(&d);
        put_date(&any, "", any_date(&d));
        struct value day = working_day(any.s, 1);
        put(&t, "event=%s;n=%d", working_day(day.s, n).s, n);
        LAW(strcmp(value("before_wd", &t, "latest").s, day.s) == 0, &t);
    }
}

/* --- licences --- */

static void promise_within_the_law(void **state)
{
    (void)state;
    struct dice d = dice(6);

    for (int i = 0; i < questions; i++) {
        struct text t = {.len = 0};
        int accepted = any_date(&d), limit = any_length(&d);
        put_date(&t, "accepted=", accepted);
        put(&t, ";limit=%d;commit=%d", limit, any_length(&d));
        if (once_in(&d, 2)) put(&t, ";ext=%d", roll(&d, 0, 20));
        if (once_in(&d, 2)) put_suspensions(&d, &t, accepted, limit * 7 / 5);
        struct text decided = {.len = 0};
        put_date(&decided, "", days_on(accepted, roll(&d, 0, limit * 2)));
        put(&t, ";decided=%s", decided.s);
        char *answer = ask(cal, "licence", t.s);
        struct value commit = value_in(answer, "commit_due");
        struct value statutory = value_in(answer, "statutory_due");
        bool on_time = strcmp(value_in(answer, "result").s, "on_time") == 0;
        bool red = strcmp(value_in(answer, "result").s, "red") == 0;
        free(answer);
        LAW(not_after(commit, statutory), &t);
        LAW(on_time == (strcmp(decided.s, commit.s) <= 0), &t);
        LAW(red == (strcmp(decided.s, statutory.s) > 0), &t);
    }
}

static void put_receipt(struct dice *d, struct text *t)
{
    put_date(t, "ts=", any_date(d));
    put(t, "T%02d:%02d", roll(d, 0, 23), roll(d, 0, 59));
}

static void silence_accepts_in_the_review(void **state)
{
    (void)state;
    struct dice d = dice(7);

    for (int i = 0; i < questions; i++) {
        struct text t = {.len = 0};
        put_receipt(&d, &t);
        put(&t, ";limit=%d;review=%d", any_length(&d), roll(&d, 0, 15));
        char *licence = ask(cal, "accept", t.s), *review = ask(cal, "accept_end", t.s);
        struct value last = value_in(licence, "review_due");
        LAW(not_after(value_in(licence, "deemed_accept"), last), &t);
        LAW(not_after(value_in(licence, "receipt"), value_in(licence, "decision_due")), &t);
        LAW(strcmp(value_in(review, "deemed_accept").s, last.s) == 0, &t);
        free(licence);
        free(review);
    }
}

static void received_once_is_received(void **state)
{
    (void)state;
    struct dice d = dice(8);

    for (int i = 0; i < questions; i++) {
        struct text t = {.len = 0}, again = {.len = 0};
        put_receipt(&d, &t);
        struct value day = value("receive", &t, "eff");
        put(&again, "ts=%sT09:00", day.s);
        LAW(strcmp(value("receive", &again, "eff").s, day.s) == 0, &t);
    }
}

/* --- several limits together --- */

static void barrier_is_the_last_part(void **state)
{
    (void)state;
    struct dice d = dice(9);

    for (int i = 0; i < questions; i++) {
        struct text t = {.len = 0};
        int parts = roll(&d, 1, 6), most = 0;
        put_date(&t, "accepted=", any_date(&d));
        for (int k = 0; k < parts; k++) {
            int days = roll(&d, 0, 40);
            put(&t, "%s%c:%d", k ? "," : ";depts=", 'a' + k, days);
            if (days > most) most = days;
        }
        put(&t, ";total=%d", most);
        char *answer = ask(cal, "joint", t.s);
        struct value barrier = value_in(answer, "barrier"), last = {""};
        for (int k = 0; k < parts; k++) {
            struct value part = value_in(answer, (char[]){(char)('a' + k), '_', 'd', 'u', 'e', 0});
            if (not_after(last, part)) last = part;
        }
        LAW(strcmp(barrier.s, last.s) == 0, &t);
        LAW(strcmp(barrier.s, value_in(answer, "total_due").s) == 0, &t);
        LAW(strcmp(value_in(answer, "tail_wd").s, "0") == 0, &t);
        free(answer);
    }
}

static void stages_add_up(void **state)
{
    (void)state;
    struct dice d = dice(10);

    for (int i = 0; i < questions; i++) {
        struct text accepted = {.len = 0}, t = {.len = 0};
        int parts = roll(&d, 1, 6), sum = 0, commit = roll(&d, 0, 60);
        put_date(&accepted, "", any_date(&d));
        put(&t, "accepted=%s", accepted.s);
        for (int k = 0; k < parts; k++) {
            int days = roll(&d, 0, 20);
            put(&t, "%s%c:%d", k ? "," : ";stages=", 'a' + k, days);
            sum += days;
        }
        put(&t, ";commit=%d", commit);
        char *answer = ask(cal, "stages", t.s);
        struct value last = value_in(answer, (char[]){(char)('a' + parts - 1), 0});
        LAW(strcmp(last.s, working_day(accepted.s, sum).s) == 0, &t);
        LAW((strcmp(value_in(answer, "plan").s, "ok") == 0) == (sum <= commit), &t);
        free(answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_with_length),
        cmocka_unit_test(grows_with_start),
        cmocka_unit_test(suspension_never_shortens),
        cmocka_unit_test(lamp_counts_what_wd_adds),
        cmocka_unit_test(before_undoes_after),
        cmocka_unit_test(promise_within_the_law),
        cmocka_unit_test(silence_accepts_in_the_review),
        cmocka_unit_test(received_once_is_received),
        cmocka_unit_test(barrier_is_the_last_part),
        cmocka_unit_test(stages_add_up),
    };

    return cmocka_run_group_tests(tests, open_calendars, close_calendars);
}
