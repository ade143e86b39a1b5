#include <string.h>

#include "catalog/keymap.h"

/* Blank-separated; a field's words are those of every form. */
#define MOVES "up down pageup pagedown top bottom open back "

static const struct {
    const char *mode, *actions;
    bool typing, acts;
} offers[] = {
    {"global",
     "help palette register find lamps reports notices quit redraw lock set_pin macro_record "
     "macro_play",
     false, false},
    {"inbox",
     MOVES
     "mark mark_all filter sort columns take pass archive forward ledger refresh next_tab prev_tab",
     false, false},
    {"matter",
     MOVES "forward edit ledger refresh next_tab prev_tab tab1 tab2 tab3 tab4 tab5 tab6 tab7",
     false, true},
    {"ledger", MOVES "next_tab prev_tab", false, false},
    {"lamps", MOVES "cards filter sort columns refresh", false, false},
    {"lamp_list", MOVES "green yellow red blue all filter columns refresh", false, false},
    {"report", MOVES "next_tab prev_tab filter sort columns refresh", false, false},
    {"list", MOVES "filter sort columns refresh", false, false},
    {"find", MOVES, true, false},
    {"form", "save pick check ledger accept all_materials pageup pagedown back", true, false},
    {"palette", MOVES, true, false},
    {"sign_in", MOVES "language", true, false},
    {"field",
     "next_field prev_field left right line_start line_end erase_left erase_right dup undo clear "
     "pick",
     true, false},
};
enum { OFFERS = sizeof offers / sizeof *offers };

static int find(const char *mode)
{
    for (int i = 0; i < OFFERS; i++)
        if (strcmp(offers[i].mode, mode) == 0) return i;
    return -1;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *w = words; *w;) {
        size_t len = strcspn(w, " ");
        if (len == n && memcmp(w, word, n) == 0) return true;
        w += len;
        w += strspn(w, " ");
    }
    return false;
}

bool keymap_mode(const char *mode)
{
    return find(mode) >= 0;
}

bool keymap_typing(const char *mode)
{
    int i = find(mode);

    return i >= 0 && offers[i].typing;
}

bool keymap_offers(const char *mode, const char *action)
{
    int i = find(mode);

    return i >= 0 && (has_word(offers[i].actions, action) || has_word(offers[0].actions, action));
}

bool keymap_offers_acts(const char *mode)
{
    int i = find(mode);

    return i >= 0 && offers[i].acts;
}

const char *keymap_actions(const char *mode)
{
    int i = find(mode);

    return i < 0 ? "" : offers[i].actions;
}

bool keymap_in_palette(const char *action)
{
    return has_word(offers[0].actions, action) && !has_word("help palette", action);
}
