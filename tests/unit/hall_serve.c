/* The data process: order, fairness, slow and broken clients, pushes, background work. */
#include "hall_home.h"

#include <poll.h>
#include <sys/socket.h>

static int raw_line(void)
{
    int fd = wire_socket();

    assert_int_equal(wire_connect(fd, door_sock), 0);
    return fd;
}

static bool readable(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    return poll(&p, 1, ms) == 1;
}

static bool raw_send(int fd, const char *name, const char *key, const char *value, int nr)
{
    Yc__Request *q = door_request_new(name);
    struct buf b = {0};
    char text[16];

    q->has_id = true;
    q->id.len = STUB_ID;
    q->id.data = mem_alloc(STUB_ID);
    memcpy(q->id.data, &nr, sizeof nr);
    snprintf(text, sizeof text, "%d", nr);
    door_request_with(q, key, value);
    door_request_with(q, "nr", text);
    assert_true(wire_pack(&q->base, &b));
    enum wire_end end = wire_send(fd, &b);
    door_request_free(q);
    buf_free(&b);
    assert_int_not_equal(end, WIRE_OVER);
    return end == WIRE_OK;
}

static Yc__Reply *raw_reply(int fd)
{
    Yc__Reply *r;

    assert_true(readable(fd, 5000));
    assert_int_equal(wire_read_reply(fd, &r), WIRE_OK);
    return r;
}

static int id_number(const Yc__Reply *r)
{
    int nr;

    assert_int_equal(r->id.len, STUB_ID);
    memcpy(&nr, r->id.data, sizeof nr);
    return nr;
}

static void figures_and_caller(void **state)
{
    struct door *d = connect_started();
    Yc__Reply *r = ask(d, "who", NULL, NULL, NULL, NULL);

    (void)state;
    assert_int_equal(atoi(door_reply_get(r, "uid")), getuid());
    assert_string_equal(door_reply_get(r, "system"), "0");
    door_reply_free(r);
    assert_int_equal(stat_number(d, "workers"), HALL_WORKERS);
    assert_int_equal(stat_number(d, "connections"), 1);
    assert_int_equal(stat_number(d, "requests"), 5); /* connect_started, who, three figures */
    assert_int_equal(stat_number(d, "pid"), noted("data.pid"));
    assert_int_equal(stat_number(d, "supervisor"), noted("super.pid"));
    struct stat s;
    assert_int_equal(stat(door_sock, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0660);
    door_close(d);
}

/* The kernel names the caller; only the office's own account may start the night batch. */
static void stranger_is_named_by_the_kernel(void **state)
{
    struct door *d = connect_started();

    (void)state;
    if (geteuid() != 0) {
        door_close(d);
        skip();
    }
    chmod(home, 0755);
    chmod(door_sock, 0666);
    pid_t child = fork();
    if (child == 0) {
        if (setuid(65534) != 0) _exit(9);
        struct door *mine = connect_with(NULL);
        Yc__Reply *who = mine ? ask(mine, "who", NULL, NULL, NULL, NULL) : NULL;
        if (!who || strcmp(door_reply_get(who, "uid"), "65534") != 0) _exit(1);
        Yc__Reply *r = ask(mine, "hall_night", "date", "2031-11-24", NULL, NULL);
        _exit(r && !r->ok && strcmp(r->code, "role") == 0 ? 0 : 2);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    door_close(d);
}

/* Short requests after long ones: with 6 workers they would overtake if a line had more than one
 * inside. */
static void pipelined_replies_keep_their_order(void **state)
{
    enum { N = 60 };
    struct door *d = connect_started();
    int fd = raw_line();

    (void)state;
    for (int i = 0; i < N; i++)
        assert_true(raw_send(fd, "do", "ms", i % 2 ? "0" : "10", i));
    int64_t began = now_ms();
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_true(now_ms() - began < 200); /* served in turn, not after the 300 ms of the others */
    for (int i = 0; i < N; i++) {
        Yc__Reply *r = raw_reply(fd);
        assert_true(r->ok);
        assert_int_equal(id_number(r), i);
        door_reply_free(r);
    }
    close(fd);
    door_close(d);
}

static void slow_client_stalls_only_itself(void **state)
{
    struct door *d = connect_started();
    int slow = raw_line(), sent = 0, got = 0;

    (void)state;
    /* Until our own buffer stays full: the data process has stopped reading this line. */
    for (int refused = 0; sent < 5000 && refused < 20; refused++, usleep(10000))
        while (raw_send(slow, "big", "bytes", "60000", sent))
            sent++;
    assert_true(sent > 3 && sent < 5000);
    int64_t began = now_ms();
    for (int i = 0; i < 200; i++)
        ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_true(now_ms() - began < 3000);
    assert_int_equal(stat_number(d, "queue"), 0);
    while (got < sent && readable(slow, 2000)) {
        Yc__Reply *r = raw_reply(slow);
        assert_true(r->ok);
        assert_int_equal(strlen(door_reply_get(r, "text")), 60000);
        door_reply_free(r);
        got++;
    }
    assert_int_equal(got, sent);
    close(slow);
    door_close(d);
}

static void answer_too_long_is_refused(void **state)
{
    struct door *d = connect_started();
    Yc__Reply *r = ask(d, "big", "bytes", "131072", NULL, NULL);

    (void)state;
    assert_non_null(r);
    assert_false(r->ok);
    assert_string_equal(r->code, "toolong");
    door_reply_free(r);
    r = ask(d, "big", "bytes", "131000", NULL, NULL); /* and the longest that fits does pass */
    assert_non_null(r);
    assert_true(r->ok);
    door_reply_free(r);
    door_close(d);
}

static void malformed_packets_close_the_line(void **state)
{
    static char big[DOOR_MESSAGE_MAX + 1];
    static const struct {
        const char *data;
        size_t n;
    } bad[] = {
        {"\xff\xff\xff\xff", 4}, /* no field */
        {"\x12\x7f"
         "abc",
         5},                     /* name longer than the packet */
        {"\x4a\x02\x0a\x00", 4}, /* a pair without its value */
        {"\x12", 1},
        {big, sizeof big}, /* one byte over the limit */
        {"", 0},
    };
    struct door *d = connect_started();
    pid_t data = noted("data.pid");
    char end;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int fd = raw_line();
        assert_int_equal(send(fd, bad[i].data, bad[i].n, 0), bad[i].n);
        assert_true(readable(fd, 2000));
        assert_true(recv(fd, &end, 1, MSG_DONTWAIT) <= 0);
        close(fd);
    }
    ask_ok(d, "do", NULL, NULL, NULL, NULL);
    assert_int_equal(noted("data.pid"), data);
    assert_int_equal(stat_number(d, "restarts"), 0);
    assert_int_equal(stat_number(d, "connections"), 1);
    assert_true(file_has("yichuangd.log", "not a request from uid"));
    door_close(d);
}

static void two_hundred_connections(void **state)
{
    enum { N = 200 };
    struct door *first = connect_started(), *d[N];

    (void)state;
    for (int i = 0; i < N; i++)
        assert_non_null(d[i] = connect_with(NULL));
    for (int i = 0; i < N; i++)
        ask_ok(d[i], "do", NULL, NULL, NULL, NULL);
    assert_int_equal(stat_number(first, "connections"), N + 1);
    kill(noted("data.pid"), SIGKILL);
    for (int i = 0; i < N; i++)
        ask_ok(d[i], "do", NULL, NULL, NULL, NULL);
    for (int i = 0; i < N; i++)
        door_close(d[i]);
    struct stub_ledger *l = stub_ledger(home);
    assert_int_equal(l->done, 2 * N);
    munmap(l, sizeof *l);
    for (int i = 0; i < 100 && stat_number(first, "connections") > 1; i++)
        usleep(10000);
    assert_int_equal(stat_number(first, "connections"), 1);
    door_close(first);
}

static int pushes_within(int fd, int ms)
{
    int n = 0;

    for (int64_t until = now_ms() + ms, left; (left = until - now_ms()) > 0;) {
        if (!readable(fd, (int)left)) break;
        Yc__Reply *r = raw_reply(fd);
        assert_true(r->push);
        door_reply_free(r);
        n++;
    }
    return n;
}

static void pushes_reach_those_who_watch(void **state)
{
    struct door *d = connect_started();
    int exam = raw_line(), all = raw_line(), other = raw_line(), none = raw_line();

    (void)state;
    raw_send(exam, "watch", "topic", "scj/exam", 1);
    raw_send(all, "watch", "topic", "*", 1);
    raw_send(other, "watch", "topic", "scj/window", 1);
    raw_send(none, "do", "ms", "0", 1);
    for (int i = 0, fd[] = {exam, all, other, none}; i < 4; i++)
        door_reply_free(raw_reply(fd[i]));

    int64_t began = now_ms();
    ask_ok(d, "touch", "topic", "scj/exam", "times", "300"); /* one a ms */
    int most = (int)(now_ms() - began) / 200 + 2;            /* at 0, 200, 400 ms */
    assert_in_range(pushes_within(exam, 1000), 2, most);
    assert_in_range(pushes_within(all, 50), 2, most);
    assert_int_equal(pushes_within(other, 50), 0);
    assert_int_equal(pushes_within(none, 50), 0);

    raw_send(exam, "watch", "topic", "zhangmin", 2); /* replaces */
    door_reply_free(raw_reply(exam));
    ask_ok(d, "touch", "topic", "scj/exam", "times", "1");
    assert_int_equal(pushes_within(exam, 400), 0);
    ask_ok(d, "touch", "topic", "zhangmin", "times", "1");
    assert_int_equal(pushes_within(exam, 400), 1);
    close(exam), close(all), close(other), close(none);
    door_close(d);
}

static void watching_survives_a_restart(void **state)
{
    struct door *d = connect_started(), *watcher = connect_with(NULL);

    (void)state;
    ask_ok(watcher, "watch", "topic", "scj/exam", NULL, NULL);
    assert_false(door_changed(watcher));
    ask_ok(d, "touch", "topic", "scj/exam", "times", "1");
    assert_true(readable(door_fd(watcher), 1000));
    assert_true(door_changed(watcher));
    assert_false(door_changed(watcher));

    kill(noted("data.pid"), SIGKILL);
    assert_true(readable(door_fd(watcher), 1000));
    assert_true(door_changed(watcher)); /* something may have been missed */
    ask_ok(watcher, "do", NULL, NULL, NULL, NULL);
    ask_ok(d, "touch", "topic", "scj/exam", "times", "1");
    assert_true(readable(door_fd(watcher), 1000));
    assert_true(door_changed(watcher));
    door_close(watcher);
    door_close(d);
}

static void due_work_is_done_in_its_second(void **state)
{
    struct door *d = connect_started();
    struct stub_ledger *l = stub_ledger(home);
    char at[24];

    (void)state;
    usleep(100000); /* the thread is asleep for its 10 s */
    unsigned ticks = l->ticks;
    snprintf(at, sizeof at, "%lld", (long long)time(NULL) + 2);
    l->late_ms = -1;
    ask_ok(d, "due", "at", at, NULL, NULL);
    for (int i = 0; i < 300 && l->late_ms < 0; i++)
        usleep(10000);
    assert_in_range(l->late_ms, 0, 700);
    assert_in_range(l->ticks - ticks, 2, 3);
    munmap(l, sizeof *l);
    door_close(d);
}

int main(int argc, char **argv)
{
    int status;
    const struct CMUnitTest tests[] = {
        home_test(figures_and_caller),
        home_test(stranger_is_named_by_the_kernel),
        home_test(pipelined_replies_keep_their_order),
        home_test(slow_client_stalls_only_itself),
        home_test(answer_too_long_is_refused),
        home_test(malformed_packets_close_the_line),
        home_test(two_hundred_connections),
        home_test(pushes_reach_those_who_watch),
        home_test(watching_survives_a_restart),
        home_test(due_work_is_done_in_its_second),
    };

    if (hall_helper(argc, argv, &status)) return status;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
