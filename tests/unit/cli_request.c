/* The machine interface's lines as requests, replies as lines, records as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/day.h"
#include "cli/json_record.h"
#include "cli/json_request.h"
#include "model/matter.pb-c.h"

static json_t *parse(const char *text)
{
    json_t *v = json_loads(text, 0, NULL);

    assert_non_null(v);
    return v;
}

static Yc__Request *request(const char *text)
{
    json_t *line = parse(text), *lets = parse("{\"a\": \"370299202603020000012\"}");
    Yc__Request *q = NULL;
    struct fault f = {0};

    if (json_request(line, lets, &q, &f) != RC_OK) fail_msg("%s: %s %s", text, f.msgid, f.arg[0]);
    json_decref(line);
    json_decref(lets);
    return q;
}

static void refused(const char *text, const char *code)
{
    json_t *line = parse(text), *lets = json_object();
    Yc__Request *q = NULL;
    struct fault f = {0};

    if (json_request(line, lets, &q, &f) == RC_OK) fail_msg("taken: %s", text);
    assert_null(q);
    assert_string_equal(f.code, code);
    json_decref(line);
    json_decref(lets);
}

static void all_members(void **state)
{
    Yc__Request *q = request("{\"act\": \"accept\", \"id\": \"r1\", \"as\": \"zhangmin\", "
                             "\"post\": \"centre/integ\", \"desk\": \"d3\","
                             " \"number\": \"3702\", \"version\": 3, \"at\": \"2026-11-23T09:00\", "
                             "\"page\": \"p\", \"limit\": 5}");

    (void)state;
    assert_string_equal(q->name, "accept");
    assert_int_equal(q->id.len, 2);
    assert_memory_equal(q->id.data, "r1", 2);
    assert_string_equal(q->as, "zhangmin");
    assert_string_equal(q->post, "centre/integ");
    assert_string_equal(q->desk, "d3");
    assert_string_equal(q->number, "3702");
    assert_true(q->has_version && q->version == 3);
    assert_true(q->has_at && q->at == 1795395600); /* date -u -d 2026-11-23T01:00 +%s */
    assert_string_equal(q->page, "p");
    assert_int_equal(q->limit, 5);
    door_request_free(q);
}

static void values(void **state)
{
    static const char *const expected[][2] = {{"text", "甲"},
                                              {"number", "12"},
                                              {"amount", "120.5"},
                                              {"yes", "true"},
                                              {"nothing", ""},
                                              {"list", "m1,m2,3"},
                                              {"form.name", "李"},
                                              {"form.kinds", "a,b"},
                                              {"form.online", "false"},
                                              {"form.people", "[{\"name\":\"王\",\"share\":0.1}]"},
                                              {"empty", ""}};
    Yc__Request *q = request("{\"act\": \"x\", \"with\": {\"text\": \"甲\", \"number\": 12, "
                             "\"amount\": 120.50, \"yes\": true,"
                             " \"nothing\": null, \"list\": [\"m1\", \"m2\", 3], \"empty\": [], "
                             "\"form\": {\"name\": \"李\","
                             " \"kinds\": [\"a\", \"b\"], \"online\": false, \"people\": "
                             "[{\"name\": \"王\", \"share\": 0.1}]}}}");

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(door_request_get(q, expected[i][0]), expected[i][1]);
    assert_int_equal(q->n_with, sizeof expected / sizeof *expected);
    door_request_free(q);
}

static void lets(void **state)
{
    Yc__Request *q = request("{\"act\": \"x\", \"let\": \"b\", \"number\": \"$a\"}");

    (void)state;
    assert_string_equal(q->number, "370299202603020000012");
    door_request_free(q);
    refused("{\"act\": \"x\", \"number\": \"$unknown\"}", "let");
}

static void bad_lines(void **state)
{
    static const char *const lines[] = {"[]",
                                        "{}",
                                        "{\"act\": 1}",
                                        "{\"act\": \"x\", \"whom\": \"y\"}",
                                        "{\"act\": \"x\", \"version\": -1}",
                                        "{\"act\": \"x\", \"version\": \"3\"}",
                                        "{\"act\": \"x\", \"at\": \"yesterday\"}",
                                        "{\"act\": \"x\", \"at\": 1795395600}",
                                        "{\"act\": \"x\", \"with\": []}",
                                        "{\"act\": \"x\", \"with\": {\"form\": {\"a\": {}}}}",
                                        "{\"act\": \"x\", \"let\": 5}",
                                        "{\"act\": \"x\", \"id\": 5}",
                                        "{\"act\": \"x\", \"limit\": 1.5}"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        refused(lines[i], "json");
}

static void expect_line(json_t *o, const char *expected)
{
    char *text = json_dumps(o, JSON_COMPACT);

    assert_string_equal(text, expected);
    free(text);
    json_decref(o);
}

static void replies(void **state)
{
    static const char *const columns[] = {"a", "b"}, *const cells[] = {"1", "甲"};
    json_t *id = json_string("r1");
    Yc__Reply *r = door_reply_new(NULL);
    struct fault f = {0};

    (void)state;
    expect_line(json_reply(r, "x", NULL), "{\"ok\":true}");
    door_request_set(&r->number, "3702");
    r->has_version = 1;
    r->version = 7;
    door_reply_with(r, "paper", "p1");
    door_reply_columns(r, columns, 2);
    door_reply_row(r, cells, 2);
    expect_line(
        json_reply(r, "x", id),
        "{\"id\":\"r1\",\"ok\":true,\"number\":\"3702\",\"version\":7,\"with\":{\"paper\":\"p1\"},"
        "\"rows\":[{\"a\":\"1\",\"b\":\"甲\"}]}");
    fault_set(&f, RC_REFUSED, "held", "{1} has it", "张敏", NULL);
    door_reply_fault(r, &f);
    expect_line(json_reply(r, "x", id),
                "{\"id\":\"r1\",\"ok\":false,\"code\":\"held\",\"message\":\"张敏 has it\"}");
    expect_line(json_fault(&f, NULL, 4),
                "{\"ok\":false,\"code\":\"held\",\"line\":4,\"message\":\"张敏 has it\"}");
    door_reply_free(r);
    json_decref(id);
}

static void records(void **state)
{
    Yc__Matter m = YC__MATTER__INIT;
    Yc__Clock c = YC__CLOCK__INIT, *clocks[] = {&c};
    Yc__Receipt p = YC__RECEIPT__INIT, *receipts[] = {&p};
    uint8_t head[] = {0x00, 0xAB};

    (void)state;
    m.number = (char *)(uintptr_t) "3702";
    m.has_phase = m.has_outcome = m.has_head = m.has_registered_at = m.has_suspended = 1;
    m.phase = YC__PHASE__PHASE_HANDLING;
    m.outcome = YC__OUTCOME__OUTCOME_DEEMED_GRANTED;
    m.head = (ProtobufCBinaryData){2, head};
    m.registered_at = 1795395600;
    c.key = (char *)(uintptr_t) "total";
    c.has_due_day = c.has_due_at = c.has_used = 1;
    c.due_day = 20780; /* days from 1970-01-01 to 2026-11-23 */
    c.due_at = INSTANT_NONE;
    c.used = 3;
    p.has_fen = 1;
    p.fen = 12050;
    m.n_clocks = m.n_receipts = 1;
    m.clocks = clocks;
    m.receipts = receipts;
    expect_line(json_record(&m.base),
                "{\"number\":\"3702\",\"phase\":\"handling\",\"outcome\":\"deemed_granted\","
                "\"suspended\":false,\"head\":\"00ab\","
                "\"registered_at\":\"2026-11-23T09:00:00\",\"clocks\":[{\"key\":\"total\",\"due_"
                "day\":\"2026-11-23\",\"due_at\":null,"
                "\"used\":3}],\"receipts\":[{\"fen\":12050}]}");
}

static void events(void **state)
{
    Yc__Person p = YC__PERSON__INIT;
    Yc__Event e = YC__EVENT__INIT;
    uint8_t change[64], packed[256], random[] = {1, 2};

    (void)state;
    p.key = (char *)(uintptr_t) "zhangmin";
    p.has_absent = p.absent = 1;
    e.stream = (char *)(uintptr_t) "pzhangmin";
    e.has_seq = e.has_change = e.has_request = 1;
    e.seq = 1;
    e.change = (ProtobufCBinaryData){yc__person__pack(&p, change), change};
    e.request = (ProtobufCBinaryData){2, random};
    size_t n = yc__event__pack(&e, packed);
    expect_line(json_event(packed, n), "{\"stream\":\"pzhangmin\",\"seq\":1,\"request\":\"0102\","
                                       "\"change\":{\"key\":\"zhangmin\",\"absent\":true}}");
    assert_true(json_is_null(json_event((const uint8_t *)"\xFF\xFF", 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_members), cmocka_unit_test(values),
                                       cmocka_unit_test(lets),        cmocka_unit_test(bad_lines),
                                       cmocka_unit_test(replies),     cmocka_unit_test(records),
                                       cmocka_unit_test(events)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
