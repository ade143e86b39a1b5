/* Keymaps: the shipped ones work without function keys, and what cannot work is refused. */
#include "catalog_findings.h"
#include "catalog/keymap.h"

static struct catalog *hall;

static int load(void **state)
{
    struct catalog_files fs;
    struct found got = {0};

    (void)state;
    assert_int_equal(catalog_files_read(SOURCE_DIR, &fs, NULL), RC_OK);
    assert_int_equal(catalog_build(&fs, found_collect, &got, &hall), RC_OK);
    catalog_files_free(&fs);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    catalog_free(hall);
    return 0;
}

static const struct binding *bound(const struct keymap *m, const char *mode, const char *key)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->bind[i].mode, mode) == 0 && strcmp(m->bind[i].key, key) == 0)
            return &m->bind[i];
    return NULL;
}

static bool does(const struct keymap *m, const char *mode, const char *action)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->bind[i].action, action) == 0 &&
            (strcmp(m->bind[i].mode, mode) == 0 || strcmp(m->bind[i].mode, "global") == 0))
            return true;
    return false;
}

/* The help bars drawn in the design. */
static void test_default(void **state)
{
    static const char *const bars[][4] = {
        {"global", "F1", "help", "帮助"},    {"global", "F2", "register", "登记"},
        {"global", "F3", "find", "查找"},    {"global", "F5", "lamps", "监察"},
        {"global", "F6", "reports", "报表"}, {"global", "F9", "palette", "命令"},
        {"global", "F10", "quit", "退出"},   {"inbox", "Enter", "open", "打开"},
        {"inbox", "Space", "mark", "选"},    {"form", "F2", "save", "保存"},
        {"form", "F3", "pick", "挑选"},      {"form", "F5", "check", "校验"},
        {"form", "F7", "ledger", "逐日账"},  {"form", "F8", "accept", "受理"},
        {"form", "Esc", "back", "返回"},
    };
    static const char *const plain[][3] = {
        {"global", "?", "help"},          {"global", "/", "find"},
        {"global", "Ctrl-L", "redraw"},   {"inbox", "t", "take"},
        {"inbox", "r", "refresh"},        {"inbox", "Tab", "next_tab"},
        {"inbox", "Backtab", "prev_tab"}, {"field", "Ctrl-D", "dup"},
        {"field", "Ctrl-Z", "undo"}};
    const struct keymap *m = catalog_keymap(hall, "default");

    (void)state;
    assert_non_null(m);
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        const struct binding *k = bound(m, bars[i][0], bars[i][1]);
        assert_non_null(k);
        assert_string_equal(k->action, bars[i][2]);
        assert_string_equal(k->label, bars[i][3]);
        assert_true(*k->label_en);
        if (k->key[0] == 'F') assert_true(*k->alt);
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        const struct binding *k = bound(m, plain[i][0], plain[i][1]);
        assert_non_null(k);
        assert_string_equal(k->action, plain[i][2]);
    }
    assert_null(catalog_keymap(hall, "nobody"));
}

/* Another layout does all that the default one does, on every screen. */
static void test_same_actions(void **state)
{
    static const char *const others[] = {"nofn", "numpad"};
    const struct keymap *m = catalog_keymap(hall, "default");

    (void)state;
    for (int o = 0; o < 2; o++) {
        const struct keymap *other = catalog_keymap(hall, others[o]);
        assert_non_null(other);
        for (size_t i = 0; i < m->n; i++)
            assert_true(does(other, m->bind[i].mode, m->bind[i].action));
    }
    for (size_t i = 0; i < catalog_keymap(hall, "nofn")->n; i++) {
        const char *key = catalog_keymap(hall, "nofn")->bind[i].key;
        assert_false(key[0] == 'F' && key[1] >= '0' && key[1] <= '9');
    }
    assert_string_equal(bound(catalog_keymap(hall, "numpad"), "field", "Keypad+")->action,
                        "next_field");
}

#define HELP_AND_PALETTE                                                                           \
    "      - {key: F1, do: help, alt: Esc 1}\n"                                                    \
    "      - {key: F9, do: palette, alt: Esc 9}\n"

static void test_keys(void **state)
{
    (void)state;
    EXPECT("keymaps/default.yaml",
           "keymap: default\n"
           "modes:\n"
           "  - mode: global\n"
           "    bind:\n" HELP_AND_PALETTE "      - {key: ¤Ctrl-H, do: redraw}\n"
           "      - {key: ¤Ctrl-I, do: redraw}\n"
           "      - {key: ¤Ctrl-J, do: redraw}\n"
           "      - {key: ¤Ctrl-M, do: redraw}\n"
           "      - {key: ¤\"Ctrl-[\", do: redraw}\n"
           "      - {key: ¤Ctrl-X, do: redraw}\n"
           "      - {key: ¤Esc 2, do: register}\n"
           "      - {key: ¤Ctrl-X 0, do: quit}\n"
           "      - {key: ¤F13, do: redraw}\n"
           "      - {key: ¤Ctrl-d, do: redraw}\n"
           "      - {key: ¤Alt-O, do: redraw}\n"
           "      - {key: ¤ab, do: redraw}\n"
           "      - {key: ¤PageDown, do: redraw}\n"
           "      - {key: Alt-o, do: redraw}\n"
           "      - {key: \"]\", do: redraw}\n"
           "      - {key: F12, do: redraw}\n",
           "Ctrl-H cannot be told from Backspace", "Ctrl-I cannot be told from Tab",
           "Ctrl-J cannot be told from Enter", "Ctrl-M cannot be told from Enter",
           "Ctrl-[ cannot be told from Esc",
           "Ctrl-X begins the other way to the function keys (Ctrl-X 1 is F1)",
           "Esc 2 is a function key already; bind that",
           "Ctrl-X 0 is a function key already; bind that",
           "\"F13\" is not a key such as F2, Ctrl-D, Alt-s, Enter, PgDn, Space, Keypad+ or /",
           "\"Ctrl-d\" is not a key such as F2, Ctrl-D, Alt-s, Enter, PgDn, Space, Keypad+ or /",
           "\"Alt-O\" is not a key such as F2, Ctrl-D, Alt-s, Enter, PgDn, Space, Keypad+ or /",
           "\"ab\" is not a key such as F2, Ctrl-D, Alt-s, Enter, PgDn, Space, Keypad+ or /",
           "\"PageDown\" is not a key such as F2, Ctrl-D, Alt-s, Enter, PgDn, Space, Keypad+ or /");
}

static void test_conflicts(void **state)
{
    (void)state;
    EXPECT("keymaps/default.yaml",
           "keymap: ¤standard\n"
           "modes:\n"
           "  - mode: global\n"
           "    bind:\n" HELP_AND_PALETTE "      - {key: F2, do: register, alt: Esc 2}\n"
           "      - {key: ¤F2, do: notices, alt: Esc 2}\n"
           "      - {key: ¤F3, do: find}\n" /* no way without function keys */
           "      - {key: ¤F4, do: quit}\n" /* a second key, but a function key as well */
           "      - {key: ¤F11, do: quit}\n"
           "      - {key: F5, do: lamps}\n" /* by a letter */
           "      - {key: l, do: lamps}\n"
           "      - {key: F6, do: reports, alt: ¤Esc 7}\n" /* leads to F7 */
           "      - {key: F7, do: redraw, alt: Ctrl-X 7}\n"
           "      - {key: F8, do: macro_play, alt: ¤g}\n" /* not bound to it */
           "      - {key: g, do: macro_record}\n"
           "  - mode: form\n"
           "    bind:\n"
           "      - {key: F2, do: save, alt: Esc 2}\n" /* a screen's own key goes before the global
                                                          one */
           "      - {key: ¤s, do: save}\n"             /* typed into the form */
           "      - {key: ¤Space, do: check}\n"
           "      - {key: ¤F5, do: lamps}\n" /* the letter l is text here */
           "  - mode: ¤kitchen\n"
           "    bind: []\n"
           "  - mode: ¤form\n"
           "    bind: []\n",
           "the file is named after default, but this says standard",
           "F2 already means \"register\" here and cannot mean \"notices\" too",
           "\"find\" hangs on F3 alone; give it an \"alt\" or a second key",
           "\"quit\" hangs on F4 alone; give it an \"alt\" or a second key",
           "\"quit\" hangs on F11 alone; give it an \"alt\" or a second key",
           "Esc 7 does not lead to \"reports\" here", "g does not lead to \"macro_play\" here",
           "s is typed into fields on this screen and cannot mean an action",
           "Space is typed into fields on this screen and cannot mean an action",
           "\"lamps\" hangs on F5 alone; give it an \"alt\" or a second key",
           "there is no screen \"kitchen\"", "\"form\" is given twice");
}

/* What cannot be done by any key, keys that do nothing, and keys that take another's place. */
static void test_unreachable(void **state)
{
    (void)state;
    EXPECT("keymaps/default.yaml",
           "keymap: default\n"
           "modes:\n"
           "  - mode: ¤global\n"
           "    bind:\n"
           "      - {key: F1, do: help, alt: Esc 1}\n"
           "      - {key: Ctrl-L, do: ¤paint}\n"
           "      - {key: A, do: ¤accept}\n" /* an act needs a matter */
           "  - mode: ¤inbox\n"
           "    bind:\n"
           "      - {key: \":\", do: palette}\n"
           "      - {key: ¤F1, do: take, alt: Esc 1}\n" /* help is gone */
           "  - mode: matter\n"
           "    bind:\n"
           "      - {key: \":\", do: palette}\n"
           "      - {key: A, do: accept}\n"
           "      - {key: B, do: ¤bless}\n"
           "  - mode: ¤form\n" /* where ":" would be typed */
           "    bind: []\n",
           "no key leads to \"palette\" on the screen \"global\"",
           "nothing is called \"paint\" on the screen \"global\"",
           "nothing is called \"accept\" on the screen \"global\"",
           "no key leads to \"help\" on the screen \"inbox\"",
           "F1 means \"help\" on every screen, which cannot be reached here then",
           "nothing is called \"bless\" on the screen \"matter\"",
           "no key leads to \"palette\" on the screen \"form\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default),     cmocka_unit_test(test_same_actions),
        cmocka_unit_test(test_keys),        cmocka_unit_test(test_conflicts),
        cmocka_unit_test(test_unreachable),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
