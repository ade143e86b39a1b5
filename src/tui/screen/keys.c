#include "tui/screen/keys.h"

#include <string.h>

#include "tui/screen/words.h"

static const struct binding own[] = {
    {"inbox", "n", "notices", "通知", "Notices", ""},
    {"inbox", "a", "forward", "", "", ""},
    {"inbox", "/", "filter", "", "", ""},
    {"inbox", "s", "sort", "", "", ""},
    {"inbox", "*", "mark_all", "", "", ""},
    {"inbox", "o", "columns", "", "", ""},
    {"inbox", "P", "pass", "", "", ""},
    {"inbox", "X", "archive", "", "", ""},
    {"matter", "a", "forward", "办", "Go on", ""},
    {"matter", "1", "tab1", "", "", ""},
    {"matter", "2", "tab2", "", "", ""},
    {"matter", "3", "tab3", "", "", ""},
    {"matter", "4", "tab4", "", "", ""},
    {"matter", "5", "tab5", "", "", ""},
    {"matter", "6", "tab6", "", "", ""},
    {"matter", "7", "tab7", "", "", ""},
    {"lamps", "c", "cards", "牌", "Cards", ""},
    {"lamps", "/", "filter", "", "", ""},
    {"lamps", "s", "sort", "", "", ""},
    {"lamps", "o", "columns", "", "", ""},
    {"list", "/", "filter", "", "", ""},
    {"list", "s", "sort", "", "", ""},
    {"list", "o", "columns", "", "", ""},
    {"report", "/", "filter", "", "", ""},
    {"report", "s", "sort", "", "", ""},
    {"report", "o", "columns", "", "", ""},
    {"lamp_list", "Enter", "open", "打开", "Open", ""},
    {"lamp_list", "g", "green", "绿", "Green", ""},
    {"lamp_list", "y", "yellow", "黄", "Yellow", ""},
    {"lamp_list", "r", "red", "红", "Red", ""},
    {"lamp_list", "b", "blue", "挂", "Stands", ""},
    {"lamp_list", "a", "all", "全部", "All", ""},
    {"lamp_list", "/", "filter", "", "", ""},
    {"lamp_list", "o", "columns", "", "", ""},
    {"lamp_list", "Esc", "back", "返回", "Back", ""},
    {"form", "Ctrl-A", "all_materials", "材料齐", "All papers", ""},
    {"form", "F9", "palette", "命令", "Commands", "Esc 9"},
    {"sign_in", "Enter", "open", "选定", "Choose", ""},
    {"sign_in", "F4", "language", "English", "中文", "L"},
    {"sign_in", "L", "language", "", "", ""},
    {"sign_in", "F10", "quit", "退出", "Quit", "Esc 0"},
};
enum { NOWN = sizeof own / sizeof *own };

/* In these characters are typed: printable keys mean themselves. */
static bool is_typing(const char *mode)
{
    static const char *const typing[] = {"find", "form", "palette", "field", "sign_in"};

    for (size_t i = 0; i < sizeof typing / sizeof *typing; i++)
        if (strcmp(typing[i], mode) == 0) return true;
    return false;
}

/* Binding number i of all: the mode's in the map, our own, the map's global ones. */
static const struct binding *binding(const struct seat *s, const char *mode, size_t i)
{
    const struct keymap *m = s->keymap;
    size_t n = m ? m->n : 0;

    if (i < n) return strcmp(m->bind[i].mode, mode) == 0 ? &m->bind[i] : NULL;
    i -= n;
    if (i < NOWN) return strcmp(own[i].mode, mode) == 0 ? &own[i] : NULL;
    i -= NOWN;
    return strcmp(m->bind[i].mode, "global") == 0 ? &m->bind[i] : NULL;
}

static size_t count(const struct seat *s)
{
    return (s->keymap ? 2 * s->keymap->n : 0) + NOWN;
}

static bool printable(struct key k)
{
    return k.code == KEY_TEXT;
}

/* The binding that answers to k. */
static const struct binding *find(const struct seat *s, const char *mode, struct key k)
{
    bool typing = is_typing(mode);

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
    int n = 0;

    for (size_t i = 0, all = count(s); i < all && n < max; i++) {
        const struct binding *b = binding(s, mode, i);
        if (!b || !*b->label || !is_live(s, mode, b) || (actions && !in_list(actions, b->action)))
            continue;
        if (strcmp(mode, "palette") == 0 && strcmp(b->mode, mode) != 0)
            continue; /* nothing else opens from there */
        out[n++] = (struct bar_key){b->key, words_chinese() ? b->label : b->label_en};
    }
    return n;
}

/* --- What actions do --- */

static const struct {
    const char *action, *msgid;
} sayings[] = {
    {"help", N_("help for this screen")},
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
    {"export", N_("export")},
    {"language", N_("other language")},
};

static const char *saying(const struct seat *s, const char *action)
{
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
        if (strcmp(sayings[i].action, action) == 0) return words(sayings[i].msgid);
    if (strncmp(action, "tab", 3) == 0) return _("that tab");
    for (size_t i = 0; s->help && i < s->help->n_row; i++) /* the name of an act */
        if (strcmp(door_reply_cell(s->help, i, "act"), action) == 0)
            return words(door_reply_cell(s->help, i, "title"));
    return action;
}

int keys_all(const struct seat *s, const char *mode, struct keys_line *out, int max)
{
    int n = 0;

    for (size_t i = 0, all = count(s); i < all && n < max; i++) {
        const struct binding *b = binding(s, mode, i);
        if (b && is_live(s, mode, b))
            out[n++] = (struct keys_line){b->key, b->alt, b->action, saying(s, b->action)};
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
