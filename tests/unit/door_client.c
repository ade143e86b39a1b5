/* The client of a door against a server that follows a script. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/mem.h"
#include "door/door.h"
#include "door/now.h"
#include "door/wire.h"

/* The script is a text, one letter a step (steps below). */
static struct {
    const char *script;
    int listener, line;
    Yc__Request *last, *before;
    pthread_t thread;
    bool running;
    char failed; /* the step that went wrong; 0: none */
} fake;

static char dir[64], path[96];

static bool wait_readable(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    return poll(&p, 1, 5000) == 1;
}

static bool step_accept(void)
{
    if (!wait_readable(fake.listener)) return false;
    fake.line = wire_accept(fake.listener);
    return fake.line >= 0;
}

static bool step_read(void)
{
    if (fake.before) door_request_free(fake.before);
    fake.before = fake.last;
    return wait_readable(fake.line) && wire_read_request(fake.line, &fake.last) == WIRE_OK;
}

static bool same_packed(void)
{
    struct buf a = {0}, b = {0};

    bool same = fake.before && wire_pack(&fake.before->base, &a) &&
                wire_pack(&fake.last->base, &b) && a.len == b.len &&
                memcmp(a.data, b.data, a.len) == 0;
    buf_free(&a);
    buf_free(&b);
    return same;
}

static bool step_read_same(void)
{
    return step_read() && same_packed();
}

static bool step_read_watch(void)
{
    return step_read() && strcmp(fake.last->name, "watch") == 0;
}

static bool send_and_free(Yc__Reply *r)
{
    struct buf b = {0};
    bool sent = wire_pack(&r->base, &b) && wire_send(fake.line, &b) == WIRE_OK;

    buf_free(&b);
    door_reply_free(r);
    return sent;
}

static bool step_yes(void)
{
    Yc__Reply *r = door_reply_new(fake.last);

    door_reply_with(r, "right", "yes");
    return send_and_free(r);
}

static bool step_no(void)
{
    Yc__Reply *r = door_reply_new(fake.last);

    r->ok = false;
    door_reply_with(r, "right", "yes");
    return send_and_free(r);
}

static bool step_push(void)
{
    Yc__Reply *r = door_reply_new(NULL);

    r->has_push = r->push = true;
    return send_and_free(r);
}

static bool step_other(void)
{
    Yc__Reply *r = door_reply_new(fake.last);

    r->id.data[0] ^= 1;
    return send_and_free(r);
}

static bool step_garbage(void)
{
    return send(fake.line, "\xff\xff\xff", 3, MSG_NOSIGNAL) == 3;
}

static bool step_close(void)
{
    return close(fake.line) == 0;
}

static bool step_pause(void)
{
    return usleep(150000) == 0;
}

static bool step_listen(void)
{
    fake.listener = wire_socket();
    return wire_listen(fake.listener, path, 8) == 0;
}

static const struct {
    char letter;
    bool (*run)(void);
} steps[] = {
    {'L', step_listen},     {'a', step_accept}, {'r', step_read},
    {'=', step_read_same}, /* must equal the one before, byte for byte */
    {'w', step_read_watch}, {'y', step_yes},    {'n', step_no},
    {'p', step_push},       {'o', step_other},                     /* an answer to another id */
    {'g', step_garbage},    {'c', step_close},  {'~', step_pause}, /* 150 ms */
};

static bool step(char letter)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].letter == letter) return steps[i].run();
    return false;
}

static void *run_script(void *arg)
{
    (void)arg;
    for (const char *s = fake.script; *s && !fake.failed; s++)
        if (!step(*s)) fake.failed = *s;
    return NULL;
}

static struct door_options options = {.socket = path};

static void begin(const char *script)
{
    memset(&fake, 0, sizeof fake);
    fake.script = script;
    if (script[0] != 'L') assert_true(step_listen());
    assert_int_equal(pthread_create(&fake.thread, NULL, run_script, NULL), 0);
    fake.running = true;
}

static void script_over(void)
{
    if (fake.running) pthread_join(fake.thread, NULL);
    fake.running = false;
}

static void finish(void)
{
    script_over();
    if (fake.failed) fprintf(stderr, "script %s failed at %c\n", fake.script, fake.failed);
    assert_int_equal(fake.failed, 0);
    close(fake.listener);
    close(fake.line);
    if (fake.last) door_request_free(fake.last);
    if (fake.before) door_request_free(fake.before);
}

static struct door *open_door(void)
{
    struct door *d = NULL;
    struct fault f;

    assert_int_equal(door_connect(&options, &d, &f), RC_OK);
    return d;
}

/* Calls and expects an answer that is the right one. */
static void call(struct door *d, const char *name, bool ok)
{
    Yc__Request *q = door_request_new(name);
    Yc__Reply *r;
    struct fault f = {0};

    door_request_with(q, "topic", "t");
    assert_int_equal(door_call(d, q, &r, &f), RC_OK);
    assert_int_equal(r->ok, ok);
    assert_string_equal(door_reply_get(r, "right"), "yes");
    assert_int_equal(q->id.len, 16);
    door_reply_free(r);
    door_request_free(q);
}

static int new_dir(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/yc-door-XXXXXX");
    if (!mkdtemp(dir)) return -1;
    snprintf(path, sizeof path, "%s/door.sock", dir);
    options = (struct door_options){.socket = path};
    return 0;
}

static int end_dir(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(dir);
}

static void a_refusal_is_an_answer(void **state)
{
    (void)state;
    begin("aryrn");
    struct door *d = open_door();
    call(d, "one", true);
    call(d, "two", false);
    assert_false(door_changed(d));
    assert_true(door_fd(d) >= 0);
    door_close(d);
    script_over();
    assert_memory_not_equal(fake.last->id.data, fake.before->id.data, 16); /* fresh ids */
    finish();
}

/* Broken before the reply, twice: the same bytes, so the same id, are sent again. */
static void broken_line_is_taken_up_again(void **state)
{
    (void)state;
    begin("arca=ca=y");
    struct door *d = open_door();
    call(d, "pay", true);
    door_close(d);
    finish();
}

/* A request that breaks the office each time it comes is given up, so that it does not break it for
 * everybody. */
static void a_poisonous_request_is_given_up(void **state)
{
    Yc__Request *q = door_request_new("poison");
    Yc__Reply *r = NULL;
    struct fault f = {0};

    (void)state;
    begin("arca=ca=ca=ca=ca=ca=ca=ca=ca=c");
    struct door *d = open_door();
    assert_int_equal(door_call(d, q, &r, &f), RC_REFUSED);
    assert_string_equal(f.code, "unavailable");
    assert_null(r);
    door_request_free(q);
    door_close(d);
    finish();
}

static void garbage_breaks_the_line(void **state)
{
    (void)state;
    begin("arga=y");
    struct door *d = open_door();
    call(d, "pay", true);
    door_close(d);
    finish();
}

static void line_broken_while_idle(void **state)
{
    (void)state;
    begin("aryc~ary");
    struct door *d = open_door();
    call(d, "one", true);
    usleep(50000);
    call(d, "two", true);
    door_close(d);
    finish();
}

static void pushes_between_replies(void **state)
{
    (void)state;
    begin("arppypr~ypp");
    struct door *d = open_door();
    call(d, "one", true);
    assert_true(door_changed(d));
    call(d, "two", true);
    script_over();
    assert_true(door_changed(d)); /* drains all of them without waiting */
    assert_false(door_changed(d));
    assert_true(door_fd(d) >= 0);
    door_close(d);
    finish();
}

static void answers_to_others_are_dropped(void **state)
{
    (void)state;
    begin("aroy");
    struct door *d = open_door();
    call(d, "one", true);
    door_close(d);
    finish();
}

static int waits, last_wait;

static void count_wait(void *arg, int ms)
{
    assert_ptr_equal(arg, &waits);
    assert_true(ms > last_wait);
    last_wait = ms;
    waits++;
}

/* No answer in 500 ms: refused then, and the late answer is not taken for that of the next call. */
static void time_over(void **state)
{
    Yc__Request *q = door_request_new("slow");
    Yc__Reply *r;
    struct fault f = {0};

    (void)state;
    begin("ar~~~~~yr~y");
    waits = last_wait = 0;
    options.wait_ms = 500;
    options.waiting = count_wait;
    options.arg = &waits;
    struct door *d = open_door();
    int64_t began = now_ms();
    assert_int_equal(door_call(d, q, &r, &f), RC_REFUSED);
    assert_string_equal(f.code, "unavailable");
    assert_null(r);
    assert_in_range(now_ms() - began, 480, 1500);
    assert_in_range(waits, 3, 6);
    waits = last_wait = 0;
    usleep(400000);
    call(d, "quick", true);
    door_request_free(q);
    door_close(d);
    finish();
}

static void nobody_comes_back(void **state)
{
    Yc__Request *q = door_request_new("slow");
    Yc__Reply *r;
    struct fault f = {0};

    (void)state;
    begin("arc");
    options.wait_ms = 400;
    struct door *d = open_door();
    unlink(path);
    int64_t began = now_ms();
    assert_int_equal(door_call(d, q, &r, &f), RC_REFUSED);
    assert_string_equal(f.code, "unavailable");
    assert_in_range(now_ms() - began, 380, 1500);
    door_request_free(q);
    door_close(d);
    finish();
}

/* The socket itself goes away and comes back: a new supervisor. */
static void new_listener_is_found(void **state)
{
    (void)state;
    begin("ary");
    struct door *d = open_door();
    call(d, "one", true);
    unlink(path);
    finish();
    begin("L~ary"); /* the old line is closed by now */
    call(d, "two", true);
    door_close(d);
    finish();
}

static void watch_is_repeated_on_a_new_line(void **state)
{
    (void)state;
    begin("awyrcawyry");
    struct door *d = open_door();
    call(d, "watch", true);
    assert_false(door_changed(d));
    call(d, "one", true);
    assert_true(door_changed(d)); /* something may have been missed */
    assert_false(door_changed(d));
    door_close(d);
    finish();
}

static void lost_line_is_noticed_by_a_watcher(void **state)
{
    (void)state;
    begin("awyc");
    struct door *d = open_door();
    call(d, "watch", true);
    script_over();
    assert_true(door_changed(d));
    assert_int_equal(door_fd(d), -1);
    assert_false(door_changed(d));
    door_close(d);
    finish();
}

/* A line is not yet an answer: whoever stands in line while the office recovers has one. */
static void a_lost_office_is_reached_without_waiting(void **state)
{
    int64_t until;

    (void)state;
    begin("awyc");
    struct door *d = open_door();
    call(d, "watch", true);
    assert_true(door_reach(d));
    script_over();
    assert_true(door_changed(d));
    for (until = now_ms() + 5000; door_fd(d) < 0 && now_ms() < until; usleep(2000))
        assert_false(door_reach(d));
    assert_true(door_fd(d) >= 0); /* dialled: nobody has taken the line */
    assert_false(door_reach(d));
    fake.script = "awy";
    assert_int_equal(pthread_create(&fake.thread, NULL, run_script, NULL), 0);
    fake.running = true;
    for (until = now_ms() + 5000; !door_reach(d) && now_ms() < until; usleep(2000))
        door_changed(d);
    assert_true(door_reach(d));
    door_close(d);
    finish();
}

static void nobody_listens(void **state)
{
    static const char *const argv[] = {"/nonexistent/yichuangd", NULL};
    struct door *d = NULL;
    struct fault f = {0};
    int64_t began = now_ms();

    (void)state;
    assert_int_equal(door_connect(&options, &d, &f), RC_REFUSED);
    assert_string_equal(f.code, "unavailable");
    assert_null(d);
    options.start = argv[0];
    options.start_argv = argv;
    assert_int_equal(door_connect(&options, &d, &f), RC_REFUSED);
    assert_string_equal(f.arg[0], argv[0]);
    assert_true(now_ms() - began < 300);
}

static void started_program_that_refuses(void **state)
{
    static const char *const argv[] = {"sh", "-c", "exit 3", NULL};
    struct door *d = NULL;
    struct fault f = {0};
    int64_t began = now_ms();

    (void)state;
    options.start = argv[0];
    options.start_argv = argv;
    assert_int_equal(door_connect(&options, &d, &f), RC_REFUSED);
    assert_string_equal(f.code, "unavailable");
    assert_true(now_ms() - began < 2000);
}

static void too_long(void **state)
{
    char *name = mem_alloc(DOOR_MESSAGE_MAX + 1), deep[200];
    Yc__Reply *r;
    struct fault f = {0};

    (void)state;
    begin("ary");
    struct door *d = open_door();
    memset(name, 'x', DOOR_MESSAGE_MAX);
    Yc__Request *q = door_request_new(name);
    assert_int_equal(door_call(d, q, &r, &f), RC_REFUSED);
    assert_string_equal(f.code, "toolong");
    call(d, "short", true); /* the line is still good */
    door_request_free(q);
    door_close(d);
    finish();
    free(name);

    memset(deep, 'd', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    options.socket = deep;
    assert_int_equal(door_connect(&options, &d, &f), RC_REFUSED);
}

static Yc__Reply *answer(void *office, const Yc__Request *q)
{
    Yc__Reply *r = door_reply_new(q);

    ++*(int *)office;
    door_reply_with(r, "right", "yes");
    return r;
}

static void local_door(void **state)
{
    int asked = 0;
    Yc__Request *q = door_request_new("watch");
    Yc__Reply *r;
    struct door *d = door_local(answer, &asked);

    (void)state;
    call(d, "one", true);
    assert_int_equal(asked, 1);
    assert_int_equal(door_call(d, q, &r, NULL), RC_OK);
    assert_true(r->ok);
    assert_int_equal(asked, 1);
    assert_int_equal(door_fd(d), -1);
    assert_false(door_changed(d));
    door_reply_free(r);
    door_request_free(q);
    door_close(d);
    door_close(NULL);
}

#define door_test(f) cmocka_unit_test_setup_teardown(f, new_dir, end_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        door_test(a_refusal_is_an_answer),
        door_test(broken_line_is_taken_up_again),
        door_test(a_poisonous_request_is_given_up),
        door_test(garbage_breaks_the_line),
        door_test(line_broken_while_idle),
        door_test(pushes_between_replies),
        door_test(answers_to_others_are_dropped),
        door_test(time_over),
        door_test(nobody_comes_back),
        door_test(new_listener_is_found),
        door_test(watch_is_repeated_on_a_new_line),
        door_test(lost_line_is_noticed_by_a_watcher),
        door_test(a_lost_office_is_reached_without_waiting),
        door_test(nobody_listens),
        door_test(started_program_that_refuses),
        door_test(too_long),
        cmocka_unit_test(local_door),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
