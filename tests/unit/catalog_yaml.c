/* Reading YAML: every place that is wrong, at its line and column, and on from there. */
#include "catalog_findings.h"
#include "catalog/yaml.h"

/* Reads one marked file; exactly the marked places must be found.  NULL when nothing could be read.
 */
static const struct yaml *read_marked(struct arena *a, const char *marked,
                                      const char *const *sentences)
{
    struct found want = {0}, got = {0};
    struct findings to = {.report = found_collect, .arg = &got};
    char *text = unmark("f.yaml", marked, sentences, &want);
    struct catalog_file file = {.path = (char[]){"f.yaml"}, .text = text, .len = strlen(text)};
    size_t n = want.n;

    const struct yaml *root = yaml_read(a, &file, &to);
    char *wanted = found_text(&want), *found = found_text(&got);
    assert_string_equal(found, wanted);
    assert_int_equal(to.errors, n);
    free(wanted);
    free(found);
    free(text);
    return root;
}

#define READ(marked, ...)                                                                          \
    read_marked(&a, marked, (const char *const[]){NULL, ##__VA_ARGS__, NULL} + 1)

static void test_nodes_know_their_place(void **state)
{
    struct arena a = {0};
    const struct yaml *root = READ("# note\n名: 甲\nlist:\n  - {k: \"v w\", n: 'it''s'}\n  - b\n");

    (void)state;
    assert_non_null(root);
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->n, 2);
    const struct yaml *name = yaml_get(root, "名"), *list = yaml_get(root, "list");
    assert_string_equal(name->text, "甲");
    assert_int_equal(name->line, 2);
    assert_int_equal(name->column, 4); /* characters, not bytes */
    assert_int_equal(name->key->column, 1);
    assert_int_equal(list->n, 2);
    assert_string_equal(yaml_get(yaml_nth(list, 0), "k")->text, "v w");
    assert_string_equal(yaml_get(yaml_nth(list, 0), "n")->text, "it's");
    assert_int_equal(yaml_get(yaml_nth(list, 0), "n")->line, 4);
    assert_int_equal(yaml_get(yaml_nth(list, 0), "n")->column, 19);
    assert_string_equal(yaml_nth(list, 1)->text, "b");
    assert_null(yaml_nth(list, 2));
    assert_null(yaml_get(root, "none"));
    assert_null(yaml_get(name, "x"));
    assert_ptr_equal(yaml_at(root, "none"), root);
    arena_free(&a);
}

static void test_every_duplicate_and_trick(void **state)
{
    struct arena a = {0};
    const struct yaml *root = READ(
        "a: 1\n¤a: 2\nb: ¤&x 3\nc: ¤*x\nd: ¤!!str 4\n¤b: 5\n? ¤[1, 2]\n: v\ne: 6\n",
        "\"a\" is given twice", "anchors and aliases are not used in definitions; write it out",
        "anchors and aliases are not used in definitions; write it out",
        "tags are not used in definitions; take it out", "\"b\" is given twice",
        "a key must be a word");

    (void)state;
    assert_string_equal(yaml_get(root, "a")->text, "1"); /* the first stands */
    assert_string_equal(yaml_get(root, "e")->text, "6"); /* and reading went on */
    arena_free(&a);
}

static void test_bad_bytes(void **state)
{
    struct arena a = {0};
    /* GB18030 "中" is D6 D0; a vertical tab; a byte order mark in the middle */
    const struct yaml *root =
        READ("a: x¤\xD6¤\xD0y\nb: ¤\x0bq\nc: 中¤\xEF\xBB\xBFw\n",
             "byte D6 is not UTF-8; save the file as UTF-8",
             "byte D0 is not UTF-8; save the file as UTF-8",
             "control character U+000B; take it out", "control character U+FEFF; take it out");

    (void)state;
    assert_non_null(root);
    assert_int_equal(yaml_get(root, "c")->line, 3);
    root = READ("\xEF\xBB\xBF"
                "a: 1\n"); /* at the beginning an editor may have put one */
    assert_string_equal(yaml_get(root, "a")->text, "1");
    root = READ("a: ¤\"x\\0y\"\nb: 2\n", "the text holds a NUL character");
    assert_string_equal(yaml_get(root, "b")->text, "2");
    arena_free(&a);
}

static void test_nothing_to_read(void **state)
{
    struct arena a = {0};

    (void)state;
    assert_null(READ("¤", "the file is empty"));
    assert_null(READ("¤# only a comment\n", "the file is empty"));
    const struct yaml *root = READ("a: 1\n---\n¤b: 2\n", "a second document; one file holds one");
    assert_string_equal(yaml_get(root, "a")->text, "1");
    assert_null(READ("a: [1, 2\nb¤: 3\n", "not YAML: did not find expected ',' or ']'"));
    arena_free(&a);
}

/* Bombs: deep, wide, large.  Each ends at once and says where. */
static void test_bounds(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    struct found got = {0};
    struct findings to = {.report = found_collect, .arg = &got};
    struct catalog_file file = {.path = (char[]){"f.yaml"}};
    char *found;

    (void)state;
    for (int i = 0; i < 2000; i++)
        buf_addc(&b, '[');
    file.text = b.data;
    file.len = b.len;
    assert_null(yaml_read(&a, &file, &to));
    found = found_text(&got);
    assert_string_equal(found, "f.yaml:1:25: nested too deeply\n");
    free(found);

    buf_clear(&b);
    for (int i = 0; i < 5000; i++)
        buf_adds(&b, "- x\n");
    file.text = b.data;
    file.len = b.len;
    assert_null(yaml_read(&a, &file, &to));
    found = found_text(&got);
    assert_string_equal(found, "f.yaml:1:1: more than 4096 entries\n");
    free(found);

    buf_clear(&b);
    while (b.len <= YAML_FILE_MAX)
        buf_adds(&b, "# 0123456789 0123456789 0123456789 0123456789\n");
    file.text = b.data;
    file.len = b.len;
    assert_null(yaml_read(&a, &file, &to));
    found = found_text(&got);
    assert_string_equal(found, "f.yaml:1:1: the file is larger than 1 MB\n");
    free(found);
    buf_free(&b);
    arena_free(&a);
}

/* A finding inside a text points into the line, whatever quotes and escapes stand before it. */
static void test_within(void **state)
{
    static const struct {
        const char *line;
        int nth, column; /* of the Z in the text, of the Z in the line */
    } cases[] = {
        {"k: abZ", 3, 6},           {"k: \"abZ\"", 3, 7},       {"k: 'a''Z'", 3, 8},
        {"k: \"\\\"\\\\Z\"", 3, 9}, {"k: \"\\u4e2dZ\"", 2, 11}, {"k: 中文Z", 3, 6},
        {"k: '中''文Z'", 4, 9},
    };
    struct arena a = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct found got = {0};
        struct findings to = {.report = found_collect, .arg = &got};
        struct catalog_file file = {(char[]){"f.yaml"}, mem_strdup(cases[i].line),
                                    strlen(cases[i].line)};
        struct fault f;
        char *wanted = mem_printf("f.yaml:1:%d: here\n", cases[i].column);
        const struct yaml *root = yaml_read(&a, &file, &to);
        assert_true(fault_set(&f, RC_REFUSED, "test", "here", NULL) == RC_REFUSED);
        finding_within(&to, yaml_get(root, "k"), cases[i].nth, &f);
        char *found = found_text(&got);
        assert_string_equal(found, wanted);
        free(found);
        free(wanted);
        free(file.text);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nodes_know_their_place),
        cmocka_unit_test(test_every_duplicate_and_trick),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_nothing_to_read),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_within),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
