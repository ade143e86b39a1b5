/* The supervisor against kill -9, SIGSTOP and starters that race. */
#include "hall_home.h"

#include <sys/resource.h>

#include "hall/night.h"

enum { CLIENTS = 8, REQUESTS = 50 };

/* A client process: REQUESTS requests one after the other, each answered once; its slots go into
 * the pipe. */
static int be_client(int to)
{
    struct door *d = connect_with(self);

    for (int i = 0; d && i < REQUESTS; i++) {
        Yc__Reply *r = ask(d, "do", "ms", "15", NULL, NULL);
        if (!r || !r->ok) return 1;
        int slot = atoi(door_reply_get(r, "slot"));
        if (write(to, &slot, sizeof slot) != sizeof slot) return 1;
        door_reply_free(r);
    }
    door_close(d);
    return d ? 0 : 1;
}

static void start_clients(pid_t pid[CLIENTS], int pipe_fd[2])
{
    assert_int_equal(pipe(pipe_fd), 0);
    for (int i = 0; i < CLIENTS; i++) {
        pid[i] = fork();
        if (pid[i] == 0) _exit(be_client(pipe_fd[1]));
    }
    close(pipe_fd[1]);
}

static int kill_data_while_running(pid_t pid[CLIENTS], int *failed)
{
    pid_t killed = 0;
    int kills = 0;

    for (int left = CLIENTS; left > 0; usleep(100000)) {
        for (int i = 0; i < CLIENTS; i++) {
            int status;
            if (!pid[i] || waitpid(pid[i], &status, WNOHANG) != pid[i]) continue;
            pid[i] = 0;
            left--;
            if (status != 0) ++*failed;
        }
        pid_t data = noted("data.pid");
        if (left && data > 0 && data != killed && kill(data, SIGKILL) == 0) {
            killed = data;
            kills++;
        }
    }
    return kills;
}

static void every_request_is_done_once_under_kills(void **state)
{
    pid_t pid[CLIENTS];
    int from[2], slot, answers = 0, failed = 0;
    unsigned char seen[CLIENTS * REQUESTS] = {0};

    (void)state;
    struct door *d = connect_started();
    start_clients(pid, from);
    int kills = kill_data_while_running(pid, &failed);
    while (read(from[0], &slot, sizeof slot) == sizeof slot) {
        assert_in_range(slot, 0, CLIENTS * REQUESTS - 1);
        assert_int_equal(seen[slot]++, 0); /* no two answers for one deed */
        answers++;
    }
    close(from[0]);
    assert_int_equal(failed, 0);
    assert_int_equal(answers, CLIENTS * REQUESTS);

    struct stub_ledger *l = stub_ledger(home);
    assert_int_equal(l->done, CLIENTS * REQUESTS);
    assert_true(l->attempts > l->done); /* the kills did hit requests */
    munmap(l, sizeof *l);
    assert_true(kills >= 5);
    assert_int_equal(stat_number(d, "restarts"), kills);
    assert_false(file_has("yichuangd.log", "before anything was answered")); /* no pause of ours */
    door_close(d);
}

/* Nobody can be served meanwhile: to try ever faster would only fill the log. */
static void ends_before_serving_are_spaced(void **state)
{
    struct door *d = connect_started();

    (void)state;
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    put_file("refuse", "");
    kill(noted("data.pid"), SIGKILL);
    for (int i = 0; i < 1000 && !file_has("yichuangd.log", "before anything was answered"); i++)
        usleep(5000);
    assert_true(file_has("yichuangd.log", "more than 5 ends in 10 s before anything was answered"));
    char *refuse = mem_printf("%s/refuse", home);
    unlink(refuse);
    free(refuse);
    ask_ok(d, "do", NULL, NULL, NULL, NULL); /* after the wait it is tried again, and serves */
    assert_in_range(stat_number(d, "restarts"), 6, 8);
    door_close(d);
}

static void stopped_data_process_is_replaced(void **state)
{
    struct door *d = connect_started();

    (void)state;
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    pid_t data = noted("data.pid");
    kill(data, SIGSTOP);
    kill(data, SIGCONT); /* woken in time: nothing happened */
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_int_equal(noted("data.pid"), data);
    kill(data, SIGSTOP);
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_false(alive(data));
    assert_int_equal(stat_number(d, "restarts"), 1);
    assert_true(file_has("yichuangd.log", "stopped, and not woken"));
    assert_false(file_has("yichuangd.log", "no beat")); /* seen at once, not missed for 5 s */
    door_close(d);
}

static void without_memory_it_ends_and_is_replaced(void **state)
{
    struct door *d = connect_started();

    (void)state;
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_int_equal(prlimit(noted("data.pid"), RLIMIT_DATA, &(struct rlimit){0, 0}, NULL), 0);
    ask_ok(d, "big", "bytes", "100000", NULL, NULL);
    assert_int_equal(stat_number(d, "restarts"), 1);
    assert_true(file_has("yichuangd.log", "data process left with status"));
    door_close(d);
}

static void killed_supervisor_is_replaced_by_a_caller(void **state)
{
    struct door *d = connect_started();

    (void)state;
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    pid_t first = noted("super.pid"), data = noted("data.pid");
    kill(first, SIGKILL);
    ask_ok(d, "do", NULL, NULL, NULL, NULL); /* the old data process may just have managed it */
    assert_true(gone_within(data, 1000));
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_int_not_equal(noted("super.pid"), first); /* never two owners: end_home looks at that */
    assert_int_equal(stat_number(d, "restarts"), 0);
    door_close(d);
}

static void starters_that_race_end_with_one_supervisor(void **state)
{
    enum { RACERS = 6 };
    pid_t pid[RACERS];

    (void)state;
    for (int i = 0; i < RACERS; i++) {
        pid[i] = fork();
        if (pid[i]) continue;
        struct door *d = connect_with(self);
        Yc__Reply *r = d ? ask(d, "do", NULL, NULL, NULL, NULL) : NULL;
        _exit(r && r->ok ? 0 : 1);
    }
    for (int i = 0; i < RACERS; i++) {
        int status;
        assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
        assert_int_equal(status, 0);
    }
    /* The losers have left, quietly: what remains of our (adopted) children is one supervisor. */
    pid_t supervisor = noted("super.pid");
    usleep(200000);
    int status;
    for (pid_t p; (p = waitpid(-1, &status, WNOHANG)) > 0;)
        assert_int_equal(status, 0);
    assert_true(alive(supervisor));
    struct stub_ledger *l = stub_ledger(home);
    assert_int_equal(l->opened, 1);
    assert_int_equal(l->done, RACERS);
    munmap(l, sizeof *l);
    struct hall_options opt = {.home = home};
    assert_int_equal(hall_supervise(&opt), 0); /* one more loser, in-process */
    assert_false(file_has("yichuangd.log", "error"));
}

static void orderly_stop_answers_what_was_asked(void **state)
{
    struct door *d = connect_started();

    (void)state;
    pid_t supervisor = noted("super.pid");
    pid_t client = fork();
    if (client == 0) {
        Yc__Reply *r = ask(d, "do", "ms", "500", NULL, NULL);
        _exit(r && r->ok ? 0 : 1);
    }
    struct stub_ledger *l = stub_ledger(home);
    while (!l->attempts)
        usleep(1000);
    kill(supervisor, SIGTERM);
    int status;
    assert_int_equal(waitpid(client, &status, 0), client);
    assert_int_equal(status, 0);
    assert_int_equal(waitpid(supervisor, &status, 0), supervisor);
    assert_int_equal(status, 0);
    assert_int_equal(l->attempts, 1);
    assert_int_equal(l->closed, 1);
    munmap(l, sizeof *l);
    door_close(d);
}

static void office_that_does_not_open_is_said_at_once(void **state)
{
    struct door_options opt = {
        .socket = door_sock, .start = self, .start_argv = start_argv, .wait_ms = 4000};
    struct door *d;
    struct fault f = {0};
    Yc__Reply *r = NULL;
    int64_t began = now_ms();

    (void)state;
    put_file("refuse", "");
    enum rc rc = door_connect(&opt, &d, &f);
    if (rc == RC_OK) { /* it may have connected while the supervisor still tried */
        Yc__Request *q = door_request_new("do");
        rc = door_call(d, q, &r, &f);
        door_request_free(q);
        door_close(d);
    }
    assert_int_equal(rc, RC_REFUSED);
    assert_string_equal(f.code, "unavailable");
    assert_true(now_ms() - began < 2000);
    assert_true(file_has("yichuangd.log", "does not want to open"));
}

static void wait_for_restarts(struct door *d, long n)
{
    for (int i = 0; i < 300 && stat_number(d, "restarts") < n; i++)
        usleep(10000);
    assert_int_equal(stat_number(d, "restarts"), n);
}

static void night_batch_is_run_and_reported(void **state)
{
    struct door *d = connect_started();

    (void)state;
    put_file("night.status", "0");
    ask_ok(d, "hall_night", "date", "2031-11-24", NULL, NULL);
    for (int i = 0; i < 300 && night_recorded(home) == DAY_NONE; i++)
        usleep(10000);
    assert_int_equal(night_recorded(home), day_of_civil(2031, 11, 24));
    assert_true(file_has("night.ran", "2031-11-24"));
    Yc__Reply *r = NULL;
    for (int i = 0; i < 300; i++, usleep(10000)) {
        r = ask(d, "hall_stat", NULL, NULL, NULL, NULL);
        if (strcmp(door_reply_get(r, "night"), "") == 0) break;
        door_reply_free(r);
    }
    assert_string_equal(door_reply_get(r, "night"), "");
    assert_string_equal(door_reply_get(r, "night_last"), "2031-11-24");
    assert_string_equal(door_reply_get(r, "restarts"), "0");
    door_reply_free(r);
    door_close(d);
}

static void night_batch_that_ends_badly_restarts_all(void **state)
{
    struct door *d = connect_started();

    (void)state;
    put_file("night.status", "3");
    ask_ok(d, "hall_night", "date", "2031-11-24", NULL, NULL);
    wait_for_restarts(d, 1);
    assert_int_equal(night_recorded(home), DAY_NONE);
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    door_close(d);
}

static void night_batch_refuses_nonsense(void **state)
{
    struct door *d = connect_started();
    Yc__Reply *r = ask(d, "hall_night", "date", "2031-02-30", NULL, NULL);

    (void)state;
    assert_non_null(r);
    assert_false(r->ok);
    assert_string_equal(r->code, "field");
    door_reply_free(r);
    door_close(d);
}

static void night_is_due_at_23(void **state)
{
    day_t day = day_of_civil(2026, 11, 24);
    instant_t midnight = day_start(day);

    (void)state;
    assert_int_equal(night_wanted(midnight + 23 * 3600 - 1, 23 * 60), day - 1);
    assert_int_equal(night_wanted(midnight + 23 * 3600, 23 * 60), day);
    assert_int_equal(night_wanted(midnight + DAY_SECONDS, 23 * 60), day);
    night_record(home, day);
    night_record(home, day - 3); /* an old day run by hand does not bring back the later ones */
    assert_int_equal(night_recorded(home), day);
}

int main(int argc, char **argv)
{
    int status;
    const struct CMUnitTest tests[] = {
        home_test(every_request_is_done_once_under_kills),
        home_test(ends_before_serving_are_spaced),
        home_test(stopped_data_process_is_replaced),
        home_test(without_memory_it_ends_and_is_replaced),
        home_test(killed_supervisor_is_replaced_by_a_caller),
        home_test(starters_that_race_end_with_one_supervisor),
        home_test(orderly_stop_answers_what_was_asked),
        home_test(office_that_does_not_open_is_said_at_once),
        home_test(night_batch_is_run_and_reported),
        home_test(night_batch_that_ends_badly_restarts_all),
        home_test(night_batch_refuses_nonsense),
        home_test(night_is_due_at_23),
    };

    if (hall_helper(argc, argv, &status)) return status;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
