#include "catalog/keymap.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "catalog/build.h"

/* --- Reading --- */

struct mode {
    const char *name;
    const struct binding *bind;
    size_t n;
};

static const struct binding blank_binding = {"", "", "", "", "", ""};
static const struct slot binding_slots[] = {
    SLOT("key", SLOT_TEXT, true, struct binding, key),
    SLOT("do", SLOT_KEY, true, struct binding, action),
    SLOT("alt", SLOT_TEXT, false, struct binding, alt),
    SLOT("label", SLOT_TEXT, false, struct binding, label),
    SLOT("en", SLOT_TEXT, false, struct binding, label_en),
};
static const struct schema binding_schema = {SLOTS(binding_slots), .size = sizeof(struct binding),
                                             .blank = &blank_binding};

static const struct mode blank_mode = {.name = ""};
static const struct slot mode_slots[] = {
    SLOT("mode", SLOT_KEY, true, struct mode, name),
    SLOT("bind", SLOT_LIST, true, struct mode, bind, .count = offsetof(struct mode, n),
         .of = &binding_schema),
};
static const struct schema mode_schema = {SLOTS(mode_slots), .size = sizeof(struct mode),
                                          .blank = &blank_mode};

struct keymap_file {
    const char *name;
    const struct mode *modes;
    size_t n;
};
static const struct slot keymap_slots[] = {
    SLOT("keymap", SLOT_TEXT, true, struct keymap_file, name),
    SLOT("modes", SLOT_LIST, true, struct keymap_file, modes,
         .count = offsetof(struct keymap_file, n), .of = &mode_schema),
};
static const struct schema keymap_schema = {SLOTS(keymap_slots),
                                            .size = sizeof(struct keymap_file)};

/* --- Keys as written --- */

static const char *const named[] = {"Enter", "Tab",     "Backtab", "Backspace", "Del",
                                    "Ins",   "Esc",     "Up",      "Down",      "Left",
                                    "Right", "Home",    "End",     "PgUp",      "PgDn",
                                    "Space", "Keypad+", "Keypad-", "Keypad*"};

/* Number of a function key, 0: none. */
static int function_key(const char *s)
{
    if (s[0] != 'F' || s[1] < '1' || s[1] > '9') return 0;
    if (!s[2]) return s[1] - '0';
    return s[1] == '1' && s[2] >= '0' && s[2] <= '2' && !s[3] ? 10 + s[2] - '0' : 0;
}

static bool printable(const char *s)
{
    uint32_t ch;

    if (strcmp(s, "Space") == 0) return true;
    return *s && text_decode(s, &ch) == strlen(s) && text_width(ch) > 0 && ch != ' ';
}

static bool letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool key_known(const char *s)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i], s) == 0) return true;
    if (strncmp(s, "Ctrl-", 5) == 0) return s[5] >= 'A' && s[5] <= 'Z' && !s[6];
    /* Esc O and Esc P begin the sequences of other keys. */
    if (strncmp(s, "Alt-", 4) == 0) return letter(s[4]) && s[4] != 'O' && s[4] != 'P' && !s[5];
    return function_key(s) || printable(s);
}

/* Terminals send the same byte for these and for Backspace, Tab, Enter, Esc. */
static const char *twin(const char *s)
{
    static const char *const twins[][2] = {{"Ctrl-H", "Backspace"},
                                           {"Ctrl-I", "Tab"},
                                           {"Ctrl-J", "Enter"},
                                           {"Ctrl-M", "Enter"},
                                           {"Ctrl-[", "Esc"}};

    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (strcmp(twins[i][0], s) == 0) return twins[i][1];
    return NULL;
}

/* "Esc 2" and "Ctrl-X 2" are F2 to the decoder; "0" is F10. */
static int route(const char *s)
{
    size_t n = strncmp(s, "Esc ", 4) == 0 ? 4 : strncmp(s, "Ctrl-X ", 7) == 0 ? 7 : 0;

    if (!n || s[n] < '0' || s[n] > '9' || s[n + 1]) return 0;
    return s[n] == '0' ? 10 : s[n] - '0';
}

/* --- Checks --- */

static void lint_key(struct build *b, const struct binding *k, const struct yaml *at)
{
    if (!*k->key) return;
    if (twin(k->key))
        finding(&b->to, at, N_("{1} cannot be told from {2}"), k->key, twin(k->key), NULL);
    else if (strcmp(k->key, "Ctrl-X") == 0)
        finding(&b->to, at, N_("Ctrl-X begins the other way to the function keys (Ctrl-X 1 is F1)"),
                NULL);
    else if (route(k->key))
        finding(&b->to, at, N_("{1} is a function key already; bind that"), k->key, NULL);
    else if (!key_known(k->key))
        finding(
            &b->to, at,
            N_("\"{1}\" is not a key such as F2, Ctrl-D, Alt-s, Enter, PgDn, Space, Keypad+ or /"),
            k->key, NULL);
    else if (keymap_typing(k->mode) && printable(k->key))
        finding(&b->to, at, N_("{1} is typed into fields on this screen and cannot mean an action"),
                k->key, NULL);
}

/* Another way to the same action, on the same screen or everywhere. */
static bool other_way(const struct keymap *m, const struct binding *k, const char *only)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct binding *o = &m->bind[i];
        if (strcmp(o->action, k->action) != 0 || function_key(o->key)) continue;
        if (strcmp(o->mode, k->mode) != 0 && strcmp(o->mode, "global") != 0) continue;
        if (keymap_typing(k->mode) && printable(o->key)) continue;
        if (!only || strcmp(o->key, only) == 0) return true;
    }
    return false;
}

/* Nothing hangs on a function key alone; what is shown as the other way must be one. */
static void lint_alt(struct build *b, const struct keymap *m, const struct binding *k,
                     const struct yaml *node)
{
    int f = function_key(k->key);
    bool works = *k->alt && ((f && route(k->alt) == f) || other_way(m, k, k->alt));

    if (*k->alt && !works)
        finding(&b->to, yaml_at(node, "alt"), N_("{1} does not lead to \"{2}\" here"), k->alt,
                k->action, NULL);
    else if (f && !works && !other_way(m, k, NULL))
        finding(&b->to, yaml_at(node, "key"),
                N_("\"{1}\" hangs on {2} alone; give it an \"alt\" or a second key"), k->action,
                k->key, NULL);
}

static void lint_twice(struct build *b, const struct keymap *m, size_t i, const struct yaml *at)
{
    const struct binding *k = &m->bind[i];

    for (size_t j = 0; *k->key && j < i; j++) {
        if (strcmp(m->bind[j].mode, k->mode) != 0 || strcmp(m->bind[j].key, k->key) != 0) continue;
        finding(&b->to, at, N_("{1} already means \"{2}\" here and cannot mean \"{3}\" too"),
                k->key, m->bind[j].action, k->action, NULL);
        return;
    }
}

/* --- What is done by keys --- */

static bool is_global(const struct binding *k)
{
    return strcmp(k->mode, "global") == 0;
}

static bool is_act(const struct build *b, const char *name)
{
    return !b->acts || catalog_permission(b->c, name);
}

static void lint_action(struct build *b, const struct binding *k, const struct yaml *at)
{
    if (!*k->action || keymap_offers(k->mode, k->action)) return;
    if (keymap_offers_acts(k->mode) && is_act(b, k->action)) return;
    finding(&b->to, at, N_("nothing is called \"{1}\" on the screen \"{2}\""), k->action, k->mode,
            NULL);
}

/* Number of the mode's own binding of the key, -1. */
static long own_binding(const struct keymap *m, const char *mode, const char *key)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->bind[i].mode, mode) == 0 && strcmp(m->bind[i].key, key) == 0) return (long)i;
    return -1;
}

/* A key of every screen that is one on this screen. */
static bool works_in(const struct keymap *m, const struct binding *global, const char *mode)
{
    if (keymap_typing(mode) && printable(global->key)) return false;
    long own = own_binding(m, mode, global->key);
    return own < 0 || strcmp(m->bind[own].action, global->action) == 0;
}

static bool reached_in(const struct keymap *m, const char *action, const char *mode)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct binding *k = &m->bind[i];
        if (strcmp(k->action, action) != 0) continue;
        if (strcmp(k->mode, mode) == 0 || (is_global(k) && works_in(m, k, mode))) return true;
    }
    return false;
}

/* A screen's own key may stand before one of every screen, as long as that can be had otherwise. */
static void lint_shadow(struct build *b, const struct keymap *m, const struct binding *k,
                        const struct yaml *at)
{
    for (size_t i = 0; i < m->n && !is_global(k); i++) {
        const struct binding *g = &m->bind[i];
        if (!is_global(g) || strcmp(g->key, k->key) != 0 || reached_in(m, g->action, k->mode))
            continue;
        if (keymap_in_palette(g->action) && reached_in(m, "palette", k->mode)) continue;
        finding(&b->to, at,
                N_("{1} means \"{2}\" on every screen, which cannot be reached here then"), k->key,
                g->action, NULL);
    }
}

/* From help and the palette everything else is reached; both must be had everywhere (a popup and
 * the sign-in are questions to be answered first). */
static void lint_reach(struct build *b, const struct keymap *m, const char *mode,
                       const struct yaml *at)
{
    static const char *const needed[] = {"help", "palette"}, *const without[] = {
                                                                 "palette", "sign_in", "field"};

    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        if (strcmp(without[i], mode) == 0) return;
    for (int i = 0; i < 2; i++)
        if (!reached_in(m, needed[i], mode))
            finding(&b->to, at, N_("no key leads to \"{1}\" on the screen \"{2}\""), needed[i],
                    mode, NULL);
}

/* --- Files --- */

static void flatten(struct build *b, const struct keymap_file *file, struct keymap *m)
{
    for (size_t i = 0; i < file->n; i++)
        m->n += file->modes[i].n;
    struct binding *all = arena_alloc(&b->c->arena, m->n * sizeof *all);
    size_t at = 0;

    for (size_t i = 0; i < file->n; i++)
        for (size_t k = 0; k < file->modes[i].n; k++) {
            all[at] = file->modes[i].bind[k];
            all[at++].mode = file->modes[i].name;
        }
    m->bind = all;
}

static void lint_keymap(struct build *b, const struct keymap *m, const struct yaml *root)
{
    const struct yaml *list = yaml_get(root, "modes");
    size_t at = 0;

    schema_unique(&b->to, list, "mode");
    for (const struct yaml *node = list && list->kind == YAML_LIST ? list->first : NULL; node;
         node = node->next) {
        const struct yaml *name = yaml_get(node, "mode"), *bind = yaml_get(node, "bind");
        bool known = name && keymap_mode(name->text);
        if (name && !known)
            finding(&b->to, name, N_("there is no screen \"{1}\""), name->text, NULL);
        if (known) lint_reach(b, m, name->text, name);
        for (const struct yaml *k = bind && bind->kind == YAML_LIST ? bind->first : NULL; k;
             k = k->next, at++) {
            lint_key(b, &m->bind[at], yaml_at(k, "key"));
            lint_twice(b, m, at, yaml_at(k, "key"));
            lint_alt(b, m, &m->bind[at], k);
            if (known) lint_action(b, &m->bind[at], yaml_at(k, "do"));
            lint_shadow(b, m, &m->bind[at], yaml_at(k, "key"));
        }
    }
}

static void build_keymap(struct build *b, struct keymap *m, const struct catalog_file *file,
                         const char *stem)
{
    const struct yaml *root = yaml_read(&b->nodes, file, &b->to);
    struct keymap_file content = {.name = ""};

    m->name = arena_strdup(&b->c->arena, stem);
    if (!root) return;
    schema_fill(&b->c->arena, &b->to, root, &keymap_schema, &content);
    if (*content.name && strcmp(content.name, stem) != 0)
        finding(&b->to, yaml_at(root, "keymap"),
                N_("the file is named after {1}, but this says {2}"), stem, content.name, NULL);
    flatten(b, &content, m);
    if (!b->published) lint_keymap(b, m, root);
}

void build_keymaps(struct build *b)
{
    const struct catalog_file *file;
    struct keymap *maps;
    char stem[64];
    size_t n = 0;

    for (size_t i = 0; build_next(b, "keymaps", &i, stem); i++)
        n++;
    maps = arena_alloc(&b->c->arena, n * sizeof *maps);
    for (size_t i = 0; (file = build_next(b, "keymaps", &i, stem)); i++)
        build_keymap(b, &maps[b->c->nkeymaps++], file, stem);
    b->c->keymaps = maps;
    if (!catalog_keymap(b->c, "default"))
        finding_at(&b->to, "keymaps/default.yaml", 1, 1, N_("the file is missing"), NULL);
}
