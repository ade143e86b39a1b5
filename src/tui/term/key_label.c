#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tui/term/key.h"

static const struct {
    const char *name;
    enum key_code code;
    uint32_t ch;
} named[] = {
    {"Enter", KEY_ENTER, 0},     {"Tab", KEY_TAB, 0},
    {"Backtab", KEY_BACKTAB, 0}, {"Backspace", KEY_BACKSPACE, 0},
    {"Del", KEY_DELETE, 0},      {"Ins", KEY_INSERT, 0},
    {"Esc", KEY_ESC, 0},         {"Up", KEY_UP, 0},
    {"Down", KEY_DOWN, 0},       {"Left", KEY_LEFT, 0},
    {"Right", KEY_RIGHT, 0},     {"Home", KEY_HOME, 0},
    {"End", KEY_END, 0},         {"PgUp", KEY_PAGEUP, 0},
    {"PgDn", KEY_PAGEDOWN, 0},   {"Keypad+", KEY_PLUS, 0},
    {"Keypad-", KEY_MINUS, 0},   {"Keypad*", KEY_STAR, 0},
    {"Space", KEY_TEXT, ' '},    {"F1", KEY_F1, 0},
    {"F2", KEY_F2, 0},           {"F3", KEY_F3, 0},
    {"F4", KEY_F4, 0},           {"F5", KEY_F5, 0},
    {"F6", KEY_F6, 0},           {"F7", KEY_F7, 0},
    {"F8", KEY_F8, 0},           {"F9", KEY_F9, 0},
    {"F10", KEY_F10, 0},         {"F11", KEY_F11, 0},
    {"F12", KEY_F12, 0},
};
enum { NAMED = sizeof named / sizeof *named };

static bool named_key(const char *name, struct key *k)
{
    for (int i = 0; i < NAMED; i++)
        if (strcmp(name, named[i].name) == 0) {
            *k = (struct key){.code = named[i].code, .ch = named[i].ch};
            return true;
        }
    return false;
}

/* What follows `prefix` when it is one character. */
static bool one_after(const char *name, const char *prefix, char *c)
{
    size_t n = strlen(prefix);

    if (strncmp(name, prefix, n) != 0 || !name[n] || name[n + 1]) return false;
    *c = name[n];
    return true;
}

/* Ctrl-H, I, J, M and [ are Backspace, Tab, Enter, Enter and Esc on the wire; Ctrl-X waits for a
 * digit. */
static bool ctrl_key(char c, struct key *k)
{
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    if (c < '@' || c > '_' || strchr("HIJMX[", c)) return false;
    *k = (struct key){.code = KEY_CTRL, .ch = (unsigned char)c};
    return true;
}

static bool alt_key(char c, struct key *k)
{
    bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';

    if (!is_letter || c == 'O' || c == 'P') return false; /* those two begin sequences */
    *k = (struct key){.code = KEY_ALT, .ch = (unsigned char)c};
    return true;
}

static bool digit_key(char c, struct key *k)
{
    if (c < '0' || c > '9') return false;
    *k = (struct key){.code = KEY_F1 + (enum key_code)((c - '1' + 10) % 10)};
    return true;
}

bool key_parse(const char *name, struct key *k)
{
    uint32_t ch;
    char c;

    if (named_key(name, k)) return true;
    if (one_after(name, "Ctrl-", &c)) return ctrl_key(c, k);
    if (one_after(name, "Alt-", &c)) return alt_key(c, k);
    if (one_after(name, "Ctrl-X ", &c) || one_after(name, "Esc ", &c)) return digit_key(c, k);
    if (!*name || name[text_decode(name, &ch)] || !text_valid(name)) return false;
    if (text_width(ch) < 1 || ch == ' ') return false;
    *k = (struct key){.code = KEY_TEXT, .ch = ch};
    return true;
}

void key_label(struct key k, char out[16])
{
    char c[5] = "";

    out[0] = '\0';
    for (int i = 0; i < NAMED; i++)
        if (named[i].code == k.code && named[i].ch == k.ch) {
            snprintf(out, 16, "%s", named[i].name);
            return;
        }
    text_encode(k.ch, c);
    if (k.code == KEY_TEXT || k.code == KEY_CTRL || k.code == KEY_ALT)
        snprintf(out, 16, "%s%s",
                 k.code == KEY_CTRL  ? "Ctrl-"
                 : k.code == KEY_ALT ? "Alt-"
                                     : "",
                 c);
}

bool key_same(struct key a, struct key b)
{
    bool has_ch = a.code == KEY_TEXT || a.code == KEY_CTRL || a.code == KEY_ALT;

    return a.code == b.code && (!has_ch || a.ch == b.ch);
}
