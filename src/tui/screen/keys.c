#include "tui/screen/keys.h"

#include <string.h>

#include "tui/screen/words.h"

/* Binding number i of all: the mode's own, then the map's global ones. */
static const struct binding *binding(const struct seat *s, const char *mode, size_t i)
{
    const struct keymap *m = s->keymap;
    const struct binding *b = &m->bind[i % m->n];

    return strcmp(b->mode, i < m->n ? mode : "global") == 0 ? b : NULL;
}

static size_t count(const struct seat *s)
{
    return s->keymap ? 2 * s->keymap->n : 0;
}

static bool printable(struct key k)
{
    return k.code == KEY_TEXT;
}

/* The binding that answers to k. */
static const struct binding *find(const struct seat *s, const char *mode, struct key k)
{
    bool typing = keymap_typing(mode);

    for (size_t i = 0, n = count(s); i < n; i++) {
        const struct binding *b = binding(s, mode, i);
        struct key have;
        if (!b || !key_parse(b->key, &have) || !key_same(have, k)) continue;
        if (typing && printable(k) && strcmp(b->mode, "global") == 0) continue;
        return b;
    }
    return NULL;
}

const char *keys_action(const struct seat *s, const char *mode, struct key k)
{
    const struct binding *b = find(s, mode, k);

    return b ? b->action : "";
}

/* It is reached: no earlier binding takes its key. */
static bool is_live(const struct seat *s, const char *mode, const struct binding *b)
{
    struct key k;

    return key_parse(b->key, &k) && find(s, mode, k) == b;
}

static bool in_list(const char *const *list, const char *action)
{
    for (; *list; list++)
        if (strcmp(*list, action) == 0) return true;
    return false;
}

int keys_bar(const struct seat *s, const char *mode, const char *const *actions,
             struct bar_key *out, int max)
{
    static const char *const always[] = {"back", "help", "palette", NULL};
    int n = 0;

    for (size_t i = 0, all = count(s); i < all && n < max; i++) {
        const struct binding *b = binding(s, mode, i);
        if (!b || !*b->label || !is_live(s, mode, b) || (actions && !in_list(actions, b->action)))
            continue;
        if (strcmp(mode, "palette") == 0 && strcmp(b->mode, mode) != 0)
            continue; /* nothing else opens from there */
        out[n++] = (struct bar_key){b->key, words_chinese() ? b->label : b->label_en,
                                    in_list(always, b->action)};
    }
    return n;
}

/* --- What actions do --- */

static const struct {
    const char *action, *msgid;
} sayings[] = {
    {"help", N_("help for this screen")},
    {"lock", N_("lock the screen")},
    {"set_pin", N_("set the PIN that unlocks your screen")},
    {"macro_record", N_("record keys, or end recording")},
    {"macro_play", N_("play recorded keys")},
    {"register", N_("register an application")},
    {"find", N_("find a matter")},
    {"lamps", N_("lamp board")},
    {"reports", N_("reports")},
    {"palette", N_("everything that can be done now")},
    {"quit", N_("sign out and leave")},
    {"redraw", N_("paint the screen again")},
    {"open", N_("open or take what is marked")},
    {"mark", N_("mark the row")},
    {"mark_all", N_("mark all rows shown, or none")},
    {"filter", N_("narrow the list as you type")},
    {"sort", N_("sort by the next column")},
    {"columns", N_("choose the columns of the list")},
    {"take", N_("take the work into your hands")},
    {"release", N_("give the work back")},
    {"ledger", N_("day ledger of the clock")},
    {"refresh", N_("look again")},
    {"next_tab", N_("next tab")},
    {"prev_tab", N_("tab before")},
    {"up", N_("up")},
    {"down", N_("down")},
    {"pageup", N_("a page up")},
    {"pagedown", N_("a page down")},
    {"top", N_("to the first")},
    {"bottom", N_("to the last")},
    {"back", N_("back")},
    {"edit", N_("open the form")},
    {"notices", N_("notices to you")},
    {"forward", N_("do the next act")},
    {"cards", N_("cards of today")},
    {"green", N_("green only")},
    {"yellow", N_("yellow only")},
    {"red", N_("red only")},
    {"blue", N_("standing only")},
    {"all", N_("all lamps")},
    {"all_materials", N_("all needed papers are here")},
    {"save", N_("save")},
    {"pick", N_("pick from a list")},
    {"check", N_("check the form")},
    {"language", N_("other language")},
};

const char *keys_saying(const struct seat *s, const char *action)
{
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
        if (strcmp(sayings[i].action, action) == 0) return words(sayings[i].msgid);
    if (strncmp(action, "tab", 3) == 0) return _("that tab");
    for (size_t i = 0; s->help && i < s->help->n_row; i++) /* the name of an act */
        if (strcmp(door_reply_cell(s->help, i, "act"), action) == 0)
            return words(door_reply_cell(s->help, i, "title"));
    return action;
}

bool keys_can(const struct seat *s, const char *action)
{
    static const char *const always[] = {"help", "quit", "redraw", "language", "open", NULL};

    return s->person || in_list(always, action);
}

int keys_all(const struct seat *s, const char *mode, struct keys_line *out, int max)
{
    int n = 0;

    for (size_t i = 0, all = count(s); i < all && n < max; i++) {
        const struct binding *b = binding(s, mode, i);
        if (b && is_live(s, mode, b))
            out[n++] = (struct keys_line){b->key, b->alt, b->action, keys_saying(s, b->action)};
    }
    return n;
}

struct key keys_plain(const char *action, struct key k)
{
    static const struct {
        const char *action;
        enum key_code code;
    } moves[] = {
        {"up", KEY_UP},    {"down", KEY_DOWN},  {"pageup", KEY_PAGEUP}, {"pagedown", KEY_PAGEDOWN},
        {"top", KEY_HOME}, {"bottom", KEY_END}, {"open", KEY_ENTER},    {"back", KEY_ESC}};

    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (strcmp(moves[i].action, action) == 0) return (struct key){.code = moves[i].code};
    if (strcmp(action, "mark") == 0) return (struct key){.code = KEY_TEXT, .ch = ' '};
    return *action ? (struct key){.code = KEY_NONE} : k;
}

struct key keys_field(const struct seat *s, struct key k)
{
    static const struct {
        const char *action;
        struct key key; /* what the widgets know */
        enum key_code too[3];
    } known[] = {
        {"next_field", {.code = KEY_TAB}, {KEY_ENTER, KEY_DOWN, KEY_PLUS}},
        {"prev_field", {.code = KEY_BACKTAB}, {KEY_UP, KEY_MINUS}},
        {"left", {.code = KEY_LEFT}, {0}},
        {"right", {.code = KEY_RIGHT}, {0}},
        {"line_start", {.code = KEY_HOME}, {0}},
        {"line_end", {.code = KEY_END}, {0}},
        {"erase_left", {.code = KEY_BACKSPACE}, {0}},
        {"erase_right", {.code = KEY_DELETE}, {0}},
        {"dup", {.code = KEY_CTRL, .ch = 'D'}, {0}},
        {"undo", {.code = KEY_CTRL, .ch = 'Z'}, {0}},
        {"clear", {.code = KEY_CTRL, .ch = 'U'}, {0}},
        {"pick", {.code = KEY_STAR}, {0}},
    };
    const struct binding *b = printable(k) ? NULL : find(s, "field", k);

    for (size_t i = 0; b && i < sizeof known / sizeof *known; i++) {
        if (strcmp(b->mode, "field") != 0 || strcmp(known[i].action, b->action) != 0) continue;
        for (int j = 0; j < 3; j++)
            if (known[i].too[j] == k.code) return k;
        return known[i].key;
    }
    return k;
}
