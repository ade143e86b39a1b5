#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "door/message.h"
#include "door/wire.h"

/* Field 2 (name), wire type 2: tag 0x12; field 9 (with) 0x4a holding key 0x0a and value 0x12. */
static void request_on_the_wire(void **state)
{
    static const uint8_t expected[] = {0x12, 0x02, 'g',  'o',  0x4a, 0x07, 0x0a,
                                       0x01, 'k',  0x12, 0x02, 'v',  'w'};
    Yc__Request *q = door_request_new("go");
    struct buf b = {0};

    (void)state;
    door_request_with(q, "k", "vw");
    assert_true(wire_pack(&q->base, &b));
    assert_int_equal(b.len, sizeof expected);
    assert_memory_equal(b.data, expected, sizeof expected);
    buf_free(&b);
    door_request_free(q);
}

static void request_fields(void **state)
{
    Yc__Request *q = door_request_new(NULL);

    (void)state;
    assert_null(q->name);
    door_request_set(&q->as, "zhangmin");
    assert_string_equal(q->as, "zhangmin");
    door_request_set(&q->as, q->as + 5); /* a part of itself */
    assert_string_equal(q->as, "min");
    door_request_set(&q->as, NULL);
    assert_null(q->as);
    assert_string_equal(door_request_get(q, "k"), "");
    door_request_with(q, "k", NULL);
    door_request_with(q, "topic", "a");
    door_request_with(q, "topic", "b");
    assert_string_equal(door_request_get(q, "k"), "");
    assert_string_equal(door_request_get(q, "topic"), "a"); /* the first of several */
    assert_int_equal(q->n_with, 3);
    door_request_free(q);
    door_request_free(NULL);
}

static Yc__Reply *over_the_wire(const Yc__Reply *r)
{
    struct buf b = {0};

    assert_true(wire_pack(&r->base, &b));
    Yc__Reply *copy = yc__reply__unpack(NULL, b.len, (const uint8_t *)b.data);
    buf_free(&b);
    return copy;
}

static void reply_carries_the_id(void **state)
{
    Yc__Request *q = door_request_new("go");

    (void)state;
    q->has_id = true;
    q->id.len = 3;
    q->id.data = mem_alloc(3);
    memcpy(q->id.data, "a\0b", 3);
    Yc__Reply *r = door_reply_new(q), *copy = over_the_wire(r);
    assert_true(copy->ok);
    assert_int_equal(copy->id.len, 3);
    assert_memory_equal(copy->id.data, "a\0b", 3);
    door_reply_free(copy);
    door_reply_free(r);
    door_request_free(q);
    r = door_reply_new(NULL);
    assert_false(r->has_id);
    door_reply_free(r);
}

static void rows_and_results(void **state)
{
    static const char *const columns[] = {"number", "lamp"},
                             *const longer[] = {"1", "red", "extra"}, *const shorter[] = {"2"},
                             *const hole[] = {NULL, "绿"};
    Yc__Reply *r = door_reply_new(NULL);

    (void)state;
    door_reply_columns(r, longer, 3);
    door_reply_columns(r, columns, 2); /* replaces */
    door_reply_row(r, longer, 3);
    door_reply_row(r, shorter, 1);
    door_reply_row(r, hole, 2);
    door_reply_with(r, "sum", "3.50");
    Yc__Reply *copy = over_the_wire(r);
    door_reply_row(copy, shorter, 1); /* a decoded message grows as well */
    door_reply_with(copy, "more", "x");
    assert_int_equal(copy->n_row, 4);
    assert_string_equal(door_reply_cell(copy, 0, "lamp"), "red");
    assert_string_equal(door_reply_cell(copy, 1, "number"), "2");
    assert_string_equal(door_reply_cell(copy, 1, "lamp"), "");
    assert_string_equal(door_reply_cell(copy, 2, "number"), "");
    assert_string_equal(door_reply_cell(copy, 2, "lamp"), "绿");
    assert_string_equal(door_reply_cell(copy, 3, "number"), "2");
    assert_string_equal(door_reply_cell(copy, 4, "number"), "");
    assert_string_equal(door_reply_cell(copy, 0, "extra"), "");
    assert_string_equal(door_reply_get(copy, "sum"), "3.50");
    assert_string_equal(door_reply_get(copy, "more"), "x");
    assert_string_equal(door_reply_get(copy, "none"), "");
    door_reply_free(copy);
    door_reply_free(r);
}

static const char *to_chinese(const char *msgid)
{
    return strcmp(msgid, "{1} is held by {2}") == 0 ? "{2}正在办理{1}" : msgid;
}

static void refusal_is_read_in_both_languages(void **state)
{
    Yc__Reply *r = door_reply_new(NULL);
    struct fault f;

    (void)state;
    fault_set(&f, RC_REFUSED, "first", "{1} {2} {3}", "a", "b", "c", NULL);
    door_reply_fault(r, &f);
    fault_set(&f, RC_REFUSED, "held", "{1} is held by {2}", "000017", "张敏", NULL);
    door_reply_fault(r, &f); /* replaces */
    assert_false(r->ok);
    assert_string_equal(r->code, "held");
    assert_int_equal(r->n_arg, 2);
    char *text = door_reply_text(r, NULL);
    assert_string_equal(text, "000017 is held by 张敏");
    free(text);
    text = door_reply_text(r, to_chinese);
    assert_string_equal(text, "张敏正在办理000017");
    free(text);
    door_reply_free(r);
}

/* An empty argument in the middle keeps its place. */
static void empty_argument_keeps_its_place(void **state)
{
    Yc__Reply *r = door_reply_new(NULL);
    struct fault f;

    (void)state;
    fault_set(&f, RC_REFUSED, "x", "<{1}|{2}|{3}>", "a", "", "c", NULL);
    door_reply_fault(r, &f);
    char *text = door_reply_text(r, NULL);
    assert_string_equal(text, "<a||c>");
    free(text);
    door_reply_free(r);
}

static void consent_has_no_text(void **state)
{
    Yc__Reply *r = door_reply_new(NULL);
    char *text = door_reply_text(r, to_chinese);

    (void)state;
    assert_string_equal(text, "");
    free(text);
    door_request_set(&r->msgid, "");
    text = door_reply_text(r, to_chinese);
    assert_string_equal(text, "");
    free(text);
    door_reply_free(r);
}

/* The limit is of packed bytes: name has a tag and a 3-byte length before it. */
static void longest_message(void **state)
{
    char *name = mem_alloc(DOOR_MESSAGE_MAX);
    struct buf b = {0};

    (void)state;
    memset(name, 'x', DOOR_MESSAGE_MAX - 4);
    Yc__Request *q = door_request_new(name);
    assert_true(wire_pack(&q->base, &b));
    assert_int_equal(b.len, DOOR_MESSAGE_MAX);
    door_request_free(q);
    buf_free(&b);
    name[DOOR_MESSAGE_MAX - 4] = 'x';
    q = door_request_new(name);
    assert_false(wire_pack(&q->base, &b));
    assert_int_equal(b.len, 0);
    door_request_free(q);
    free(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(request_on_the_wire),
        cmocka_unit_test(request_fields),
        cmocka_unit_test(reply_carries_the_id),
        cmocka_unit_test(rows_and_results),
        cmocka_unit_test(refusal_is_read_in_both_languages),
        cmocka_unit_test(empty_argument_keeps_its_place),
        cmocka_unit_test(consent_has_no_text),
        cmocka_unit_test(longest_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
