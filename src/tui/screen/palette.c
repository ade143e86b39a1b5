#include "tui/screen/palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "catalog/keymap.h"
#include "tui/screen/choose.h"
#include "tui/screen/deed.h"
#include "tui/screen/keys.h"
#include "tui/screen/matter.h"
#include "tui/screen/words.h"

enum { MOST_KEYS = 160, KEY_COLS = 9, NAME_COLS = 14 };

/* What can be done now: the acts of the matter in hand, this person's own, what the screen does and
 * what every screen does; with the keys that do it. */
struct here {
    struct seat *s;
    struct choosing c;
    Yc__Reply *acts; /* possible with the matter in hand; NULL none */
    struct keys_line line[MOST_KEYS];
    int n;
};

/* --- One line --- */

static void pad(struct buf *b, int used, int cols)
{
    for (; used < cols; used++)
        buf_addc(b, ' ');
    buf_addc(b, ' ');
}

/* Found by pinyin of the name, by the action's own word and by its key. */
static void add(struct here *h, const char *kind, const char *action, const char *key,
                const char *name, const char *help)
{
    struct buf text = {0};
    char initials[INITIALS_READINGS];

    catalog_readings(name, initials, sizeof initials);
    char *letters = mem_printf("%s %s %s", initials, action, key),
         *value = mem_printf("%s %s", kind, action);
    buf_adds(&text, key);
    pad(&text, text_ncol(key), KEY_COLS);
    buf_adds(&text, name);
    if (*help) pad(&text, text_ncol(name), NAME_COLS);
    buf_adds(&text, help);
    choosing_add(&h->c, NULL, letters, buf_str(&text), value);
    buf_free(&text);
    free(letters);
    free(value);
}

/* The key that does it here, the short way first; "" none. */
static const char *key_of(const struct here *h, const char *action)
{
    for (int i = 0; i < h->n; i++)
        if (strcmp(h->line[i].action, action) == 0) return h->line[i].key;
    return "";
}

/* --- What there is --- */

static void begin(struct here *h, struct seat *s)
{
    const char *number = stage_number(s);

    *h = (struct here){.s = s};
    h->n = keys_all(s, s->top->kind->mode, h->line, MOST_KEYS);
    if (number) h->acts = seat_ask(s, seat_request(s, "acts", number));
}

static void add_matter_act(struct here *h, size_t i)
{
    const char *act = door_reply_cell(h->acts, i, "act");
    bool own = keymap_offers_acts(h->s->top->kind->mode);

    add(h, "act", act, own ? key_of(h, act) : "", words(door_reply_cell(h->acts, i, "title")),
        words(door_reply_cell(h->acts, i, "help")));
}

static bool may_act(const struct here *h, const char *act)
{
    for (size_t i = 0; h->acts && i < h->acts->n_row; i++)
        if (strcmp(door_reply_cell(h->acts, i, "act"), act) == 0) return true;
    return false;
}

static void add_own_acts(struct here *h)
{
    struct seat *s = h->s;
    const Yc__Reply *help = seat_help(s);
    const struct person *p = seat_person(s);

    for (size_t i = 0; help && p && i < help->n_row; i++) {
        if (strcmp(door_reply_cell(help, i, "act"), "absent") != 0 ||
            *door_reply_cell(help, i, "param"))
            continue;
        if (catalog_post_for(s->catalog, p, "absent", "", NULL))
            add(h, "own", "absent", "", words(door_reply_cell(help, i, "title")),
                words(door_reply_cell(help, i, "help")));
    }
}

/* Moving about, and this list itself. */
static bool goes_without_saying(const struct here *h, const char *action)
{
    (void)h;
    return strcmp(action, "help") == 0 || strcmp(action, "palette") == 0 ||
           keys_plain(action, (struct key){.code = KEY_NONE}).code != KEY_NONE;
}

static bool has_key(const struct here *h, const char *action)
{
    return *key_of(h, action);
}

/* Words parted by blanks, each as an action. */
static void add_actions(struct here *h, const char *actions,
                        bool (*leave_out)(const struct here *h, const char *action))
{
    for (const char *w = actions; *w;) {
        size_t n = strcspn(w, " ");
        char *action = mem_strndup(w, n);
        if (keys_can(h->s, action) && !leave_out(h, action))
            add(h, "do", action, key_of(h, action), keys_saying(h->s, action), "");
        free(action);
        w += n + (w[n] == ' ');
    }
}

/* --- Running --- */

static void run(struct seat *s, void *arg, const char *value)
{
    const char *action = strchr(value, ' ') + 1, *number = stage_number(s);

    (void)arg;
    if (strncmp(value, "act ", 4) == 0 && number)
        matter_act(s, number, action);
    else if (strncmp(value, "own ", 4) == 0)
        deed_open(s, action, NULL, NULL);
    else if (s->top && !s->top->kind->key(s->top, (struct key){.code = KEY_NONE}, action))
        stage_action(s, action);
}

static void open(struct here *h, const char *title)
{
    if (h->acts) door_reply_free(h->acts);
    choose_open(h->s, title, &h->c, run, NULL);
}

/* Acts first: what a person who opens it comes for. */
void palette_acts(struct seat *s)
{
    struct here h;

    begin(&h, s);
    for (size_t i = 0; h.acts && i < h.acts->n_row; i++)
        add_matter_act(&h, i);
    add_own_acts(&h);
    add_actions(&h, keymap_actions("global"), goes_without_saying);
    add_actions(&h, keymap_actions(s->top->kind->mode), goes_without_saying);
    open(&h, _("What now? (initials or number)"));
}

/* Keys first, then what has none. */
void palette_help(struct seat *s)
{
    const char *mode = s->top->kind->mode;
    struct here h;

    begin(&h, s);
    for (int i = 0; i < h.n; i++) {
        const struct keys_line *l = &h.line[i];
        bool act = keymap_offers_acts(mode) && !keymap_offers(mode, l->action);
        if (act && !may_act(&h, l->action)) continue;
        if (!act && !keys_can(s, l->action)) continue;
        add(&h, act ? "act" : "do", l->action, l->key, l->words, *l->alt ? l->alt : "");
    }
    for (size_t i = 0; h.acts && i < h.acts->n_row; i++)
        if (!*key_of(&h, door_reply_cell(h.acts, i, "act")) || !keymap_offers_acts(mode))
            add_matter_act(&h, i);
    add_own_acts(&h);
    add_actions(&h, keymap_actions(mode), has_key);
    add_actions(&h, keymap_actions("global"), has_key);
    open(&h, _("Keys of this screen: Enter does it, letters search"));
}
