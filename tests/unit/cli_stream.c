/* Arguments, lines of a pipe, and the stream of requests over an office that answers from a script.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cli/args.h"
#include "cli/lines.h"
#include "cli/stream.h"

/* --- Arguments --- */

static void arguments(void **state)
{
    const char *v[] = {"--home", "/h", "show", "--json", "--lang=en", "3702", "--", "--as"};
    struct args a = {v, 8, false};

    (void)state;
    assert_string_equal(args_option(&a, "--home"), "/h");
    assert_string_equal(args_option(&a, "--lang"), "en");
    assert_null(args_option(&a, "--as")); /* after "--" all are words */
    assert_true(args_flag(&a, "--json"));
    assert_false(args_flag(&a, "--json"));
    assert_true(args_words(&a, 3, 3));
    assert_string_equal(a.v[0], "show");
    assert_string_equal(a.v[2], "--as");
}

static void wrong_arguments(void **state)
{
    const char *lacks[] = {"x", "--home"}, *unknown[] = {"x", "--colour"}, *many[] = {"x", "y"},
               *dash[] = {"-"};
    struct args a = {lacks, 2, false}, b = {unknown, 2, false}, c = {many, 2, false},
                d = {dash, 1, false};

    (void)state;
    assert_null(args_option(&a, "--home"));
    assert_false(args_words(&a, 0, 5));
    assert_false(args_words(&b, 0, 5));
    assert_false(args_words(&c, 0, 1));
    assert_false(args_words(&c, 3, 4));
    assert_true(args_words(&d, 1, 1)); /* a word like any other */
}

/* --- Lines --- */

static int file_with(const char *text, size_t n)
{
    char path[] = "/tmp/yc-lines-XXXXXX";
    int fd = mkstemp(path);

    unlink(path);
    assert_true(fd >= 0 && write(fd, text, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static void expect_lines(const char *text, size_t n, const char *const *expected)
{
    int fd = file_with(text, n);
    struct lines *l = lines_open(fd, 8);
    enum line_end end;
    char *line;
    size_t len;

    while ((end = lines_next(l, &line, &len)) != LINE_OVER) {
        assert_non_null(*expected);
        assert_string_equal(end == LINE_LONG ? "(long)" : line, *expected++);
    }
    assert_null(*expected);
    assert_int_equal(lines_taken(l), n);
    lines_close(l);
    close(fd);
}

#define LINES(text, ...)                                                                           \
    expect_lines(text, sizeof text - 1, (const char *const[]){__VA_ARGS__, NULL})

static void lines_of_all_lengths(void **state)
{
    (void)state;
    LINES("a\nbb\r\n\nc", "a", "bb", "", "c");
    LINES("12345678\n1234567\n", "12345678", "1234567"); /* just the most there may be */
    LINES("123456789\nx\n", "(long)", "x");
    LINES("a\n1234567890123456789012345678901234567890\n1234567890\nb", "a", "(long)", "(long)",
          "b");
    LINES("1234567890123", "(long)");
    LINES("12345678", "12345678");
    expect_lines("", 0, (const char *const[]){NULL});
}

static void lines_wait(void **state)
{
    int pipes[2];
    char *line;
    size_t n;

    (void)state;
    assert_int_equal(pipe(pipes), 0);
    struct lines *l = lines_open(pipes[0], 100);
    assert_true(lines_would_wait(l));
    assert_int_equal(write(pipes[1], "a\nb\nhalf", 8), 8);
    assert_false(lines_would_wait(l));
    assert_int_equal(lines_next(l, &line, &n), LINE_OK);
    assert_false(lines_would_wait(l));
    assert_int_equal(lines_next(l, &line, &n), LINE_OK);
    assert_true(lines_would_wait(l)); /* half a line is none */
    close(pipes[1]);
    assert_int_equal(lines_next(l, &line, &n), LINE_OK);
    assert_string_equal(line, "half");
    assert_int_equal(lines_next(l, &line, &n), LINE_OVER);
    lines_close(l);
    close(pipes[0]);
}

/* --- The stream --- */

/* "register" gives numbers 1, 2 ...; "touch" repeats the number it was given; "refuse" says no. */
static Yc__Reply *answer(void *arg, const Yc__Request *q)
{
    Yc__Reply *r = door_reply_new(q);
    int *next = arg;
    char number[16];
    struct fault f = {0};

    if (strcmp(q->name, "register") == 0) {
        snprintf(number, sizeof number, "%d", ++*next);
        door_request_set(&r->number, number);
    } else if (strcmp(q->name, "touch") == 0) {
        door_request_set(&r->number, q->number);
        door_reply_with(r, "as", q->as ? q->as : "");
    } else {
        fault_set(&f, RC_REFUSED, "state", "not now", NULL);
        door_reply_fault(r, &f);
    }
    return r;
}

static char *run(const char *text, struct stream *s)
{
    char *out = NULL;
    size_t n = 0;
    int next = 0;
    struct fault f = {0};

    s->door = door_local(answer, &next);
    s->in = file_with(text, strlen(text));
    s->out = open_memstream(&out, &n);
    assert_int_equal(stream_run(s, &f), RC_OK);
    fclose(s->out);
    close(s->in);
    door_close(s->door);
    return out;
}

static void each_line_alone(void **state)
{
    struct stream s = {.as = "li"};
    char *out = run("{\"act\":\"register\",\"let\":\"x\",\"id\":\"i1\"}\n"
                    "\n"
                    "{\"act\":\"register\",\"let\":\"y\"}\n"
                    "not json\n"
                    "{\"act\":\"touch\",\"number\":\"$x\"}\n"
                    "{\"act\":\"touch\",\"number\":\"$y\",\"as\":\"wang\"}\n"
                    "{\"act\":\"refuse\",\"let\":\"x\"}\n"
                    "{\"act\":\"touch\",\"number\":\"$x\"}\n"
                    "{\"act\":\"register\",\"act\":\"touch\"}\n",
                    &s);
    static const char *const expected[] = {
        "{\"id\":\"i1\",\"ok\":true,\"number\":\"1\"}",
        "{\"ok\":true,\"number\":\"2\"}",
        "{\"ok\":false,\"code\":\"json\",\"line\":4,", /* and what the parser says */
        "{\"ok\":true,\"number\":\"1\",\"with\":{\"as\":\"li\"}}",
        "{\"ok\":true,\"number\":\"2\",\"with\":{\"as\":\"wang\"}}",
        "{\"ok\":false,\"code\":\"state\",\"message\":\"not now\"}",
        "{\"ok\":false,\"code\":\"let\",\"line\":8,", /* a refused line leaves no name behind */
        "{\"ok\":false,\"code\":\"json\",\"line\":9,"};

    (void)state;
    char *rest = out;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        char *line = strsep(&rest, "\n");
        assert_non_null(line);
        assert_memory_equal(line, expected[i], strlen(expected[i]));
    }
    assert_string_equal(rest, "");
    assert_int_equal(s.lines, 8);
    assert_int_equal(s.refused, 4);
    free(out);
}

static void too_long_line(void **state)
{
    struct buf text = {0};
    struct stream s = {0};

    (void)state;
    buf_adds(&text, "{\"act\":\"touch\",\"desk\":\"");
    for (int i = 0; i < STREAM_LINE_MAX; i++)
        buf_addc(&text, 'x');
    buf_adds(&text, "\"}\n{\"act\":\"register\"}\n");
    char *out = run(buf_str(&text), &s);
    assert_non_null(strstr(out, "\"line\":1"));
    assert_non_null(strstr(out, "{\"ok\":true,\"number\":\"1\"}\n"));
    assert_int_equal(s.refused, 1);
    free(out);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(arguments),
                                       cmocka_unit_test(wrong_arguments),
                                       cmocka_unit_test(lines_of_all_lengths),
                                       cmocka_unit_test(lines_wait),
                                       cmocka_unit_test(each_line_alone),
                                       cmocka_unit_test(too_long_line)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
